"""The calls in code that import, install or run something: of Python's own functions, and of IPython's."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lite_build.code.found import FoundImport, FoundInCode, FoundInstall, FoundRun, FoundWrite, ShellInstall
from lite_build.code.installs import install_by_call, install_by_program, installs_of_magic
from lite_build.code.ipython_syntax import python_of
from lite_build.code.magics import (
    PYTHON_CELL_MAGICS,
    SHELL_MAGICS,
    WRITING_CELL_MAGICS,
    loaded_by,
    modules_of,
    run_of,
    statement_of,
    written_by,
)
from lite_build.code.path_expressions import path_of
from lite_build.code.syntax_tree import dotted_name_of, literal_text, literal_texts, name_of, owner_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_INSTALLING_MODULES = frozenset({"piplite", "micropip"})
#: Magics of installers that a page's `%pip` stands for, or that name what would be installed.
_INSTALLING_MAGICS = frozenset({"pip", "pip3", "conda", "mamba", "micromamba", "uv"})
_STARTING_PROGRAMS = frozenset(
    {"subprocess.run", "subprocess.call", "subprocess.check_call", "subprocess.check_output"}
    | {"subprocess.Popen", "subprocess.getoutput", "os.system", "os.popen"}
)


class FoundCalls:
    """Collects what calls do.

    Args:
        source: the text of the code, for messages.
        read_body: is given the Python that a magic runs.
    """

    def __init__(self, source: str, read_body: Callable[[ast.Module], None]) -> None:
        self._source = source
        self._read_body = read_body
        self._installs: list[FoundInstall] = []
        self._shell_installs: list[ShellInstall] = []
        self._runs: list[FoundRun] = []
        self._writes: list[FoundWrite] = []
        self._search: list[str] = []

    def joined(
        self, *, imports: tuple[FoundImport, ...], truths: tuple[tuple[str, bool | None], ...]
    ) -> FoundInCode:
        """All that was found, with what was found elsewhere."""
        return FoundInCode(
            imports=imports,
            installs=tuple(self._installs),
            shell_installs=tuple(self._shell_installs),
            runs=tuple(self._runs),
            writes=tuple(self._writes),
            search=tuple(dict.fromkeys(self._search)),
            truths=truths,
        )

    def take_added_paths(self, node: ast.AugAssign) -> None:
        """Record the folders of `sys.path += [...]`."""
        if dotted_name_of(node.target) == "sys.path":
            elements = node.value.elts if isinstance(node.value, ast.List | ast.Tuple) else []
            self._add_search(elements)

    def take(self, node: ast.Call, *, optional: bool) -> Iterator[FoundImport]:
        """Record what a call does, and give the modules that it imports."""
        name, full = name_of(node.func), dotted_name_of(node.func)
        first = node.args[:1]
        texts = [text for argument in first for text in literal_texts(argument)]
        if name in ("import_module", "__import__"):
            relative = len(node.args) > 1 or bool(node.keywords)
            for text in texts:
                if _is_module(text) and (name == "__import__" or not relative):
                    yield FoundImport(text, (), 0, node.lineno, optional)
        elif name == "run_module" and texts:
            yield from _main_of(texts[0], node.lineno, optional)
        elif name == "install" and owner_of(node.func) in _INSTALLING_MODULES:
            named = [keyword.value for keyword in node.keywords if keyword.arg == "requirements"]
            texts += [text for value in named for text in literal_texts(value)]
            self._installs += [FoundInstall(text, False, node.lineno) for text in texts]
        elif full in ("sys.path.append", "sys.path.insert", "site.addsitedir"):
            self._add_search(node.args[-1:])
        elif full == "sys.path.extend":
            self._add_search([part for one in first for part in getattr(one, "elts", [])])
        elif full in ("os.chdir", "chdir"):
            self._add_search(first)
        elif full in _STARTING_PROGRAMS:
            self._take_program(node)
        elif name in ("run_line_magic", "run_cell_magic", "magic"):
            yield from self._take_magic(node, name, optional)
        elif name in ("system", "getoutput", "getoutput_lines") and _is_shell(node.func):
            self._take_command(texts[0] if texts else "")
        else:
            self._take_file_that_runs(node, name, optional)

    def _take_file_that_runs(self, node: ast.Call, name: str, optional: bool) -> None:
        if name in ("run_path", "execfile"):
            paths = [path_of(one) for one in node.args[:1]]
        elif name in ("spec_from_file_location", "SourceFileLoader"):
            paths = [path_of(one) for one in node.args[1:2]]
        elif name == "exec" and isinstance(node.func, ast.Name):
            paths = [_file_read_by(inner) for one in node.args[:1] for inner in ast.walk(one)]
        else:
            return
        beside = name == "run_path"
        self._runs += [FoundRun(path, node.lineno, optional, beside) for path in paths if path]

    def _add_search(self, expressions: list[ast.expr]) -> None:
        self._search += [path for one in expressions if (path := path_of(one)) is not None]

    def _take_program(self, node: ast.Call) -> None:
        for argument in node.args[:1]:
            if (command := literal_text(argument)) is not None:
                found = install_by_program(command, self._line(node))
            elif isinstance(argument, ast.List | ast.Tuple):
                words = [
                    "python" if dotted_name_of(one) == "sys.executable" else literal_text(one) or "{}"
                    for one in argument.elts
                ]
                found = install_by_call(words, self._line(node))
            else:
                continue
            self._shell_installs += [found] if found is not None else []

    def _take_command(self, command: str) -> None:
        lines = (line.strip() for line in self._source.split("\n") if command in line)
        found = install_by_program(command, next(lines, f"!{command}"))
        self._shell_installs += [found] if found is not None else []

    def _take_magic(self, node: ast.Call, how: str, optional: bool) -> Iterator[FoundImport]:
        words = [literal_text(argument) for argument in node.args]
        if not words or words[0] is None:
            return
        name, line = words[0], (words[1] if len(words) > 1 else "") or ""
        if how == "magic":
            name, _, line = name.lstrip("%").partition(" ")
        if not name or name[0].isspace():
            self._take_spaced(f"{name} {line}".strip())
            return
        if how == "run_cell_magic":
            self._take_cell_magic(name, line, (words[2] if len(words) > 2 else "") or "", node.lineno)
            return
        if name == "run":
            yield from self._take_run(line, node.lineno, optional)
        elif name in ("load", "loadpy"):
            if path := loaded_by(line):
                self._runs.append(FoundRun(path, node.lineno, optional, beside=False))
        elif name == "cd":
            self._search += [line.strip().strip("\"'")] if line.strip() else []
        elif name in SHELL_MAGICS:
            self._take_command(line)
        elif name in _INSTALLING_MAGICS:
            self._installs += installs_of_magic(f"{name} {line}", node.lineno)
        elif statement := statement_of(name, line):
            self._read(statement, node.lineno - 1)
        for module in modules_of(name, line):
            yield FoundImport(module, (), 0, node.lineno, optional)

    def _take_spaced(self, command: str) -> None:
        """Take a magic with a space behind its percent sign: IPython knows no magic of such a name."""
        if not any(installs_of_magic(command, 1)):
            return
        lines = (line.strip() for line in self._source.split("\n") if command in line)
        how = "in IPython, which knows no magic behind a space"
        self._shell_installs.append(ShellInstall(next(lines, f"% {command}"), f"%{command}", how))

    def _take_run(self, line: str, number: int, optional: bool) -> Iterator[FoundImport]:
        run = run_of(line)
        if run is not None and run.module:
            yield from _main_of(run.module, number, optional)
        elif run is not None:
            self._runs.append(FoundRun(run.path, number, optional))

    def _take_cell_magic(self, name: str, line: str, body: str, number: int) -> None:
        if name in WRITING_CELL_MAGICS:
            self._writes += [FoundWrite(path, body) for path in written_by(line)]
        elif name in SHELL_MAGICS:
            for command in body.split("\n"):
                self._take_command(command.strip())
        elif name in PYTHON_CELL_MAGICS:
            if name in ("timeit", "prun") and (setup := statement_of(name, line)):
                self._read(setup, number - 1)
            self._read(body, number)

    def _read(self, source: str, lines_before: int) -> None:
        tree = python_of(source)
        if tree is not None:
            self._read_body(ast.increment_lineno(tree, lines_before))

    def _line(self, node: ast.Call) -> str:
        return (ast.get_source_segment(self._source, node) or ast.unparse(node)).split("\n")[0].strip()


def _main_of(module: str, number: int, optional: bool) -> Iterator[FoundImport]:
    if _is_module(module):
        yield FoundImport(module, ("__main__",), 0, number, optional)


def _file_read_by(node: ast.AST) -> str | None:
    """The Python file that a call opens or reads."""
    if not isinstance(node, ast.Call):
        return None
    path = None
    if name_of(node.func) == "open" and node.args:
        path = path_of(node.args[0])
    elif name_of(node.func) in ("read_text", "read_bytes", "open") and isinstance(node.func, ast.Attribute):
        path = path_of(node.func.value)
    return path if path is not None and path.endswith((".py", ".ipy")) else None


def _is_shell(function: ast.expr) -> bool:
    """Whether a method is IPython's: of `get_ipython()`, or of what people call its result."""
    owner = function.value if isinstance(function, ast.Attribute) else None
    if isinstance(owner, ast.Call):
        return name_of(owner.func) == "get_ipython"
    return owner is not None and dotted_name_of(owner) in ("ip", "_ip", "ipython", "shell", "get_ipython")


def _is_module(name: str) -> bool:
    return all(part.isidentifier() for part in name.split("."))
