import type * as Decompression from '@lite-build/boot/files/decompress';
import type {
  BlockingQuestion,
  BootProgress,
  KeptFiles,
  KernelCall,
  KernelCalls,
  KernelMethod,
  KernelOptions,
  Output,
  PageMessage,
  Preparation,
  PythonEnd,
  RoutedAnswer,
  WorkerMessage,
} from '@lite-build/messages';
import type { SentChange } from '@lite-build/drive/changes';
import { claimWorkers } from './claim.ts';
import { sendReply } from './shared-reply.ts';

type Reply = KernelCalls[KernelMethod][1];
/** What Python's side tells that belongs to no cell. */
export type LogPayload = Extract<WorkerMessage, { type: 'log' }>['payload'];

/** What decompresses what is kept: no first start needs it. */
const decompression = (): Promise<typeof Decompression> => import('@lite-build/boot/files/decompress');

/** What a page does with what its kernel's worker says. */
export interface WorkerListener {
  /** The boot went on. */
  booting(progress: BootProgress): void;
  output(output: Output): void;
  log(payload: LogPayload): void;
  /** So many interruptions have reached Python. */
  interrupted(interruptions: number): void;
  /** Python has ended in the midst of its work, and the worker with it. */
  ended(end: PythonEnd): void;
  /** Store what Python has written. */
  store(drive: string, step: number, changes: readonly SentChange[]): void;
  /** Answer what the worker waits for. */
  answer(question: BlockingQuestion): Promise<unknown>;
  /** Python handles the page's own objects. */
  reflect(message: ReflectionMessage): void;
}

/** What Python says as it handles the page's own objects. */
export type ReflectionMessage = Extract<WorkerMessage, { type: 'reflect' | 'reflected' | 'page-failed' }>;

/** Keeps for the next kernel of a page what it can use; a worker may leave it before its own kernel is asked for. */
export interface FileKeeper {
  keep(kept: KeptFiles): void;
  /** Keep one more of the files that no start needs. */
  keepLater(url: string, file: Blob): void;
}

/** What is known of a Python that runs. */
export interface StartedPython {
  version: string;
}

/** What tells its sender of its end by other ways: cells are aborted, comms closed. */
const TOLD_OTHERWISE: ReadonlySet<KernelMethod> = new Set(['execute', 'comm']);

/** A call that waits for its answer. */
interface PendingCall {
  readonly method: KernelMethod;
  readonly answer: PromiseWithResolvers<Reply>;
}

/** A page's end of one worker with one Python in it. Knows of Jupyter the shape of its messages. */
export class KernelWorker {
  /**
   * @param worker as it was started, with nothing said to it.
   * @param unloadable why it may be that its script cannot be loaded, in words.
   */
  constructor(worker: Worker, keeper: FileKeeper, unloadable = "the kernel's script could not be loaded") {
    this.#worker = worker;
    this.#keeper = keeper;
    this.#started.promise.catch(() => undefined);
    worker.addEventListener(
      'message',
      (event: MessageEvent<WorkerMessage>) => {
        this.#hear(event.data);
      },
      { signal: this.#ended.signal },
    );
    worker.addEventListener('error', (event) => {
      // An event with no message: the script itself could not be loaded. What else nobody caught need not matter, but
      // after a restore it might.
      if (this.#isRestoring || !event.message) {
        this.#started.reject(new Error(event.message || unloadable));
      }
    });
  }

  /**
   * Have Python restored from a snapshot, for a kernel that will be asked for. What is kept of the snapshot is
   * decompressed here, while the worker is busy with the rest of its start.
   */
  prepare(preparation: Preparation): void {
    this.#isRestoring = true;
    this.tell({ type: 'prepare', preparation });
    const { kept } = preparation;
    if (kept !== null) {
      decompression()
        .then(({ decompressInPieces }) => decompressInPieces(kept.snapshot.stream(), kept.snapshotSize))
        .then(
          (pieces) => {
            const message: PageMessage = { type: 'snapshot', pieces };
            this.#worker.postMessage(
              message,
              pieces.map((piece) => piece.buffer),
            );
          },
          (error: unknown) => {
            this.tell({ type: 'snapshot', reason: String(error) });
          },
        );
    }
  }

