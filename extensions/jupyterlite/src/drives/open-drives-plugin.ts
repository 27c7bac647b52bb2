import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IOpenDrives, OpenDrives } from './open-drives.ts';

/** Knows of the drives that are open beside the site's, for those who open them and for kernels. */
export const openDrivesPlugin: JupyterFrontEndPlugin<OpenDrives> = {
  id: '@lite-build/jupyterlite:open-drives',
  description: 'Knows of the drives that are open beside the site’s.',
  autoStart: true,
  provides: IOpenDrives,
  activate: ({ serviceManager }: JupyterFrontEnd) => new OpenDrives(serviceManager.contents),
};
