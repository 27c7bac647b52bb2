import { Console } from 'node:console';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { ImportFailure, makeBootFiles } from './boot-files.ts';
import type { CompileJob, Job, Made, MadeFile, SnapshotJob } from './job.ts';
import { importCoreFrom } from './runtime.ts';
import { makeWheelParts } from './wheel-parts.ts';

async function main(): Promise<void> {
  const job = JSON.parse(await text(process.stdin)) as Job;
  // Standard output carries the answer alone.
  globalThis.console = new Console(process.stderr);
  const made = job.type === 'compile' ? await compile(job) : await takeSnapshot(job);
  process.stdout.write(JSON.stringify(made));
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
