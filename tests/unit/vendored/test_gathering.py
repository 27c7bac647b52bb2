"""Files of other hosts are followed to all that they import, and rewritten to find each other in a site."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from lite_build.packages.locked.lock import LockedFile
from lite_build.vendored.gathering import gather
from lite_build.vendored.shipping import ship
from lite_build.words.errors import BuildFailure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from lite_build.vendored.shipping import Vendored

TYPES = {"js": "text/javascript", "css": "text/css; charset=utf-8", "json": "application/json"}
HOST = "https://a.example"


@pytest.fixture
def vendored(tmp_path: Path) -> Callable[..., Vendored]:
    """What comes of files of hosts, by their addresses; the first is imported."""

    def make(
        files: Mapping[str, str | None],
        *,
        is_dispensable: bool = False,
        locations: Mapping[str, str] | None = None,
    ) -> Vendored:
        def get(url: str) -> tuple[LockedFile, Path]:
            if (text := files.get(url)) is None:
                raise BuildFailure("the server answered 404", where=url)
            sha256 = hashlib.sha256(text.encode()).hexdigest()
            path = tmp_path / sha256
            path.write_text(text, encoding="utf-8", newline="\n")
            content_type = TYPES.get((locations or {}).get(url, url).partition("?")[0].rpartition(".")[2])
            location = (locations or {}).get(url)
            return LockedFile(url, sha256, path.stat().st_size, content_type, (), location), path

        first = next(iter(files))
        dispensable = [first] if is_dispensable else []
        return ship(gather({first: "shiny"}, get, dispensable=dispensable), [first])

    return make


def text_of(vendored: Vendored, url: str) -> str:
    [file] = [file for file in vendored.files if file.source.locked.url == url]
    return file.content.decode()


def place_of(vendored: Vendored, url: str) -> str:
    [file] = [file for file in vendored.files if file.source.locked.url == url]
    return f"../{file.target.removeprefix('static/vendored/')}"


def test_each_kind_of_import_is_followed_and_leads_to_the_file_beside(
    vendored: Callable[..., Vendored],
) -> None:
    named = {
        "import './b.js'": f"{HOST}/x/b.js",
        "export{c}from'../c.js'": f"{HOST}/c.js",
        'import*as d from"/d.js?raw"': f"{HOST}/d.js?raw",
        "import('https://e.example/e.js')": "https://e.example/e.js",
        'import f from "./f.json" with { type: "json" }': f"{HOST}/x/f.json",
        "new URL(`./g.wasm`, import.meta.url)": f"{HOST}/x/g.wasm",
    }
    first = f"{HOST}/x/a.js"
    made = vendored({first: ";\n".join(named), **dict.fromkeys(named.values(), "0")})
    assert {file.source.locked.url for file in made.files} == {first, *named.values()}
    for url in named.values():
        assert place_of(made, url) in text_of(made, first)
    assert HOST not in text_of(made, first)
    assert made.remarks == ()


def test_a_style_leads_to_its_fonts_and_further_styles(vendored: Callable[..., Vendored]) -> None:
    made = vendored(
        {
            f"{HOST}/a.css": '@import "sub/b.css" screen; '
            'i { src: url(data:x), url("f.woff2#iefix") } /* url(no) */',
            f"{HOST}/sub/b.css": "b { background: url(../f.woff2); mask: url(#own) }",
            f"{HOST}/f.woff2": "font",
        }
    )
    font = place_of(made, f"{HOST}/f.woff2")
    assert f'url(data:x), url("{font}#iefix")' in text_of(made, f"{HOST}/a.css")
    assert f"url({font}); mask: url(#own)" in text_of(made, f"{HOST}/sub/b.css")


def test_names_change_where_anything_changes_that_a_file_leads_to(vendored: Callable[..., Vendored]) -> None:
    first, second = f"{HOST}/a.js", f"{HOST}/b.js"
    circle = {first: "import './b.js'", second: "import './a.js'; export default 1"}
    before = vendored(circle)
    after = vendored({**circle, second: "import './a.js'; export default 2"})
    assert vendored(circle) == before
    assert {file.target for file in before.files}.isdisjoint(file.target for file in after.files)


def test_what_cannot_be_followed_is_told(vendored: Callable[..., Vendored]) -> None:
    made = vendored(
        {f"{HOST}/a.js": "import 'react'; import(where); new URL('./none.png', import.meta.url)"},
    )
    assert made.remarks == (
        f"{HOST}/a.js imports 'react', which is no address: no page can follow it",
        f"{HOST}/a.js imports by an address that only running tells: what it means there is not shipped",
        f"{HOST}/a.js names {HOST}/none.png, which is not shipped: the server answered 404",
    )
    assert f"'{HOST}/none.png'" in text_of(made, f"{HOST}/a.js"), "it is asked for where it was"


def test_imports_that_end_in_a_slash_are_followed_and_folders_are_told(
    vendored: Callable[..., Vendored],
) -> None:
    first, module, style = f"{HOST}/a.js", f"{HOST}/d3/", f"{HOST}/look/"
    made = vendored(
        {
            first: f"import '{module}'; import('{HOST}/later/'); new URL('./', import.meta.url)",
            module: "export default 3",
            f"{HOST}/later/": "export default 4",
        }
    )
    assert {file.source.locked.url for file in made.files} == {first, module, f"{HOST}/later/"}
    assert made.remarks == (f"{first} names the folder {HOST}/: what is asked for there is not shipped",)
    styled = vendored({f"{HOST}/a.css": f"@import '{style}';", style: "a { color: red }"})
    assert place_of(styled, style) in text_of(styled, f"{HOST}/a.css")


def test_the_signature_of_a_redirect_is_not_published(vendored: Callable[..., Vendored]) -> None:
    first, kept = f"{HOST}/a", "https://kept.example/v1/a.js"
    made = vendored(
        {first: "import './b.js'", "https://kept.example/v1/b.js": "0"},
        locations={first: f"{kept}?signature=secret"},
    )
    assert len(made.files) == 2, "what is relative is found where the redirect leads"
    assert kept in made.licences
    assert kept in {data.locked.location for data in made.sources}
    assert "secret" not in made.licences + str(made.sources)


def test_what_a_widget_may_do_without_is_told(vendored: Callable[..., Vendored]) -> None:
    made = vendored({f"{HOST}/f.woff2": None}, is_dispensable=True)
    assert made.files == ()
    assert made.remarks == (f"shiny names {HOST}/f.woff2, which is not shipped: the server answered 404",)
    with pytest.raises(BuildFailure, match="404"):
        vendored({f"{HOST}/f.woff2": None})


def test_an_import_that_cannot_be_had_ends_the_build(vendored: Callable[..., Vendored]) -> None:
    with pytest.raises(BuildFailure, match="404"):
        vendored({f"{HOST}/a.js": "import './none.js'"})


def test_licences_are_listed_with_each_files_origin(vendored: Callable[..., Vendored]) -> None:
    made = vendored(
        {f"{HOST}/a.js": "/* a plain word */\n// Copyright Ann Author\n// MIT\nexport default 1\n"}
    )
    assert f"{HOST}/a.js\nsha256:" in made.licences
    assert "// Copyright Ann Author\n// MIT" in made.licences
    assert "a plain word" not in made.licences
