/** 1980-01-01, in milliseconds. */
const DATE = 315_532_800_000;
const SEED = 0x9e3779b9;

/**
 * Let this process have no clock and no chance, so that equal inputs give equal files.
 *
 * Whatever of it is in the heap is drawn anew after each restore.
 */
export function fixSurroundings(): void {
  const RealDate = Date;
  const fixedDate = new Proxy(RealDate, {
    construct: (target, given: unknown[], newTarget) =>
      Reflect.construct(target, given.length === 0 ? [DATE] : given, newTarget) as Date,
    get: (target, name, receiver): unknown =>
      name === 'now' ? () => DATE : Reflect.get(target, name, receiver),
  });
  define(globalThis, 'Date', fixedDate);
  define(performance, 'now', () => 0);
  define(Math, 'random', () => 0.5);
  define(crypto, 'getRandomValues', fixedBytes());
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
