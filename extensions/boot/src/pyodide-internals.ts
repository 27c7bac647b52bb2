/**
 * All that we use of Pyodide that it marks as private: what its snapshots consist of, and what lies beneath them.
 *
 * Read in Pyodide 314.0 (src/js/snapshot.ts, src/js/pyodide.ts, src/js/emscripten-settings.ts); which versions it
 * was tested with is in `lite_build/boot/tested.py`.
 */
import { applyHeap, type HeapImage, heapDifference } from './snapshot/heap.ts';
import { type MemoryFileSystem, showLater } from './files/lazy-files.ts';
import type { CodeRunner } from './own-code.ts';
import { withUnsignedAddresses } from './wasm-imports.ts';
import { globalNameOf, globalOf } from './worker-globals.ts';

/** What of Pyodide's public interface is used here. */
export interface Pyodide extends CodeRunner {
  readonly FS: MemoryFileSystem & {
    readFile(path: string): Uint8Array;
    readdir(path: string): string[];
    stat(path: string): { mode: number };
    isDir(mode: number): boolean;
  };
  runPython(code: string, options?: Parameters<CodeRunner['runPython']>[1]): unknown;
  runPythonAsync(code: string): Promise<unknown>;
  loadPackage(names: string[]): Promise<unknown>;
  /** Have Python import an object by a name. */
  registerJsModule(name: string, module: object): void;
  /** Where each package that was loaded is from, by normalized name. */
  readonly loadedPackages: Record<string, string>;
}

/** The core's two modules, imported. */
export interface PyodideCore {
  /** The folder they are in: a URL, or a path under Node.js. Ends with a slash. */
  readonly indexUrl: string;
  readonly loadPyodide: (options: Readonly<Record<string, unknown>>) => Promise<unknown>;
  /** The default export of `pyodide.asm.mjs`. */
  readonly createPyodideModule: (settings: Record<string, unknown>) => Promise<unknown>;
}

/**
 * Import the core's two modules.
 *
 * @param url of `pyodide.mjs`; the rest of the core lies beside it.
 */
export async function importCore(url: string): Promise<PyodideCore> {
  const [{ loadPyodide }, { default: createPyodideModule }] = await Promise.all([
    import(url) as Promise<Pick<PyodideCore, 'loadPyodide'>>,
    import(new URL('pyodide.asm.mjs', url).href) as Promise<{ default: PyodideCore['createPyodideModule'] }>,
  ]);
  return { indexUrl: new URL('.', url).href, loadPyodide, createPyodideModule };
}

/** Emscripten's module, as far as it is used here. Names with underscores are C's. */
interface EmscriptenModule {
  readonly FS: Pyodide['FS'];
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  readonly HEAP32: Int32Array;
  readonly HEAPU32: Uint32Array;
  readonly API: {
    readonly config: { readonly BUILD_ID: string };
    readonly public_api: object;
    readonly sitepackages: string;
    readonly packageManager: { readonly loadedPackages: Record<string, string> };
    /** Is called with what Python cannot go on from, marks it, and throws it. */
    fatal_error: (error: unknown) => unknown;
    restoreSnapshot: (snapshot: Uint8Array) => unknown;
    setPyProxyToStringMethod: (isOn: boolean) => void;
    setCompatNullToNone: (isOn: boolean) => void;
    setCompatToJsLiteralMap: (isOn: boolean) => void;
    /** The JavaScript objects that Python refers to from its first moment on. */
    getExpectedKeys: () => unknown[];
  };
  growMemory(size: number): void;
  readonly __PyRuntime: number;
  readonly __PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET: number;
  readonly _timezone: number;
  readonly _daylight: number;
  readonly _tzname: number;
  __tzset_js(timezone: number, daylight: number, standardName: number, summerName: number): void;
  _emscripten_stack_get_end(): number;
  _emscripten_stack_get_current(): number;
  _sbrk(bytes: number): number;
  _malloc(size: number): number;
  _free(address: number): void;
  _malloc_footprint(): number;
  _malloc_set_footprint_limit(limit: number): number;
}

/** What Pyodide can do where it was started with `_makeSnapshot`. */
interface SnapshotMaker {
  makeMemorySnapshot(options: { serializer: (object: object) => Reference }): Uint8Array<ArrayBuffer>;
}

/** A runtime whose heap can be told. */
interface SnapshotSource {
  readonly pyodide: Pyodide;
  readonly module: EmscriptenModule;
}

/** How a JavaScript object is told: as the owner and the name of the property that holds it. */
type Reference = readonly [owner: 'public' | 'private' | 'global', name: string];
/** The owner itself. */
const ITSELF = '';

