import type { Session } from '../kernel/session.ts';
import { MAIN } from '../kernel/sessions.ts';
import { currentPage } from '../page.ts';
import type * as asked from './asked-python.ts';
import type exported from './lite.d.ts';
import type { InNamespace, Kernel, PythonObject, RunOptions, RunResult } from './lite.d.ts';
import { transfer } from './transfers.ts';

type Asked = typeof asked;

/** A Python of the page, for the page's scripts; how it is asked comes when it first is. */
class PageKernel extends EventTarget implements Kernel {
  constructor(name: string) {
    super();
    const page = currentPage();
    this.name = name;
    this.#session = page.python(name).session;
    page.use(name, this.#unused.signal);
    this.#session.addEventListener('state', () => {
      this.dispatchEvent(new Event('state'));
    });
  }

  readonly name: string;

  get state(): Kernel['state'] {
    return this.#session.state.stage;
  }

  get held(): Kernel['held'] {
    return loaded?.held(this.#session) ?? { functions: 0, objects: 0 };
  }

  async run(code: string, options?: RunOptions): Promise<RunResult> {
    return await (await load()).run(this.#session, code, options);
  }

  async get(name: string, options?: InNamespace): Promise<unknown> {
    return await (await load()).get(this.#session, name, options);
  }

  async set(name: string, value: unknown, options?: InNamespace): Promise<void> {
    await (await load()).set(this.#session, name, value, options);
  }

  async import<Module = PythonObject>(module: string): Promise<Module> {
    return (await (await load()).importModule(this.#session, module)) as Module;
  }

  interrupt(): void {
    this.#session.interrupt();
  }

  restart(): void {
    this.#session.restart();
  }

  end(): void {
    this.#session.end();
  }

  /** Have Python let go of an object, if it is one of this. */
  release(value: object): boolean {
    return loaded?.release(this.#session, value) ?? false;
  }

  readonly #session: Session;
  /** The page's scripts may ask it at any time: it ends with the page, or when they say so. */
  readonly #unused = new AbortController();
}

const kernels = new Map<string, PageKernel>();
let loaded: Asked | null = null;

async function load(): Promise<Asked> {
  loaded ??= await import('./asked-python.ts');
  return loaded;
}

function kernel(name = MAIN): Kernel {
  if (typeof (name as unknown) !== 'string' || name === '') {
    throw new TypeError("lite.kernel takes the name of a kernel, a text; without one it is the page's own.");
  }
  const present = kernels.get(name) ?? new PageKernel(name);
  kernels.set(name, present);
  return present;
}

async function python<Module = PythonObject>(module: string): Promise<Module> {
  return await kernel().import<Module>(module);
}

function release(value: object): void {
  if (![...kernels.values()].some((each) => each.release(value))) {
    throw new TypeError("This is no object of Python's.");
  }
}

/** What the page's scripts have of Python: the exports of `lite.js`. */
export const lite = { kernel, python, release, transfer } satisfies typeof exported;
