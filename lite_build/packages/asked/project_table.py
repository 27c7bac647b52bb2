"""Reading what a `pyproject.toml` says that its project depends on.

Source: <https://packaging.python.org/en/latest/specifications/pyproject-toml/>.
"""

from __future__ import annotations

import tomllib


def parse_dependencies(text: str) -> tuple[str, ...]:
    """Read the dependencies of a project. Those that only its build could tell are not known.

    Raises:
        tomllib.TOMLDecodeError: it is no TOML.
    """
    project = tomllib.loads(text).get("project")
    lines = project.get("dependencies") if isinstance(project, dict) else None
    return tuple(line for line in lines if isinstance(line, str)) if isinstance(lines, list) else ()
