"""Translate the titles of columns: Moodle writes tables in the language of whoever exports."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_ENGLISH = {
    "First name": "vorname|prénom|nombre|名|名字|nome|voornaam|imię|förnamn|fornavn",
    "Last name": (
        "surname|nachname|nom|nom de famille|apellido|apellidos|apellido(s)|姓|姓氏|cognome|"
        "achternaam|apelido|sobrenome|nazwisko|efternamn|efternavn|etternavn"
    ),
    "Full name": (
        "vollständiger name|nom complet|nombre completo|全名|姓名|nome completo|volledige naam|"
        "imię i nazwisko|fullständigt namn|fulde navn|fullt navn"
    ),
    "ID number": (
        "id-nummer|numéro d'identification|numéro id|número de id|número id|id号|学号|學號|"
        "codice identificativo|numero id|número de identificação|numer id|numer identyfikacyjny"
    ),
    "Username": (
        "anmeldename|benutzername|nom d'utilisateur|nombre de usuario|usuario|用户名|用戶名|帳號|"
        "gebruikersnaam|nome utente|nome de utilizador|nome de usuário|identificação de usuário|"
        "nazwa użytkownika|användarnamn|brugernavn|brukernavn"
    ),
    "Email address": (
        "e-mail-adresse|e-mail|email|mail|adresse de courriel|courriel|adresse e-mail|"
        "adresse électronique|dirección de correo|dirección email|correo electrónico|correo|"
        "电子邮件地址|电子邮件|电子邮箱|email地址|邮箱|電子郵件|電子信箱|"
        "e-mailadres|indirizzo email|indirizzo e-mail|endereço de email|endereço de e-mail|"
        "adres e-mail|adres email|e-postadress|e-mailadresse|e-postadresse|e-post"
    ),
    "Institution": (
        "institución|机构|单位|机构/单位|istituzione|instelling|instituição|instytucja|institusjon"
    ),
    "Department": (
        "abteilung|département|departamento|系别|系|部门|院系|afdeling|dipartimento|wydział|"
        "avdelning|avdeling"
    ),
    "Suspended": "gesperrt|suspendu|suspendido|已停用|geschorst|sospeso|suspenso|zawieszony",
    "Roles": "role|rolle|rollen|rôle|rôles|rol|roles|角色|ruoli|ruolo|papéis|papel|perfis|roller",
    "Groups": (
        "group|team|groups|gruppe|gruppen|groupe|groupes|équipe|grupo|grupos|equipo|"
        "组|小组|群组|分组|小組|群組|groepen|groep|gruppi|gruppo|grupy|grupa|grupper|grupp"
    ),
    "Last access to course": (
        "letzter zugriff zum kurs|letzter kurszugriff|dernier accès au cours|"
        "último acceso al curso|最近访问课程|上次访问课程|laatste toegang tot cursus|"
        "ultimo accesso al corso|último acesso ao curso|último acesso à disciplina|"
        "ostatni dostęp do kursu|senaste åtkomst till kursen|seneste adgang til kurset|"
        "siste tilgang til kurset"
    ),
    "Last downloaded from this course": (
        "zuletzt aus diesem kurs geladen|zuletzt aus diesem kurs heruntergeladen|"
        "dernier téléchargement depuis ce cours|última descarga de este curso|"
        "最后从此课程下载|上次从本课程下载|laatst gedownload uit deze cursus|"
        "ultimo scaricamento da questo corso|último download deste curso|"
        "último descarregamento desta disciplina"
    ),
    "Identifier": (
        "kennung|identifikator|identifiant|identificador|标识符|识别码|标识|識別碼|identificatie|"
        "identificativo|identyfikator|identifierare"
    ),
    "Status": "statut|estado|estatus|状态|狀態|stato",
    "Grade": (
        "bewertung|note|calificación|成绩|分数|成績|cijfer|beoordeling|valutazione|nota|avaliação|"
        "ocena|betyg|karakter"
    ),
    "Maximum Grade": (
        "maximum grade|bestwertung|höchste bewertung|note maximale|calificación máxima|"
        "最高分|最高成绩|最高成績|maximum cijfer|maximumcijfer|maximale beoordeling|"
        "voto massimo|valutazione massima|nota máxima|avaliação máxima|maksymalna ocena|"
        "maximalt betyg|højeste karakter|maksimal karakter|høyeste karakter"
    ),
    "Grade can be changed": (
        "bewertung kann geändert werden|la note peut être modifiée|"
        "la calificación puede ser cambiada|la calificación puede cambiarse|"
        "允许更改成绩|成绩可以更改|成绩可更改|"
        "la valutazione può essere modificata|cijfer kan worden gewijzigd|"
        "beoordeling kan gewijzigd worden|a nota pode ser alterada|a nota pode ser modificada|"
        "ocena może być zmieniona"
    ),
    "Last modified (submission)": (
        "zuletzt geändert (abgabe)|dernière modification (travail remis)|"
        "dernière modification (remise)|última modificación (entrega)|última modificación (envío)|"
        "ultima modifica (consegna)|laatst gewijzigd (inzending)|última modificação (envio)|"
        "última modificação (submissão)|"
        "上次修改(作业)|最后修改(学生)|最后修改(提交)|最后修改时间(提交)"
    ),
    "Last modified (grade)": (
        "zuletzt geändert (bewertung)|dernière modification (note)|"
        "última modificación (calificación)|"
        "ultima modifica (valutazione)|laatst gewijzigd (cijfer)|laatst gewijzigd (beoordeling)|"
        "última modificação (nota)|última modificação (avaliação)|"
        "上次修改(评分)|最后修改(教师)|最后修改(成绩)|最后修改时间(成绩)"
    ),
    "Feedback comments": (
        "feedback als kommentar|feedback-kommentare|feedback par commentaires|"
        "commentaires de feedback|comentarios de retroalimentación|反馈评论|反馈意见|反馈意见评论|"
        "commenti di feedback|feedback commenti|feedback als opmerking|comentários de feedback"
    ),
}
"""Moodle's English titles, with those of German, French, Spanish and Chinese.

