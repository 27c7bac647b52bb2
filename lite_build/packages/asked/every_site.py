"""The packages that every site ships, whatever its notebooks ask for."""

#: What upstream's kernel loads before it runs anything (jupyterlite/pyodide-kernel:packages/pyodide-kernel/
#: src/worker.ts), in its order.
KERNEL_PACKAGES = ("micropip", "piplite", "ipykernel", "comm", "pyodide-kernel", "jedi", "ipython")

#: What every site ships beside that, for readers who make widgets in notebooks of their own.
SITE_PACKAGES = ("litewidget",)

#: Libraries of widgets whose front ends are in every site, for widgets that notebooks were saved with. So
#: their names are known, and an import of one ships its Python half.
WIDGET_PACKAGES = ("ipywidgets", "anywidget")
