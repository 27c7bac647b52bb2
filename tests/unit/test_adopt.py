"""`lite-build adopt`: pages that were made for PyScript."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lite_build.cli import main
from lite_build.html.adoption import adopt

if TYPE_CHECKING:
    from pathlib import Path

OURS = '<script type="module" src="lite.js"></script>'
PAGE = """<!doctype html>
<html>
<head>
  <title>App</title>
  <link rel="stylesheet" href="https://pyscript.net/releases/2025.11.1/core.css">
  <script type="module" src="https://pyscript.net/releases/2025.11.1/core.js"></script>
</head>
<body>
<button py-click="go">Go</button>
<script type="py">
if 1 < 2 and "<b>" != "&amp;": pass
</script>
</body>
</html>
"""


def written(page: Path) -> str:
    return page.with_suffix(".lite.html").read_text(encoding="utf-8")


def test_one_line_takes_the_place_of_the_two_that_load_pyscript_and_all_else_stays() -> None:
    adoption = adopt(PAGE)
    assert adoption.findings == ()
    before = PAGE.splitlines()
    assert adoption.text.splitlines() == [*before[:4], f"  {OURS}", *before[6:]]


@pytest.mark.parametrize(
    "loader",
    [
        '<script defer src="https://pyscript.net/latest/pyscript.js"></script>',
        '<script type="module" src="https://cdn.example/npm/@pyscript/core@0.7/dist/core.js"></script>',
        "<SCRIPT type=module src=./vendor/core.js?v=1></SCRIPT>",
        '<link rel="stylesheet" href="pyscript.css"/><script src="pyscript.min.js"></script>',
    ],
)
def test_pyscript_is_known_from_wherever_it_comes(loader: str) -> None:
    body = "<body><py-script>print(1)</py-script></body>"
    assert adopt(f"<head>{loader}</head>{body}").text == f"<head>{OURS}</head>{body}"


@pytest.mark.parametrize(
    ("tag", "verdict", "words"),
    [
        ('<script type="mpy">1</script>', "differs", "not on MicroPython"),
        ('<script type="py-editor">1</script>', "differs", "<lite-cell>"),
        ('<script type="py" worker>1</script>', "differs", "isolated"),
        ("<py-box><py-script>1</py-script></py-box>", "does not work", "<div>"),
        ('<script type="py" terminal>1</script>', "differs", "stands behind the script"),
        ('<script type="py">\nimport micropip\n</script>', "differs", "locked by the build"),
    ],
)
def test_what_is_otherwise_here_is_told_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], tag: str, verdict: str, words: str
) -> None:
    page = tmp_path / "app.html"
    page.write_text(PAGE.replace("<body>\n", f"<body>\n{tag}\n"), encoding="utf-8")
    status = main(["adopt", str(page)])
    said = capsys.readouterr().out
    line = 10 if "micropip" in tag else 9
    assert f"{page}, line {line}: {verdict}: " in said
    assert words in said
    assert status == (1 if verdict == "does not work" else 0)
    assert OURS in written(page)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "it cannot be read"),
        (b"<p>\xff\xfe</p>", "it is no UTF-8 text"),
        (b"<p>No Python.</p>", "there is no Python in it"),
    ],
)
def test_a_file_that_is_no_such_page_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: bytes | None, words: str
) -> None:
    page = tmp_path / "app.html"
    if text is not None:
        page.write_bytes(text)
    assert main(["adopt", str(page)]) == 2
    assert words in capsys.readouterr().err
    assert not page.with_suffix(".lite.html").exists()


def test_nothing_is_overwritten_that_was_not_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "app.html"
    page.write_text(PAGE, encoding="utf-8")
    other = page.with_suffix(".lite.html")
    other.write_text("mine", encoding="utf-8")
    assert main(["adopt", str(page)]) == 2
    assert "there is such a file already" in capsys.readouterr().err
    assert other.read_text(encoding="utf-8") == "mine"
    assert main(["adopt", str(page), "-o", str(page)]) == 2
    assert page.read_text(encoding="utf-8") == PAGE
    assert main(["adopt", str(page), "-o", str(other)]) == 0
    assert OURS in other.read_text(encoding="utf-8")
