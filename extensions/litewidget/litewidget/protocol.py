"""The well-known strings of Jupyter's widget protocol, and of anywidget on top of it.

Sources: the Jupyter widget messaging protocol 2.1 (ipywidgets, packages/schema/messages.md) and anywidget
0.11. A widget that names anywidget's model and view runs in every host that knows anywidget.
"""

from __future__ import annotations

#: The comm target of widgets, and the version that a comm's opening says in its metadata.
WIDGET_TARGET = "jupyter.widget"
WIDGET_VERSION = "2.1.0"

#: The comm target by which a page asks for the state of all widgets at once.
CONTROL_TARGET = "jupyter.widget.control"
CONTROL_VERSION = "1.0.0"

VIEW_MIME_TYPE = "application/vnd.jupyter.widget-view+json"

MODULE = "anywidget"
MODULE_VERSION = "~0.11.*"
MODEL_NAME = "AnyModel"
VIEW_NAME = "AnyView"

#: The names in a model's state of its ES module, its style, and what tells one class from another.
ESM = "_esm"
CSS = "_css"
CLASS_ID = "_anywidget_id"

#: Where a module is a file, and others of its folder may be asked for: `{name, edition}`. This library's own:
#: other hosts do not look at it.
ESM_FILES = "_esm_files"

#: What a reference to another widget starts with: anywidget's way, and that of ipywidgets.
WIDGET_REFERENCE = "anywidget:"
MODEL_REFERENCE = "IPY_MODEL_"

#: The kinds of custom message that call a command and answer it.
COMMAND = "anywidget-command"
COMMAND_RESPONSE = "anywidget-command-response"

#: The command by which a page asks for a file that a module imports. No method can have this name.
READ_FILE = "litewidget:read-file"