  /**
   * Start Python.
   *
   * @param listener hears the worker until it is terminated.
   * @param patience how long the worker may be silent before it is given up, in milliseconds; for ever where null.
   * @returns what is known of Python, once it can run code.
   * @throws Error in words, if it cannot be started.
   */
  async start(
    options: KernelOptions,
    listener: WorkerListener,
    patience: number | null,
  ): Promise<StartedPython> {
    this.#listener = listener;
    this.tell({ type: 'start', options });
    this.#patience = patience;
    this.#bePatient();
    try {
      return await this.#started.promise;
    } finally {
      this.#patience = null;
      clearTimeout(this.#impatience);
    }
  }

  /**
   * Have Python handle one request.
   *
   * @param transfer buffers of the content that are handed over.
   * @returns the content of its reply.
   * @throws Error if Python raised where it should have replied.
   */
  async call<Method extends KernelMethod>(
    method: Method,
    content: KernelCalls[Method][0],
    parent: KernelCall['parent'],
    transfer: readonly ArrayBuffer[] = [],
  ): Promise<KernelCalls[Method][1]> {
    const id = this.#calls;
    this.#calls += 1;
    const answer = Promise.withResolvers<Reply>();
    // The compiler does not follow that one type parameter picks both the method and its content.
    const call = { type: 'call', id, method, content, parent } as KernelCall;
    this.#worker.postMessage(call, [...transfer]);
    this.#pending.set(id, { method, answer });
    return await answer.promise;
  }

  /** Say something that needs no answer. */
  tell(message: PageMessage): void {
    this.#worker.postMessage(message);
  }

  /**
   * End the worker in whatever it does. A start that goes on fails, and so does what was asked of Python and has no
   * answer, such as completions. Cells and messages of comms stay unanswered.
   */
  terminate(): void {
    // What it has said already may still be on its way.
    this.#ended.abort();
    this.#worker.terminate();
    const error = new Error('its worker was ended');
    this.#started.reject(error);
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { answer, method } of pending) {
      if (!TOLD_OTHERWISE.has(method)) {
        answer.reject(error);
      }
    }
  }

  #bePatient(): void {
    clearTimeout(this.#impatience);
    if (this.#patience !== null) {
      const seconds = this.#patience / 1000;
      this.#impatience = setTimeout(() => {
        this.#started.reject(new Error(`nothing was heard of it for ${seconds} seconds`));
      }, this.#patience);
    }
  }

  #hear(message: WorkerMessage): void {
    this.#bePatient();
    switch (message.type) {
      case 'booting':
        this.#listener?.booting(message.progress);
        break;
      case 'started':
        void this.#awaitDeath(message.life);
        this.#started.resolve({ version: message.pythonVersion });
        break;
      case 'keep':
        this.#keeper.keep(message.kept);
        // It is here then by the next start, also if the site has changed by then.
        decompression().catch(() => undefined);
        break;
      case 'keep-later':
        this.#keeper.keepLater(message.url, message.file);
        break;
      case 'boot-failed':
        this.#started.reject(new Error(message.reason));
        break;
      case 'answer':
        this.#take(message.id)?.resolve(message.content);
        break;
      case 'fault':
        this.#take(message.id)?.reject(new Error(message.reason));
        break;
      case 'unclaimed':
        claimWorkers().catch(() => undefined);
        break;
      case 'interrupted':
        this.#listener?.interrupted(message.interruptions);
        break;
      case 'output':
        this.#listener?.output(message.output);
        break;
      case 'log':
        this.#listener?.log(message.payload);
        break;
      case 'ended':
        this.#end(message.end);
        break;
      case 'drive-store':
        this.#listener?.store(message.drive, message.step, message.changes);
        break;
      case 'reflect':
      case 'reflected':
      case 'page-failed':
        this.#listener?.reflect(message);
        break;
      case 'question':
        void sendReply(message.reply, this.#answer(message.question));
        break;
      case 'patient-question':
        void postAnswer(message.reply, this.#answer(message.question));
        break;
    }
  }

  /** Browsers end workers, as where memory is short, and tell nobody: but the lock that one held is free then. */
  async #awaitDeath(life: string | null): Promise<void> {
    if (life === null) {
      return;
    }
    const { signal } = this.#ended;
    const isGone = await navigator.locks.request(life, { signal }, () => true).catch(() => false);
    if (isGone && !signal.aborted) {
      this.#end({
        cause: 'error',
        reason: 'the browser has ended its worker, as it does where memory is short',
      });
    }
  }

  #end(end: PythonEnd): void {
    const error = new Error(end.cause === 'exit' ? 'a cell has ended it' : end.reason);
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    // Those who wait for a reply ask for the reason as they hear of it.
    this.#listener?.ended(end);
    for (const { answer } of pending) {
      answer.reject(error);
    }
    this.#started.reject(error);
    this.terminate();
  }

  async #answer(question: BlockingQuestion): Promise<unknown> {
    return await this.#listener?.answer(question);
  }

  #take(id: number): PromiseWithResolvers<Reply> | undefined {
    const call = this.#pending.get(id);
    this.#pending.delete(id);
    return call?.answer;
  }

  readonly #worker: Worker;
  readonly #keeper: FileKeeper;
  #listener: WorkerListener | null = null;
  #isRestoring = false;
  #patience: number | null = null;
  #impatience: ReturnType<typeof setTimeout> | undefined;
  readonly #ended = new AbortController();
  readonly #started = Promise.withResolvers<StartedPython>();
  readonly #pending = new Map<number, PendingCall>();
  #calls = 0;
}

/** Answer a worker whose Python is suspended until then. */
async function postAnswer(port: MessagePort, asked: Promise<unknown>): Promise<void> {
  const answer: RoutedAnswer = await asked.then(
    (content) => ({ content }),
    (error: unknown) => ({ error: String(error) }),
  );
  port.postMessage(answer);
  port.close();
}
