"""The documentation of a project that the tests made up: it runs in the page."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))
# A module that whoever builds the documentation has, and no reader.
sys.path.insert(0, str(Path(__file__).parent / "local"))

project = "shoreline"
release = "2.1"
extensions = [
    "sphinx.ext.autodoc",
    "sphinx.ext.doctest",
    "numpydoc",
    "myst_nb",
    "nbsphinx",
    "sphinx_gallery.gen_gallery",
    "matplotlib.sphinxext.plot_directive",
    "lite_build.sphinx",
]
numpydoc_show_class_members = False
html_theme = "alabaster"
exclude_patterns = ["_build", "jupyter_execute", "gallery/*.ipynb", "guide/survey.ipynb"]

nb_execution_mode = "off"
nbsphinx_execute = "never"
# Nothing is loaded from other hosts.
nbsphinx_requirejs_path = ""
nbsphinx_assume_equations = False
# myst-nb has the other ending.
nbsphinx_custom_formats = {".nbsphinx": ["nbformat.reads", {"as_version": 4}]}
sphinx_gallery_conf = {
    "examples_dirs": "scripts",
    "gallery_dirs": "gallery",
    "filename_pattern": "/draw_",
    "show_memory": False,
    "write_computation_times": False,
}
plot_pre_code = ""
plot_include_source = True
plot_html_show_source_link = False
plot_formats = ["png"]
# The example from afar asks for what no page has.
suppress_warnings = ["config.cache", "lite_build.package"]

lite_build_try_examples = "all"
lite_build_live_notebooks = True
lite_build_live_plots = True
lite_build_config = {"LiteBuildConfig": {"apps": ["lab"]}}
doctest_global_setup = "import shoreline as sh"
