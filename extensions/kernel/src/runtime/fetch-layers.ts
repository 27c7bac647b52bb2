type Fetch = typeof globalThis.fetch;
/** Puts something before a way to fetch. */
type Layer = (next: Fetch) => Fetch;

let { fetch: bare } = globalThis;
const layers: Layer[] = [];
let current: Fetch = bare;
/** The same function whatever layers there are: Python's modules keep the one that they have imported. */
const layered: Fetch = (...request) => current(...request);
/** Whether `layered` is called where something is fetched: by others' wrappers too, which a page may put around it. */
let isInPlace = false;

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
  if (layers.length > 0 && !isInPlace) {
    bare = globalThis.fetch;
    globalThis.fetch = layered;
    isInPlace = true;
  }
  current = layers.reduce((next, layer) => layer(next), bare);
  // Where somebody has wrapped it meanwhile, the wrapper stays.
  if (layers.length === 0 && globalThis.fetch === layered) {
    globalThis.fetch = bare;
    isInPlace = false;
  }
}
