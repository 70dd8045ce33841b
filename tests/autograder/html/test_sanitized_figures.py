"""Figures of `course_lib` survive the sanitizing of feedback pages, with their texts."""

from __future__ import annotations

import matplotlib.pyplot as plt
from nbformat.v4 import new_code_cell, new_output

from autograder.html.sanitize import clean_html
from autograder.html.sanitize_cells import sanitize_outputs
from course_lib import animate, new_axes, sliders
from course_lib.plots.style import PATH


def test_an_animation_keeps_its_picture_and_its_text() -> None:
    ax = new_axes(title="Balls")
    ax.plot([0.0, 1.0, 2.0], [0.0, 1.0, 0.5], gid=PATH)
    html = animate(ax, alt="Three balls in a valley.")._repr_html_()
    plt.close("all")
    kept = clean_html(html)
    image = html.partition("<img")[2]
    assert image.split('src="')[1].partition('"')[0] in kept
    assert 'alt="Three balls in a valley."' in kept


def test_of_sliders_the_sentence_is_kept() -> None:
    made = sliders(lambda beta: None, beta=(0.0, 1.0, 0.1, 0.5), labels={"beta": "share kept"})
    shown = made._repr_mimebundle_()
    cell = new_code_cell(outputs=[new_output("display_data", data=shown)])
    sanitize_outputs(cell)
    assert cell.outputs[0].data == {"text/plain": shown["text/plain"]}
