import type { KernelMessage } from '@jupyterlab/services';
import type { DirectCommClient, DirectComm, DirectComms } from '@lite-build/messages/direct-comms';

type FromPage = KernelMessage.ICommMsgMsg<'shell'>;
type FromPython = KernelMessage.ICommMsgMsg<'iopub'>;

/** What a hub needs of its kernel. */
export interface DirectCommKernel {
  /** Have Python handle a message; resolves when it has, with memory of the message that it gives back. */
  handle(message: FromPage, transfer: readonly ArrayBuffer[]): Promise<readonly ArrayBuffer[]>;
  /** Say to a session, on the way that messages took until now, that the next one comes past it. */
  announce(commId: string, session: string): void;
  /** Say that Python has handled a message whose output was expected. */
  finish(message: FromPage): void;
  /** Whether a session, which has sent a message, may wait for messages of comms. */
  hearsComms(session: string): boolean;
}

/** A message that Python has not handled yet. */
interface Handling {
  readonly message: FromPage;
  readonly client: DirectCommClient;
  isOutputExpected: boolean;
}

/** Somebody who has joined a comm. */
interface Member {
  readonly client: DirectCommClient;
  /** How many comms Python had opened when the last announcement was made to the client. */
  opened: number;
}

/**
 * Brings the messages of one kernel's comms to those who joined them, past Jupyter's messages, and tells which have to
 * go with those as well: a session that has not joined a comm hears of it there.
 */
export class DirectCommHub implements DirectComms {
  constructor(kernel: DirectCommKernel) {
    this.#kernel = kernel;
  }

  join(commId: string, client: DirectCommClient): DirectComm {
    if (this.#isClosed) {
      return { send: () => null, leave: () => undefined };
    }
    const member = { client, opened: this.#opened };
    this.#members.set(commId, (this.#members.get(commId) ?? new Set()).add(member));
    this.#sessions.add(client.session);
    this.#kernel.announce(commId, client.session);
    return {
      send: (message, transfer) => this.#send(message, client, transfer),
      leave: () => {
        this.#leave(commId, member);
      },
    };
  }

  /** Python opens a comm, which all hear of by Jupyter's messages: later ones may refer to it. */
  noteOpening(): void {
    this.#opened += 1;
  }

  /** A message of this session came as one of Jupyter's. */
  heardOf(session: string): void {
    this.#sessions.add(session);
  }

  /** Whether anybody has joined a comm. */
  isJoined(commId: string): boolean {
    return this.#members.has(commId);
  }

  /** Whether a session waits for the messages of a comm where Jupyter's messages come. */
  isHeardElsewhere(commId: string): boolean {
    const joined = new Set([...(this.#members.get(commId) ?? [])].map(({ client }) => client.session));
    return [...this.#sessions].some((session) => !joined.has(session) && this.#kernel.hearsComms(session));
  }

  /** Bring a message of Python's to those who joined its comm. */
  deliver(message: FromPython): void {
    const members = [...(this.#members.get(message.content.comm_id) ?? [])];
    for (const member of members.filter(({ opened }) => opened < this.#opened)) {
      member.opened = this.#opened;
      member.client.awaitAnnouncement();
      this.#kernel.announce(message.content.comm_id, member.client.session);
    }
    const [first, ...others] = members;
    // Whoever receives a message puts its bytes into its state, and may change them.
    for (const { client } of others) {
      receive(client, structuredClone(message));
    }
    if (first !== undefined) {
      receive(first.client, message);
    }
  }

  /** Output of Python's is about to be sent as Jupyter's messages are. */
  expectOutput(parentId: string): void {
    const handling = this.#handled.get(parentId);
    if (handling?.isOutputExpected === false) {
      handling.isOutputExpected = true;
      handling.client.expectOutput(parentId);
    }
  }

  /** The kernel has ended. */
  close(): void {
    this.#isClosed = true;
    this.#members.clear();
    this.#handled.clear();
  }

  #leave(commId: string, member: Member): void {
    const members = this.#members.get(commId);
    members?.delete(member);
    if (members?.size === 0) {
      this.#members.delete(commId);
    }
  }

  #send(
    message: FromPage,
    client: DirectCommClient,
    transfer: readonly ArrayBuffer[],
  ): Promise<readonly ArrayBuffer[]> | null {
    if (this.#isClosed) {
      return null;
    }
    const handling: Handling = { message, client, isOutputExpected: false };
    this.#handled.set(message.header.msg_id, handling);
    return this.#handle(handling, transfer);
  }

  async #handle(handling: Handling, transfer: readonly ArrayBuffer[]): Promise<readonly ArrayBuffer[]> {
    const { message } = handling;
    try {
      return await this.#kernel.handle(message, transfer);
    } finally {
      this.#handled.delete(message.header.msg_id);
      if (handling.isOutputExpected) {
        this.#kernel.finish(message);
      }
    }
  }

  readonly #kernel: DirectCommKernel;
  /** Whoever may wait for messages of this kernel: all who have asked it something. */
  readonly #sessions = new Set<string>();
  readonly #members = new Map<string, Set<Member>>();
  readonly #handled = new Map<string, Handling>();
  #opened = 0;
  #isClosed = false;
}

/** Whatever one client makes of a message, the others get it. */
function receive(client: DirectCommClient, message: FromPython): void {
  try {
    client.receive(message);
  } catch (error) {
    reportError(error);
  }
}
