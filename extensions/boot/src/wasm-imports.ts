/** What WebAssembly is given to call, by module and name. */
export type WasmImports = Record<string, Record<string, unknown>>;

type Import = (...values: unknown[]) => unknown;

/**
 * Pyodide's functions that take an address as WebAssembly passes it, signed, and the position of the address among
 * their parameters. From 2 GiB up it is a negative number there, which is another place, or none.
 */
const ADDRESSES: Readonly<Record<string, number>> = {
  _python2js_ascii: 0,
  JsvBuffer_assignToPtr: 1,
  JsvBuffer_assignFromPtr: 1,
};

/**
 * Have what Pyodide reads and writes at an address be right in memory above 2 GiB as well, where 64 letters and more
 * would arrive in JavaScript as NULs. Packages with WebAssembly of their own are given the same functions.
 *
 * @returns the imports, changed.
 */
export function withUnsignedAddresses<Imports extends object>(imports: Imports): Imports {
  const { env } = imports as { env?: Record<string, unknown> };
  for (const [name, position] of Object.entries(ADDRESSES)) {
    const given = env?.[name];
    if (env !== undefined && typeof given === 'function') {
      const call = given as Import;
      const corrected: Import = (...values) =>
        call(...values.with(position, (values[position] as number) >>> 0));
      // Emscripten keeps a signature beside each.
      env[name] = Object.assign(corrected, given);
    }
  }
  return imports;
}
