from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lite_build.packages.wheels.wheel import imports_of, read_wheel
from lite_build.supply.runtime_lock import runtime_imports
from lite_build.words.errors import BuildFailure

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import WheelFactory


def test_a_wheel_tells_its_name_version_and_imports(wheel_factory: WheelFactory) -> None:
    wheel = read_wheel(wheel_factory("Data.Draw", "1.2.0"))
    assert (wheel.name, wheel.version, wheel.imports) == ("data-draw", "1.2.0", ("data_draw",))


@pytest.mark.parametrize(
    ("files", "imports"),
    [
        (["package/__init__.py", "package/inner/__init__.py"], ("package",)),
        (["single.py", "_private.py"], ("_private", "single")),
        (
            ["fast.cpython-314-wasm32-emscripten.so", "pure/core.so", "pure/__init__.py"],
            ("fast", "pure"),
        ),
        (
            ["google/cloud/storage/__init__.py", "google/cloud/storage/blob.py"],
            ("google.cloud.storage",),
        ),
        (["plain/module.py", "plain/deep/module.py"], ("plain.deep.module", "plain.module")),
        (["__init__.py", "single.py"], ("single",)),
        (["compiled/__init__.cpython-314-wasm32-emscripten.so", "compiled/part.py"], ("compiled",)),
        (["../../bin/tool.py", "examples/tour.py", "docs/conf.py"], ()),
        (["real/__init__.py", "tests/test_real.py", "tests/__init__.py"], ("real",)),
        (["real-1.0.data/purelib/moved/__init__.py", "real-1.0.data/scripts/run.py"], ("moved",)),
        (["real-1.0.dist-info/METADATA", "real.libs/libblas.so", "only-data/x.py", "a/b.txt"], ()),
    ],
)
def test_what_can_be_imported_is_read_from_the_files(files: list[str], imports: tuple[str, ...]) -> None:
    assert imports_of(files) == imports


def test_a_file_that_is_no_wheel_is_a_failure_that_names_it(tmp_path: Path) -> None:
    path = tmp_path / "broken-1.0-py3-none-any.whl"
    path.write_bytes(b"<html>not found</html>")
    with pytest.raises(BuildFailure, match=r"broken-1\.0-py3-none-any\.whl: is not a wheel"):
        read_wheel(path)


def test_broken_metadata_is_a_failure_that_names_the_wheel(wheel_factory: WheelFactory) -> None:
    path = wheel_factory("broken", "one")
    with pytest.raises(BuildFailure, match=r"broken-one-py3-none-any\.whl: has broken metadata"):
        read_wheel(path)


def test_the_runtime_finds_a_namespace_by_each_of_its_prefixes(wheel_factory: WheelFactory) -> None:
    wheel = wheel_factory("storage", "1.0", files={"cloud/storage/__init__.py": "", "cloud/flat.py": ""})
    assert runtime_imports(read_wheel(wheel)) == ["cloud", "cloud.flat", "cloud.storage"]
