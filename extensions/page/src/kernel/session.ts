import type {
  BootProgress,
  CommInput,
  DeclaredFile,
  KernelCalls,
  PageAccess,
  PythonEnd,
} from '@lite-build/messages';
import { Kernel, type InputQuestion, type KernelListener } from '@lite-build/kernel/host/kernel';
import type { LogPayload } from '@lite-build/kernel/host/kernel-worker';
import type { PythonStarter } from '@lite-build/kernel/host/python-starter';
import { ServiceWorkerAnswers } from '@lite-build/kernel/host/service-worker-answers';
import type { SiteOptions } from '@lite-build/kernel/host/site-settings';
import type { PageObjects } from '@lite-build/kernel/reflection/page-objects';
import { declaredFolder } from './declared-files.ts';
import { type CellSink, OutputRouter } from './output-router.ts';
import { showPayload } from './payload.ts';
import { executeRequest, header } from './requests.ts';

export type { CellSink } from './output-router.ts';

/** How long after an interruption a run that has not ended is interrupted once more, in milliseconds. */
const AGAIN_MILLISECONDS = 1000;

/** How a run has ended. */
export type RunEnd =
  | { readonly status: 'ok'; readonly count: number | null }
  | { readonly status: 'error'; readonly name: string; readonly message: string }
  /** It was not run: a cell before it has failed, or its kernel was ended. */
  | { readonly status: 'aborted' };

export interface RunOptions {
  readonly isSilent?: boolean;
  readonly mayFail?: boolean;
  readonly began?: () => void;
  readonly signal?: AbortSignal | null;
  readonly namespace?: string;
}

/** How far a session is. */
export type SessionState =
  | { readonly stage: 'unwanted' }
  | { readonly stage: 'starting'; readonly progress: BootProgress | null }
  | { readonly stage: 'ready' }
  /** Python cannot be started; the reason is for people. */
  | { readonly stage: 'failed'; readonly reason: string }
  /** Python has ended: what is on the page stays. */
  | { readonly stage: 'ended'; readonly end: PythonEnd };

/** What a message on a comm holds, but for its bytes. */
export interface CommContent {
  readonly comm_id: string;
  readonly data: object;
  /** Of a comm that is opened: by which name Python knows what to do with it. */
  readonly target_name?: string;
}

/** What may go with a message on a comm. */
export interface CommOptions {
  readonly buffers?: readonly (ArrayBuffer | ArrayBufferView)[];
  readonly metadata?: object;
  /** Where what Python puts out goes, now and for the comms that it opens; else where the comm's opener is. */
  readonly sink?: CellSink;
  /** The buffers that are Python's from now on: they are not copied. */
  readonly handedOver?: ReadonlySet<ArrayBufferLike>;
}

/** What widgets need of a Python. */
export interface CommSession extends Pick<Session, 'state' | 'sendComm' | 'addEventListener'> {
  readonly router: Pick<OutputRouter, 'listenToComms' | 'divert'> & Partial<Pick<OutputRouter, 'sinkOf'>>;
}

/** What an element that shows a widget needs of a Python. */
export interface WidgetSession
  extends CommSession, Pick<Session, 'generation' | 'want' | 'forget' | 'run' | 'tryAgain' | 'restart'> {}

export interface SessionOptions {
  readonly name: string;
  readonly site: SiteOptions;
  readonly starter: PythonStarter;
  /** The files that Python can open. */
  readonly files: readonly DeclaredFile[];
  readonly log: (payload: LogPayload) => void;
}

/**
 * One of a page's Pythons: started when it is first wanted, asked by whoever is on the page, restarted.
 *
 * Tells of its state by events of the type `state`, by `run` of each cell that is through (its sink is the detail), and
 * by `idle` that none waits any more.
 */
export class Session extends EventTarget {
  constructor(options: SessionOptions) {
    super();
    this.#options = options;
    this.#note(options.files);
  }

  get name(): string {
    return this.#options.name;
  }

