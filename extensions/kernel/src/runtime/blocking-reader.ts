/** Reads files whole while Python waits: threads differ in how that is done. */
export interface BlockingReader {
  /** @throws Error where the site does not have it. */
  fetch(url: URL): Uint8Array<ArrayBuffer>;
  bytesOf(file: Blob): Uint8Array<ArrayBuffer>;
  /** Make a file of bytes, which can be read so. */
  fileOf(bytes: Uint8Array<ArrayBuffer>): Blob;
}

/** In workers only; TypeScript's library has it apart from what pages have. */
declare class FileReaderSync {
  readAsArrayBuffer(blob: Blob): ArrayBuffer;
}

/** In a worker, which may wait for bytes. */
export const WORKERS_READER: BlockingReader = {
  fetch: (url) => {
    const request = new XMLHttpRequest();
    request.open('GET', url, false);
    request.responseType = 'arraybuffer';
    request.send();
    refuseFailure(url, request.status);
    return new Uint8Array(request.response as ArrayBuffer);
  },
  bytesOf: (file) => new Uint8Array(new FileReaderSync().readAsArrayBuffer(file)),
  fileOf: (bytes) => new Blob([bytes]),
};

/** What a page holds of its files: nothing there reads a `Blob` at once, unless a policy allows addresses of such. */
const held = new WeakMap<Blob, Uint8Array<ArrayBuffer>>();

/** In a page, which may wait for text alone: each byte comes as a character. */
export const PAGES_READER: BlockingReader = {
  fetch: readInPage,
  bytesOf: (file) => {
    const bytes = held.get(file);
    if (bytes === undefined) {
      throw new Error('a file of the site is not held by this page');
    }
    return bytes.slice();
  },
  fileOf: (bytes) => {
    const file = new Blob([bytes]);
    held.set(file, bytes.slice());
    return file;
  },
};

function readInPage(url: URL): Uint8Array<ArrayBuffer> {
  const request = new XMLHttpRequest();
  request.open('GET', url, false);
  // Bytes above 127 come as characters of a private area, whose last eight bits they are.
  request.overrideMimeType('text/plain; charset=x-user-defined');
  request.send();
  refuseFailure(url, request.status);
  const text = request.responseText;
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < bytes.length; index += 1) {
    bytes[index] = text.charCodeAt(index);
  }
  return bytes;
}

function refuseFailure(url: URL, status: number): void {
  if (status !== 200) {
    throw new Error(`${url.href} could not be fetched: the site answered ${status}`);
  }
}
