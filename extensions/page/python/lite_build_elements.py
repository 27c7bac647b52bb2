"""Makes the widgets that elements of a page name, and finds those that cells have made.

Each element opens a comm. What it says first names a class of a package, or a variable of the cells;
afterwards, which attributes have changed, and that a cell has run. Python tells which model to show, or
what is wrong, in words for the page's author. An element that closes its comm has its own widget closed.
"""

from __future__ import annotations

import contextlib
import difflib
import importlib
import inspect
import sys
import traceback
from functools import partial
from typing import TYPE_CHECKING, Any

import lite_build_tags
from lite_build_attributes import Mistake, converted
from pyodide_kernel import kernel_instance as kernel

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__tracebackhide__ = True
TARGET = "lite-build.element"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
#: Traits that are none of a page's business: how ipywidgets lays a widget out, and what joins it to the page.
HIDDEN_TRAITS = frozenset({"comm", "keys", "layout", "log", "style", "tabbable", "tooltip"})


class Element:
    """Python's end of an element: what it shows, and what it has made.

    Args:
        comm: to the element.
        request: what the element said first.
    """

    def __init__(self, comm: Any, request: dict[str, Any]) -> None:
        self.comm = comm
        self.variable: str | None = request.get("variable")
        self.tag: str | None = request.get("tag")
        self.attributes: list[tuple[str, str, bool]] = [tuple(each) for each in request["attributes"]]
        self.widget: Any = None
        comm.on_msg(self.hear)
        comm.on_close(lambda message: self.close())
        if self.tag is not None:
            self.tell(partial(self.make_of_tag, self.tag))
        elif self.variable is None:
            self.tell(partial(self.make_of_package, request["source"]))
        else:
            self.tell(self.look)

    def hear(self, message: dict[str, Any]) -> None:
        """Take what the element says."""
        data = message["content"]["data"]
        if data["method"] == "look":
            self.tell(self.look)
        elif self.widget is not None:
            self.tell(partial(self.set_attribute, data["name"], data["text"], data["optional"]))

    def tell(self, act: Callable[[], None]) -> None:
        """Do something, and tell the element what is wrong with it."""
        try:
            act()
        except Mistake as mistake:
            self.comm.send({"method": "mistake", "message": str(mistake), "remedy": mistake.remedy})

    def make_of_package(self, source: str) -> None:
        """Make a widget of the class that `package.module:Class` names.

        Raises:
            Mistake: there is no such class, it makes no widget, or Python raises.
        """
        found = found_class(source)
        if isinstance(found, type):
            try:
                found = lite_build_tags.widget_class(found)
            except (TypeError, ValueError) as error:
                if hasattr(found, "template"):
                    raise Mistake(f"{source} cannot be made: {error}.", "Mend the class.") from error
        self.make(found, source)

    def make_of_tag(self, tag: str) -> None:
        """Make a widget of the class that code of this Python has made a tag of.

        Raises:
            Mistake: none has, it makes no widget, or Python raises.
        """
        found = lite_build_tags.class_of(tag)
        if found is None:
            raise Mistake(
                f"No code that has run makes the tag <{tag}>.",
                f'Write @litepage.element("{tag}") before a class.',
            )
        self.make(found, found.__qualname__)

    def make(self, maker: Any, source: str) -> None:
        """Make a widget of a class, with what the attributes say.

        Raises:
            Mistake: it makes no widget, or Python raises.
        """
        named, rest = arguments_of(maker, self.attributes)
        try:
            widget = maker(**named)
        except Exception as error:
            report()
            raise Mistake(
                f"{source} cannot be made: {described(error)}.",
                "The element's attributes are what it is made with; the traceback is on the console.",
            ) from error
        self.show(widget, source)
        for attribute in rest:
            self.tell(partial(self.set_attribute, *attribute))

    def look(self) -> None:
        """Show what a variable holds now, if that is another than before.

        Raises:
            Mistake: it is no widget.
        """
        assert self.variable is not None
        first, *rest = self.variable.split(".")
        value = kernel.interpreter.user_ns.get(first)
        for name in rest:
            value = getattr(value, name, None)
        if value is None or value is self.widget:
            return
        self.show(value, self.variable)
        for attribute in self.attributes:
            self.tell(partial(self.set_attribute, *attribute))

    def show(self, widget: Any, origin: str) -> None:
        """Have the element show a widget.

        Raises:
            Mistake: it is none.
        """
        data, _ = kernel.interpreter.display_formatter.format(widget, include=[WIDGET_VIEW])
        view = data.get(WIDGET_VIEW)
        if not isinstance(view, dict) or not view.get("model_id"):
            raise Mistake(
                f"{origin} is no widget, but of the type {type(widget).__name__}.",
                "Name something that a notebook would show as a widget.",
            )
        self.widget = widget
        self.leave()
        lite_build_tags.elements.append((widget, self.comm.send))
        self.comm.send({"method": "show", "model": view["model_id"]})

    def leave(self) -> None:
        """Have the element hear no more of what the widget before has to say."""
        elements = lite_build_tags.elements
        elements[:] = [each for each in elements if each[1] != self.comm.send]

    def set_attribute(self, name: str, text: str | None, optional: bool) -> None:
        """Set the trait that an attribute names; to its default where the attribute is gone.

        Raises:
            Mistake: there is no such trait, or the text is no value of it.
        """
        traits = traits_of(self.widget)
        found = matching(name, names_of(self.widget))
        if found is None:
            if optional:
                return
            raise unknown(name, type(self.widget).__name__, names_of(self.widget))
        trait = traits.get(found)
        if text is None:
            value = False if isinstance(getattr(self.widget, found), bool) else default_of(trait)
        else:
            value = converted(name, text, trait, getattr(self.widget, found, None))
        try:
            setattr(self.widget, found, value)
        except Exception as error:
            raise Mistake(
                f'{name}="{text}" was not taken: {described(error)}.', "Mend the attribute's value."
            ) from error

    def close(self) -> None:
        """Close what was made for the element; what a cell has made is the cell's."""
        self.leave()
        widget, self.widget = self.widget, None
        if self.variable is None and callable(close := getattr(widget, "close", None)):
            close()


