import { withFetchLayer } from './fetch-layers.ts';

/** What is heard of the files that a boot needs. */
export interface FetchListener {
  /** So many bytes more have come, as they are once decompressed. */
  received(bytes: number): void;
  /** A file cannot be had; the reason goes on where the address ends. */
  failed(url: string, reason: string): void;
}

/** What to do where a file of the site is not to be had. */
export const WHOLE_SITE = 'Look whether its host has the whole site.';
/** What browsers say of a module that could not be fetched: Chromium and Firefox, WebKit. */
const NO_MODULE = /dynamically imported module|Importing a module script failed/;

/** An error of a boot; of a module that could not be had, with what to do. */
export function toldOf(error: unknown): unknown {
  return error instanceof TypeError && NO_MODULE.test(error.message)
    ? new Error(`${error.message}. ${WHOLE_SITE}`)
    : error;
}

/**
 * Hear how the files of a boot come in while `boot` runs. Nothing is changed in how they come.
 *
 * @returns what `boot` returns.
 */
export async function watchFetches<Result>(
  listener: FetchListener,
  boot: () => Promise<Result>,
): Promise<Result> {
  let isOver = false;
  // What nobody has waited for may still come afterwards.
  const hears: FetchListener = {
    received: (bytes) => {
      if (!isOver) {
        listener.received(bytes);
      }
    },
    failed: (url, reason) => {
      if (!isOver) {
        listener.failed(url, reason);
      }
    },
  };
  const watched = async (): Promise<Result> => {
    try {
      return await boot();
    } finally {
      isOver = true;
    }
  };
  return await withFetchLayer(
    (next) =>
      async (...request) => {
        const url = addressOf(request[0]);
        try {
          const response = await next(...request);
          if (response.ok) {
            void countBytes(response.clone(), url, hears);
          } else {
            hears.failed(url, `could not be fetched: the site answered ${String(response.status)}`);
          }
          return response;
        } catch (error) {
          hears.failed(url, `could not be fetched: ${reasonOf(error)}`);
          throw error;
        }
      },
    watched,
  );
}

async function countBytes(response: Response, url: string, listener: FetchListener): Promise<void> {
  try {
    const reader = response.body?.getReader();
    for (let read = await reader?.read(); read?.value !== undefined; read = await reader?.read()) {
      listener.received(read.value.byteLength);
    }
  } catch (error) {
    listener.failed(url, `came in part only: ${reasonOf(error)}`);
  }
}

/** The URL of what is fetched. */
export function addressOf(request: Parameters<typeof fetch>[0]): string {
  return request instanceof Request ? request.url : String(request);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
