import type { BootProgress } from '@lite-build/messages';
import type { SiteSettings } from '@lite-build/kernel/host/site-settings';
import { startThreadPython } from '@lite-build/kernel/thread/thread-python';
import type { Pyodide } from '@lite-build/boot/pyodide-internals';
import type { CodePlace } from './code-place.ts';
import { LITEPAGE } from './litepage-code.ts';
import type { PageHost } from './page-host.ts';
import type { FolderMounter } from './reader-folders.ts';
import type { ScriptPython } from './script-python.ts';
import type { ScriptTag } from './script-tag.ts';

/** What Python's module `litepage.running` has for the page. */
interface Running {
  begin(): void;
  configure(config: string): void;
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
  has_environment(environment: string): boolean;
  attach(element: Element, event: string, expression: string, environment: string): void;
}

/** What `litepage.preparing` has. */
interface Preparing {
  write(path: string, content: Uint8Array, archive: string | null): string | undefined;
  find_own_files(): void;
  missing_packages(requirements: string): string;
}

/** Python on the page's own thread, for the page's scripts. */
export class PageThread implements ScriptPython {
  private constructor(pyodide: Pyodide, running: Running) {
    this.#pyodide = pyodide;
    this.#running = running;
  }

  /**
   * @param progress hears how far it is.
   * @throws Error if Python cannot be started at all.
   */
  static async start(
    settings: SiteSettings,
    host: PageHost,
    progress: (progress: BootProgress) => void,
  ): Promise<PageThread> {
    const { pyodide, receiveComm } = await startThreadPython(settings, LITEPAGE, {
      booting: progress,
      stdout: (text) => {
        host.log(text);
      },
      stderr: (text) => {
        host.logError(text);
      },
      warn: (reason) => {
        console.warn(reason);
      },
      comm: (output) => {
        host.comms.say(output);
      },
    });
    host.folders.mounter = pyodide as unknown as FolderMounter;
    const module = { window, document, host, base: document.baseURI, isInWorker: false, isAtOnce: true };
    pyodide.registerJsModule('lite_build_page', module);
    const running = pyodide.pyimport('litepage.running') as Running;
    running.begin();
    host.comms.receive = receiveComm;
    host.comms.execute = (code) => pyodide.runPython(code);
    return new PageThread(pyodide, running);
  }

  /** Let Python know what the page's configuration says. */
  configure(config: object): void {
    this.#running.configure(JSON.stringify(config));
  }

  /**
   * Run a script to its end; resolves to whether it has come there. What goes wrong is told on the page.
   *
   * @param makeTarget gives the element in which it shows things.
   * @param begun is called when it first waits for something.
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

  /** Whether a script of that name of names has been run. */
  hasEnvironment(environment: string): boolean {
    return this.#running.has_environment(environment);
  }

  /** Have an attribute of an element be a handler of an event. */
  attach(element: Element, event: string, expression: string, environment: string): void {
    this.#running.attach(element, event, expression, environment);
  }

  /**
   * Put a file among Python's own, or unpack an archive there.
   *
   * @returns why that cannot be, in words; undefined where it is done.
   */
  write(path: string, content: Uint8Array, archive: string | null): string | undefined {
    return this.#preparing.write(path, content, archive);
  }

  /** Have imports find modules among the files that were written. */
  findOwnFiles(): void {
    this.#preparing.find_own_files();
  }

  /** Says of packages, in a sentence each, which the site does not have. */
  missingPackages(requirements: readonly string[]): string[] {
    return requirements.length === 0
      ? []
      : (JSON.parse(this.#preparing.missing_packages(JSON.stringify(requirements))) as string[]);
  }

  /**
   * Have a wheel be there whose address a page names.
   *
   * @throws Error if it cannot be had.
   */
  async loadWheel(url: string): Promise<void> {
    await this.#pyodide.loadPackage([url]);
  }

  get #preparing(): Preparing {
    return this.#pyodide.pyimport('litepage.preparing') as Preparing;
  }

  readonly #pyodide: Pyodide;
  readonly #running: Running;
}
