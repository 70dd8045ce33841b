"""Write feedback as e-mail drafts, for those without an LMS."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from autograder.gradebook.marks import Person
from autograder.returning import messages
from autograder.returning.pages import Page
from autograder.visible import in_one_line
from autograder.whole_file import make_private_folder
from course_lib.language import SOURCE, use

_LANGUAGE = re.compile(rb'<html lang="([a-z]{2,3})')


def write_mails(
    pages: Sequence[Page],
    people: dict[str, Person],
    title: Callable[[], str],
    folder: Path,
) -> list[Page]:
    """Write a draft for each page; return the pages of those without a usable address.

    A draft is in the language of its page, and `title` returns the lesson's in the one in use.
    """
    without = []
    titles: dict[str, str] = {}
    make_private_folder(folder)
    for page in pages:
        address = _address(people.get(page.student))
        if address is None:
            without.append(page)
            continue
        attached = page.path.read_bytes()
        language = _language_of(attached)
        with use(language):
            if language not in titles:
                titles[language] = title()
            message = _message(address, page, attached, titles[language])
        data = message.as_bytes(policy=SMTP)
        (folder / f"{page.student}.eml").write_bytes(data)
    return without


def _address(person: Person | None) -> Address | None:
    """Return a person's address; names and addresses are what somebody once typed."""
    if person is None or not person.email.strip():
        return None
    try:
        return Address(in_one_line(person.name), addr_spec=person.email.strip())
    except (ValueError, IndexError, MessageError):
        return None


def _language_of(page: bytes) -> str:
    found = _LANGUAGE.search(page[:500])
    return found[1].decode("ascii") if found else SOURCE


def _message(address: Address, page: Page, attached: bytes, title: str) -> EmailMessage:
    message = EmailMessage()
    message["To"] = address
    message["Subject"] = messages.SUBJECT.format(title=in_one_line(title))
    message["X-Unsent"] = "1"  # programs then open it as a draft
    message.set_content(messages.BODY.format(title=in_one_line(title)))
    message.add_attachment(attached, "text", "html", filename=f"{page.assignment}.html")
    return message
