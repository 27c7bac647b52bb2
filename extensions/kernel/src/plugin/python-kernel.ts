import type { ILogPayload } from '@jupyterlab/logconsole';
import type { Contents, KernelMessage } from '@jupyterlab/services';
import { BaseKernel, type IKernel } from '@jupyterlite/services';
import type { SentChange } from '@lite-build/drive/changes';
import type {
  BlockingQuestion,
  BootProgress,
  CommOutput,
  InputAnswer,
  KernelCalls,
  KernelMethod,
  KernelOptions,
  Output,
  PythonEnd,
} from '@lite-build/messages';
import { PYTHON_ENDED } from '../boot/end-words.ts';
import { Interruption } from '../host/interruption.ts';
import type { KernelWorker, WorkerListener } from '../host/kernel-worker.ts';
import type { PythonStarter } from '../host/python-starter.ts';
import { Cells } from './cells.ts';
import type { DriveFiles } from './drive-files.ts';
import type { KernelConnections } from './kernel-connections.ts';
import { KernelComms } from './kernel-comms.ts';
import { KernelDrive } from './kernel-drive.ts';
import { KernelFolder } from './kernel-folder.ts';
import {
  commInfoReply,
  isExecuteRequest,
  isExpectedOutput,
  type RunningCell,
  status,
  stayingBusy,
} from './kernel-messages.ts';

/** Hears of a kernel what belongs to no cell. */
export interface KernelObserver {
  booting(progress: BootProgress): void;
  /** Python can run code; whether it was restored from the site's snapshot. */
  started(isRestored: boolean): void;
  /** The site's snapshot could not be used, and Python is started without it. */
  fellBack(reason: string): void;
  /** Python cannot be started; the reason is for people. */
  failed(reason: string): void;
  /** Python has ended, and the kernel must be started anew. */
  ended(end: PythonEnd): void;
  /** An interruption did not reach Python for a while. */
  uninterrupted(): void;
  /** It has. */
  interrupted(): void;
  /** Python has written over files that others have changed since it read them. */
  overwritten(paths: readonly string[]): void;
  log(payload: ILogPayload): void;
}

export interface PythonKernelOptions extends IKernel.IOptions {
  start: KernelOptions;
  contents: Contents.IManager;
  /** The files that Python sees. */
  files: DriveFiles;
  connections: KernelConnections;
  observer: KernelObserver;
  starter: PythonStarter;
}

/** The error that every cell shows where Python did not start. */
const NOT_STARTED = 'PythonDidNotStart';
/** The error of a cell that Python could not answer. */
const FAILED = 'PythonFailed';

type ExecuteReply = KernelCalls['execute'][1];

