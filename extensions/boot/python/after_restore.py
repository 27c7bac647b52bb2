"""Makes a kernel that was restored from a snapshot a kernel of its own.

One heap serves every visitor: this is a module that is imported before the snapshot is made, and whose
`renew` is called in each kernel that was restored from it.

What must differ from kernel to kernel, and was looked at: `random` and every other `random.Random` that an
import has made, `tempfile`'s names, `uuid`'s node and clock, `multiprocessing`'s key, `logging`'s start, the
time zone, the environment, the address that `micropip` knows of the site's lock. `os.urandom`, `secrets`,
`ssl` and `uuid4` ask the browser each time. The seed of `hash()` stays the snapshot's: every hash table in
the heap was made with it.
"""

from __future__ import annotations

import gc
import importlib.metadata
import json
import os
import random
import sys
import time
import zipimport
from typing import TYPE_CHECKING, Any

import pyodide._package_loader

if TYPE_CHECKING:
    from types import CodeType, ModuleType

#: Code of ours that was compiled before the snapshot, by name (own-code.ts).
codes: dict[str, CodeType] = {}
generators = [
    found
    for found in gc.get_objects()
    if isinstance(found, random.Random) and not isinstance(found, random.SystemRandom)
]

# Python's own library does not change, and no distribution is in it: whatever invalidates caches, or looks
# for an installed package, would have its directory read, and so fetched, anew.
libraries = {
    path for path, importer in sys.path_importer_cache.items() if isinstance(importer, zipimport.zipimporter)
}
for path in libraries:
    sys.path_importer_cache[path].invalidate_caches = lambda: None  # type: ignore[union-attr]
fast_path: Any = importlib.metadata.FastPath  # type: ignore[attr-defined]
children_of = fast_path.children
fast_path.children = lambda path: [] if path.root in libraries else children_of(path)

# As Pyodide starts it reads of each installed package where it is from, which a restored one is told
# afterwards.
list_installed = pyodide._package_loader.init_loaded_packages
pyodide._package_loader.init_loaded_packages = lambda: None

#: The shell has put a module of its own in the place of Pyodide's, which a start must find there.
shell_main = sys.modules["__main__"]


def leave(first_main: ModuleType, compiled: dict[str, CodeType]) -> None:
    """Get ready for the snapshot.

    Args:
        first_main: Pyodide's own `__main__`.
        compiled: code of ours, by name.
    """
    codes.update(compiled)
    sys.modules["__main__"] = first_main
    for generator in generators:
        generator.seed(0)
    gc.collect()


def renew(environment: str) -> None:
    """Draw anew, and read anew, what differs from visitor to visitor.

    Args:
        environment: variables, as JSON.
    """
    sys.modules["__main__"] = shell_main
    pyodide._package_loader.init_loaded_packages = list_installed
    for generator in generators:
        generator.seed()
    _forget("tempfile", "_name_sequence")
    _forget(
        "uuid", "_node", "_last_timestamp", "_last_timestamp_v6", "_last_timestamp_v7", "_last_counter_v7"
    )
    modules: dict[str, Any] = sys.modules
    if (process := modules.get("multiprocessing.process")) is not None:
        process.current_process().authkey = os.urandom(32)
    if (logging := modules.get("logging")) is not None:
        logging._startTime = time.time_ns()
    if (compatibility := modules.get("micropip._compat")) is not None:
        import pyodide_js

        compatibility.lockfile_base_url = pyodide_js.lockfileBaseUrl
        compatibility.compatibility_layer.lockfile_base_url = pyodide_js.lockfileBaseUrl
        modules["micropip._compat._compat_in_pyodide"].lockfileBaseUrl = pyodide_js.lockfileBaseUrl
    _read_time_zone()
    os.environ.update(json.loads(environment))
    # Pyodide puts an empty entry in front at every start.
    while sys.path[:2] == ["", ""]:
        del sys.path[0]


def run(name: str, names: dict[str, Any]) -> None:
    """Run code of ours that was compiled before the snapshot (own-code.ts)."""
    exec(codes[name], names)


def _forget(module: str, *names: str) -> None:
    for name in names:
        if name in vars(sys.modules.get(module, time)):
            setattr(sys.modules[module], name, None)


def _read_time_zone() -> None:
    # As init_timezone does in CPython's Modules/timemodule.c.
    year = (365 * 24 + 6) * 3600
    january = time.localtime(int(time.time()) // year * year)
    july = time.localtime(int(time.time()) // year * year + year // 2)
    standard, summer = (january, july) if january.tm_gmtoff <= july.tm_gmtoff else (july, january)
    time.timezone, time.altzone = -standard.tm_gmtoff, -summer.tm_gmtoff
    time.daylight = int(time.timezone != time.altzone)
    time.tzname = (standard.tm_zone, summer.tm_zone)
