import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { type Contents, IDefaultDrive } from '@jupyterlab/services';
import { storageKind } from '../application/page-storage.ts';
import { Card } from '../cards/card.ts';
import { NamedFilesDrive } from '../drive/named-files-drive.ts';
import { download, packedWork } from './carried-work.ts';
import { tellingFailures } from './failure.ts';

/** Of the storage that a browser gives; above this part it is nearly full. */
const NEARLY_FULL = 0.9;

/** Has the browser keep what is stored, and tells the reader where that will not do, before anything is lost. */
export const keepingPlugin: JupyterFrontEndPlugin<void> = {
  id: '@lite-build/jupyterlite:keeping',
  description: 'Tells where the browser will not keep what the reader makes.',
  autoStart: true,
  requires: [IDefaultDrive],
  activate: ({ started }: JupyterFrontEnd, drive: Contents.IDrive) => {
    if (!(drive instanceof NamedFilesDrive) || storageKind() === 'memory') {
      return;
    }
    void started.then(async () => {
      const reason = await drive.ownWork.reasonOfNotKeeping();
      if (reason !== null) {
        new Card().failure('Your work is not kept in this window', [reason], []);
      }
    });
    let isAsked = false;
    drive.fileChanged.connect((_, { type }) => {
      if (type !== 'delete') {
        if (!isAsked) {
          isAsked = true;
          void askToKeep();
        }
        void tellIfNearlyFull(drive);
      }
    });
  },
};

/** Ask the browser not to clear the site's storage by itself. */
async function askToKeep(): Promise<void> {
  // Declared as always there, which it is in secure contexts alone.
  const storage = navigator.storage as StorageManager | undefined;
  try {
    if ((await storage?.persisted()) === false) {
      await storage?.persist();
    }
  } catch (error) {
    console.warn(error);
  }
}

let isToldOfRoom = false;

async function tellIfNearlyFull(drive: NamedFilesDrive): Promise<void> {
  const storage = navigator.storage as StorageManager | undefined;
  const { usage = 0, quota = 0 } = (await storage?.estimate().catch(() => undefined)) ?? {};
  if (isToldOfRoom || quota === 0 || usage < NEARLY_FULL * quota) {
    return;
  }
  isToldOfRoom = true;
  const text =
    `This site has used ${Math.round(usage / 2 ** 20)} of ${Math.round(quota / 2 ** 20)} MiB that the browser gives ` +
    'it. What does not fit any more is not saved. Download your work, or remove files that you do not need.';
  const downloadAll = tellingFailures(async () => {
    download((await packedWork(drive.ownWork)).archive);
  });
  new Card().failure(
    'The storage of this site is nearly full',
    [text],
    [
      {
        label: 'Download my work',
        act: () => {
          void downloadAll();
        },
      },
    ],
  );
}
