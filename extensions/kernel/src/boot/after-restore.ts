/**
 * Python's part in making one heap serve every visitor: a module that is imported before the snapshot is made, and
 * whose `renew` is called in each kernel that was restored from it. Its `codes` are set by whoever imports it.
 *
 * What must differ from kernel to kernel, and was looked at: `random` and every other `random.Random` that an import
 * has made, `tempfile`'s names, `uuid`'s node and clock, `multiprocessing`'s key, `logging`'s start, the time zone, the
 * environment, the address that `micropip` knows of the site's lock. `os.urandom`, `secrets`, `ssl` and `uuid4` ask the browser each time. The seed of `hash()` stays the
 * snapshot's: every hash table in the heap was made with it.
 */
export const AFTER_RESTORE_MODULE = 'lite_build_restored';

/** The module's code. */
export const AFTER_RESTORE = `
"""Makes a kernel that was restored from a snapshot a kernel of its own."""

import gc
import importlib.metadata
import json
import os
import random
import sys
import time
import zipimport

import pyodide._package_loader

generators = [
    found
    for found in gc.get_objects()
    if isinstance(found, random.Random) and not isinstance(found, random.SystemRandom)
]

# Python's own library does not change, and no distribution is in it: whatever invalidates caches, or looks for an
# installed package, would have its directory read, and so fetched, anew.
libraries = {
    path for path, importer in sys.path_importer_cache.items() if isinstance(importer, zipimport.zipimporter)
}
for path in libraries:
    sys.path_importer_cache[path].invalidate_caches = lambda: None
children_of = importlib.metadata.FastPath.children
importlib.metadata.FastPath.children = lambda path: [] if path.root in libraries else children_of(path)

# As Pyodide starts it reads of each installed package where it is from, which a restored one is told afterwards.
list_installed = pyodide._package_loader.init_loaded_packages
pyodide._package_loader.init_loaded_packages = lambda: None

# The shell has put a module of its own in the place of Pyodide's, which a start must find there.
shell_main = sys.modules["__main__"]
sys.modules["__main__"] = first_main


def renew(environment):
    """Draw anew, and read anew, what differs from visitor to visitor; environment: as JSON."""
    sys.modules["__main__"] = shell_main
    pyodide._package_loader.init_loaded_packages = list_installed
    for generator in generators:
        generator.seed()
    _forget("tempfile", "_name_sequence")
    _forget("uuid", "_node", "_last_timestamp", "_last_timestamp_v6", "_last_timestamp_v7", "_last_counter_v7")
    if (process := sys.modules.get("multiprocessing.process")) is not None:
        process.current_process().authkey = os.urandom(32)
    if (logging := sys.modules.get("logging")) is not None:
        logging._startTime = time.time_ns()
    if (compatibility := sys.modules.get("micropip._compat")) is not None:
        import pyodide_js

        compatibility.lockfile_base_url = pyodide_js.lockfileBaseUrl
        compatibility.compatibility_layer.lockfile_base_url = pyodide_js.lockfileBaseUrl
    _read_time_zone()
    os.environ.update(json.loads(environment))
    # Pyodide puts an empty entry in front at every start.
    while sys.path[:2] == ["", ""]:
        del sys.path[0]


def run(name, names):
    """Run code of ours that was compiled before the snapshot (own-code.ts)."""
    exec(codes[name], names)


def _forget(module, *names):
    for name in names:
        if name in vars(sys.modules.get(module, time)):
            setattr(sys.modules[module], name, None)


def _read_time_zone():
    # As init_timezone does in CPython's Modules/timemodule.c.
    year = (365 * 24 + 6) * 3600
    january = time.localtime(int(time.time()) // year * year)
    july = time.localtime(int(time.time()) // year * year + year // 2)
    standard, summer = (january, july) if january.tm_gmtoff <= july.tm_gmtoff else (july, january)
    time.timezone, time.altzone = -standard.tm_gmtoff, -summer.tm_gmtoff
    time.daylight = int(time.timezone != time.altzone)
    time.tzname = (standard.tm_zone, summer.tm_zone)
`;
