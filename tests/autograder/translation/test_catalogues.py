"""Catalogues follow the English text: what is new, changed or wrong is named, and not used."""

from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.course.checkout import require_checkout
from autograder.translation import catalogues, glossary, pages, same
from autograder.translation.__main__ import described
from autograder.translation.sources import Message

CHINESE = sorted(p.stem for p in (require_checkout() / "languages/zh").glob("*.po"))
Source = dict[str, dict[str, list[Message]]]


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, str]], None]:
    """Return a function that sets the English texts, place -> text, of the catalogue `adam`."""

    def set_texts(texts: dict[str, str], name: str = "adam") -> None:
        found: Source = {name: {text: [Message(text, at, True)] for at, text in texts.items()}}
        monkeypatch.setattr(catalogues, "catalogues", lambda: found)

    monkeypatch.setattr(catalogues, "require_checkout", lambda: tmp_path)
    (tmp_path / "languages" / "zh").mkdir(parents=True)
    return set_texts


def translate(path: Path, english: str, chinese: str) -> None:
    text = path.read_text("utf-8")
    before = f'msgid "{english}"\nmsgstr ""'
    assert before in text
    path.write_text(text.replace(before, f'msgid "{english}"\nmsgstr "{chinese}"'), "utf-8")


def test_a_changed_text_keeps_its_translation_for_the_translator_alone(
    course: Callable[[dict[str, str]], None],
) -> None:
    path = catalogues.path_of("zh", "adam")
    course({"adam.ipynb#idea.0": "One step.", "adam.ipynb#idea.1": "Another."})
    catalogues.merge("zh")
    translate(path, "One step.", "一步。")
    assert catalogues.translations("zh") == {"One step.": "一步。"}

    course({"adam.ipynb#idea.0": "Quite a different sentence.", "adam.ipynb#idea.1": "Another."})
    catalogues.merge("zh")

    text = path.read_text("utf-8")
    assert '#, fuzzy\n#| msgid "One step."\nmsgid "Quite a different sentence."' in text
    assert catalogues.translations("zh") == {}, "English stands in its place"
    [state] = catalogues.states("zh")
    assert [one.text for one in state.stale] == ["Quite a different sentence."]
    assert [one.text for one in state.missing] == ["Another."]
    assert described(state) == (
        "zh adam: 0 of 2 translated\n"
        "  missing: adam.ipynb#idea.1: Another.\n"
        "  stale: adam.ipynb#idea.0: Quite a different sentence."
    )
    catalogues.merge("zh")
    assert path.read_text("utf-8") == text


def test_what_nothing_says_any_more_is_named_until_it_is_dropped(
    course: Callable[[dict[str, str]], None],
) -> None:
    course({"a": "One step.", "b": "Quite another sentence, about something else."})
    catalogues.merge("zh")
    translate(catalogues.path_of("zh", "adam"), "One step.", "一步。")
    course({"b": "Quite another sentence, about something else."})

    [state] = catalogues.states("zh")
    assert described(state).endswith("no longer said (`make translations` drops it): One step.")
    catalogues.merge("zh")
    [state] = catalogues.states("zh")
    assert not state.obsolete


def test_a_text_that_moves_to_another_topic_keeps_its_translation(
    course: Callable[..., None],
) -> None:
    course({"a": "One step."})
    catalogues.merge("zh")
    translate(catalogues.path_of("zh", "adam"), "One step.", "一步。")

    course({"b": "One step."}, "momentum")
    catalogues.merge("zh")

    assert not catalogues.path_of("zh", "adam").exists()
    assert catalogues.translations("zh") == {"One step.": "一步。"}


