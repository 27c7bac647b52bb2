"""What conditions in a notebook's code come to in a page, where that is certain.

Notebooks ask where they run, to prepare Google Colab, Kaggle and the like. A site is none of these.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from lite_build.code.syntax_tree import dotted_name_of, literal_text, literal_texts, name_of

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Modules that only another place's own Python has, and that place's name.
OTHER_PLACES = {
    "google.colab": "Google Colab",
    "kaggle_datasets": "Kaggle",
    "kaggle_secrets": "Kaggle",
    "kaggle_web_client": "Kaggle",
    "dbruntime": "Databricks",
    "deepnote_toolkit": "Deepnote",
    "sagemaker_studio": "SageMaker Studio",
    "synapse": "Azure Synapse",
    "notebookutils": "Microsoft Fabric",
}
#: Modules that are in the page before any cell runs.
_LOADED = frozenset({"IPython", "ipykernel", "js", "micropip", "piplite", "pyodide", "pyodide_js", "sys"})
#: Variables of the environment that only other places set.
_OTHER_VARIABLE = re.compile(
    r"^(COLAB|KAGGLE|BINDER|JUPYTERHUB|DATABRICKS|DEEPNOTE|GRADIENT|PAPERSPACE|SAGEMAKER|SPACE_ID|CODESPACES"
    r"|AZUREML|DATALORE|GITPOD|CI$|GITHUB_ACTIONS|READTHEDOCS)"
)
_OTHER_FOLDER = re.compile(r"^/(content|kaggle|databricks|dbfs|datasets/_deepnote_work)(/|$)")
#: How people call a variable or a function that tells of another place: `IN_COLAB`, `is_kaggle()`.
_OTHER_NAME = re.compile(
    r"(?:^|_)(colab|kaggle|databricks|deepnote|sagemaker|paperspace)(?:$|_)", re.IGNORECASE
)
_NEGATED = re.compile(r"(?:^|_)(no|not|non|isnt|outside)(?:$|_)", re.IGNORECASE)
#: The other words of such names: `colab_folder` and `kaggle_user` are something else.
_HINT = re.compile(
    r"^(are|at|colab|databricks|deepnote|detected|env|environment|flag|google|in|inside|is|isnt|kaggle|mode|no"
    r"|non|not|on|outside|paperspace|run|running|sagemaker|the|use|using|we|within)$",
    re.IGNORECASE,
)
_EMSCRIPTEN = {"sys.platform": "emscripten", "platform.system()": "Emscripten", "os.name": "posix"}
#: Every Python that runs in a page is at least this one.
_LEAST_PYTHON = (3, 12)


def is_of_another_place(module: str) -> bool:
    """Whether a module is one that only another place's Python has."""
    return any(module == other or module.startswith(f"{other}.") for other in OTHER_PLACES)


def truth_of(test: ast.expr, known: Mapping[str, bool | None]) -> bool | None:
    """What a condition is in a page; None where that is not certain.

    Args:
        test: the condition.
        known: variables whose truth is certain; None for those that somebody sets, whatever their names say.
    """
    match test:
        case ast.Constant(value=value):
            return bool(value)
        case ast.Name() | ast.Attribute():
            return _truth_of_name(dotted_name_of(test), known)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            inner = truth_of(operand, known)
            return None if inner is None else not inner
        case ast.BoolOp(op=operator, values=values):
            decisive = isinstance(operator, ast.Or)
            truths = [truth_of(value, known) for value in values]
            if decisive in truths:
                return decisive
            return None if None in truths else not decisive
        case ast.NamedExpr(value=value):
            return truth_of(value, known)
        case ast.IfExp(test=inner_test, body=body, orelse=orelse):
            chosen = truth_of(inner_test, known)
            return None if chosen is None else truth_of(body if chosen else orelse, known)
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            return _truth_of_comparison(left, operator, right, known)
        case ast.Call():
            return _truth_of_call(test, known)
    return None


def tells_the_place(test: ast.expr, known: Mapping[str, bool | None]) -> bool:
    """Whether a condition's truth follows from the place, and not from a constant that somebody sets."""
    return not isinstance(test, ast.Constant) and truth_of(test, known) is not None


