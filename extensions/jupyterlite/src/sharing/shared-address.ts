import { fromBase64, toBase64 } from '@lite-build/drive/base64';
import { isPath } from '../own-work/work-archive.ts';

/** A document that an address brings, or that is to be put into one. */
export interface SharedDocument {
  /** Its path on the site that it comes from. */
  readonly path: string;
  /** Its text: of a notebook, its JSON. */
  readonly text: string;
}

/** An address that brings nothing that can be opened, in words. */
export class UnusableAddress extends Error {}

/** What comes before a shared document in an address, and its form. No server sees what stands there. */
const MARK = '#lite-shared=';
const FORM = '1';
/** Forms that are yet to come are so marked too. What programs take along behind an address counts for nothing. */
const MARKED = /^#lite-shared=(?<form>\d+)\.(?<packed>[\w-]*)[^\w-]*$/;

/** The longest address, in characters: Chromium opens up to two million, Firefox and Safari fewer. */
export const LONGEST = 500_000;
/** Above this length, in characters, programs for mail and chat begin to cut addresses. */
export const LONG = 8_000;
/** What a document may hold, in bytes. A text that was packed well is a thousand times as long as its address. */
const LARGEST = 16 * 2 ** 20;
const LONGEST_PATH = 500;

const CUT = 'The address is cut off or was changed on its way. Ask for it again, or for the file.';

/** Whether the end of an address says that it brings a document. */
export function bringsDocument(fragment: string): boolean {
  return plain(fragment).startsWith(MARK);
}

/**
 * The end of an address that brings a document.
 *
 * @throws UnusableAddress in words, where it is too much for one.
 */
export async function fragmentWith({ path, text }: SharedDocument): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify([path, text]));
  if (bytes.length > LARGEST) {
    throw new UnusableAddress(`More than ${LARGEST / 2 ** 20} MiB are too much for an address.`);
  }
  const packed = await through(bytes, new CompressionStream('gzip'), Number.POSITIVE_INFINITY);
  const fragment = `${MARK}${FORM}.${toText(packed)}`;
  if (fragment.length > LONGEST) {
    throw new UnusableAddress(
      `${fragment.length.toLocaleString('en')} characters are too many for an address: browsers may not open it.`,
    );
  }
  return fragment;
}

/**
 * The document that an address brings.
 *
 * @throws UnusableAddress in words, if it is cut off, changed, too large, or of a form that is not known here.
 */
export async function documentIn(fragment: string): Promise<SharedDocument> {
  const { form, packed } = MARKED.exec(plain(fragment))?.groups ?? {};
  if (form === undefined || packed === undefined) {
    throw new UnusableAddress(CUT);
  }
  if (form !== FORM) {
    throw new UnusableAddress(
      'The address was made by a newer site than this one. Ask for the file, or for an address of this site.',
    );
  }
  const document: unknown = parsed(await unpacked(packed));
  if (!isPair(document) || !isPath(document[0]) || document[0].length > LONGEST_PATH) {
    throw new UnusableAddress(CUT);
  }
  return { path: document[0], text: document[1] };
}

/** A fragment as it was made: programs that hand addresses on encode some of it, and break its lines. */
function plain(fragment: string): string {
  try {
    return decodeURIComponent(fragment).replaceAll(/\s/g, '');
  } catch {
    return fragment;
  }
}

async function unpacked(packed: string): Promise<string> {
  try {
    const bytes = fromText(packed);
    const text = await through(bytes, new DecompressionStream('gzip'), LARGEST);
    return new TextDecoder('utf-8', { fatal: true }).decode(text);
  } catch (error) {
    throw error instanceof UnusableAddress ? error : new UnusableAddress(CUT);
  }
}

/**
 * Bytes, after they have gone through a stream.
 *
 * @param most how many may come out.
 * @throws UnusableAddress where it is more; TypeError where they are not as the stream wants them.
 */
async function through(
  bytes: Uint8Array<ArrayBuffer>,
  transform: CompressionStream | DecompressionStream,
  most: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(transform).getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    length += read.value.length;
    if (length > most) {
      void reader.cancel();
      throw new UnusableAddress(
        `The address brings more than ${most / 2 ** 20} MiB, which no site of this kind has put there.`,
      );
    }
    chunks.push(read.value);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isPair(value: unknown): value is [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((each) => typeof each === 'string');
}

/** In the alphabet of addresses. */
function toText(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromText(text: string): Uint8Array<ArrayBuffer> {
  return fromBase64(text.replaceAll('-', '+').replaceAll('_', '/'));
}
