"""Ask the runtime's Python what it is: the wheels it takes, the markers it answers, the modules it has."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import packaging

from lite_build.files.digest import Digest
from lite_build.runtime.core import Interpreter
from lite_build.runtime.node_answer import ask_node
from lite_build.store.bucket import Bucket, parsed

if TYPE_CHECKING:
    from lite_build.runtime.core import Core

#: Counts up when what is kept of an answer changes its form or its meaning.
ANSWER_FORMAT = 2

#: How long the runtime may take to start and answer, in seconds. It takes about two.
TIME_LIMIT = 120.0

_REMEDY = "leave the runtime's setting out to take the version that was tested, or empty the cache"


def read_interpreter(core: Core, cache: Path) -> Interpreter:
    """Run the core under Node.js, once for each core, and ask it.

    Args:
        core: from `acquire_core`.
        cache: the user's cache, which keeps the answer.

    Raises:
        BuildFailure: the runtime does not start.
    """
    digest = Digest.from_integrity(core.integrity).hexdigest[:16]

    def make(folder: Path) -> Path:
        answer = folder / "answer.json"
        answer.write_text(json.dumps(_ask(core)), encoding="utf-8")
        return answer

    return Bucket(cache, "interpreter").keep(
        f"{digest}-packaging-{version('packaging')}-{ANSWER_FORMAT}.json",
        lambda path: parsed(path, _interpreter),
        make,
    )


def accepted_tags(own_tags: list[str], abi_version: str) -> tuple[str, ...]:
    """Add the older name of the platform, `pyodide_*`, right behind each tag of PEP 783.

    Both names are of the same ABI. Wheels of an earlier one (`pyodide_2025_0`) do not run.

    Args:
        own_tags: what `packaging` says inside the runtime, best first.
        abi_version: of the runtime, such as "2026_0".

    Source: `sys_tags` of micropip 0.11.1, `micropip/_utils.py`.
    """
    accepted: dict[str, None] = {}
    for tag in own_tags:
        interpreter_and_abi, _, platform = tag.rpartition("-")
        if "emscripten" in platform:
            accepted[f"{interpreter_and_abi}-pyemscripten_{abi_version}_wasm32"] = None
            accepted[f"{interpreter_and_abi}-pyodide_{abi_version}_wasm32"] = None
        accepted[tag] = None
    return tuple(accepted)


def _interpreter(answer: dict[str, Any]) -> Interpreter:
    return Interpreter(
        markers=dict(answer["markers"]),
        tags=accepted_tags(answer["tags"], answer["abi_version"]),
        standard_library=frozenset(answer["standard_library"]),
        lacking=frozenset(answer["lacking"]),
    )


def _ask(core: Core) -> dict[str, Any]:
    script = Path(__file__).with_name("read_interpreter.mjs")
    return ask_node(
        core,
        script,
        {},
        arguments=(core.folder, Path(packaging.__file__).parent),
        what="start under Node.js",
        seconds=TIME_LIMIT,
        remedy=_REMEDY,
    )
