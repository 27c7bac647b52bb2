import assert from 'node:assert/strict';
import { test } from 'node:test';
import { amongWorkersGlobals, globalNameOf, globalOf } from '../src/worker-globals.ts';

test('what is imported meanwhile finds a worker around it, and afterwards all is as before', () => {
  const { process: before } = globalThis;
  const request = amongWorkersGlobals(() => {
    assert.equal(Reflect.get(globalThis, 'process'), undefined);
    return Reflect.get(globalThis, 'XMLHttpRequest');
  });
  assert.equal(globalThis.process, before);
  assert.equal('XMLHttpRequest' in globalThis, false);
  assert.equal(globalNameOf(request), 'XMLHttpRequest');
});

test("an object has its engine's name among the globals, and none where it is nobody's", () => {
  assert.equal(globalNameOf(Array), 'Array');
  assert.equal(globalNameOf({}), null);
  assert.equal(globalOf('Array'), Array);
});

test('what an engine has not says so as soon as it is used', () => {
  const missing = globalOf('OffscreenCanvas') as new () => unknown;
  assert.throws(() => new missing(), { name: 'ReferenceError', message: 'OffscreenCanvas is not defined' });
});
