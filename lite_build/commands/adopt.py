"""`lite-build adopt`: read a page that was made for PyScript, and write it so that it works here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lite_build.html.adoption import adopt
from lite_build.html.page import read_html_pages
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("page", type=Path, metavar="PAGE.html", help="the page, which stays as it is")
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help="where the changed page goes; beside the page, as PAGE.lite.html, if not given",
    )


def run(arguments: argparse.Namespace, further: list[str]) -> int:
    """Write the changed page, say what works in it, and return the exit status."""
    path: Path = arguments.page
    text = _text_of(path)
    adoption = adopt(text)
    output: Path = arguments.output or path.with_suffix(".lite.html")
    if output.resolve() == path.resolve():
        raise UserMistake(
            "this is the page itself", where=str(output), remedy="Name another file with --output."
        )
    if output.exists() and arguments.output is None:
        raise UserMistake(
            "there is such a file already", where=str(output), remedy="Name a file with --output."
        )
    output.write_text(adoption.text, encoding="utf-8", newline="")
    for finding in adoption.findings:
        print(f"{path}, line {finding.line}: {finding.verdict}: {finding.what}\n  {finding.words}")
    if adoption.text == text:
        print(f"{path} loads no PyScript. Put lite.js into its head yourself (docs/scripts.md).")
    failing = sum(finding.verdict == "does not work" for finding in adoption.findings)
    print(f"Wrote {output}. {_summary(failing)}")
    return 1 if failing else 0


def _summary(failing: int) -> str:
    if failing == 0:
        return "All that it uses is here."
    return f"{failing} of what it uses {'is' if failing == 1 else 'are'} not here: see above."


def _text_of(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise UserMistake(
            f"it cannot be read ({error.strerror})", where=str(path), remedy="Correct the path."
        ) from None
    except UnicodeDecodeError:
        raise UserMistake("it is no UTF-8 text", where=str(path), remedy="Save it as UTF-8.") from None
    if not read_html_pages([(path.name, path)]):
        raise UserMistake(
            "there is no Python in it",
            where=str(path),
            remedy='A page for PyScript has <script type="py"> or <py-script>.',
        )
    return text
