import type { KernelMessage } from '@jupyterlab/services';
import type { SentChange } from '@lite-build/drive/changes';
import type {
  BlockingQuestion,
  BootProgress,
  InputAnswer,
  KernelCalls,
  KernelMethod,
  KernelOptions,
  Output,
  PageMessage,
  PythonEnd,
} from '@lite-build/messages';
import { PYTHON_ENDED } from '@lite-build/boot/end-words';
import { type Execution, ExecutionQueue } from './execution-queue.ts';
import { Interruption } from './interruption.ts';
import type { KernelWorker, LogPayload, ReflectionMessage, WorkerListener } from './kernel-worker.ts';
import type { PythonStarter } from './python-starter.ts';

/** The error that every cell shows where Python did not start. */
export const NOT_STARTED = 'PythonDidNotStart';
/** The error of a cell that Python could not answer. */
const FAILED = 'PythonFailed';

type ExecuteReply = KernelCalls['execute'][1];
type DriveQuestion = Extract<BlockingQuestion, { type: `drive-${string}` }>;

/** A question of Python's to the reader. */
export type InputQuestion = Extract<BlockingQuestion, { type: 'input' }>;

/** Hears of a kernel. */
export interface KernelListener {
  booting(progress: BootProgress): void;
  /** Python can run code; whether it was restored from the site's snapshot. */
  started(isRestored: boolean): void;
  /** The site's snapshot could not be used, and Python is started without it. */
  fellBack(reason: string): void;
  /** Python cannot be started; the reason is for people. */
  failed(reason: string): void;
  /** Python has ended, and a new kernel must take the place of this one. */
  ended(end: PythonEnd): void;
  /** An interruption did not reach Python for a while. */
  uninterrupted(): void;
  /** It has. */
  interrupted(): void;
  log(payload: LogPayload): void;
  /** Python puts something out, for the request whose header comes with it. */
  output(output: Output): void;
  /** Python waits for a line of the reader's: `answer` gives it. */
  ask(question: InputQuestion): void;
  /** Where Python handles the page's own objects. */
  readonly reflection?: ReflectionListener;
}

/** Handles the page's own objects for Python. */
export interface ReflectionListener {
  hear(message: ReflectionMessage): void;
  /** What has come of the last that Python waits for. */
  answer(id: number): Promise<string>;
}

/** The files that Python sees. */
export interface KernelFiles {
  store(drive: string, step: number, changes: readonly SentChange[]): void;
  answer(question: DriveQuestion): Promise<unknown>;
}

export interface KernelSettings {
  readonly starter: PythonStarter;
  readonly start: KernelOptions;
  readonly listener: KernelListener;
  /** Null where Python has no drive. */
  readonly files: KernelFiles | null;
  /** What a reader can do once Python has ended, and what is kept. */
  readonly afterEnd: string;
}

/**
 * Python in a worker, as any page can use it: started with a fallback, asked, interrupted, ended. Knows of Jupyter the
 * shape of its messages.
 */
