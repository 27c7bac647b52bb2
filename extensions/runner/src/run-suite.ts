import { Console } from 'node:console';
import process from 'node:process';
import { confineToWorker } from './confinement';
import { FolderSource } from './drive';
import { SiteOrigin } from './site-origin';
import { InputLines, writeLine } from './standard-streams';
import { parseSuiteJob } from './suite-protocol';
import { runSession, type SuiteChannel } from './suite-session';

/** How often to look whether the run is still there, which may be ended without a word. */
const LOOK_MILLISECONDS = 5000;

/** Runs one session of a test suite under Node.js: `suite-protocol.ts`. */
async function main(): Promise<number> {
  const input = new InputLines();
  const channel: SuiteChannel = {
    tell: (message) => {
      try {
        writeLine(JSON.stringify(message));
      } catch {
        // The run is there no more.
        process.exit(1);
      }
    },
    ask: (message) => {
      channel.tell(message);
      return input.next();
    },
  };
  const job = parseSuiteJob(JSON.parse(input.next()));
  // Standard output carries the protocol alone.
  globalThis.console = new Console(process.stderr);
  for (const event of ['uncaughtException', 'unhandledRejection']) {
    // A browser logs these and goes on.
    process.on(event, (error: unknown) => {
      console.error(error);
    });
  }
  const origin = new SiteOrigin(job.site, job.shipped);
  const files = {
    url: (relative: string): string => origin.url(relative),
    read: (relative: string): Uint8Array => origin.read(relative),
    project: new FolderSource(job.project),
  };
  const { ppid: run } = process;
  // While a test awaits what no timer of Node.js will bring, the process would end without it.
  const awake = setInterval(() => {
    if (process.ppid !== run) {
      process.exit(1);
    }
  }, LOOK_MILLISECONDS);
  confineToWorker(origin, origin.url('worker.js'));
  try {
    return (await runSession(job, files, channel)) ? 0 : 1;
  } finally {
    clearInterval(awake);
  }
}

process.exit(await main());
