"""One small graded class, whose submissions are looked at again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from course_folder import Folder, make_course, set_source, source_of
from short_limits import shorten

from autograder.grading.submission import close_server

ENDLESS = "def averaging_window(beta):\n    while beta > 0.37:\n        pass\n    return 1"
HOSTILE = "</pre><script>alert(1)</script>\u202e\x1b[2J"


@pytest.fixture(scope="package")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Folder]:
    """`ana` made mistakes of all kinds, `ben` none, `cleo` handed in what she was given."""
    folder = Folder(make_course(tmp_path_factory.mktemp("review") / "course", ["ewa"]))
    shorten(folder)
    notebook = folder.solved("ewa")
    by_id = {cell["id"]: cell for cell in notebook["cells"]}
    right = source_of(by_id["bias_correct"])
    wrong = right.replace("np.arange(1, len(v) + 1)", "np.arange(len(v))")
    set_source(notebook, "bias_correct", wrong)
    set_source(notebook, "averaging_window", ENDLESS)
    raises = f"def ewa_weights(beta, T):\n    raise ValueError({HOSTILE!r})"
    set_source(notebook, "ewa_weights", raises)
    changes = "def ewa_from_first(theta, beta):\n    theta += 1\n    return theta"
    set_source(notebook, "ewa_from_first", changes)
    set_source(notebook, "larger_beta", 'larger_beta = "a"')
    folder.hand_in("ana", "ewa", notebook)
    folder.hand_in("ben", "ewa", folder.solved("ewa"))
    folder.hand_in("cleo", "ewa", folder.released("ewa"))
    assert folder.course_command("grade").returncode == 0
    yield folder
    close_server()
