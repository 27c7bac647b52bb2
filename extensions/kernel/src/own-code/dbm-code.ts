import dbm from '../../python/lite_build_dbm/__init__.py';
import dumb from '../../python/lite_build_dbm/dumb.py';
import gnu from '../../python/lite_build_dbm/gnu.py';
import ndbm from '../../python/lite_build_dbm/ndbm.py';
import sqlite3 from '../../python/lite_build_dbm/sqlite3.py';
import type { OwnCode } from '@lite-build/boot/own-code';

/** The standard library's `dbm`, which Pyodide's Python has not. A snapshot has it compiled: a start does not pay for it. */
export const DBM_MODULES: readonly OwnCode[] = [
  { name: 'dbm', source: dbm },
  { name: 'dbm.dumb', source: dumb },
  { name: 'dbm.gnu', source: gnu },
  { name: 'dbm.ndbm', source: ndbm },
  { name: 'dbm.sqlite3', source: sqlite3 },
];
