import { mountArchive, type NewFile } from '../../kernel/src/boot/archive.ts';
import type { Pyodide } from '../../kernel/src/boot/pyodide-internals.ts';
import type { Job } from './job.ts';

const CACHE_FOLDER = '__pycache__';

/**
 * Have the runtime compile the modules, where they will be installed: bytecode names its source.
 *
 * The files are never compared with their sources again (PEP 552, unchecked hash), so that no source is read for an
 * import. Tests of packages stay sources.
 */
export function compileModules(
  pyodide: Pyodide,
  files: Job['files'],
  sitePackages: string,
  readWheel: (wheel: number) => Uint8Array,
): NewFile[] {
  const archive = { stored: [], inParts: [], inWheels: files, contents: new Uint8Array(0) };
  mountArchive(pyodide.FS, archive, sitePackages, {
    readWheel,
    readPart: () => new Uint8Array(0),
  });
  pyodide.runPython(`
import compileall, py_compile, re, warnings
with warnings.catch_warnings(action="ignore"):
    compileall.compile_dir(
        ${JSON.stringify(sitePackages)},
        quiet=2,
        rx=re.compile(r"/tests?/"),
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
    )
`);
  return [...filesBelow(pyodide, sitePackages)]
    .filter((path) => path.includes(`/${CACHE_FOLDER}/`))
    .map((path) => ({
      path: path.slice(sitePackages.length + 1),
      content: pyodide.FS.readFile(path),
    }));
}

/** The module that a file is the bytecode of (PEP 3147); null for any other file. */
export function sourceOf(path: string): string | null {
  const parts = /^(.*)__pycache__\/([^/]+)\.[^./]+\.pyc$/.exec(path);
  return parts === null ? null : `${parts[1] ?? ''}${parts[2] ?? ''}.py`;
}

function* filesBelow({ FS: fileSystem }: Pyodide, folder: string): Generator<string> {
  for (const name of fileSystem.readdir(folder).sort()) {
    if (name === '.' || name === '..') {
      continue;
    }
    const path = `${folder}/${name}`;
    if (fileSystem.isDir(fileSystem.stat(path).mode)) {
      yield* filesBelow({ FS: fileSystem } as Pyodide, path);
    } else {
      yield path;
    }
  }
}
