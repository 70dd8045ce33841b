"""Open the gradebook's database, SQLite or PostgreSQL, and explain what is wrong with it."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, InvalidEntry
from sqlalchemy import event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from autograder.course.folder import Course
from autograder.errors import CourseError, GradebookRefused
from autograder.gradebook import messages
from autograder.refused import in_the_way

CONNECT_SECONDS = 10
"""How long a PostgreSQL server may take to answer, unless PGCONNECT_TIMEOUT says otherwise."""

LOCK_SECONDS = 10
"""How long a PostgreSQL statement waits for a row or table that another program holds."""

_PROBES = {
    "sqlite": ("BEGIN IMMEDIATE", "CREATE TABLE course_probe (x INTEGER)"),
    "postgresql": (
        "INSERT INTO student SELECT * FROM student WHERE false",
        "UPDATE grade SET auto_score = auto_score WHERE false",
    ),
}
"""Statements that need permission to write; they are rolled back."""


@contextmanager
def explained(course: Course) -> Iterator[None]:
    """Turn database errors into `GradebookRefused`; nbgrader would log them with a traceback."""
    log = logging.getLogger("tornado.application")
    before, log.disabled = log.disabled, True
    try:
        yield
    except DBAPIError as error:
        raise GradebookRefused(_unusable(course, error)) from None
    except InvalidEntry as error:
        # nbgrader reports every failure this way, of the entry or of the connection
        cause = error.__context__
        if isinstance(cause, OperationalError):
            raise GradebookRefused(_unusable(course, cause)) from None
        why = cause.orig if isinstance(cause, DBAPIError) else error
        raise GradebookRefused(messages.BAD_NAMES.format(why=_in_one_line(why))) from None
    except UnicodeError as error:
        raise GradebookRefused(messages.BAD_NAMES.format(why=error)) from None
    finally:
        log.disabled = before


@contextmanager
def open_gradebook(course: Course) -> Iterator[Gradebook]:
    """Open the course's gradebook; raise `CourseError` if it cannot be reached or written."""
    gradebook = _connect(course)
    try:
        yield gradebook
    except (DBAPIError, InvalidEntry) as error:
        cause = error.__context__ if isinstance(error, InvalidEntry) else error
        if not isinstance(cause, DBAPIError):
            raise
        raise CourseError(_unusable(course, cause)) from None
    finally:
        gradebook.close()


def require_server(course: Course) -> None:
    """Raise `CourseError` if the gradebook is on a server that does not let us in.

    nbgrader's own steps would end in a traceback.
    """
    if _is_postgresql(course):
        with open_gradebook(course):
            pass


def is_made(course: Course) -> bool:
    """Return whether there is a gradebook; opening one on a server creates it if necessary.

    Raises `CourseError` if there was one: a new one would have none of the marks given by hand.
    """
    path = _file(course)
    if path is None or is_filled(course):
        return True
    if course.is_handed_out():
        form = messages.EMPTY if path.exists() else messages.MISSING
        raise CourseError(form.format(path=path, name=path.name))
    return False


def is_filled(course: Course) -> bool:
    """Return whether there is a gradebook now, whatever there was before.

    Raises `CourseError` if something else is in its place.
    """
    path = _file(course)
    if path is None:
        return True
    if sentence := in_the_way(path, folder=False):
        raise CourseError(sentence)
    return path.is_file() and path.stat().st_size > 0


def _file(course: Course) -> Path | None:
    """Return the gradebook's file; None if it is on a server."""
    url = _url(course)
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def _connect(course: Course) -> Gradebook:
    if _is_postgresql(course) and not course.course_id:
        config = course.root / "nbgrader_config.py"
        raise CourseError(messages.NO_COURSE_ID.format(config=config))
    is_made(course)
    os.environ.setdefault("PGCONNECT_TIMEOUT", str(CONNECT_SECONDS))
    try:
        with explained(course):
            gradebook = Gradebook(course.db_url, course.course_id)
    except GradebookRefused as error:
        raise CourseError(str(error)) from None
    except ModuleNotFoundError as error:
        why = messages.NO_PACKAGE.format(url=shown(course), package=error.name)
        raise CourseError(why) from None
    if _is_postgresql(course):
        event.listen(gradebook.engine, "begin", _wait_not_for_ever)
    return gradebook


def _wait_not_for_ever(connection: Any) -> None:
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")


def _url(course: Course) -> URL:
    """Return the gradebook's address; messages never quote it, as it may contain a password."""
    try:
        url = make_url(course.db_url)
        url.get_dialect()
    except (ArgumentError, NoSuchModuleError, ValueError):
        raise CourseError(messages.NO_ADDRESS) from None
    # After an @ in a password, the rest is parsed as part of the host.
    if "@" in (url.host or ""):
        raise CourseError(messages.NO_ADDRESS)
    return url


def shown(course: Course) -> str:
    """Return the gradebook's address for messages, without its password."""
    return _url(course).set(query={}).render_as_string(hide_password=True)


def require_writable(course: Course, gradebook: Gradebook) -> None:
    """Raise `CourseError` if another program holds the gradebook, or it is read-only."""
    probes = _PROBES["postgresql" if _is_postgresql(course) else "sqlite"]
    try:
        with explained(course):
            gradebook.db.rollback()
            with gradebook.engine.connect() as connection:
                for statement in probes:
                    connection.execute(text(statement))
                connection.rollback()
    except GradebookRefused as error:
        raise CourseError(str(error)) from None


def _unusable(course: Course, error: DBAPIError) -> str:
    """Return a message that says what is wrong with the gradebook, and what to do."""
    reason = _in_one_line(error.orig)
    if "locked" in reason or "lock timeout" in reason:
        return messages.LOCKED.format(url=shown(course))
    if "malformed" in reason or "not a database" in reason:
        return messages.DAMAGED.format(url=shown(course), why=reason)
    on_server = _is_postgresql(course)
    form = messages.UNWRITABLE_SERVER if on_server else messages.UNWRITABLE_FILE
    return form.format(url=shown(course), why=reason)


def _in_one_line(reason: object) -> str:
    return " ".join(str(reason).split())


def _is_postgresql(course: Course) -> bool:
    return _url(course).get_backend_name() == "postgresql"
