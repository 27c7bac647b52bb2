from __future__ import annotations

from lite_build.hosting.limits import LARGEST_FILE, LARGEST_SITE, size_warnings


def test_a_site_that_any_host_takes_needs_no_words() -> None:
    assert size_warnings({f"files/{number}.bin": LARGEST_FILE for number in range(9)}) == ()


def test_a_file_that_github_refuses_is_named_with_its_size_and_what_to_do() -> None:
    [warning] = size_warnings({"files/data.bin": 120 * 2**20, "files/small.bin": 1})
    assert "files/data.bin has 120 MiB" in warning
    assert "extra_ignore_contents" in warning


def test_a_site_that_github_pages_refuses_is_said() -> None:
    [warning] = size_warnings({f"files/{number}.bin": LARGEST_SITE // 20 for number in range(22)})
    assert "The site has 1.1 GB" in warning
