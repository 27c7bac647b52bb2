import type { IClassicComm } from '@jupyter-widgets/base';
import { type Kernel, KernelMessage } from '@jupyterlab/services';
import {
  type DirectComm,
  directCommsOf,
  type DirectComms,
  type ExpectedOutput,
} from '@lite-build/messages/direct-comms';
import { keepForCopies } from './copy-bytes.ts';

type Send = Parameters<IClassicComm['send']>;
type Callback = Parameters<IClassicComm['on_msg']>[0];
type FromPython = KernelMessage.ICommMsgMsg<'iopub'>;
type FromPage = KernelMessage.ICommMsgMsg<'shell'>;
/** What ipywidgets' models want to hear of a message that they sent. */
interface Callbacks {
  readonly iopub?: Partial<Record<'status' | 'clear_output' | 'output', (message: unknown) => void>>;
}

/** A model's comm, if its kernel has a way past Jupyter's messages; else the comm as it is. */
export function asDirectComm(comm: IClassicComm, manager: object): IClassicComm {
  const connection = connectionOf(manager);
  if (connection === null || connection.isDisposed) {
    return comm;
  }
  const comms = directCommsOf(connection.id);
  return comms === undefined ? comm : new DirectClassicComm(comm, connection, comms);
}

/**
 * A comm whose messages pass by Jupyter's. Opening, closing and what Python puts out stay there, in their order.
 *
 * Every buffer that is sent is handed over: models copy what they send.
 */
export class DirectClassicComm implements IClassicComm {
  constructor(comm: IClassicComm, connection: Kernel.IKernelConnection, comms: DirectComms) {
    this.#comm = comm;
    this.#connection = connection;
    comm.on_msg((message: FromPython) => this.#hearOrdinary(message));
    comm.on_close((message: unknown) => {
      this.leave();
      this.#closeCallback?.(message);
    });
    // A notebook that is closed leaves its models as they are, in a manager that is never told.
    connection.disposed.connect(this.#leaveWithConnection);
    this.#direct = comms.join(comm.comm_id, {
      session: connection.clientId,
      receive: (message) => {
        this.#hear(message);
      },
      expectOutput: (id) => {
        this.#expectOutput(id);
      },
      awaitAnnouncement: () => {
        this.#early ??= [];
      },
    });
  }

  get comm_id(): string {
    return this.#comm.comm_id;
  }

  get target_name(): string {
    return this.#comm.target_name;
  }

  open(...values: Parameters<IClassicComm['open']>): string {
    return this.#comm.open(...values);
  }

  close(...values: Parameters<IClassicComm['close']>): string {
    this.leave();
    return this.#comm.close(...values);
  }

  send(...[data, callbacks, metadata, buffers]: Send): string {
    const message = KernelMessage.createMessage<FromPage>({
      channel: 'shell',
      msgType: 'comm_msg',
      session: this.#connection.clientId,
      username: this.#connection.username,
      content: { comm_id: this.comm_id, data: data as FromPage['content']['data'] },
      ...(metadata === undefined ? {} : { metadata: metadata }),
      buffers: buffers ?? [],
    });
    const memory = (buffers ?? []).map((each) => (ArrayBuffer.isView(each) ? each.buffer : each));
    const handled = this.#direct.send(message, [...new Set(memory as ArrayBuffer[])]);
    if (handled === null) {
      return this.#comm.send(data, callbacks, metadata, buffers);
    }
    void this.#tell(message, callbacks ?? {}, handled);
    return message.header.msg_id;
  }

  on_msg(callback: Callback): void {
    this.#callback = callback;
  }

  on_close(callback: Callback): void {
    this.#closeCallback = callback;
  }

  /** Hear no more of what passes by Jupyter's messages. May be called again. */
  leave(): void {
    this.#connection.disposed.disconnect(this.#leaveWithConnection);
    this.#direct.leave();
    this.#early = null;
  }

  /** Tell a message's sender that Python has handled it; Jupyter does so itself where it knows the message. */
  async #tell(
    message: FromPage,
    callbacks: Callbacks,
    handled: Promise<readonly ArrayBuffer[]>,
  ): Promise<void> {
    const { msg_id: id } = message.header;
    this.#sent.set(id, { message, callbacks });
    try {
      keepForCopies(await handled);
    } catch (error) {
      console.warn(`A message to the widget ${this.comm_id} was not handled: ${String(error)}`);
    }
    // A model sends its next change when it hears that Python has dealt with the last, whatever became of it.
    if (this.#sent.delete(id)) {
      callbacks.iopub?.status?.({
        header: { msg_type: 'status' },
        parent_header: message.header,
        content: { execution_state: 'idle' },
      });
    }
  }

  #hear(message: FromPython): void {
    if (this.#early === null) {
      this.#callback?.(message);
    } else {
      this.#early.push(message);
    }
  }

  #hearOrdinary(message: FromPython): unknown {
    const { data } = message.content;
    if (data.method === 'lite-build-direct') {
      if (data.session === this.#connection.clientId) {
        const early = this.#early ?? [];
        this.#early = null;
        early.forEach((each) => {
          this.#hear(each);
        });
      }
      return undefined;
    }
    // From the announcement on it has come past Jupyter's messages already.
    return this.#early === null ? undefined : this.#callback?.(message);
  }

  /** Have Jupyter know the message, so that what Python puts out for it finds its way: to `Output`, to our callbacks. */
  #expectOutput(id: string): void {
    const sent = this.#sent.get(id);
    if (sent === undefined || this.#connection.isDisposed) {
      return;
    }
    this.#sent.delete(id);
    const data: ExpectedOutput = { method: 'lite-build-expect-output' };
    const { header } = sent.message;
    const content = { comm_id: this.comm_id, data: { ...data } };
    const known = { ...sent.message, header, content, buffers: [] };
    const future = this.#connection.sendShellMessage(known, false, true);
    future.onIOPub = (output) => {
      const kind = kindOf(output);
      if (kind !== null) {
        sent.callbacks.iopub?.[kind]?.(output);
      }
    };
  }

  readonly #leaveWithConnection = (): void => {
    this.leave();
  };
  readonly #comm: IClassicComm;
  readonly #connection: Kernel.IKernelConnection;
  readonly #direct: DirectComm;
  /** What came past those of Jupyter's messages that are older; null once there are none of them. */
  #early: FromPython[] | null = [];
  readonly #sent = new Map<string, { readonly message: FromPage; readonly callbacks: Callbacks }>();
  #callback: Callback | undefined;
  #closeCallback: Callback | undefined;
}

/** The connection of a widget manager to its kernel. JupyterLab's managers have one; others have no such property. */
function connectionOf(manager: object): Kernel.IKernelConnection | null {
  return (manager as { readonly kernel?: Kernel.IKernelConnection | null }).kernel ?? null;
}

/** What is an output, as ipywidgets' own comms tell it. */
const OUTPUTS: readonly string[] = ['display_data', 'error', 'execute_result', 'stream'];

function kindOf(message: KernelMessage.IIOPubMessage): 'status' | 'clear_output' | 'output' | null {
  const { msg_type: type } = message.header;
  if (type === 'status' || type === 'clear_output') {
    return type;
  }
  return OUTPUTS.includes(type) ? 'output' : null;
}
