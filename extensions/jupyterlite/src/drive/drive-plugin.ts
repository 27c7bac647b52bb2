import { PageConfig } from '@jupyterlab/coreutils';
import { type Contents, IDefaultDrive, type ServiceManagerPlugin } from '@jupyterlab/services';
import { ILocalForage } from '@jupyterlite/localforage';
import { NamedFilesDrive } from './named-files-drive.ts';

/**
 * Gives the pages their drive, in place of jupyterlite's own plugin for it, whose settings it reads.
 *
 * Source: `default-drive` in jupyterlite's services-extension.
 */
export const drivePlugin: ServiceManagerPlugin<Contents.IDrive> = {
  id: '@lite-build/jupyterlite:default-drive',
  description: 'The drive of a site, which opens files of any name.',
  autoStart: true,
  provides: IDefaultDrive,
  requires: [ILocalForage],
  activate: (_: null, { localforage }: ILocalForage) =>
    new NamedFilesDrive({
      localforage,
      storageName:
        PageConfig.getOption('contentsStorageName') ||
        `JupyterLite Storage - ${PageConfig.getOption('baseUrl')}`,
      storageDrivers: JSON.parse(PageConfig.getOption('contentsStorageDrivers') || 'null') as string[] | null,
    }),
};
