import { NoSuchFile, type DriveSource, type Entry } from '@lite-build/drive';
import type { ShippedFiles } from '@lite-build/messages';
import { NO_NETWORK, refusing } from './refusals';
import { parseSuiteJob, type SuiteMessage } from './suite-protocol';
import { runSession, type SuiteChannel } from './suite-session';

/** The address of this process's own folder on the run's server: `lite_build/suite/browser_server.py`. */
const OWN = new URL('.', globalThis.location.href);
// As they are before they are confined.
const { XMLHttpRequest: PlainRequest, fetch: plainFetch } = globalThis;

const NOT_FOUND = 404;

/** Ask the run's server, and wait for the answer while everything else waits. */
function request(method: 'GET' | 'POST', path: string, body?: string): ArrayBuffer {
  const asked = new PlainRequest();
  asked.open(method, new URL(path, OWN), false);
  asked.responseType = 'arraybuffer';
  asked.send(body);
  if (asked.status === NOT_FOUND) {
    throw new NoSuchFile(path);
  }
  if (asked.status !== 200) {
    throw new Error(`${path}: ${String(asked.status)}`);
  }
  return asked.response as ArrayBuffer;
}

function text(content: ArrayBuffer): string {
  return new TextDecoder().decode(content);
}

function encoded(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** The project's folder, as the run's server has it. */
const project: DriveSource = {
  list: (path) => JSON.parse(text(request('GET', `folder/${encoded(path)}`))) as Entry[],
  read: (path) => new Uint8Array(request('GET', `project/${encoded(path)}`)),
};

const channel: SuiteChannel = {
  tell: (message: SuiteMessage) => {
    request('POST', 'say', JSON.stringify(message));
  },
  ask: (message: SuiteMessage) => text(request('POST', 'ask', JSON.stringify(message))),
};

/**
 * Keep the tests from other hosts: a suite has no network, in a browser as elsewhere.
 *
 * @param shipped files of other hosts that the project's site has: they are answered at their own addresses.
 */
function confine(shipped: ShippedFiles): void {
  const allowed = (address: string | URL): URL => {
    const url = new URL(address, globalThis.location.href);
    const plain = new URL(url);
    plain.hash = '';
    const file = shipped[plain.href];
    if (file !== undefined) {
      return new URL(`site/${encoded(file.file)}`, OWN);
    }
    if (url.origin !== OWN.origin && url.protocol !== 'data:' && url.protocol !== 'blob:') {
      throw new TypeError(`${NO_NETWORK}: ${url.href}`);
    }
    return url;
  };
  class ConfinedRequest extends PlainRequest {
    override open(
      method: string,
      address: string | URL,
      isAsync = true,
      user?: string | null,
      password?: string | null,
    ): void {
      super.open(method, allowed(address), isAsync, user, password);
    }
  }
  globalThis.fetch = async (input, init) =>
    input instanceof Request
      ? plainFetch(new Request(allowed(input.url), input), init)
      : plainFetch(allowed(input), init);
  Object.assign(globalThis, {
    XMLHttpRequest: ConfinedRequest,
    WebSocket: refusing('WebSocket'),
    EventSource: refusing('EventSource'),
  });
}

/** Runs one session of a test suite in a browser's worker. */
async function main(): Promise<void> {
  const job = parseSuiteJob(JSON.parse(text(request('GET', 'job'))));
  confine(job.shipped);
  const url = (relative: string): string => new URL(relative, new URL(job.site, OWN)).href;
  const read = (relative: string): Uint8Array => new Uint8Array(request('GET', url(relative)));
  // What its page waits for: from here on an error that nobody catches is the tests'.
  globalThis.postMessage('started');
  await runSession(job, { url, read, project }, channel);
}

await main();
