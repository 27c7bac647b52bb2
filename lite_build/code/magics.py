"""What IPython's magics run: files, modules, and statements of Python."""

from __future__ import annotations

import getopt
from dataclasses import dataclass

from lite_build.code.installs import words_of

#: Cell magics whose body is Python that runs in the notebook's own namespace.
PYTHON_CELL_MAGICS = frozenset(
    {"time", "timeit", "capture", "prun", "debug"}
    # Of packages that are made for it: memory_profiler, line_profiler, ipytest, pyinstrument, memray, scalene
    | {"memit", "mprun", "lprun", "ipytest", "run_pytest", "pyinstrument", "memray_flamegraph", "scalene"}
    | {"snakeviz", "tictoc", "heat", "manim", "skip", "blackcellmagic", "black", "wandb", "viztracer"}
)
#: Cell magics that write their body to the file which their line names.
WRITING_CELL_MAGICS = frozenset({"writefile", "file", "vfile"})
#: Magics whose line or body are commands of a shell.
SHELL_MAGICS = frozenset({"!", "bash", "cmd", "sh", "script", "sx", "system"})
#: Line magics that run the statement behind their options, and which of these take a value.
_STATEMENT_MAGICS = {
    "time": "",
    "timeit": "n:r:p:tcqov",
    "prun": "s:l:D:T:rq",
    "memit": "r:t:i:co",
    "debug": "b:",
    "pyinstrument": "",
}
#: Modules of IPython's own extensions.
_OWN_EXTENSIONS = frozenset({"autoreload", "storemagic", "deduperreload"})


@dataclass(frozen=True)
class RunLine:
    """What `%run` runs: the path of a file, or a module."""

    path: str = ""
    module: str = ""


def statement_of(name: str, line: str) -> str | None:
    """The Python that a line magic runs; None for one that runs none.

    Args:
        name: of the magic.
        line: what stands behind its name.
    """
    if (options := _STATEMENT_MAGICS.get(name)) is None:
        return None
    words = line.split()
    try:
        _, rest = getopt.getopt(words, options)
    except getopt.GetoptError:
        return None
    # The statement's own spaces may be those of a string.
    for _ in range(len(words) - len(rest)):
        line = line.lstrip().partition(" ")[2]
    return line.strip()


def run_of(line: str) -> RunLine | None:
    """What `%run LINE` runs; None where that is not to be read from it.

    Source: the magic `run` in `IPython/core/magics/execution.py`.
    """
    try:
        options, rest = getopt.getopt(words_of(line), "nidtN:b:pD:l:rs:T:em:G")
    except getopt.GetoptError:
        return None
    module = dict(options).get("-m", "")
    if module:
        return RunLine(module=module) if all(part.isidentifier() for part in module.split(".")) else None
    return RunLine(path=rest[0]) if rest and not set("{}$") & set(rest[0]) else None


def loaded_by(line: str) -> str | None:
    """The file that `%load LINE` puts in the cell's place; None where that is not to be read from it."""
    try:
        _, rest = getopt.getopt(words_of(line), "yns:r:")
    except getopt.GetoptError:
        return None
    return rest[0] if rest and not set("{}$") & set(rest[0]) else None


def modules_of(name: str, line: str) -> tuple[str, ...]:
    """The modules that a line magic imports."""
    words = words_of(line)
    if name in ("load_ext", "reload_ext"):
        return tuple(word for word in words[:1] if word not in _OWN_EXTENSIONS)
    if name == "aimport":
        return tuple(
            word for entry in words for word in entry.split(",") if word and not word.startswith("-")
        )
    return ("numpy", "matplotlib") if name == "pylab" else ()


def written_by(line: str) -> tuple[str, ...]:
    """The Python file that `%%writefile LINE` writes."""
    return tuple(word for word in words_of(line)[-1:] if word.endswith(".py"))
