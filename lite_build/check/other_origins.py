"""Find what the site's scripts and its widgets' modules import from other origins, by URL."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from lite_build.check.report import Problem
from lite_build.runtime.node import node_executable, scrubbed_environment
from lite_build.words.errors import BuildFailure

if TYPE_CHECKING:
    from lite_build.check.report import CheckedNotebook

FINDER = Path(__file__).parent / "runner" / "find-imports.mjs"
#: How long the lexer may take for all modules together, in seconds.
_TIME_LIMIT = 120.0
_MODULE_SUFFIXES = (".js", ".mjs")
#: What an import from elsewhere looks like at first sight. Only what has it is worth the lexer's time.
_FIRST_SIGHT = re.compile(r"""(?:\bimport|\bfrom)\s*\(?\s*(?:/\*[^*]*\*/\s*)*["'`](?:https?:)?//""")
#: From these AFM takes a widget's module and its style: as text, or as an address.
_AFM_STATE = ("_esm", "_css")
_ADDRESS = re.compile(r"\s*(?:https?:)?//\S+\s*")


def find_other_origins(
    site: Path, wheels: Sequence[Path], notebooks: Sequence[CheckedNotebook]
) -> tuple[Problem, ...]:
    """Find imports from other origins. A site that has them needs a network.

    Args:
        site: its scripts are read.
        wheels: their scripts and the modules in their widgets' classes are read.
        notebooks: the modules of the widgets that their cells made are read.

    Raises:
        BuildFailure: the lexer has not been built, or fails.
    """
    addresses: dict[str, list[str]] = {}
    modules: dict[str, str] = {}
    for where, text in (*_scripts(site), *_modules_in_wheels(wheels), *_modules_of_widgets(notebooks)):
        if _ADDRESS.fullmatch(text):
            addresses.setdefault(where, []).append(text.strip())
        elif _FIRST_SIGHT.search(text):
            modules[where] = text
    for where, found in (_imports_from_elsewhere(modules) if modules else {}).items():
        addresses.setdefault(where, []).extend(found)
    return tuple(
        Problem("other origin", where, f"imports {address}")
        for where, found in addresses.items()
        for address in dict.fromkeys(found)
    )


def _scripts(site: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(site.rglob("*")):
        if path.suffix in _MODULE_SUFFIXES and path.is_file():
            yield path.relative_to(site).as_posix(), path.read_text(encoding="utf-8", errors="replace")


def _modules_in_wheels(wheels: Sequence[Path]) -> Iterator[tuple[str, str]]:
    for wheel in wheels:
        if not zipfile.is_zipfile(wheel):
            continue
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                where = f"{wheel.name}, {name}"
                # Extensions of JupyterLab lie unpacked in the site, where those that it uses are read.
                if name.endswith(_MODULE_SUFFIXES) and "/share/jupyter/labextensions/" not in name:
                    yield where, archive.read(name).decode("utf-8", errors="replace")
                elif name.endswith(".py") and b"_esm" in (source := archive.read(name)):
                    for line, text in _module_literals(source):
                        yield f"{where}, line {line}", text


def _module_literals(source: bytes) -> Iterator[tuple[int, str]]:
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text)))
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant(value=str(text)))
            ) if name in _AFM_STATE:
                yield node.lineno, text
            case _:
                pass


def _modules_of_widgets(notebooks: Sequence[CheckedNotebook]) -> Iterator[tuple[str, str]]:
    for notebook in notebooks:
        texts = dict.fromkeys(
            text
            for comm in notebook.comms
            if isinstance(data := comm.content.get("data"), Mapping)
            and isinstance(state := data.get("state"), Mapping)
            for name in _AFM_STATE
            if isinstance(text := state.get(name), str)
        )
        for number, text in enumerate(texts, start=1):
            yield f"{notebook.name}, widget module {number}", text


def _imports_from_elsewhere(modules: Mapping[str, str]) -> dict[str, list[str]]:
    if not FINDER.is_file():
        raise BuildFailure(
            "the runner has not been built", where=FINDER.name, remedy="run `npm ci` and `npm run build`"
        )
    try:
        said = subprocess.run(
            [
                node_executable(),
                "--permission",
                f"--allow-fs-read={FINDER.parent.resolve()}/",
                FINDER.resolve(),
            ],
            input=json.dumps(modules).encode(),
            capture_output=True,
            env=scrubbed_environment(),
            timeout=_TIME_LIMIT,
            check=True,
        )
    except subprocess.CalledProcessError as error:
        lines = error.stderr.decode("utf-8", errors="replace").strip().splitlines()
        raise BuildFailure("the scripts of the site cannot be read", where="\n".join(lines[-5:])) from error
    except subprocess.TimeoutExpired as error:
        raise BuildFailure(f"reading the scripts of the site took longer than {_TIME_LIMIT:g} s") from error
    return cast("dict[str, list[str]]", json.loads(said.stdout))
