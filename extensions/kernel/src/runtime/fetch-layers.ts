type Fetch = typeof globalThis.fetch;
/** Puts something before a way to fetch. */
type Layer = (next: Fetch) => Fetch;

const { fetch: bare } = globalThis;
const layers: Layer[] = [];
let current: Fetch = bare;
/** The same function whatever layers there are: Python's modules keep the one that they have imported. */
const layered: Fetch = (...request) => current(...request);

/**
 * Have all that fetches go through a layer while `run` runs, whatever others come and go meanwhile.
 *
 * @returns what `run` returns.
 */
export async function withFetchLayer<Result>(layer: Layer, run: () => Promise<Result>): Promise<Result> {
  layers.push(layer);
  install();
  try {
    return await run();
  } finally {
    layers.splice(layers.indexOf(layer), 1);
    install();
  }
}

/** Have all that fetches go through a layer from now on, beneath those that come and go. */
export function keepFetchLayer(layer: Layer): void {
  layers.unshift(layer);
  install();
}

function install(): void {
  current = layers.reduce((next, layer) => layer(next), bare);
  globalThis.fetch = layers.length === 0 ? bare : layered;
}
