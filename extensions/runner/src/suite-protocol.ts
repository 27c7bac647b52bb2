/**
 * What a run of a test suite and its processes say to each other. Python's side is `lite_build/suite/protocol.py`.
 *
 * The run writes one `SuiteJob` to a process's standard input; the process says `SuiteMessage`s, one in each line of
 * its standard output. Each `ask` is answered by one line, which `python/lite_build_suite/run.py` reads.
 */

import { asBootFile, asRecord, asString, asStrings } from '@lite-build/boot/files/json';
import { type BootFile, type BootManifest, parseManifest } from '@lite-build/boot/files/manifest';
import type { ShippedFiles } from '@lite-build/messages';
import { asShippedFiles } from './protocol';

export interface SuiteJob {
  /** The folder with the runtime and the packages, absolute. */
  readonly site: string;
  /** Of `pyodide.mjs`, relative to the site. */
  readonly pyodideUrl: string;
  /** Of the runtime's lock, relative to the site. */
  readonly lockUrl: string;
  readonly boot: BootManifest;
  readonly catalogue: BootFile;
  /** Files of other hosts that the project's site ships. */
  readonly shipped: ShippedFiles;
  /** Wheels that are unpacked at each start, relative to the site. */
  readonly wheels: readonly string[];
  /** The project's folder on this machine, absolute. */
  readonly project: string;
  /** Where Python has it. */
  readonly mountPoint: string;
  /** Where Python starts. */
  readonly workingFolder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** What Python's side is told, as JSON: `python/lite_build_suite/run.py`. */
  readonly session: string;
}

export type SuiteMessage =
  | { readonly type: 'ready'; readonly seconds: number }
  | { readonly type: 'boot-failed'; readonly error: string }
  | { readonly type: 'output'; readonly text: string }
  /** What Python's side says, as JSON. */
  | { readonly type: 'told'; readonly told: unknown }
  /** The session is over, with pytest's exit status. */
  | { readonly type: 'done'; readonly status: number }
  /** Python has ended by an error that it cannot go on from. */
  | { readonly type: 'ended'; readonly reason: string };

/**
 * Read a job from what came in.
 *
 * @throws TypeError when it is none.
 */
export function parseSuiteJob(data: unknown): SuiteJob {
  const job = asRecord(data, 'the job');
  return {
    site: asString(job.site, 'site'),
    pyodideUrl: asString(job.pyodideUrl, 'pyodideUrl'),
    lockUrl: asString(job.lockUrl, 'lockUrl'),
    boot: parseManifest(job.boot),
    catalogue: asBootFile(job.catalogue, 'catalogue'),
    shipped: asShippedFiles(job.shipped),
    wheels: asStrings(job.wheels, 'wheels'),
    project: asString(job.project, 'project'),
    mountPoint: asString(job.mountPoint, 'mountPoint'),
    workingFolder: asString(job.workingFolder, 'workingFolder'),
    environment: Object.fromEntries(
      Object.entries(asRecord(job.environment, 'environment')).map(([name, value]) => [
        name,
        asString(value, name),
      ]),
    ),
    session: asString(job.session, 'session'),
  };
}
