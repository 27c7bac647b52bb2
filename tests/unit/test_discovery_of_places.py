"""Code that prepares another place than a site: nothing of it is shipped, and nothing of it is warned of."""

from __future__ import annotations

import pytest

from lite_build.code.notebook_imports import read_cell

NOT_HERE = [
    "if IN_COLAB:",
    "if is_colab():",
    "if utils.running_in_colab():",
    "if inColab:",
    "if COLAB and True:",
    "if not NOT_COLAB:",
    "if IN_COLAB == True:",
    "if 'google.colab' in sys.modules:",
    "if 'google.colab' in str(get_ipython()):",
    "if 'COLAB_GPU' in os.environ:",
    "if 'COLAB_' in ''.join(os.environ.keys()):",
    "if os.environ.get('KAGGLE_KERNEL_RUN_TYPE'):",
    "if os.getenv('COLAB_RELEASE_TAG') is not None:",
    "if importlib.util.find_spec('google.colab') is not None:",
    "if importlib.util.find_spec('google.colab'):",
    "if os.path.exists('/kaggle/input'):",
    "if Path('/content').is_dir():",
    "if sys.platform == 'win32' or sys.platform.startswith('darwin'):",
    "if 'linux' in sys.platform:",
    "if os.name == 'nt':",
    "if 'pyodide' not in sys.modules:",
    "if platform.system() == 'Windows':",
    "if sys.version_info < (3, 8):",
    "if (in_colab := 'google.colab' in sys.modules):",
    "if not_colab:\n    pass\nelse:",
]


@pytest.mark.parametrize("condition", NOT_HERE)
@pytest.mark.parametrize(
    "does", ["import a", "%pip install a", "!pip install a", "%run a.py", "from google.colab import files"]
)
def test_a_branch_of_another_place_needs_nothing(condition: str, does: str) -> None:
    found = read_cell(f"{condition}\n    {does}\n    x = 1")
    assert (found.imports, found.installs, found.shell_installs, found.runs) == ((), (), (), ())


@pytest.mark.parametrize(
    "source",
    [
        "if not IN_COLAB:\n    import a",
        "if IN_COLAB:\n    pass\nelse:\n    import a",
        "if 'pyodide' in sys.modules:\n    import a",
        "if colab_folder:\n    import a",
        "if kaggle_user():\n    import a",
        "if 'MY_OWN' in os.environ:\n    import a",
        "if sys.version_info >= (3, 8):\n    import a",
        "if sys.version_info >= (3, 99):\n    import a",
        "IN_COLAB = True\nif IN_COLAB or other:\n    import a",
        "if IN_COLAB or wanted:\n    import a",
    ],
)
def test_a_branch_that_may_run_here_is_read(source: str) -> None:
    assert [found.module for found in read_cell(source).imports] == ["a"]


ATTEMPTS = [
    "try:\n    import google.colab\n    HERE = True\nexcept ImportError:\n    HERE = False",
    "try:\n    from google.colab import drive\n    HERE = True\nexcept:\n    HERE = False",
    "try:\n    from google import colab as c\n    HERE = 1\nexcept ModuleNotFoundError as e:\n    HERE = 0",
    "HERE = False\ntry:\n    import kaggle_secrets\n    HERE = True\nexcept Exception:\n    pass",
    "HERE = 'google.colab' in sys.modules",
    "HERE: bool = 'COLAB_GPU' in os.environ",
    "HERE = True if 'google.colab' in sys.modules else False",
    "if 'google.colab' in sys.modules:\n    HERE = True\nelse:\n    HERE = False",
    "HERE = False\nif 'google.colab' in str(get_ipython()):\n    HERE = True",
    "HERE = bool(os.environ.get('COLAB_GPU'))",
]


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_a_variable_that_tells_of_the_place_is_known_in_later_cells(attempt: str) -> None:
    first = read_cell(attempt)
    later = read_cell("if HERE:\n    %pip install a\nelse:\n    import b", dict(first.truths))

    assert later.installs == ()
    assert [found.module for found in later.imports] == ["b"]