export class Kernel implements WorkerListener {
  constructor(settings: KernelSettings) {
    this.#settings = settings;
    this.#interruption = new Interruption({
      tell: (message) => {
        this.tell(message);
      },
      unheard: () => {
        settings.listener.uninterrupted();
      },
      isReachable: settings.start.mountDrive,
    });
    this.#ready = this.#start();
  }

  /** Resolves once Python has been started, or cannot be. */
  get ready(): Promise<void> {
    return this.#ready;
  }

  /** Of Python; empty before it is there. */
  get pythonVersion(): string {
    return this.#pythonVersion;
  }

  /** Start Python once more, after it could not be started. */
  tryAgain(): void {
    this.#ready = this.#start();
  }

  /** Execute something once all before it is through and Python is there. */
  add(execution: Execution): void {
    this.#queue.add(execution);
  }

  /**
   * Have Python execute a cell. Whatever goes wrong is an error of the cell: its sender waits for a reply.
   *
   * @param request the message, whose header comes with all that the cell puts out.
   */
  async execute(content: KernelCalls['execute'][0], request: KernelMessage.IMessage): Promise<ExecuteReply> {
    let error: KernelMessage.IErrorMsg['content'];
    try {
      const reply = await this.call('execute', content, request);
      if (this.#failure === null) {
        return reply;
      }
      error = errorOf(NOT_STARTED, this.#failure);
    } catch (reason) {
      error =
        this.#end === null
          ? errorOf(FAILED, reason instanceof Error ? reason.message : String(reason))
          : errorOf(PYTHON_ENDED, wordsFor(this.#end, this.#settings.afterEnd));
    }
    this.output({ type: 'execute_error', bundle: error, parentHeader: request.header });
    return { status: 'error', ...error, execution_count: 0 };
  }

  /**
   * Have Python handle a request; not in the queue.
   *
   * @param request the message that it came with.
   * @param transfer buffers of the content that are handed over.
   * @returns the content of its reply.
   * @throws Error in words, if Python raised where it should have replied, or is not there any more.
   */
  async call<Method extends KernelMethod>(
    method: Method,
    content: KernelCalls[Method][0],
    request?: KernelMessage.IMessage,
    transfer: readonly ArrayBuffer[] = [],
  ): Promise<KernelCalls[Method][1]> {
    if (this.#end !== null) {
      throw new Error(wordsFor(this.#end, this.#settings.afterEnd));
    }
    if (this.#worker === null) {
      await this.#ready;
    }
    if (this.#worker === null) {
      if (method === 'comm') {
        throw new Error(this.#failure ?? '');
      }
      return { status: 'error', ...errorOf(NOT_STARTED, this.#failure ?? '') } as KernelCalls[Method][1];
    }
    return await this.#worker.call(method, content, request, transfer);
  }

  /** Say something to the worker that needs no answer, if there is one. */
  tell(message: PageMessage): void {
    this.#worker?.tell(message);
  }

  /** Interrupt what Python runs, as Ctrl+C does: a cell ends with `KeyboardInterrupt`, also one that waits for input. */
  interrupt(): void {
    if (this.#ended.signal.aborted) {
      return;
    }
    if (this.#worker === null) {
      // Python would take it for an interruption of its first cell.
      this.#queue.abortWaiting();
    } else {
      this.#interruption.request();
      this.#input?.resolve({ interruptions: this.#interruption.count });
    }
  }

  /** Say of all that waits behind what runs that it is not executed. */
  abortWaiting(): void {
    this.#queue.abortWaiting();
  }

  /** Give Python the line that it waits for. */
  answerInput(value: string): void {
    this.#input?.resolve({ value });
  }

  /** End Python, in whatever it does. Twice is harmless. */
  dispose(): void {
    this.#queue.close();
    this.#ended.abort();
    this.#interruption.close();
    this.#worker?.terminate();
  }

  booting(progress: BootProgress): void {
    this.#settings.listener.booting(progress);
  }

  log(payload: LogPayload): void {
    this.#settings.listener.log(payload);
  }

  output(output: Output): void {
    this.#settings.listener.output(output);
  }

  ended(end: PythonEnd): void {
    this.#end = end;
    this.#interruption.close();
    this.#settings.listener.ended(end);
  }

  store(drive: string, step: number, changes: readonly SentChange[]): void {
    this.#settings.files?.store(drive, step, changes);
  }

  async answer(question: BlockingQuestion): Promise<unknown> {
    switch (question.type) {
      case 'drive-list':
      case 'drive-read':
      case 'drive-wait':
        return await this.#settings.files?.answer(question);
      case 'interruptions':
        return this.#interruption.count;
      case 'reflected':
        return await this.#settings.listener.reflection?.answer(question.id);
      case 'input':
        if (this.#interruption.isPending) {
          return { interruptions: this.#interruption.count };
        }
        this.#input = Promise.withResolvers<InputAnswer>();
        this.#settings.listener.ask(question);
        return await this.#input.promise;
    }
  }

  reflect(message: ReflectionMessage): void {
    this.#settings.listener.reflection?.hear(message);
  }

  interrupted(interruptions: number): void {
    this.#interruption.heard(interruptions);
    this.#settings.listener.interrupted();
  }

  async #start(): Promise<void> {
    const { listener, start, starter } = this.#settings;
    this.#failure = null;
    try {
      const { isRestored, python, worker } = await starter.start(
        { ...start, ...this.#interruption.startOptions },
        this,
        this.#ended.signal,
        (reason) => {
          listener.fellBack(reason);
        },
      );
      this.#worker = worker;
      this.#pythonVersion = python.version;
      listener.started(isRestored);
    } catch (error) {
      if (!this.#ended.signal.aborted) {
        this.#failure = error instanceof Error ? error.message : String(error);
        listener.failed(this.#failure);
      }
    }
  }

  readonly #settings: KernelSettings;
  readonly #interruption: Interruption;
  readonly #queue = new ExecutionQueue(() => this.#ready);
  readonly #ended = new AbortController();
  #worker: KernelWorker | null = null;
  #ready: Promise<void>;
  #failure: string | null = null;
  #end: PythonEnd | null = null;
  #pythonVersion = '';
  #input: PromiseWithResolvers<InputAnswer> | null = null;
}

/** What a cell says that Python has ended in, or that is run afterwards. */
function wordsFor(end: PythonEnd, after: string): string {
  const how = end.cause === 'exit' ? 'a cell has called exit()' : end.reason;
  return `Python has ended: ${how}. ${after}`;
}

function errorOf(name: string, reason: string): KernelMessage.IErrorMsg['content'] {
  return { ename: name, evalue: reason, traceback: [`${name}: ${reason}`] };
}
