import { PageConfig, PathExt } from '@jupyterlab/coreutils';
import { FILE, MIME } from '@jupyterlite/services';
import { toBase64 } from '@lite-build/drive/base64';
import type { NamedFilesDrive } from '../drive/named-files-drive.ts';
import { pathOfCopy } from '../versions/copy-names.ts';
import type { OwnModel } from '../versions/origin.ts';
import type { OwnWork } from '../versions/own-work.ts';
import { archiveName, packWork, type WorkFile } from './work-archive.ts';

/** How many files an archive had, and which of them are beside others of the reader's. */
export interface BroughtIn {
  readonly files: number;
  readonly beside: readonly string[];
}

/** All of the reader's, as it was when it was read. */
export interface WorkAsRead {
  readonly models: readonly OwnModel[];
  readonly files: readonly WorkFile[];
}

/** All of the reader's, as it was when it was packed. */
export interface PackedWork extends WorkAsRead {
  /** The files as one zip. */
  readonly archive: File;
}

/** Read all files of the reader's. */
export async function readWork(work: OwnWork): Promise<WorkAsRead> {
  const models = await work.models();
  const files: WorkFile[] = [];
  for (const { path, type, last_modified, origin } of models) {
    const content = type === 'directory' ? null : await work.read(path);
    if (content !== null) {
      files.push({ path, content, modified: Date.parse(last_modified) || Date.now(), origin });
    }
  }
  return { models, files };
}

/** Pack all files of the reader's. */
export async function packedWork(work: OwnWork): Promise<PackedWork> {
  const { models, files } = await readWork(work);
  const name = archiveName(new URL(PageConfig.getBaseUrl()).pathname, new Date());
  return { models, files, archive: new File([packWork(files)], name, { type: 'application/zip' }) };
}

/**
 * Store files beside what the reader has, as one step: none is written over.
 *
 * @throws DOMException where the storage is full, or fails: then nothing has changed.
 * @throws ChangedElsewhere where another tab has stored a file of such a name meanwhile: then nothing has changed.
 */
export async function bringIn(work: OwnWork, files: readonly WorkFile[]): Promise<BroughtIn> {
  const changes = new Map<string, OwnModel>();
  const beside: string[] = [];
  const own = new Map((await work.models()).map((model) => [model.path, model]));
  for (const file of files) {
    const present = own.has(file.path) ? await work.read(file.path) : null;
    if (present !== null && isSame(present, file.content)) {
      continue;
    }
    // A copy may have got the name of a file that comes later.
    const isFree = !own.has(file.path) && !changes.has(file.path);
    const path = isFree
      ? file.path
      : await pathOfCopy(
          file.path,
          new Date(),
          async (each) => changes.has(each) || (await work.isTaken(each)),
        );
    if (!isFree) {
      beside.push(path);
    }
    for (let folder = PathExt.dirname(path); folder !== ''; folder = PathExt.dirname(folder)) {
      if (!changes.has(folder) && !(await work.isTaken(folder))) {
        changes.set(folder, modelOf(folder, file.modified, null));
      }
    }
    const origin = isFree ? (file.origin ?? { path, written: null }) : undefined;
    changes.set(path, {
      ...modelOf(path, file.modified, file.content),
      ...(origin === undefined ? {} : { origin }),
    });
  }
  await work.commit(changes, new Map([...changes.keys()].map((path) => [path, null])));
  return { files: files.length, beside };
}

/**
 * Have the published files in the place of the reader's. Folders stay that have something else of the reader's.
 *
 * @param models what is removed.
 * @param expected what of it has to be as it was, by paths: else nothing is removed.
 * @throws ChangedElsewhere where something is not as it was.
 */
export async function forgetWork(
  { ownWork, files }: Pick<NamedFilesDrive, 'ownWork' | 'files'>,
  models: readonly OwnModel[],
  expected: ReadonlyMap<string, OwnModel>,
): Promise<void> {
  const paths = new Set(models.map(({ path }) => path));
  for (const { path } of await ownWork.models()) {
    if (!paths.has(path)) {
      for (let folder = PathExt.dirname(path); folder !== ''; folder = PathExt.dirname(folder)) {
        paths.delete(folder);
      }
    }
  }
  await ownWork.commit(new Map([...paths].map((path) => [path, null])), expected);
  await files.forgetCheckpoints(paths);
}

/** Have the browser keep a file where it keeps downloads. */
export function download(file: File): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 60_000);
}

/**
 * A file or a folder of the reader's, as it is stored.
 *
 * @param modified in milliseconds since 1970.
 * @param content null for a folder.
 */
export function modelOf(path: string, modified: number, content: Uint8Array<ArrayBuffer> | null): OwnModel {
  const date = new Date(modified).toISOString();
  const name = PathExt.basename(path);
  const extension = PathExt.extname(name).toLowerCase();
  return {
    name,
    path,
    last_modified: date,
    created: date,
    writable: true,
    ...(content === null
      ? { type: 'directory', format: 'json', mimetype: '', content: null, size: 0 }
      : {
          type: extension === '.ipynb' ? 'notebook' : 'file',
          format: 'base64',
          mimetype: (extension === '' ? null : FILE.getType(extension)) ?? MIME.OCTET_STREAM,
          content: toBase64(content),
          size: content.length,
        }),
  };
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}
