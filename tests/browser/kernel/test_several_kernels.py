"""Many kernels in one page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.browser.kernel.conftest import RESTORED, expose_the_application, ways_of

if TYPE_CHECKING:
    from tests.browser.kernel.conftest import VisitAltered

pytestmark = [pytest.mark.browser, pytest.mark.registry]

#: Opens notebooks in one page, runs the first cell of each, then the second; gives what those put out.
OPEN_AND_RUN = """
async (count) => {
  await jupyterapp.restored;
  const { commands, serviceManager } = jupyterapp;
  const kernelspec = { name: "python", display_name: "Python (Pyodide)", language: "python" };
  const cell = (id, source) =>
    ({ cell_type: "code", id, source, metadata: {}, outputs: [], execution_count: null });
  const panels = [];
  for (let number = 0; number < count; number += 1) {
    const path = `number-${number}.ipynb`;
    const cells = [cell("a", `number = ${number}`), cell("b", "number ** 2")];
    const content = { cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 };
    await serviceManager.contents.save(path, { type: "notebook", format: "json", content });
    const panel = await commands.execute("docmanager:open", { path });
    await panel.context.sessionContext.ready;
    panels.push(panel);
  }
  for (const step of ["notebook:run-cell-and-select-next", "notebook:run-cell"]) {
    for (const panel of panels) {
      jupyterapp.shell.activateById(panel.id);
      while (jupyterapp.shell.currentWidget !== panel) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      await commands.execute(step);
    }
  }
  return {
    squares: panels.map(({ content }) => content.widgets[1].model.outputs.get(0)?.data["text/plain"]),
    kernels: new Set(panels.map(({ sessionContext }) => sessionContext.session.kernel.id)).size,
  };
}
"""


def test_ten_notebooks_are_open_in_one_page_and_each_runs_on_a_kernel_of_its_own(
    visit_altered: VisitAltered,
) -> None:
    with visit_altered(expose_the_application) as reader:
        ways = ways_of(reader)
        fetched: list[str] = []
        # What a service worker asks for in turn is not asked for twice.
        reader.context.on(
            "request",
            lambda request: None if request.service_worker else fetched.append(request.url),
        )
        page = reader.open("lab/index.html")
        page.wait_for_function("globalThis.jupyterapp !== undefined")
        assert page.evaluate(OPEN_AND_RUN, 10) == {
            "squares": [str(number**2) for number in range(10)],
            "kernels": 10,
        }
        assert ways == [RESTORED] * 10
        assert len([url for url in fetched if re.search(r"\.wasm|/snapshot\.|/archive\.", url)]) == 3
