import type { RunEnd, Session } from '../kernel/session.ts';
import { CollectedOutputs } from './collected-outputs.ts';
import { Connection, presentConnection } from './connection.ts';
import type { InNamespace, RunOptions, RunResult } from './lite.d.ts';
import { pythonIsGone, RaisedInPython } from './python-error.ts';

const NOT_RUN = 'It was not run: a cell before it has failed, or was stopped.';

/** Run code as a cell. @throws RaisedInPython if it raises, or has not run. */
export async function run(
  session: Session,
  code: string,
  { namespace = '', signal }: RunOptions = {},
): Promise<RunResult> {
  signal?.throwIfAborted();
  // What asks for the value is there before the cell, and does not wait for what comes after the cell.
  const connection = await Connection.to(session);
  const collected = new CollectedOutputs();
  const { generation } = session;
  const end = await session.run(code, collected, { namespace, signal: signal ?? null, mayFail: true });
  signal?.throwIfAborted();
  const { outputs } = collected;
  if (end.status !== 'ok') {
    throw session.generation === generation ? failureOf(end, collected) : pythonIsGone();
  }
  const counts = outputs.flatMap((each) =>
    each.output_type === 'execute_result' ? [each.execution_count] : [],
  );
  const value = counts.length === 0 ? null : await connection.ask('result', { count: counts.at(-1) });
  return { value, outputs };
}

function failureOf(end: Exclude<RunEnd, { status: 'ok' }>, { outputs }: CollectedOutputs): Error {
  if (end.status === 'aborted') {
    return new RaisedInPython({ type: 'KeyboardInterrupt', message: NOT_RUN, traceback: NOT_RUN });
  }
  const told = outputs.find((each) => each.output_type === 'error');
  const traceback = (told?.traceback.join('\n') ?? '').replace(/\u001b\[[\d;]*m/g, '');
  return new RaisedInPython({ type: end.name, message: end.message, traceback }, outputs);
}

export async function get(
  session: Session,
  name: string,
  { namespace = '' }: InNamespace = {},
): Promise<unknown> {
  return await (await Connection.to(session)).ask('get', { name, namespace });
}

export async function set(
  session: Session,
  name: string,
  value: unknown,
  { namespace = '' }: InNamespace = {},
): Promise<void> {
  if (!/^[\p{ID_Start}_][\p{ID_Continue}]*$/u.test(name)) {
    throw new TypeError(`"${name}" can be no name in Python.`);
  }
  await (await Connection.to(session)).ask('set', { name, namespace }, { value });
}

export async function importModule(session: Session, module: string): Promise<unknown> {
  if (!/^[\p{ID_Start}_][\p{ID_Continue}.]*$/u.test(module)) {
    throw new TypeError(
      `"${module}" names no module of Python's. Write it as in an import: "package.module".`,
    );
  }
  return await (await Connection.to(session)).ask('import', { module });
}

/** How many of the page's functions a Python has, and how many of its objects the page has. */
export function held(session: Session): { readonly functions: number; readonly objects: number } {
  return presentConnection(session)?.held ?? { functions: 0, objects: 0 };
}

/** Have a Python let go of an object, if it is one of its. */
export function release(session: Session, value: object): boolean {
  return presentConnection(session)?.release(value) ?? false;
}
