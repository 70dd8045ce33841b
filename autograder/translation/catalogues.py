"""Read, merge and write catalogues of translations, `languages/LANGUAGE/NAME.po`, with Babel."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.mofile import write_mo
from babel.messages.pofile import denormalize, read_po, write_po

from autograder.course.checkout import require_checkout
from autograder.translation.same import differences
from autograder.translation.sources import Message, catalogues
from autograder.whole_file import write_whole

FOLDER = "languages"
_ALWAYS = datetime(2020, 1, 1, tzinfo=UTC)
"""No date is written: the same messages give the same bytes."""

_HEADER = """# {name}: {language}
# Run `make translations` after a change of the English text; docs/translating.md says how.
#"""


@dataclass(frozen=True)
class State:
    """What is still to be done in a catalogue: texts without a translation, and outdated ones."""

    language: str
    name: str
    messages: int
    missing: tuple[Message, ...]
    stale: tuple[Message, ...]
    wrong: Mapping[str, str]
    """English text -> how its translation differs in what has to be the same."""
    obsolete: tuple[str, ...] = ()
    """Texts of the catalogue that nothing says any more; `make translations` drops them."""


def languages() -> list[str]:
    """Return the languages that have catalogues."""
    folder = require_checkout() / FOLDER
    return sorted(path.name for path in folder.iterdir() if path.is_dir())


def path_of(language: str, name: str) -> Path:
    """Return the path of a catalogue."""
    return require_checkout() / FOLDER / language / f"{name}.po"


def read(path: Path) -> Catalog:
    """Return the catalogue in a file; an empty one if there is no file."""
    if not path.exists():
        return Catalog(charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, charset="utf-8")


def merge(language: str) -> None:
    """Bring the catalogues of a language up to the present English texts.

    A changed text keeps its translation, marked as fuzzy, until a translator has looked at it. What
    is translated in another catalogue, as when a paragraph has moved, is taken from there.
    """
    found = catalogues()
    before = {name: read(path_of(language, name)) for name in _names(language, found)}
    known = {
        str(entry.id): entry
        for catalogue in before.values()
        for entry in _entries(catalogue)
        if entry.string
    }
    for name in before:
        path = path_of(language, name)
        merged = _merged(before[name], found.get(name, {}), known, language)
        if merged is None:
            path.unlink()
        else:
            _write(merged, path, name, language)


def _names(language: str, found: Mapping[str, object]) -> list[str]:
    folder = require_checkout() / FOLDER / language
    folder.mkdir(parents=True, exist_ok=True)
    return [*found, *sorted({path.stem for path in folder.glob("*.po")} - set(found))]


def _entries(catalogue: Catalog) -> list[Entry]:
    return [entry for entry in catalogue if entry.id]


def _merged(
    before: Catalog,
    messages: Mapping[str, Sequence[Message]],
    known: Mapping[str, Entry],
    language: str,
) -> Catalog | None:
    """Return the new catalogue; None if it has no messages."""
    if not messages:
        return None
    left = [entry for entry in _entries(before) if entry.string and entry.id not in messages]
    by_place = {place: entry for entry in left for place, _ in entry.locations}
    merged = Catalog(charset="utf-8", fuzzy=False)
    for text, places in messages.items():
        locations = [(place, 0) for place in dict.fromkeys(message.place for message in places)]
        old = known.get(text)
        if old is not None:
            flags = old.flags - {"python-format"}
            merged.add(
                text,
                old.string,
                [(place, None) for place, _ in locations],  # type: ignore[misc]
                flags=flags,
                user_comments=[one for one in old.user_comments if not one.startswith(_BEFORE)],
                previous_id=_previous(old) if "fuzzy" in flags else (),
            )
            continue
        like = next((by_place[place] for place, _ in locations if place in by_place), None)
        like = like or _similar(text, left)
        merged.add(
            text,
            like.string if like else "",
            [(place, None) for place, _ in locations],  # type: ignore[misc]
            flags=["fuzzy"] if like else [],
            previous_id=str(like.id) if like else (),
        )
    return merged


