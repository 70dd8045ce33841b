"""Decide which links a page may have: to the web, and within the page."""

from __future__ import annotations

import ipaddress
import re
import socket
import unicodedata
from functools import cache
from urllib.parse import urlsplit

_LINK = re.compile(r"(?:https?://|mailto:)[^\s\\]+|#[\w.-]*", re.IGNORECASE)
_LOCAL = frozenset(
    "arpa corp home internal intranet invalid lan local localdomain localhost onion private"
    " test".split()
)
"""Last parts of names that only one network, or one machine, knows."""


def is_harmless_link(url: str) -> bool:
    """Return whether it leads to the public web, to a mail address or within the page.

    A file beside the notebook may be a student's own page; and the reader's own machine or network
    may run a server, such as Jupyter's, that does what a link asks for.

    >>> is_harmless_link("https://jupyter.org"), is_harmless_link("http://localhost:8888/lab")
    (True, False)
    """
    if _LINK.fullmatch(url) is None:
        return False
    if not url.lower().startswith("http"):
        return True
    try:
        parts = urlsplit(url)
        host = _as_browsers_read(parts.hostname or "")
        _ = parts.port
    except ValueError:
        return False
    return "@" not in parts.netloc and _is_public(host)


def _as_browsers_read(host: str) -> str:
    """Return a host's name in the one form that browsers give to all its spellings."""
    plain = unicodedata.normalize("NFKC", host).replace("\u3002", ".")
    return plain.casefold().rstrip(".")


def _is_public(host: str) -> bool:
    """Return whether a host's name may be one of the public internet."""
    if not all(letter.isalnum() or letter in ".-_" for letter in host):
        return False  # IPv6, escapes, and characters that browsers leave out
    labels = host.split(".")
    if len(labels) < 2 or not all(labels) or labels[-1] in _LOCAL or host in _this_machine():
        return False
    if labels[-1].isalpha() or labels[-1].startswith("xn--"):
        return True
    try:  # a number in any other form than this is an address too, for a browser
        return ipaddress.IPv4Address(host).is_global
    except ValueError:
        return False


@cache
def _this_machine() -> frozenset[str]:
    """Return the names that this machine has for itself, without asking any server."""
    return frozenset({socket.gethostname().casefold()})