  get state(): SessionState {
    return this.#state;
  }

  /** Whether Python has not answered an interruption for a while. */
  get isDeaf(): boolean {
    return this.#isDeaf;
  }

  /** Which Python this is: one more with each restart. */
  get generation(): number {
    return this.#generation;
  }

  /** How many runs wait or are under way. */
  get pendingRuns(): number {
    return this.#aborts.size;
  }

  /** Of Python; empty before it is there. */
  get pythonVersion(): string {
    return this.#kernel?.pythonVersion ?? '';
  }

  /** Show Python more files, now and after each restart. */
  declare(files: readonly DeclaredFile[]): void {
    this.#note(files);
    this.#tellOfFiles();
  }

  /** Have Python be started, unless it is. */
  want(): void {
    this.#running();
  }

  /**
   * Execute a cell once all before it are through.
   *
   * @param code as IPython takes it; or gives it when it is run.
   * @param sink where what it puts out goes, also later, as from callbacks.
   * @param options
   * @param options.isSilent whether it is none of the reader's: it counts for nothing and shows no last value.
   * @param options.mayFail whether what waits behind it is executed also where it fails.
   * @param options.began is called when it begins.
   * @param options.namespace in which it runs; without a name in that which Python begins with.
   * @param options.signal ends it, as an interruption does, or has it not run at all; nothing else stops by that.
   */
  async run(code: string | (() => string), sink: CellSink, options: RunOptions = {}): Promise<RunEnd> {
    const { isSilent = false, mayFail = false, signal = null, namespace = '' } = options;
    const isUnwanted = (): boolean => signal?.aborted ?? false;
    const kernel = this.#running();
    const ended = Promise.withResolvers<RunEnd>();
    this.#aborts.add(ended);
    kernel.add({
      run: async () => {
        if (isUnwanted()) {
          ended.resolve({ status: 'aborted' });
          return true;
        }
        const request = executeRequest({
          code: typeof code === 'string' ? code : code(),
          silent: isSilent,
          store_history: !isSilent,
          user_expressions: {},
          allow_stdin: true,
          stop_on_error: !mayFail,
        });
        const { msg_id: id } = request.header;
        let again: ReturnType<typeof setTimeout> | undefined;
        const interrupt = (): void => {
          if (this.#kernel === kernel && this.#state.stage === 'ready') {
            kernel.interrupt();
            // One that comes before the cell's first statement meets nothing.
            again = setTimeout(interrupt, AGAIN_MILLISECONDS);
          }
        };
        signal?.addEventListener('abort', interrupt);
        options.began?.();
        this.#router.placeCell(id, sink);
        const reply = await kernel.execute({ ...request.content, namespace }, request);
        signal?.removeEventListener('abort', interrupt);
        clearTimeout(again);
        showPayload(reply, request.header, sink);
        ended.resolve(endOf(reply));
        return mayFail || isUnwanted() || reply.status === 'ok';
      },
      abort: () => {
        ended.resolve({ status: 'aborted' });
      },
    });
    try {
      return await ended.promise;
    } finally {
      this.#aborts.delete(ended);
      if (!isSilent) {
        this.dispatchEvent(new CustomEvent<CellSink>('run', { detail: sink }));
      }
      if (this.pendingRuns === 0) {
        this.dispatchEvent(new Event('idle'));
      }
    }
  }

  /** Show nothing more of what comes for a sink: it is not on the page any more. */
  forget(sink: CellSink): void {
    this.#router.forget(sink);
  }

  /** What can stand at a place of some code. */
  async complete(code: string, cursor: number, namespace = ''): Promise<KernelCalls['complete'][1]> {
    return await this.#running().call('complete', { code, cursor_pos: cursor, namespace });
  }

  /** What is known of the name at a place of some code. */
  async inspect(code: string, cursor: number, namespace = ''): Promise<KernelCalls['inspect'][1]> {
    const content = { code, cursor_pos: cursor, detail_level: 0, namespace } as const;
    return await this.#running().call('inspect', content);
  }

