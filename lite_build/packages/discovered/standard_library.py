"""Modules of Python's own that a page's Python has not: why, and what does instead.

What the runtime lacks is asked of the runtime. What was removed is in no Python that could be asked; sources:
PEP 594, and "What's New" of the versions that are named here, <https://docs.python.org/3/whatsnew/>.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lite_build.runtime.core import Interpreter

#: Of each module that was removed: the first version without it, and what does its work, if anything does.
REMOVED: dict[str, tuple[str, str]] = {
    "aifc": ("3.13", ""),
    "asynchat": ("3.12", "asyncio"),
    "asyncore": ("3.12", "asyncio"),
    "audioop": ("3.13", ""),
    "binhex": ("3.11", ""),
    "cgi": ("3.13", "urllib.parse and email.message"),
    "cgitb": ("3.13", "traceback"),
    "chunk": ("3.13", ""),
    "crypt": ("3.13", "hashlib"),
    "distutils": ("3.12", "setuptools, sysconfig and packaging.version"),
    "dummy_threading": ("3.9", "threading"),
    "_dummy_thread": ("3.9", "threading"),
    "formatter": ("3.10", ""),
    "fpectl": ("3.7", ""),
    "imghdr": ("3.13", ""),
    "imp": ("3.12", "importlib"),
    "lib2to3": ("3.13", "ast"),
    "macpath": ("3.8", "os.path"),
    "mailcap": ("3.13", ""),
    "msilib": ("3.13", ""),
    "nis": ("3.13", ""),
    "nntplib": ("3.13", ""),
    "ossaudiodev": ("3.13", ""),
    "parser": ("3.10", "ast"),
    "pipes": ("3.13", "subprocess, and shlex.quote"),
    "smtpd": ("3.12", ""),
    "sndhdr": ("3.13", ""),
    "spwd": ("3.13", ""),
    "sunau": ("3.13", ""),
    "symbol": ("3.10", "ast"),
    "telnetlib": ("3.13", ""),
    "tkinter.tix": ("3.13", ""),
    "uu": ("3.13", "base64"),
    "xdrlib": ("3.13", ""),
}

#: Modules of Python 2, and Python 3's names for them; "" where there is none.
#: Source: PEP 3108, <https://peps.python.org/pep-3108/>.
PYTHON_2: dict[str, str] = {
    "BaseHTTPServer": "http.server",
    "CGIHTTPServer": "http.server",
    "ConfigParser": "configparser",
    "Cookie": "http.cookies",
    "Dialog": "tkinter.dialog",
    "DocXMLRPCServer": "xmlrpc.server",
    "FileDialog": "tkinter.filedialog",
    "HTMLParser": "html.parser",
    "Queue": "queue",
    "SimpleDialog": "tkinter.simpledialog",
    "SimpleHTTPServer": "http.server",
    "SimpleXMLRPCServer": "xmlrpc.server",
    "SocketServer": "socketserver",
    "StringIO": "io",
    "Tkinter": "tkinter",
    "UserDict": "collections",
    "UserList": "collections",
    "UserString": "collections",
    "__builtin__": "builtins",
    "_winreg": "winreg",
    "anydbm": "dbm",
    "cPickle": "pickle",
    "cStringIO": "io",
    "commands": "subprocess",
    "cookielib": "http.cookiejar",
    "copy_reg": "copyreg",
    "dbhash": "dbm",
    "dumbdbm": "dbm.dumb",
    "exceptions": "builtins",
    "future_builtins": "builtins",
    "gdbm": "dbm.gnu",
    "htmlentitydefs": "html.entities",
    "httplib": "http.client",
    "md5": "hashlib",
    "new": "types",
    "popen2": "subprocess",
    "repr": "reprlib",
    "robotparser": "urllib.robotparser",
    "sets": "set",
    "sha": "hashlib",
    "thread": "threading",
    "tkFileDialog": "tkinter.filedialog",
    "tkMessageBox": "tkinter.messagebox",
    "ttk": "tkinter.ttk",
    "urllib2": "urllib.request",
    "urlparse": "urllib.parse",
    "whichdb": "dbm",
    "xmlrpclib": "xmlrpc.client",
}

#: What kernels have of lite-build, where the runtime's library leaves it out.
BROUGHT = frozenset({"dbm"})
#: What of that needs a library in C, and is not there.
NOT_BROUGHT = frozenset({"dbm.gnu", "dbm.ndbm"})

#: CPython's tests of itself, which distributors leave out.
_OWN_TESTS = re.compile(
    r"^(?:test|_test(?:capi|internalcapi|limitedcapi|buffer|clinic|clinic_limited|importmultiple|multiphase"
    r"|singlephase|externalinspection|console)|_ctypes_test|_xxtestfuzz|xxlimited|xxlimited_35|xxsubtype"
    r"|(?:bsddb|ctypes|distutils|lib2to3|sqlite3|tkinter|unittest)\.tests?|idlelib\.idle_test)(?:\.|$)"
)

#: What does the work in a page of modules that need what a page has not.
_NEEDS: tuple[tuple[frozenset[str], str], ...] = (
    (
        frozenset({"tkinter", "_tkinter", "turtle", "turtledemo", "idlelib"}),
        "It opens windows of its own, and a page has none: draw with ipycanvas or matplotlib, "
        "and ask with widgets",
    ),
    (
        frozenset({"curses", "_curses", "_curses_panel", "readline", "tty", "pty", "termios", "getch"}),
        "It speaks to a terminal, and a page has none: ask with input() or with widgets",
    ),
    (
        frozenset({"msvcrt", "winreg", "winsound", "_winapi", "_wmi", "nt", "_overlapped"}),
        "It is of Python on Windows",
    ),
    (
        frozenset({"fcntl", "grp", "pwd", "resource", "syslog", "posixshmem", "_posixshmem"}),
        "It asks the operating system, and a page has none",
    ),
    (
        frozenset({"dbm", "_dbm", "_gdbm", "gdbm"}),
        "dbm.sqlite3 and dbm.dumb keep such files in a page",
    ),
    (
        frozenset({"_multiprocessing", "_interpreters", "_interpchannels", "_interpqueues"}),
        "It runs several Pythons at once, and a page has one: compute in one after the other",
    ),
    (
        frozenset({"ensurepip", "venv"}),
        "A page has one environment: `%pip install` adds to it",
    ),
)


def lacking_modules(interpreter: Interpreter | None) -> frozenset[str]:
    """The modules of the standard library that kernels have not.

    Args:
        interpreter: what the runtime says of itself; None where it was not asked.
    """
    lacking = frozenset() if interpreter is None else interpreter.lacking
    return lacking - BROUGHT | NOT_BROUGHT


def removed_sentence(module: str) -> str | None:
    """Say that a module is no longer, or never was, for a program to import; None for any other.

    Args:
        module: dotted.
    """
    top = module.partition(".")[0]
    for name in (module, top):
        if name in REMOVED:
            version, instead = REMOVED[name]
            does = f"; use {instead} instead" if instead else ""
            return f"{name} was removed from Python's standard library in {version}{does}."
        if name in PYTHON_2:
            does = f"; in Python 3 it is {PYTHON_2[name]}" if PYTHON_2[name] else ""
            return f"{name} is a module of Python 2{does}."
    if _OWN_TESTS.match(module):
        return f"{module} is part of Python's tests of itself, which are not in a page."
    return None


def lacking_sentence(module: str) -> str:
    """Say that the page's Python lacks a module of the standard library.

    Args:
        module: dotted.
    """
    top = module.partition(".")[0]
    does = next((f" {what}." for names, what in _NEEDS if top in names), "")
    return f"{module} is of Python's standard library, and Python in a page has it not.{does}"


def own_module_sentence(name: str, interpreter: Interpreter | None) -> str | None:
    """Say that a name is of a module of Python's own, and of no package; None where it is not.

    Args:
        name: as a requirement has it.
        interpreter: what the runtime says of itself; None where it was not asked.
    """
    if (removed := removed_sentence(name)) is not None:
        return removed
    if interpreter is not None and name in lacking_modules(interpreter):
        return lacking_sentence(name)
    if interpreter is not None and name in interpreter.standard_library:
        return f"{name} is a module of Python's own, and is in every page."
    return None
