import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import SNAPSHOT_SOURCE from '@lite-build/boot/python/snapshot_source.py';
import { AFTER_RESTORE, AFTER_RESTORE_MODULE } from '@lite-build/boot/snapshot/after-restore';
import { type ArchiveSources, mountArchive, unpackArchive } from '@lite-build/boot/packages/archive';
import { packHeap } from '@lite-build/boot/snapshot/heap';
import { filenameOf } from '@lite-build/boot/own-code';
import {
  type Pyodide,
  type PyodideCore,
  readHeap,
  readStart,
  sitePackagesOf,
  startSnapshotSource,
} from '@lite-build/boot/pyodide-internals';
import { REHEARSAL } from '@lite-build/boot/snapshot/rehearsal';
import { amongWorkersGlobals } from '@lite-build/boot/worker-globals';
import { PYTHON_CODE } from '@lite-build/kernel/own-code/python-code';
import { at } from './at.ts';
import { fixSurroundings, letClockLeap } from './fixed-surroundings.ts';
import type { SnapshotJob } from './job.ts';
import { makeArchive } from './make-archive.ts';

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
  const readPart = (part: number): Uint8Array =>
    unpackArchive(new Uint8Array(gunzipSync(readFileSync(at(job.parts, part).file)))).contents;
  const archive = makeArchive(job, readWheel);
  return { archive, snapshot: await makeSnapshot(core, job, archive, { readWheel, readPart }, [...starts]) };
}

async function makeSnapshot(
  core: PyodideCore,
  { lock, imports, rehearses }: SnapshotJob,
  archive: Uint8Array<ArrayBuffer>,
  sources: ArchiveSources,
  starts: Parameters<typeof readHeap>[1],
): Promise<Uint8Array<ArrayBuffer>> {
  const source = await startSnapshotSource(core, { lockFileContents: lock });
  const { pyodide } = source;
  // Not before it has started: what it finds installed then, it keeps a JavaScript object of.
  mountArchive(pyodide.FS, unpackArchive(archive), sitePackagesOf(pyodide), sources);
  const snapshotSource = importSource(pyodide);
  amongWorkersGlobals(() => {
    for (const module of imports) {
      const failure = snapshotSource.failure_of_import(module);
      if (failure !== undefined) {
        throw new ImportFailure(module, failure);
      }
    }
    if (rehearses) {
      pyodide.runPython(`${REHEARSAL.source}\nrehearse(with_traceback=True)\ndel rehearse`);
    }
  });
  snapshotSource.finish(AFTER_RESTORE_MODULE, AFTER_RESTORE, codesToCompile());
  snapshotSource.destroy();
  return packHeap(readHeap(source, starts));
}

/** What `snapshot_source.py` has. */
interface SnapshotCode {
  failure_of_import(module: string): string | undefined;
  finish(moduleName: string, moduleSource: string, codes: string): void;
  destroy(): void;
}

/** Import Python's part as a module, so that none of its names are the reader's. */
function importSource(pyodide: Pyodide): SnapshotCode {
  const name = 'lite_build_snapshot_source';
  pyodide.runPython(`
def begin():
    import sys, types
    module = sys.modules["${name}"] = types.ModuleType("${name}")
    exec(compile(${JSON.stringify(SNAPSHOT_SOURCE)}, "<lite-build>", "exec"), vars(module))

begin()
del begin
`);
  return pyodide.pyimport(name) as SnapshotCode;
}

/** Of each: its name, its file's name, its source, and whether it is a module, as JSON. */
function codesToCompile(): string {
  return JSON.stringify(
    PYTHON_CODE.map((code) => [code.name, filenameOf(code.name), code.source, code.isModule === true]),
  );
}
