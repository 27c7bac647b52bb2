from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lite_build.code.module_imports import read_module
from lite_build.code.notebook_imports import read_cell


def imported(source: str) -> list[str]:
    return [found.module for found in read_cell(source).imports]


def installed(source: str) -> list[str]:
    return [found.text for found in read_cell(source).installs]


@pytest.mark.parametrize(
    "source",
    [
        "import a.b as c",
        "from a.b import c",
        "def f():\n    import a.b",
        "import importlib\nimportlib.import_module('a.b')",
        "__import__('a.b')",
        "async def f():\n    async with x:\n        import a.b",
        "await thing\nimport a.b",
        "if sys.platform == 'emscripten':\n    import a.b\nelse:\n    import c",
        "if TYPE_CHECKING:\n    import c\nelse:\n    import a.b",
    ],
)
def test_imports_are_found_wherever_they_stand(source: str) -> None:
    assert [name for name in imported(source) if name != "importlib"] == ["a.b"]


@pytest.mark.parametrize(
    "source",
    [
        "if TYPE_CHECKING:\n    import a",
        "import_module(name)",
        "import_module('.a', 'b')",
        "text = '''\nimport a\n'''",
        "# import a",
        "%%bash\nimport a",
        "%%html\n<script>import a</script>",
        "import_module('')",
    ],
)
def test_what_is_no_import_of_the_site_is_not_found(source: str) -> None:
    assert imported(source) == []


@pytest.mark.parametrize(
    "source",
    [
        "try:\n    import a\nexcept ImportError:\n    pass",
        "try:\n    import x\nexcept (KeyError, ModuleNotFoundError):\n    import a",
        "try:\n    pass\nexcept:\n    import a",
        "with contextlib.suppress(ImportError):\n    import a",
    ],
)
def test_imports_that_may_fail_are_optional(source: str) -> None:
    assert all(found.optional for found in read_cell(source).imports)
    assert "a" in imported(source)


def test_an_import_after_the_attempt_is_not_optional() -> None:
    source = "try:\n    import a\nexcept ImportError:\n    pass\nelse:\n    import b\nfinally:\n    import c"
    assert [(found.module, found.optional) for found in read_cell(source).imports] == [
        ("a", True),
        ("b", False),
        ("c", False),
    ]


@pytest.mark.parametrize(
    "source",
    [
        "%matplotlib inline\nimport a",
        "!echo 'it is' (\nimport a",
        "files = !ls\nimport a",
        "x, y = %who\nimport a",
        "len?\n?len\nimport a",
        "for x in y:\n    %time f(x)\nimport a",
        "%%time\nimport a",
        "\n%%capture out\nimport a",
        '%timeit f(\n!ls "\nimport a',
        "!long \\\n  command\nimport a",
    ],
)
def test_python_around_magics_is_read(source: str) -> None:
    assert imported(source) == ["a"]


def test_an_import_keeps_its_line_beside_magics() -> None:
    [found] = read_cell("\n%%time\n%matplotlib inline\nimport a").imports
    assert found.line == 4


def test_magics_inside_of_strings_are_text() -> None:
    assert installed("help = '''\n%pip install a\n'''") == []


def test_python_that_is_newer_or_broken_still_gives_its_plain_imports() -> None:
    assert imported("import a, b.c\nfrom d import (e,\n  f)\nfrom . import g\nx = = 3") == ["a", "b.c", "d"]


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("%pip install a 'b>=1'", ["a", "b>=1"]),
        ("%pip install -q --upgrade -i https://example.org/simple a", ["a"]),
        ("%pip install a b # both", ["a", "b"]),
        ("if x:\n    %pip install a", ["a"]),
        ("%pip install a \\\n    b", ["a", "b"]),
        ("%pip install -r list.txt", ["-r list.txt"]),
        ("%pip install {name} $other a", ["a"]),
        ("%pip list", []),
        ("await piplite.install('a')", ["a"]),
        ("await piplite.install(['a', 'b==2', c])", ["a", "b==2"]),
        ("await micropip.install(requirements=['a'], deps=False)", ["a"]),
        ("await __import__('piplite').install('a')", ["a"]),
        ("await micropip.install(name)", []),
        ("plugin.install('a')", []),
    ],
)
def test_installs_are_found(source: str, texts: list[str]) -> None:
    assert installed(source) == texts


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("!pip install a b", "%pip install a b"),
        ("!!pip3 install -q a", "%pip install -q a"),
        ("!python -m pip install a", "%pip install a"),
        ("!{sys.executable} -m pip install a", "%pip install a"),
        ("!uv pip install a # by uv", "%pip install a"),
        ("!pip install 'a>=1' && echo done", "%pip install 'a>=1'"),
        ("pip install a", "%pip install a"),
    ],
)
def test_what_a_program_would_install_is_no_install_and_is_kept_with_what_to_write(
    line: str, instead: str
) -> None:
    found = read_cell(f"import b\n{line}")
    assert found.installs == ()
    assert [(shell.text, shell.instead) for shell in found.shell_installs] == [(line, instead)]


def test_names_of_conda_are_marked() -> None:
    assert [(found.text, found.conda) for found in read_cell("%conda install -c x a").installs] == [
        ("a", True)
    ]


PIECES = st.sampled_from(
    ["%", "%%", "!", "?", "import a", "pip install", "\\", "\n", "(", "'''", '"', "    ", "="]
)


@given(source=st.text() | st.lists(PIECES).map("".join))
@example("%\x85")
def test_any_text_can_be_a_cell_or_a_module(source: str) -> None:
    for found in (read_cell(source), read_module(source)):
        assert all(name.module or name.level for name in found.imports)