With what lists of people have in Dutch, Italian, Portuguese, Polish, Swedish, Danish, Norwegian.
"""

_OF_A_WORKSHEET = frozenset({"Maximum Grade", "Grade can be changed", "Last modified (grade)"})
"""Titles that only an assignment's grading worksheet has."""

_PLAIN_TABLE = {
    "ID number": (
        "id|student|student id|studentid|student_id|student number|id number|matriculation number|"
        "sid|orgdefinedid|institutional identifier|student_number|campus id|"
        "matrikelnummer|matrikel-nr.|matrikelnr.|matrikel|numéro étudiant|numéro d'étudiant|"
        "matricule|número de estudiante|matrícula|学生编号|编号"
    ),
    "Username": "user|login|user name|user id|userid|netid|net id|login name|account|konto|账号",
    "Full name": (
        "name|names|naam|namn|navn|student name|studierende|étudiant|estudiante|学生姓名|学生"
    ),
    "First name": "first|firstname|first_name|given name|given names|forename|forenames",
    "Last name": "last|lastname|last_name|family name|familienname",
    "Email address": "email address|e-mail address|email_address",
    "Groups": "group name|group_name|team name",
    # Canvas: People, Groups, Download Group Membership
    "ID": "canvas_user_id",
    "SIS User ID": "user_id",
    "SIS Login ID": "login_id",
}
"""Titles in a table that somebody typed, or that lists the members of Canvas's groups."""


_NAME = frozenset({"name", "naam", "namn", "navn"})
"""Titles of whole names, and of the last ones beside the first."""
_NAMES = frozenset({"First name", "Last name", "Full name"})


def _plain(text: str) -> str:
    """Return a title for comparison, without what differs between versions of Moodle."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").strip()
    return re.sub(r" +\(", "(", text)


_KNOWN = {
    _plain(other): title
    for title, all_ in _ENGLISH.items()
    for other in (title, *all_.split("|"))  # whoever types a table writes `username`
}
_KNOWN_IN_PLAIN = {
    _plain(other): title for title, all_ in _PLAIN_TABLE.items() for other in all_.split("|")
}

REAL = frozenset(
    "real|punkte|punkt|réel|réelle|brut|brute|valeur|puntos|puntuación|"
    "实际|真实|实际分数|原始分|分数|echt|reëel|werkelijk|reale|rzeczywista|rzeczywisty|"
    "verklig|verkligt|reel|reell|faktisk".split("|")
)
"""What Moodle calls a mark in points, in lower case; others are percentages, letters, feedback."""

_NO_GROUPS = frozenset(
    "no groups|keine gruppen|aucun groupe|sin grupos|nessun gruppo|geen groepen|"
    "没有小组|无小组|沒有群組|sem grupos|brak grup|inga grupper|ingen grupper".split("|")
)
"""What Moodle's list of participants says of whoever is in no group."""

