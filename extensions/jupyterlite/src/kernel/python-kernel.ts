import type { Contents, KernelMessage } from '@jupyterlab/services';
import { BaseKernel, type IKernel } from '@jupyterlite/services';
import type { BlockingQuestion, CommOutput, KernelOptions, Output, PageMessage } from '@lite-build/messages';
import { Kernel, type KernelListener } from '@lite-build/kernel/host/kernel';
import type { PythonStarter } from '@lite-build/kernel/host/python-starter';
import { Cells } from './cells.ts';
import { type DrivesBeside, KernelDrives } from '../drive/kernel-drives.ts';
import type { DriveFiles } from '../drive/drive-files.ts';
import type { KernelConnections } from './kernel-connections.ts';
import { KernelComms } from './kernel-comms.ts';
import { KernelFolder } from '../drive/kernel-folder.ts';
import {
  commInfoReply,
  isExecuteRequest,
  isExpectedOutput,
  type RunningCell,
  status,
  stayingBusy,
} from './kernel-messages.ts';

/** Hears of a kernel what belongs to no cell. */
export interface KernelObserver extends Omit<KernelListener, 'output' | 'ask'> {
  /** Python has written over files that others have changed since it read them. */
  overwritten(paths: readonly string[]): void;
}

export interface PythonKernelOptions extends IKernel.IOptions {
  start: KernelOptions;
  contents: Contents.IManager;
  /** The files that Python sees. */
  files: DriveFiles;
  /** Those that it sees beside them. */
  beside: DrivesBeside;
  /** By which name it knows the drive of a path of JupyterLab's. */
  nameOfDrive: (path: string) => string;
  connections: KernelConnections;
  observer: KernelObserver;
  starter: PythonStarter;
}

