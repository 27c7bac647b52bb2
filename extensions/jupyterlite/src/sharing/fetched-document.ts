import { isNotebookText } from './shared-copy.ts';
import type { SharedDocument } from './shared-address.ts';
import type { RemoteDocument } from './repositories.ts';

/** What a document may hold, in bytes. */
const LARGEST = 64 * 2 ** 20;
/** For how long a host may say nothing, in milliseconds. */
const PATIENCE = 60_000;

/** A document that is not to be had, in words. */
export class NotFetched extends Error {}

/**
 * Fetch a document of another host, of which nothing is told about the reader but the network's own.
 *
 * @throws NotFetched in words, where it is not to be had, or is no text.
 */
export async function fetchedDocument({ address, name }: RemoteDocument): Promise<SharedDocument> {
  const { host } = address;
  const response = await fetch(address, {
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    signal: AbortSignal.timeout(PATIENCE),
  }).catch(() => {
    throw new NotFetched(
      `${host} cannot be reached, or does not let pages of other hosts read it (it sends no ` +
        'Access-Control-Allow-Origin). Download the file there, and upload it here.',
    );
  });
  // The answer does not say where it sends to before it was followed there.
  const answered = new URL(response.url || address);
  if (answered.origin !== address.origin) {
    void response.body?.cancel();
    throw new NotFetched(
      `${host} has sent this page on to ${answered.host}, of which you were not asked. Nothing of its answer is ` +
        'kept. If you trust that host too, download the file there, and upload it here.',
    );
  }
  if (!response.ok) {
    throw new NotFetched(refusal(response.status, host));
  }
  const bytes = await limited(response, host);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new NotFetched(`What ${host} gives is no text.`);
  }
  const isNamed = name.toLowerCase().endsWith('.ipynb');
  return { path: !isNamed && isNotebookText(text) ? `${name}.ipynb` : name, text };
}

function refusal(status: number, host: string): string {
  switch (status) {
    case 401:
    case 403:
      return `${host} does not give it to everybody (${status}): it is private, or was asked for too often.`;
    case 404:
    case 410:
      return `${host} has no such file, or it is private (${status}).`;
    case 429:
      return `${host} was asked too often (${status}). Try it later.`;
    default:
      return `${host} answered ${status}.`;
  }
}

async function limited(response: Response, host: string): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  if (reader === undefined) {
    return new Uint8Array();
  }
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      length += read.value.length;
      if (length > LARGEST) {
        void reader.cancel();
        throw new NotFetched(`The file of ${host} has more than ${LARGEST / 2 ** 20} MiB.`);
      }
      chunks.push(read.value);
    }
  } catch (error) {
    throw error instanceof NotFetched ? error : new NotFetched(`${host} broke off in the middle.`);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}
