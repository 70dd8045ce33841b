"""The course's secret, from which every student's hidden cases are drawn."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from autograder.course import messages
from autograder.errors import SecretMissing
from autograder.refused import known_sentence, sentence_about

NAME = ".course_secret"
_BYTES = 32


def make_secret(course: Path, secret: str | None = None) -> None:
    """Make the secret of a course folder, unless it has one. Only its owner can read it.

    It is random, or the given one, in hexadecimal digits.
    """
    path = course / NAME
    if path.exists():
        return
    draft = path.with_name(f"{NAME}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "w", encoding="ascii") as file:
        file.write((secret or secrets.token_hex(_BYTES)) + "\n")
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)


def read_secret(course: Path) -> bytes:
    """Return a course folder's secret; raise `SecretMissing` if it is missing or damaged."""
    path = course / NAME
    try:
        secret = bytes.fromhex(path.read_text("ascii"))
    except FileNotFoundError as error:
        missing = messages.SECRET_MISSING.format(path=path)
        raise SecretMissing(known_sentence(error) or missing) from None
    except OSError as error:
        raise SecretMissing(sentence_about(error)) from None
    except ValueError as error:
        why = messages.SECRET_UNREADABLE.format(path=path, why=error)
        raise SecretMissing(why) from None
    if len(secret) < _BYTES:
        raise SecretMissing(messages.SECRET_TOO_SHORT.format(path=path))
    return secret
