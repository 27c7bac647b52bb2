import type { CellOutput } from '@lite-build/messages';
import exerciseCheck from '../../python/exercise_check.py';
import { AuthorMistake } from '../elements/author-mistake.ts';
import { joinedText } from '../outputs/output-values.ts';
import type { CellSink, RunEnd, RunOptions, Session } from '../kernel/session.ts';

/** What a check says of a learner's code. */
export interface Verdict {
  /** Null where it is neither right nor wrong. */
  readonly passed: boolean | null;
  readonly message: string;
}

const VERDICT = 'application/vnd.lite-build.verdict+json';

/**
 * Have Python check what a learner has written.
 *
 * @param output what the code has printed.
 * @param options where the learner's names are, and what ends it.
 * @throws AuthorMistake if the check is no Python.
 * @throws Error in words, if it came to no end.
 */
export async function check(
  session: Session,
  source: string,
  code: string,
  output: string,
  options: Pick<RunOptions, 'namespace' | 'signal'>,
): Promise<Verdict> {
  const sink = new VerdictSink();
  const values = [source, code, output].map((text) => JSON.stringify(text)).join(', ');
  // Names of its own, so that none is added to the learner's.
  const names = `(lambda names: exec(${JSON.stringify(exerciseCheck)}, names) or names)({"__name__": "exercise_check"})`;
  const end = await session.run(`await ${names}["check"](${values})`, sink, {
    ...options,
    isSilent: true,
  });
  session.forget(sink);
  if (end.status !== 'ok' || sink.verdict === null) {
    throw new Error(`The check came to no end${end.status === 'error' ? `: ${wordsOf(end)}` : ''}.`);
  }
  if ('mistake' in sink.verdict) {
    throw new AuthorMistake(sink.verdict.mistake, 'Look at the script with data-part="check".');
  }
  return sink.verdict;
}

/** An error as a learner reads it. */
export function wordsOf({ name, message }: Extract<RunEnd, { status: 'error' }>): string {
  return message === '' ? name : `${name}: ${message}`;
}

class VerdictSink implements CellSink {
  output(output: CellOutput): void {
    if (output.type === 'display_data' && VERDICT in output.bundle.data) {
      const told = joinedText(output.bundle.data[VERDICT]);
      this.verdict = JSON.parse(told) as Verdict | { readonly mistake: string };
    }
  }

  async ask(): Promise<string> {
    return Promise.resolve('');
  }

  verdict: Verdict | { readonly mistake: string } | null = null;
}