  /** Whether some code can be run as it is, or goes on. */
  async isComplete(code: string): Promise<KernelCalls['isComplete'][1]> {
    return await this.#running().call('isComplete', { code });
  }

  /**
   * Say something on a comm. What Python puts out while it handles it goes where the cell that has opened the comm is.
   *
   * @returns the message's id, and what settles when Python has handled it.
   */
  sendComm(
    type: CommInput['type'],
    content: CommContent,
    { buffers = [], metadata = {}, sink, handedOver }: CommOptions = {},
  ): { readonly id: string; readonly handled: Promise<void> } {
    const message = { header: header(type), parent_header: {}, metadata, content };
    const input = {
      type,
      message: JSON.stringify(message),
      buffers: buffers.map((bytes) => sentBytes(bytes, handedOver)),
    };
    const transfer = [...new Set(input.buffers.map(({ buffer }) => buffer))];
    const { msg_id: id } = message.header;
    const placed = this.#router.placeComm(id, content.comm_id, sink);
    const handled = this.#running()
      .call('comm', input, undefined, transfer)
      .then(
        () => undefined,
        (error: unknown) => {
          // Whoever has sent it goes on; what is wrong is told where a page's author looks.
          console.error(error);
        },
      )
      .finally(placed);
    return { id, handled };
  }

  /**
   * Let Python handle the page, once it is ready.
   *
   * @param make gives the page's end, of what says something to the worker.
   * @param failed hears why Python cannot handle it.
   */
  openPage(
    access: PageAccess,
    make: (tell: Kernel['tell']) => PageObjects,
    failed: (reason: string) => void,
  ): PageObjects {
    const kernel = this.#running();
    const page = make((message) => {
      kernel.tell(message);
    });
    this.#page = page;
    this.#pageFailed = failed;
    if (access.isRouted) {
      this.#answers = new ServiceWorkerAnswers(this.#kernelId, (question) => kernel.answer(question));
    }
    kernel.tell({ type: 'open-page', access });
    return page;
  }

  /** Where what Python puts out goes. */
  get router(): OutputRouter {
    return this.#router;
  }

  /** Interrupt what Python runs: a cell ends with `KeyboardInterrupt`, and what waits behind it is not run. */
  interrupt(): void {
    this.#kernel?.abortWaiting();
    this.#kernel?.interrupt();
    this.#input?.abort();
  }

  /** End Python, in whatever it does, and start another. What is on the page stays; cells that wait are not run. */
  restart(): void {
    this.end();
    this.want();
  }

  /** End Python, in whatever it does. It is started once more when it is wanted again. */
  end(): void {
    this.#closePage('Python was ended');
    this.#kernel?.dispose();
    this.#kernel = null;
    this.#generation += 1;
    this.#input?.abort();
    for (const { resolve } of this.#aborts) {
      resolve({ status: 'aborted' });
    }
    this.#router.reset();
    this.#become({ stage: 'unwanted' });
  }

  /** Start Python once more, after it could not be started. */
  tryAgain(): void {
    if (this.#state.stage === 'failed') {
      this.#become({ stage: 'starting', progress: null });
      this.#kernel?.tryAgain();
    }
  }

