import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { AFTER_RESTORE, AFTER_RESTORE_MODULE } from '../../kernel/src/boot/after-restore.ts';
import { type ArchiveSources, mountArchive, unpackArchive } from '../../kernel/src/boot/archive.ts';
import { packHeap } from '../../kernel/src/boot/heap.ts';
import { filenameOf } from '../../kernel/src/boot/own-code.ts';
import {
  type PyodideCore,
  readHeap,
  readStart,
  startSnapshotSource,
} from '../../kernel/src/boot/pyodide-internals.ts';
import { REHEARSAL } from '../../kernel/src/boot/rehearsal.ts';
import { PYTHON_CODE } from '../../kernel/src/worker/python-code.ts';
import { fixSurroundings, letClockLeap } from './fixed-surroundings.ts';
import type { SnapshotJob } from './job.ts';
import { makeArchive } from './make-archive.ts';
import { sitePackagesOf } from './runtime.ts';

/** A module that was asked for cannot be imported. */
export class ImportFailure extends Error {
  constructor(
    readonly module: string,
    readonly error: string,
  ) {
    super(`${module} cannot be imported`);
  }
}

/** What kernels boot from, besides the parts. */
export interface BootFiles {
  readonly archive: Uint8Array<ArrayBuffer>;
  readonly snapshot: Uint8Array<ArrayBuffer>;
}

/**
 * Put the archive together, start Python with it, and take the snapshot.
 *
 * @throws ImportFailure
 */
export async function makeBootFiles(core: PyodideCore, job: SnapshotJob): Promise<BootFiles> {
  letClockLeap();
  // Three, since two may draw the same by chance.
  const starts = [await readStart(core), await readStart(core), await readStart(core)] as const;
  fixSurroundings();
  const wheels = job.wheels.map((path) => readFileSync(path));
  const readWheel = (wheel: number): Uint8Array => at(wheels, wheel);
  const readPart = (part: number): Uint8Array => gunzipSync(readFileSync(at(job.parts, part).file));
  const archive = makeArchive(job, readWheel);
  return { archive, snapshot: await makeSnapshot(core, job, archive, { readWheel, readPart }, [...starts]) };
}

async function makeSnapshot(
  core: PyodideCore,
  { lock, imports }: SnapshotJob,
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

function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) {
    throw new RangeError(`there is no number ${index} of ${items.length}`);
  }
  return item;
}
