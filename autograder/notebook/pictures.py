"""Keep the pictures in a student's text: pasted into it, dragged onto it, or written as HTML."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from autograder import messages
from autograder.html.images import may_be_shown, weight

MAX_PICTURE = 8_000_000
"""Characters of one picture in base64: six megabytes."""
MAX_PICTURES = 16_000_000
"""Characters of all pictures of a notebook; each counts at least a tenth of its points."""

_PASTED = re.compile(
    r"data:(image/(?:png|jpe?g|gif|webp))(?:;charset=[\w-]{1,20})?;base64,"
    r"((?:[A-Za-z0-9+/=]++|%2[BF]|%3D|\n(?=[A-Za-z0-9+/=]{60}|[A-Za-z0-9+/=]{1,60}\)))++)",
    re.IGNORECASE,
)
_TAG = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_SRC = re.compile(r"""\bsrc\s*=\s*["']?(attachment:[^"'\s<>]{1,300})""", re.IGNORECASE)
_ALT = re.compile(r"""\balt\s*=\s*["']([^"'\[\]<>]{0,300})["']""", re.IGNORECASE)
_SHOWN = re.compile(
    r"(?P<before>!\[[^\]\n]{0,300}\]\()?"
    r"(?:<attachment:(?P<angled>[^<>\n]{1,300})>"
    r"|attachment:(?P<name>(?:[^\s()<>\"']|\([^\s()<>\"']{0,100}\)){1,300}))"
    r"(?P<behind>[^)\n]{0,300}\))?"
)
_ELSEWHERE = re.compile(
    r"!\[[^\]\n]{0,300}\]\((?!(?!file:)[a-z][a-z0-9+.-]+:|//|#|<)[^()\n]{1,300}\)",
    re.IGNORECASE,
)
"""A picture in a file on the student's own computer."""
_PLAIN = re.compile(r"[A-Za-z0-9_.-]+")
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]+")
_KINDS = ("image/png", "image/jpeg", "image/gif", "image/webp")
_OTHER_NAMES = {"image/jpg": "image/jpeg", "image/pjpeg": "image/jpeg", "image/x-png": "image/png"}


class Pictures:
    """The pictures of one notebook; those beyond the limits are left out, each with a sentence."""

    def __init__(self) -> None:
        self._left = MAX_PICTURES
        self._count = 0

    def of(self, source: str, attachments: Any) -> tuple[str, dict[str, dict[str, str]]]:
        """Return a text and its attachments, with every picture in the text made one of them.

        So the text is as short as it reads, and a limit on its length cuts no picture.
        """
        handed_in = attachments if isinstance(attachments, dict) else {}
        kept = self._attached(handed_in)
        lost = dict.fromkeys(handed_in.keys() - kept.keys(), messages.PICTURE_LEFT_OUT)

        def attach(match: re.Match[str]) -> str:
            kind, picture = _kind(match[1]), unquote(match[2]).replace("\n", "")
            name = self._new_name(kind)
            if self._fits(picture):
                kept[name] = {kind: picture}
            else:
                lost[name] = messages.PICTURE_LEFT_OUT
            return f"attachment:{name}"

        def show(match: re.Match[str]) -> str:
            written = match["name"] or match["angled"]
            # JupyterLab writes a space as %20, and browsers other letters too
            name = renamed.get(written) or (written if written in kept else unquote(written))
            if name not in kept:
                return lost.get(unquote(written), messages.PICTURE_MISSING)
            if not _PLAIN.fullmatch(name):  # Markdown and links have signs of their own
                renamed[written] = self._new_name(next(iter(kept[name])))
                kept[renamed[written]] = kept.pop(name)
                name = renamed[written]
            return f"{match['before'] or ''}attachment:{name}{match['behind'] or ''}"

        renamed: dict[str, str] = {}
        source = _TAG.sub(_as_markdown, _PASTED.sub(attach, source))
        return _ELSEWHERE.sub(messages.PICTURE_MISSING, _SHOWN.sub(show, source)), kept

    def _new_name(self, kind: str) -> str:
        self._count += 1
        return f"picture-{self._count}.{kind.removeprefix('image/')}"

    def _attached(self, attachments: dict[Any, Any]) -> dict[str, dict[str, str]]:
        kept: dict[str, dict[str, str]] = {}
        for name, bundle in attachments.items():
            given = bundle.items() if isinstance(bundle, dict) else ()
            bundle = {_kind(kind): picture for kind, picture in given}
            for kind in _KINDS:
                picture = bundle.get(kind)
                if isinstance(picture, list):
                    picture = "".join(part for part in picture if isinstance(part, str))
                if isinstance(picture, str) and _BASE64.fullmatch(picture) and self._fits(picture):
                    kept.setdefault(name, {})[kind] = picture
        return kept

    def _fits(self, picture: str) -> bool:
        if len(picture) > MAX_PICTURE or not may_be_shown(picture):
            return False
        fits = weight(picture) <= self._left
        self._left -= weight(picture) if fits else 0
        return fits


def _kind(name: object) -> str:
    kind = str(name).lower()
    return _OTHER_NAMES.get(kind, kind)


def _as_markdown(tag: re.Match[str]) -> str:
    """Return an `<img>` of an attachment as Markdown has it; JupyterLab writes both."""
    source, alt = _SRC.search(tag[0]), _ALT.search(tag[0])
    return f"![{alt[1] if alt else ''}]({source[1]})" if source else tag[0]
