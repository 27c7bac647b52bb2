import type { Change, DriveSink, DriveSource, Entry, Failure } from '@lite-build/drive';
import { fromBase64, toBase64 } from '@lite-build/drive/base64';
import type { SentContent } from '@lite-build/drive/changes';
import type { BlockingQuestion, FileAnswer, StepEnd } from '@lite-build/messages';
import { type AskPage, tellPage } from '../page.ts';

/** In bytes: of this size on, a file goes and is stored as it is. */
const LARGE = 64 * 1024;

/** The page, as what a drive comes from and where it is kept. */
export class PageDrive implements DriveSource, DriveSink {
  /**
   * @param name of the drive; empty for the kernel's own.
   * @param ask how to ask the page, and wait.
   * @param siteUrl the site's root, with a slash at its end.
   */
  constructor(name: string, ask: AskPage, siteUrl: string) {
    this.#name = name;
    this.#askPage = ask;
    this.#filesUrl = new URL('files/', siteUrl);
  }

  list(path: string): Entry[] | null {
    return this.#ask({ type: 'drive-list', drive: this.#name, path, after: this.#steps }) as Entry[] | null;
  }

  read(path: string, isPublished: boolean): Uint8Array {
    if (isPublished) {
      const address = path.split('/').map(encodeURIComponent).join('/');
      // A cache may hold an older version than the page has.
      return fetchNow(new URL(address, this.#filesUrl), { 'Cache-Control': 'max-age=0' });
    }
    const file = this.#ask({
      type: 'drive-read',
      drive: this.#name,
      path,
      after: this.#steps,
    }) as FileAnswer | null;
    if (file === null) {
      throw new Error(`${path} is not in the drive any more`);
    }
    if ('url' in file) {
      return fetchNow(file.url);
    }
    return file.isBase64 ? fromBase64(file.text) : new TextEncoder().encode(file.text);
  }

  store(changes: readonly Change[]): number {
    this.#steps += 1;
    const handedOver: ArrayBuffer[] = [];
    const sent = changes.map((change) =>
      change.type === 'write' ? { ...change, content: contentToSend(change.content, handedOver) } : change,
    );
    tellPage({ type: 'drive-store', drive: this.#name, step: this.#steps, changes: sent }, handedOver);
    return this.#steps;
  }

  wait(): ReadonlyMap<number, readonly Failure[]> {
    const [after, through] = [this.#heard, this.#steps];
    const question = { type: 'drive-wait', drive: this.#name, after, through } as const;
    const failed = new Map(this.#ask(question) as StepEnd[]);
    const ended = Array.from({ length: this.#steps - this.#heard }, (_, index) => this.#heard + 1 + index);
    this.#heard = this.#steps;
    return new Map(ended.map((step) => [step, failed.get(step) ?? []]));
  }

  /** The page has told that a step has ended. */
  hear(step: number): void {
    this.#heard = Math.max(this.#heard, step);
  }

  #ask(question: BlockingQuestion): unknown {
    return this.#askPage(question);
  }

  readonly #name: string;
  readonly #askPage: AskPage;
  readonly #filesUrl: URL;
  /** How many steps were begun, and of how many the end was heard. */
  #steps = 0;
  #heard = 0;
}

/** A content as it is told to the page; what is large is a copy that is handed over. */
function contentToSend(content: Uint8Array, handedOver: ArrayBuffer[]): SentContent {
  if (content.length < LARGE) {
    return toBase64(content);
  }
  const { buffer } = new Uint8Array(content);
  handedOver.push(buffer);
  return buffer;
}

/** Bytes, while everything else waits; of the site's files past the page, which would make text of some. */
function fetchNow(url: string | URL, headers: Readonly<Record<string, string>> = {}): Uint8Array {
  const request = new XMLHttpRequest();
  request.open('GET', url, false);
  request.responseType = 'arraybuffer';
  for (const [name, value] of Object.entries(headers)) {
    request.setRequestHeader(name, value);
  }
  request.send();
  if (request.status !== 200) {
    throw new Error(`${String(url)} cannot be read: status ${request.status}`);
  }
  return new Uint8Array(request.response as ArrayBuffer);
}
