import { IServerSettings, type ServerConnection, type ServiceManagerPlugin } from '@jupyterlab/services';
import { IKernelClient, IKernelSpecs, LiteKernelClient } from '@jupyterlite/services';
import { PythonKernel } from './python-kernel.ts';

/** jupyterlite's client of its kernels, by which also a kernel of ours hears that it is to be interrupted. */
class InterruptingKernelClient extends LiteKernelClient {
  override async interrupt(kernelId: string): Promise<void> {
    const kernel = await this.getModel(kernelId);
    if (kernel instanceof PythonKernel) {
      // The cell's error lets go of the cells behind it, as any error of a cell does.
      kernel.interrupt();
    } else {
      await super.interrupt(kernelId);
    }
  }
}

/**
 * Gives the pages their client of kernels, in place of jupyterlite's own plugin for it.
 *
 * Source: `kernel-client` in jupyterlite's services-extension.
 */
export const kernelClientPlugin: ServiceManagerPlugin<IKernelClient> = {
  id: '@lite-build/jupyterlite:kernel-client',
  description: 'A client of kernels that interrupts what they run.',
  autoStart: true,
  provides: IKernelClient,
  requires: [IKernelSpecs],
  optional: [IServerSettings],
  activate: (_: null, kernelSpecs: IKernelSpecs, serverSettings: ServerConnection.ISettings | null) =>
    new InterruptingKernelClient({ kernelSpecs, ...(serverSettings === null ? {} : { serverSettings }) }),
};
