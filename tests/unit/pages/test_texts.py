"""Text of notebooks in a page: Markdown, mathematics, attachments, headings, links that lead somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.pages.conftest import text

if TYPE_CHECKING:
    from tests.unit.pages.conftest import PageMaker


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("*a* ~~b~~ `<c>`", "<em>a</em> <s>b</s> <code>&lt;c&gt;</code>"),
        ("| a | b |\n|---|--:|\n| 1 | 2 |", '<td style="text-align:right">2</td>'),
        ("- [x] done", 'checked="checked"'),
        ("https://a.example is there", '<a href="https://a.example">'),
        ("```python\nif x: pass\n```", '<span class="hl-k">if</span>'),
        ("```nobody-knows\n<x>\n```", "&lt;x&gt;"),
        ("note[^1]\n\n[^1]: below", 'class="footnotes"'),
        ("$x^2$", "<msup><mi>x</mi>"),
        ("$$\nx\n$$", 'display="block"'),
        (r"\\(y\\)", "<mi>y</mi>"),
        ("\\begin{align}a&=b\\end{align}", "<mtable"),
        ("two \\$ signs \\$", "two $ signs $"),
        ("`$a$`", "<code>$a$</code>"),
        (r"$\nonsense$", "nonsense"),
    ],
)
def test_markdown_is_read_as_jupyterlab_reads_it(make: PageMaker, source: str, seen: str) -> None:
    assert seen in make.page(text(source))


def test_headings_can_be_linked_to_each_by_a_name_of_its_own(make: PageMaker) -> None:
    html = make.page(text("# One word\n\n## The `code` of it"), text("## One word"))
    assert 'id="One-word"' in html
    assert 'id="The-code-of-it"' in html
    assert 'id="One-word-2"' in html


@pytest.mark.parametrize(
    ("link", "leads_to"),
    [
        ("other.ipynb", "../../pages/week/other.html"),
        ("./other.ipynb#Part", "../../pages/week/other.html#Part"),
        ("../top.ipynb", "../../pages/top.html"),
        ("/top.ipynb", "../../pages/top.html"),
        ("no-page.ipynb", "../../lab/index.html?path=week/no-page.ipynb"),
        ("data/a%20b.csv", "../../files/week/data/a%20b.csv"),
        ("../../lab/index.html", "../../lab/index.html"),
        ("#Part", "#Part"),
        ("https://a.example/x.ipynb", "https://a.example/x.ipynb"),
        ("mailto:a@b.example", "mailto:a@b.example"),
    ],
)
def test_links_lead_to_pages_to_jupyterlab_and_to_files(make: PageMaker, link: str, leads_to: str) -> None:
    source = f'[here]({link})\n\n<a title="x" href="{link}">there</a>'
    notebooks = (
        make.notebook(text(source), name="week/lesson.ipynb"),
        make.notebook(text("x"), name="week/other.ipynb"),
        make.notebook(text("x"), name="top.ipynb"),
    )
    html = make.pages(*notebooks)["pages/week/lesson.html"]
    assert html.count(f'href="{leads_to}"') == 2


def test_images_come_out_of_the_contents_and_out_of_the_cell(make: PageMaker) -> None:
    attached = {"a b.png": {"image/png": ["iVBO", "Rw0="]}}
    html = make.page(text("![one](pictures/one.png) ![two](attachment:a%20b.png)", attachments=attached))
    assert 'src="../files/pictures/one.png" alt="one"' in html
    assert 'src="data:image/png;base64,iVBORw0=" alt="two"' in html


def test_raw_cells_are_for_whom_they_name(make: PageMaker) -> None:
    def raw(source: str, mime_type: str) -> dict[str, object]:
        return {"cell_type": "raw", "metadata": {"raw_mimetype": mime_type}, "source": source}

    html = make.page(raw("<i>html</i>", "text/html"), raw("*md*", "text/markdown"), raw("x^2", "text/latex"))
    assert "<i>html</i>" in html
    assert "<em>md</em>" in html
    assert "x^2" not in html.partition("<main")[2]
