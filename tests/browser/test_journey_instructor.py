"""An instructor's journey from a folder of submissions through the formgrader to feedback."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from course_folder import Folder, make_course, set_source
from formgrader_server import TOKEN, serving
from in_browser import QUIET, chromium, keep, new_page, show

if TYPE_CHECKING:
    from playwright.sync_api import FrameLocator, Locator, Page

pytestmark = [
    pytest.mark.needs("landlock"),
    pytest.mark.needs("chromium"),
    pytest.mark.longest,
]

SWAPPED = "def ewa_weights(beta, T):\n    return beta * (1 - beta) ** np.arange(T)"
ANSWER = "I would follow how late my bus is, with `beta = 0.8`, and correct the cold start."
SCORES = {"ana": "2.5", "ben": "3", "cai": "0"}
COMMENTS = {"ana": "Say what your curve would *hide*.", "ben": "Well argued.", "cai": "Nothing."}
EXPECTED = {
    "ana": "ewa_weights: 0 of 3 points.",
    "ben": "ewa_weights: 3 of 3 points.",
    "cai": "ewa_weights: not written yet.",
}
HINT = "beta and 1 - beta have changed places"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A course folder that was made for work that lay elsewhere, and graded, as the README says.

    Three students: one mistakes a weight, one is right, one hands in what was handed out.
    """
    home = tmp_path_factory.mktemp("instructor")
    others = Folder(make_course(home / "before", ["ewa"]))
    answered = set_source(others.solved("ewa"), "reflection", ANSWER)
    others.hand_in("ben", "ewa", answered)
    others.hand_in("ana", "ewa", set_source(answered, "ewa_weights", SWAPPED))
    others.hand_in("cai", "ewa", others.released("ewa"))
    (others.root / "submitted").rename(home / "handed-in")
    for words in (
        ("init", "optimization", "ewa", "--submissions", "handed-in"),
        ("grade", "--course", "optimization"),
    ):
        command = [sys.executable, "-m", "autograder", *words]
        done = subprocess.run(command, cwd=home, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    return Folder(home / "optimization")


@pytest.fixture(scope="module")
def lab(folder: Folder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    scratch = tmp_path_factory.mktemp("server")
    with serving(folder.root, scratch, "jupyterlab", QUIET) as address:
        yield address


def test_an_instructor_marks_what_was_written_and_sends_feedback(folder: Folder, lab: str) -> None:
    from playwright.sync_api import expect

    with chromium() as browser, new_page(browser, "instructor") as page:
        page.goto(f"{lab}/lab?token={TOKEN}")
        page.get_by_role("menuitem", name="Nbgrader").click()
        page.get_by_role("menuitem", name="Formgrader", exact=True).click()
        formgrader = page.frame_locator("#formgrader iframe")
        formgrader.get_by_role("link", name="Manual Grading").click()
        formgrader.get_by_role("gridcell").get_by_role("link", name="ewa").click()
        expect(formgrader.get_by_text("Avg. Written Score")).to_be_visible()
        formgrader.get_by_role("gridcell").get_by_role("link", name="ewa").click()
        keep(page, "formgrader-submissions")
        formgrader.get_by_role("link", name="Submission #1").click()
        for number in (1, 2, 3):
            expect(formgrader.get_by_text(f"Submission {number} / 3")).to_be_visible()
            mark(page, formgrader)
            formgrader.get_by_role("link", name="Next →").click()
        expect(formgrader.get_by_role("button", name="Show All Names")).to_be_visible()
        assert manual_marks(folder) == expected_marks()

        formgrader.get_by_role("link", name="Manage Assignments").click()
        formgrader.get_by_role("row", name="ewa").get_by_role("link", name="3", exact=True).click()
        ana = formgrader.get_by_role("row", name="ana")
        expect(ana).to_contain_text("32.5 / 36")
        press(page, formgrader, ana, "Autograde", "Successfully autograded 'ewa'")
        assert manual_marks(folder) == expected_marks()
        expect(ana).to_contain_text("32.5 / 36")
        press(page, formgrader, ana, "Generate Feedback", "Successfully generated feedback")

        page.goto((folder.root / "feedback/ana/ewa/ewa.html").as_uri())
        expect(page.get_by_text("Say what your curve would hide.")).to_be_visible()
        expect(page.get_by_text(EXPECTED["ana"])).to_be_visible()
        keep(page, "feedback")

    done = folder.course_command("grade", "ewa", "--force")
    assert done.returncode == 0, done.stdout + done.stderr
    assert manual_marks(folder) == expected_marks()


def mark(page: Page, formgrader: FrameLocator) -> None:
    """Reads one student's verdict, and gives the reflection a score and a comment."""
    from playwright.sync_api import expect

    formgrader.locator(".glyphicon-eye-open").click()
    student = formgrader.locator("a.name-shown").inner_text().strip()
    verdict = formgrader.get_by_role("group", name=EXPECTED[student]).last
    expect(verdict).to_be_visible()
    assert (HINT in verdict.inner_text()) == (student == "ana")
    if student == "ana":
        wait_until_still(formgrader)
        show(formgrader.locator(".nbgrader_cell").filter(has_text="def ewa_weights"))
        keep(page, "formgrader-verdict")
    answer = formgrader.locator(".nbgrader_cell", has=formgrader.get_by_text("Full credit")).last
    score, comment = answer.get_by_role("spinbutton").first, answer.get_by_role("textbox")
    for box, text in ((score, SCORES[student]), (comment, COMMENTS[student])):
        with page.expect_response(lambda response: response.request.method == "PUT") as saved:
            box.fill(text)
            page.keyboard.press("Tab")
        assert saved.value.ok
    if student == "ana":
        wait_until_still(formgrader)
        show(formgrader.get_by_role("heading", name="In your own words"))
        keep(page, "formgrader-reflection")


def wait_until_still(formgrader: FrameLocator) -> None:
    """Until the page has loaded and scrolls no more: it moves by itself to what has the focus."""
    formgrader.locator("body").evaluate("""async () => {
        while (!window.formgrader.loaded || window.$(":animated").length)
            await new Promise(requestAnimationFrame);
    }""")


def press(page: Page, formgrader: FrameLocator, row: Locator, column: str, answer: str) -> None:
    """Presses what stands in this column of a row, and closes the answer when it comes."""
    from playwright.sync_api import expect

    headers = formgrader.get_by_role("columnheader").all_inner_texts()
    [position] = [i for i, text in enumerate(headers) if " ".join(text.split()) == column]
    row.get_by_role("gridcell").nth(position).get_by_role("link").click()
    dialog = formgrader.get_by_role("dialog")
    expect(dialog).to_contain_text(answer)
    dialog.get_by_role("button", name="Close").last.click()
    expect(dialog).to_be_hidden()


def manual_marks(folder: Folder) -> dict[str, tuple[float | None, str | None]]:
    """Student -> score and comment that were given by hand."""
    with folder.gradebook() as gradebook:
        return {
            student: (
                gradebook.find_grade("reflection", "ewa", "ewa", student).manual_score,
                gradebook.find_comment("reflection", "ewa", "ewa", student).manual_comment,
            )
            for student in SCORES
        }


def expected_marks() -> dict[str, tuple[float, str]]:
    return {student: (float(SCORES[student]), COMMENTS[student]) for student in SCORES}
