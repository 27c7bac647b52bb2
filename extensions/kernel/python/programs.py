"""Says clearly that a page has no programs, processes or threads, and what to write instead.

Without it some of these fail in words that are for people who build Python, some do nothing, and a second
`%%bash` waits for ever: for a thread that could not be started by the first.

`install(finder)` and `install_in_shell(shell)` are called once.
"""

from __future__ import annotations

import _thread
import asyncio
import errno
import os
import re
import subprocess
import threading
from collections import deque
from typing import Any, NoReturn

#: Tracebacks show readers nothing of this module.
__tracebackhide__ = True
NO_PROGRAMS = "Python in a page cannot start programs: there is no operating system beneath it."
IN_PYTHON = (
    "Write it in Python: os, shutil, pathlib and urllib.request do what ls, cp, rm, cat and curl do; "
    "%pip installs packages, and %run runs a script or a notebook."
)
NO_PROCESSES = (
    "Python in a page is one process and cannot start another. Call the function itself; "
    "where it waits for something, use asyncio."
)
NO_THREADS = (
    "can't start new thread: Python in a page has one thread. Call the function itself; "
    "where it waits for something, use asyncio (async def, await, asyncio.gather)."
)
#: The magics of IPython's whose cell another program runs.
SCRIPTS = (
    "script",
    "bash",
    "sh",
    "perl",
    "ruby",
    "pypy",
    "python",
    "python2",
    "python3",
    "system",
    "sx",
    "!",
)
NO_SOCKETS = (
    "Python in a page has no sockets: the browser lets a page ask by HTTP alone. "
    "Use requests, httpx or urllib.request; databases, mail and the like cannot be reached."
)
#: The kinds of what was refused last, for whoever wants to know: who asked may hear of it and go on.
refused: deque[str] = deque(maxlen=100)
PIP = re.compile(r"pip[\d.]*")
#: What may stand before pip in a command, besides options and what they are given to.
BEFORE_PIP = {"sudo", "env", "uv", "-m"}


def no_programs(command: object = "") -> OSError:
    """The error of what would start a program."""
    refused.append("processes")
    words = command if isinstance(command, str) else " ".join(map(str, _items(command)))
    asked = asked_of_pip(words)
    remedy = f"Write %pip {asked}" if asked else IN_PYTHON
    return OSError(errno.ENOTSUP, f"{NO_PROGRAMS} {remedy}")


def asked_of_pip(command: str) -> str:
    """What a command asks of pip, be it called by name, path, Python, sudo or uv; nothing of another."""
    words = command.split()
    for place, word in enumerate(words):
        after = words[place + 1 :]
        if PIP.fullmatch(word.rpartition("/")[2]):
            # An option of uv's alone: to install where Python is.
            return " ".join(each for each in after if each != "--system")
        is_python = after[:1] == ["-m"] or word.rpartition("/")[2].startswith("python")
        if not is_python and word not in BEFORE_PIP and not word.startswith("-"):
            break
    return ""


def refuse_program(*arguments: Any, **_options: Any) -> NoReturn:
    """Stand in the place of what would start a program."""
    raise no_programs(next((each for each in arguments if isinstance(each, str | list | tuple)), ""))


def refuse_popen(_self: object, args: object = "", *_arguments: Any, **_options: Any) -> NoReturn:
    """Stand in the place of what makes a process of the standard library's."""
    raise no_programs(args)


def refuse_process(*_arguments: Any, **_options: Any) -> NoReturn:
    """Stand in the place of what would start a process of Python."""
    refused.append("processes")
    raise OSError(errno.ENOTSUP, NO_PROCESSES)


def refuse_thread(*_arguments: Any, **_options: Any) -> NoReturn:
    """Stand in the place of what would start a thread."""
    refused.append("threads")
    raise RuntimeError(NO_THREADS)


async def refuse_subprocess(*arguments: Any, **_options: Any) -> NoReturn:
    """Stand in the place of an event loop's way to start a program."""
    words = [each for each in arguments if isinstance(each, str)]
    raise NotImplementedError(no_programs(words).strerror)


def refuse_script(line: str, cell: str) -> NoReturn:
    """Stand in the place of the magics whose cell is for another program, such as `%%bash`."""
    commands = [each for each in cell.splitlines() if each.strip()]
    raise no_programs(commands[0] if len(commands) == 1 else line)


def refuse_socket(*_arguments: Any, **_options: Any) -> NoReturn:
    """Stand in the place of what would connect a socket, or wait for others that do."""
    refused.append("sockets")
    raise OSError(errno.ENOTSUP, NO_SOCKETS)


async def refuse_connection(*_arguments: Any, **_options: Any) -> NoReturn:
    """Stand in the place of an event loop's ways to connect, by which aiohttp asks."""
    refuse_socket()


def refuse_sockets(module: Any) -> None:
    """Have `socket` say why nothing can be connected."""
    module.create_connection = refuse_socket
    for name in ("accept", "bind", "connect", "connect_ex", "listen"):
        setattr(module.socket, name, refuse_socket)


def refuse_executors(module: Any) -> None:
    """Have an executor of processes say why there is none, as it would elsewhere."""
    module._system_limits_checked = True
    module._system_limited = NO_PROCESSES


def install(finder: Any) -> None:
    """Have all that starts something end in a clear error.

    Args:
        finder: changes modules as they are imported.
    """
    for name in dir(os):
        if name.startswith(("exec", "spawn", "posix_spawn")) or name == "system":
            setattr(os, name, refuse_program)
    for name in ("fork", "forkpty"):
        if hasattr(os, name):
            setattr(os, name, refuse_process)
    popen: Any = subprocess.Popen
    popen.__init__ = refuse_popen
    for module in (_thread, threading):
        for name in ("start_new_thread", "start_new", "start_joinable_thread"):
            for known in (name, f"_{name}"):
                if hasattr(module, known):
                    setattr(module, known, refuse_thread)
    for name in ("_multiprocessing", "_posixshmem"):
        finder.explain_absence(name, NO_PROCESSES)
    finder.patch("concurrent.futures.process", refuse_executors)
    finder.patch("socket", refuse_sockets)
    loop: Any = type(asyncio.get_running_loop())
    loop.subprocess_exec = loop.subprocess_shell = refuse_subprocess
    for name in ("create_connection", "create_datagram_endpoint", "create_server", "sock_connect"):
        setattr(loop, name, refuse_connection)


def install_in_shell(shell: Any) -> None:
    """Have IPython's own ways to start something end so as well."""
    shell.system = shell.system_piped = shell.system_raw = refuse_program
    shell.getoutput = refuse_program
    magics = shell.magics_manager
    for name in SCRIPTS:
        magics.magics["cell"][name] = refuse_script


def _items(command: object) -> list[object]:
    return list(command) if isinstance(command, list | tuple) else [command]
