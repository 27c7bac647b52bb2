from __future__ import annotations

from lite_build.check.traceback_part import notebook_part

LINE = "-" * 75


def test_frames_of_packages_are_told_in_one_line_and_those_of_the_notebook_stay() -> None:
    shown = notebook_part(
        f"\x1b[31m{LINE}\x1b[39m\n\x1b[31mURLError\x1b[39m  Traceback (most recent call last)\n"
        "\x1b[36mCell\x1b[39m In[1], line 5\n----> 5 x = get()\n\n"
        "\x1b[36mFile\x1b[39m /lib/python314.zip/urllib/request.py:187, in urlopen(url)\n    187 return 1\n\n"
        "File /lib/python3.14/site-packages/pandas/io/common.py:504, in read()\n--> 504 fail()\n\n"
        "File /drive/loader.py:3, in load()\n----> 3 raise it\n\n"
        "URLError: <urlopen error>"
    )
    assert shown.split("\n\n")[1:] == [
        "\x1b[36mCell\x1b[39m In[1], line 5\n----> 5 x = get()",
        "[... 2 frames of urllib/request.py, pandas/io/common.py ...]",
        "File /drive/loader.py:3, in load()\n----> 3 raise it",
        "URLError: <urlopen error>",
    ]


def test_a_traceback_that_begins_in_a_package_keeps_its_first_line() -> None:
    shown = notebook_part(
        f"{LINE}\nOSError  Traceback (most recent call last)\n"
        "File /lib/python314.zip/socket.py:874, in connect()\n--> 874 pass\n\nOSError: unreachable"
    )
    assert shown == (
        f"{LINE}\nOSError  Traceback (most recent call last)\n\n[... 1 frame of socket.py ...]\n\n"
        "OSError: unreachable"
    )


def test_an_error_with_no_frames_stays_as_it_is() -> None:
    text = "  Cell In[1], line 1\n    x ==\n       ^\nSyntaxError: invalid syntax\n"
    assert notebook_part(text) == text


def test_frames_of_javascript_are_left_out_wherever_they_stand() -> None:
    unknown = "      1 'Could not get source, probably due dynamically evaluated source code.'"
    shown = notebook_part(
        f"{LINE}\nJsException  Traceback (most recent call last)\n"
        "Cell In[1], line 2\n----> 2 request.send()\n\n"
        "\x1b[36mFile\x1b[39m \x1b[32mfile:///C:/a b/run-notebook.mjs:167\x1b[39m, in XMLHttpRequest.send()\n"
        f"{unknown}\n"
        f"File node:internal/deps/undici/undici:12345, in fetch()\n{unknown}\n"
        f"File wasm://wasm/02a:2, in f4(f)\n{unknown}\n"
        f"File <anonymous>:1, in run()\n{unknown}\n"
        "Cell In[1], line 1, in <lambda>()\n----> 1 f()\n\n"
        f"File <string>:1, in made()\n{unknown}\n"
        "File /drive/loader.py:3, in load()\n----> 3 raise it\n\n"
        "JsException: NetworkError"
    )
    assert shown.split("\n\n") == [
        f"{LINE}\nJsException  Traceback (most recent call last)",
        "Cell In[1], line 2\n----> 2 request.send()",
        "Cell In[1], line 1, in <lambda>()\n----> 1 f()",
        f"File <string>:1, in made()\n{unknown}",
        "File /drive/loader.py:3, in load()\n----> 3 raise it",
        "JsException: NetworkError",
    ]
