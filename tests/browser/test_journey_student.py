"""A student's journey from the zip through a lesson in JupyterLab to Validate."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from course_folder import Folder, make_course, source_of
from formgrader_server import serving
from in_browser import (
    ADAPTIVE,
    QUIET,
    Notebook,
    chromium,
    keep,
    new_page,
    see,
    show,
    switch_theme,
)
from looks import contrast_faults, layout_faults
from student_handout import installed_handout

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = [pytest.mark.needs("chromium", "packages"), pytest.mark.longest]

TOPIC = "ewa"
SWAPPED = """\
def ewa(theta, beta):
    v = np.zeros(len(theta))
    average = 0.0
    for i in range(len(theta)):
        average = (1 - beta) * average + beta * theta[i]
        v[i] = average
    return v
"""
UNNAMED = SWAPPED.replace(
    "(1 - beta) * average + beta * theta[i]", "beta * average + (1 - beta) + theta[i]"
)
REFLECTION = "A larger beta gives a smoother curve, but one that comes later."


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    return Folder(make_course(tmp_path_factory.mktemp("course") / "course", [TOPIC]))


@pytest.fixture(scope="module")
def lab(course: Folder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """JupyterLab as a student has it: the zip unpacked, and what `install.py` installs."""
    made = tmp_path_factory.mktemp("zip") / "course.zip"
    done = course.course_command("bundle", TOPIC, "--to", str(made))
    assert done.returncode == 0, done.stdout + done.stderr
    unpacked = tmp_path_factory.mktemp("student")
    zipfile.ZipFile(made).extractall(unpacked)
    [folder] = unpacked.iterdir()
    python = installed_handout(tmp_path_factory).folder / ".venv" / "bin" / "python"
    scratch = tmp_path_factory.mktemp("server")
    settings = {**QUIET, **ADAPTIVE}
    with serving(folder, scratch, "jupyterlab", settings, python) as address:
        yield address


def test_a_student_goes_from_a_named_mistake_to_a_valid_notebook(course: Folder, lab: str) -> None:
    from playwright.sync_api import expect

    with chromium() as browser, new_page(browser, "student") as page:
        notebook = Notebook(page, lab, f"{TOPIC}/{TOPIC}.ipynb")
        expect(page.get_by_role("heading", name="Exponentially weighted averages")).to_be_visible()
        expect(page.get_by_role("math").first).to_be_visible()
        keep(page, "student-first-look")
        notebook.run(notebook.code("from course_lib import"))

        solution, check = notebook.code("def ewa(theta, beta)"), notebook.code('check("ewa")')
        notebook.run(solution)
        expect(notebook.run(check)).to_contain_text("ewa: not written yet.")

        notebook.write(solution, SWAPPED)
        notebook.run(solution)
        notebook.run(check)
        expect(check).to_contain_text("ewa: 2 of 4 properties fail.")
        hint = check.get_by_text("beta and 1 - beta have changed places")
        expect(hint).to_be_hidden()
        open_step(page, check, "What is the mistake?")
        expect(hint).to_be_visible()
        last_line = check.locator(".jp-OutputArea-child").last
        expect(last_line).to_have_text("ewa is not right yet: its check cell says what to fix.")
        show(solution)
        keep(page, "student-hint")

        notebook.write(solution, UNNAMED)
        notebook.run(solution)
        notebook.run(check)
        line = check.get_by_text("Look at line 5 of the cell that defines ewa")
        expect(line).to_be_hidden()
        open_step(page, check, "Where should I look?")
        expect(line).to_be_visible()
        page.keyboard.press("Tab")
        expect(check.locator("summary", has_text="What is the mistake?")).to_be_focused()
        page.keyboard.press("Space")
        expect(check.locator("details[open]")).to_have_count(2)
        for scheme in ("light", "dark"):
            switch_theme(page, scheme)
            show(solution)
            keep(page, f"student-steps-{scheme}")
            assert contrast_faults(check.locator(".course-verdict")) == [], scheme
        switch_theme(page, "light")

        notebook.write(solution, right(course)["ewa"])
        notebook.run(solution)
        expect(notebook.run(check)).to_contain_text("ewa: everything that is checked here works.")
        expect(check).not_to_contain_text("changed places")
        show(solution)
        keep(page, "student-pass")
        experiment = notebook.run(notebook.code('picture("three_betas"'))
        expect(experiment.get_by_role("img")).to_have_attribute("alt", re.compile("three averages"))
        see(experiment.get_by_role("img"))
        show(check)
        keep(page, "student-figure")

        said = notebook.validate("student-validate-failure")
        assert "ewa_weights is not finished yet" in said
        assert "ewa is not" not in said
        for name, source in right(course).items():
            cell = notebook.code(as_handed_out(name))
            notebook.write(cell, source)
            notebook.run(cell)
        notebook.write_answer("Write your answer here", REFLECTION)

        notebook.run(notebook.code("def draw(beta)"))
        moved = notebook.run(notebook.code("sliders(draw"))
        figure = moved.get_by_role("img")
        expect(figure).to_have_attribute("alt", re.compile("beta 0.9,"))
        first = see(figure)
        moved.get_by_role("slider").focus()
        page.keyboard.press("ArrowRight")
        expect(figure).to_have_attribute("alt", re.compile("beta 0.91,"))
        assert see(figure) != first
        keep(page, "student-slider")
        shown = moved.locator(".jp-OutputArea-output").first
        assert layout_faults(shown) == []
        assert contrast_faults(shown) == []

        said = notebook.validate("student-validate-success")
        assert "Success! Your notebook passes all the tests." in said


def open_step(page: Page, check: Locator, heading: str) -> None:
    """Opens a step below a check by the keyboard."""
    check.locator("summary", has_text=heading).focus()
    page.keyboard.press("Enter")


def right(course: Folder) -> dict[str, str]:
    """Exercise -> the solution, for all that a student writes in Python."""
    return {
        cell["id"]: source_of(cell)
        for cell in course.solved(TOPIC)["cells"]
        if cell["cell_type"] == "code" and cell["metadata"].get("nbgrader", {}).get("solution")
    }


def as_handed_out(name: str) -> re.Pattern[str]:
    """How the cell begins in which a student writes the exercise or the answer `name`."""
    return re.compile(rf"def {name}\(|{name} = None")