  #running(): Kernel {
    if (this.#kernel === null) {
      const { site, starter } = this.#options;
      this.#kernelId = crypto.randomUUID();
      const start = {
        ...site,
        location: '',
        mountDrive: false,
        kernelId: this.#kernelId,
        declared: declaredFolder([...this.#files.values()]),
      };
      this.#state = { stage: 'starting', progress: null };
      this.#kernel = new Kernel({
        starter,
        start,
        listener: this.#listener(),
        files: null,
        afterEnd: 'Restart Python to go on; what is on the page stays.',
      });
      // Whoever hears of it may ask for something at once.
      this.#become(this.#state);
    }
    return this.#kernel;
  }

  #listener(): KernelListener {
    const { log } = this.#options;
    return {
      booting: (progress) => {
        this.#become({ stage: 'starting', progress });
      },
      started: () => {
        // Some may have been named while it started.
        this.#tellOfFiles();
        this.#become({ stage: 'ready' });
      },
      fellBack: (reason) => {
        console.warn(`Python starts without the site's snapshot, which could not be used: ${reason}`);
      },
      failed: (reason) => {
        console.error(`Python did not start: ${reason}`);
        this.#become({ stage: 'failed', reason });
      },
      ended: (end) => {
        this.#input?.abort();
        this.#closePage('Python has ended');
        this.#become({ stage: 'ended', end });
      },
      uninterrupted: () => {
        this.#setDeaf(true);
      },
      interrupted: () => {
        this.#setDeaf(false);
      },
      log,
      output: (output) => {
        this.#router.route(output);
      },
      ask: (question) => {
        void this.#ask(question);
      },
      reflection: {
        hear: (message) => {
          switch (message.type) {
            case 'reflect':
              this.#page?.hear(message);
              break;
            case 'reflected':
              this.#page?.settle(message.id, message.outcome);
              break;
            case 'page-failed':
              this.#pageFailed?.(message.reason);
              break;
          }
        },
        answer: async (id) => (await this.#page?.answer(id)) ?? '',
      },
    };
  }

  #closePage(reason: string): void {
    this.#page?.end(reason);
    this.#page = null;
    this.#pageFailed = null;
    this.#answers?.dispose();
    this.#answers = null;
  }

  #note(files: readonly DeclaredFile[]): void {
    for (const file of files) {
      this.#files.set(file.path, file);
    }
  }

  #tellOfFiles(): void {
    if (this.#files.size > 0) {
      this.#kernel?.tell({ type: 'declare-files', files: [...this.#files.values()] });
    }
  }

  async #ask(question: InputQuestion): Promise<void> {
    const kernel = this.#kernel;
    this.#input?.abort();
    this.#input = new AbortController();
    kernel?.answerInput(await this.#router.ask(question, this.#input.signal));
  }

  #setDeaf(isDeaf: boolean): void {
    this.#isDeaf = isDeaf;
    this.dispatchEvent(new Event('state'));
  }

  #become(state: SessionState): void {
    this.#state = state;
    this.#isDeaf = false;
    this.dispatchEvent(new Event('state'));
  }

  readonly #options: SessionOptions;
  /** By their paths. */
  readonly #files = new Map<string, DeclaredFile>();
  readonly #router = new OutputRouter();
  readonly #aborts = new Set<PromiseWithResolvers<RunEnd>>();
  #kernel: Kernel | null = null;
  #kernelId = '';
  /** The page's end of what Python handles of the page. */
  #page: PageObjects | null = null;
  #pageFailed: ((reason: string) => void) | null = null;
  #answers: ServiceWorkerAnswers | null = null;
  #state: SessionState = { stage: 'unwanted' };
  #input: AbortController | null = null;
  #isDeaf = false;
  #generation = 0;
}

function endOf(reply: KernelCalls['execute'][1]): RunEnd {
  switch (reply.status) {
    case 'ok':
      return { status: 'ok', count: reply.execution_count };
    case 'error':
      return { status: 'error', name: reply.ename, message: reply.evalue };
    default:
      return { status: 'aborted' };
  }
}

/** A copy of bytes, unless they are handed over: their owner in the page keeps its own. */
function sentBytes(
  bytes: ArrayBuffer | ArrayBufferView,
  handedOver?: ReadonlySet<ArrayBufferLike>,
): Uint8Array<ArrayBuffer> {
  const view = ArrayBuffer.isView(bytes)
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new Uint8Array(bytes);
  const { buffer } = view;
  return buffer instanceof ArrayBuffer && handedOver?.has(buffer) === true
    ? (view as Uint8Array<ArrayBuffer>)
    : new Uint8Array(view);
}
