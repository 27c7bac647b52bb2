import type { Kernel } from '@jupyterlab/services';

/**
 * The connections of a page to its kernels, of which a kernel sees no more than messages. Whoever has ended, or was made
 * to leave comms alone, waits for no comm's messages.
 */
export class KernelConnections {
  constructor(kernels: Kernel.IManager) {
    const connectTo = kernels.connectTo.bind(kernels);
    kernels.connectTo = (options) => {
      const connection = connectTo(options);
      this.#note(connection);
      return connection;
    };
  }

  /** Whether a session, which has asked a kernel something, may wait for messages of comms. */
  hearsComms(session: string): boolean {
    return this.#hearComms.get(session) ?? true;
  }

  /** Restart a kernel as its page's menu does. */
  async restart(kernelId: string): Promise<void> {
    const [connection] = [...this.#open].filter(({ id }) => id === kernelId);
    await connection?.restart();
  }

  #note(connection: Kernel.IKernelConnection): void {
    const { clientId, handleComms } = connection;
    this.#hearComms.set(clientId, handleComms);
    this.#open.add(connection);
    connection.disposed.connect(() => {
      this.#hearComms.set(clientId, false);
      this.#open.delete(connection);
    });
  }

  readonly #open = new Set<Kernel.IKernelConnection>();
  readonly #hearComms = new Map<string, boolean>();
}
