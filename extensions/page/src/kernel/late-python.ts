import type { CellSink, WidgetSession } from './session.ts';

/** Modules of ours that a session's Python has once something of the page needs them. */
export class LatePython {
  /** @param modules their sources, by their names; each may import those before it. */
  constructor(modules: Readonly<Record<string, string>>) {
    this.#modules = modules;
  }

  /** Have Python know of them, once in each of a session's Pythons; resolves to whether it does. */
  async ready(session: WidgetSession): Promise<boolean> {
    session.want();
    const { generation } = session;
    const known = this.#prepared.get(session);
    if (known?.generation === generation) {
      return await known.ready;
    }
    const ready = this.#install(session, generation);
    this.#prepared.set(session, { generation, ready });
    const isReady = await ready;
    if (!isReady && this.#prepared.get(session)?.ready === ready) {
      // Python may be started once more.
      this.#prepared.delete(session);
    }
    return isReady;
  }

  /** A cell that fails takes what waits behind it along: this waits once more. */
  async #install(session: WidgetSession, generation: number): Promise<boolean> {
    const sink = { output: logOutput, ask: () => Promise.resolve('') };
    for (;;) {
      const { status } = await session.run(this.#code, sink, { isSilent: true });
      if (status !== 'aborted' || session.generation !== generation) {
        return status === 'ok';
      }
    }
  }

  /** What makes the modules, and leaves no name among the reader's. JSON's strings are Python's as well. */
  get #code(): string {
    return Object.entries(this.#modules)
      .map(([name, source]) => {
        const module = `__import__("sys").modules.setdefault("${name}", type(__import__("sys"))("${name}"))`;
        return `exec(compile(${JSON.stringify(source)}, "${name}.py", "exec"), ${module}.__dict__)`;
      })
      .join('\n');
  }

  readonly #modules: Readonly<Record<string, string>>;
  /** In which generation of each session they are there. */
  readonly #prepared = new WeakMap<
    WidgetSession,
    { readonly generation: number; readonly ready: Promise<boolean> }
  >();
}

const logOutput: CellSink['output'] = (output) => {
  if (output.type === 'execute_error') {
    console.error(`${output.bundle.ename}: ${output.bundle.evalue}`);
  }
};
