/**
 * The digests by which a page knows what its site publishes. The build takes the same ones
 * (`lite_build/site/digests.py`).
 */

/** A version of a file, by SHA-256 digests of 64 hexadecimal digits. */
export interface Version {
  /** Of its bytes. */
  readonly whole: string;
  /** Of what people have written in it: it stays when JupyterLab writes the file anew. */
  readonly written: string;
}

/** Where a notebook's metadata keep the state of its widgets (ipywidgets, packages/schema). */
export const STATE_MIME_TYPE = 'application/vnd.jupyter.widget-state+json';

/** What JupyterLab writes into a notebook by itself, and readers do not. */
const JUPYTERLABS_CELL_METADATA = new Set(['collapsed', 'execution', 'scrolled', 'trusted']);
const JUPYTERLABS_METADATA = new Set(['kernelspec', 'language_info', 'orig_nbformat', 'widgets']);
/** Of these names JupyterLite keeps the value, and not the text. */
const JSON_NAME = /\.[^.]*json[^.]*$/i;
/** Above this size a file counts as bytes: nobody waits for so much text to be read, in bytes. */
const LARGEST_TEXT = 32 * 2 ** 20;
const NOTEBOOK_NAME = /\.ipynb$/i;

/**
 * Take the digests of a file.
 *
 * @param name of the file, whose ending tells its kind.
 * @returns null where the browser takes no digests, which is on pages without HTTPS.
 */
export async function versionOf(name: string, content: Uint8Array<ArrayBuffer>): Promise<Version | null> {
  const whole = await wholeDigest(content);
  const written = await writtenDigest(name, content);
  return whole === null || written === null ? null : { whole, written };
}

/** Take the digest of what people have written in a file; null where the browser takes none. */
export async function writtenDigest(name: string, content: Uint8Array<ArrayBuffer>): Promise<string | null> {
  if (content.length > LARGEST_TEXT) {
    return await wholeDigest(content);
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return await wholeDigest(content);
  }
  if (JSON_NAME.test(name) || NOTEBOOK_NAME.test(name)) {
    try {
      const value: unknown = JSON.parse(text);
      return await ofText(canonical(NOTEBOOK_NAME.test(name) ? written(value) : value));
    } catch (error) {
      if (!(error instanceof SyntaxError)) {
        throw error;
      }
    }
  }
  return await ofText(text.replaceAll('\r\n', '\n'));
}

/**
 * Take the digest of what a reader gets to see of a notebook: cells, outputs, saved widgets.
 *
 * @param notebook as JSON has it.
 * @returns null where the browser takes no digests.
 */
export async function seenDigest(notebook: unknown): Promise<string | null> {
  const { cells, metadata } = isRecord(notebook) ? notebook : {};
  const records = Array.isArray(cells) ? cells.filter(isRecord) : [];
  const seenCells = records.map((cell) => [
    cell.cell_type ?? null,
    joined(cell.source) ?? null,
    (Array.isArray(cell.outputs) ? cell.outputs : []).map(seen),
  ]);
  const widgets = isRecord(metadata) ? metadata.widgets : undefined;
  const state = isRecord(widgets) ? widgets[STATE_MIME_TYPE] : undefined;
  return await ofText(canonical([seenCells, isRecord(state) ? state : null]));
}

/** What people write in a notebook, as opposed to what is put out, counted, or noted by JupyterLab. */
function written(notebook: unknown): unknown {
  if (!isRecord(notebook) || !Array.isArray(notebook.cells) || !notebook.cells.every(isRecord)) {
    return notebook;
  }
  const cells = notebook.cells.map(({ cell_type = null, source = null, metadata, attachments }) => [
    cell_type,
    joined(source),
    without(metadata, JUPYTERLABS_CELL_METADATA),
    isEmpty(attachments) ? null : attachments,
  ]);
  // JupyterLab puts an empty cell into a notebook that has none.
  const isNone = canonical(cells) === canonical([['code', '', {}, null]]);
  return [isNone ? [] : cells, without(notebook.metadata, JUPYTERLABS_METADATA)];
}

function without(metadata: unknown, names: ReadonlySet<string>): Record<string, unknown> {
  const entries = Object.entries(isRecord(metadata) ? metadata : {});
  return Object.fromEntries(entries.filter(([name]) => !names.has(name)));
}

function isEmpty(attachments: unknown): boolean {
  return !isRecord(attachments) || Object.keys(attachments).length === 0;
}

function seen(output: unknown): unknown {
  const { output_type = null, data, text = null } = isRecord(output) ? output : {};
  const values = Object.entries(isRecord(data) ? data : {}).map(([type, value]) => [type, joined(value)]);
  return [output_type, Object.fromEntries(values), joined(text)];
}

/** Lines that are stored one by one, as one text. */
function joined(text: unknown): unknown {
  return Array.isArray(text) && text.every((line) => typeof line === 'string') ? text.join('') : text;
}

function canonical(value: unknown): string {
  if (typeof value === 'number') {
    const bits = new DataView(new ArrayBuffer(8));
    // The two zeros are one.
    bits.setFloat64(0, value === 0 ? 0 : value);
    return bits.getBigUint64(0).toString(16).padStart(16, '0');
  }
  if (Array.isArray(value)) {
    return `[${value.map(canonical).join(',')}]`;
  }
  if (isRecord(value)) {
    const names = Object.keys(value).sort();
    return `{${names.map((name) => `${canonical(name)}:${canonical(value[name])}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

async function ofText(text: string): Promise<string | null> {
  return await wholeDigest(new TextEncoder().encode(text));
}

/** Take the SHA-256 digest of bytes; null where the browser takes none. */
export async function wholeDigest(content: Uint8Array<ArrayBuffer>): Promise<string | null> {
  // Declared as always there, which it is in secure contexts alone.
  const subtle = crypto.subtle as SubtleCrypto | undefined;
  if (subtle === undefined) {
    return null;
  }
  const bytes = new Uint8Array(await subtle.digest('SHA-256', content));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
