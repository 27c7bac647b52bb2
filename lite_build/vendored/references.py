"""Read where modules and styles name other files: by the lexer that the page has too, under Node.js."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, convert

from lite_build.files.built_part import require_built
from lite_build.runtime.node import node_executable, scrubbed_environment
from lite_build.words.errors import BuildFailure

if TYPE_CHECKING:
    from collections.abc import Mapping

#: How a text is read.
Form = Literal["module", "style"]

_READER = Path(__file__).parent / "reader" / "read-references.mjs"
#: How long the lexer may take for all texts together, in seconds.
_TIME_LIMIT = 120.0


class Reference(Struct, frozen=True):
    """A place where a text names another file.

    Args:
        kind: "asset" of a file that is neither run nor applied, such as a font.
        specifier: as it is written; None where only running tells.
    """

    kind: Literal["static", "dynamic", "style", "asset"]
    specifier: str | None


#: A text in its order: what stands between references, and those.
Pieces = tuple[str | Reference, ...]


class Text(Struct, frozen=True):
    """A module or a style."""

    form: Form
    text: str


def split_texts(texts: Mapping[str, Text]) -> dict[str, Pieces]:
    """Cut texts at what they import and name, each by its name. A text that is no module is one piece.

    Raises:
        BuildFailure: the lexer has not been built, or fails.
    """
    if not texts:
        return {}
    reader = require_built(_READER, "the reader of modules was not built")
    asked = {name: {"form": one.form, "text": one.text} for name, one in texts.items()}
    try:
        said = subprocess.run(
            [
                str(node_executable()),
                "--permission",
                f"--allow-fs-read={reader.parent.resolve()}/",
                str(reader.resolve()),
            ],
            input=json.dumps(asked).encode(),
            capture_output=True,
            env=scrubbed_environment(),
            timeout=_TIME_LIMIT,
            check=True,
        )
    except subprocess.CalledProcessError as error:
        lines = error.stderr.decode("utf-8", errors="replace").strip().splitlines()
        raise BuildFailure("modules of widgets cannot be read", where="\n".join(lines[-5:])) from error
    except subprocess.TimeoutExpired as error:
        raise BuildFailure(f"reading the modules of widgets took longer than {_TIME_LIMIT:g} s") from error
    return convert(json.loads(said.stdout), dict[str, Pieces])
