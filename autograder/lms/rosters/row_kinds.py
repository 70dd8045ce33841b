"""Tell whose the rows of a roster are: students', the staff's, or nobody's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import Enum, auto
from pathlib import Path

from autograder.lms.names import cell_text, key_of
from autograder.lms.rosters import messages
from autograder.messages import all_of

_STAFF = frozenset(
    "manager|course creator|teacher|editing teacher|non-editing teacher|instructor|"
    "teaching assistant|ta|grader|lecturer|professor|tutor|staff|maintain|course designer|"
    "course builder|course administrator|course tutor|administrator|admin|observer|"
    "manager/in|kursersteller/in|kursverwalter/in|trainer/in|trainer/in ohne bearbeitungsrecht|"
    "lehrer/in|lehrende|dozent|dozentin|dozent/in|tutor/in|kursadministrator|kurstutor|"
    "gestionnaire|créateur de cours|enseignant|enseignante|enseignant non éditeur|"
    "gestor|mánager|creador de curso|creador de cursos|profesor|profesora|"
    "profesor sin permiso de edición|profesor con permiso de edición|profesor editor|"
    "profesor no editor|"
    "creatore di corsi|creatore corsi|docente|docente non editor|gestore|"
    "cursusmaker|cursusontwerper|leraar|docent|niet-bewerkende leraar|leraar zonder bewerken|"
    "niet-bewerkende docent|docent zonder bewerken|beheerder|"
    "gerente|criador de curso|criador de cursos|criador de disciplinas|professor não editor|"
    "professor não-editor|docente não editor|moderador|"
    "menedżer|menadżer|autor kursu|nauczyciel|prowadzący|nauczyciel bez praw edycji|"
    "prowadzący bez praw edycji|"
    "ansvarig|kursskapare|lärare|lärare utan redigeringsrätt|lärare utan redigeringsrättighet|"
    "kursusopretter|lærer|underviser|lærer uden redigeringsret|underviser uden redigeringsret|"
    "kursoppretter|lærer uten redigeringsrett|lærer uten redigeringstilgang|"
    "管理员|管理者|课程创建者|课程创建人|教师|老师|主讲教师|助教|无编辑权教师|无编辑权限教师|"
    "非编辑教师|没有编辑权的教师|教師|課程建立者|無編輯權教師|非編輯教師|管理員".split("|")
)
"""Roles of people whom nobody grades, in lower case."""
_BETWEEN_ROLES = re.compile(r"[,;|\n、,]")

_TOTALS = frozenset(
    "total totals sum average averages avg mean median max maximum min minimum std stdev deviation "
    "points count date range variance quartile "
    "durchschnitt gesamtdurchschnitt klassendurchschnitt kursdurchschnitt gruppendurchschnitt "
    "mittelwert mittel summe gesamt insgesamt gesamtsumme anzahl punkte punktzahl "
    "standardabweichung datum "
    "moyenne somme médiane promedio media suma mediana puntos fecha máximo mínimo "
    "totale somma punti massimo minimo gemiddelde totaal som punten "
    "média soma pontos data średnia suma razem ogółem punkty maksimum "
    "medelvärde summa totalt snitt poäng gennemsnit gjennomsnitt "
    "平均 平均分 平均值 平均成绩 总平均 总平均分 总体平均 总分 合计 总计 最高分 最低分 满分 中位数 "
    "标准差 人数".split()
)
"""Words that say in a row's first cell what is in its others, in lower case."""
_WITH_TOTALS = frozenset(
    "class course overall group section standard possible of the for score scores grade grades "
    "mark marks number n student students lowest highest out all "
    "mögliche maximale der kurs klasse erreichbare générale de la du classe cours possibles "
    "écart type général del la curso clase posibles generale di corso possibili algemeen "
    "mogelijke geral possíveis".split()
)
"""Words that stand beside them."""
_FOOTER = re.compile(
    r"(?:(?:report )?(?:exported|generated|created|downloaded|printed|updated|produced)|"
    r"(?:last|date) (?:updated|exported|modified)|as of|exportiert|erstellt|stand|gedruckt|"
    r"exporté|généré|exportado|generado|gerado|esportato|generato|geëxporteerd|gegenereerd|"
    r"wyeksportowano|wygenerowano|exporterad|eksporteret|eksportert|page|seite)\b.*\d.*"
    r"|(?:导出|生成|打印|匯出|制表).*\d.*|end of (?:report|file|list|export|table|data)|"
    r"\d+ (?:students|rows|records|entries|users|participants)",
    re.DOTALL,
)
"""What programs write below a table, in lower case and without signs."""


