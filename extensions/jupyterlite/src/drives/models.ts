import { PathExt } from '@jupyterlab/coreutils';
import type { Contents } from '@jupyterlab/services';
import { FILE, MIME } from '@jupyterlite/services';
import { fromBase64, toBase64 } from '@lite-build/drive/base64';
import type { Entry } from '@lite-build/drive/changes';

const EMPTY_NOTEBOOK = { cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 };

/** What a new file of JupyterLab's holds. */
export function emptyContent(type: Contents.ContentType | undefined): Blob {
  return new Blob(type === 'notebook' ? [asText(EMPTY_NOTEBOOK)] : []);
}

/** A file or a folder as JupyterLab's contents have it, without its content. */
export function modelOf(path: string, { isFolder, size, modified }: Entry): Contents.IModel {
  const date = new Date(modified).toISOString();
  const extension = PathExt.extname(path);
  return {
    name: PathExt.basename(path),
    path,
    created: date,
    last_modified: date,
    writable: true,
    type: isFolder ? 'directory' : extension.toLowerCase() === '.ipynb' ? 'notebook' : 'file',
    format: null,
    content: null,
    mimetype: isFolder ? '' : ((extension === '' ? null : FILE.getType(extension)) ?? MIME.OCTET_STREAM),
    ...(isFolder || size === null ? {} : { size }),
  };
}

/**
 * A file's content as JupyterLab asks for it.
 *
 * @throws Error where a notebook is none, or bytes that are no text are to be text.
 */
export async function withContent(
  model: Contents.IModel,
  content: Blob,
  { type = model.type, format }: Contents.IFetchOptions,
): Promise<Contents.IModel> {
  const bytes = new Uint8Array(await content.arrayBuffer());
  if (type === 'notebook' && format !== 'base64' && format !== 'text') {
    return { ...model, type, format: 'json', content: notebookOf(model.path, bytes) };
  }
  const text = format === 'base64' ? null : textOf(bytes);
  if (text === null && (format === 'text' || format === 'json')) {
    throw new Error(`${model.path} is no text: its bytes are not UTF-8.`);
  }
  const known = { ...model, type: 'file' as const };
  return text === null
    ? { ...known, format: 'base64', content: toBase64(bytes) }
    : { ...known, format: 'text', content: text };
}

/** The bytes of what JupyterLab saves. */
export function bytesOf({ format, content }: Partial<Contents.IModel>): Blob {
  if (format === 'base64') {
    return new Blob([fromBase64(String(content))]);
  }
  return new Blob([typeof content === 'string' ? content : asText(content)]);
}

/** As Jupyter writes notebooks. */
function asText(content: unknown): string {
  return `${JSON.stringify(content, null, 1)}\n`;
}

function textOf(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}

function notebookOf(path: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch (error) {
    throw new Error(`${path} is no notebook: it is not JSON (${String(error)}).`);
  }
}
