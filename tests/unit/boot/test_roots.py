"""The files and folders that are one package's alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lite_build.boot.roots import roots_of

NAMES = st.sampled_from(["a", "b", "c", "__pycache__"])
PATHS = st.builds(
    lambda start, parts: start + "/".join(parts),
    st.sampled_from(["", "/", "/share/jupyter/"]),
    st.lists(NAMES, min_size=1, max_size=4).map(lambda parts: [*parts[:-1], f"{parts[-1]}.py"]),
)


def test_a_folder_is_a_packages_own_where_no_other_has_files_in_it() -> None:
    assert roots_of(
        {
            "humanize": ["humanize/__init__.py", "humanize/time.py", "humanize-1.0.dist-info/METADATA"],
            "warm": ["colours/warm/__init__.py"],
            "cold": ["colours/cold/__init__.py", "colours/cold/blue.py"],
        }
    ) == {
        "humanize": ("humanize-1.0.dist-info/", "humanize/"),
        "warm": ("colours/warm/",),
        "cold": ("colours/cold/",),
    }


def test_a_module_of_one_file_and_its_bytecode_are_named_as_files() -> None:
    files = ["six.py", "__pycache__/six.cpython-314.pyc"]
    assert roots_of({"six": files}) == {"six": ("__pycache__/six.cpython-314.pyc", "six.py")}


def test_folders_that_anybody_has_are_no_ones_own() -> None:
    data = ["/share/man/man1/tool.1", "/share/jupyter/kernels/own/kernel.json"]
    assert roots_of({"tool": data}) == {
        "tool": ("/share/jupyter/kernels/", "/share/man/man1/"),
    }


@given(st.dictionaries(st.sampled_from("xyz"), st.sets(PATHS, min_size=1), min_size=1))
def test_every_file_is_in_a_root_of_its_package_and_in_no_root_of_another(files: dict[str, set[str]]) -> None:
    roots = roots_of(files)

    def holds(root: str, path: str) -> bool:
        return path.startswith(root) if root.endswith("/") else path == root

    for package, paths in files.items():
        for path in paths:
            assert sum(holds(root, path) for root in roots[package]) == 1
            for other in files.keys() - {package}:
                assert not any(holds(root, path) for root in roots[other] if root not in paths)