def test_behind_an_import_of_another_place_nothing_runs_and_its_handler_does() -> None:
    found = read_cell(
        "try:\n    import google.colab\n    %pip install a\n    import c\nexcept ImportError:\n    import b\n"
        "else:\n    import d"
    )
    assert found.installs == ()
    assert [(one.module, one.optional) for one in found.imports] == [("b", False)]


def test_a_constant_that_a_reader_may_change_decides_nothing() -> None:
    found = read_cell("INSTALL = False\nif INSTALL:\n    %pip install a")
    assert [one.text for one in found.installs] == ["a"]


@pytest.mark.parametrize(
    "source",
    [
        "USE_KAGGLE = True\nif USE_KAGGLE:\n    import a",
        "USE_KAGGLE: bool = True\nif USE_KAGGLE:\n    import a",
        "USE_KAGGLE, DEBUG = True, False\nif USE_KAGGLE:\n    import a",
        "USE_KAGGLE = wanted\nif USE_KAGGLE:\n    import a",
        "settings.use_kaggle = True\nif settings.use_kaggle:\n    import a",
        "class Settings:\n    use_kaggle = True\nif Settings.use_kaggle:\n    import a",
        "class Settings:\n    use_kaggle: bool\nif settings.use_kaggle:\n    import a",
        "for use_kaggle in (True, False):\n    if use_kaggle:\n        import a",
        "if (use_kaggle := True):\n    pass\nif use_kaggle:\n    import a",
        "def load(use_kaggle=False):\n    if use_kaggle:\n        import a",
        "def load(*, in_colab):\n    if not in_colab:\n        pass\n    else:\n        import a",
        "IN_COLAB = 'google.colab' in sys.modules\ndef load(IN_COLAB):\n    if IN_COLAB:\n        import a",
        "async def load(kaggle: bool):\n    if kaggle:\n        import a",
    ],
)
def test_the_name_of_what_somebody_chooses_tells_nothing_of_the_place(source: str) -> None:
    assert [one.module for one in read_cell(source).imports] == ["a"]


@pytest.mark.parametrize(
    "does", ["import google.colab", "from google.colab import drive", "from google import colab"]
)
def test_behind_a_choice_of_the_place_its_own_modules_are_not_missed(does: str) -> None:
    chosen = read_cell(f"IN_COLAB = False\nif IN_COLAB:\n    {does}\n    import a")
    assert [one.optional for one in chosen.imports] == [True, False]

    other = read_cell(f"WANTED = False\nif WANTED:\n    {does}")
    assert [one.optional for one in other.imports] == [False]


def test_a_choice_holds_in_the_cells_that_follow() -> None:
    chosen = read_cell("USE_KAGGLE = True")
    assert read_cell("if USE_KAGGLE:\n    import a", dict(chosen.truths)).imports != ()


@pytest.mark.parametrize(
    "cells",
    [
        ["IN_COLAB = found_colab()", "if IN_COLAB:\n    import a"],
        [
            "IN_COLAB = False",
            "if 'google.colab' in sys.modules:\n    IN_COLAB = True",
            "if IN_COLAB:\n    import a",
        ],
        ["IN_COLAB = True", "IN_COLAB = 'google.colab' in sys.modules", "if IN_COLAB:\n    import a"],
    ],
)
def test_a_name_tells_of_the_place_where_the_place_sets_it(cells: list[str]) -> None:
    known: dict[str, bool | None] = {}
    for cell in cells:
        found = read_cell(cell, known)
        known.update(found.truths)

    assert found.imports == ()


def test_a_function_s_own_variables_are_not_the_cell_s() -> None:
    found = read_cell("def f():\n    there = 'google.colab' in sys.modules\nif there:\n    import a")
    assert [one.module for one in found.imports] == ["a"]
