"""Recognize what browsers, mail programs and servers leave in place of a notebook."""

from __future__ import annotations

import re
from typing import Any

from autograder.course import messages

_PAGE = re.compile(
    r"(?>(?:<\?xml[^>]*>|<!--.*?-->)\s*)*+<(?:!doctype html|html|head|body|div|table|p|pre|script"
    r"|style|meta|title|link|section|article|main|span|form|center|h[1-6])\b",
    re.I | re.S,
)
"""What was read before the first tag is never read another way: there are too many."""
_DRAWING = re.compile(
    r"(?>(?:<\?xml[^>]*>|<!--.*?-->|<!doctype svg[^>]*>)\s*)*+<svg\b", re.I | re.S
)
_TITLE = re.compile(r"<title\b[^>]{0,200}>([^<]{0,200})", re.I)
_ERROR = re.compile(
    r"\b(?:40[0-4]|410|429|50[0-4])\b|not found|forbidden|unauthori[sz]ed|access denied"
    r"|bad request|internal server error|service unavailable|^\s*error\s*$|找不到|拒绝访问",
    re.I,
)
_LOGIN = re.compile(
    r"\b(?:log|sign) ?in\b|anmeld|connexi|iniciar sesi|登录|登入|登錄|로그인|ログイン", re.I
)
_PASSWORD = re.compile(r"<input\b[^>]{0,500}\btype=[\"']?password", re.I)
_ANSWER = re.compile(r"(?:\d{3}[: ]+)?[A-Z][A-Za-z ]{2,60}\.?")
"""One line that a server answers, such as `404: Not Found`."""
_XML_ERROR = re.compile(r"<\?xml[^>]*>\s*<Error>.{0,300}?<Code>([^<]{1,80})", re.S)
_MAX_ANSWER = 80
_FEW = 6
"""Values in what a server answers, and in a file that only leads to another one."""
_LINK = re.compile(
    r"[^{<\n]{0,200}(?:https?://|\bwww\.)\S++\s*+$|<?(?:https?://\S++\s*+)++$"
    r"|(?:[\w-]{1,63}\.){1,5}[a-z]{2,6}/\S++\s*+$",
    re.I,
)
_LINK_FILE = re.compile(r"^(?:\[InternetShortcut\]|\[Desktop Entry\])\s*$", re.I | re.M)
_WITH_LINK = re.compile(r"https?://\w")
_SHORT = 2_000
"""Characters of a letter in which a link may be all that counts."""
_NO_LETTER = ("<", "#", "/", "%", "(")
"""With what other texts with links begin: XML and programs."""
_MAX_PATH = 500


def kind_of_web(text: str) -> str | None:
    """Return the end of a sentence about a text that came from the web; None if it did not."""
    head = text[:5_000].lstrip()
    if _PAGE.match(head):
        return _kind_of_page(text)
    if _DRAWING.match(head):
        return messages.IS_PICTURE
    if _LINK_FILE.search(head) or _LINK.match(head):
        return messages.IS_WEB_LINK
    if (found := _XML_ERROR.match(head)) or (_ANSWER.fullmatch(head) and _ERROR.search(head)):
        answer = found[1] if found else head
        return messages.IS_SERVERS_ANSWER.format(answer=_shown(answer))
    line = head.strip()
    is_path = line.casefold().endswith(".ipynb") and ("/" in line or "\\" in line)
    if is_path and len(line) < _MAX_PATH and "\n" not in line:
        return messages.IS_SHORTCUT
    return _kind_of_mail(head)


def _kind_of_page(text: str) -> str:
    title = _TITLE.search(text, 0, 50_000)
    if title and _ERROR.search(title[1]):
        return messages.IS_ERROR_PAGE
    if (title and _LOGIN.search(title[1])) or _PASSWORD.search(text, 0, 200_000):
        return messages.IS_LOGIN_PAGE
    return messages.IS_WEB_PAGE


def _kind_of_mail(head: str) -> str | None:
    """Return what has the head of a mail: a page that a browser saved with its pictures, too."""
    lines = head.replace("\r", "").partition("\n\n")[0].casefold().split("\n")
    if head.startswith("From: <Saved by"):
        return messages.IS_WEB_PAGE
    if not any(line.startswith("mime-version:") for line in lines):
        return None
    is_page = any("multipart/related" in line for line in lines)
    return messages.IS_WEB_PAGE if is_page else messages.IS_MAIL


def with_link(text: str) -> bool:
    """Return whether a text is a short one with a link in it, such as a letter."""
    is_letter = len(text) <= _SHORT and not text.lstrip().startswith(_NO_LETTER)
    return is_letter and _WITH_LINK.search(text) is not None


def kind_of_json(value: Any) -> str | None:
    """Return what a value is that programs of the web write as JSON; None if it is another."""
    if isinstance(value, str) and _LINK.match(value):
        return messages.IS_WEB_LINK
    if not isinstance(value, dict):
        return None
    if isinstance(value.get("paragraphs"), list):
        return messages.IS_OF_PROGRAM.format(program="Zeppelin")
    if isinstance(value.get("commands"), list) and "version" in value:
        return messages.IS_OF_PROGRAM.format(program="Databricks")
    if len(value) > _FEW:
        return None
    url = value.get("url", "")
    if {"doc_id", "resource_id"} & value.keys() or (isinstance(url, str) and _LINK.match(url)):
        return messages.IS_WEB_LINK
    for key in ("message", "error", "detail", "errors"):
        answer = value.get(key)
        inner = answer.get("message") if isinstance(answer, dict) else answer
        if isinstance(inner, str) and (key == "error" or _ERROR.search(inner)):
            return messages.IS_SERVERS_ANSWER.format(answer=_shown(inner))
    return None


def _shown(answer: str) -> str:
    seen = "".join(sign if sign.isprintable() else " " for sign in answer[:_MAX_ANSWER])
    return " ".join(seen.split())
