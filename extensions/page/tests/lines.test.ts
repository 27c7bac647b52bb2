import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge } from '../src/repl/lines.ts';

for (const code of [
  '1 + 1',
  'x = [1,\n     2]',
  'if x:\n    y\n',
  'if x:\n    y\n    ',
  "s = '''a\nb'''",
  "x = ':'  # why:",
  'a = "it\'s"',
  '%time x',
  '!ls',
  'x?',
  "'not ended",
  'a)',
  'x = 1\ny = 2',
  '%%time\nx\n',
  '@d\ndef f():\n    pass\n',
  'x["a:"]',
  "rb'\\\\'",
]) {
  test(`${JSON.stringify(code)} can be run`, () => {
    assert.equal(judge(code).goesOn, false);
  });
}

for (const [code, indent] of [
  ['if x:', '    '],
  ['if x:  # why', '    '],
  ['if x:\n    y', '    '],
  ['def f():\n    if x:', '        '],
  ['def f():\n    return 1', ''],
  ['for x in y:\n    for z in x:\n        break', '    '],
  ['x = [', '    '],
  ['x = [1,', ''],
  ['f(\n    a,', '    '],
  ["s = '''a", ''],
  ['s = """a\nb: [', ''],
  ['x = 1 + \\', ''],
  ['@decorator', ''],
  ['%%time', ''],
  ['%%time\nx', ''],
  ['x = {"a": 1,', ''],
  ['if (x and\n    y):', '    '],
] as const) {
  test(`${JSON.stringify(code)} goes on`, () => {
    assert.deepEqual(judge(code), { goesOn: true, indent });
  });
}
