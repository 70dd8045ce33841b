"""`plot_distributions` and `plot_agreement` show their data."""

from __future__ import annotations

from collections.abc import Iterator

import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_lib import new_axes, plot_agreement, plot_distributions

WORDS = {"title": "What to see", "xlabel": "value"}


@pytest.fixture(autouse=True)
def closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


def test_each_sample_has_a_row_and_the_first_is_on_top() -> None:
    samples = {"A": [0.1, 0.2, 0.9], "B": np.array([[-0.9, -0.8], [0.1, -0.7]])}
    ax = plot_distributions(samples, bins=2, **WORDS)
    upper, lower = (patch.get_data() for patch in ax.patches)
    assert upper.baseline == 1
    assert lower.baseline == 0
    np.testing.assert_allclose(upper.values, [1, 1.85])
    np.testing.assert_allclose(lower.values, [0.85, 0.85 / 3])
    rows = dict(
        zip(ax.get_yticks(), [label.get_text() for label in ax.get_yticklabels()], strict=True)
    )
    assert rows == {1.425: "A", 0.425: "B"}


def test_values_outside_the_limits_are_counted_at_the_ends() -> None:
    ax = plot_distributions({"A": [-9.0, -9.0, 0.9, 5.0]}, bins=2, **WORDS)
    np.testing.assert_allclose(ax.patches[0].get_data().values, [0.85, 0.85])


def test_no_samples_and_given_axes_work() -> None:
    ax = new_axes()
    assert plot_distributions({}, ax=ax, **WORDS) is ax
    assert ax.get_title(loc="left") == "What to see"


def test_predictions_are_drawn_over_the_measurements_and_differ_in_their_markers() -> None:
    x = np.array([-1.0, 0.0, 2.0])
    words = {**WORDS, "ylabel": "predicted", "line_label": "agreement"}
    ax = plot_agreement(x, {"A": x, "B": x / 2}, **words)
    line, a, b = ax.lines
    assert (list(line.get_xdata()), list(line.get_ydata())) == ([-1.0, 2.0], [-1.0, 2.0])
    assert list(b.get_ydata()) == [-0.5, 0.0, 1.0]
    assert a.get_marker() != b.get_marker()
    names = [text.get_text() for text in ax.get_legend().get_texts()]
    assert names == ["agreement", "A", "B"]