/** Python in a worker, as a kernel of JupyterLite. */
export class PythonKernel extends BaseKernel implements WorkerListener {
  constructor(given: PythonKernelOptions) {
    const running: RunningCell = { request: null };
    const ended = new AbortController();
    const send: typeof given.sendMessage = (message) => {
      // The kernel that is started in the place of this one has its clients.
      if (!ended.signal.aborted) {
        given.sendMessage(message);
      }
    };
    const options = { ...given, sendMessage: stayingBusy(send, running) };
    super(options);
    this.#ended = ended;
    this.#options = options;
    this.#cells = new Cells({
      running,
      ready: () => this.#ready,
      execute: (request) => this.#handle(request),
      send: options.sendMessage,
    });
    this.#interruption = new Interruption({
      tell: (message) => this.#worker?.tell(message),
      unheard: () => {
        options.observer.uninterrupted();
      },
      isReachable: options.start.mountDrive,
    });
    this.#folder = new KernelFolder({
      contents: options.contents,
      files: options.files,
      start: options.start,
      tell: (message) => this.#worker?.tell(message),
    });
    this.#drive = new KernelDrive(options.files, {
      stored: (step, failures) => this.#worker?.tell({ type: 'drive-stored', step, failures }),
      changing: (announce) => {
        this.#folder.changing(announce);
      },
      overwritten: (paths) => {
        options.observer.overwritten(paths);
      },
    });
    this.#comms = new KernelComms({
      kernelId: options.id,
      connections: options.connections,
      call: async (input, transfer) => await this.#call('comm', input, transfer),
      sendMessage: options.sendMessage,
      sendComm: (...values) => {
        this.handleComm(...values);
      },
    });
    this.#ready = this.#start();
  }

  /** Start Python once more, after it could not be started. */
  tryAgain(): void {
    this.#ready = this.#start();
  }

  /** Interrupt what Python runs, as Ctrl+C does: a cell ends with `KeyboardInterrupt`, also one that waits for input. */
  interrupt(): void {
    if (this.#worker === null) {
      this.#cells.interruptWaiting();
    } else {
      this.#interruption.request();
      this.#input?.resolve({ interruptions: this.#interruption.count });
    }
  }

  /**
   * Settled at once: upstream's client lets no message through before, and drops those that wait where a cell fails.
   * What needs Python waits for it here.
   */
  override get ready(): Promise<void> {
    return Promise.resolve();
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this.#folder.dispose();
      this.#cells.clear();
      this.#comms.dispose();
      this.#ended.abort();
      this.#interruption.close();
      this.#worker?.terminate();
      super.dispose();
    }
  }

  /**
   * Handle a client's message. Cells are executed one after the other; nothing else waits for them, so that what comes
   * meanwhile is in Python's hands as soon as the cell awaits. Upstream has one message wait for the other.
   */
  override handleMessage(message: KernelMessage.IMessage): Promise<void> {
    this.#comms.heardOf(message.header.session);
    if (isExecuteRequest(message)) {
      this.#cells.add(message);
    } else if (!isExpectedOutput(message)) {
      void this.#handle(message);
    }
    return Promise.resolve();
  }

  override async kernelInfoRequest(): Promise<KernelMessage.IInfoReplyMsg['content']> {
    await this.#ready;
    return {
      status: 'ok',
      protocol_version: '5.3',
      implementation: 'pyodide',
      implementation_version: '0.1.0',
      language_info: {
        name: 'python',
        version: this.#pythonVersion,
        mimetype: 'text/x-python',
        file_extension: '.py',
        pygments_lexer: 'ipython3',
        codemirror_mode: { name: 'python', version: 3 },
        nbconvert_exporter: 'python',
      },
      banner: `Python ${this.#pythonVersion} in the browser, by Pyodide`,
      help_links: [{ text: 'Pyodide', url: 'https://pyodide.org' }],
    };
  }

  override async executeRequest(
    content: KernelMessage.IExecuteRequestMsg['content'],
  ): Promise<KernelMessage.IExecuteReplyMsg['content']> {
    const reply = await this.#execute(content);
    this.#cells.noteReply(reply.status);
    return { ...reply, execution_count: this.executionCount };
  }

  override async completeRequest(
    content: KernelMessage.ICompleteRequestMsg['content'],
  ): Promise<KernelMessage.ICompleteReplyMsg['content']> {
    return await this.#call('complete', content);
  }

  override async inspectRequest(
    content: KernelMessage.IInspectRequestMsg['content'],
  ): Promise<KernelMessage.IInspectReplyMsg['content']> {
    return await this.#call('inspect', content);
  }

  override async isCompleteRequest(
    content: KernelMessage.IIsCompleteRequestMsg['content'],
  ): Promise<KernelMessage.IIsCompleteReplyMsg['content']> {
    return await this.#call('isComplete', content);
  }

  override async commInfoRequest(
    content: KernelMessage.ICommInfoRequestMsg['content'],
  ): Promise<KernelMessage.ICommInfoReplyMsg['content']> {
    return await this.#call('commInfo', { target_name: content.target_name ?? '' });
  }

  override async commOpen(message: KernelMessage.ICommOpenMsg): Promise<void> {
    await this.#comms.handle('comm_open', message);
  }

  override async commMsg(message: KernelMessage.ICommMsgMsg): Promise<void> {
    await this.#comms.handle('comm_msg', message);
  }

  override async commClose(message: KernelMessage.ICommCloseMsg): Promise<void> {
    await this.#comms.handle('comm_close', message);
  }

  override inputReply(content: KernelMessage.IInputReplyMsg['content']): void {
    this.#input?.resolve({ value: 'value' in content ? content.value : '' });
  }

  booting(progress: BootProgress): void {
    this.#options.observer.booting(progress);
  }

  log(payload: ILogPayload): void {
    this.#options.observer.log(payload);
  }

  output(output: Output): void {
    if (isComm(output)) {
      this.#comms.publish(output);
      return;
    }
    const { parentHeader } = output;
    this.#comms.expectOutput(parentHeader.msg_id);
    switch (output.type) {
      case 'stream':
        this.stream(output.bundle, parentHeader);
        break;
      case 'display_data':
        this.displayData(output.bundle, parentHeader);
        break;
      case 'update_display_data':
        this.updateDisplayData(output.bundle, parentHeader);
        break;
      case 'clear_output':
        this.clearOutput(output.bundle, parentHeader);
        break;
      case 'execute_result':
        this.publishExecuteResult(output.bundle, parentHeader);
        break;
      case 'execute_error':
        this.publishExecuteError(output.bundle, parentHeader);
        break;
    }
  }

  ended(end: PythonEnd): void {
    this.#end = end;
    this.#interruption.close();
    this.#options.observer.ended(end);
  }

  store(step: number, changes: readonly SentChange[]): void {
    this.#drive.store(step, changes);
  }

  async answer(question: BlockingQuestion): Promise<unknown> {
    switch (question.type) {
      case 'drive-list':
      case 'drive-read':
      case 'drive-wait':
        return await this.#drive.answer(question);
      case 'interruptions':
        return this.#interruption.count;
      case 'input':
        if (this.#interruption.isPending) {
          return { interruptions: this.#interruption.count };
        }
        this.#input = Promise.withResolvers<InputAnswer>();
        this.inputRequest(question.content, question.parentHeader);
        return await this.#input.promise;
    }
  }

  interrupted(interruptions: number): void {
    this.#interruption.heard(interruptions);
    this.#options.observer.interrupted();
  }

  async #start(): Promise<void> {
    const { observer, start, starter } = this.#options;
    this.#failure = null;
    const tellOfFolder = this.#folder.read();
    try {
      const { isRestored, python, worker } = await starter.start(
        { ...start, ...this.#interruption.startOptions },
        this,
        this.#ended.signal,
        (reason) => {
          observer.fellBack(reason);
        },
      );
      this.#worker = worker;
      this.#pythonVersion = python.version;
      void tellOfFolder();
      observer.started(isRestored);
    } catch (error) {
      if (!this.isDisposed) {
        this.#failure = error instanceof Error ? error.message : String(error);
        observer.failed(this.#failure);
      }
    }
  }

  /** Whatever goes wrong is an error of the cell: its sender waits for a reply. */
  async #execute(content: KernelMessage.IExecuteRequestMsg['content']): Promise<ExecuteReply> {
    try {
      const reply = await this.#call('execute', content);
      if (this.#failure !== null) {
        this.publishExecuteError(errorOf(NOT_STARTED, this.#failure));
      }
      return reply;
    } catch (error) {
      const told =
        this.#end === null
          ? errorOf(FAILED, error instanceof Error ? error.message : String(error))
          : errorOf(PYTHON_ENDED, wordsFor(this.#end));
      this.publishExecuteError(told);
      return { status: 'error', ...told, execution_count: this.executionCount };
    }
  }

  /** Handle one message to its end, whatever becomes of it: its sender waits to be told. */
  async #handle(message: KernelMessage.IMessage): Promise<void> {
    try {
      if (message.header.msg_type === 'comm_info_request') {
        await this.#replyCommInfo(message as KernelMessage.ICommInfoRequestMsg);
      } else {
        await super.handleMessage(message);
      }
    } catch (error) {
      this.log({ type: 'text', level: 'critical', data: `${message.header.msg_type}: ${String(error)}` });
      this.#options.sendMessage(status('idle', message));
    }
  }

  /** Upstream's base leaves this request without a reply. */
  async #replyCommInfo(request: KernelMessage.ICommInfoRequestMsg): Promise<void> {
    this.#options.sendMessage(status('busy', request));
    this.#options.sendMessage(commInfoReply(request, await this.commInfoRequest(request.content)));
    this.#options.sendMessage(status('idle', request));
  }

  async #call<Method extends KernelMethod>(
    method: Method,
    content: KernelCalls[Method][0],
    transfer: readonly ArrayBuffer[] = [],
  ): Promise<KernelCalls[Method][1]> {
    if (this.#end !== null) {
      throw new Error(wordsFor(this.#end));
    }
    // Looked up before anything is awaited: other messages come meanwhile.
    const { parent } = this;
    if (this.#worker === null) {
      await this.#ready;
    }
    if (this.#worker === null) {
      if (method === 'comm') {
        throw new Error(this.#failure ?? '');
      }
      return { status: 'error', ...errorOf(NOT_STARTED, this.#failure ?? '') } as KernelCalls[Method][1];
    }
    return await this.#worker.call(method, content, method === 'comm' ? undefined : parent, transfer);
  }

  readonly #options: PythonKernelOptions;
  readonly #drive: KernelDrive;
  readonly #folder: KernelFolder;
  readonly #ended: AbortController;
  readonly #cells: Cells;
  readonly #comms: KernelComms;
  #worker: KernelWorker | null = null;
  #ready: Promise<void>;
  #failure: string | null = null;
  #end: PythonEnd | null = null;
  #pythonVersion = '';
  readonly #interruption: Interruption;
  #input: PromiseWithResolvers<InputAnswer> | null = null;
}

function isComm(output: Output): output is CommOutput {
  return 'message' in output;
}

/** What a cell says that Python has ended in, or that is run afterwards. */
function wordsFor(end: PythonEnd): string {
  const how = end.cause === 'exit' ? 'a cell has called exit()' : end.reason;
  return `Python has ended: ${how}. Restart the kernel to go on; your files and the notebook are kept.`;
}

function errorOf(name: string, reason: string): KernelMessage.IErrorMsg['content'] {
  return { ename: name, evalue: reason, traceback: [`${name}: ${reason}`] };
}
