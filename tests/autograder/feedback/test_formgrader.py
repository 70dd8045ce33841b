"""nbgrader's formgrader, in a real Jupyter server, on a course that was graded here."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator

import pytest
from course_folder import Folder, make_course, set_source
from formgrader_server import HEADERS, serving

from autograder.gradebook.database import open_gradebook

pytestmark = [pytest.mark.needs("landlock"), pytest.mark.slow]

EVIL = "<img src=x onerror=alert('id')>"
Fetch = Callable[..., tuple[int, str]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    folder = Folder(make_course(tmp_path_factory.mktemp("formgrader") / "course", ["ewa"]))
    swapped = "def ewa_weights(beta, T):\n    return beta * (1 - beta) ** np.arange(T)"
    folder.hand_in("ana", "ewa", set_source(folder.solved("ewa"), "ewa_weights", swapped))
    folder.hand_in(EVIL, "ewa", folder.solved("ewa"))
    done = folder.course_command("grade", "ewa")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def fetch(folder: Folder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fetch]:
    with serving(folder.root, tmp_path_factory.mktemp("server")) as address:

        def get(page: str, method: str = "GET") -> tuple[int, str]:
            data = b"" if method == "POST" else None
            asked = urllib.request.Request(
                f"{address}/{page}", data=data, headers=HEADERS, method=method
            )
            try:
                with urllib.request.urlopen(asked, timeout=120) as answer:
                    return answer.status, answer.read().decode()
            except urllib.error.HTTPError as error:
                return error.code, error.read().decode()

        yield get


@pytest.mark.parametrize(
    "page",
    [
        "formgrader/manage_assignments",
        "formgrader/manage_submissions/ewa",
        "formgrader/manage_students",
        "formgrader/gradebook",
        "formgrader/gradebook/ewa",
        "formgrader/gradebook/ewa/ewa",
    ],
)
def test_a_page_of_the_formgrader_opens(fetch: Fetch, page: str) -> None:
    status, text = fetch(page)
    assert status == 200
    assert "formgrader" in text.lower() or "nbgrader" in text.lower()


def test_the_instructor_reads_a_students_verdict(folder: Folder, fetch: Fetch) -> None:
    with folder.gradebook() as gradebook:
        submission = gradebook.find_submission_notebook("ewa", "ewa", "ana").id
    status, page = fetch(f"formgrader/submissions/{submission}/")
    assert status == 200
    assert "ewa_weights: " in page
    assert "0 of 3 points" in page


def test_the_scores_are_the_gradebooks(folder: Folder, fetch: Fetch) -> None:
    status, text = fetch("formgrader/api/submissions/ewa")
    assert status == 200
    [ana] = [one for one in json.loads(text) if one["student"] == "ana"]
    assert ana["student"] == "ana"
    scores = folder.scores("ewa")["ana"]
    assert ana["code_score"] == sum(score or 0 for score in scores.values())


def test_its_autograde_button_uses_the_sandbox(folder: Folder, fetch: Fetch) -> None:
    before = folder.scores("ewa")
    status, text = fetch("formgrader/api/submission/ewa/ana/autograde", "POST")
    assert status == 200
    assert json.loads(text)["success"], text
    assert folder.scores("ewa") == before
    assert "graded_with" in folder.graded("ana", "ewa")["metadata"]["optimization_course"]


def unquoted(text: str) -> str:
    """The text with quotes as they are, whichever way they were escaped."""
    return text.replace("&#x27;", "'").replace("&#39;", "'")


def submissions(fetch: Fetch) -> list[dict[str, str]]:
    status, text = fetch("formgrader/api/submitted_notebooks/ewa/ewa")
    assert status == 200
    listed: list[dict[str, str]] = json.loads(text)
    return listed


@pytest.mark.parametrize("missing", [False, True], ids=["a page", "a page without its notebook"])
def test_no_name_runs_in_a_page(folder: Folder, fetch: Fetch, missing: bool) -> None:
    """nbgrader's own templates write names as they are; a list from an LMS brings them."""
    with open_gradebook(folder.course) as gradebook:
        evil = {"first_name": EVIL.replace("id", "first"), "last_name": EVIL.replace("id", "last")}
        gradebook.update_or_create_student("ana", **evil)
    graded = folder.root / "autograded"
    listed = submissions(fetch)
    if missing:
        for path in list(graded.glob("*/ewa/ewa.ipynb")):
            path.rename(path.with_suffix(".kept"))
    try:
        pages = [fetch(f"formgrader/submissions/{one['id']}/")[1] for one in listed]
    finally:
        for path in list(graded.glob("*/ewa/ewa.kept")):
            path.rename(path.with_suffix(".ipynb"))
    assert len(pages) == 2
    for page in pages:
        assert "<img src=x" not in page
    if missing:  # nbgrader's page about that is one about an error in itself
        return
    text = " ".join(pages)
    for name in ("id", "first", "last"):
        assert f"&lt;img src=x onerror=alert('{name}')" in unquoted(text)


@pytest.mark.parametrize(
    "address",
    [
        "formgrader/manage_students/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "formgrader/manage_students/%22;alert(1);%22",
        "formgrader/manage_students/ana/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "formgrader/manage_submissions/%22;alert(1);%22",
        "formgrader/gradebook/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    ],
)
def test_no_part_of_an_address_runs_in_a_page(fetch: Fetch, address: str) -> None:
    page = fetch(address)[1]
    assert "<script>alert(1)" not in page
    assert '";alert(1)' not in page
