"""What Python code imports and installs, read from its text and never run."""

from __future__ import annotations

import ast
import re
import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_PLAIN_IMPORT = re.compile(
    r"^(?:from\s+([\w.]+)\s+import\b|import\s+([\w.]+(?:[ \t]*,[ \t]*[\w.]+)*))", re.MULTILINE
)
#: Without these words no call in a text imports or installs.
_WORDS_OF_CALLS = re.compile(r"import_module|__import__|\binstall\b")
#: Where statements hold other statements.
_BLOCKS = ("body", "handlers", "orelse", "finalbody", "cases")
_INSTALLING_MODULES = frozenset({"piplite", "micropip"})
_IMPORT_ERRORS = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})


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
    """A line that would have a program install something, of which a page can start none.

    Args:
        text: the line.
        instead: the line that does it in a page.
    """

    text: str
    instead: str


@dataclass(frozen=True)
class FoundInCode:
    """What a cell or a file needs.

    Args:
        writes: modules that a cell magic writes, by file name.
    """

    imports: tuple[FoundImport, ...] = ()
    installs: tuple[FoundInstall, ...] = ()
    shell_installs: tuple[ShellInstall, ...] = ()
    writes: tuple[str, ...] = ()


def read_module(source: str) -> FoundInCode:
    """Read a Python file; of one that is not valid Python the plain import statements count."""
    tree = parse(source)
    return FoundInCode(plain_imports(source)) if isinstance(tree, SyntaxError) else find_in_tree(tree, source)


def find_in_tree(tree: ast.Module, source: str) -> FoundInCode:
    """Read parsed Python, and the text that it came from."""
    reader = _Reader(reads_calls=_WORDS_OF_CALLS.search(source) is not None)
    reader.visit(tree)
    return FoundInCode(tuple(reader.imports), tuple(reader.installs))


def parse(source: str) -> ast.Module | SyntaxError:
    """Parse Python, whatever the text is."""
    with warnings.catch_warnings():
        # Doubtful escapes in a notebook's strings are not for the one who builds.
        warnings.simplefilter("ignore")
        try:
            return ast.parse(source)
        except SyntaxError as error:
            return error
        except (ValueError, RecursionError, MemoryError) as error:
            return SyntaxError(str(error))


def plain_imports(source: str) -> tuple[FoundImport, ...]:
    """The import statements at the left margin of text that need not be valid Python."""
    return tuple(
        FoundImport(module.strip(), (), 0, source.count("\n", 0, found.start()) + 1, optional=False)
        for found in _PLAIN_IMPORT.finditer(source)
        for module in (found[1] or found[2]).split(",")
        if _is_module(module.strip())
    )


@dataclass
class _Reader(ast.NodeVisitor):
    """Collects imports and installs, knowing which of them may fail.

    Args:
        reads_calls: whether to look into expressions, which is most of the work and seldom finds anything.
    """

    reads_calls: bool
    imports: list[FoundImport] = field(default_factory=list)
    installs: list[FoundInstall] = field(default_factory=list)
    optional: bool = False

    def generic_visit(self, node: ast.AST) -> None:
        if self.reads_calls:
            super().generic_visit(node)
            return
        for block in _BLOCKS:
            children = getattr(node, block, None)
            for child in children if isinstance(children, list) else ():
                self.visit(child)

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self.imports.append(FoundImport(alias.name, (), 0, node.lineno, self.optional))

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        names = tuple(alias.name for alias in node.names)
        self.imports.append(FoundImport(node.module or "", names, node.level, node.lineno, self.optional))

    def visit_Try(self, node: ast.Try) -> None:
        caught = any(_catches_import_errors(handler.type) for handler in node.handlers)
        self.visit_all(node.body, optional=caught)
        for handler in node.handlers:
            self.visit_all(handler.body, optional=_catches_import_errors(handler.type))
        self.visit_all([*node.orelse, *node.finalbody])

    def visit_With(self, node: ast.With) -> None:
        calls = [item.context_expr for item in node.items if isinstance(item.context_expr, ast.Call)]
        suppressed = [error for call in calls if _name_of(call.func) == "suppress" for error in call.args]
        for item in node.items:
            self.visit(item)
        self.visit_all(node.body, optional=any(map(_catches_import_errors, suppressed)))

    def visit_If(self, node: ast.If) -> None:
        test = _known_truth(node.test)
        self.visit(node.test)
        if test is not False:
            self.visit_all(node.body)
        if test is not True:
            self.visit_all(node.orelse)

    def visit_Call(self, node: ast.Call) -> None:
        self.generic_visit(node)
        name = _name_of(node.func)
        literals = [text for argument in node.args[:1] for text in _literal_texts(argument)]
        if name in ("import_module", "__import__"):
            relative = len(node.args) > 1 or bool(node.keywords)
            self.imports += [
                FoundImport(text, (), 0, node.lineno, self.optional)
                for text in literals
                if _is_module(text) and (name == "__import__" or not relative)
            ]
        elif name == "install" and _owner_of(node.func) in _INSTALLING_MODULES:
            named = [keyword.value for keyword in node.keywords if keyword.arg == "requirements"]
            literals += [text for value in named for text in _literal_texts(value)]
            self.installs += [FoundInstall(text, False, node.lineno) for text in literals]

    def visit_all(self, nodes: Sequence[ast.AST], *, optional: bool = False) -> None:
        before, self.optional = self.optional, self.optional or optional
        for node in nodes:
            self.visit(node)
        self.optional = before


def _is_module(name: str) -> bool:
    return all(part.isidentifier() for part in name.split("."))


def _catches_import_errors(caught: ast.expr | None) -> bool:
    if caught is None:
        return True
    errors = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(_name_of(error) in _IMPORT_ERRORS for error in errors)


def _known_truth(test: ast.expr) -> bool | None:
    """What a condition is in the site's runtime, where that is certain."""
    if _name_of(test) == "TYPE_CHECKING":
        return False
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        inner = _known_truth(test.operand)
        return None if inner is None else not inner
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and ast.unparse(test.left) == "sys.platform":
        [platform], [operator] = test.comparators, test.ops
        if isinstance(platform, ast.Constant) and isinstance(operator, ast.Eq | ast.NotEq):
            return (platform.value == "emscripten") is isinstance(operator, ast.Eq)
    return None


def _name_of(node: ast.expr) -> str:
    """The last part of a dotted name: "install" of `piplite.install`."""
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Name):
        return node.id
    # `__import__("piplite").install(…)`
    if isinstance(node, ast.Call) and _name_of(node.func) == "__import__":
        return next((text for argument in node.args for text in _literal_texts(argument)), "")
    return ""


def _owner_of(function: ast.expr) -> str:
    """What a method is called on: "piplite" of `piplite.install`."""
    return _name_of(function.value) if isinstance(function, ast.Attribute) else ""


def _literal_texts(node: ast.expr) -> list[str]:
    elements = node.elts if isinstance(node, ast.List | ast.Tuple | ast.Set) else [node]
    return [
        element.value
        for element in elements
        if isinstance(element, ast.Constant) and isinstance(element.value, str)
    ]
