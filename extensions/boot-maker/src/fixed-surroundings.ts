/** 1980-01-01, in milliseconds. */
const DATE = 315_532_800_000;
const SEED = 0x9e3779b9;

const RealDate = Date;

/**
 * Let no two looks at this process's clock be equally far apart.
 *
 * An engine's memory keeps times, and one that is nearly always 0: how long the first look at the clock took, in whole
 * milliseconds. Here nothing of that can be alike in two starts by chance.
 */
export function letClockLeap(): void {
  let time = 0;
  let step = 0;
  setClock(() => {
    step += 1;
    time += step;
    return time;
  });
}

/**
 * Let this process have no clock and no chance, so that equal inputs give equal files.
 *
 * Whatever of it is in the heap is drawn anew after each restore.
 */
export function fixSurroundings(): void {
  setClock(() => 0);
  define(Math, 'random', () => 0.5);
  define(crypto, 'getRandomValues', fixedBytes());
}

/** @param elapsed how much of this process's time is over, in milliseconds. */
function setClock(elapsed: () => number): void {
  const now = (): number => DATE + elapsed();
  const set = new Proxy(RealDate, {
    construct: (target, given: unknown[], newTarget) =>
      Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget) as Date,
    get: (target, name, receiver): unknown => (name === 'now' ? now : Reflect.get(target, name, receiver)),
  });
  define(globalThis, 'Date', set);
  define(performance, 'now', elapsed);
}

/** Xorshift: https://en.wikipedia.org/wiki/Xorshift. Equal in every process, and that is all it has to be. */
function fixedBytes(): <View extends ArrayBufferView>(view: View) => View {
  let state = SEED;
  return (view) => {
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    for (let index = 0; index < bytes.length; index += 1) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      bytes[index] = state;
    }
    return view;
  };
}

function define(owner: object, name: string, value: unknown): void {
  Object.defineProperty(owner, name, { value, configurable: true, writable: true });
}