/** Python in a worker, as a kernel of JupyterLite. */
export class PythonKernel extends BaseKernel {
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
    const { contents, files, beside, nameOfDrive, observer, start, starter } = options;
    const tell = (message: PageMessage): void => {
      this.#kernel.tell(message);
    };
    this.#folder = new KernelFolder({ contents, files, start, nameOfDrive, tell });
    this.#comms = new KernelComms({
      kernelId: options.id,
      connections: options.connections,
      call: async (input, transfer) => await this.#kernel.call('comm', input, undefined, transfer),
      sendMessage: options.sendMessage,
      sendComm: (...values) => {
        this.handleComm(...values);
      },
    });
    const drives = new KernelDrives(files, beside, {
      stored: (drive, step, failures) => {
        tell({ type: 'drive-stored', drive, step, failures });
      },
      changing: (announce) => {
        this.#folder.changing(announce);
      },
      overwritten: (paths) => {
        observer.overwritten(paths);
      },
    });
    this.#tellOfFolder = this.#folder.read();
    this.#kernel = new Kernel({
      starter,
      start,
      files: drives,
      afterEnd: 'Restart the kernel to go on; your files and the notebook are kept.',
      listener: {
        ...observer,
        started: (isRestored) => {
          this.#tellOfDrives();
          void this.#tellOfFolder();
          observer.started(isRestored);
        },
        output: (output) => {
          this.#publish(output);
        },
        ask: ({ content, parentHeader }) => {
          this.inputRequest(content, parentHeader);
        },
      },
    });
    beside.changed.connect(this.#tellOfDrives, this);
    this.#cells = new Cells({
      running,
      add: (execution) => {
        this.#kernel.add(execution);
      },
      execute: (request) => this.#handle(request),
      send: options.sendMessage,
    });
  }

  /** Start Python once more, after it could not be started. */
  tryAgain(): void {
    this.#tellOfFolder = this.#folder.read();
    this.#kernel.tryAgain();
  }

  /** Interrupt what Python runs. */
  interrupt(): void {
    this.#kernel.interrupt();
  }

  /** Answer what the worker asks through the service worker. */
  async answer(question: BlockingQuestion): Promise<unknown> {
    return await this.#kernel.answer(question);
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
      this.#options.beside.changed.disconnect(this.#tellOfDrives, this);
      this.#comms.dispose();
      this.#ended.abort();
      this.#kernel.dispose();
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
    await this.#kernel.ready;
    return {
      status: 'ok',
      protocol_version: '5.3',
      implementation: 'pyodide',
      implementation_version: '0.1.0',
      language_info: {
        name: 'python',
        version: this.#kernel.pythonVersion,
        mimetype: 'text/x-python',
        file_extension: '.py',
        pygments_lexer: 'ipython3',
        codemirror_mode: { name: 'python', version: 3 },
        nbconvert_exporter: 'python',
      },
      banner: `Python ${this.#kernel.pythonVersion} in the browser, by Pyodide`,
      help_links: [{ text: 'Pyodide', url: 'https://pyodide.org' }],
    };
  }

  override async executeRequest(
    content: KernelMessage.IExecuteRequestMsg['content'],
  ): Promise<KernelMessage.IExecuteReplyMsg['content']> {
    const request = this.parent as KernelMessage.IExecuteRequestMsg;
    const reply = await this.#kernel.execute(content, request);
    this.#cells.noteReply(reply.status);
    return { ...reply, execution_count: this.executionCount };
  }

  override async completeRequest(
    content: KernelMessage.ICompleteRequestMsg['content'],
  ): Promise<KernelMessage.ICompleteReplyMsg['content']> {
    return await this.#kernel.call('complete', content, this.parent);
  }

  override async inspectRequest(
    content: KernelMessage.IInspectRequestMsg['content'],
  ): Promise<KernelMessage.IInspectReplyMsg['content']> {
    return await this.#kernel.call('inspect', content, this.parent);
  }

  override async isCompleteRequest(
    content: KernelMessage.IIsCompleteRequestMsg['content'],
  ): Promise<KernelMessage.IIsCompleteReplyMsg['content']> {
    return await this.#kernel.call('isComplete', content, this.parent);
  }

  override async commInfoRequest(
    content: KernelMessage.ICommInfoRequestMsg['content'],
  ): Promise<KernelMessage.ICommInfoReplyMsg['content']> {
    return await this.#kernel.call('commInfo', { target_name: content.target_name ?? '' }, this.parent);
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
    this.#kernel.answerInput('value' in content ? content.value : '');
  }

  #tellOfDrives(): void {
    this.#kernel.tell({ type: 'drives', names: this.#options.beside.names });
  }

  /** Send what Python puts out to those whom it is for. */
  #publish(output: Output): void {
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

  /** Handle one message to its end, whatever becomes of it: its sender waits to be told. */
  async #handle(message: KernelMessage.IMessage): Promise<void> {
    try {
      if (message.header.msg_type === 'comm_info_request') {
        await this.#replyCommInfo(message as KernelMessage.ICommInfoRequestMsg);
      } else {
        await super.handleMessage(message);
      }
    } catch (error) {
      if (this.#ended.signal.aborted) {
        return;
      }
      this.#options.observer.log({
        type: 'text',
        level: 'critical',
        data: `${message.header.msg_type}: ${String(error)}`,
      });
      this.#options.sendMessage(status('idle', message));
    }
  }

  /** Upstream's base leaves this request without a reply. */
  async #replyCommInfo(request: KernelMessage.ICommInfoRequestMsg): Promise<void> {
    this.#options.sendMessage(status('busy', request));
    this.#options.sendMessage(commInfoReply(request, await this.commInfoRequest(request.content)));
    this.#options.sendMessage(status('idle', request));
  }

  readonly #options: PythonKernelOptions;
  readonly #ended: AbortController;
  readonly #kernel: Kernel;
  readonly #cells: Cells;
  readonly #comms: KernelComms;
  readonly #folder: KernelFolder;
  /** Tells Python what is in its folder, as it was when Python's start began. */
  #tellOfFolder: () => Promise<void>;
}

function isComm(output: Output): output is CommOutput {
  return 'message' in output;
}