def found_class(source: str) -> Any:
    """What `package.module:Class` names.

    Raises:
        Mistake: there is no such package, module or class.
    """
    path, colon, qualified = source.partition(":")
    if not colon or not path or not qualified:
        raise Mistake(
            f'src="{source}" names no class.', 'Write the module and the class: src="package.module:Class".'
        )
    # Projects are often named with hyphens, which no module can have.
    path = path.strip().replace("-", "_")
    try:
        found: Any = importlib.import_module(path)
    except ModuleNotFoundError as error:
        missing = error.name or path
        if path == missing or path.startswith(f"{missing}."):
            kind = "package" if "." not in missing else "module"
            raise Mistake(
                f"There is no {kind} {missing} in this site.",
                "Mend the name in src, or add the package to what the site is built with.",
            ) from error
        raise Mistake(
            f"{path} needs {missing}, which is not in this site.", f"Have the site built with {missing}."
        ) from error
    except Exception as error:
        report()
        raise Mistake(
            f"{path} cannot be imported: {described(error)}.", "The traceback is on the console."
        ) from error
    name = path
    for part in qualified.strip().split("."):
        if not hasattr(found, part):
            public = [each for each in dir(found) if not each.startswith("_")]
            raise Mistake(f"There is no {part} in {name}.", suggestion(part, public, "Mend the name in src."))
        found = getattr(found, part)
        name = f"{name}.{part}"
    if not callable(found):
        raise Mistake(f"{name} is no class, but of the type {type(found).__name__}.", "Name a class in src.")
    return found


def arguments_of(
    maker: Any, attributes: list[tuple[str, str, bool]]
) -> tuple[dict[str, Any], list[tuple[str, str, bool]]]:
    """What of the attributes a class is made with, by name, and what is set afterwards.

    Raises:
        Mistake: a text is no value of its trait.
    """
    traits = traits_of(maker)
    parameters: Mapping[str, inspect.Parameter] = {}
    with contextlib.suppress(TypeError, ValueError):
        parameters = inspect.signature(maker).parameters
    takes_all = any(each.kind is each.VAR_KEYWORD for each in parameters.values())
    own = [
        name
        for name, each in parameters.items()
        if each.kind in (each.POSITIONAL_OR_KEYWORD, each.KEYWORD_ONLY)
    ]
    known = [*own, *(traits if takes_all else ())]
    named: dict[str, Any] = {}
    rest: list[tuple[str, str, bool]] = []
    for name, text, optional in attributes:
        found = matching(name, known)
        if found is None:
            rest.append((name, text, optional))
        else:
            default = parameters[found].default if found in parameters else None
            named[found] = converted(name, text, traits.get(found), default)
    return named, rest


def traits_of(widget: Any) -> dict[str, Any]:
    """The traits of a widget, or of a class of widgets, that a page may set; none where it has none."""
    owner = widget if isinstance(widget, type) else type(widget)
    listed = getattr(owner, "class_traits", None)
    if not callable(listed):
        return {}
    return {name: trait for name, trait in listed(sync=True).items() if is_public(name)}


def names_of(widget: Any) -> list[str]:
    """The names of all that a page may set: of traits, or of fields."""
    traits = traits_of(widget)
    if traits:
        return list(traits)
    fields = {**getattr(type(widget), "__annotations__", {}), **getattr(widget, "__dict__", {})}
    return [name for name in fields if is_public(name)]


def is_public(name: str) -> bool:
    """Whether a page may know of a trait."""
    return not name.startswith("_") and name not in HIDDEN_TRAITS


def default_of(trait: Any) -> Any:
    """What a trait is where nobody has said anything."""
    return trait.default() if trait is not None else None


def matching(attribute: str, names: list[str]) -> str | None:
    """The name that an attribute means: HTML knows no capitals, and its names have hyphens."""
    exact = attribute.replace("-", "_")
    if exact in names:
        return exact
    return next((name for name in names if name.lower() == exact.lower()), None)


def unknown(attribute: str, owner: str, names: list[str]) -> Mistake:
    """What to say of an attribute that nothing has."""
    return Mistake(
        f"{owner} has no trait {attribute.replace('-', '_')}.",
        suggestion(attribute.replace("-", "_"), names, f"It has {', '.join(sorted(names))}."),
    )


def suggestion(name: str, names: list[str], otherwise: str) -> str:
    """Which name may be meant."""
    close = difflib.get_close_matches(name, names, n=1)
    return f"Is {close[0]} meant?" if close else otherwise


def described(error: BaseException) -> str:
    """What an error says, in its first line."""
    text = str(error).strip().splitlines()
    return f"{type(error).__name__}: {text[0].rstrip('.')}" if text else type(error).__name__


def report() -> None:
    """Tell of what is raised now, where the page's author looks."""
    page = sys.modules.get("litepage.errors")
    if page is None:
        kernel.interpreter.showtraceback()
    else:
        traceback.print_exc()


def open_element(comm: Any, message: dict[str, Any]) -> None:
    """Begin what an element has opened a comm for."""
    Element(comm, message["content"]["data"])


kernel.comm_manager.register_target(TARGET, open_element)