// `_loadSnapshot` looks at nothing but the length before the heap is restored, which is done here.
const NO_SNAPSHOT = new Uint8Array(0);
/** What `loadPyodide` sets by its options `pyproxyToStringRepr`, `convertNullToNone` and `toJsLiteralMap`. */
const SWITCHES = ['setPyProxyToStringMethod', 'setCompatNullToNone', 'setCompatToJsLiteralMap'] as const;
const WORD = 4;
const NO_LIMIT = -1;
const LIBRARY_FOLDER = '/lib';
const SNAPSHOT_HEADER = 48;
/** From 4 MiB down: each size takes what is left between the blocks that the larger one found. */
const BLOCK_SIZES = Array.from({ length: 20 }, (_, step) => 2 ** (22 - step)).filter((size) => size >= 8);
/**
 * What each start is told, whoever starts it: C keeps a copy, and so the memory begins alike. The name is the one that
 * Emscripten gives a program in a worker; the reader's language comes after the restore.
 */
const PROGRAM = './this.program';
const ENVIRONMENT = { HOME: '/home/pyodide', LANG: 'en_US.UTF-8', PYTHONHASHSEED: '0' };

/** Read the memory of a runtime that was just instantiated, up to where its stack begins. */
export async function readStart(core: PyodideCore): Promise<Uint8Array<ArrayBuffer>> {
  const read = Promise.withResolvers<Uint8Array<ArrayBuffer>>();
  const enough = new Error('the memory has been read');
  await core
    .loadPyodide({
      indexURL: core.indexUrl,
      env: { ...ENVIRONMENT },
      _loadSnapshot: NO_SNAPSHOT,
      createPyodideModule: async (settings: Record<string, unknown>) => {
        const module = await instantiate(core, settings);
        read.resolve(module.HEAPU8.slice(0, baseLength(module)));
        throw enough;
      },
    })
    .catch((error: unknown) => {
      if (error !== enough) {
        read.reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
  return read.promise;
}

/** Start a runtime whose heap will be told. */
export async function startSnapshotSource(
  core: PyodideCore,
  options: Readonly<Record<string, unknown>>,
): Promise<SnapshotSource> {
  let module: EmscriptenModule | undefined;
  const pyodide = await core.loadPyodide({
    ...options,
    indexURL: core.indexUrl,
    env: { ...ENVIRONMENT },
    _makeSnapshot: true,
    createPyodideModule: async (settings: Record<string, unknown>) => {
      module = await instantiate(core, settings);
      return module;
    },
  });
  if (module === undefined) {
    throw new Error('Pyodide does not ask for its module any more');
  }
  return { pyodide: pyodide as Pyodide, module };
}

/**
 * Tell a runtime's heap.
 *
 * @param starts from `readStart`, of the same core.
 */
export function readHeap(
  { pyodide, module }: SnapshotSource,
  starts: Parameters<typeof heapDifference>[1],
): HeapImage {
  clearFreeMemory(module);
  const api = module.API;
  const snapshot = (pyodide as unknown as SnapshotMaker).makeMemorySnapshot({
    serializer: (object) => nameReference(api, object),
  });
  const [, heapOffset = 0, jsonLength = 0] = new Uint32Array(snapshot.buffer, 0, 3);
  const json = new TextDecoder().decode(snapshot.subarray(SNAPSHOT_HEADER, SNAPSHOT_HEADER + jsonLength));
  return {
    buildId: api.config.BUILD_ID,
    references: JSON.parse(json),
    ...heapDifference(snapshot.subarray(heapOffset), starts, [trampolineAddress(module)]),
  };
}

/** What a start from a heap needs besides the heap. */
export interface StartOptions {
  /** Handed on to `loadPyodide`. */
  readonly options: Readonly<Record<string, unknown>>;
  /** What counts as loaded: where it is from, by normalized name. */
  readonly loaded: Readonly<Record<string, string>>;
  /** Shows the files that were there when the snapshot was made. */
  readonly mount: (fileSystem: MemoryFileSystem, sitePackages: string) => Promise<void>;
  /** Python's own library, where Pyodide is kept from fetching it: its size in bytes, and what reads it. */
  readonly standardLibrary: { readonly size: number; readonly read: () => Uint8Array } | null;
  /** The compiled WebAssembly module, where it is not left to Pyodide, which keeps it to itself. */
  readonly compiled: Promise<WebAssembly.Module> | undefined;
}

/**
 * Start a runtime that goes on from a heap. It compiles while the heap and the files are still coming.
 *
 * @throws Error where the heap is of another build, or of an engine whose memory starts differently.
 */
export async function startFromHeap(
  core: PyodideCore,
  image: Promise<HeapImage>,
  { options, loaded, mount, standardLibrary, compiled }: StartOptions,
): Promise<Pyodide> {
  // Pyodide drops what its hooks throw, and starts without what they were to do, or waits for ever.
  const broken = Promise.withResolvers<never>();
  let restoring: EmscriptenModule | undefined;
  const start = core.loadPyodide({
    ...options,
    indexURL: core.indexUrl,
    env: { ...ENVIRONMENT },
    _loadSnapshot: NO_SNAPSHOT,
    fsInit: async (fileSystem: MemoryFileSystem, { sitePackages }: { sitePackages: string }) => {
      await mount(fileSystem, sitePackages).catch(broken.reject);
    },
    createPyodideModule: async (settings: Record<string, unknown>) => {
      const instantiateBy =
        compiled === undefined
          ? (settings.instantiateWasm as InstantiateWasm)
          : instantiating(compiled, broken.reject);
      const instantiateWasm: InstantiateWasm = (imports, receive) =>
        instantiateBy(withUnsignedAddresses(imports), receive);
      const [module, heap] = await Promise.all([instantiate(core, { ...settings, instantiateWasm }), image]);
      giveLoadedPackages(module.API);
      const applySwitches = holdSwitches(module.API);
      module.API.restoreSnapshot = () => {
        // By now all files are in place.
        if (standardLibrary !== null) {
          const { size, read } = standardLibrary;
          showLater(module.FS, pathOfLibrary(module.FS), size, read);
        }
        restoreHeap(module, heap);
        applySwitches();
        setTimeZone(module);
        return heap.references;
      };
      restoring = module;
      return module;
    },
    _snapshotDeserializer: (reference: Reference) => findReference(restoring?.API, reference),
  });
  const pyodide = (await Promise.race([start, broken.promise])) as Pyodide;
  // Pyodide would list what it finds installed, by names as their authors write them; it looks for normalized ones.
  Object.assign((pyodide as unknown as EmscriptenModule['API']['packageManager']).loadedPackages, loaded);
  return pyodide;
}

/** Where packages are installed. To ask Python takes longer than all that is done there. */
export function sitePackagesOf(pyodide: object): string {
  return (pyodide as { _api: EmscriptenModule['API'] })._api.sitepackages;
}

/** Python's memory as it is now: another object after it has grown. */
export function memoryOf(pyodide: object): Uint8Array {
  return (pyodide as { _module: EmscriptenModule })._module.HEAPU8;
}

/** Tell of what Python cannot go on from, once: all that is asked of it afterwards fails, or is never answered. */
export function listenForTheEnd(pyodide: Pyodide, tell: (error: Error) => void): void {
  const api = (pyodide as unknown as { _api: EmscriptenModule['API'] })._api;
  const { fatal_error: end } = api;
  // Its own `on_fatal` comes after Python's stack is shown, which an error may have made impossible.
  api.fatal_error = (error) => {
    try {
      return end(error);
    } catch (thrown) {
      if (thrown instanceof Error && 'pyodide_fatal_error' in thrown) {
        tell(thrown);
      }
      throw thrown;
    }
  };
}

/**
 * Hold back the options that Pyodide writes into C's memory as soon as there is one: the heap would overwrite them.
 *
 * @returns what applies them.
 */
function holdSwitches(api: EmscriptenModule['API']): () => void {
  const held: (() => void)[] = [];
  for (const name of SWITCHES) {
    const set = api[name];
    api[name] = (isOn) => {
      held.push(() => {
        set(isOn);
      });
    };
  }
  return () => {
    for (const apply of held) {
      apply();
    }
  };
}

/**
 * Let Python's `loadedPackages` be the package manager's: after a restore it would be an empty object of its own, and
 * the kernel would fetch at the first import what it has.
 */
function giveLoadedPackages(api: EmscriptenModule['API']): void {
  const { getExpectedKeys } = api;
  const isStandIn = (key: unknown): boolean =>
    typeof key === 'object' &&
    key !== null &&
    Object.getPrototypeOf(key) === Object.prototype &&
    Reflect.ownKeys(key).length === 0;
  api.getExpectedKeys = () =>
    getExpectedKeys().map((key) => (isStandIn(key) ? api.packageManager.loadedPackages : key));
}

type InstantiateWasm = (
  imports: { env: Record<string, unknown> },
  receive: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
) => object;

/** Have a module instantiated that is compiled elsewhere. */
function instantiating(
  compiled: Promise<WebAssembly.Module>,
  fail: (error: unknown) => void,
): InstantiateWasm {
  return (imports, receive) => {
    const errorMarker = Symbol('error marker');
    Object.assign(imports.env, {
      Jsv_GetError_import: () => errorMarker,
      JsvError_Check: (value: unknown) => value === errorMarker,
    });
    const start = async (): Promise<void> => {
      const module = await compiled;
      receive(await WebAssembly.instantiate(module, imports as unknown as WebAssembly.Imports), module);
    };
    start().catch(fail);
    return {};
  };
}

async function instantiate(core: PyodideCore, settings: Record<string, unknown>): Promise<EmscriptenModule> {
  return (await core.createPyodideModule({ ...settings, thisProgram: PROGRAM })) as EmscriptenModule;
}

function baseLength(module: EmscriptenModule): number {
  return module._emscripten_stack_get_end();
}

function restoreHeap(module: EmscriptenModule, image: HeapImage): void {
  if (image.buildId !== module.API.config.BUILD_ID) {
    throw new Error('the snapshot was made with another build of Pyodide');
  }
  if (module.HEAPU8.length < image.memorySize) {
    module.growMemory(image.memorySize);
  }
  // CPython keeps a function of the engine's own kind here, in a slot that this engine has given it.
  const trampoline = trampolineAddress(module) / WORD;
  const own = module.HEAP32[trampoline] ?? 0;
  applyHeap(image, module.HEAPU8, module._sbrk(0));
  module.HEAP32[trampoline] = own;
}

/** Where Pyodide puts Python's own library. */
function pathOfLibrary(fileSystem: Pyodide['FS']): string {
  const name = fileSystem.readdir(LIBRARY_FOLDER).find((each) => /^python\d+\.zip$/.test(each));
  if (name === undefined) {
    throw new Error("Pyodide has Python's own library elsewhere");
  }
  return `${LIBRARY_FOLDER}/${name}`;
}

/** CPython's `_PyRuntime.emscripten_trampoline`: a function pointer. */
function trampolineAddress(module: EmscriptenModule): number {
  return module.__PyRuntime + (module.HEAP32[module.__PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET / WORD] ?? 0);
}

/** C reads the time zone once, and had read that of the machine that made the snapshot. */
function setTimeZone(module: EmscriptenModule): void {
  const [standardName = 0, summerName = 0] = module.HEAPU32.subarray(module._tzname / WORD);
  module.__tzset_js(module._timezone, module._daylight, standardName, summerName);
}

/** Overwrite what the allocator has free with zeros: it compresses, and tells nothing of what was there. */
function clearFreeMemory(module: EmscriptenModule): void {
  module._malloc_set_footprint_limit(module._malloc_footprint());
  const blocks: number[] = [];
  for (const size of BLOCK_SIZES) {
    for (let block = module._malloc(size); block !== 0; block = module._malloc(size)) {
      module.HEAPU8.fill(0, block, block + size);
      blocks.push(block);
    }
  }
  for (const block of blocks.reverse()) {
    module._free(block);
  }
  module._malloc_set_footprint_limit(NO_LIMIT);
  module.HEAPU8.fill(0, module._emscripten_stack_get_end(), module._emscripten_stack_get_current());
}

function nameReference(api: EmscriptenModule['API'], object: object): Reference {
  for (const owner of ['public', 'private'] as const) {
    const holder = holderOf(api, owner);
    if (object === holder) {
      return [owner, ITSELF];
    }
    const name = Object.getOwnPropertyNames(holder).find((key) => valueOf(holder, key) === object);
    if (name !== undefined) {
      return [owner, name];
    }
  }
  const name = globalNameOf(object);
  if (name !== null) {
    return ['global', name];
  }
  throw new Error(`Python refers to a JavaScript object that has no name: ${describe(object)}`);
}

function findReference(api: EmscriptenModule['API'] | undefined, [owner, name]: Reference): unknown {
  if (api === undefined) {
    throw new Error('references are restored before the heap');
  }
  if (owner === 'global') {
    return globalOf(name);
  }
  const holder = holderOf(api, owner);
  return name === ITSELF ? holder : valueOf(holder, name);
}

function holderOf(api: EmscriptenModule['API'], owner: 'public' | 'private'): object {
  return owner === 'public' ? api.public_api : api;
}

function valueOf(holder: object, name: string): unknown {
  try {
    return Reflect.get(holder, name);
  } catch {
    // Some properties only work in a runtime that has loaded what they belong to.
    return undefined;
  }
}

function describe(object: object): string {
  return `${typeof object} ${'name' in object ? String(object.name) : JSON.stringify(object).slice(0, 100)}`;
}
