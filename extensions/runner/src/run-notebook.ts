import { Console } from 'node:console';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import type { KernelMessage } from '@jupyterlab/services';
import { PYTHON_ENDED } from '@lite-build/boot/end-words';
import { confineToWorker } from './confinement';
import { CheckedKernel } from './kernel';
import { OutputAreas } from './output-areas';
import { OutputCaptures } from './output-captures';
import { type CellToRun, type Job, parseJob, type RunnerMessage } from './protocol';
import { SiteOrigin } from './site-origin';
import { writeLine } from './standard-streams';
import { parseWorkerMessage } from './worker-message';

/** Where upstream's worker script is, against which the cells' relative addresses are resolved. */
const WORKER_FOLDER = 'extensions/@jupyterlite/pyodide-kernel-extension/static/';

/** The longest time that a timer takes. */
const MOST_MILLISECONDS = 2 ** 31 - 1;

function tell(message: RunnerMessage): void {
  writeLine(JSON.stringify(message));
}

async function main(): Promise<number> {
  const job = parseJob(JSON.parse(await text(process.stdin)));
  // Standard output carries the protocol alone.
  globalThis.console = new Console(process.stderr);
  let kernel: CheckedKernel | null = null;
  for (const event of ['uncaughtException', 'unhandledRejection']) {
    // A browser logs these and goes on.
    process.on(event, (error: unknown) => {
      if (kernel?.reportUncaught(error) !== true) {
        console.error(error);
      }
    });
  }
  const started = performance.now();
  kernel = await startKernel(job).catch((error: unknown) => {
    tell({
      type: 'boot-failed',
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    return null;
  });
  if (kernel === null) {
    return 1;
  }
  tell({ type: 'ready', seconds: secondsSince(started) });
  // While a cell awaits what no timer or request of Node.js will bring, the process would end.
  const awake = setInterval(() => undefined, MOST_MILLISECONDS);
  try {
    const failed = await runCells(kernel, job.cells);
    tell({ type: 'ended', cells: job.cells.length, failed, seconds: secondsSince(started) });
    return 0;
  } finally {
    clearInterval(awake);
  }
}

async function startKernel(job: Job): Promise<CheckedKernel> {
  const origin = new SiteOrigin(job.site, job.shipped);
  confineToWorker(origin, origin.url(`${WORKER_FOLDER}worker.js`));
  const kernel = new CheckedKernel(job, origin);
  const { settings, pluginWheels } = job;
  const pyodideUrl = origin.url(settings.pyodideUrl);
  await kernel.initialize({
    baseUrl: origin.url(''),
    pyodideUrl,
    indexUrl: new URL('.', pyodideUrl).href,
    pipliteWheelUrl: pluginWheels.piplite === null ? '' : origin.url(pluginWheels.piplite),
    pipliteUrls: [...settings.pipliteUrls, ...(pluginWheels.index === null ? [] : [pluginWheels.index])].map(
      (url) => origin.url(url),
    ),
    disablePyPIFallback: settings.disablePyPIFallback,
    location: job.notebook.slice(0, Math.max(0, job.notebook.lastIndexOf('/'))),
    mountDrive: true,
    loadPyodideOptions: Object.fromEntries(
      Object.entries(settings.loadPyodideOptions).map(([key, value]) => [
        key,
        key.endsWith('URL') && typeof value === 'string' ? origin.url(value) : value,
      ]),
    ) as Parameters<CheckedKernel['initialize']>[0]['loadPyodideOptions'],
  });
  return kernel;
}

async function runCells(kernel: CheckedKernel, cells: readonly CellToRun[]): Promise<number> {
  const areas = new OutputAreas();
  const captures = new OutputCaptures(Number);
  let running = -1;
  kernel.registerWorkerMessageCallback((data: unknown) => {
    const message = parseWorkerMessage(data, Number);
    if (message === null || captures.take(message)) {
      return;
    }
    for (const cell of areas.apply(message)) {
      if (cell !== running) {
        tell({ type: 'outputs', cell, outputs: areas.outputs(cell) });
      }
    }
    if (message.type === 'comm_open' || message.type === 'comm_msg' || message.type === 'comm_close') {
      const { type: kind, content, metadata, buffers } = message;
      tell({ type: 'comm', kind, content, metadata, buffers: [...buffers] });
    }
  });
  let failed = 0;
  for (const cell of cells) {
    const { index } = cell;
    running = index;
    tell({ type: 'started', cell: index });
    const started = performance.now();
    const reply = await execute(kernel, cell);
    const status = reply.status === 'ok' ? 'ok' : 'error';
    if (reply.status !== 'ok') {
      failed += 1;
      if (!areas.outputs(index).some(({ output_type: type }) => type === 'error')) {
        // IPython writes some errors as text, such as of a magic that is not there, or of a group of exceptions.
        areas.apply({ type: 'execute_error', cell: index, ...reply.error });
      }
    }
    tell({ type: 'outputs', cell: index, outputs: areas.outputs(index) });
    for (const [comm_id, outputs] of captures.changed()) {
      const data = { method: 'update', state: { outputs: [...outputs] } };
      tell({ type: 'comm', kind: 'comm_msg', content: { comm_id, data }, metadata: {}, buffers: [] });
    }
    tell({ type: 'finished', cell: index, status, seconds: secondsSince(started) });
    if (reply.status === 'ended' || kernel.hasExited) {
      break;
    }
  }
  return failed;
}

type Reply =
  | { status: 'ok' }
  /** With "ended" Python has ended as well. */
  | { status: 'error' | 'ended'; error: { ename: string; evalue: string; traceback: string[] } };

async function execute(kernel: CheckedKernel, { index, source, namespace }: CellToRun): Promise<Reply> {
  const content = {
    code: source,
    silent: false,
    store_history: true,
    user_expressions: {},
    allow_stdin: false,
    namespace,
  };
  const reply = await Promise.race([
    kernel.execute(content, { header: { msg_id: String(index) } }),
    kernel.end,
  ]);
  if (typeof reply === 'string') {
    return { status: 'ended', error: { ename: PYTHON_ENDED, evalue: reply, traceback: [] } };
  }
  if (reply.status === 'ok') {
    return { status: 'ok' };
  }
  const { ename, evalue, traceback } = reply as KernelMessage.IReplyErrorContent;
  return { status: 'error', error: { ename, evalue, traceback } };
}

function secondsSince(start: number): number {
  return Math.round(performance.now() - start) / 1000;
}

process.exit(await main());
