"""What reading code finds: what it imports, installs, runs and writes, as values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FoundImport:
    """One import.

    Args:
        module: dotted; "" in `from . import x`.
        names: what `from module import …` names, which may be modules themselves.
        level: how many dots lead a relative import.
        line: in its cell or file, from 1.
        optional: whether the code goes on where the import fails.
    """

    module: str
    names: tuple[str, ...]
    level: int
    line: int
    optional: bool


@dataclass(frozen=True)
class FoundInstall:
    """One thing that code installs.

    Args:
        text: as it stands there; "-r FILE" for a file of requirements.
        conda: whether it is a name of conda's, which may not be an index's.
        line: in its cell or file, from 1.
    """

    text: str
    conda: bool
    line: int


@dataclass(frozen=True)
class ShellInstall:
    """A line that would install something and fails: a program's mostly, of which a page can start none.

    Args:
        text: the line.
        instead: the line that does it in a page; "" where a site has no use for what it installs.
        how: it fails, in words.
    """

    text: str
    instead: str
    how: str = "in a page, which starts no programs"


@dataclass(frozen=True)
class FoundRun:
    """One file that code runs.

    Args:
        path: as it stands there, relative to the folder that the notebook works in.
        line: in its cell or file, from 1.
        optional: whether the code goes on where it fails.
        beside: whether the file's own folder is searched for what the file imports.
    """

    path: str
    line: int
    optional: bool
    beside: bool = True


@dataclass(frozen=True)
class FoundWrite:
    """A file that a cell magic writes, and its text."""

    path: str
    text: str


@dataclass(frozen=True)
class FoundInCode:
    """What a cell or a file needs.

    Args:
        writes: files that cell magics write.
        search: folders that it adds to Python's search path, or changes into, as they stand there.
        truths: what it makes certain of its variables, for the cells that follow.
    """

    imports: tuple[FoundImport, ...] = ()
    installs: tuple[FoundInstall, ...] = ()
    shell_installs: tuple[ShellInstall, ...] = ()
    runs: tuple[FoundRun, ...] = ()
    writes: tuple[FoundWrite, ...] = ()
    search: tuple[str, ...] = ()
    truths: tuple[tuple[str, bool | None], ...] = ()
