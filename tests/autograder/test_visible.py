"""What a reader cannot see, or takes for something else, is made visible."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.feedback.filters import PageFilters
from autograder.visible import in_one_line, visible, visible_output

DECEIVES = {
    "bidirectional override": "access = '\u202e'",
    "isolate": "x\u2066y",
    "zero width": "be\u200bta",
    "joiner in Latin": "be\u200dta",
    "soft hyphen": "be\u00adta",
    "tag": "x\U000e0041",
    "filler": "x\u3164",
    "byte-order mark": "x\ufeff",
    "variation selector of the second kind": "x\U000e0100",
    "byte that is no text": "a\udc9b2J",
    "escape": "\x1b[2J",
    "bell": "\x07",
    "next line": "a\x85b",
    "line separator": "a\u2028b",
    "Cyrillic in Latin": "p\u0430ypal",
    "Greek in Latin": "\u0391dam",
    "Armenian in Latin": "st\u0585p",
    "full width": "\uff58",
    "mathematical": "\U0001d431",
    "ligature": "\ufb01t",
}
HONEST = [
    "x = 1",
    "αβ = Δw * σ_2",
    "∂J/∂w ≈ 0, m², ½, 1ª, µm",
    "Анна Каренина",
    "Ανδρέας Παπαδόπουλος",
    "李明",
    "naïve Œuvre, straße",
    "می\u200cخواهم",
    "क्\u200dष",
    "👨\u200d👩\u200d👧 ✓",
    "tab\tand\nline",
]


@pytest.mark.parametrize("text", DECEIVES.values(), ids=DECEIVES)
def test_what_deceives_is_marked(text: str) -> None:
    assert "⟨U+" in visible(text)
    assert "⟨U+" in visible(text, code=True)


@pytest.mark.parametrize("text", HONEST)
def test_honest_text_stays_as_it_is(text: str) -> None:
    assert visible(text) == text


def test_in_code_a_whole_word_of_lookalikes_is_marked() -> None:
    assert visible("\u0445\u0445 = 1") == "\u0445\u0445 = 1"
    assert visible("\u0445 = 1", code=True) == "\u0445⟨U+0445⟩ = 1"


@given(st.text())
def test_nothing_that_moves_a_cursor_or_is_unseen_gets_through(text: str) -> None:
    shown = in_one_line(text)
    assert not [x for x in shown if unicodedata.category(x) in ("Cc", "Zl", "Zp")]
    assert visible(shown) == shown or "⟨" in shown


def test_colours_of_an_output_stay() -> None:
    assert visible_output("\x1b[31mred\x1b[0m \x1b[2J") == "\x1b[31mred\x1b[0m ⟨U+001B⟩[2J"


def test_a_page_shows_what_deceives() -> None:
    page = PageFilters("ipython3")
    assert "⟨U+202E⟩" in page.highlight_code("x = 1 # \u202e")
    assert "⟨U+200B⟩" in page.markdown2html({}, "be\u200bta")
    assert "⟨U+0430⟩" in page.ansi2html("p\u0430ypal")
    assert "⟨U+202E⟩" in page.clean_html("<b>a&#8238;b</b>")
