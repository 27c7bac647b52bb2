/**
 * What the check and the runner say to each other. Python's side is `lite_build/check/protocol.py`.
 *
 * The check writes one `Job` to the runner's standard input; the runner answers with one `RunnerMessage` in
 * each line of its standard output.
 */

import { asBootFile } from '@lite-build/boot/files/json';
import { type BootFile, type BootManifest, parseManifest } from '@lite-build/boot/files/manifest';
import type { ShippedFile, ShippedFiles } from '@lite-build/messages';

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

export type JsonObject = { [key: string]: JsonValue };

export interface CellToRun {
  /** Its position in the notebook, from 0, counted over cells of all kinds. */
  readonly index: number;
  readonly source: string;
  /** In which namespace it runs; "" for the one that Python begins with. */
  readonly namespace: string;
}

export interface Job {
  /** The built site's folder, absolute. */
  readonly site: string;
  /** The notebook's path below the site's `files/`, with "/". */
  readonly notebook: string;
  /** The kernel plugin's settings, as the site's `jupyter-lite.json` has them. */
  readonly settings: KernelSettings;
  /** Where the kernel plugin's own wheels are, relative to the site. */
  readonly pluginWheels: PluginWheels;
  /** What the site's kernels start from; null for nothing. */
  readonly boot: BootManifest | null;
  /** The file that tells of the site's packages; null where there is none. */
  readonly catalogue: BootFile | null;
  /** Files of other hosts that the site ships. */
  readonly shipped: ShippedFiles;
  readonly cells: readonly CellToRun[];
}

export interface KernelSettings {
  readonly pyodideUrl: string;
  readonly pipliteUrls: readonly string[];
  readonly disablePyPIFallback: boolean;
  readonly loadPyodideOptions: JsonObject;
}

/** The files that upstream's plugin names in its own code instead of in the settings. */
export interface PluginWheels {
  readonly index: string | null;
  readonly piplite: string | null;
}

/** An output as nbformat 4 has it: `stream`, `display_data`, `execute_result` or `error`. */
export type CellOutput =
  | { output_type: 'stream'; name: string; text: string }
  | { output_type: 'display_data'; data: JsonObject; metadata: JsonObject }
  | {
      output_type: 'execute_result';
      data: JsonObject;
      metadata: JsonObject;
      execution_count: number;
    }
  | { output_type: 'error'; ename: string; evalue: string; traceback: string[] };

export type CommKind = 'comm_open' | 'comm_msg' | 'comm_close';

export type RunnerMessage =
  | { type: 'ready'; seconds: number }
  | { type: 'boot-failed'; error: string }
  | { type: 'started'; cell: number }
  /** All outputs of a cell as they are now; comes again when a later cell changes an earlier one's display. */
  | { type: 'outputs'; cell: number; outputs: CellOutput[] }
  /** What a widget tells its page; `buffers` are in base64. */
  | { type: 'comm'; kind: CommKind; content: JsonObject; metadata: JsonObject; buffers: string[] }
  | { type: 'finished'; cell: number; status: 'ok' | 'error'; seconds: number }
  | { type: 'ended'; cells: number; failed: number; seconds: number };

/**
 * Read a job from what came in.
 *
 * @throws TypeError when it is none.
 */
export function parseJob(data: unknown): Job {
  const job = asObject(data, 'the job');
  const settings = asObject(job.settings, 'settings');
  const wheels = asObject(job.pluginWheels, 'pluginWheels');
  return {
    site: asString(job.site, 'site'),
    notebook: asString(job.notebook, 'notebook'),
    settings: {
      pyodideUrl: asString(settings.pyodideUrl, 'pyodideUrl'),
      pipliteUrls: asArray(settings.pipliteUrls, 'pipliteUrls').map((url) => asString(url, 'pipliteUrls')),
      disablePyPIFallback: settings.disablePyPIFallback === true,
      loadPyodideOptions: asObject(settings.loadPyodideOptions, 'loadPyodideOptions') as JsonObject,
    },
    pluginWheels: {
      index: wheels.index === null ? null : asString(wheels.index, 'index'),
      piplite: wheels.piplite === null ? null : asString(wheels.piplite, 'piplite'),
    },
    boot: job.boot === null ? null : parseManifest(job.boot),
    catalogue: job.catalogue === null ? null : asBootFile(job.catalogue, 'catalogue'),
    shipped: asShippedFiles(job.shipped),
    cells: asArray(job.cells, 'cells').map((entry) => {
      const cell = asObject(entry, 'a cell');
      if (typeof cell.index !== 'number') {
        throw new TypeError('a cell has no index');
      }
      return {
        index: cell.index,
        source: asString(cell.source, 'source'),
        namespace: asString(cell.namespace, 'namespace'),
      };
    }),
  };
}

/** @throws TypeError where the data tells of no files of other hosts that a site ships. */
export function asShippedFiles(data: unknown): ShippedFiles {
  const files = Object.entries(asObject(data, 'shipped'));
  return Object.fromEntries(files.map(([url, file]) => [url, asShippedFile(file)]));
}

function asShippedFile(data: unknown): ShippedFile {
  const { file, type } = asObject(data, 'a shipped file');
  return {
    file: asString(file, 'file'),
    ...(type === undefined ? {} : { type: asString(type, 'type') }),
  };
}

function asObject(data: unknown, what: string): Record<string, unknown> {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    throw new TypeError(`${what} should be an object`);
  }
  return data as Record<string, unknown>;
}

function asString(data: unknown, what: string): string {
  if (typeof data !== 'string') {
    throw new TypeError(`${what} should be text`);
  }
  return data;
}

function asArray(data: unknown, what: string): unknown[] {
  if (!Array.isArray(data)) {
    throw new TypeError(`${what} should be an array`);
  }
  return data;
}
