import dgram from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import { NO_NETWORK, refusing } from './refusals';
import { type SiteOrigin, WorkerRequest } from './site-origin';
import { xmlHttpRequestOf } from './xml-http-request';

// What Node.js has, no worker of a browser has, and Node.js's own `Response` can do without.
const NODE_GLOBALS = ['process', 'global'];

/**
 * Make this process look like the Web Worker that the kernel runs in, to Pyodide and to the cells: the same
 * globals decide which code they run, and Node.js's own, its file system above all, are out of reach.
 *
 * Files are kept by Node.js's `--permission`. Its version 24 has no such thing for the network, so the ways out
 * are closed here: those that a worker has, and beneath them what every socket of Node.js goes through.
 */
export function confineToWorker(origin: SiteOrigin, workerScript: string): void {
  const isGlobal = (value: unknown): boolean => value === globalThis;
  const WorkerGlobalScope = Object.defineProperty(() => undefined, Symbol.hasInstance, { value: isGlobal });
  for (const name of NODE_GLOBALS) {
    Reflect.deleteProperty(globalThis, name);
  }
  closeSockets();
  origin.serveImports();
  define({
    WorkerGlobalScope,
    self: globalThis,
    location: new URL(workerScript),
    fetch: origin.fetch,
    Request: WorkerRequest,
    XMLHttpRequest: xmlHttpRequestOf(origin),
    WebSocket: refusing('WebSocket'),
    EventSource: refusing('EventSource'),
  });
}

function define(values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
}

function closeSockets(): void {
  const refuse = (): never => {
    throw new TypeError(NO_NETWORK);
  };
  const ways: readonly (readonly [object, readonly string[]])[] = [
    [net.Socket.prototype, ['connect']],
    [net.Server.prototype, ['listen']],
    [dgram.Socket.prototype, ['bind', 'connect', 'send']],
    [dns, ['lookup', 'lookupService', ...Object.keys(dns).filter((name) => name.startsWith('resolve'))]],
    [dns.promises, Object.keys(dns.promises).filter((name) => /^(lookup|resolve|reverse)/.test(name))],
  ];
  for (const [owner, names] of ways) {
    for (const name of names) {
      Object.defineProperty(owner, name, { value: refuse, configurable: false, writable: false });
    }
  }
  syncBuiltinESMExports();
}
