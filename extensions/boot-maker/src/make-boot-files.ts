import { Console } from 'node:console';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { AFTER_RESTORE, AFTER_RESTORE_MODULE } from '../../kernel/src/boot/after-restore.ts';
import { mountArchive, packArchive, unpackArchive } from '../../kernel/src/boot/archive.ts';
import { packHeap } from '../../kernel/src/boot/heap.ts';
import {
  importCore,
  type Pyodide,
  type PyodideCore,
  readHeap,
  readStart,
  startSnapshotSource,
} from '../../kernel/src/boot/pyodide-internals.ts';
import { readMember } from '../../kernel/src/boot/wheel-member.ts';
import { compileModules } from './bytecode.ts';
import { fixSurroundings } from './fixed-surroundings.ts';
import type { Job, Made, MadeFile } from './job.ts';

/** Read for a traceback, a completion or an uninstallation, and for nothing that happens at every start. */
const STAYS_IN_WHEEL = /\.(py|pyi|pyx|pxd|c|h)$|\.dist-info\/RECORD$/;

class ImportFailure extends Error {
  constructor(
    readonly module: string,
    readonly error: string,
  ) {
    super(`${module} cannot be imported`);
  }
}

async function main(): Promise<void> {
  const job = JSON.parse(await text(process.stdin)) as Job;
  // Standard output carries the answer alone.
  globalThis.console = new Console(process.stderr);
  process.stdout.write(JSON.stringify(await make(job)));
}

async function make(job: Job): Promise<Made> {
  const core = await importCoreFrom(job.core);
  // Three, since two may draw the same by chance.
  const starts = [await readStart(core), await readStart(core), await readStart(core)] as const;
  fixSurroundings();
  const wheels = job.wheels.map((path) => readFileSync(path));
  const readWheel = (wheel: number): Uint8Array => at(wheels, wheel);
  const archive = await makeArchive(core, job, readWheel);
  try {
    const snapshot = await makeSnapshot(core, job, archive, readWheel, [...starts]);
    return {
      type: 'made',
      archive: write(job, 'archive', archive),
      snapshot: write(job, 'snapshot', snapshot),
    };
  } catch (error) {
    if (error instanceof ImportFailure) {
      return { type: 'import-failed', module: error.module, error: error.error };
    }
    throw error;
  }
}

async function importCoreFrom(folder: string): Promise<PyodideCore> {
  // Under Node.js, Pyodide reads its other files by their paths.
  const indexUrl = folder.endsWith(sep) ? folder : folder + sep;
  return { ...(await importCore(pathToFileURL(join(folder, 'pyodide.mjs')).href)), indexUrl };
}

async function makeArchive(
  core: PyodideCore,
  { lock, files, added }: Job,
  readWheel: (wheel: number) => Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  const { pyodide } = await startSnapshotSource(core, { lockFileContents: lock });
  const bytecode = compileModules(pyodide, files, sitePackagesOf(pyodide), readWheel);
  const data = files
    .filter(([path]) => !STAYS_IN_WHEEL.test(path))
    .map(([path, ...member]) => ({ path, content: readMember(readWheel(member[0]), member) }));
  const texts = added.map(([path, content]) => ({ path, content: new TextEncoder().encode(content) }));
  const inWheels = files.filter(([path]) => STAYS_IN_WHEEL.test(path));
  return packArchive([...bytecode, ...data, ...texts], inWheels);
}

async function makeSnapshot(
  core: PyodideCore,
  { lock, imports }: Job,
  archive: Uint8Array<ArrayBuffer>,
  readWheel: (wheel: number) => Uint8Array,
  starts: Parameters<typeof readHeap>[1],
): Promise<Uint8Array<ArrayBuffer>> {
  const source = await startSnapshotSource(core, { lockFileContents: lock });
  const { pyodide } = source;
  // Not before it has started: what it finds installed then, it keeps a JavaScript object of.
  mountArchive(pyodide.FS, unpackArchive(archive), sitePackagesOf(pyodide), readWheel);
  pyodide.runPython(`
def begin():
    import importlib, sys, types

    importlib.invalidate_caches()
    module = types.ModuleType(${JSON.stringify(AFTER_RESTORE_MODULE)})
    module.first_main = sys.modules["__main__"]
    sys.modules[module.__name__] = module

begin()
del begin
`);
  for (const module of imports) {
    const failure = await pyodide.runPythonAsync(importing(module));
    if (typeof failure === 'string') {
      throw new ImportFailure(module, failure);
    }
  }
  pyodide.runPython(`
def finish():
    import gc, os, sys

    del os.environ["PYTHONHASHSEED"]
    module = sys.modules[${JSON.stringify(AFTER_RESTORE_MODULE)}]
    exec(compile(${JSON.stringify(AFTER_RESTORE)}, "<lite-build>", "exec"), vars(module))
    for generator in module.generators:
        generator.seed(0)
    gc.collect()

finish()
del finish
`);
  return packHeap(readHeap(source, starts));
}

/** An import that leaves no name among the reader's, and whose value is what was wrong, if anything was. */
function importing(module: string): string {
  return `
def attempt():
    try:
        __import__(${JSON.stringify(module)})
    except BaseException as error:
        return f"{type(error).__name__}: {error}"
    finally:
        globals().pop("attempt")
attempt()
`;
}

function sitePackagesOf(pyodide: Pyodide): string {
  return String(pyodide.runPython('__import__("site").getsitepackages()[0]'));
}

function write({ output }: Job, name: string, content: Uint8Array): MadeFile {
  writeFileSync(join(output, name), gzipSync(content, { level: 9 }));
  return { size: content.length };
}

function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) {
    throw new RangeError(`there is no number ${index} of ${items.length}`);
  }
  return item;
}

await main();
