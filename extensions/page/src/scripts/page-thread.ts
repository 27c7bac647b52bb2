import type { SiteSettings } from '@lite-build/kernel/host/site-settings';
import { startThreadPython } from '@lite-build/kernel/thread/thread-python';
import { LITEPAGE } from './litepage-code.ts';
import type { PageHost } from './page-host.ts';
import type { ScriptTag } from './script-tag.ts';

/** What Python's module `litepage.running` has for the page. */
interface Running {
  begin(host: PageHost): void;
  run: {
    callKwargs(
      code: string,
      filename: string,
      line: number,
      environment: string,
      script: HTMLElement,
      makeTarget: () => Element,
      begun: () => void,
      options: { shows_prints: boolean },
    ): Promise<boolean>;
  };
  attach(element: Element, event: string, expression: string, environment: string): void;
}

/** Where a script's code is from, for tracebacks. */
export interface CodePlace {
  readonly filename: string;
  /** The line of the file on which the code begins, from 1. */
  readonly line: number;
}

/** Python on the page's own thread, for the page's scripts. */
export class PageThread {
  private constructor(running: Running) {
    this.#running = running;
  }

  /** @throws Error if Python cannot be started at all. */
  static async start(settings: SiteSettings, host: PageHost): Promise<PageThread> {
    const python = await startThreadPython(settings, LITEPAGE, {
      booting: (progress) => {
        document.dispatchEvent(new CustomEvent('py:progress', { detail: progress }));
      },
      stdout: (text) => {
        host.log(text);
      },
      stderr: (text) => {
        host.logError(text);
      },
      warn: (reason) => {
        console.warn(reason);
      },
    });
    const running = python.pyimport('litepage.running') as Running;
    running.begin(host);
    return new PageThread(running);
  }

  /**
   * Run a script to its end; resolves to whether it has come there. What goes wrong is told on the page.
   *
   * @param makeTarget gives the element in which it shows things.
   * @param begun is called when it is through, or first waits for something.
   */
  async run(
    code: string,
    { element, environment, showsPrints }: ScriptTag,
    { filename, line }: CodePlace,
    makeTarget: () => Element,
    begun: () => void,
  ): Promise<boolean> {
    const { run } = this.#running;
    return await run.callKwargs(code, filename, line, environment, element, makeTarget, begun, {
      shows_prints: showsPrints,
    });
  }

  /** Have an attribute of an element be a handler of an event. */
  attach(element: Element, event: string, expression: string, environment: string): void {
    this.#running.attach(element, event, expression, environment);
  }

  readonly #running: Running;
}
