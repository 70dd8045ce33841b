"""Translate the titles of Moodle's columns: it writes tables in the language of whoever exports."""

from __future__ import annotations

import re
import unicodedata

_ENGLISH = {
    "First name": "vorname|prénom|nombre|名|名字|nome|voornaam",
    "Last name": "nachname|nom|nom de famille|apellido|apellidos|apellido(s)|姓|姓氏|cognome",
    "Full name": "vollständiger name|nom complet|nombre completo|全名|姓名|nome completo",
    "ID number": "id-nummer|numéro d'identification|numéro id|número de id|número id|id号|学号",
    "Username": "anmeldename|benutzername|nom d'utilisateur|nombre de usuario|用户名",
    "Email address": (
        "e-mail-adresse|e-mail|email|adresse de courriel|courriel|adresse e-mail|"
        "dirección de correo|dirección email|correo electrónico|"
        "电子邮件地址|电子邮箱|email地址|邮箱"
    ),
    "Institution": "institución|机构|单位|istituzione",
    "Department": "abteilung|département|departamento|系别|系|部门|院系",
    "Suspended": "gesperrt|suspendu|suspendido|已停用",
    "Last downloaded from this course": (
        "zuletzt aus diesem kurs geladen|zuletzt aus diesem kurs heruntergeladen|"
        "dernier téléchargement depuis ce cours|última descarga de este curso|"
        "最后从此课程下载|上次从本课程下载"
    ),
    "Identifier": "kennung|identifikator|identifiant|identificador|标识符|识别码|标识",
    "Status": "statut|estado|estatus|状态",
    "Grade": "bewertung|note|calificación|成绩|分数",
    "Maximum Grade": (
        "maximum grade|bestwertung|höchste bewertung|note maximale|calificación máxima|"
        "最高分|最高成绩"
    ),
    "Grade can be changed": (
        "bewertung kann geändert werden|la note peut être modifiée|"
        "la calificación puede ser cambiada|成绩可以更改|成绩可更改"
    ),
    "Last modified (submission)": (
        "zuletzt geändert (abgabe)|dernière modification (travail remis)|"
        "dernière modification (remise)|última modificación (entrega)|"
        "最后修改(提交)|最后修改时间(提交)"
    ),
    "Last modified (grade)": (
        "zuletzt geändert (bewertung)|dernière modification (note)|"
        "última modificación (calificación)|最后修改(成绩)|最后修改时间(成绩)"
    ),
    "Feedback comments": (
        "feedback als kommentar|feedback-kommentare|feedback par commentaires|"
        "commentaires de feedback|comentarios de retroalimentación|反馈评论|反馈意见"
    ),
}
"""Moodle's English titles, with those of German, French, Spanish and Chinese, and a few others."""


def _plain(text: str) -> str:
    """Return a title for comparison, without what differs between versions of Moodle."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").strip()
    return re.sub(r" +\(", "(", text)


_KNOWN = {_plain(other): title for title, all_ in _ENGLISH.items() for other in all_.split("|")}

REAL = frozenset(
    "real|punkte|punkt|réel|réelle|brut|brute|valeur|puntos|puntuación|"
    "实际|真实|实际分数|原始分|分数".split("|")
)
"""What Moodle calls a mark in points, in lower case; others are percentages, letters, feedback."""

ANONYMOUS = "Participant"
_PARTICIPANT = frozenset(
    "participant|teilnehmer|teilnehmerin|teilnehmende|teilnehmende person|participante|"
    "participant-e|partecipante|deelnemer|参与者|参加者".split("|")
)
_NUMBER = re.compile(r"\d+$", re.ASCII)


def english(title: str) -> str:
    """Return the English title of a column of Moodle's, or the title itself.

    >>> english("ID-Nummer"), english("姓"), english("Aufgabe: ewa (Punkte)")
    ('ID number', 'Last name', 'Aufgabe: ewa (Punkte)')
    """
    return _KNOWN.get(_plain(title), title)


def is_in_points(kind: str | None) -> bool:
    """Return whether a column with this word in brackets holds marks in points."""
    return kind is None or _plain(kind) in REAL


def is_anonymous(name: str) -> bool:
    """Return whether a name is the one that Moodle gives to everybody in anonymous marking.

    The name of a group may come before it.

    >>> is_anonymous("Team 1-Participant"), is_anonymous("Parti Cipant")
    (True, False)
    """
    plain = _plain(name).replace("/", "")
    return plain in _PARTICIPANT or plain.rpartition("-")[2].strip() in _PARTICIPANT


def participant_number(identifier: str) -> str:
    """Return the number in an identifier such as `Participant 77`; empty if it has none."""
    found = _NUMBER.search(identifier.strip())
    return found[0] if found else ""
