"""The documentation of a project that the tests made up: it runs in the page."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

project = "shoreline"
release = "2.1"
extensions = ["sphinx.ext.autodoc", "sphinx.ext.doctest", "numpydoc", "myst_parser", "lite_build.sphinx"]
numpydoc_show_class_members = False
html_theme = "alabaster"
exclude_patterns = ["_build"]

lite_build_try_examples = "all"
lite_build_config = {"LiteBuildConfig": {"apps": ["lab"]}}
doctest_global_setup = "import shoreline as sh"
