import type { KernelMessage } from '@jupyterlab/services';

/**
 * A kernel's comms, past Jupyter's messages: what a widget sends is in the worker's hands at once, and bytes are handed
 * over, not copied. Any extension of the page can join; `comm_open`, `comm_close` and all output stay with Jupyter.
 */
export interface DirectComms {
  /**
   * Take part in a comm.
   *
   * From here on Python's messages come to `client` alone. Those that were on their way before end with one whose data
   * is a `DirectAnnouncement` of the client's session: what `client` receives earlier than that must wait for it.
   */
  join(commId: string, client: DirectCommClient): DirectComm;
}

/** One end of a comm in the page. */
export interface DirectCommClient {
  /** The session of the client's messages, as Jupyter's headers name it. */
  readonly session: string;
  /** Take a message of Python's; it is the client's own, with all its bytes. */
  receive(message: KernelMessage.ICommMsgMsg<'iopub'>): void;
  /**
   * Python says more than comm messages while it handles a message of this client. As soon as this returns, that comes
   * as Jupyter's messages, with the client's message for a parent.
   */
  expectOutput(messageId: string): void;
  /** What is received from now on waits for another announcement: it may refer to what Jupyter's messages open. */
  awaitAnnouncement(): void;
}

/** The way of one client to Python. */
export interface DirectComm {
  /**
   * Send a message.
   *
   * @param transfer buffers of the message that are handed over: they are empty in the page afterwards.
   * @returns settles once Python has handled the message, or cannot, with large memory that it needs no longer and that
   *   may be written over; null where the kernel has ended.
   */
  send(
    message: KernelMessage.ICommMsgMsg<'shell'>,
    transfer: readonly ArrayBuffer[],
  ): Promise<readonly ArrayBuffer[]> | null;
  /** Take part no longer. May be called again. */
  leave(): void;
}

/** What Jupyter's messages end with for a client that has joined. */
export interface DirectAnnouncement {
  readonly method: 'lite-build-direct';
  readonly session: string;
}

/** The data of a message that is only sent so that Jupyter knows its id; the kernel drops it. */
export interface ExpectedOutput {
  readonly method: 'lite-build-expect-output';
}

/** The number is that of this interface: extensions that were built with another one do not find each other. */
const REGISTRY = Symbol.for('lite-build.direct-comms.2');

/** Have a kernel's comms found by its id, until the returned function is called. */
export function offerDirectComms(kernelId: string, comms: DirectComms): () => void {
  const registry = kernelsOfThePage();
  registry.set(kernelId, comms);
  return () => {
    if (registry.get(kernelId) === comms) {
      registry.delete(kernelId);
    }
  };
}

/** The comms of a kernel; undefined for one that Jupyter's messages alone reach. */
export function directCommsOf(kernelId: string): DirectComms | undefined {
  return kernelsOfThePage().get(kernelId);
}

function kernelsOfThePage(): Map<string, DirectComms> {
  const present = Reflect.get(globalThis, REGISTRY) as Map<string, DirectComms> | undefined;
  if (present !== undefined) {
    return present;
  }
  const registry = new Map<string, DirectComms>();
  Reflect.set(globalThis, REGISTRY, registry);
  return registry;
}
