import { DriveFileSystem, type DriveSource, type EmscriptenFileSystem } from '@lite-build/drive';
import { wordsForEnd } from '@lite-build/boot/end-words';
import { readText } from '@lite-build/boot/files/files';
import { type Names, runOwnCode } from '@lite-build/boot/own-code';
import {
  importCore,
  listenForTheEnd,
  type Pyodide,
  sitePackagesOf,
} from '@lite-build/boot/pyodide-internals';
import { fetchBootFiles, restore } from '@lite-build/boot/snapshot/restore';
import { showPackages } from '@lite-build/boot/packages/show-packages';
import { findOwnModules } from '@lite-build/kernel/own-code/own-modules';
import {
  FILE_LOCKS,
  IMPORTED_CODE,
  PATCHED_IMPORTS,
  PROGRAMS,
  READER_MODULES,
  WEB_REQUESTS,
} from '@lite-build/kernel/own-code/python-code';
import { NO_NETWORK } from './refusals';
import { SUITE_CODE } from './suite-code';
import type { SuiteJob } from './suite-protocol';

/** What Python's side has of this one: `python/lite_build_suite/shared.py`. */
export interface SuiteHost {
  /** Say something to the run: JSON. */
  tell(told: string): void;
  /** Ask the run for what comes next, or, with `waits`, wait until something does: JSON. */
  ask(waits: boolean): string;
  /** Keep what is written to the standard streams, or show it again. */
  mute(isMuted: boolean): void;
}

/** Where a process has its files. */
export interface SuiteFiles {
  /** The address of a file of the site, which has the runtime and the packages. */
  url(relative: string): string;
  /** Read a file of the site while everything else waits. */
  read(relative: string): Uint8Array;
  /** The project's folder. */
  readonly project: DriveSource;
}

/** A started Python. */
export interface SuitePython {
  /** Run the session, and give pytest's exit status. */
  run(session: string, host: SuiteHost): Promise<number>;
  /** Resolves to the reason, for people, where Python ends by an error: nothing that it runs is answered then. */
  readonly end: Promise<string>;
}

/** What of Pyodide is used here besides. */
interface PyodideForSuites extends Omit<Pyodide, 'FS'> {
  readonly FS: Pyodide['FS'] & EmscriptenFileSystem;
  unpackArchive(content: Uint8Array, format: string, options: { extractDir: string }): void;
  setStdout(options: StreamOptions): void;
  setStderr(options: StreamOptions): void;
}

interface StreamOptions {
  readonly write: (bytes: Uint8Array) => number;
  readonly isatty: boolean;
}

interface RunModule {
  run: {
    callPromising(
      session: string,
      host: SuiteHost,
      finder: unknown,
      refusals: string,
      refused: unknown,
    ): Promise<number>;
  };
}

/**
 * Restore Python from the suite's snapshot, with the project in its folder: as a page's Python, without a kernel.
 *
 * What tests write stays in memory.
 *
 * @param write is told what goes to the standard streams.
 */
export async function startPython(
  job: SuiteJob,
  files: SuiteFiles,
  write: (bytes: Uint8Array) => void,
): Promise<SuitePython> {
  const read = (url: string): Uint8Array => files.read(url);
  const site = files.url('');
  const restored = await restore(
    await importCore(files.url(job.pyodideUrl)),
    {
      manifest: job.boot,
      ...fetchBootFiles(job.boot, site),
      read,
    },
    { options: { lockFileURL: files.url(job.lockUrl), env: job.environment } },
  );
  const ended = Promise.withResolvers<string>();
  listenForTheEnd(restored, (error) => {
    ended.resolve(wordsForEnd(error));
  });
  const python = restored as unknown as PyodideForSuites;
  // Nothing looks at the files of a package before they are needed, and a look shows them.
  showPackages(python, readText(read, job.catalogue), read, console.error, null);
  for (const wheel of job.wheels) {
    // Pyodide takes no Buffer of Node.js.
    python.unpackArchive(new Uint8Array(read(wheel)), 'wheel', { extractDir: sitePackagesOf(python) });
  }
  mountProject(python.FS, files.project, job);
  const stream = {
    write: (bytes: Uint8Array): number => {
      write(bytes);
      return bytes.length;
    },
    isatty: false,
  };
  python.setStdout(stream);
  python.setStderr(stream);
  const { finder, refusals, refused } = installPagesHabits(python);
  return {
    run: async (session, host) => {
      const { run } = python.pyimport('lite_build_suite.run') as RunModule;
      return await run.callPromising(session, host, finder, JSON.stringify(refusals), refused);
    },
    end: ended.promise,
  };
}

function mountProject(
  fileSystem: PyodideForSuites['FS'],
  source: DriveSource,
  { mountPoint, workingFolder }: SuiteJob,
): void {
  const drive = new DriveFileSystem({
    fileSystem,
    source,
    sink: null,
    thread: { last: Infinity },
    memory: null,
  });
  fileSystem.mkdirTree(mountPoint);
  fileSystem.mount(drive, {}, mountPoint);
  fileSystem.chdir(workingFolder);
}

/** What has Python behave as in a page. */
interface Habits {
  /** Changes modules as they are imported. */
  readonly finder: unknown;
  /** Words that the errors of what no page has begin with, by its kind. */
  readonly refusals: Readonly<Record<string, readonly string[]>>;
  /** Python's own: the kinds of what was refused last. */
  readonly refused: unknown;
}

/** Have Python behave as in a page, as far as tests can tell. */
function installPagesHabits(python: PyodideForSuites): Habits {
  const run = (code: Parameters<typeof runOwnCode>[1]): Names => runOwnCode(python, code);
  const install = (names: Names, ...values: unknown[]): void => {
    (names.get('install') as (...values: unknown[]) => void)(...values);
  };
  findOwnModules(python, [...READER_MODULES, ...IMPORTED_CODE, ...SUITE_CODE]);
  const finder = run(PATCHED_IMPORTS).get('finder');
  install(run(WEB_REQUESTS), finder);
  install(run(FILE_LOCKS), finder);
  const programs = run(PROGRAMS);
  install(programs, finder);
  const refused = programs.get('refused');
  const words = (name: string): string => String(programs.get(name));
  const refusals = {
    threads: [words('NO_THREADS')],
    processes: [words('NO_PROGRAMS'), words('NO_PROCESSES')],
    sockets: [words('NO_SOCKETS')],
    network: [NO_NETWORK],
  };
  return { finder, refusals, refused };
}
