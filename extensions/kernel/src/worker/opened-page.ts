import type { PageAccess } from '@lite-build/messages';
import { type CodeRunner } from '@lite-build/boot/own-code';
import { ReflectedPage } from '../reflection/reflected-page.ts';
import { findOwnModules } from '../own-code/own-modules.ts';
import { TAG_MODULES } from '../own-code/page-code.ts';
import { tellPage } from './page.ts';

/** What of Pyodide is used here. */
export interface PagePython extends CodeRunner {
  registerJsModule(name: string, module: object): void;
}

/** The module by which Python's end finds the page; `python/litepage/page.py` imports it. */
const MODULE = 'lite_build_page';
/** What the page does for Python that gives nothing: Python does not wait for it. */
const UNTOLD = ['begin', 'clear', 'log', 'logError', 'print', 'report', 'setSync', 'show'];
/** What gives a promise, and a value to Python that does not await. */
const AWAITED = ['callSync'];

/**
 * Have Python in this worker handle its page.
 *
 * @param ask how what has come of something is asked for; null where the worker cannot wait for its page.
 */
export function openPage(
  pyodide: PagePython,
  { modules, base }: PageAccess,
  ask: ((id: number) => string) | null,
): ReflectedPage {
  forgetCellsModules(pyodide, modules);
  findOwnModules(pyodide, modules);
  const page = new ReflectedPage({ tell: tellPage, ask });
  const window = page.window as Window;
  const { document } = window;
  // Where code that was written for a page looks for them.
  Object.defineProperties(globalThis, {
    window: { value: window, configurable: true },
    document: { value: document, configurable: true },
  });
  const host = page.host(UNTOLD, AWAITED);
  const gather = (target: object, names: readonly string[]): unknown[] => page.gather(target, names);
  const importHere = async (url: string): Promise<unknown> => (await import(url)) as unknown;
  const facts = { base, isInWorker: true, isAtOnce: page.isAtOnce };
  pyodide.registerJsModule(MODULE, { window, document, host, gather, importHere, ...facts });
  (pyodide.pyimport('litepage.worker') as { begin(): void }).begin();
  return page;
}

/**
 * Have Python import the page's modules where cells that ran before have imported those of their names: `litepage` has
 * less in a cell. The tags' own modules are the same for both; what cells have of the others stays valid.
 */
function forgetCellsModules(pyodide: PagePython, modules: PageAccess['modules']): void {
  const { modules: imported } = pyodide.pyimport('sys') as { modules: Map<string, unknown> };
  const shared = new Set(TAG_MODULES.map(({ name }) => name));
  for (const { name } of modules) {
    if (!shared.has(name) && imported.has(name)) {
      imported.delete(name);
    }
  }
}
