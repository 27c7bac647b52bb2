"""What the addresses in a page lead to: pages and files lie in the site as they lie in the contents."""

from __future__ import annotations

from urllib.parse import unquote, urljoin, urlsplit

#: A site somewhere at a host: deep enough that nobody's `..` leads to the host's root.
_SITE = "http://site.invalid/1/2/3/4/5/6/7/8/9/site/"
_HOST, _ROOT = urlsplit(_SITE).netloc, urlsplit(_SITE).path
#: The folder of the contents in the site.
CONTENTS = "files/"


def joined(name: str, *relative: str) -> str | None:
    """An address by others that are relative to it, one after the other; None where one is no address.

    Args:
        name: of the file that has them, in the contents.
        relative: the addresses, such as a page's base and what it names.
    """
    address = f"{_SITE}{CONTENTS}{name}"
    try:
        for each in relative:
            address = urljoin(address, each)
        urlsplit(address)
    except ValueError:
        return None
    return address


def is_of_site(address: str) -> bool:
    """Whether an address, of `joined`, is one of the site's host."""
    return urlsplit(address).netloc == _HOST


def path_in_site(address: str) -> str | None:
    """The path in the site that an address of `joined` leads to; None for one outside.

    One from the host's root may be one from the site's: the site may lie there.
    """
    if not is_of_site(address):
        return None
    path = unquote(urlsplit(address).path)
    return path.removeprefix(_ROOT if path.startswith(_ROOT) else "/")


def is_from_host_root(address: str) -> bool:
    """Whether an address leads to the site only where that lies at its host's root."""
    return is_of_site(address) and not unquote(urlsplit(address).path).startswith(_ROOT)


def path_in_contents(name: str, base: str, source: str) -> str | None:
    """The path in the contents of a file that a page names; None for one that is not among them.

    Args:
        name: of the page in the contents.
        base: what the page's addresses are relative to, where it says so; else "".
        source: the address, as the page has it.
    """
    address = joined(name, base, source)
    path = None if address is None else path_in_site(address)
    if path is None or "//" in path or not path.startswith(CONTENTS):
        return None
    inside = path.removeprefix(CONTENTS)
    # Steps that were written as %2E%2E: no file is named so.
    return None if not inside or {"..", "."} & set(inside.split("/")) else inside
