import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withUnsignedAddresses } from '../src/wasm-imports.ts';

const ABOVE = 2 ** 31 + 64;

test("addresses above 2 GiB reach Pyodide's functions as they are, and all else as it was", () => {
  const other = (pointer: number): number => pointer;
  const text = Object.assign((pointer: number, length: number) => [pointer, length], { sig: 'eii' });
  const { env } = withUnsignedAddresses({
    env: { _python2js_ascii: text, JsvBuffer_assignToPtr: (...values: unknown[]) => values, other },
  });
  // WebAssembly gives an address as a signed number.
  assert.deepEqual(env._python2js_ascii(ABOVE | 0, 70), [ABOVE, 70]);
  assert.deepEqual(env.JsvBuffer_assignToPtr('buffer', ABOVE | 0), ['buffer', ABOVE]);
  assert.deepEqual(env._python2js_ascii(64, 3), [64, 3]);
  assert.equal(env._python2js_ascii.sig, 'eii');
  assert.equal(env.other, other);
});
