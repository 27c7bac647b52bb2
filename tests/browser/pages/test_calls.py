"""Python that the page's own scripts call, and functions of theirs that Python calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.pages.conftest import FOLDER, HEAD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.pages.conftest import OpenPage
    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]

BODY = '<p id="text">A page.</p>'


class Scripts:
    """What the scripts of one page do."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def do(self, code: str) -> Any:  # noqa: ANN401 - as the code says
        """What a script gives; it has `lite`, its exports, and `kernel`."""
        return self.page.evaluate(
            f"""async () => {{
                const {{ default: lite, python, kernel: named, transfer, release }} =
                    await import(new URL('../../lite.js', location.href));
                const kernel = named();
                {code}
            }}"""
        )

    def error(self, code: str) -> dict[str, str]:
        """The error that a script ends with."""
        error: dict[str, str] = self.do(
            f"try {{ {code} }} catch ({{ name, type, message, traceback }}) "
            "{ return { name, type, message, traceback }; }"
        )
        return error


@pytest.fixture(scope="module")
def scripts(page_site: Path, page_reader: Reader) -> Iterator[Scripts]:
    """A page with no element of ours, and with one Python for a module's tests."""
    (page_site / FOLDER / "calls.html").write_text(f"{HEAD}<body>{BODY}</body></html>", encoding="utf-8")
    page = page_reader.open(f"{FOLDER}/calls.html")
    yield Scripts(page)
    page.close()


def test_a_page_s_script_calls_functions_of_a_module(scripts: Scripts) -> None:
    assert scripts.do("const { mean } = await python('statistics'); return await mean([1, 2, 6])") == 3
    assert scripts.do("return await (await lite.python('math')).pi") == pytest.approx(3.14159, abs=1e-5)
    assert scripts.do("return (await (await python('humanize')).intcomma(1234567))") == "1,234,567"
    assert scripts.do(
        "return await (await python('builtins')).sorted.callKwargs([2, 3, 1], { reverse: true })"
    ) == [
        3,
        2,
        1,
    ]
    assert scripts.do("return await (await python('os')).path.join('a', 'b')") == "a/b"


def test_values_are_the_same_on_both_sides(scripts: Scripts) -> None:
    scripts.do("await kernel.run('same = lambda value: value\\ntold = repr')")
    assert scripts.do(
        """const same = await kernel.get('same'), told = await kernel.get('told');
        const values = [null, true, 3, -2.5, 'ä\\u{1F600}', [1, [2]], { a: { b: [] } }, 2n ** 70n,
            NaN, -Infinity, new Map([[1, 'one'], ['two', 2]]), new Set([1, 2]), new Date(86400000),
            { $: 'dollar' }, new Float32Array([1.5]), new Uint8Array([1, 2])];
        const back = await same(values);
        return [
            await told(values.slice(0, 13)),
            back.slice(0, 7), back[7] === values[7], Object.is(back[8], NaN), back[9] === -Infinity,
            [...back[10]], [...back[11]], back[12].getTime(), [...back[13]],
            back[14].constructor.name, [...back[14]], back[15].constructor.name, [...back[15]],
        ]"""
    ) == [
        "[None, True, 3, -2.5, 'ä\U0001f600', [1, [2]], {'a': {'b': []}}, 1180591620717411303424, nan, -inf, "
        "{1: 'one', 'two': 2}, {1, 2}, datetime.datetime(1970, 1, 2, 0, 0, tzinfo=datetime.timezone.utc)]",
        [None, True, 3, -2.5, "ä\U0001f600", [1, [2]], {"a": {"b": []}}],
        True,
        True,
        True,
        [[1, "one"], ["two", 2]],
        [1, 2],
        86400000,
        [["$", "dollar"]],
        "Float32Array",
        [1.5],
        "Uint8Array",
        [1, 2],
    ]


