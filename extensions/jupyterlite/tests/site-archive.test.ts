import { deepEqual, equal, rejects } from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { registerHooks } from 'node:module';
import { test, type TestContext } from 'node:test';
import { PageConfig } from '@jupyterlab/coreutils';
import { wholeDigest } from '@lite-build/messages/digests';
import { unzipSync } from 'fflate';

// Node.js cannot import the whole of it. This is the part that knows kinds of files.
registerHooks({
  resolve: (specifier, context, nextResolve) =>
    nextResolve(
      specifier === '@jupyterlite/services' ? '@jupyterlite/services/lib/contents/tokens.js' : specifier,
      context,
    ),
});
const { siteArchive } = await import('../src/sharing/site-archive.ts');
const { siteList } = await import('../src/sharing/site-files.ts');

const VERSION = 'aaaaaaaaaaaaaaaa';
const { signal } = new AbortController();

/** The files of a host, by names. */
type Host = Map<string, string>;

/** A host that serves a site: what is changed in the map is served from then on. */
async function served(context: TestContext, onRequest: (name: string, host: Host) => void): Promise<Host> {
  const page = `<html data-version="${VERSION}">`;
  const digest = (await wholeDigest(new TextEncoder().encode(page)))?.slice(0, 24);
  const list = { version: VERSION, files: { 'index.html': { digest, size: page.length } } };
  const host: Host = new Map([
    ['index.html', page],
    ['offline-files.json', JSON.stringify(list)],
    ['site-version.json', JSON.stringify({ siteVersion: VERSION })],
    ['service-worker.js', 'self;'],
  ]);
  const server = createServer(({ url = '' }, response) => {
    const name = url.slice(1);
    onRequest(name, host);
    const content = host.get(name);
    response.writeHead(content === undefined ? 404 : 200).end(content);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  PageConfig.setOption('baseUrl', `http://127.0.0.1:${port}/`);
  PageConfig.setOption('offline', 'visited');
  return host;
}

async function archive(): Promise<Record<string, string>> {
  const list = await siteList(signal);
  if (list === null) {
    throw new Error('The site has no list.');
  }
  const made = await siteArchive(list, [], () => undefined, signal);
  const files = Object.entries(unzipSync(new Uint8Array(await made.arrayBuffer())));
  return Object.fromEntries(files.map(([name, content]) => [name, new TextDecoder().decode(content)]));
}

test('an archive has the files of the site, and those that its list has not', async (context) => {
  const host = await served(context, () => undefined);
  const files = await archive();
  deepEqual(new Set(Object.keys(files)), new Set(host.keys()));
  for (const [name, content] of host) {
    equal(files[name], content);
  }
});

test('no archive is made of a site whose version is another than that of its list', async (context) => {
  const host = await served(context, () => undefined);
  host.set('site-version.json', JSON.stringify({ siteVersion: 'bbbbbbbbbbbbbbbb' }));
  await rejects(archive(), /site-version\.json is of another version of this site/);
});

test('no archive is made of a site that has changed while its files were fetched', async (context) => {
  await served(context, (name, host) => {
    if (name === 'index.html') {
      const list = host.get('offline-files.json') ?? '';
      host.set('offline-files.json', list.replace(VERSION, 'bbbbbbbbbbbbbbbb'));
    }
  });
  await rejects(archive(), /has got another version meanwhile/);
});

test('a list that is not to be had, or is none, is told in words', async (context) => {
  const host = await served(context, () => undefined);
  host.set('offline-files.json', '<html>Log in</html>');
  await rejects(siteList(signal), /gives something else by the name offline-files\.json/);
  host.set('offline-files.json', 'null');
  await rejects(siteList(signal), /gives something else/);
  host.delete('offline-files.json');
  await rejects(siteList(signal), /offline-files\.json could not be fetched: the host answered 404/);
});

test('a host that says nothing is not waited for without an end', async (context) => {
  const silent = createServer(() => {
    // The question is here by now.
    context.mock.timers.tick(30_000);
  }).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  context.after(() => {
    silent.closeAllConnections();
    silent.close();
  });
  PageConfig.setOption('baseUrl', `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`);
  PageConfig.setOption('offline', 'visited');
  context.mock.timers.enable({ apis: ['setTimeout'] });
  await rejects(siteList(signal), /The host has not given offline-files\.json within 30 seconds/);
});
