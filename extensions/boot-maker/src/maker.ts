import { Console } from 'node:console';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { ImportFailure, makeBootFiles } from './boot-files.ts';
import type { CompileJob, Job, Made, MadeFile, MetadataJob, SnapshotJob } from './job.ts';
import { at } from './at.ts';
import { makeArchive } from './make-archive.ts';
import { importCoreFrom } from './runtime.ts';
import { makeWheelParts } from './wheel-parts.ts';

async function main(): Promise<void> {
  const job = JSON.parse(await text(process.stdin)) as Job;
  // Standard output carries the answer alone.
  globalThis.console = new Console(process.stderr);
  process.stdout.write(JSON.stringify(await make(job)));
}

async function make(job: Job): Promise<Made> {
  switch (job.type) {
    case 'compile':
      return await compile(job);
    case 'metadata':
      return putMetadataTogether(job);
    case 'snapshot':
      return await takeSnapshot(job);
  }
}

function putMetadataTogether(job: MetadataJob): Made {
  const wheels = job.wheels.map((path) => readFileSync(path));
  const metadata = makeArchive({ ...job, parts: [] }, (wheel) => at(wheels, wheel));
  return { type: 'metadata', metadata: write(job, 'metadata', metadata) };
}

async function compile(job: CompileJob): Promise<Made> {
  const parts = await makeWheelParts(await importCoreFrom(job.core), job);
  return {
    type: 'compiled',
    parts: parts.map(({ places, content }, number) => ({ ...write(job, `part-${number}`, content), places })),
  };
}

async function takeSnapshot(job: SnapshotJob): Promise<Made> {
  try {
    const { archive, snapshot } = await makeBootFiles(await importCoreFrom(job.core), job);
    return {
      type: 'snapshot',
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

function write({ output }: Job, name: string, content: Uint8Array): MadeFile {
  writeFileSync(join(output, name), content);
  return { size: content.length };
}

await main();