_BEFORE = "|"
"""How Babel reads a comment about the text before a change, which it writes but does not know."""


def _previous(entry: Entry) -> str:
    """Return the text that a fuzzy translation is of."""
    lines = [one.lstrip("| ") for one in entry.user_comments if one.startswith(_BEFORE)]
    quoted = [line.removeprefix("msgid").strip() for line in lines]
    return "".join(map(denormalize, quoted))


def _similar(text: str, left: Sequence[Entry]) -> Entry | None:
    texts = {str(entry.id): entry for entry in left}
    found = get_close_matches(text, texts, n=1, cutoff=0.75)
    return texts[found[0]] if found else None


def _write(catalogue: Catalog, path: Path, name: str, language: str) -> None:
    data = io.BytesIO()
    catalogue.header_comment = _HEADER.format(name=name, language=language)
    write_po(data, catalogue, width=0, include_previous=True, omit_header=True)
    header = (
        f"{catalogue.header_comment}\n"
        'msgid ""\n'
        'msgstr ""\n'
        f'"Language: {language}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n\n'
    )
    text = header + data.getvalue().decode("utf-8").replace("#, python-format\n", "")
    text = text.replace(", python-format", "")
    path.write_text(text, encoding="utf-8", newline="\n")


def translations(language: str) -> dict[str, str]:
    """Return the translations that may be used, of all catalogues of a language.

    One that is fuzzy, or that differs in a formula, a name or a number, is not used.
    """
    return {
        str(entry.id): str(entry.string)
        for path in sorted((require_checkout() / FOLDER / language).glob("*.po"))
        for entry in _entries(read(path))
        if entry.string and not entry.fuzzy and not differences(str(entry.id), str(entry.string))
    }


def states(language: str) -> list[State]:
    """Return what is to be done in each catalogue of a language."""
    found = []
    for name, messages in catalogues().items():
        entries = {entry.id: entry for entry in _entries(read(path_of(language, name)))}
        missing = [t for t in messages if t not in entries or not entries[t].string]
        stale = [t for t in messages if t in entries and entries[t].string and entries[t].fuzzy]
        wrong = {
            text: problem
            for text in messages
            if text in entries and entries[text].string and not entries[text].fuzzy
            if (problem := differences(text, str(entries[text].string)))
        }
        found.append(
            State(
                language,
                name,
                len(messages),
                tuple(messages[text][0] for text in missing),
                tuple(messages[text][0] for text in stale),
                wrong,
                tuple(str(text) for text in entries if text and text not in messages),
            )
        )
    return found


def compiled(pairs: Mapping[str, str]) -> bytes:
    """Return translations as gettext reads them."""
    catalogue = Catalog(charset="utf-8", creation_date=_ALWAYS, revision_date=_ALWAYS, fuzzy=False)
    for text, other in pairs.items():
        catalogue.add(text, other)
    data = io.BytesIO()
    write_mo(data, catalogue)
    return data.getvalue()


def compile_all() -> None:
    """Write the catalogues that programs read: all for the grader, and a part for students.

    Students get the sentences of `check` and the words of figures, not the explanations of answers.
    """
    root = require_checkout()
    handed_out = {
        text
        for messages in catalogues().values()
        for text, places in messages.items()
        if any(message.handed_out for message in places)
    }
    for package in ("course_lib", "autograder"):
        (root / package / FOLDER).mkdir(exist_ok=True)
        for file in (root / package / FOLDER).glob("*.mo"):
            if file.stem not in languages():
                file.unlink(missing_ok=True)
    for language in languages():
        pairs = translations(language)
        for_students = {text: other for text, other in pairs.items() if text in handed_out}
        write_whole(root / "course_lib" / FOLDER / f"{language}.mo", compiled(for_students))
        write_whole(root / "autograder" / FOLDER / f"{language}.mo", compiled(pairs))
