"""The commands of the first pages, typed one after the other by somebody new, in an empty folder."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

from tests.build.conftest import PATIENCE, CommandLine, files_of_folder
from tests.code_blocks import REPOSITORY, blocks_of, commands_of
from tests.conftest import read_until, running

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.registry

#: The repository that the tutorial pushes to.
PUSHED_TO = "https://github.com/YOU/birds.git"


@dataclass
class Newcomer:
    """Does what a page says, in its order: saves files, types commands.

    Args:
        commands: of lite-build.
        folder: where the newcomer stands.
        repository: that stands in for the one at a host.
    """

    commands: CommandLine
    folder: Path
    repository: Path
    pages: dict[str, str] = field(default_factory=dict)

    def follow(self, page: str, looked_at: str = "") -> None:
        """Follow a page of the documentation.

        Args:
            page: its name.
            looked_at: what is opened, below the address that `serve` tells.
        """
        for block in blocks_of(REPOSITORY / "docs" / page):
            if block.saved_as is not None:
                file = self.folder / block.saved_as
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(block.text, encoding="utf-8")
            elif block.language == "console":
                for line in commands_of(block):
                    self._type(shlex.split(line), looked_at)

    def _type(self, words: list[str], looked_at: str) -> None:
        match words:
            case ["pip", "install", requirement]:
                # It is what runs the tests.
                assert requirement.partition("[")[0] == "lite-build"
            case ["cd", folder]:
                self.folder = self.folder / folder
                assert self.folder.is_dir()
            case ["lite-build", "serve"]:
                self.pages[looked_at] = self._served(looked_at)
            case ["lite-build", *arguments]:
                finished = self.commands.run(*arguments, cwd=self.folder)
                assert finished.status == 0, f"{words}\n{finished.said}"
            case ["git", *arguments]:
                self._git(*arguments)
            case _:
                pytest.fail(f"who types {words}?")

    def _served(self, looked_at: str) -> str:
        serving = self.commands.words("lite-build", "serve", "--port", "0")
        with running(serving, cwd=self.folder, env=self.commands.environment()) as process:
            address = read_until(process, "Serving at ").split()[-1]
            with urlopen(f"{address}{looked_at}", timeout=60) as page:
                return str(page.read().decode())

    def _git(self, *arguments: str) -> None:
        settings = {
            "user.name": "A. Newcomer",
            "user.email": "newcomer@example.org",
            f"url.{self.repository.as_uri()}.insteadOf": PUSHED_TO,
        }
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        subprocess.run(
            ["git", *words, *arguments], cwd=self.folder, env=environment, check=True, timeout=PATIENCE
        )


@pytest.fixture
def newcomer(command_line: CommandLine, tmp_path: Path) -> Newcomer:
    (tmp_path / "empty").mkdir()
    repository = tmp_path / "birds.git"
    if shutil.which("git") is not None:
        subprocess.run(["git", "init", "--quiet", "--bare", repository], check=True)
    return Newcomer(command_line, tmp_path / "empty", repository)


def test_the_start_leads_to_a_site_that_is_locked_and_checked(newcomer: Newcomer) -> None:
    newcomer.follow("start.md", looked_at="lab/index.html?path=welcome.ipynb")
    assert ["JupyterLab" in page for page in newcomer.pages.values()] == [True]
    site = files_of_folder(newcomer.folder / "dist")
    assert {"index.html", "lite.js", "files/welcome.ipynb"} <= set(site)
    assert (newcomer.folder / "pylock.pyodide.toml").exists()


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")
def test_the_tutorial_leads_to_a_course_that_is_pushed(newcomer: Newcomer) -> None:
    newcomer.follow("tutorial.md", looked_at="pages/weights.html")
    assert "A blackbird weighs 105 g" in newcomer.pages["pages/weights.html"]

    site = newcomer.folder / "dist"
    assert "3 robins" in (site / "pages/counting.html").read_text("utf-8")
    assert "exercise.html" in (site / "exercise.html").read_text("utf-8")
    assert 'id="mean-weight"' in (site / "files/exercise.html").read_text("utf-8")
    assert "How heavy is a bird?" in (site / "pages/index.html").read_text("utf-8")
    shipped = {name.rpartition("/")[2] for name in files_of_folder(site)}
    assert "birds.csv" in shipped
    assert [name for name in shipped if name.startswith("bird_counter-")] != []

    listed = ["git", "--git-dir", str(newcomer.repository), "ls-tree", "-r", "--name-only", "main"]
    pushed = subprocess.run(listed, check=True, capture_output=True, encoding="utf-8").stdout.split()
    assert {"notebooks/weights.md", "pylock.pyodide.toml", ".github/workflows/pages.yml"} <= set(pushed)
    assert [path for path in pushed if path.startswith("dist/")] == []


def test_the_guides_of_lone_notebooks_lead_to_pages(newcomer: Newcomer) -> None:
    newcomer.follow("guides/dashboard.md")
    dashboard = (newcomer.folder / "_output/pages/dashboard.html").read_text("utf-8")
    assert "2 weighed, 19.5 g on average" in dashboard

    newcomer.follow("guides/article.md")
    article = (newcomer.folder / "_output/pages/article.html").read_text("utf-8")
    assert "<title>How heavy is a bird?</title>" in article
    assert 'content="Six birds, one average, and the reason why it misleads."' in article
    assert "61.66" in article
    assert "<math" in article
