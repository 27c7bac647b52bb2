import { Console } from 'node:console';
import process from 'node:process';
import { confineToWorker } from './confinement';
import { SiteOrigin } from './site-origin';
import { InputLines, writeLine } from './standard-streams';
import { parseSuiteJob, type SuiteMessage } from './suite-protocol';
import { startPython, type SuiteHost, type SuitePython } from './suite-python';

/** How often to look whether the run is still there, which may be ended without a word. */
const LOOK_MILLISECONDS = 5000;

function tell(message: SuiteMessage): void {
  try {
    writeLine(JSON.stringify(message));
  } catch {
    // The run is there no more.
    process.exit(1);
  }
}

/** Runs one session of a test suite: `suite-protocol.ts`. */
async function main(): Promise<number> {
  const input = new InputLines();
  const job = parseSuiteJob(JSON.parse(input.next()));
  // Standard output carries the protocol alone.
  globalThis.console = new Console(process.stderr);
  for (const event of ['uncaughtException', 'unhandledRejection']) {
    // A browser logs these and goes on.
    process.on(event, (error: unknown) => {
      console.error(error);
    });
  }
  const decoder = new TextDecoder();
  let isMuted = false;
  const write = (bytes: Uint8Array): void => {
    if (!isMuted) {
      tell({ type: 'output', text: decoder.decode(bytes, { stream: true }) });
    }
  };
  const host: SuiteHost = {
    tell: (told) => {
      tell({ type: 'told', told: JSON.parse(told) });
    },
    ask: (waits) => {
      tell({ type: 'told', told: { type: 'ask', waits } });
      return input.next();
    },
    mute: (isOn) => {
      isMuted = isOn;
    },
  };
  const started = performance.now();
  const origin = new SiteOrigin(job.site, job.shipped);
  confineToWorker(origin, origin.url('worker.js'));
  let python: SuitePython;
  try {
    python = await startPython(job, origin, write);
  } catch (error) {
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
    tell({ type: 'boot-failed', error: told });
    return 1;
  }
  tell({ type: 'ready', seconds: Math.round(performance.now() - started) / 1000 });
  const { ppid: run } = process;
  // While a test awaits what no timer of Node.js will bring, the process would end without it.
  const awake = setInterval(() => {
    if (process.ppid !== run) {
      process.exit(1);
    }
  }, LOOK_MILLISECONDS);
  try {
    const over = await Promise.race([python.run(job.session, host), python.end]);
    tell(typeof over === 'number' ? { type: 'done', status: over } : { type: 'ended', reason: over });
    return 0;
  } catch (error) {
    tell({ type: 'ended', reason: String(error) });
    return 1;
  } finally {
    clearInterval(awake);
  }
}

process.exit(await main());
