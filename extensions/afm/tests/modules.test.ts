import assert from 'node:assert/strict';
import { test } from 'node:test';
import { copiesOf, type CopyOf, styleWithCopies } from '../src/modules/copies.ts';
import { isBelowFolder, ModuleError, readGraph, resolveSibling } from '../src/modules/graph.ts';
import { linkGraph } from '../src/modules/link.ts';
import type { ModuleText } from '../src/modules/source.ts';
import { placeInTrace } from '../src/modules/trace.ts';

function source(text: string, files: Record<string, string> = {}, file = 'pkg/widget.js'): ModuleText {
  return {
    kind: 'text',
    text,
    file,
    readSibling: (path) => {
      const found = files[path];
      return found === undefined ? Promise.reject(new Error('no such file')) : Promise.resolve(found);
    },
  };
}

async function linked(module: ModuleText, copyOf: CopyOf = () => undefined): Promise<Map<string, string>> {
  const graph = await readGraph(module, new AbortController().signal);
  const texts = new Map<string, string>();
  const keep = (text: string): string => {
    const address = `blob:${texts.size + 1}`;
    texts.set(address, text);
    return address;
  };
  linkGraph(module, graph, keep, copyOf);
  return texts;
}

test('siblings are written by address where they are imported, and lines stay', async () => {
  const texts = await linked(
    source("\nimport a from './a.js';\nexport * from './a.js';\nimport 'https://host/x.js';", {
      'a.js': 'export default 1;',
    }),
  );
  assert.equal(
    texts.get('blob:2'),
    "\nimport a from 'blob:1';\nexport * from 'blob:1';\nimport 'https://host/x.js';\n//# sourceURL=pkg/widget.js",
  );
  assert.equal(texts.get('blob:1'), 'export default 1;\n//# sourceURL=pkg/a.js');
});

test("another host's module is imported from where the page has a copy of it", async () => {
  const copyOf = copiesOf({ 'https://host/x.js': 'static/x.js' }, 'https://site/repo/');
  const texts = await linked(source("import 'https://host/x.js';\nimport 'https://host/y.js';"), copyOf);
  assert.match(
    texts.get('blob:1') ?? '',
    /^import 'https:\/\/site\/repo\/static\/x\.js';\nimport 'https:\/\/host\/y\.js';\n/,
  );
});

test('a style names the copies of what it uses, and what only looks like an address stays', () => {
  const copyOf = copiesOf({ 'https://host/a.css': 'a.css', 'https://host/f.woff2': 'f' }, 'https://site/');
  assert.equal(
    styleWithCopies(
      '@import "https://host/a.css"; /* url(https://host/f.woff2) */ i { src: url(https://host/f.woff2) }',
      copyOf,
    ),
    '@import "https://site/a.css"; /* url(https://host/f.woff2) */ i { src: url(https://site/f) }',
  );
});

test('the name of a namespace is no file, and what follows it is found', () => {
  const copyOf = copiesOf({ 'http://host/svg': 'svg', 'http://host/f.woff2': 'f' }, 'https://site/');
  for (const name of ['url(http://host/svg)', 'svg url("http://host/svg")', "'http://host/svg;a'"]) {
    assert.equal(
      styleWithCopies(`@namespace ${name}; i { src: url(http://host/f.woff2) }`, copyOf),
      `@namespace ${name}; i { src: url(https://site/f) }`,
    );
  }
});

test('a file whose name has spaces keeps its name in traces', async () => {
  const texts = await linked(source('1', {}, 'my pkg/wid get.js'));
  assert.match(texts.get('blob:1') ?? '', /sourceURL=my%20pkg\/wid%20get\.js$/);
});

test('imports lead below the folder and back, and never out of it', () => {
  const module = source('');
  assert.equal(resolveSibling(module, 'widget.js', './lib/b.js'), 'lib/b.js');
  assert.equal(resolveSibling(module, 'lib/b.js', '../a%20b.js?x#y'), 'a b.js');
  const outside = ['../up.js', './lib/../../up.js', './%2e%2e/up.js'];
  const disguised = ['./..%2f..%2fup.js', './lib%2F..%2f%2e%2E/up.js', './..%5cup.js', './..\\up.js'];
  for (const specifier of [...outside, ...disguised, './lib//b.js', './lib/', './%zz.js']) {
    assert.throws(() => resolveSibling(module, 'widget.js', specifier), ModuleError, specifier);
  }
});

test('a path of the site stays below its folder, whoever decodes it', () => {
  for (const path of ['counter.js', 'my pkg/100%.js', 'a..b/.hidden', 'lib%2fb.js']) {
    assert.ok(isBelowFolder(path), path);
  }
  for (const path of [
    '../up.js',
    'a/%2e%2E/up.js',
    'a/..%2Fup.js',
    '..%5cup.js',
    '/root.js',
    'a//b.js',
    '',
  ]) {
    assert.ok(!isBelowFolder(path), path);
  }
});

test('a missing file is told with the one that imports it', async () => {
  await assert.rejects(
    linked(source("import './a.js';", { 'a.js': "import './lib/gone.js';" })),
    /pkg\/a\.js imports 'lib\/gone\.js', which could not be read: no such file/,
  );
});

test('text alone has no siblings, and the message says what to do', async () => {
  const alone: ModuleText = { kind: 'text', text: "import './a.js';", file: 'Cell.js' };
  await assert.rejects(linked(alone), /Bundle the widget's files into one/);
});

test('the innermost place in a trace is the one that is told', () => {
  const error = new Error('x');
  error.stack = 'Error: x\n at f (pkg/lib/a.js:3:4)\n at g (pkg/widget.js:1:2)\n at blob:1:1:1';
  assert.equal(placeInTrace(error, ['pkg/widget.js', 'pkg/lib/a.js']), 'pkg/lib/a.js:3:4');
  error.stack = 'f@pkg/widget.js:7:8\ng@page.js:1:1';
  assert.equal(placeInTrace(error, ['pkg/widget.js']), 'pkg/widget.js:7:8');
  assert.equal(placeInTrace('text', ['pkg/widget.js']), null);
});
