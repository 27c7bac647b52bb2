"""What the texts of an element's attributes are, by the types of the traits that they are for."""

from __future__ import annotations

import json
from typing import Any

import traitlets

YES = frozenset({"", "true", "yes", "on", "1"})
NO = frozenset({"false", "no", "off", "0"})


class Mistake(Exception):
    """Something that the page's author can mend.

    Args:
        message: what is wrong.
        remedy: what to do.
    """

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


def converted(attribute: str, text: str, trait: Any, example: Any) -> Any:
    """The value that an attribute's text is, by the type of its trait, or of a value of that kind.

    Raises:
        Mistake: it is none.
    """
    try:
        return value_of(text, attribute, trait) if trait is not None else value_like(text, attribute, example)
    except ValueError as error:
        raise Mistake(
            f'{attribute}="{text}" cannot be read: {error}.', "Mend the attribute's value."
        ) from error


def value_of(text: str, attribute: str, trait: Any) -> Any:
    """The value of a trait that a text is.

    Raises:
        ValueError: it is none, in words.
    """
    if getattr(trait, "allow_none", False) and text.strip() in {"null", "None"}:
        return None
    match trait:
        case traitlets.Bool():
            return boolean(text, attribute)
        case traitlets.Integer():
            return whole_number(text)
        case traitlets.Float():
            return number(text)
        case traitlets.Enum():
            for value in trait.values or ():
                if str(value) == text:
                    return value
            raise ValueError(f"it is one of {', '.join(str(value) for value in trait.values or ())}")
        case traitlets.Unicode():
            return text
        case traitlets.Tuple():
            return tuple(json_value(text, list))
        case traitlets.Set():
            return set(json_value(text, list))
        case traitlets.List():
            return json_value(text, list)
        case traitlets.Dict():
            return json_value(text, dict)
        case traitlets.Bytes():
            return text.encode()
        case traitlets.Union():
            for each in trait.trait_types:
                try:
                    return value_of(text, attribute, each)
                except ValueError:
                    continue
            raise ValueError("no type of the trait has such a value")
        case _:
            return any_value(text)


def value_like(text: str, attribute: str, example: Any) -> Any:
    """The value that a text is, where all that is known of it is another value.

    Raises:
        ValueError: it is none, in words.
    """
    match example:
        case bool():
            return boolean(text, attribute)
        case int():
            return any_value(text) if "." in text else whole_number(text)
        case float():
            return number(text)
        case str():
            return text
        case tuple():
            return tuple(json_value(text, list))
        case list():
            return json_value(text, list)
        case dict():
            return json_value(text, dict)
        case _:
            return any_value(text)


def boolean(text: str, attribute: str) -> bool:
    """What an attribute's text means where its being there means yes."""
    word = text.strip().lower()
    if word in YES or word == attribute.lower():
        return True
    if word in NO:
        return False
    raise ValueError("it is true or false")


def whole_number(text: str) -> int:
    """A whole number, also where it is written with a point."""
    value = number(text)
    if value != int(value):
        raise ValueError("it is a whole number")
    return int(text) if text.strip().lstrip("+-").isdigit() else int(value)


def number(text: str) -> float:
    """A number."""
    try:
        return float(text)
    except ValueError:
        raise ValueError("it is a number") from None


def json_value(text: str, kind: type) -> Any:
    """A list or an object, as JSON."""
    try:
        value = json.loads(text)
    except ValueError as error:
        raise ValueError(f"it is JSON, and {error}") from None
    if not isinstance(value, kind):
        raise ValueError(f"it is {'a list' if kind is list else 'an object'} in JSON")
    return value


def any_value(text: str) -> Any:
    """JSON, or else the text as it is."""
    try:
        return json.loads(text)
    except ValueError:
        return text
