"""Has `%pip` answered by modules of ours, which are imported when a line first asks.

A line in a cell is awaited there, since to install a package is to wait for its file; as a magic, which
IPython calls for what it finds elsewhere, it cannot be.

`install(kernel)` is called once.
"""

from __future__ import annotations

from typing import Any

from IPython.core.inputtransformer2 import (
    EscapedCommand,
    assemble_continued_line,
    find_end_of_continued_line,
)

#: Commands that tell a line that begins with `pip`, with no percent before it, from Python.
COMMANDS = frozenset({"install", "uninstall", "list", "show", "freeze", "check", "help", "download"})


class PipLine(EscapedCommand):
    """A line of a cell that is for `%pip`."""

    #: Whether what is transformed is a cell itself, which can await, and not part of a magic as `%%time`.
    is_awaited = False
    #: Before IPython's own magics.
    priority = EscapedCommand.priority - 1

    @classmethod
    def find(cls, tokens_by_line: Any) -> PipLine | None:
        """Find the first such line that stands where a statement does."""
        for line in tokens_by_line:
            words = [token for token in line if token.string.strip()]
            first = [token.string for token in words[:2]]
            # Behind a space it is no magic of this name to IPython, and fails as it does there.
            is_magic = first == ["%", "pip"] and words[0].end == words[1].start
            if is_magic or (first[:1] == ["pip"] and first[1:2] and first[1] in COMMANDS):
                return cls(words[0].start)
        return None

    def transform(self, lines: list[str]) -> list[str]:
        """Have the line awaited."""
        start, column = self.start_line, self.start_col
        end = find_end_of_continued_line(lines, start)
        whole = assemble_continued_line(lines, (start, column), end).strip()
        asked = whole.removeprefix("%").removeprefix("pip").strip()
        call = f"get_ipython().run_line_magic('pip', {asked!r})"
        if PipLine.is_awaited:
            call = f"await get_ipython().answer_pip({asked!r})"
        return [*lines[:start], lines[start][:column] + call + "\n", *lines[end + 1 :]]


def install(kernel: Any) -> None:
    """Have `%pip` answered.

    Args:
        kernel: upstream's.
    """
    shell = kernel.interpreter
    is_cell = False

    async def answer_pip(line: str) -> None:
        import lite_build_pip

        await lite_build_pip.run(shell.var_expand(line))

    def pip(line: str) -> None:
        """Install packages, and tell what is installed: `%pip help` lists the commands."""
        import lite_build_pip

        lite_build_pip.run_at_once(line)

    async def begin_cell(lines: list[str]) -> list[str]:
        nonlocal is_cell
        is_cell = True
        return lines

    def begin_transform(lines: list[str]) -> list[str]:
        nonlocal is_cell
        PipLine.is_awaited, is_cell = is_cell, False
        return lines

    shell.answer_pip = answer_pip
    # Upstream's own rewrites each line that looks like it, also in strings, and knows `install` alone.
    kernel.lite_transform_manager.line_transforms[:] = [begin_cell]
    shell.input_transformer_manager.line_transforms.append(begin_transform)
    shell.input_transformer_manager.token_transformers.insert(0, PipLine)
    shell.register_magic_function(pip, "line", "pip")
    join_micropip()


def join_micropip() -> None:
    """Have micropip, where a cell calls it, uninstall as `%pip` does, and install what was uninstalled."""
    # piplite has imported it.
    from micropip._compat import compatibility_layer
    from micropip.package_manager import PackageManager

    load = compatibility_layer.loadPackage

    def uninstall_distributions(_manager: object, distributions: Any, logger: Any) -> None:
        from lite_build_pip.getting import Removal

        Removal().replace_distributions(distributions, logger)

    def load_package(names: Any) -> Any:
        from lite_build_pip.getting import forget_removed

        forget_removed()
        return load(names)

    # Its own leaves the bytecode that no RECORD has, and so an empty package of the same name.
    PackageManager._uninstall_distributions = uninstall_distributions
    compatibility_layer.loadPackage = staticmethod(load_package)
