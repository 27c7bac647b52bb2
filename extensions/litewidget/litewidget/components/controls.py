"""Controls of forms: in each is the browser's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from traitlets import Bool, Enum, Float, Int, List, TraitError, Unicode, observe, validate

from litewidget.components.component import FOLDER, Component, rounded

if TYPE_CHECKING:
    from collections.abc import Callable

    from traitlets.utils.bunch import Bunch

#: What `<input>` can be and a text is.
INPUT_TYPES = (
    "text",
    "color",
    "date",
    "datetime-local",
    "email",
    "month",
    "number",
    "password",
    "search",
    "tel",
    "time",
    "url",
    "week",
)


class Control(Component):
    """A control of a form."""

    _esm = FOLDER / "controls.js"
    _kind = Unicode().tag(sync=True)

    #: What stands beside it, and is its name.
    label = Unicode().tag(sync=True)
    disabled = Bool(False).tag(sync=True)


class Button(Control):
    """A button; `clicks` counts."""

    _kind = Unicode("button").tag(sync=True)
    clicks = Int(0).tag(sync=True)
    #: In a form of a plain page: whether it sends the form, or sets it back.
    type = Enum(("button", "submit", "reset"), "button").tag(sync=True)
    #: What goes with the form under its `name` where this button sends it.
    value = Unicode().tag(sync=True)

    def on_click(self, callback: Callable[[], object]) -> None:
        """Have a function be called at each click."""
        self.observe(lambda change: callback(), "clicks")


class Checkbox(Control):
    """Something that is so or not: `checked`."""

    _kind = Unicode("checkbox").tag(sync=True)
    checked = Bool(False).tag(sync=True)
    #: What a form sends while it is checked.
    value = Unicode("on").tag(sync=True)
    required = Bool(False).tag(sync=True)


class Input(Control):
    """A line of text, or what else `type` says. `value` is a text, also of a number."""

    _kind = Unicode("input").tag(sync=True)
    value = Unicode().tag(sync=True)
    type = Enum(INPUT_TYPES, "text").tag(sync=True)
    placeholder = Unicode().tag(sync=True)
    required = Bool(False).tag(sync=True)
    readonly = Bool(False).tag(sync=True)
    pattern = Unicode().tag(sync=True)
    minlength = Int(None, allow_none=True).tag(sync=True)
    maxlength = Int(None, allow_none=True).tag(sync=True)
    #: Of a number, a date or a time; as the browser writes them.
    min = Unicode().tag(sync=True)
    max = Unicode().tag(sync=True)
    step = Unicode().tag(sync=True)
    autocomplete = Unicode().tag(sync=True)


class TextArea(Control):
    """Several lines of text."""

    _kind = Unicode("textarea").tag(sync=True)
    value = Unicode().tag(sync=True)
    rows = Int(3).tag(sync=True)
    placeholder = Unicode().tag(sync=True)
    required = Bool(False).tag(sync=True)
    readonly = Bool(False).tag(sync=True)
    minlength = Int(None, allow_none=True).tag(sync=True)
    maxlength = Int(None, allow_none=True).tag(sync=True)


class Select(Control):
    """One of several: `value` is one of `options`, or empty where `placeholder` asks for a choice.

    Args:
        options: texts, or pairs of the text that is shown and the value.
        traits: see `Component`.
    """

    _kind = Unicode("select").tag(sync=True)
    options: List[Any] = List().tag(sync=True)
    value = Unicode().tag(sync=True)
    placeholder = Unicode().tag(sync=True)
    required = Bool(False).tag(sync=True)

    def __init__(self, options: Any = (), **traits: Any) -> None:
        made = [list(each) if isinstance(each, tuple) else each for each in options]
        first = next(iter(values_of(made)), None)
        if isinstance(first, str) and not traits.get("placeholder"):
            traits.setdefault("value", first)
        super().__init__(options=made, **traits)

    @validate("options")
    def _options_are_texts(self, proposal: Bunch) -> Any:
        for each in proposal["value"]:
            is_pair = (
                isinstance(each, list) and len(each) == 2 and all(isinstance(part, str) for part in each)
            )
            if not isinstance(each, str) and not is_pair:
                raise TraitError(f"an option is a text, or a pair of texts: {each!r} is neither")
        return proposal["value"]

    @validate("value")
    def _value_is_an_option(self, proposal: Bunch) -> Any:
        value = proposal["value"]
        values = values_of(self.options)
        if value and value not in values:
            raise TraitError(
                f"{value!r} is none of the options: {', '.join(map(repr, values)) or 'it has none'}"
            )
        return value

    @observe("options")
    def _keep_among_options(self, change: Bunch) -> None:
        if self.comm is not None and self.value not in values_of(self.options):
            self.value = "" if self.placeholder else next(iter(values_of(self.options)), "")


class Slider(Control):
    """A number between two others; in the middle where no `value` is given."""

    _kind = Unicode("slider").tag(sync=True)
    min = Float(0).tag(sync=True)
    max = Float(100).tag(sync=True)
    step = Float(1).tag(sync=True)
    value = Float(50).tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        low, high, step = (
            float(traits.get(name, getattr(type(self), name).default_value)) for name in _RANGE
        )
        traits.setdefault("value", middle(low, high, step))
        super().__init__(**traits)

    @validate(*("min", "max", "step"))
    def _range_has_an_order(self, proposal: Bunch) -> Any:
        trait, value = proposal["trait"].name, proposal["value"]
        low = value if trait == "min" else self.min
        high = value if trait == "max" else self.max
        if low > high:
            raise TraitError(f"min={low:g} is above max={high:g}")
        if trait == "step" and value <= 0:
            raise TraitError(f"step={value:g} is not above 0")
        return value

    @validate("value")
    def _value_is_in_range(self, proposal: Bunch) -> Any:
        value = proposal["value"]
        if self.min <= self.max and not self.min <= value <= self.max:
            raise TraitError(f"value={value:g} is not between min={self.min:g} and max={self.max:g}")
        return value

    @observe("min", "max")
    def _keep_in_range(self, change: Bunch) -> None:
        # Not while it is made: its value may still be another.
        if self.comm is not None:
            self.value = max(self.min, min(self.value, self.max))


_RANGE = ("min", "max", "step")


def middle(low: float, high: float, step: float) -> float:
    """Where a slider stands that says nothing, as browsers have it."""
    if step <= 0 or high < low:
        return low
    return rounded(low + step * int((high - low) / 2 / step + 0.5))


def values_of(options: list[Any]) -> list[str]:
    """The values of a selection's options."""
    return [each[1] if isinstance(each, list) and len(each) == 2 else each for each in options]
