"""A site whose widgets import from another host, which is gone once the site is built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.build.conftest import configure_project
from tests.build.test_check import write_notebook
from tests.conftest import write_wheel
from tests.web_host import WebHost, web_host

if TYPE_CHECKING:
    from pathlib import Path

    from tests.build.conftest import CommandLine

JAVASCRIPT = "text/javascript; charset=utf-8"
LICENCE = "/*! charts 1.2.3, (c) Ann Author, released under the MIT licence */"
#: What the host has, by its path: content and content type. `/charts@1` is moved to the first of them.
FILES: dict[str, tuple[bytes, str]] = {
    "/charts@1.2.3/index.mjs": (
        f"""{LICENCE}
import {{ scale }} from "./parts/scale.mjs";
export const drawing = new URL('./dot.svg', import.meta.url).href;
export const later = () => import("/words.mjs");
export {{ scale }};
//# sourceMappingURL=index.mjs.map
""".encode(),
        JAVASCRIPT,
    ),
    # Modules may import each other in a circle.
    "/charts@1.2.3/parts/scale.mjs": (
        b'import*as whole from"../index.mjs";export const scale=(x)=>2*x;',
        JAVASCRIPT,
    ),
    "/charts@1.2.3/dot.svg": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "image/svg+xml"),
    "/words.mjs": (b'export const word = "later"; export default "whole";', JAVASCRIPT),
    "/look/chart.css": (
        b'@import "base.css";\n.chart { background: url(../charts@1.2.3/dot.svg) }',
        "text/css",
    ),
    "/look/base.css": (b".chart { color: rgb(1, 2, 3) }", "text/css"),
}
#: A package with widgets whose modules, styles and addresses are said in all the ways that there are.
CHARTS_MODULE = """
import { drawing, later, scale } from "{host}/charts@1";
async function render({ model, el }) {
  const { default: whole } = await import("{host}/words.mjs");
  const { word } = await later();
  const text = document.createElement("div");
  text.className = "chart";
  const show = () => { text.textContent = `${scale(model.get("value"))} ${word} ${whole}`; };
  model.on("change:value", show);
  show();
  const picture = Object.assign(document.createElement("img"), { src: drawing, alt: "a dot" });
  el.append(text, picture);
}
export default { render };
"""
CHARTS = """
import pathlib
import litewidget
from traitlets import Int

HOST = "{host}"

class Chart(litewidget.Widget):
    _esm = pathlib.Path(__file__).parent / "static" / "chart.js"
    _css = f"{{HOST}}/look/chart.css"
    value = Int(3).tag(sync=True)

class Distant(litewidget.Widget):
    _esm = HOST + "/distant.mjs"
    _css = "@import url({host}/look/base.css); .chart {{ font-weight: 700 }}"
"""
DISTANT = (
    'import { scale } from "./charts@1.2.3/parts/scale.mjs";\n'
    "export default { render({ el }) {\n"
    'const shown = Object.assign(document.createElement("b"), { className: "chart" });\n'
    "shown.textContent = `far ${scale(5)}`;\nel.append(shown);\n} };"
)
#: A widget of a notebook's own.
SAID = '''
import litewidget

class Said(litewidget.Widget):
    _esm = """
    import {{ word }} from "{host}/words.mjs";
    export default {{ render({{ el }}) {{ el.append(`said ${{word}}`); }} }};
    """

Said()
'''
SHOWN = "import charts\nchart = charts.Chart()\nchart"


def write_charts_project(project: Path, host: WebHost, option: object, *, has_snapshot: bool = False) -> None:
    """Write a project whose widgets import what a host has."""
    host.files |= {**FILES, "/distant.mjs": (DISTANT.encode(), JAVASCRIPT)}
    host.moved["/charts@1"] = "/charts@1.2.3/index.mjs"
    wheel = write_wheel(
        "charts",
        "1.0",
        folder=project / "wheels",
        requires=["litewidget"],
        files={
            "charts/__init__.py": CHARTS.format(host=host.address),
            "charts/static/chart.js": CHARTS_MODULE.replace("{host}", host.address),
        },
    )
    write_notebook(
        project / "notebooks" / "charts.ipynb",
        [SHOWN, "charts.Distant()", SAID.format(host=host.address)],
    )
    configure_project(
        project,
        {
            "BootAddon": {"snapshot": has_snapshot},
            "PackagesAddon": {
                "requirements": [f"./{wheel.relative_to(project)}"],
                "vendor_imports": option,
            },
        },
    )


def build_charts_site(command_line: CommandLine, project: Path) -> None:
    """Build it. The host's address is in `host.txt` of the project, and nobody is there any more."""
    with web_host("all") as host:
        write_charts_project(project, host, option=True, has_snapshot=True)
        command_line.build(project)
        (project / "host.txt").write_text(host.address, encoding="utf-8")
