"""Cells whose Python stands behind magics, and the installers that notebooks bring up to date."""

from __future__ import annotations

import pytest

from lite_build.code.notebook_imports import read_cell


@pytest.mark.parametrize(
    "source",
    [
        "%%time\nimport a",
        "%%capture --no-stderr out\nimport a",
        "%%capture\n%%time\nimport a",
        "%%timeit -n 1 -r 1\nimport a",
        "%%timeit import a\npass",
        "%%prun -q -s cumulative\nimport a",
        "%%memit\nimport a",
        "%time import a",
        "%timeit -n 3 -r1 -q import a",
        "time import a",
        "x = %time __import__('a')",
        "%config InlineBackend.figure_format = 'svg'\nimport a",
        "import a\na?",
        "a??\nimport a",
        "?a.b\nimport a",
        "data['x'] = !ls\nimport a",
        "a.b, c = %who\nimport a",
        "%load_ext a",
        "%reload_ext a",
        "%load_ext autoreload\n%autoreload 2\n%aimport a",
        ">>> import a\n>>> a.b",
        "In [1]: import a",
        "    import a\n    a.b",
        "for x in y:\n    %timeit -n 1 f(x)\nimport a",
        ",f a b\nimport a",
        "with x:\n    !ls {y} \\\n      | wc\nimport a",
        "\n\n%%time\n\n%matplotlib inline\nimport a",
    ],
)
def test_python_behind_magics_is_read(source: str) -> None:
    assert [found.module for found in read_cell(source).imports] == ["a"]


@pytest.mark.parametrize(
    "source",
    [
        "%%html\nimport a",
        "%%js\nimport a from 'b'",
        "%%python3\nimport a",
        "%%R\nimport a",
        "%timeit -n",
        "%%timeit -x y\n1",
    ],
)
def test_what_is_no_python_of_the_notebook_s_is_left_alone(source: str) -> None:
    assert read_cell(source).imports == ()


@pytest.mark.parametrize(
    "source",
    [
        "%pip install --upgrade pip setuptools wheel",
        "%pip install -U pip==24.0 'setuptools<81' Wheel",
        "!pip install --upgrade pip",
        "!python -m pip install -U pip wheel",
        "%conda install -y pip",
        "%pip install -q -U uv",
    ],
)
def test_installers_are_not_installed(source: str) -> None:
    assert read_cell(source).installs == ()


def test_what_stands_beside_an_installer_is_installed() -> None:
    found = read_cell("%pip install -U pip a setuptools 'b>1'")
    assert [one.text for one in found.installs] == ["a", "b>1"]


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("!pip install -U pip a", "%pip install -U a"),
        ("!pip install --upgrade pip setuptools", ""),
        ("!apt-get update && pip install a", "%pip install a"),
        ("!sudo pip3 install a", "%pip install a"),
        ("!pip -q install a", "%pip install a"),
        ("%sx pip install a", "%pip install a"),
        ("subprocess.check_call([sys.executable, '-m', 'pip', 'install', 'a'])", "%pip install a"),
        ("subprocess.run('pip install a', shell=True)", "%pip install a"),
        ("os.system('pip install a')", "%pip install a"),
        ("get_ipython().system('pip install a')", "%pip install a"),
    ],
)
def test_a_program_that_installs_is_told_with_what_to_write(line: str, instead: str) -> None:
    [found] = read_cell(line).shell_installs
    assert (found.text, found.instead) == (line, instead)


@pytest.mark.parametrize("magic", ["%%bash", "%%sh", "%%script bash -e", "%%!", "%%capture"])
def test_a_cell_of_commands_that_install_is_told(magic: str) -> None:
    line = "!pip install a" if magic == "%%capture" else "pip install a"
    [found] = read_cell(f"{magic}\n\n{line}\n").shell_installs
    assert (found.text, found.instead) == (line, "%pip install a")


def test_options_may_stand_before_the_word_install() -> None:
    assert [found.text for found in read_cell("%pip -q install a").installs] == ["a"]


@pytest.mark.parametrize(
    "source",
    [
        "% pip install a",
        "%  pip install a",
        "%\tpip install a",
        "x = 1\nif x:\n    % pip install a",
        "get_ipython().run_line_magic(' pip', 'install a')",
    ],
)
def test_a_magic_behind_a_space_is_none_to_ipython_and_installs_nothing(source: str) -> None:
    found = read_cell(source)

    assert found.installs == ()
    assert [one.instead for one in found.shell_installs] == ["%pip install a"]
    assert [one.how for one in found.shell_installs] == ["in IPython, which knows no magic behind a space"]


@pytest.mark.parametrize(
    "source",
    [
        "% run a.py",
        "% load_ext a",
        "%% time\nimport a",
        "%% bash\npip install a",
        "% pip list",
        "1 \\\n% pip",
    ],
)
def test_nothing_is_read_of_other_magics_behind_a_space(source: str) -> None:
    found = read_cell(source)
    assert (found.imports, found.installs, found.shell_installs, found.runs) == ((), (), (), ())
