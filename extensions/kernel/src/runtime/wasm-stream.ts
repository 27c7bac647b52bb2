import { withUnsignedAddresses } from '@lite-build/boot/wasm-imports';

const WASM = 'application/wasm';

/**
 * Fetch and compile WebAssembly, whatever type a host says that it is of.
 *
 * @throws Error if it cannot be had, or compiled.
 */
export async function compileWasm(url: string): Promise<WebAssembly.Module> {
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(`${url} could not be fetched: the site answered ${response.status}`);
  }
  return response.headers.get('Content-Type') === WASM
    ? await WebAssembly.compileStreaming(response)
    : await WebAssembly.compile(await response.arrayBuffer());
}

/**
 * Have WebAssembly that cannot be used reported while `start` runs: Pyodide only logs it, and then waits for ever.
 *
 * Files that a host sends under another type than WebAssembly's are compiled all the same, once they are whole.
 *
 * @returns what `start` returns.
 * @throws Error if the WebAssembly cannot be compiled.
 */
export async function reportUnusableWasm<Result>(start: () => Promise<Result>): Promise<Result> {
  const { instantiateStreaming } = WebAssembly;
  const unusable = Promise.withResolvers<never>();
  WebAssembly.instantiateStreaming = (source, imports = {}) => {
    const instantiated = instantiate(source, withUnsignedAddresses(imports));
    instantiated.catch(unusable.reject);
    return instantiated;
  };
  const instantiate: typeof instantiateStreaming = async (source, imports) => {
    const response = await source;
    return response.headers.get('Content-Type') === WASM
      ? await instantiateStreaming(response, imports)
      : await WebAssembly.instantiate(await response.arrayBuffer(), imports);
  };
  try {
    return await Promise.race([start(), unusable.promise]);
  } finally {
    WebAssembly.instantiateStreaming = instantiateStreaming;
  }
}
