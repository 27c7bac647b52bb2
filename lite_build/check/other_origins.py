"""Find what the site's scripts and its widgets' modules import from other origins, by URL."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from lite_build.check.report import Problem
from lite_build.vendored.named import NamedAddress, named_addresses
from lite_build.vendored.widget_texts import AFM_STATE, MODULE_SUFFIXES, WidgetText, texts_of_wheel

if TYPE_CHECKING:
    from pathlib import Path

    from lite_build.check.report import CheckedNotebook


def find_other_origins(
    site: Path,
    wheels: Sequence[Path],
    notebooks: Sequence[CheckedNotebook],
    vendored: Collection[str] = (),
) -> tuple[Problem, ...]:
    """Find imports from other origins. A site that has them needs a network.

    Args:
        site: its scripts are read.
        wheels: their scripts and the modules in their widgets' classes are read.
        notebooks: the modules of the widgets that their cells made are read.
        vendored: addresses that widgets name and the site ships.

    Raises:
        BuildFailure: the lexer has not been built, or fails.
    """
    of_widgets = named_addresses(
        (*(text for wheel in wheels for text in texts_of_wheel(wheel)), *_modules_of_widgets(notebooks))
    )
    return (
        *_problems(named_addresses(_scripts(site)), ""),
        *_problems(
            (one for one in of_widgets if one.url not in vendored),
            ": PackagesAddon.vendor_imports has the site ship it",
        ),
    )


def _problems(named: Iterable[NamedAddress], remedy: str) -> Iterator[Problem]:
    for one in named:
        if one.url is not None:
            yield Problem("other origin", one.where, f"imports {one.url}{remedy}")


def _scripts(site: Path) -> Iterator[WidgetText]:
    for path in sorted(site.rglob("*")):
        if path.suffix in MODULE_SUFFIXES and path.is_file():
            where = path.relative_to(site).as_posix()
            yield WidgetText(where, "module", path.read_text(encoding="utf-8", errors="replace"))


def _modules_of_widgets(notebooks: Sequence[CheckedNotebook]) -> Iterator[WidgetText]:
    for notebook in notebooks:
        texts = dict.fromkeys(
            (form, text)
            for comm in notebook.comms
            if isinstance(data := comm.content.get("data"), Mapping)
            and isinstance(state := data.get("state"), Mapping)
            for name, form in AFM_STATE.items()
            if isinstance(text := state.get(name), str)
        )
        for number, (form, text) in enumerate(texts, start=1):
            yield WidgetText(f"{notebook.name}, widget module {number}", form, text)
