/**
 * Find where in one of a widget's files an error was thrown.
 *
 * @param traceNames the names of the files, as traces have them.
 * @returns `file:line:column`, or null where the trace names none of them.
 */
export function placeInTrace(error: unknown, traceNames: readonly string[]): string | null {
  const trace = error instanceof Error ? (error.stack ?? '') : '';
  // V8 writes `at name (file:1:2)`, the others `name@file:1:2`; the innermost call comes first.
  for (const line of trace.split('\n')) {
    for (const name of traceNames) {
      const start = line.indexOf(`${name}:`);
      const position = start < 0 ? null : /^:\d+(:\d+)?/.exec(line.slice(start + name.length));
      if (position !== null) {
        return name + position[0];
      }
    }
  }
  return null;
}
