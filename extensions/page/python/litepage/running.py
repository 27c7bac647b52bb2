"""Runs the page's scripts."""

from __future__ import annotations

import asyncio
import io
import linecache
import sys
from itertools import zip_longest
from types import ModuleType
from typing import Any

import pyodide_kernel.kernel
from pyodide.code import eval_code_async

from litepage import configuration, errors, events, page
from litepage.comm_places import CommPlaces
from litepage.places import Place, current_place, entering

__tracebackhide__ = True

#: The names of scripts that say `env`, by what it says; all others share those of `__main__`.
_namespaces: dict[str, dict[str, Any]] = {}
#: The last script of each, which its attributes of events are handled for.
_places: dict[str, Place] = {}


class PageStream(io.TextIOBase):
    """What is printed: to the console, or where the script shows things.

    Args:
        log: takes a whole line.
        otherwise: takes what no script of the page prints; without it, that is logged.
    """

    def __init__(self, log: Any, otherwise: Any = None) -> None:
        self._log = log
        self._otherwise = otherwise
        self._begun = ""

    def write(self, text: str) -> int:
        """Print something; see `io.TextIOBase`."""
        place = current_place()
        if place is None and self._otherwise is not None:
            self._otherwise.write(text)
        elif place is not None and place.shows_prints:
            page.host.print(place.target, text)
        else:
            *lines, self._begun = (self._begun + text).split("\n")
            for line in lines:
                self._log(line)
        return len(text)

    def flush(self) -> None:
        """Print what is no whole line yet."""
        if self._begun:
            self._log(self._begun)
            self._begun = ""
        if self._otherwise is not None:
            self._otherwise.flush()

    def writable(self) -> bool:
        """It can be written to."""
        return True


def begin() -> None:
    """Make the page's own Python ready for its scripts, once."""
    # Not the one of the kernel that the snapshot was made of.
    main = ModuleType("__main__")
    sys.modules["__main__"] = main
    share(vars(main))
    kernel: Any = pyodide_kernel.kernel_instance
    kernel.parents = CommPlaces()
    # Nothing is answered that says of what it is the answer.
    kernel._parent_header = {}
    sys.stdout = PageStream(page.host.log)
    sys.stderr = PageStream(page.host.logError)
    errors.install()


def share(names: dict[str, Any]) -> None:
    """Have scripts that say no `env` share names."""
    _namespaces[""] = names


def configure(text: str) -> None:
    """Take what the page's configuration says, as JSON."""
    configuration.take(text)


def has_environment(environment: str) -> bool:
    """Whether there are names of that name."""
    return environment in _namespaces


def exported(environment: str, name: str) -> Any:
    """What scripts export by a name.

    Raises:
        AttributeError: none of them says so in its `__export__`.
    """
    names = _namespaces.get(environment, {})
    if name not in names.get("__export__", ()):
        raise AttributeError(f"the worker exports no {name!r}: write __export__ = [{name!r}]", name=name)
    return names[name]


async def run(
    code: str,
    filename: str,
    line: int,
    environment: str,
    script: Any,
    make_target: Any,
    begun: Any,
    *,
    shows_prints: bool,
) -> bool:
    """Run a script to its end.

    Args:
        code: may await things.
        filename: by which tracebacks know it.
        line: of that file, on which the code begins.
        environment: the name of its names.
        script: its element.
        make_target: gives the element in which it shows things.
        begun: is called when it first waits for something: the next script may begin.
        shows_prints: whether what it prints is shown there.

    Returns:
        whether it has come to its end.
    """
    place = Place(script, make_target, shows_prints=shows_prints)
    _places[environment] = place
    names = _namespaces.setdefault(environment, {"__name__": "__main__"})
    placed = "\n" * (line - 1) + code
    _keep_lines(filename, placed)
    with entering(place):
        try:
            # Fetches the packages that the code names side by side, and not while the page stands still.
            await pyodide_kernel.kernel._load_packages_from_imports(code)
            running = eval_code_async(placed, names, filename=filename)
            # Its beginning at once, and not in its turn (`eager_start` came with Python 3.12).
            make_task: Any = asyncio.Task
            task = make_task(running, loop=asyncio.get_running_loop(), eager_start=True)
            if not task.done():
                begun()
            await task
        except Exception as error:
            errors.report(error)
            return False
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
    return True


def attach(element: Any, event: str, expression: str, environment: str) -> None:
    """Have an attribute such as `py-click` be a handler, in the names of a script."""
    names = _namespaces.setdefault(environment, {"__name__": "__main__"})
    events.attach_attribute(element, event, expression, names, _places.get(environment))


def _keep_lines(filename: str, placed: str) -> None:
    """Let tracebacks quote a script. A file may have several, each with empty lines before it."""
    known = linecache.cache.get(filename)
    before = known[2] if known is not None and len(known) > 1 else []
    lines = placed.splitlines(keepends=True)
    merged = [own if own.strip() else other for own, other in zip_longest(lines, before, fillvalue="\n")]
    linecache.cache[filename] = (sum(map(len, merged)), None, merged, filename)
