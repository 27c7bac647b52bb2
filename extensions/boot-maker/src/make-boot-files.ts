import { Console } from 'node:console';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { AFTER_RESTORE, AFTER_RESTORE_MODULE } from '../../kernel/src/boot/after-restore.ts';
import {
  type ArchiveSources,
  mountArchive,
  type NewFile,
  packArchive,
  type PartFile,
  placesOf,
  unpackArchive,
} from '../../kernel/src/boot/archive.ts';
import { packHeap } from '../../kernel/src/boot/heap.ts';
import {
  importCore,
  type Pyodide,
  type PyodideCore,
  readHeap,
  readStart,
  startSnapshotSource,
} from '../../kernel/src/boot/pyodide-internals.ts';
import { filenameOf } from '../../kernel/src/boot/own-code.ts';
import { REHEARSAL } from '../../kernel/src/boot/rehearsal.ts';
import { readMember } from '../../kernel/src/boot/wheel-member.ts';
import { PYTHON_CODE } from '../../kernel/src/worker/python-code.ts';
import { compileModules, sourceOf } from './bytecode.ts';
import { fixSurroundings, letClockLeap } from './fixed-surroundings.ts';
import type { Job, Made, MadeFile } from './job.ts';

/** Read for a traceback, a completion or an uninstallation, and for nothing that happens at every start. */
const STAYS_IN_WHEEL = /\.(py|pyi|pyx|pxd|c|h)$|\.dist-info\/RECORD$/;

/** Read of all packages at once, wherever one is looked for. */
const METADATA = /\.dist-info\//;

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
  letClockLeap();
  // Three, since two may draw the same by chance.
  const starts = [await readStart(core), await readStart(core), await readStart(core)] as const;
  fixSurroundings();
  const wheels = job.wheels.map((path) => readFileSync(path));
  const readWheel = (wheel: number): Uint8Array => at(wheels, wheel);
  const { archive, parts } = await makeArchive(core, job, readWheel);
  const sources = { readWheel, readPart: (part: number) => at(parts, part) };
  try {
    const snapshot = await makeSnapshot(core, job, archive, sources, [...starts]);
    return {
      type: 'made',
      archive: write(job, 'archive', archive),
      snapshot: write(job, 'snapshot', snapshot),
      parts: parts.map((part, number) => write(job, `part-${number}`, part)),
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

/** An archive, and what its files are read from. */
interface MadeArchive {
  archive: Uint8Array<ArrayBuffer>;
  parts: Uint8Array<ArrayBuffer>[];
}

async function makeArchive(
  core: PyodideCore,
  { lock, files, added }: Job,
  readWheel: (wheel: number) => Uint8Array,
): Promise<MadeArchive> {
  const { pyodide } = await startSnapshotSource(core, { lockFileContents: lock });
  const bytecode = compileModules(pyodide, files, sitePackagesOf(pyodide), readWheel);
  const members = new Map(files.map(([path, ...member]) => [path, member]));
  const data = [...members]
    .filter(([path]) => !STAYS_IN_WHEEL.test(path))
    .map(([path, member]) => ({ path, content: readMember(readWheel(member[0]), member) }));
  const texts = added.map(([path, content]) => ({ path, content: new TextEncoder().encode(content) }));
  const [stored, later] = separate([...data, ...texts], ({ path }) => METADATA.test(path));
  const parts = new Map<number, NewFile[]>();
  for (const file of [...bytecode, ...later]) {
    const wheel = members.get(sourceOf(file.path) ?? file.path)?.[0];
    if (wheel === undefined) {
      throw new Error(`${file.path} belongs to no wheel`);
    }
    parts.set(wheel, [...(parts.get(wheel) ?? []), file]);
  }
  const inParts = [...parts.values()].flatMap((contained, part) =>
    placesOf(contained).map(([path, offset, length]): PartFile => [
      path,
      part,
      offset,
      length,
      members.get(path) ?? null,
    ]),
  );
  const inWheels = files.filter(([path]) => STAYS_IN_WHEEL.test(path));
  return {
    archive: packArchive(stored, inParts, inWheels),
    parts: [...parts.values()].map((contained) => concatenated(contained)),
  };
}

function separate<Item>(items: readonly Item[], belongs: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(belongs), items.filter((item) => !belongs(item))];
}

function concatenated(files: readonly NewFile[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(files.map(({ content }) => content)));
}

async function makeSnapshot(
  core: PyodideCore,
  { lock, imports }: Job,
  archive: Uint8Array<ArrayBuffer>,
  sources: ArchiveSources,
  starts: Parameters<typeof readHeap>[1],
): Promise<Uint8Array<ArrayBuffer>> {
  const source = await startSnapshotSource(core, { lockFileContents: lock });
  const { pyodide } = source;
  // Not before it has started: what it finds installed then, it keeps a JavaScript object of.
  mountArchive(pyodide.FS, unpackArchive(archive), sitePackagesOf(pyodide), sources);
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
  pyodide.runPython(`${REHEARSAL.source}\nrehearse(with_traceback=True)\ndel rehearse`);
  pyodide.runPython(`
def finish():
    import gc, os, sys

    del os.environ["PYTHONHASHSEED"]
    module = sys.modules[${JSON.stringify(AFTER_RESTORE_MODULE)}]
    module.codes = {
        name: compile(source, filename, "exec") for name, filename, source in ${codesToCompile()}
    }
    exec(compile(${JSON.stringify(AFTER_RESTORE)}, "<lite-build>", "exec"), vars(module))
    for generator in module.generators:
        generator.seed(0)
    gc.collect()

finish()
del finish
`);
  return packHeap(readHeap(source, starts));
}

/** Tuples of what each is called, its file's name and its source, as Python has them. */
function codesToCompile(): string {
  return JSON.stringify(PYTHON_CODE.map(({ name, source }) => [name, filenameOf(name), source]));
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
  writeFileSync(join(output, name), content);
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
