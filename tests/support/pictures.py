"""Generate the README's pictures: `python tests/support/pictures.py`, from a checkout.

It runs the journeys of the tests, grades the demo class, and collects their screenshots. A palette
of few colours makes a picture small without a visible difference.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from course_folder import ROOT
from in_browser import PICTURES, chromium, keep, new_page
from PIL import Image

from autograder.course.folder import Course
from autograder.demo.run import run_demo
from autograder.report.page import write_report

SHOWN = ROOT / "docs" / "pictures"
JOURNEYS = ("test_journey_student.py", "test_journey_instructor.py")
ASSIGNMENTS = ("ewa", "adam")
"""What the demo class hands in."""
COLOURS = 256
MOST_BYTES = 150_000
README = {
    "check": "student-hint",
    "check-passes": "student-pass",
    "notebook": "student-figure",
    "slider": "student-slider",
    "formgrader": "formgrader-verdict",
    "marking": "formgrader-reflection",
    "feedback": "feedback",
    "report": "report",
}
"""A picture in docs/pictures and the screenshot that it is made of."""


def main() -> int:
    """Write the pictures; return pytest's exit status if a journey fails."""
    failed = pytest.main(
        ["-q", "-n", "0", *(str(ROOT / "tests" / "browser" / one) for one in JOURNEYS)]
    )
    if failed:
        return int(failed)
    demo = ROOT / "build" / "pictures-demo"
    run_demo(demo, jobs=None, unconfined=False)
    course = Course(demo)
    write_report(course, list(ASSIGNMENTS))
    with chromium() as browser, new_page(browser, "report") as page:
        page.goto((demo / "report" / "index.html").as_uri())
        keep(page, "report")
    for name, seen in README.items():
        write(PICTURES / f"{seen}.png", SHOWN / f"{name}.png")
    return 0


def write(seen: Path, shown: Path) -> None:
    """Write the screenshot with few colours, and print its size."""
    with Image.open(seen) as image:
        image.convert("RGB").quantize(COLOURS, kmeans=1, dither=Image.Dither.NONE).save(
            shown, optimize=True
        )
    size = shown.stat().st_size
    print(f"{shown.relative_to(ROOT)}: {size / 1000:.0f} kB")
    if size > MOST_BYTES:
        raise SystemExit(f"{shown.name} is larger than {MOST_BYTES / 1000:.0f} kB.")


if __name__ == "__main__":
    sys.exit(main())
