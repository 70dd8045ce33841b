"""Run a cell statement by statement, so that one that cannot run in grading costs only itself.

At home a cell ends where a statement fails. Here a statement may fail that works at home: a module,
a file, the network or a person at the keyboard is missing. Then the statements below it are run as
they were at home. Where one fails for a reason of its own, the cell most likely ended at home too:
of the statements below it only those are run that define what is not there yet, so that nothing
that was right at home is replaced. Only if that costs marks is it tried with all of them.
"""

from __future__ import annotations

import ast
import copy
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from typing import Any

from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.text import SList

from autograder.sandbox.alarm import Alarm, TimeLimit
from autograder.sandbox.alternatives import lacks
from autograder.sandbox.experiments import Experiments
from autograder.sandbox.magics import (
    FILE_MAGICS,
    FOLDER_MAGICS,
    HARMLESS,
    INSTALLERS,
    PROGRAMS,
    makes_folder,
    of_this_folder,
    reason_of,
)
from autograder.sandbox.needed import (
    KEEPING,
    binds,
    cell_of_magic,
    declared_global,
    untimed,
)
from autograder.sandbox.reasons import (
    DEFINITIONS,
    DRAWING,
    EXPERIMENT,
    INSTALLS,
    LINE_LEFT_OUT,
    MAGIC,
    NAME,
    OWN,
    SHELL,
    SHOWING,
    SYSTEM,
    TIME,
    WANTING,
    WHATEVER_FAILS,
)
from autograder.sandbox.statement_lines import (
    definitions_in,
    failed_line,
    first_line,
    imports_in,
    is_at_top,
    is_compound,
    line_in,
    line_reached,
)
from autograder.sandbox.why_not import NotInGrading, why_not
from autograder.sandbox.working_folder import WorkingFolder
from autograder.sandbox.written_files import file_and_options, places_of

MOST_NOTES = 20

_DEFINE = ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom


class PatientShell(InteractiveShell):
    """An IPython shell that goes on after a statement that cannot run."""

    def __init__(self, **options: Any) -> None:
        self.notes: list[tuple[int, str, str]] = []
        """For each statement that failed: its line in the cell, the reason, a name."""
        self.is_wanting = False
        """Whether a statement has failed for want of what an experiment may have done."""
        self._lost: dict[str, str] = {}
        self._skipped: list[tuple[str, str, frozenset[str]]] = []
        """Cells that were not run and not looked at yet, and the names that were there then."""
        self.experiments = Experiments(self._parsed)
        """Those that were not run."""
        self._run: list[str] = []
        """All cells so far that were run."""
        self._only: frozenset[int] | None = None
        self._only_definitions = self._whatever_fails = False
        self.without: tuple[int, ...] = ()
        """Lines of the next cell whose statements are not run, because of what they use up."""
        self.syntax_error: int | None = None
        self.alarm = Alarm()
        self.give_room: Callable[[], None] = lambda: None
        """Releases what is kept back for the case that a cell has used up all the rest."""
        self.folder = WorkingFolder(os.getcwd())
        self._line, self._offset, self._quiet, self._interrupts = 1, 0, False, 0
        self._file, self._begin = "", 0
        """What the running cell is called in tracebacks, and the line before its first."""
        self._is_simple = False
        self._unanswered = ""
        """Why a command in the running statement has returned nothing instead of its output."""
        super().__init__(**options)

    def begin_cell(
        self, source: str, without: tuple[int, ...] = (), only: Iterable[int] | str | None = None
    ) -> None:
        """Forget what was noted about the cell before, and know which statements to run."""
        self._only_definitions = only == DEFINITIONS
        self._whatever_fails = only == WHATEVER_FAILS
        self._only = None if only is None or isinstance(only, str) else frozenset(only)
        self._run.append(source)
        lines = source.split("\n")
        blank = next((i for i, line in enumerate(lines) if line.strip()), 0)
        self.notes, self.without, self.syntax_error = [], without, None
        self._line, self._offset, self._quiet, self._interrupts = 1, blank, False, 0

    def end_cell(self, result: Any) -> None:
        """Remember the line of a syntax error, because of which nothing in the cell was run."""
        error = result.error_before_exec
        if isinstance(error, SyntaxError):
            self.syntax_error = self._offset + (error.lineno or 1)

    def note(self, reason: str, detail: object = "") -> None:
        """Note that the line that is running is left out."""
        if not self._is_simple and (line := line_in(self._file, sys._getframe())):
            self._note_at(self._begin + line, reason, detail)
        else:
            self._note_at(self._line, reason, detail)

    def _note_at(self, line: int, reason: str, detail: object) -> None:
        self.is_wanting = self.is_wanting or reason in WANTING
        if len(self.notes) < MOST_NOTES:
            self.notes.append((line, reason, str(detail)[:80]))

    def skip_cell(self, source: str, why: str) -> None:
        """Do not run a cell, but know which names it would have defined."""
        self._skipped.append((source, why, frozenset(self.user_ns)))
        if why == EXPERIMENT:
            self.experiments.add(source)
        self.pass_over(source)

    def pass_over(self, source: str) -> None:
        """Count a cell that is not run, so that `Out[3]` and `In[3]` mean what they do at home."""
        if self.history_manager is not None:
            self.history_manager.store_inputs(self.execution_count, source)
        self.execution_count += 1

    @property
    def lost(self) -> dict[str, str]:
        """Names that are missing though the notebook defines them, and why."""
        while self._skipped:  # most notebooks never ask
            source, why, there = self._skipped.pop(0)
            for node in self._parsed(source):
                names = {*binds(node), *declared_global(node)}
                self._lost |= {name: why for name in names if name not in there}
        return self._lost

    def _lose(self, node: ast.stmt, why: str) -> None:
        nodes = [node, *self._parsed(cell_of_magic(node))]
        names = [name for one in nodes for name in binds(one)]
        self.lost.update({name: why for name in names if name not in self.user_ns})

    def why_missing(self, name: str) -> str | None:
        """Return why a name is missing that the notebook defines; None if it is not so."""
        if name in self.user_ns:
            return None
        why = self.lost.get(name) or self.lost.get("*")
        if why == EXPERIMENT:
            self.experiments.miss(name)
        return why

    def is_defined(self, name: str) -> bool:
        """Return whether a cell that was run has a statement that defines a name."""
        nodes = [node for source in self._run if name in source for node in self._parsed(source)]
        return any(name in {*binds(node), *declared_global(node)} for node in nodes)

    def _parsed(self, source: str) -> list[ast.stmt]:
        with suppress(Exception):
            return list(ast.parse(self.transform_cell(untimed(source, KEEPING))).body)
        return []

    async def run_ast_nodes(
        self,
        nodelist: list[ast.stmt],
        cell_name: str,
        interactivity: str = "last_expr",
        compiler: Any = compile,
        result: Any = None,
    ) -> bool:
        """Run the statements of a cell; return whether one failed."""
        run, offset = super().run_ast_nodes, self._offset
        first: BaseException | None = None
        only, self._only = self._only, None
        for number, node in enumerate(nodelist):
            if only is not None and number not in only:
                continue
            self._line = offset + node.lineno
            if self._interrupts > 1 or self._is_without(node):
                self._lose(node, LINE_LEFT_OUT)
                await self._define_within(node, cell_name, compiler, result)
                continue
            if self._quiet and not self._is_new(node):
                continue
            result.error_in_exec, result.error_before_exec, self._unanswered = None, None, ""
            how = interactivity if node is nodelist[-1] else "none"
            self._offset = self._line  # of a cell in the cell, as %%capture runs one
            self._file, self._begin, self._is_simple = cell_name, offset, not is_compound(node)
            with self._limited():
                failed = await run([node], cell_name, how, compiler, result)
            self._offset, self._line = offset, offset + node.lineno
            if failed and not self._quiet:
                error = result.error_in_exec or result.error_before_exec
                first = first or error
                await self._go_on(node, error, cell_name, compiler, result)
        if nodelist:
            result.error_in_exec, result.error_before_exec = first, None
        return first is not None

    def _limited(self) -> AbstractContextManager[None]:
        """Limit a part of a cell; before the first interruption, the whole cell has one limit."""
        return self.alarm.afterwards() if self._interrupts else nullcontext()

    @contextmanager
    def drawing(self) -> Iterator[None]:
        """Let the figures of a cell that has used up its time be, and note it."""
        try:
            with self._limited():
                yield
        except TimeLimit:
            self._note_at(self._line, DRAWING, "")
            if pyplot := sys.modules.get("matplotlib.pyplot"):
                pyplot.close("all")  # those below it would have to draw them

    def _is_without(self, node: ast.stmt) -> bool:
        first, last = first_line(node), node.end_lineno or node.lineno
        return any(first <= line - self._offset <= last for line in self.without) or (
            self._only_definitions and not isinstance(node, _DEFINE)
        )

    async def _go_on(
        self, node: ast.stmt, error: BaseException | None, cell_name: str, *how: Any
    ) -> None:
        """Note why a statement failed, and define the functions in it all the same."""
        reason, detail = why_not(error, self.why_missing)
        if reason == OWN and self._unanswered:
            reason, detail = self._unanswered, ""
        line = None if reason == TIME else failed_line(node, cell_name, error)
        self._note_at(self._offset + line if line else self._line, reason, detail)
        if reason == TIME:
            self._interrupts += 1
        if reason == OWN and not self._whatever_fails:
            self._quiet = True
        else:
            self._lose(node, LINE_LEFT_OUT)
        if reason == NAME and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            quiet, self._quiet = self._quiet, True
            await super().run_ast_nodes([self._bare(node)], cell_name, "none", *how)
            self._quiet = quiet
        within = self._parsed(cell_of_magic(node)) if reason == MAGIC else []
        await self._define_within(node, cell_name, *how, within=within)

    async def _define_within(
        self, node: ast.stmt, cell_name: str, *how: Any, within: Iterable[ast.stmt] = ()
    ) -> None:
        """Define what is not there yet: imports, functions, classes in a statement or magic's cell.

        Of several with one name, as in both branches of an `if`, the one that can work here.
        """
        quiet, self._quiet = self._quiet, True
        run = super().run_ast_nodes
        for inner in (found for one in (node, *within) for found in imports_in(one)):
            if self._is_new(inner):
                await run([inner], cell_name, "none", *how)
        defined = [*definitions_in(node)]
        for inner in (*sorted(defined, key=lambda one: lacks(one, defined, self.user_ns)), *within):
            if self._is_new(inner):
                await run([inner], cell_name, "none", *how)
        self._quiet = quiet

    def _bare(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.stmt:
        """Return a function without types, and without decorators from a missing module."""
        bare = copy.deepcopy(node)
        bare.returns = None
        for inner in ast.walk(bare.args):
            if isinstance(inner, ast.arg):
                inner.annotation = None
        bare.decorator_list = [
            decorator
            for decorator in bare.decorator_list
            if not any(
                isinstance(inner, ast.Name) and self.why_missing(inner.id)
                for inner in ast.walk(decorator)
            )
        ]
        return bare

    def _is_new(self, node: ast.stmt) -> bool:
        """Return whether a statement only defines names that are not there yet."""
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                pass
            case ast.Import() | ast.ImportFrom():
                pass
            case ast.Assign(targets=targets) if all(isinstance(t, ast.Name) for t in targets):
                pass
            case ast.AnnAssign(target=ast.Name()):
                pass
            case _:
                return False
        return not any(name in self.user_ns or name == "*" for name in binds(node))

    def showtraceback(self, *args: Any, **options: Any) -> None:
        """Show an error, unless the cell ended before it at home, or a sentence says it."""
        error = sys.exc_info()[1]
        if isinstance(error, MemoryError | OSError):
            self.give_room()
        within = line_reached(self._file, error) is not None
        if not within and why_not(error, self.why_missing)[0] == SYSTEM:
            self._note_at(self._line, SHOWING, "")  # no statement of the cell failed
        elif not self._quiet and not isinstance(error, NotInGrading | TimeLimit):
            super().showtraceback(*args, **options)

    def showsyntaxerror(self, *args: Any, **options: Any) -> None:
        """Show a syntax error that was raised, on the same condition."""
        if not self._quiet:
            super().showsyntaxerror(*args, **options)

    def run_line_magic(self, magic_name: str, line: str, _stack_depth: int = 1) -> Any:
        """Run a magic; those that change the installation or the folder do nothing."""
        if magic_name in INSTALLERS:
            return self.note(INSTALLS)
        if magic_name == "mkdir" and makes_folder(f"mkdir {line}"):
            return None
        if magic_name in FOLDER_MAGICS:
            stays = line.strip() in (".", "") and magic_name != "popd"
            return None if stays or self.folder.moves(magic_name, line) else self.note(MAGIC)
        if magic_name in FILE_MAGICS:
            line = of_this_folder(line)
            try:
                return super().run_line_magic(magic_name, line, _stack_depth=_stack_depth + 1)
            except Exception:
                self._lost["*"] = LINE_LEFT_OUT
                return self.note(SYSTEM)
        if magic_name not in HARMLESS:
            return super().run_line_magic(magic_name, line, _stack_depth=_stack_depth + 1)
        try:
            return super().run_line_magic(magic_name, line, _stack_depth=_stack_depth + 1)
        except Exception:
            return self.note(MAGIC)

    def magic(self, line: str) -> Any:
        """Run a magic as older versions of IPython do."""
        name, _, rest = line.strip().lstrip("%").partition(" ")
        return self.run_line_magic(name, rest, _stack_depth=2)

    def ask_exit(self) -> None:
        """Go on: at home the notebook ends here, and nobody wants what is below to be lost."""
        self.note(MAGIC)

    def run_cell_magic(self, magic_name: str, line: str, cell: str) -> Any:
        """Run a cell magic, unless it would start another program."""
        if magic_name in PROGRAMS:
            raise NotInGrading(SHELL)
        if magic_name in ("writefile", "file"):
            file, options = file_and_options(self.var_expand(line, 1))
            first, *others = ([] if self.folder.leads_here(file) else places_of(file)) or [""]
            for place in others:
                with suppress(OSError):
                    os.makedirs(os.path.dirname(place) or ".", exist_ok=True)
                    with open(place, "a" if options else "w", encoding="utf-8") as f:
                        f.write(cell)
            with suppress(OSError):  # which may be there at home
                os.makedirs(os.path.dirname(first or file) or ".", exist_ok=True)
            line = " ".join([*options, f'"{first}"']) if first else line
        return super().run_cell_magic(magic_name, line, cell)

    def system(self, cmd: str) -> None:
        """Start no program, and say so; but make a folder."""
        if makes_folder(cmd):
            return
        self.note(reason_of(cmd))
        self.user_ns["_exit_code"] = 1

    system_piped = system_raw = system

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> Any:
        """Start no program; where a line only keeps its output, that line is left out."""
        if self._is_simple and is_at_top(sys._getframe(), self.user_ns):
            raise NotInGrading(reason_of(cmd))
        self._unanswered = reason_of(cmd)
        self.note(self._unanswered)
        return SList() if split else ""
