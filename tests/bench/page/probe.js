// Put into each page before its own scripts: notes when things happen, and presses Run All as soon as that has an effect.
// Times are milliseconds of the wall clock, so that they outlive a reload and compare with a worker's.
globalThis.benchmark = (() => {
  const now = () => performance.timeOrigin + performance.now();
  const marks = {};
  const mark = (name) => {
    marks[name] ??= now();
  };

  const until = async (isSo) => {
    while (!isSo()) {
      await new Promise((resolve) => setTimeout(resolve, 4));
    }
  };

  // The last one that was made: where a page makes one early and needs another, the other is what counts.
  const PlainWorker = globalThis.Worker;
  globalThis.Worker = class extends PlainWorker {
    constructor(...given) {
      marks.worker = now();
      super(...given);
    }
  };

  /** Run a notebook's cells once this has an effect, and note when a text is in an output. */
  const runOpenNotebook = (expected) => {
    const look = () => {
      const app = globalThis.jupyterapp;
      const panel = app?.shell?.currentWidget;
      const cell = document.querySelector('.jp-Notebook .jp-CodeCell');
      if (panel?.sessionContext && cell?.checkVisibility()) {
        mark('shown');
        // What is run before there is a kernel is lost without a word, in JupyterLab as well.
        if (marks.usable === undefined && panel.sessionContext.session?.kernel) {
          mark('usable');
          void app.commands.execute('notebook:run-all-cells');
        }
      }
      if (cell?.querySelector('.jp-OutputArea')?.textContent.includes(expected)) {
        mark('output');
      } else {
        setTimeout(look, 4);
      }
    };
    look();
  };

  const replyTo = async (kernel, code) => {
    const future = kernel.requestExecute({ code });
    const reply = Promise.withResolvers();
    future.onReply = (message) => {
      reply.resolve([now(), message.content]);
    };
    const [at, content] = await reply.promise;
    if (content.status !== 'ok') {
      throw new Error(`${code}\n${content.ename}: ${content.evalue}`);
    }
    return at;
  };

  /** Start a kernel and restart it; gives the seconds from its worker's start, and from the restart, to a reply. */
  const startAndRestart = async (code) => {
    const { serviceManager } = globalThis.jupyterapp;
    const kernel = await serviceManager.kernels.startNew({ name: 'python' });
    const started = ((await replyTo(kernel, code)) - marks.worker) / 1000;
    // What a kernel leaves for the next one may come a moment after its first reply.
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const asked = now();
    await kernel.restart();
    const restarted = ((await replyTo(kernel, 'None')) - asked) / 1000;
    await kernel.shutdown();
    return { started, restarted };
  };

  /** Run notebooks in JupyterLab one after the other, until each has a text in its first output. */
  const runInTurn = async (notebooks) => {
    const { commands } = globalThis.jupyterapp;
    for (const [path, expected] of notebooks) {
      const panel = await commands.execute('docmanager:open', { path });
      await until(() => panel.sessionContext.session?.kernel);
      await commands.execute('notebook:run-all-cells');
      await until(() => panel.content.node.querySelector('.jp-OutputArea')?.textContent.includes(expected));
    }
    mark('allRun');
  };

  /** Wait until the open notebook's kernel answers. */
  const waitForKernel = async () => {
    await replyTo(globalThis.jupyterapp.shell.currentWidget.sessionContext.session.kernel, 'None');
  };

  /** Run the open notebook's first cell of code; gives the seconds until a text is in its output. */
  const timeFirstCell = async (expected) => {
    const output = document.querySelector('.jp-Notebook .jp-CodeCell .jp-OutputArea');
    const start = now();
    void globalThis.jupyterapp.commands.execute('notebook:run-all-cells');
    await until(() => output.textContent.includes(expected));
    return (now() - start) / 1000;
  };

  /** Run all cells of the open notebook to their end; gives the errors that they raised. */
  const runWholeNotebook = async () => {
    const { commands, shell } = globalThis.jupyterapp;
    await shell.currentWidget.context.ready;
    await commands.execute('notebook:run-all-cells');
    const outputs = [...shell.currentWidget.content.model.cells].flatMap((cell) => cell.toJSON().outputs ?? []);
    return outputs.filter(({ output_type }) => output_type === 'error').map(({ evalue }) => evalue);
  };

  const deepText = (node) =>
    [node.shadowRoot ?? [], ...node.childNodes].flat().reduce((text, each) => text + deepText(each), node.nodeValue ?? '');

  /** Click a button; gives the milliseconds until a text is anywhere in its page. */
  const timeClick = async (button, expected) => {
    const start = now();
    button.click();
    await until(() => deepText(document.body).includes(expected));
    return now() - start;
  };

  /** Note when an element comes to have a text, and every task that has kept its thread for more than 50 ms. */
  const noteStart = (selector, expected) => {
    const blocks = [];
    new PerformanceObserver((list) => {
      blocks.push(...list.getEntries().map(({ startTime, duration }) => [startTime, duration]));
    }).observe({ type: 'longtask', buffered: true });
    new MutationObserver(() => {
      if (document.querySelector(selector)?.textContent === expected) {
        mark('ready');
      }
    }).observe(document, { childList: true, subtree: true, characterData: true });
    return blocks;
  };

  return { marks, noteStart, runInTurn, runOpenNotebook, runWholeNotebook, startAndRestart, timeClick, timeFirstCell, waitForKernel };
})();
