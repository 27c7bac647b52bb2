import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Functions } from '../src/calls/functions.ts';

test('a function is kept as long as Python has it once', () => {
  const functions = new Functions();
  const double = (value: unknown): number => Number(value) * 2;
  const number = functions.keep(double);
  assert.equal(functions.keep(double), number);
  assert.notEqual(
    functions.keep(() => undefined),
    number,
  );
  assert.equal(functions.size, 2);
  functions.forget(number);
  assert.equal(functions.call(number, [21]), 42);
  functions.forget(number);
  assert.equal(functions.size, 1);
  assert.throws(() => functions.call(number, [21]), /does not have this function any more/);
  assert.equal(functions.keep(double), number);
});
