import type { KernelMessage } from '@jupyterlab/services';
import type { BaseKernel, IKernel } from '@jupyterlite/services';
import type { CommInput, CommOutput, CommOutputMessage } from '@lite-build/messages';
import { type DirectAnnouncement, offerDirectComms } from '@lite-build/messages/direct-comms';
import { DirectCommHub } from '@lite-build/kernel/host/direct-comm-hub';
import type { KernelConnections } from './kernel-connections.ts';
import { commMessage, headerOf, status } from './kernel-messages.ts';

/** What a kernel's comms need of it. */
export interface KernelCommsOptions {
  kernelId: string;
  connections: KernelConnections;
  /** Have Python handle what the page says; resolves when it has, with memory of the input that it gives back. */
  call: (input: CommInput, transfer: readonly ArrayBuffer[]) => Promise<readonly ArrayBuffer[]>;
  sendMessage: IKernel.IOptions['sendMessage'];
  /** Send what Python says to all who are connected, as one of Jupyter's messages. */
  sendComm: (...values: Parameters<BaseKernel['handleComm']>) => void;
}

/** The comms of one kernel: by Jupyter's messages, and past them for those of the page who have joined. */
export class KernelComms {
  constructor(options: KernelCommsOptions) {
    this.#options = options;
    this.#hub = new DirectCommHub({
      handle: (message, transfer) => this.handle('comm_msg', message, transfer),
      announce: (commId, session) => {
        const data: DirectAnnouncement = { method: 'lite-build-direct', session };
        options.sendComm('comm_msg', { comm_id: commId, data: { ...data } }, {}, [], headerOf(session));
      },
      finish: (message) => {
        options.sendMessage(status('idle', message));
      },
      hearsComms: (session) => options.connections.hearsComms(session),
    });
    this.#withdraw = offerDirectComms(options.kernelId, this.#hub);
  }

  /** The kernel has ended. */
  dispose(): void {
    this.#withdraw();
    this.#hub.close();
  }

  /** A session has asked the kernel something. */
  heardOf(session: string): void {
    this.#hub.heardOf(session);
  }

  /** What Python puts out for a message is about to be sent. */
  expectOutput(parentId: string): void {
    this.#hub.expectOutput(parentId);
  }

  /** Have Python handle what the page says on a comm; gives memory of the message that it needs no longer. */
  async handle(
    type: CommInput['type'],
    { header, parent_header, metadata, content, buffers }: KernelMessage.IMessage,
    transfer: readonly ArrayBuffer[] = [],
  ): Promise<readonly ArrayBuffer[]> {
    const message = JSON.stringify({ header, parent_header, metadata, content });
    return await this.#options.call({ type, message, buffers: buffers ?? [] }, transfer);
  }

  /** Bring what Python says on a comm to whoever waits for it. */
  publish({ type, message: json, buffers }: CommOutput): void {
    const message = JSON.parse(json) as CommOutputMessage;
    const { content, metadata, parent_header: parent } = message;
    const isDirect = type === 'comm_msg' && this.#hub.isJoined(content.comm_id);
    if (!isDirect) {
      this.#hub.expectOutput(parent.msg_id);
    }
    if (!isDirect || this.#hub.isHeardElsewhere(content.comm_id)) {
      this.#options.sendComm(type, content, metadata, buffers, parent);
    }
    if (type === 'comm_open') {
      this.#hub.noteOpening();
    }
    if (isDirect) {
      this.#hub.deliver(commMessage(message, buffers));
    }
  }

  readonly #options: KernelCommsOptions;
  readonly #hub: DirectCommHub;
  readonly #withdraw: () => void;
}
