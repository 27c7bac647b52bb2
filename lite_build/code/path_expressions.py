"""Paths that code spells out, read from its text."""

from __future__ import annotations

import ast
import posixpath

from lite_build.code.syntax_tree import dotted_name_of, literal_text, name_of

#: Calls that give the path that they are given, as far as a folder is meant.
_SAME = frozenset({"abspath", "realpath", "normpath", "expanduser", "fspath", "str", "Path", "PurePath"})
_SAME_METHODS = frozenset({"resolve", "absolute", "expanduser", "as_posix"})
_CURRENT = frozenset({"getcwd", "cwd"})


def path_of(node: ast.expr) -> str | None:
    """The path that an expression is, relative to the current folder; None where the text does not tell."""
    match node:
        case ast.Constant():
            return literal_text(node)
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return _joined([left, right])
        case ast.Attribute(value=value, attr="parent"):
            return _parent(path_of(value))
        case ast.Attribute():
            return {"os.pardir": "..", "os.curdir": "."}.get(dotted_name_of(node))
        case ast.Call(func=function, args=arguments):
            return _path_of_call(function, arguments)
    return None


def _path_of_call(function: ast.expr, arguments: list[ast.expr]) -> str | None:
    name = name_of(function)
    if name in _CURRENT and not arguments:
        return "."
    if name in _SAME:
        return _joined(arguments) if arguments else "."
    if isinstance(function, ast.Attribute) and name in _SAME_METHODS and not arguments:
        return path_of(function.value)
    if isinstance(function, ast.Attribute) and name == "joinpath":
        return _joined([function.value, *arguments])
    if name == "join" and dotted_name_of(function) in ("os.path.join", "path.join", "join"):
        return _joined(arguments)
    if name == "dirname" and len(arguments) == 1:
        return _parent(path_of(arguments[0]))
    return None


def _joined(parts: list[ast.expr]) -> str | None:
    paths = [path_of(part) for part in parts]
    known = [path for path in paths if path is not None]
    return posixpath.normpath(posixpath.join(*known)) if known and len(known) == len(paths) else None


def _parent(path: str | None) -> str | None:
    return None if path is None else posixpath.normpath(posixpath.join(path, ".."))
