import type { OwnModel } from '../versions/origin.ts';

/** What a step makes of one path. */
export interface Planned {
  /** What is there afterwards; null for nothing. */
  readonly model: OwnModel | null;
  /** By which path the program knows it. */
  readonly path: string;
  /** Where it has gone: it must not be lost where that fails. */
  readonly movedTo?: string;
}

/** A step, by paths. */
export type Plan = Map<string, Planned>;

/** How the names of files end that belong to a database of SQLite's. */
const OF_A_DATABASE = /-(?:journal|wal|shm)$/;

/**
 * The parts of a step of which each must be done whole or not at all: a move's both ends, and a database with the files
 * that belong to it. Those that make room
 * come first, and what is removed comes after what is written.
 */
export function inseparable(plan: Plan): [path: string, planned: Planned][][] {
  const groups = new Map<string, [string, Planned][]>();
  const nameOf = (path: string): string => path.replace(OF_A_DATABASE, '');
  const names = new Map<string, string>();
  const found = (name: string): string => {
    const other = names.get(name);
    return other === undefined ? name : found(other);
  };
  for (const [path, { movedTo }] of plan) {
    const [from, to] = [found(nameOf(path)), found(nameOf(movedTo ?? path))];
    if (from !== to) {
      names.set(from, to);
    }
  }
  for (const entry of plan) {
    const name = found(nameOf(entry[0]));
    groups.set(name, [...(groups.get(name) ?? []), entry]);
  }
  const isWritten = ([, { model }]: [string, Planned]): boolean => model !== null;
  const parts = [...groups.values()].map((group) => [
    ...group.filter(isWritten),
    ...group.filter((each) => !isWritten(each)),
  ]);
  return parts.sort((one, other) => Number(one.some(isWritten)) - Number(other.some(isWritten)));
}
