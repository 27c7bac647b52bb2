import { choosePageStorage } from './application/page-storage.ts';
import { cellExecutorPlugin } from './application/cell-executor-plugin.ts';
import { documentPlacePlugin } from './application/document-place-plugin.ts';
import { drivePlugin } from './drive/drive-plugin.ts';
import { bucketPlugin } from './drives/bucket-plugin.ts';
import { folderPlugin } from './drives/folder-plugin.ts';
import { fromElsewherePlugin } from './sharing/from-elsewhere-plugin.ts';
import { keptAddressPlugin } from './application/kept-address-plugin.ts';
import { keepingPlugin } from './own-work/keeping-plugin.ts';
import { kernelClientPlugin } from './kernel/kernel-client-plugin.ts';
import { kernelPlugin } from './kernel/kernel-plugin.ts';
import { narrowScreenPlugin } from './application/narrow-screen-plugin.ts';
import { offlinePlugin } from './application/offline-plugin.ts';
import { pageLinkPlugin } from './application/page-link-plugin.ts';
import { openDrivesPlugin } from './drives/open-drives-plugin.ts';
import { sharedDocumentPlugin } from './sharing/shared-document-plugin.ts';
import { sharePlugin } from './sharing/share-plugin.ts';
import { statePlugin } from './application/state-plugin.ts';
import { typedCellsPlugin } from './application/typed-cells-plugin.ts';
import { versionsPlugin } from './own-work/versions-plugin.ts';
import { workPlugin } from './own-work/work-plugin.ts';

choosePageStorage();

export default [
  openDrivesPlugin,
  kernelPlugin,
  drivePlugin,
  folderPlugin,
  bucketPlugin,
  kernelClientPlugin,
  statePlugin,
  cellExecutorPlugin,
  narrowScreenPlugin,
  pageLinkPlugin,
  typedCellsPlugin,
  sharedDocumentPlugin,
  fromElsewherePlugin,
  documentPlacePlugin,
  versionsPlugin,
  workPlugin,
  keepingPlugin,
  keptAddressPlugin,
  sharePlugin,
  offlinePlugin,
];
