"""`make translations`: extract and merge messages, compile, and list what is to be done."""

from __future__ import annotations

import argparse
import sys

from autograder.translation.catalogues import State, compile_all, languages, merge, states
from autograder.translation.pages import write_pages

TODO = "{language} {name}: {done} of {messages} translated"
MISSING = "  missing: {place}: {text}"
STALE = "  stale: {place}: {text}"
WRONG = "  not used, because it is {problem}: {text}"
OBSOLETE = "  no longer said (`make translations` drops it): {text}"
_SHOWN = 3


def main() -> None:
    """Do what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only list what is to be done")
    parser.add_argument("--compile", action="store_true", help="only compile the catalogues")
    parser.add_argument("--all", action="store_true", help="list every message, not only a few")
    parser.add_argument("--add", metavar="LANGUAGE", help="begin the catalogues of a language")
    given = parser.parse_args()
    if given.compile:
        compile_all()
        return
    for language in [given.add] if given.add else languages():
        if not given.check:
            merge(language)
        for state in states(language):
            sys.stdout.write(described(state, given.all) + "\n")
    if not given.check:
        compile_all()
        write_pages()


def described(state: State, everything: bool = False) -> str:
    """Return what is to be done in a catalogue, as lines of text."""
    done = state.messages - len(state.missing) - len(state.stale) - len(state.wrong)
    lines = [
        TODO.format(language=state.language, name=state.name, done=done, messages=state.messages)
    ]
    for form, messages in ((MISSING, state.missing), (STALE, state.stale)):
        shown = messages if everything else messages[:_SHOWN]
        lines += [form.format(place=one.place, text=one.text[:80]) for one in shown]
        if len(shown) < len(messages):
            lines.append(f"  ... and {len(messages) - len(shown)} more")
    lines += [WRONG.format(problem=why, text=text[:80]) for text, why in state.wrong.items()]
    lines += [OBSOLETE.format(text=text[:80]) for text in state.obsolete]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