def _truth_of_name(name: str, known: Mapping[str, bool | None]) -> bool | None:
    if name in known:
        return known[name]
    last = name.rpartition(".")[2]
    if last == "TYPE_CHECKING":
        return False
    # `Settings.USE_KAGGLE`, of a class whose body sets it
    if last in known and known[last] is None:
        return None
    return truth_of_words(last)


def truth_of_words(name: str) -> bool | None:
    """What the name of a variable or a function says of the place; None where it says nothing."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name)
    if _OTHER_NAME.search(words) and all(_HINT.match(word) for word in words.split("_") if word):
        return bool(_NEGATED.search(words))
    return None


def _truth_of_comparison(
    left: ast.expr, operator: ast.cmpop, right: ast.expr, known: Mapping[str, bool | None]
) -> bool | None:
    if isinstance(operator, ast.In | ast.NotIn):
        inside = _is_inside(left, right)
        return None if inside is None else inside is isinstance(operator, ast.In)
    if isinstance(operator, ast.Is | ast.IsNot | ast.Eq | ast.NotEq):
        same = _is_same(left, right, known)
        return None if same is None else same is isinstance(operator, ast.Is | ast.Eq)
    if dotted_name_of(left) == "sys.version_info":
        return _is_version(operator, right)
    return None


def _is_inside(left: ast.expr, right: ast.expr) -> bool | None:
    """Whether `left in right`."""
    text, container = literal_text(left), ast.unparse(right)
    if (expected := _EMSCRIPTEN.get(ast.unparse(left))) is not None:
        return expected in literal_texts(right) if literal_texts(right) else None
    if text is None:
        return None
    if container in _EMSCRIPTEN:
        return text in _EMSCRIPTEN[container]
    if container in ("sys.modules", "sys.modules.keys()"):
        if is_of_another_place(text):
            return False
        return True if text in _LOADED else None
    if "get_ipython()" in container and _OTHER_NAME.search(text.replace(".", "_")):
        return False
    # `"COLAB_" in "".join(os.environ.keys())` too.
    if re.search(r"\benviron\b", container) and _OTHER_VARIABLE.match(text):
        return False
    return None


def _is_same(left: ast.expr, right: ast.expr, known: Mapping[str, bool | None]) -> bool | None:
    """Whether `left == right`, or `left is right`."""
    text = literal_text(right)
    if isinstance(right, ast.Constant) and isinstance(right.value, bool):
        truth = truth_of(left, known)
        return None if truth is None else truth is right.value
    if (expected := _EMSCRIPTEN.get(ast.unparse(left))) is not None and text is not None:
        return text == expected
    # `find_spec("google.colab") is None`, `os.environ.get("COLAB_GPU") == "1"`
    if isinstance(left, ast.Call) and isinstance(right, ast.Constant) and _truth_of_call(left, {}) is False:
        return right.value is None
    return None


def _is_version(operator: ast.cmpop, right: ast.expr) -> bool | None:
    numbers = (
        [element.value for element in right.elts if isinstance(element, ast.Constant)]
        if isinstance(right, ast.Tuple)
        else []
    )
    if not numbers or not all(isinstance(number, int) for number in numbers):
        return None
    if tuple(numbers) > _LEAST_PYTHON:
        return None
    return {ast.GtE: True, ast.Gt: True, ast.Lt: False}.get(type(operator))


def _truth_of_call(call: ast.Call, known: Mapping[str, bool | None]) -> bool | None:
    name, text = name_of(call.func), next(iter([literal_text(one) for one in call.args[:1]]), None)
    owner = ast.unparse(call.func.value) if isinstance(call.func, ast.Attribute) else ""
    if name == "bool" and len(call.args) == 1:
        return truth_of(call.args[0], known)
    if name in ("exists", "is_dir", "isdir") and text is None and isinstance(call.func, ast.Attribute):
        # `Path("/content").exists()`
        place = call.func.value
        text = literal_text(place.args[0]) if isinstance(place, ast.Call) and place.args else None
    if text is None:
        return None if call.args else truth_of_words(name)
    if name in ("exists", "is_dir", "isdir"):
        return False if _OTHER_FOLDER.match(text) else None
    if name == "find_spec" and is_of_another_place(text):
        return False
    if name == "getenv" or (name == "get" and owner.endswith("environ")):
        return False if _OTHER_VARIABLE.match(text) and len(call.args) == 1 else None
    if name == "startswith" and owner in _EMSCRIPTEN:
        return _EMSCRIPTEN[owner].startswith(text)
    return None
