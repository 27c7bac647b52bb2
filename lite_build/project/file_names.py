"""The names by which the files and folders of a project are known."""

#: The folder names in which a project keeps its notebooks when the configuration names none, best first.
CONTENT_FOLDERS = ("content", "contents", "notebooks", "files")
CONFIG_FILE = "jupyter_lite_config.json"
#: The folder of the site where the configuration names none.
DEFAULT_OUTPUT = "_output"
LOCK_FILE = "pylock.pyodide.toml"

REQUIREMENTS_FILE = "requirements.txt"
PYPROJECT_FILE = "pyproject.toml"
#: The folders in which repositories say what Binder installs, best first.
BINDER_FOLDERS = ("binder", ".binder")
ENVIRONMENT_FILES = ("environment.yml", "environment.yaml")

#: What lists the files of a folder that `lite-build fetch` wrote.
MANIFEST = "lite-build-offline.json"
#: The folder of a project that builds put the files of another repository into.
BROUGHT_FOLDER = ".lite-build"
#: The folder of a project that has templates of its own for the pages of notebooks.
TEMPLATES_FOLDER = "templates"
