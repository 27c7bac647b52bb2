import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IMainMenu } from '@jupyterlab/mainmenu';
import { LabIcon } from '@jupyterlab/ui-components';
import { tellingFailures } from '../own-work/failure.ts';
import { BucketFiles } from './bucket-files.ts';
import { askForBucket, NO_ACCESS } from './bucket-form.ts';
import { type BucketAccess, BucketRequests } from './bucket-requests.ts';
import { DrivePanels } from './drive-panels.ts';
import { IOpenDrives, type OpenDrives } from './open-drives.ts';
import { siteDrives } from './site-drives.ts';

const OPEN = 'lite-build:open-bucket';
/** Of the file menu: beside what opens. */
const RANK = 6;

const icon = new LabIcon({
  name: 'lite-build:bucket',
  svgstr:
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path class="jp-icon3 jp-icon-selectable" ' +
    'fill="#616161" d="M3 5c0-1.7 4-3 9-3s9 1.300 9 3l-2 14c-.2 1.700-3 3-7 3s-6.800-1.300-7-3zm9 1c3.300 0 5.600-.5 ' +
    '6.700-1-1.100-.5-3.400-1-6.700-1s-5.600.5-6.700 1c1.100.5 3.400 1 6.700 1z"/></svg>',
});

/** Opens buckets as drives, for as long as the page is open: nothing of them is stored. */
export const bucketPlugin: JupyterFrontEndPlugin<void> = {
  id: '@lite-build/jupyterlite:bucket',
  description: 'Opens buckets of S3’s kind.',
  autoStart: true,
  requires: [IOpenDrives],
  optional: [ICommandPalette, IMainMenu],
  activate: (
    application: JupyterFrontEnd,
    drives: OpenDrives,
    palette: ICommandPalette | null,
    menu: IMainMenu | null,
  ) => {
    if (!siteDrives().includes('bucket')) {
      return;
    }
    const panels = new DrivePanels(application);
    application.commands.addCommand(OPEN, {
      label: 'Open a Bucket…',
      caption: 'Notebooks and Python read and write in it',
      icon,
      describedBy: { args: { type: 'object', properties: {} } },
      execute: tellingFailures(async () => {
        await openBucket(drives, panels);
      }),
    });
    menu?.fileMenu.addGroup([{ command: OPEN }], RANK);
    palette?.addItem({ command: OPEN, category: 'File Operations' });
    application.contextMenu.addItem({ command: OPEN, selector: '.jp-DirListing-content', rank: 61 });
  },
};

async function openBucket(drives: OpenDrives, panels: DrivePanels): Promise<void> {
  let asked: BucketAccess = NO_ACCESS;
  for (let failure = ''; ;) {
    const access = await askForBucket(asked, failure);
    if (access === null) {
      return;
    }
    try {
      const files = new BucketFiles(await BucketRequests.to(access));
      // Before it is opened, so that what is wrong can be mended.
      await files.list('');
      const name = drives.freeName(access.bucket);
      drives.open(name, files);
      const close = tellingFailures(async () => {
        drives.close(name, `The bucket "${name}" was closed.`);
        panels.remove(name);
        await Promise.resolve();
      });
      await panels.show({ name, kind: 'bucket', icon, close });
      panels.activate(name);
      return;
    } catch (error) {
      asked = access;
      failure = error instanceof Error ? error.message : String(error);
    }
  }
}
