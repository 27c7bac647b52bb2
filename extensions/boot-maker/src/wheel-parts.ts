import { readFileSync } from 'node:fs';
import {
  mountArchive,
  type NewFile,
  packArchive,
  placesOf,
  type StoredFile,
  type WheelFile,
} from '@lite-build/boot/packages/archive';
import {
  type Pyodide,
  type PyodideCore,
  sitePackagesOf,
  startSnapshotSource,
} from '@lite-build/boot/pyodide-internals';
import { readMember } from '@lite-build/boot/packages/wheel-member';
import { fixSurroundings } from './fixed-surroundings.ts';
import type { CompileJob } from './job.ts';
import { isMetadata, placeOf } from './places.ts';

/** How much data may be in a part, in bytes as they are in the wheel. */
const MOST_DATA = 512 * 1024;

/** What is read of one wheel seldom: its modules' bytecode, and its data; and where in the wheel the rest is. */
export interface WheelPart {
  readonly places: readonly StoredFile[];
  /** An archive. */
  readonly content: Uint8Array;
}

/**
 * Have the runtime compile each wheel's modules.
 *
 * A part depends on its wheel and the runtime alone, whatever other wheels are compiled beside it.
 */
export async function makeWheelParts(core: PyodideCore, { wheels, files }: CompileJob): Promise<WheelPart[]> {
  fixSurroundings();
  const { pyodide } = await startSnapshotSource(core, { args: ['-X', 'no_debug_ranges'] });
  return wheels.map((path, wheel) => {
    const content = readFileSync(path);
    const installed = files.filter((file) => file[1] === wheel);
    const data = dataForPart(installed).map(([file, ...member]) => ({
      path: file,
      content: readMember(content, member),
    }));
    const contained = [...compileModules(pyodide, installed, wheel, content), ...data];
    const inPart = new Set(contained.map((file) => file.path));
    const inWheel = installed
      .filter(([file]) => !isMetadata(file) && !inPart.has(file))
      .map(([file, , ...member]): WheelFile => [file, 0, ...member]);
    return { places: placesOf(contained), content: packArchive(contained, [], inWheel) };
  });
}

/**
 * Tell what of a wheel's files is in its part besides bytecode: compiled modules, and data, as long as it is little.
 *
 * Much of it stays in the wheel: an import would have it fetched, and most is never read.
 */
function dataForPart(files: readonly WheelFile[]): WheelFile[] {
  const data = files.filter(([path]) => placeOf(path) === 'part');
  const isModule = ([path]: WheelFile): boolean => path.endsWith('.so');
  const bytes = data
    .filter((file) => !isModule(file))
    .reduce((sum, [, , , length, deflated]) => sum + (deflated ?? length), 0);
  return bytes > MOST_DATA ? data.filter(isModule) : data;
}

/**
 * Compile a wheel's modules, as if they were installed: bytecode names its source.
 *
 * The files are never compared with their sources again (PEP 552, unchecked hash), so that no source is read for an
 * import. Tests of packages stay sources. Bytecode knows lines, and not columns, which are a quarter of it: only carets
 * below a package's lines in a traceback need them.
 */
function compileModules(
  pyodide: Pyodide,
  files: CompileJob['files'],
  wheel: number,
  content: Uint8Array,
): NewFile[] {
  // Wheels may have files of one path, so each has a folder of its own.
  const folder = `/wheel-${wheel}`;
  const inWheels = files.filter(([path]) => path.endsWith('.py') && !path.startsWith('/'));
  const archive = { stored: [], inParts: [], inWheels, contents: new Uint8Array(0) };
  const sources = { readWheel: () => content, readPart: () => new Uint8Array(0) };
  mountArchive(pyodide.FS, archive, folder, sources);
  pyodide.runPython(`
import compileall, py_compile, re, warnings
with warnings.catch_warnings(action="ignore"):
    compileall.compile_dir(
        ${JSON.stringify(folder)},
        quiet=2,
        rx=re.compile(r"/tests?/"),
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        stripdir=${JSON.stringify(folder)},
        prependdir=${JSON.stringify(sitePackagesOf(pyodide))},
    )
`);
  return [...filesBelow(pyodide, folder)]
    .filter((path) => path.endsWith('.pyc'))
    .map((path) => ({ path: path.slice(folder.length + 1), content: pyodide.FS.readFile(path) }));
}

function* filesBelow(pyodide: Pyodide, folder: string): Generator<string> {
  const { FS: fileSystem } = pyodide;
  for (const name of fileSystem.readdir(folder).sort()) {
    if (name === '.' || name === '..') {
      continue;
    }
    const path = `${folder}/${name}`;
    if (fileSystem.isDir(fileSystem.stat(path).mode)) {
      yield* filesBelow(pyodide, path);
    } else {
      yield path;
    }
  }
}
