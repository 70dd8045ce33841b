"""Serve the marking page to this machine's browser alone, and take the marks from it."""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sqlalchemy.exc import DBAPIError

from autograder.by_hand import messages
from autograder.by_hand.answers import Mark
from autograder.by_hand.page import marking_page
from autograder.by_hand.save import Saved, ToSave, save_mark
from autograder.course.folder import Course
from autograder.errors import AutograderError
from autograder.gradebook.database import open_gradebook
from course_lib.language import current, use

HOST = "127.0.0.1"
MAX_BODY = 200_000
_COOKIE_ENDS = "HttpOnly; SameSite=Strict; Path=/"
_POLICY = (
    "default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; img-src data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class MarkingServer(ThreadingHTTPServer):
    """Serves one reflection; who does not know its token gets nothing, not even from this machine.

    Requests from pages of other sites are refused, also if their name leads to this machine.
    """

    daemon_threads = True

    def __init__(
        self, course: Course, assignment: str, cell: tuple[str, float], port: int = 0
    ) -> None:
        super().__init__((HOST, port), _Handler)
        self.course, self.assignment, self.cell = course, assignment, cell
        self.language = current()  # each request has a thread of its own, which does not know it
        self.entrance, self.cookie, self.token = (secrets.token_urlsafe(24) for _ in range(3))

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self.server_address[1])

    @property
    def url(self) -> str:
        """The address to open in a browser."""
        return f"http://{HOST}:{self.port}/?token={self.entrance}"

    def page(self, nonce: str) -> str:
        """Return the page with all answers as they are now."""
        with use(self.language), open_gradebook(self.course) as gradebook:
            return marking_page(
                self.course, gradebook, self.assignment, self.cell, self.token, nonce
            )

    def save(self, new: ToSave) -> Saved:
        """Save one mark."""
        try:
            with use(self.language), open_gradebook(self.course) as gradebook:
                return save_mark(self.course, gradebook, self.assignment, self.cell, new)
        except (AutograderError, DBAPIError) as error:
            with use(self.language):
                return Saved(False, messages.NOT_SAVED.format(why=error))


class _Handler(BaseHTTPRequestHandler):
    server: MarkingServer
    timeout = 30

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        given = parse_qs(address.query).get("token", [""])[0]
        if address.path != "/" or not self._is_for_us():
            self._answer(HTTPStatus.NOT_FOUND, "text/plain", "")
        elif given and _same(given, self.server.entrance):
            cookie = f"{self._cookie_name()}={self.server.cookie}; {_COOKIE_ENDS}"
            self._answer(
                HTTPStatus.SEE_OTHER, "text/plain", "", {"Location": "/", "Set-Cookie": cookie}
            )
        elif self._has_cookie():
            nonce = secrets.token_urlsafe(16)
            self._answer(HTTPStatus.OK, "text/html", self.server.page(nonce), nonce=nonce)
        else:
            self._answer(HTTPStatus.FORBIDDEN, "text/plain", "")

    def do_POST(self) -> None:
        allowed = (
            self.path == "/mark"
            and self._is_for_us()
            and self._has_cookie()
            and _same(self.headers.get("X-Course-Token", ""), self.server.token)
            and self.headers.get("Content-Type") == "application/json"
        )
        if not allowed:
            self._answer(HTTPStatus.FORBIDDEN, "text/plain", "")
            return
        new = self._to_save()
        if new is None:
            self._answer(HTTPStatus.BAD_REQUEST, "text/plain", "")
            return
        saved = self.server.save(new)
        status = HTTPStatus.OK if saved.done else HTTPStatus.CONFLICT
        self._answer(status, "application/json", json.dumps(asdict(saved)))

    def _to_save(self) -> ToSave | None:
        try:
            length = int(self.headers.get("Content-Length", ""))
            if not 0 < length <= MAX_BODY:
                return None
            data = json.loads(self.rfile.read(length))
            points = data["points"]
            return ToSave(
                str(data["student"]),
                None if points is None else float(points),
                str(data["comment"]),
                str(data["digest"]),
                _mark(data["before"]),
            )
        except (ValueError, KeyError, TypeError):
            return None

    def _is_for_us(self) -> bool:
        """Return whether the request names this machine, and comes from no other site's page."""
        host = f"{HOST}:{self.server.port}"
        origin = self.headers.get("Origin")
        return self.headers.get("Host") == host and origin in (None, f"http://{host}")

    def _cookie_name(self) -> str:
        return f"course-mark-{self.server.port}"  # browsers send cookies to every port of a host

    def _has_cookie(self) -> bool:
        try:
            found = SimpleCookie(self.headers.get("Cookie", "")).get(self._cookie_name())
        except CookieError:
            return False
        return found is not None and _same(found.value, self.server.cookie)

    def _answer(
        self,
        status: HTTPStatus,
        kind: str,
        text: str,
        more: Mapping[str, str] | None = None,
        nonce: str = "none",
    ) -> None:
        body = text.encode("utf-8", "replace")
        self.send_response(status)
        headers = {
            "Content-Type": f"{kind}; charset=utf-8",
            "Content-Length": str(len(body)),
            "Content-Security-Policy": _POLICY.format(nonce=nonce),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
            **(more or {}),
        }
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Print nothing: the address contains the token."""


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())


def _mark(data: Mapping[str, Any]) -> Mark:
    points, automatic, comment = (data[key] for key in ("points", "automatic", "comment"))
    return Mark(
        None if points is None else float(points),
        None if automatic is None else float(automatic),
        bool(data["pending"]),
        None if comment is None else str(comment),
    )
