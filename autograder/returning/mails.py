"""Write feedback as e-mail drafts, for those without an LMS."""

from __future__ import annotations

from collections.abc import Sequence
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


def write_mails(
    pages: Sequence[Page], people: dict[str, Person], title: str, folder: Path
) -> list[Page]:
    """Write a draft for each page; return the pages of those without a usable address."""
    without = []
    make_private_folder(folder)
    for page in pages:
        address = _address(people.get(page.student))
        if address is None:
            without.append(page)
            continue
        data = _message(address, page, title).as_bytes(policy=SMTP)
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


def _message(address: Address, page: Page, title: str) -> EmailMessage:
    message = EmailMessage()
    message["To"] = address
    message["Subject"] = messages.SUBJECT.format(title=in_one_line(title))
    message["X-Unsent"] = "1"  # programs then open it as a draft
    message.set_content(messages.BODY.format(title=in_one_line(title)))
    message.add_attachment(
        page.path.read_bytes(), "text", "html", filename=f"{page.assignment}.html"
    )
    return message
