import type { CommOutput } from '@lite-build/messages';
import callsSource from '../../python/lite_build_calls.py';
import valuesSource from '../../python/lite_build_values.py';
import { LatePython } from '../kernel/late-python.ts';
import type { CellSink, Session } from '../kernel/session.ts';
import { readMessage } from '../widgets/python-message.ts';
import { Functions } from './functions.ts';
import { takeTransferred } from './transfers.ts';
import { pythonIsGone, RaisedInPython, type ToldError } from './python-error.ts';
import { type Follow, PythonObjects } from './python-objects.ts';
import { type Known, Outgoing, valueOf } from './values.ts';

/** By this target Python knows what the page's scripts ask. */
const TARGET = 'lite-build.calls';
const MODULES = new LatePython({ lite_build_values: valuesSource, lite_build_calls: callsSource });

/** What Python says: what was asked is answered, or it calls a function of the page's, or has one no more. */
type Message =
  | { readonly method: 'answer'; readonly id: number; readonly value?: unknown; readonly error?: ToldError }
  | { readonly method: 'call'; readonly call: number; readonly function: number; readonly value: unknown }
  | { readonly method: 'forget'; readonly function: number };

/** The way of the page's scripts to one Python, until that ends. */
export class Connection {
  /** Connect to a session's Python, which is started if it is not there. @throws Error if it cannot be. */
  static async to(session: Session): Promise<Connection> {
    session.tryAgain();
    const waiting = new AbortController();
    try {
      if (!(await Promise.race([MODULES.ready(session), failureOf(session, waiting.signal)]))) {
        throw pythonIsGone();
      }
    } finally {
      waiting.abort();
    }
    const present = connections.get(session);
    if (present?.isOpen === true) {
      return present;
    }
    const connection = new Connection(session);
    connections.set(session, connection);
    return connection;
  }

  private constructor(session: Session) {
    this.#session = session;
    this.#generation = session.generation;
    const { signal } = this.#ended;
    session.router.listenToComms(
      {
        comm: (output) => {
          if (output.type === 'comm_msg' && output.message.includes(this.#id)) {
            this.#hear(output);
          }
        },
        reset: () => {
          this.#end();
        },
      },
      signal,
    );
    session.addEventListener(
      'state',
      () => {
        if (session.state.stage === 'ended') {
          this.#end();
        }
      },
      { signal },
    );
    session.sendComm('comm_open', { comm_id: this.#id, target_name: TARGET, data: {} }, { sink: CONSOLE });
  }

  get isOpen(): boolean {
    return !this.#ended.signal.aborted && this.#session.generation === this.#generation;
  }

  /** How many of the page's functions Python has, and how many of its objects the page has. */
  get held(): { readonly functions: number; readonly objects: number } {
    return { functions: this.#functions.size, objects: this.#objects.size };
  }

  /** Ask something; what is given besides is data, but for values that are told apart. */
  async ask(method: string, data: object, values: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    if (!this.isOpen) {
      throw pythonIsGone();
    }
    const outgoing = new Outgoing(this.#known);
    const told = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, outgoing.told(value)]),
    );
    this.#asked += 1;
    const id = this.#asked;
    const answer = Promise.withResolvers<unknown>();
    this.#waiting.set(id, answer);
    this.#send({ method, id, ...data, ...told }, outgoing);
    return await answer.promise;
  }

  /** Have Python let go of an object. */
  release(value: object): boolean {
    return this.#objects.release(value);
  }

  #hear(output: CommOutput): void {
    const { id, data } = readMessage(output);
    if (id !== this.#id) {
      return;
    }
    const message = data as unknown as Message;
    switch (message.method) {
      case 'answer':
        this.#take(message, output.buffers);
        break;
      case 'call':
        void this.#call(message, output.buffers);
        break;
      case 'forget':
        this.#functions.forget(message.function);
    }
  }

  #take({ id, value, error }: Extract<Message, { method: 'answer' }>, buffers: readonly ArrayBuffer[]): void {
    const answer = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) {
      answer?.resolve(valueOf(value, buffers, this.#known));
    } else {
      answer?.reject(new RaisedInPython(error));
    }
  }

  async #call(
    { call, function: number, value }: Extract<Message, { method: 'call' }>,
    buffers: readonly ArrayBuffer[],
  ): Promise<void> {
    const outgoing = new Outgoing(this.#known);
    let answer: object;
    try {
      const values = valueOf(value, buffers, this.#known) as unknown[];
      answer = { value: outgoing.told(await this.#functions.call(number, values)) };
    } catch (error) {
      answer = { error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
    }
    if (this.isOpen) {
      this.#send({ method: 'answer', call, ...answer }, outgoing);
    }
  }

  #send(data: object, { buffers }: Outgoing): void {
    this.#session.sendComm(
      'comm_msg',
      { comm_id: this.#id, data },
      { buffers, handedOver: takeTransferred(buffers), sink: CONSOLE },
    );
  }

  #end(): void {
    this.#ended.abort();
    for (const { reject } of this.#waiting.values()) {
      reject(pythonIsGone());
    }
    this.#waiting.clear();
    this.#functions.clear();
  }

  readonly #session: Session;
  readonly #generation: number;
  readonly #id = crypto.randomUUID();
  readonly #ended = new AbortController();
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  readonly #functions = new Functions();
  readonly #objects = new PythonObjects({
    follow: (object, { path, arguments: values, named }: Follow) =>
      values === undefined
        ? this.ask('follow', { object, path })
        : this.ask('follow', { object, path }, { arguments: values, named }),
    iterate: (object) => this.#iterate(object),
    forget: (objects) => {
      if (this.isOpen) {
        this.#send({ method: 'forget', objects }, new Outgoing(this.#known));
      }
    },
  });
  readonly #known: Known = {
    keep: (function_) => this.#functions.keep(function_),
    numberOf: (value) => this.#objects.numberOf(value),
    object: (id, type) => this.#objects.make(id, type),
    function: (id) => this.#functions.get(id),
  };
  #asked = 0;

  async *#iterate(object: number): AsyncGenerator {
    const iterator = (await this.ask('iterate', { object })) as object;
    try {
      for (;;) {
        const next = (await this.ask('advance', { object: this.#objects.numberOf(iterator) })) as unknown[];
        if (next.length === 0) {
          return;
        }
        yield next[0];
      }
    } finally {
      this.#objects.release(iterator);
    }
  }
}

const connections = new WeakMap<Session, Connection>();

/** The one to a session's Python, if there is one. */
export function presentConnection(session: Session): Connection | undefined {
  const present = connections.get(session);
  return present?.isOpen === true ? present : undefined;
}

/** Rejects once Python cannot be started; not after the signal. */
function failureOf(session: Session, signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    session.addEventListener(
      'state',
      () => {
        if (session.state.stage === 'failed') {
          reject(new Error(`Python did not start: ${session.state.reason}`));
        }
      },
      { signal },
    );
  });
}

/** What Python prints while it is called. */
const CONSOLE: CellSink = {
  output: (output) => {
    if (output.type === 'stream') {
      console[output.bundle.name === 'stderr' ? 'warn' : 'info'](output.bundle.text.trimEnd());
    }
  },
  ask: () => Promise.resolve(''),
};
