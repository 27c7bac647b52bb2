import type { SuiteJob, SuiteMessage } from './suite-protocol';
import { startPython, type SuiteFiles, type SuiteHost, type SuitePython } from './suite-python';

/** A process's way to its run. */
export interface SuiteChannel {
  /** Say something. */
  tell(message: SuiteMessage): void;
  /** Say something, and wait for the line that answers it. */
  ask(message: SuiteMessage): string;
}

/**
 * Run one session of a test suite: `suite-protocol.ts`.
 *
 * @returns whether Python could be started, and has come to an end that it tells of itself.
 */
export async function runSession(job: SuiteJob, files: SuiteFiles, channel: SuiteChannel): Promise<boolean> {
  const decoder = new TextDecoder();
  let isMuted = false;
  const write = (bytes: Uint8Array): void => {
    if (!isMuted) {
      channel.tell({ type: 'output', text: decoder.decode(bytes, { stream: true }) });
    }
  };
  const host: SuiteHost = {
    tell: (told) => {
      channel.tell({ type: 'told', told: JSON.parse(told) });
    },
    ask: (waits) => channel.ask({ type: 'told', told: { type: 'ask', waits } }),
    mute: (isOn) => {
      isMuted = isOn;
    },
  };
  const started = performance.now();
  let python: SuitePython;
  try {
    python = await startPython(job, files, write);
  } catch (error) {
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
    channel.tell({ type: 'boot-failed', error: told });
    return false;
  }
  channel.tell({ type: 'ready', seconds: Math.round(performance.now() - started) / 1000 });
  try {
    const over = await Promise.race([python.run(job.session, host), python.end]);
    channel.tell(typeof over === 'number' ? { type: 'done', status: over } : { type: 'ended', reason: over });
    return true;
  } catch (error) {
    channel.tell({ type: 'ended', reason: String(error) });
    return false;
  }
}