CAN_BE_CHANGED = "Grade can be changed"
"""The title of a worksheet's column that says whether an upload changes a mark."""
_NO = frozenset("no|nein|non|nee|não|否".split("|"))

ANONYMOUS = "Participant"
_PARTICIPANT = frozenset(
    "participant|teilnehmer|teilnehmerin|teilnehmende|teilnehmende person|participante|"
    "participant-e|partecipante|deelnemer|uczestnik|deltagare|deltager|deltaker|参与者|参与人|参加者|參與者".split(
        "|"
    )
)
_NUMBER = re.compile(r"\d+$", re.ASCII)


def english(title: str) -> str:
    """Return the English title of a column of Moodle's, or the title itself.

    >>> english("ID-Nummer"), english("姓"), english("Aufgabe: ewa (Punkte)")
    ('ID number', 'Last name', 'Aufgabe: ewa (Punkte)')
    """
    return _KNOWN.get(_plain(title), title)


def english_titles(titles: Sequence[str]) -> tuple[str, ...]:
    """Return the titles of Moodle's table in English.

    The worksheet of a German Moodle calls its column Identifier `ID`.

    >>> english_titles(["ID", "Bewertung", "Bestwertung"])
    ('Identifier', 'Grade', 'Maximum Grade')
    """
    found = tuple(map(english, titles))
    if {*found} & _OF_A_WORKSHEET and "Identifier" not in found:
        found = tuple("Identifier" if _plain(title) == "id" else title for title in found)
    return found


def english_titles_of_plain_table(titles: Sequence[str]) -> tuple[str, ...]:
    """Return the titles of a table that no LMS exported as a gradebook, as Moodle's would be.

    What a column is called may depend on the others: beside an ID, `Student` is a name, and `Name`
    is the last one beside the first.

    >>> english_titles_of_plain_table(["Matrikelnummer", "Name", "Team"])
    ('ID number', 'Full name', 'Groups')
    >>> english_titles_of_plain_table(["Student", "Student ID"])
    ('Full name', 'ID number')
    >>> english_titles_of_plain_table(["Name", "Vorname", "Matrikelnummer"])
    ('Last name', 'First name', 'ID number')
    """
    found = [_KNOWN_IN_PLAIN.get(_plain(title), english(title)) for title in titles]
    plain = [*map(_plain, titles)]
    if found.count("ID number") > 1 and "student" in plain:
        found[plain.index("student")] = "Student" if _NAMES & {*found} else "Full name"
    if "First name" in found and "Last name" not in found and _NAME & {*plain}:
        found[next(at for at, title in enumerate(plain) if title in _NAME)] = "Last name"
    return tuple(found)


def is_known(title: str) -> bool:
    """Return whether a title is one of Moodle's, or usual in a table of people."""
    return _plain(title) in _KNOWN or _plain(title) in _KNOWN_IN_PLAIN


def is_in_points(kind: str | None) -> bool:
    """Return whether a column with this word in brackets holds marks in points."""
    return kind is None or _plain(kind) in REAL


def is_no_group(name: str) -> bool:
    """Return whether a group's name is what Moodle writes for somebody without a group.

    >>> is_no_group("No groups"), is_no_group("No groups, no glory")
    (True, False)
    """
    return _plain(name) in _NO_GROUPS


def is_no(answer: str) -> bool:
    """Return whether Moodle says no in a cell.

    >>> is_no("Nein"), is_no("Yes"), is_no("")
    (True, False, False)
    """
    return _plain(answer) in _NO


def is_anonymous(name: str) -> bool:
    """Return whether a name is the one that Moodle gives to everybody in anonymous marking.

    The name of a group may come before it.

    >>> is_anonymous("Team 1-Participant"), is_anonymous("Parti Cipant")
    (True, False)
    """
    plain = _plain(name).replace("/", "")
    return plain in _PARTICIPANT or plain.rpartition("-")[2].strip() in _PARTICIPANT


def is_participant(folder: str) -> bool:
    """Return whether a folder is named after nobody but a number of anonymous marking.

    >>> is_participant("Participant_77"), is_participant("Teilnehmer_in8"), is_participant("s1")
    (True, True, False)
    """
    return is_anonymous(folder.rstrip("0123456789_").replace("_", ""))


def participant_number(identifier: str) -> str:
    """Return the number in an identifier such as `Participant 77`; empty if it has none."""
    found = _NUMBER.search(identifier.strip())
    return found[0] if found else ""