@pytest.mark.parametrize(
    ("english", "chinese", "problem"),
    [
        ("Use `x` in {name}.", "在 {name} 中使用 `x`。", ""),
        ("Use `x` in {name}.", "在 {nome} 中使用 `x`。", "without {name}, with {nome} too often"),
        ("Use `x`, then `x`.", "使用 `x`。", "without `x`"),
        ("$x^2$ is 4.", "$x^3$ 是 4。", "without $x^2$, with $x^3$ too often"),
        ("With 0.9 it is 10.", "取 0.9 时是 10。", ""),
        ("With 0.9 it is 10.", "取 0.99 时是 10。", "without 0.9, with 0.99 too often"),
        ("$a \\text{ if } b$", "$a \\text{ 若 } b$", ""),
        ("| a | b |", "| 甲，乙 |", "without |"),
        ("a **b** c", "甲 **乙 丙", "with ** that has no second one"),
        ("<summary>Why?</summary>", "<summary>为什么？", "without </summary>"),
        ("Stopped.\n", "停止。", "unlike the English text in a line break at its end"),
        ("Use {x!r}.", "用 {x}。", "without {x!r}, with {x} too often"),
        ("With 10 it is.", "取 １０ 时。", "without 10, with １０ too often"),
        ("[here](x.md)", "[这里](y.md)", "without x.md, with y.md too often"),
    ],
)
def test_formulas_code_fields_and_numbers_are_the_same_on_both_sides(
    english: str, chinese: str, problem: str
) -> None:
    assert same.differences(english, chinese) == problem


def test_a_translation_that_differs_is_not_used_but_named(
    course: Callable[[dict[str, str]], None],
) -> None:
    course({"a": "Use {name}."})
    catalogues.merge("zh")
    translate(catalogues.path_of("zh", "adam"), "Use {name}.", "使用。")

    assert catalogues.translations("zh") == {}
    [state] = catalogues.states("zh")
    assert described(state).splitlines()[1:] == [
        "  not used, because it is without {name}: Use {name}."
    ]


@pytest.mark.parametrize("language", catalogues.languages())
def test_what_is_translated_is_the_same_on_both_sides(language: str) -> None:
    wrong = {
        f"{state.name}: {text}": problem
        for state in catalogues.states(language)
        for text, problem in state.wrong.items()
    }
    assert not wrong


@pytest.mark.parametrize(
    ("english", "chinese", "wrong"),
    [
        ("array([1.0, 2.0]) and gradient(w, dict(x))", "", []),
        ("epoch=3, costs[-1], run.cost and learning_rate", "", []),
        ("Formula: w - dw / (abs(h) + damping) * gradient", "", []),
        ("epoch: int >= 0, counted from 0.", "", []),
        ("Trying costs nothing. See what an epoch costs.", "", ["epoch: 轮"]),
        ("What does each factor of ten cost a method?", "", []),
        ("You follow many models: pandas.", "熊猫", []),
        ("an array (of costs) and a gradient", "", ["gradient", "array", "cost"]),
        ("epoch: the cost of each", "", ["epoch", "cost"]),
    ],
)
def test_code_and_verbs_are_no_terms(english: str, chinese: str, wrong: list[str]) -> None:
    found = {term.split(":")[0] for term in glossary.other_terms(english, chinese)}
    assert found == {term.split(":")[0] for term in wrong}


@pytest.mark.parametrize("page", pages.PAGES)
def test_a_translated_page_is_that_of_the_english_one(page: str) -> None:
    written = pages.path_of(page, "zh").read_text("utf-8")
    assert written == pages.translated_page(page, "zh"), "run `make translations`"


def test_a_changed_page_is_known_to_be_behind(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "README.md").write_text("# Title\n\nA new paragraph.\n", encoding="utf-8")
    monkeypatch.setattr(pages, "require_checkout", lambda: tmp_path)
    monkeypatch.setattr(pages, "translations", lambda _: {"Title": "标题"})

    assert pages.translated_page("README.md", "zh").startswith("# 标题\n")
    assert "A new paragraph." in pages.translated_page("README.md", "zh")


@pytest.mark.parametrize("name", CHINESE)
def test_chinese_has_the_terms_of_the_glossary_and_its_own_marks(name: str) -> None:
    assert len(glossary.terms()) > 80
    for entry in catalogues.read(catalogues.path_of("zh", name)):
        if entry.id and entry.string and not entry.fuzzy:
            english, chinese = str(entry.id), str(entry.string)
            assert not glossary.other_terms(english, chinese), f"{english}\n{chinese}"
            assert not glossary.bad_typography(chinese), chinese