def test_arrays_come_as_arrays_and_bytes_can_be_handed_over(scripts: Scripts) -> None:
    assert scripts.do(
        """await kernel.run(`import array
grid = memoryview(bytes(range(6))).cast("B", (2, 3))
numbers = array.array("d", [1, 2, 4])
total = lambda values: sum(values)`);
        const grid = await kernel.get('grid'), numbers = await kernel.get('numbers');
        const total = await kernel.get('total');
        const kept = new Float64Array([1, 2]), given = new Int16Array([-1, 5]);
        const sums = [await total(kept), await total(transfer(given))];
        return [[...grid], grid.shape, numbers.constructor.name, [...numbers], sums,
            kept.length, given.length]"""
    ) == [[0, 1, 2, 3, 4, 5], [2, 3], "Float64Array", [1, 2, 4], [3, 4], 2, 0]


def test_code_is_run_and_its_value_and_outputs_are_the_script_s(scripts: Scripts) -> None:
    answer = scripts.do('return await kernel.run(\'print("one")\\nprint("two")\\nsize = 6\\nsize * 7\')')
    assert answer["value"] == 42
    assert [output["output_type"] for output in answer["outputs"]] == ["stream", "execute_result"]
    assert answer["outputs"][0]["text"] == "one\ntwo\n"
    assert scripts.do("await kernel.set('size', [1, 2]); return (await kernel.run('len(size)')).value") == 2
    assert scripts.do("return (await kernel.run('size = 1')).value") is None
    assert scripts.do(
        "await kernel.set('own', 5, { namespace: 'apart' });"
        "return [(await kernel.run('own + 1', { namespace: 'apart' })).value,"
        "  await kernel.get('own').catch(({ type }) => type)]"
    ) == [6, "NameError"]


def test_code_that_raises_stops_nothing_behind_it(scripts: Scripts) -> None:
    assert scripts.do(
        """const runs = ['1 / 0', 'undefined', '6 * 7'].map((code) => kernel.run(code));
        return (await Promise.allSettled(runs)).map(({ value, reason }) => reason?.type ?? value.value)"""
    ) == ["ZeroDivisionError", "NameError", 42]


def test_python_calls_functions_of_the_page(scripts: Scripts) -> None:
    assert scripts.do(
        """await kernel.run(`async def steps(count, tell, **names):
    for step in range(count):
        tell(step, total=count)
    return [await tell(count), names]`);
        const steps = await kernel.get('steps'), told = [];
        const tell = (...values) => { told.push(values); return `at ${values[0]}`; };
        return [await steps.callKwargs(2, tell, { unit: 'm' }), told]"""
    ) == [["at 2", {"unit": "m"}], [[0, {"total": 2}], [1, {"total": 2}], [2]]]
    error = scripts.error("await (await kernel.get('steps'))(0, () => { throw new RangeError('too far'); })")
    assert error["message"] == "PageFunctionError: RangeError: too far"


def test_what_is_no_data_stays_in_python(scripts: Scripts) -> None:
    assert scripts.do(
        """await kernel.run(`class Account:
    def __init__(self): self.entries = []
    def add(self, amount): self.entries.append(amount); return self
    def __iter__(self): return iter(self.entries)
async def count():
    for number in range(3): yield number`);
        const account = await (await kernel.get('Account'))();
        await account.add(2);
        const same = await account.add(3), seen = [];
        for await (const amount of same) seen.push(amount);
        for await (const number of await (await kernel.get('count'))()) seen.push(number);
        await kernel.set('kept', account);
        return [await account.entries, seen, (await kernel.run('kept.entries')).value, String(account)]"""
    ) == [[2, 3], [2, 3, 0, 1, 2], [2, 3], "[object Python Account]"]


