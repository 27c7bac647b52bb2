"""Blocks of Markdown: which are live, what their braces say, and what is left for the tool."""

from __future__ import annotations

import pytest

from lite_build.mkdocs.fences import Fence, fences_in


def the_fence(text: str) -> Fence:
    [fence] = fences_in(text.split("\n"))
    return fence


@pytest.mark.parametrize(
    ("opening", "left"),
    [
        ("```python {live}", "```python"),
        ("```{.python .live}", "```python"),
        ("``` { .python .live }", "```python"),
        ('```python title="tide.py" {live}', '```python title="tide.py"'),
        ('```{.python .live hl_lines="1 2"}', '```python hl_lines="1 2"'),
        ("```{.python .live .annotate #tide}", "```{ .python .annotate #tide }"),
        ("~~~~py {live}", "~~~~py"),
        ("```{live}", "```"),
    ],
)
def test_a_block_that_says_so_is_live_and_its_words_are_not_for_the_tool(opening: str, left: str) -> None:
    marker = opening[: len(opening) - len(opening.lstrip("`~"))]
    fence = the_fence(f"{opening}\n1 + 1\n{marker}")
    assert fence.is_live("")
    assert fence.plain[0] == left
    assert fence.text == "1 + 1"


def test_the_words_in_braces_are_the_attributes_of_the_cell() -> None:
    fence = the_fence(
        '```python {live autorun .hidden-code kernel="sea" boot=idle quickly boot=soon}\n1\n```'
    )
    attributes, unknown = fence.attributes()
    assert attributes == {"autorun": True, "hidden-code": True, "kernel": "sea", "boot": "idle"}
    assert unknown == ["quickly", "boot=soon"]


def test_a_block_within_another_and_one_that_nothing_closes_are_none() -> None:
    assert [fence.language for fence in fences_in(["````md", "```python {live}", "1", "```", "````"])] == [
        "md"
    ]
    assert list(fences_in(["```python {live}", "1"])) == []
    assert list(fences_in(["```python {live}```"])) == []


def test_a_block_in_a_list_and_in_a_quotation_has_its_code_without_their_marks() -> None:
    lines = ["- a list:", "", "    ```python {live}", "    if sea:", "", "        ship()", "    ```"]
    assert the_fence("\n".join(lines)).text == "if sea:\n\n    ship()"
    quoted = the_fence("> ```python {live}\n> ship()\n>\n> sea()\n> ```")
    assert quoted.text == "ship()\n\nsea()"
    assert quoted.plain == ["> ```python", "> ship()", ">", "> sea()", "> ```"]


@pytest.mark.parametrize(
    ("info", "text", "chosen", "is_live"),
    [
        ("python", "1", "", False),
        ("python", "1", "python", True),
        ("python", "1", "doctest", False),
        ("pycon", ">>> 1\n1", "doctest", True),
        ("", ">>> 1\n1", "all", True),
        ("python {static}", "1", "all", False),
        ("bash", "ls", "all", False),
    ],
)
def test_what_is_said_of_all_blocks_holds_for_those_that_say_nothing(
    info: str, text: str, chosen: str, is_live: bool
) -> None:
    assert the_fence(f"```{info}\n{text}\n```").is_live(chosen) == is_live
