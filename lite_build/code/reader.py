"""Walks parsed Python and collects what it imports, installs, runs and writes."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from lite_build.code.calls import FoundCalls
from lite_build.code.conditions import is_of_another_place, tells_the_place, truth_of, truth_of_words
from lite_build.code.found import FoundImport, FoundInCode
from lite_build.code.syntax_tree import dotted_name_of, name_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

#: Without these no call in a text imports, installs or runs anything.
_WORDS_OF_CALLS = re.compile(
    r"import_module|__import__|\binstall\b|[%!]|get_ipython|run_line_magic|sys\.path|chdir|addsitedir"
    r"|runpy|\bexec\(|spec_from_file|SourceFileLoader|run_path|run_module"
    # The magics that a cell of one line names without a percent sign.
    r"|\A\s*(?:run|load|load_ext|reload_ext|aimport|time|timeit|prun|cd)\s"
)
#: Where statements hold other statements.
_BLOCKS = ("body", "handlers", "orelse", "finalbody", "cases")
_IMPORT_ERRORS = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})


class CodeReader(ast.NodeVisitor):
    """Collects what code needs, knowing which of it may fail and which of it never runs.

    Args:
        source: the text, for messages.
        known: as `truth_of` takes it, before the code runs.
    """

    def __init__(self, source: str, known: Mapping[str, bool | None]) -> None:
        self._imports: list[FoundImport] = []
        self._calls = FoundCalls(source, self._read_body)
        self._reads_calls = _WORDS_OF_CALLS.search(source) is not None
        self._before = dict(known)
        self._known: dict[str, bool | None] = dict(known)
        self._constants: dict[str, bool] = {}
        self._optional = False
        self._follows_from_place = False
        self._names_place = False

    def finish(self) -> FoundInCode:
        """What was found so far."""
        return self._calls.joined(
            imports=tuple(self._imports),
            truths=tuple(
                (name, truth)
                for name, truth in self._known.items()
                if name not in self._before or self._before[name] is not truth
            ),
        )

    def generic_visit(self, node: ast.AST) -> None:
        """Walk on; into expressions only where some call may tell: it is most of the work."""
        if self._reads_calls:
            super().generic_visit(node)
            return
        for block in _BLOCKS:
            children = getattr(node, block, None)
            for child in children if isinstance(children, list) else ():
                self.visit(child)

    def visit_Import(self, node: ast.Import) -> None:
        """Record each module."""
        for alias in node.names:
            optional = self._optional or (self._names_place and is_of_another_place(alias.name))
            self._imports.append(FoundImport(alias.name, (), 0, node.lineno, optional))

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """Record the module, and the names, which may be modules."""
        names = tuple(alias.name for alias in node.names)
        optional = self._optional or (self._names_place and _fails_here(node))
        self._imports.append(FoundImport(node.module or "", names, node.level, node.lineno, optional))

    def visit_Assign(self, node: ast.Assign) -> None:
        """Remember what a variable tells of the place."""
        for target in node.targets:
            for name, value in _assigned(target, node.value):
                self._assign(name, value)
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        """Remember what a variable tells of the place."""
        for name, value in _assigned(node.target, node.value):
            self._assign(name, value)
        self.generic_visit(node)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        """As an assignment."""
        self._assign(node.target.id, node.value)
        self.generic_visit(node)

    def visit_For(self, node: ast.For | ast.AsyncFor) -> None:
        """A loop's variable is whatever the loop goes over."""
        for name, _ in _assigned(node.target, None):
            self._assign(name, None)
        self.generic_visit(node)

    def visit_AsyncFor(self, node: ast.AsyncFor) -> None:
        """As `for`."""
        self.visit_For(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        """`sys.path += [...]` adds folders."""
        self._calls.take_added_paths(node)
        self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """A function's variables are its own."""
        self._visit_function(node)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        """As a function."""
        self._visit_function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        """A function's variables are its own."""
        self.visit_FunctionDef(node)

    def visit_Try(self, node: ast.Try | ast.TryStar) -> None:
        """What may fail is optional; behind an import of another place's module nothing runs."""
        catching = [handler for handler in node.handlers if _catches_import_errors(handler.type)]
        end = next((place for place, one in enumerate(node.body) if _fails_here(one)), None)
        if end is not None and catching:
            self._visit_all(node.body[:end], optional=True)
            self._leave_out(node.body[end:])
            self._visit_all(catching[0].body, follows_from_place=True)
            self._visit_all(node.finalbody)
            return
        self._visit_all(node.body, optional=bool(catching))
        for handler in node.handlers:
            self._visit_all(handler.body, optional=handler in catching)
        self._visit_all([*node.orelse, *node.finalbody])

    def visit_TryStar(self, node: ast.TryStar) -> None:
        """As `try`."""
        self.visit_Try(node)

    def visit_With(self, node: ast.With | ast.AsyncWith) -> None:
        """In `with suppress(ImportError)` imports are optional."""
        calls = [item.context_expr for item in node.items if isinstance(item.context_expr, ast.Call)]
        suppressed = [error for call in calls if name_of(call.func) == "suppress" for error in call.args]
        for item in node.items:
            self.visit(item)
        suppresses = any(map(_catches_import_errors, suppressed))
        end = next((place for place, one in enumerate(node.body) if _fails_here(one)), len(node.body))
        self._visit_all(node.body[: end if suppresses else len(node.body)], optional=suppresses)

    def visit_AsyncWith(self, node: ast.AsyncWith) -> None:
        """As `with`."""
        self.visit_With(node)

    def visit_If(self, node: ast.If) -> None:
        """Read the branch that runs, where it is certain which."""
        truth = truth_of(node.test, self._known)
        by_place = tells_the_place(node.test, self._known)
        self.visit(node.test)
        if truth is None:
            before = self._names_place
            # `IN_COLAB = False`, to be set there: what only that place has is not missed here.
            self._names_place = before or truth_of(node.test, {}) is not None
            self._visit_all([*node.body, *node.orelse])
            self._names_place = before
            return
        runs, rests = (node.body, node.orelse) if truth else (node.orelse, node.body)
        self._leave_out(rests if by_place else [])
        self._visit_all(runs, follows_from_place=by_place)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        """Read the expression that is evaluated, where it is certain which."""
        truth = truth_of(node.test, self._known)
        self.visit(node.test)
        if truth is not False:
            self.visit(node.body)
        if truth is not True:
            self.visit(node.orelse)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        """Read as far as is evaluated for certain."""
        decisive = isinstance(node.op, ast.Or)
        for value in node.values:
            self.visit(value)
            if truth_of(value, self._known) is decisive:
                return

    def visit_Call(self, node: ast.Call) -> None:
        """Record what a call imports, installs or runs."""
        self.generic_visit(node)
        self._imports += self._calls.take(node, optional=self._optional)

    def _read_body(self, body: ast.Module) -> None:
        self._visit_all(body.body)

    def _visit_function(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> None:
        before = dict(self._known)
        for argument in ast.walk(node.args):
            # Whoever calls the function says what its parameters are.
            if isinstance(argument, ast.arg):
                self._assign(argument.arg, None)
        self.generic_visit(node)
        self._known = before

    def _assign(self, name: str, value: ast.expr | None) -> None:
        """Remember a variable.

        Args:
            name: of it; dotted for an attribute.
            value: None where it is not to be read from the code.
        """
        is_constant = isinstance(value, ast.Constant)
        if value is not None and (
            (is_constant and self._follows_from_place) or tells_the_place(value, self._known)
        ):
            truth = truth_of(value, self._known)
            if truth is not None:
                self._known[name] = truth
            return
        if isinstance(value, ast.Constant):
            self._constants[name] = bool(value.value)
        said = truth_of_words(name.rpartition(".")[2])
        if said is None and name not in self._known:
            return
        # A call may find out the place: of `IN_COLAB = found_colab()` the name tells. Anything else is
        # somebody's choice, which the name does not tell.
        found_out = value is not None and any(isinstance(inner, ast.Call) for inner in ast.walk(value))
        self._known[name] = said if found_out else None

    def _leave_out(self, nodes: Sequence[ast.stmt]) -> None:
        """Pass over statements that do not run: what they would set keeps the constant that it is."""
        for name in _names_assigned(nodes):
            if name in self._constants:
                self._known[name] = self._constants[name]
            elif self._known.get(name, False) is None:
                self._known[name] = truth_of_words(name)

    def _visit_all(
        self, nodes: Sequence[ast.AST], *, optional: bool = False, follows_from_place: bool = False
    ) -> None:
        before = self._optional, self._follows_from_place
        self._optional = self._optional or optional
        self._follows_from_place = self._follows_from_place or follows_from_place
        for node in nodes:
            self.visit(node)
        self._optional, self._follows_from_place = before


def _fails_here(statement: ast.stmt) -> bool:
    """Whether a statement imports what only another place has."""
    match statement:
        case ast.Import(names=names):
            return any(is_of_another_place(alias.name) for alias in names)
        case ast.ImportFrom(module=module, names=names, level=0) if module is not None:
            return any(is_of_another_place(f"{module}.{alias.name}") for alias in names)
    return False


def _assigned(target: ast.expr, value: ast.expr | None) -> Iterator[tuple[str, ast.expr | None]]:
    """The variables and attributes that an assignment sets, each with its value where that is told apart."""
    if isinstance(target, ast.Starred):
        yield from _assigned(target.value, None)
    elif isinstance(target, ast.Tuple | ast.List):
        values: Sequence[ast.expr | None] = [None] * len(target.elts)
        if (
            isinstance(value, ast.Tuple | ast.List)
            and len(value.elts) == len(target.elts)
            and not any(isinstance(one, ast.Starred) for one in (*value.elts, *target.elts))
        ):
            values = value.elts
        for inner, one in zip(target.elts, values, strict=True):
            yield from _assigned(inner, one)
    elif name := dotted_name_of(target):
        yield name, value


def _names_assigned(nodes: Sequence[ast.stmt]) -> Iterator[str]:
    for node in nodes:
        for inner in ast.walk(node):
            if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
                yield inner.id


def _catches_import_errors(caught: ast.expr | None) -> bool:
    if caught is None:
        return True
    errors = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(name_of(error) in _IMPORT_ERRORS for error in errors)
