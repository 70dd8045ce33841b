"""Check many small cases in one test, and report every one that fails by its name.

A test for each of thousands of cases takes longer to collect and to report than to run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest


@contextmanager
def each_case() -> Iterator[Callable[[str], AbstractContextManager[None]]]:
    """Yield `case`: what fails within `with case(name):` is reported at the end, with the others.

    A test without any case fails too: what it loops over must not have become empty unnoticed.
    """
    names: list[str] = []
    failed: dict[str, Exception] = {}

    @contextmanager
    def case(name: str) -> Iterator[None]:
        names.append(name)
        try:
            yield
        except Exception as error:
            error.add_note(f"in the case {name}")
            failed[name] = error

    yield case
    if not names:
        pytest.fail("There is no case to check.")
    if failed:
        message = f"{len(failed)} of {len(names)} cases fail: {', '.join(failed)}"
        raise ExceptionGroup(message, [*failed.values()])
