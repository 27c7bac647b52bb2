"""Widgets of plain classes that have a template: HTML with the names of what is shown in it.

The page knows nothing of Python's formats: Python says what each name in braces is shown as.
"""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import re
import traceback
from types import UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin, get_type_hints

import traitlets
from lite_build_frames import without_ours
from litewidget import Widget

from lite_build_tags import meant, send_to_elements

if TYPE_CHECKING:
    from collections.abc import Iterator

__tracebackhide__ = True
#: A name in braces, with attributes, a conversion and a format, as `str.format` has them.
PLACEHOLDER = re.compile(r"\{([A-Za-z_]\w*)((?:\.\w+)*(?:![rsa])?(?::[^{}\n]*)?)\}")
#: What in a template is no HTML.
OTHER_TEXT = re.compile(r"<(style|script)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
HANDLER = re.compile(r"\bpy-([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
#: What a class says of itself, and a page may not set.
RESERVED = frozenset({"template", "style"})
TRAITS: dict[type, type[traitlets.TraitType[Any, Any]]] = {
    bool: traitlets.Bool,
    int: traitlets.Int,
    float: traitlets.CFloat,
    str: traitlets.Unicode,
    list: traitlets.List,
    tuple: traitlets.Tuple,
    set: traitlets.Set,
    dict: traitlets.Dict,
}
#: Shows the template in the page.
MODULE = """
const EVENT = /^py-(.+)$/;

function render({ model, el, signal }) {
  const template = document.createElement('template');
  template.innerHTML = model.get('_template');
  const parts = partsOf(template.content, model, signal);
  const fill = () => {
    const shown = model.get('_shown');
    const absent = model.get('_absent');
    for (const part of parts) part(shown, absent);
  };
  fill();
  model.on('change:_shown', fill);
  el.replaceChildren(template.content);
}

function partsOf(content, model, signal) {
  const walker = document.createTreeWalker(content, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  const parts = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node instanceof Text) {
      if (!/^(style|script)$/i.test(node.parentElement?.localName ?? '') && node.data.includes('{')) {
        parts.push(textPart(node));
      }
      continue;
    }
    for (const { name, value } of [...node.attributes]) {
      const event = EVENT.exec(name)?.[1];
      if (event !== undefined) {
        node.removeAttribute(name);
        node.addEventListener(event, (happened) => tell(model, value, happened), { signal });
      } else if (value.includes('{')) {
        parts.push(attributePart(node, name, value));
      }
    }
  }
  return parts;
}

function textPart(node) {
  const written = node.data;
  return (shown) => {
    const text = filled(written, shown);
    if (node.data !== text) node.data = text;
  };
}

function attributePart(element, name, written) {
  return (shown, absent) => {
    const text = filled(written, shown);
    if (absent.includes(written)) {
      element.removeAttribute(name);
    } else if (element.getAttribute(name) !== text) {
      element.setAttribute(name, text);
    }
    // What the reader has typed or chosen counts more than the attribute.
    if (name === 'value' && 'value' in element && element.value !== text) element.value = text;
    if (name === 'checked') element.checked = !absent.includes(written);
  };
}

function filled(written, shown) {
  return written.replace(/\\{[^{}]+\\}/g, (name) => shown[name] ?? name);
}

function tell(model, method, event) {
  if (event.type === 'submit') event.preventDefault();
  const { target } = event;
  model.send({
    method,
    event: {
      type: event.type,
      value: target?.value === undefined ? null : target.value,
      checked: target?.checked ?? false,
      id: target?.id ?? '',
      key: event.key ?? '',
      data: { ...target?.dataset },
      form: event.type === 'submit' ? Object.fromEntries(new FormData(target)) : {},
      detail: plain(event.detail),
    },
  });
}

function plain(detail) {
  try {
    return JSON.parse(JSON.stringify(detail ?? null));
  } catch {
    return null;
  }
}

export default { render };
"""


class TemplateEvent:
    """Something that happens in the page, to an element of a template.

    Args:
        facts: as the page tells them.

    Attributes:
        type: such as `"click"`.
        value: of the control that it happens to; None where it has none.
        checked: whether that is checked.
        id: of that element.
        key: that is pressed.
        data: its attributes `data-*`, by their names in JavaScript.
        form: of a form that is sent: the values of its fields, by their names.
        detail: of an event of the page's own.
    """

    def __init__(self, facts: dict[str, Any]) -> None:
        self.type: str = facts["type"]
        self.value: str | None = facts["value"]
        self.checked: bool = facts["checked"]
        self.id: str = facts["id"]
        self.key: str = facts["key"]
        self.data: dict[str, str] = facts["data"]
        self.form: dict[str, str] = facts["form"]
        self.detail: Any = facts["detail"]


class Templated(Widget):
    """A widget of a plain class with a template."""

    _esm = MODULE
    _template = traitlets.Unicode().tag(sync=True)
    #: What stands in the place of each name in braces.
    _shown = traitlets.Dict().tag(sync=True)
    #: The names in braces that are False or None: an attribute of such a value is left out.
    _absent: traitlets.List[str] = traitlets.List().tag(sync=True)
    _plain_class: type = object
    _placeholders: tuple[tuple[str, str], ...] = ()
    #: Whether its own constructor is through: until then, what it shows may need what that gives it.
    _is_made = False

    def __init__(self, **values: Any) -> None:
        # The plain class may call it as well.
        if self._channel is not None:
            return
        own = _own_init(self._plain_class)
        named = _arguments(own, values)
        rest = {name: value for name, value in values.items() if name not in named}
        super().__init__(_template=self._plain_class.template, **rest)  # type: ignore[attr-defined]
        if own is not None:
            own(self, **named)
        self._is_made = True
        self._show()
        self.on_msg(self._handle)

    def notify_change(self, change: Any) -> None:
        """Show what has changed, then tell the observers."""
        super().notify_change(change)
        if self._is_made and not change["name"].startswith("_"):
            self._show()

    def _show(self) -> None:
        shown: dict[str, str] = {}
        absent: list[str] = []
        for name, rest in self._placeholders:
            written = f"{{{name}{rest}}}"
            value = getattr(self, name)
            shown[written] = "" if value is None else f"{{0{rest}}}".format(value)
            if value is None or value is False:
                absent.append(written)
        self.set_trait("_absent", absent)
        self._shown = shown

    def _handle(self, _widget: Any, content: Any, _buffers: Any) -> None:
        method = getattr(self, content["method"])
        takes_event = bool(inspect.signature(method).parameters)
        with self._telling(method):
            result = method(TemplateEvent(content["event"])) if takes_event else method()
            if inspect.isawaitable(result):
                task = asyncio.ensure_future(self._awaited(method, result))
                _tasks.add(task)
                task.add_done_callback(_tasks.discard)

    async def _awaited(self, method: Any, result: Any) -> None:
        with self._telling(method):
            await result

    @contextlib.contextmanager
    def _telling(self, method: Any) -> Iterator[None]:
        """Tell in the elements that show it what a handler raises; it ends nothing else."""
        try:
            yield
        except Exception as error:
            traceback.print_exception(error.with_traceback(without_ours(error.__traceback__)))
            message = f"{method.__qualname__} has raised {type(error).__name__}: {error}"
            send_to_elements(
                self,
                {
                    "method": "mistake",
                    "message": f"{message.rstrip('.')}.",
                    "remedy": "The traceback is on the console.",
                },
            )


#: The loop alone would let go of them.
_tasks: set[asyncio.Future[Any]] = set()


def templated(cls: Any) -> type[Templated]:
    """The class of widgets that a plain class with a template becomes.

    What it annotates, or gives a value, and has no underscore before its name, is a trait.

    Raises:
        ValueError: its template names something that the class has not.
    """
    fields = _fields(cls)
    html = OTHER_TEXT.sub("", cls.template)
    placeholders = tuple(dict.fromkeys(PLACEHOLDER.findall(html)))
    known = [name for name in {**fields, **dict.fromkeys(dir(cls))} if not name.startswith("__")]
    for name, rest in placeholders:
        if name not in known:
            raise ValueError(
                f"the template of {cls.__name__} shows {{{name}{rest}}}, and {cls.__name__} has no "
                f"{name}{meant(name, known)}"
            )
    for event, *methods in HANDLER.findall(html):
        method = "".join(methods)
        if not callable(getattr(cls, method, None)):
            raise ValueError(
                f'the template of {cls.__name__} has py-{event}="{method}", and {cls.__name__} has no method '
                f"{method}{meant(method, known)}"
            )
    names = {name: _trait(kind, default).tag(sync=_is_sent(kind)) for name, (kind, default) in fields.items()}
    own: dict[str, Any] = {
        "__module__": cls.__module__,
        "__qualname__": cls.__qualname__,
        "__doc__": cls.__doc__,
        # Else it is the plain class's own that is called.
        "__init__": Templated.__init__,
        "_plain_class": cls,
        "_placeholders": placeholders,
        **names,
    }
    if isinstance(style := getattr(cls, "style", None), str):
        own["_css"] = style
    if (init := _own_init(cls)) is not None:
        own["__signature__"] = _signature(init)
    return type(cls.__name__, (cls, Templated), own)


def _fields(cls: type) -> dict[str, tuple[Any, Any]]:
    """The kinds and the first values of what a page may set."""
    values: dict[str, Any] = {}
    for each in reversed(cls.__mro__):
        values.update(
            {
                name: value
                for name, value in vars(each).items()
                if not callable(value) and not hasattr(value, "__get__")
            }
        )
    hints = _hints(cls)
    names = [
        name for name in dict.fromkeys([*values, *hints]) if not name.startswith("_") and name not in RESERVED
    ]
    return {
        name: (hints.get(name, type(values.get(name))), values.get(name, traitlets.Undefined))
        for name in names
    }


def _hints(cls: type) -> dict[str, Any]:
    try:
        return get_type_hints(cls)
    except Exception:
        # A name of an annotation may be there for a type checker alone.
        return {name: Any for each in reversed(cls.__mro__) for name in getattr(each, "__annotations__", {})}


def _trait(kind: Any, default: Any) -> traitlets.TraitType[Any, Any]:
    trait = TRAITS.get(getattr(kind, "__origin__", kind))
    given: dict[str, Any] = {} if default is traitlets.Undefined else {"default_value": default}
    if trait is None:
        return traitlets.Any(**given)
    if default is None:
        given["allow_none"] = True
    return trait(**given)


def _is_sent(kind: Any) -> bool:
    """Whether the page can have such values; others stay in Python, where the template shows them."""
    if isinstance(kind, UnionType) or get_origin(kind) is Union:
        return all(map(_is_sent, get_args(kind)))
    return kind is type(None) or getattr(kind, "__origin__", kind) in TRAITS


def _own_init(cls: type) -> Any:
    return cls.__init__ if cls.__init__ is not object.__init__ else None  # type: ignore[misc]


def _signature(init: Any) -> inspect.Signature:
    """What the class is made with: what its own constructor takes, and traits."""
    _, *own = inspect.signature(init).parameters.values()
    named = [each for each in own if each.kind not in (each.VAR_KEYWORD, each.VAR_POSITIONAL)]
    return inspect.Signature([*named, inspect.Parameter("values", inspect.Parameter.VAR_KEYWORD)])


def _arguments(function: Any, values: dict[str, Any]) -> dict[str, Any]:
    """What of some values a function takes, by name."""
    if function is None:
        return {}
    parameters = inspect.signature(function).parameters
    if any(each.kind is each.VAR_KEYWORD for each in parameters.values()):
        return values
    return {name: value for name, value in values.items() if name in parameters}