def test_errors_are_errors_with_python_s_traceback(scripts: Scripts) -> None:
    error = scripts.error("await (await python('json')).loads('{')")
    assert error["name"] == "PythonError"
    assert error["type"] == "JSONDecodeError"
    assert error["message"].startswith("JSONDecodeError: Expecting property name")
    assert error["traceback"].startswith("Traceback (most recent call last)")
    assert "lite_build" not in error["traceback"]
    error = scripts.error("await kernel.run('1 / 0')")
    assert (error["type"], error["message"]) == ("ZeroDivisionError", "ZeroDivisionError: division by zero")
    for code, words in {
        "await python('no_such_module')": "there is no module no_such_module in this site",
        "await python('not a module')": '"not a module" names no module of Python\'s',
        "await kernel.get('nothing')": "NameError: name 'nothing' is not defined",
        "await kernel.set('a b', 1)": '"a b" can be no name in Python',
        "await kernel.set('body', document.body)": "A HTMLBodyElement cannot be given to Python",
        "const a = []; a.push(a); await kernel.set('a', a)": "An object that holds itself",
        "await (await python('math')).sine(1)": "module 'math' has no attribute 'sine'",
        "await (await python('math')).sin.callKwargs(1)": "callKwargs takes an object",
        "const { cos } = await python('math'); lite.release(cos)": "This is no object of Python's",
        "lite.kernel(3)": "takes the name of a kernel",
        "const m = await python('math'); m.pi = 3": "are set in Python",
    }.items():
        assert words in scripts.error(code)["message"]


def test_functions_and_objects_that_nobody_uses_are_let_go_of(scripts: Scripts) -> None:
    scripts.do(
        "await kernel.run('import gc\\ndef each(function, values): return [function(v) for v in values]')"
    )
    scripts.do(
        "lite.kernel().run('async def each(function, values): return [await function(v) for v in values]')"
    )
    scripts.do(
        """const each = await kernel.get('each');
        for (let round = 0; round < 20; round += 1) {
            await each((value) => value * round, [1, 2]);
            await (await python('collections')).deque([1]);
        }
        release(await python('math'));"""
    )
    session = scripts.page.context.new_cdp_session(scripts.page)
    for _ in range(20):
        session.send("HeapProfiler.collectGarbage")
        held = scripts.do("await kernel.run('gc.collect()'); return kernel.held")
        if held == {"functions": 0, "objects": 0}:
            break
    session.detach()
    assert held == {"functions": 0, "objects": 0}


def test_kernels_with_names_are_apart_and_end(scripts: Scripts) -> None:
    assert scripts.do(
        """const other = lite.kernel('other'), states = [];
        other.addEventListener('state', () => states.push(other.state));
        await kernel.set('mine', 1);
        const apart = await other.get('mine').catch(({ type }) => type);
        const waits = other.run('import asyncio\\nawait asyncio.sleep(1000)').catch(({ message }) => message);
        await other.set('yours', 2);
        other.end();
        return [apart, (await waits).split(':')[0], states[0], states.at(-1), kernel.state]"""
    ) == ["NameError", "ConnectionResetError", "starting", "unwanted", "ready"]
    assert (
        scripts.do("return await lite.kernel('other').get('yours').catch(({ type }) => type)") == "NameError"
    )


def test_a_run_is_ended_by_its_signal(scripts: Scripts) -> None:
    assert scripts.do(
        """const ending = new AbortController();
            const run = kernel.run('import asyncio\\nawait asyncio.sleep(1000)', { signal: ending.signal });
            const ended = run.catch(({ name }) => name);
            await kernel.set('begun', 1);
            ending.abort();
            return [await ended, (await kernel.run('6 * 7')).value]"""
    ) == ["AbortError", 42]


def test_scripts_and_cells_share_the_page_s_python(open_page: OpenPage) -> None:
    page = open_page(
        '<lite-cell autorun><script type="text/x-python">name = "Ada"\nprint(name)</script></lite-cell>'
        '<p id="told"></p>'
        '<script type="module">import lite from "../../lite.js";'
        'document.querySelector("lite-cell").addEventListener("lite-run", async () => {'
        'document.getElementById("told").textContent = await lite.kernel().get("name"); });</script>'
    )
    expect(page.locator("#told")).to_have_text("Ada")
