import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configuredFiles } from '../src/scripts/config/configured-files.ts';
import { jsonMistake } from '../src/scripts/config/json-mistake.ts';
import { readConfig } from '../src/scripts/config/page-config.ts';
import { readEnvironment } from '../src/scripts/config/page-environment.ts';
import { ConfigMistake, parseConfig } from '../src/scripts/config/parse-config.ts';

const BASE = 'https://host/folder/page.html';

function filesOf(files: Record<string, unknown>): { found: string[][]; mistakes: string[] } {
  const mistakes: string[] = [];
  const found = configuredFiles(files, BASE, (mistake) => mistakes.push(mistake));
  return { found: found.map(({ url, path, archive }) => [url, path, archive ?? 'file']), mistakes };
}

for (const [text, at] of [
  ['{"a": [1, 2.5e3, true, null, "x\\u00e9\\n"], "b": {}}', null],
  ['[]', null],
  ['{"a": [1,]}', 9],
  ['{"a": 1,}', 8],
  ["{'a': 1}", 1],
  ['{"a" 1}', 5],
  ['{"a": 1', 7],
  ['{"a": "b\nc"}', 6],
  ['{"a": 1]', 7],
  ['{"a": 1} x', 9],
  ['{"a": 01}', 7],
] as const) {
  test(`JSON is read as far as it goes: ${JSON.stringify(text)}`, () => {
    const parses = ((): boolean => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    })();
    assert.equal(jsonMistake(text), at);
    assert.equal(parses, at === null);
  });
}

test('a configuration is JSON or TOML, and nothing where it is empty', async () => {
  assert.deepEqual(await parseConfig(' {"packages": ["a"]}'), { packages: ['a'] });
  assert.deepEqual({ ...(await parseConfig('packages = ["a"]')) }, { packages: ['a'] });
  const tables = await parseConfig('[[fetch]]\nfiles = ["a.py"]');
  assert.equal(JSON.stringify(tables), '{"fetch":[{"files":["a.py"]}]}');
  assert.deepEqual(await parseConfig(' \n'), {});
});

for (const [text, line, column] of [
  ['{"a": 1,\n "b": }', 2, 7],
  ['a = 1\nb = \n', 2, 5],
] as const) {
  test(`the line and the column of a mistake are told: ${JSON.stringify(text)}`, async () => {
    await assert.rejects(parseConfig(text), (error: unknown) => {
      assert.ok(error instanceof ConfigMistake);
      assert.deepEqual([error.line, error.column], [line, column]);
      return true;
    });
  });
}

test('files have their paths, by variables, and archives are unpacked', () => {
  const { found, mistakes } = filesOf({
    '{HOST}': 'https://other',
    '{DATA}': '{HOST}/data',
    '{DATA}/a%20b.csv': '',
    './c.csv': 'd/',
    'e.csv': './f/g.csv',
    'h.tar.gz': './i/*',
    '/j.zip': '*',
  });
  assert.deepEqual(found, [
    ['https://other/data/a%20b.csv', 'a b.csv', 'file'],
    ['https://host/folder/c.csv', 'd/c.csv', 'file'],
    ['https://host/folder/e.csv', './f/g.csv', 'file'],
    ['https://host/folder/h.tar.gz', './i/', 'gztar'],
    ['https://host/j.zip', './', 'zip'],
  ]);
  assert.deepEqual(mistakes, []);
});

test('files that cannot be are told of, each by its address', () => {
  const { found, mistakes } = filesOf({ 'a.csv': 1, 'b/': '', 'c.csv': './*', 'https://': 'd' });
  assert.deepEqual(found, []);
  assert.equal(mistakes.length, 4);
  assert.match(mistakes.join(' '), /a\.csv.* b\/, which is a folder.* c\.csv .*no archive.* https:\/\//);
});

test('forms of earlier years say the same', () => {
  const { files } = readConfig(
    { paths: ['/a.py'], fetch: [{ from: 'lib/', files: ['b.py'], to_folder: 'c' }, { files: ['d.py'] }] },
    BASE,
  );
  assert.deepEqual(
    files.map(({ url, path }) => [url, path]),
    [
      ['https://host/a.py', 'a.py'],
      ['https://host/folder/lib/b.py', 'c/b.py'],
      ['https://host/folder/d.py', './d.py'],
    ],
  );
  const mistakes: string[] = [];
  const environment = readEnvironment(
    '\n - numpy\n - paths:\n   - /a.py\n   - b.py\n - "scipy>1"\n oops',
    (words) => mistakes.push(words),
  );
  assert.deepEqual(environment, { packages: ['numpy', 'scipy>1'], paths: ['/a.py', 'b.py'] });
  assert.deepEqual(mistakes, ['<py-env> has a line that is no item of a list: oops. Write "- package".']);
});

test('a mistyped word is told of, and a word of the page alone is not', () => {
  const { mistakes, showsErrors } = readConfig({ pakages: [], birds: 1, plugins: ['!error'] }, BASE);
  assert.deepEqual(mistakes, ['There is no pakages. Write packages.']);
  assert.equal(showsErrors, false);
});

test('wheels are named by their addresses, modules by names', () => {
  const { modules, packages, mistakes } = readConfig(
    { packages: ['a>=1', './b.whl'], js_modules: { main: { './c.js': 'c', './d.js': '' }, elsewhere: {} } },
    BASE,
  );
  assert.deepEqual(packages, ['a>=1', 'https://host/folder/b.whl']);
  assert.deepEqual(modules, [{ url: 'https://host/folder/c.js', name: 'c' }]);
  assert.equal(mistakes.length, 2);
});
