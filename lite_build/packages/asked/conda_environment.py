"""Reading the parts of a conda environment file that say something about the site.

Source: <https://docs.conda.io/projects/conda/en/stable/user-guide/tasks/manage-environments.html>.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

_NAME = re.compile(r"^(?:[^\s:]+::)?([A-Za-z0-9._-]+)")


class NotYamlError(Exception):
    """The file is not YAML.

    Args:
        line: from 1, where it is known.
    """

    def __init__(self, what: str, line: int | None) -> None:
        super().__init__(what)
        self.line = line


@dataclass(frozen=True)
class CondaEnvironment:
    """What an environment file asks for.

    Args:
        pip_lines: of its list for pip, each with its line in the file, from 1.
        conda_names: the packages that conda would install, without bounds and channels.
    """

    pip_lines: tuple[tuple[int, str], ...]
    conda_names: tuple[str, ...]


def parse_environment(text: str) -> CondaEnvironment:
    """Read an environment file.

    Raises:
        NotYamlError: see there.
    """
    try:
        document = yaml.compose(text, yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = None if error.problem_mark is None else error.problem_mark.line + 1
        raise NotYamlError(str(error.problem), line) from None
    except (yaml.YAMLError, RecursionError) as error:
        raise NotYamlError(str(error), None) from None
    entries = _elements(_member(document, "dependencies"))
    names = (_NAME.match(entry.value) for entry in entries if isinstance(entry, yaml.ScalarNode))
    lines = (line for entry in entries for line in _elements(_member(entry, "pip")))
    return CondaEnvironment(
        pip_lines=tuple(
            (line.start_mark.line + 1, line.value) for line in lines if isinstance(line, yaml.ScalarNode)
        ),
        conda_names=tuple(name[1] for name in names if name is not None),
    )


def _member(node: yaml.Node | None, key: str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if isinstance(name, yaml.ScalarNode) and name.value == key:
                found: yaml.Node = value
                return found
    return None


def _elements(node: yaml.Node | None) -> list[yaml.Node]:
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []
