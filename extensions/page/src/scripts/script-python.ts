import type { CodePlace } from './code-place.ts';
import type { ScriptTag } from './script-tag.ts';

/** Python that runs a page's scripts, on the page's own thread or in a worker. */
export interface ScriptPython {
  /** Let Python know what the page's configuration says. */
  configure(config: object): Promise<void> | void;
  /**
   * Run a script to its end; resolves to whether it has come there. What goes wrong is told on the page.
   *
   * @param makeTarget gives the element in which it shows things.
   * @param begun is called when it first waits for something.
   */
  run(
    code: string,
    tag: ScriptTag,
    place: CodePlace,
    makeTarget: () => Element,
    begun: () => void,
  ): Promise<boolean>;
  /** Whether a script of that name of names has been run. */
  hasEnvironment(environment: string): Promise<boolean> | boolean;
  /** Have an attribute of an element be a handler of an event. */
  attach(element: Element, event: string, expression: string, environment: string): Promise<void> | void;
  /** Put a file among Python's own, or unpack an archive there; tells in words why that cannot be. */
  write(
    path: string,
    content: Uint8Array,
    archive: string | null,
  ): Promise<string | undefined> | string | undefined;
  /** Have imports find modules among the files that were written. */
  findOwnFiles(): Promise<void> | void;
  /** Says of packages, in a sentence each, which the site does not have. */
  missingPackages(requirements: readonly string[]): Promise<readonly string[]> | readonly string[];
  /** Import a module of JavaScript where Python runs, which finds it by a name; not on the page's own thread. */
  importModule?(url: string, name: string): Promise<void>;
  /**
   * Call a function that a script in a worker exports.
   *
   * @param values lists and objects of JavaScript, which Python gets as its own.
   */
  call?(environment: string, name: string, values: readonly unknown[]): Promise<unknown>;
  /**
   * Have a wheel be there whose address a page names.
   *
   * @throws Error if it cannot be had.
   */
  loadWheel(url: string): Promise<void>;
}
