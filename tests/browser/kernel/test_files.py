"""The site's files as Python sees them, and what it costs to look."""

from __future__ import annotations

from fnmatch import fnmatch
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from lite_build.site.isolation import SERVICE_WORKER
from tests.browser.conftest import GREETING, NAMES_THAT_NEED_ENCODING
from tests.browser.kernel.conftest import WORKER, changed, unaltered
from tests.browser.notebook_page import NotebookPage

if TYPE_CHECKING:
    from playwright.sync_api import Request, Route

    from tests.browser.kernel.conftest import VisitAltered
    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]


#: Such a service worker answers nothing before the test says so.
HELD_BACK = b"""
const held = new BroadcastChannel("held back");
addEventListener("install", (event) => {
  event.waitUntil(new Promise((resolve) => { held.onmessage = resolve; }));
});
"""

#: Such a service worker loses the first question about the drive, and the first answer that comes of it.
FORGETFUL = b"""
{
  const send = BroadcastChannel.prototype.postMessage;
  const listen = BroadcastChannel.prototype.addEventListener;
  let questions = 0;
  let lost = null;
  BroadcastChannel.prototype.postMessage = function (message) {
    const asksDrive = message.data?.type.startsWith("drive-");
    questions += asksDrive;
    if (!asksDrive || questions > 1) {
      send.call(this, message);
    }
  };
  BroadcastChannel.prototype.addEventListener = function (type, listener) {
    listen.call(this, type, (event) => {
      if (typeof event.data.response?.content === "object") {
        lost ??= event;
      }
      if (event !== lost) {
        listener(event);
      }
    });
  };
}
"""

#: Again and again: the service worker may not have begun to listen.
RELEASE = """
async () => {
  const channel = new BroadcastChannel("held back");
  const timer = setInterval(() => channel.postMessage(null), 100);
  await navigator.serviceWorker.ready;
  clearInterval(timer);
}
"""


@pytest.fixture
def drive_requests(course_reader: Reader) -> list[str]:
    """What the small site's kernels ask of the drive; grows as they ask."""
    return drive_requests_of(course_reader)


def drive_requests_of(reader: Reader) -> list[str]:
    """What a reader's kernels ask of the drive; grows as they ask."""
    asked: list[str] = []

    def note(request: Request) -> None:
        question = request.post_data or ""
        if "/api/stdin/" in request.url and '"drive-' in question:
            asked.append(question)

    reader.context.on("request", note)
    return asked


def test_imports_of_what_is_not_in_the_drive_ask_nothing_of_it(
    course_reader: Reader, drive_requests: list[str]
) -> None:
    notebook = course_reader.open_notebook("plain.ipynb")
    notebook.wait_for_the_kernel()
    assert notebook.ask("import humanize, colorsys, wave; humanize.ordinal(3)") == "'3rd'"
    notebook.choose("File", "Save Notebook")
    # The page tells what is in the folder as soon as it knows.
    notebook.page.wait_for_timeout(2000)
    assert notebook.ask("import filecmp; 'saved'") == "'saved'"
    computing = "import time; end = time.monotonic() + 1.5\nwhile time.monotonic() < end: pass\n"
    assert notebook.ask(f"{computing}import sched; 1") == "1"
    assert drive_requests == []
    assert notebook.ask("open('plain.ipynb').read(1)") == "'{'"
    assert drive_requests


def test_files_are_there_at_a_first_visit_whose_service_worker_is_slow_to_come(
    visit_altered: VisitAltered,
) -> None:
    with visit_altered(changed(SERVICE_WORKER, lambda script: HELD_BACK + script)) as newcomer:
        notebook = newcomer.open_notebook("plain.ipynb")
        notebook.wait_for_the_kernel()
        with newcomer.context.expect_event("request", lambda request: "/api/stdin/" in request.url):
            cell = notebook.add("import os; sorted(os.listdir('Week #2'))")
        notebook.page.evaluate(RELEASE)
        expect(cell.locator(".jp-OutputArea-output")).to_have_text("['Week #2.ipynb', 'Week #2.txt']")


def test_files_are_there_where_the_service_worker_is_there_before_the_script_of_the_kernels_worker(
    visit_altered: VisitAltered,
) -> None:
    with visit_altered(unaltered) as newcomer:
        held: list[Route] = []
        newcomer.context.route(f"**/{WORKER}", lambda route: held.append(route))
        with newcomer.context.expect_event("request", lambda request: fnmatch(request.url, f"*/{WORKER}")):
            page = newcomer.open("lab/index.html?path=plain.ipynb")
        # The worker is under no service worker then, and this one has claimed all that it will by itself.
        page.wait_for_function("navigator.serviceWorker.controller !== null")
        [route] = held
        route.continue_()
        notebook = NotebookPage(page)
        assert notebook.ask("import os; sorted(os.listdir('Week #2'))") == "['Week #2.ipynb', 'Week #2.txt']"


def test_what_a_service_worker_has_lost_is_asked_anew(visit_altered: VisitAltered) -> None:
    with visit_altered(changed(SERVICE_WORKER, lambda script: FORGETFUL + script)) as reader:
        asked = drive_requests_of(reader)
        notebook = reader.open_notebook("plain.ipynb")
        assert notebook.ask("import os; sorted(os.listdir('Week #2'))") == "['Week #2.ipynb', 'Week #2.txt']"
        assert asked[:3] == [asked[0]] * 3


def test_a_module_that_was_just_written_can_be_imported(course_reader: Reader) -> None:
    notebook = course_reader.open_notebook("plain.ipynb")
    assert notebook.ask("import colorsys; 1") == "1"
    assert notebook.ask("open('just_written.py', 'w').write('answer = 42'); 1") == "1"
    assert notebook.ask("import just_written; just_written.answer") == "42"


@pytest.mark.parametrize("name", NAMES_THAT_NEED_ENCODING)
def test_a_folder_of_any_name_is_renamed_with_its_files(course_reader: Reader, name: str) -> None:
    notebook = course_reader.open_notebook("plain.ipynb")
    code = f"import os; os.mkdir({name + ' b'!r}); open({name + ' b/50% #1?.txt'!r}, 'w').write({GREETING!r})"
    assert notebook.ask(f"{code}; 1") == "1"
    assert notebook.ask(f"os.rename({name + ' b'!r}, {name + ' c'!r}); os.listdir({name + ' c'!r})") == (
        "['50% #1?.txt']"
    )
    assert notebook.ask(f"open({name + ' c/50% #1?.txt'!r}).read()") == repr(GREETING)
    assert name + " b" not in notebook.ask("os.listdir()")
    shown = notebook.page.locator(".jp-DirListing-item").filter(has_text=f"{name} c")
    notebook.page.get_by_role("button", name="Refresh the file browser.").click()
    expect(shown).to_be_visible()
