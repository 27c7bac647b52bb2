"""The `%%vfile` cell magic: a cell's text becomes a file that a widget's `_esm` or `_css` can name.

The magics' names and the `vfile:` prefix are anywidget's.
"""

from __future__ import annotations

from IPython.core.magic import Magics, cell_magic, line_magic, magics_class

from litewidget.sources import VIRTUAL, VirtualFile, virtual_files


@magics_class
class VirtualFileMagics(Magics):
    """Virtual files of a notebook."""

    @cell_magic
    def vfile(self, line: str, cell: str) -> None:
        """`%%vfile counter.js`: keep the cell as `vfile:counter.js`, and show it in widgets made from it."""
        words = line.split()
        if len(words) != 1:
            raise ValueError("%%vfile takes one name, as in `%%vfile counter.js`")
        name = f"{VIRTUAL}{words[0]}"
        if name in virtual_files:
            virtual_files[name].text = cell
        else:
            virtual_files[name] = VirtualFile(words[0], cell)

    @line_magic
    def clear_vfiles(self, line: str) -> None:
        """Forget all virtual files. Widgets made from them stay as they are."""
        virtual_files.clear()
