/**
 * What a browser's worker has and Node.js has not, as far as Python modules ask for it when they are imported: the maker
 * of a snapshot has stand-ins, and each kernel that is restored its engine's own in their place.
 */
const WORKERS_OWN = [
  'FileReader',
  'FileReaderSync',
  'ImageBitmap',
  'ImageData',
  'OffscreenCanvas',
  'Worker',
  'XMLHttpRequest',
  'caches',
  'createImageBitmap',
  'indexedDB',
  'location',
  'requestAnimationFrame',
] as const;
/** What Node.js has and no worker. */
const NODES_OWN = ['process', 'global'] as const;

/** Let what is imported meanwhile find a browser's worker around it. */
export function amongWorkersGlobals<Result>(run: () => Result): Result {
  const before = new Map(
    [...WORKERS_OWN, ...NODES_OWN, 'self', 'WorkerGlobalScope'].map((name) => [
      name,
      Object.getOwnPropertyDescriptor(globalThis, name),
    ]),
  );
  for (const name of NODES_OWN) {
    Reflect.deleteProperty(globalThis, name);
  }
  for (const name of WORKERS_OWN) {
    define(name, standIn(name));
  }
  define('self', globalThis);
  define('WorkerGlobalScope', constructorStandIn());
  try {
    return run();
  } finally {
    for (const [name, descriptor] of before) {
      Reflect.deleteProperty(globalThis, name);
      if (descriptor !== undefined) {
        Object.defineProperty(globalThis, name, descriptor);
      }
    }
  }
}

/** The name that an object has among the globals; stand-ins have theirs. */
export function globalNameOf(object: object): string | null {
  const stood = [...standIns].find(([, known]) => known === object);
  return (
    stood?.[0] ?? Object.getOwnPropertyNames(globalThis).find((name) => valueOf(name) === object) ?? null
  );
}

/** What has a name among the globals of this engine; where it has none, what says so as soon as it is used. */
export function globalOf(name: string): unknown {
  return valueOf(name) ?? missing(name);
}

const standIns = new Map<string, object>();

function standIn(name: string): object {
  const known = standIns.get(name);
  if (known !== undefined) {
    return known;
  }
  // Python tells by an object's traits which kind of proxy it gets.
  const made = /^[A-Z]/.test(name)
    ? constructorStandIn()
    : name === 'location'
      ? new URL('https://site.invalid/')
      : {};
  standIns.set(name, made);
  return made;
}

function missing(name: string): object {
  const refuse = (): never => {
    throw new ReferenceError(`${name} is not defined`);
  };
  return new Proxy(constructorStandIn(), { apply: refuse, construct: refuse });
}

/** Something that can be called, and be made instances of. */
function constructorStandIn(): object {
  return function () {
    return undefined;
  };
}

function valueOf(name: string): unknown {
  try {
    return Reflect.get(globalThis, name);
  } catch {
    return undefined;
  }
}

function define(name: string, value: unknown): void {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}