class Row(Enum):
    """Whose a row of a roster is."""

    STUDENT = auto()
    POINTS = auto()
    """Canvas's own, with what the assignments are worth."""
    STAFF = auto()
    TOTAL = auto()
    """Nobody's: it has averages, dates, or when the table was exported."""
    TITLES = auto()
    """Nobody's: the titles once more, as where two tables were joined."""
    WITHOUT_ID = auto()


_WHOLE = ("Student", "Full name")
_PARTS = ("First name", "FirstName", "Last name", "LastName", "Surname")


def kind_of_row(
    cells: Mapping[str, str], titles: Mapping[str, str], naming: Collection[str], ids: Sequence[str]
) -> Row:
    """Return whose a row is, with its cells and the table's own titles by column.

    `naming` are the columns of which a student's row has one that is not empty, and `ids` those
    with IDs. Half a name is nobody's: Google Classroom writes "Date" where others have the last.
    """
    filled = {column for column in naming if cells.get(column, "")}
    compared = [column for column in {*naming, *_WHOLE, *_PARTS} if column in cells]
    if filled and all(key_of(cells[c]) == key_of(titles[c]) for c in compared):
        return Row.TITLES
    if _is_total(cells, ids):
        return Row.TOTAL
    halves = {"First name", "Last name", "Surname"} & cells.keys()
    if not filled or (len(filled) == 1 and filled < halves):
        return Row.WITHOUT_ID
    return Row.STAFF if _is_staff(cells.get("Roles", "")) else Row.STUDENT


def left_out(path: Path, called: Sequence[tuple[Row, str]]) -> Iterator[str]:
    """Yield a sentence for each reason why rows were left out, with what they are called."""
    forms = {
        Row.WITHOUT_ID: messages.ROWS_WITHOUT_ID,
        Row.STAFF: messages.NO_STUDENTS,
        Row.TOTAL: messages.ROWS_OF_NOBODY,
    }
    for why, form in forms.items():
        rows = [name for row, name in called if row is why and name]
        if rows:
            yield form.format(path=path, students=all_of(rows))


def _is_total(cells: Mapping[str, str], ids: Sequence[str]) -> bool:
    """Return whether all that a row says of a person is a word such as "Average".

    Somebody called Max has an ID, or a group, and stays.
    """
    said = [cells[column] for column in ids if cells.get(column)]
    whole = next((cells[c] for c in _WHOLE if cells.get(c)), "")
    name = whole or " ".join(cells[part] for part in _PARTS if cells.get(part))
    if cells.get("Groups") or cells.get("Section") or len(said) > 1:
        return False
    if said and any(sign.isalpha() for sign in name):
        return False
    return _says_what_a_row_is(said[0] if said else name)


def _says_what_a_row_is(text: str) -> bool:
    small = unicodedata.normalize("NFKC", cell_text(text)).casefold()
    words = re.sub(r"[\W_]+", " ", small).split()
    if _FOOTER.fullmatch(" ".join(words)):
        return True
    known = [word for word in words if not word.isdigit()]
    return bool(_TOTALS & {*known}) and {*known} <= _TOTALS | _WITH_TOTALS


def _is_staff(roles: str) -> bool:
    """Return whether all of somebody's roles are those of staff.

    >>> _is_staff("Teacher"), _is_staff("Teacher, Student"), _is_staff("")
    (True, False, False)
    """
    found = [key_of(role) for role in _BETWEEN_ROLES.split(roles) if role.strip()]
    return bool(found) and {*found} <= _STAFF
