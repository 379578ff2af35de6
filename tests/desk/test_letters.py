"""Letters: in both languages, from templates that a company may change and cannot break."""

from pathlib import Path

import pytest

from tests.desk.conftest import Drill, Founded
from tests.desk.driving import MUGI, Desk
from upheld.desk.letters import store as letters
from upheld.desk.letters.outside import answer_outside
from upheld.desk.letters.templates import NAMES, ON_A_PAGE, LetterName, check, compose, known
from upheld.desk.moving import extend, timeline
from upheld.refusal import InvalidFileError, RefusalsError
from upheld.wording import Language

LANGUAGES: tuple[Language, ...] = ("ja", "en")
_LISTS = frozenset(
    {"complaint", "needed", "done", "kept", "open", "not_proven", "about", "waiting", "kinds"}
)


def _facts(name: LetterName, word: str = "x") -> dict[str, object]:
    facts: dict[str, object] = {
        key: [f"{word}-{key}"] if key in _LISTS else f"{word}-{key}" for key in known(name)
    }
    if "reasons" in facts:
        facts["reasons"] = [{"text": f"{word}-text", "article": f"{word}-article"}]
    return facts


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_letter_is_there_in_both_languages_and_says_what_it_is_given(
    name: LetterName, language: Language, tmp_path: Path
) -> None:
    made = compose(tmp_path, name, language, _facts(name))
    assert made.subject
    assert made.text if name in ON_A_PAGE else made.mail
    assert "{" not in made.subject + made.mail + made.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["partly", "absent", "refused", "referral"])
def test_every_negative_answer_names_reasons_and_where_to_complain(
    name: LetterName, language: Language, tmp_path: Path
) -> None:
    text = compose(tmp_path, name, language, _facts(name)).text
    assert "x-complaint" in text
    if name in ("partly", "refused"):
        assert "x-text" in text
        assert "x-article" in text


@pytest.mark.parametrize("name", NAMES)
def test_a_mail_never_says_the_name(name: LetterName, tmp_path: Path) -> None:
    for language in LANGUAGES:
        made = compose(tmp_path, name, language, _facts(name))
        assert "x-name" not in made.subject + made.mail


def test_a_name_never_begins_a_line_of_a_mails_head(tmp_path: Path) -> None:
    facts = _facts("received") | {"company": "A\r\nBcc: b@example.jp\x00", "request": "\u202ex"}
    made = compose(tmp_path, "received", "en", facts)
    assert "\n" not in made.subject
    assert "\r" not in made.subject + made.mail
    assert "\u202e" not in made.mail
    assert "\x00" not in made.mail


def _own(folder: Path, name: str, text: str) -> None:
    (folder / "letters").mkdir(exist_ok=True)
    (folder / "letters" / name).write_text(text, "utf-8")


def test_a_company_writes_its_own_letters(tmp_path: Path) -> None:
    _own(tmp_path, "refused.ja.txt", "{% block letter %}お断り: {{ reference }}{% endblock %}")
    made = compose(tmp_path, "refused", "ja", _facts("refused"))
    assert made.text == "お断り: x-reference\n"
    assert compose(tmp_path, "refused", "en", _facts("refused")).text != made.text
    assert check(tmp_path) == []


def test_a_name_that_no_letter_knows_is_refused_with_file_and_line(tmp_path: Path) -> None:
    _own(
        tmp_path,
        "received.en.txt",
        "{% block subject %}a{% endblock %}\n{% block mail %}\n{{ referense }}\n{% endblock %}\n",
    )
    with pytest.raises(RefusalsError) as refusal:
        compose(tmp_path, "received", "en", _facts("received"))
    (one,) = refusal.value.refusals
    assert str(one.where) == "letters/received.en.txt:3"
    assert "`reference`" in one.remedy.en
    assert [str(found.where) for found in check(tmp_path)] == ["letters/received.en.txt:3"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("{% block subject %}a{% endblock %}\n{{ company ", 2),
        ("{% block subject %}a{% endblock %}", 1),
        ("{% block subject %}a{% endblock %}{% block mail %}b{% endblock %}\n{% block x %}{% endblock %}", 2),
    ],
)  # fmt: skip
def test_what_is_no_template_is_refused_with_its_line(text: str, line: int, tmp_path: Path) -> None:
    _own(tmp_path, "received.en.txt", text)
    (found,) = check(tmp_path)
    assert str(found.where) == f"letters/received.en.txt:{line}"


def test_a_file_that_no_letter_reads_is_told(tmp_path: Path) -> None:
    _own(tmp_path, "refuse.ja.txt", "x")
    (found,) = check(tmp_path)
    assert "`refused.ja.txt`" in found.remedy.en


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ company.__init__.__globals__ }}",
        "{{ complaint.append('x') }}",
        "{% include '/etc/passwd' %}",
        "{% for n in range(10000000) %}{{ n }}{% endfor %}",
    ],
)
def test_a_template_reaches_nothing_but_its_words(attack: str, tmp_path: Path) -> None:
    _own(tmp_path, "refused.en.txt", f"{{% block letter %}}{attack}{{% endblock %}}")
    with pytest.raises((InvalidFileError, RefusalsError)) as refusal:
        compose(tmp_path, "refused", "en", _facts("refused"))
    assert refusal.value.where.file == "letters/refused.en.txt"


OTHERS = ("小春 花", "hana.koharu@diary.example.jp", "070-0000-0002", "小春町 2 番")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("right", ["purpose-notice", "provision-records", "suspension", "deletion"])
def test_no_letter_holds_anything_of_another_person(
    drill: Drill, right: str, language: Language
) -> None:
    desk = Desk(drill)
    reference = desk.ask(right, language=language)
    desk.whole_way(reference)
    company = drill.office.company
    with company.engine.connect() as connection:
        kept = letters.of_case(connection, company.vault, reference)
    whole = "".join(one.subject + one.mail + one.text for one in kept)
    assert "小春 麦" in whole, "the person's own name is on the letter"
    assert not any(value in whole for value in (*OTHERS, MUGI))


def test_a_request_outside_the_procedure_is_answered_with_the_way_to_ask(drill: Drill) -> None:
    desk = Desk(drill)
    number = answer_outside(
        drill.office, to="somebody@mail.example.jp", language="ja", channel="mail"
    )
    desk.work()
    (mail,) = desk.box.mails
    assert number == "O-2026-0001"
    assert "https://company.example.jp/privacy/requests" in mail.body
    assert "・開示" in mail.body
    assert [entry["kind"] for entry in timeline(drill.office, number)] == [
        "outside-procedure", "letter-written", "letter-sent",
    ]  # fmt: skip


def test_an_extension_is_told_with_its_reason(found: Founded) -> None:
    desk = Desk(found("b2b-platform"))
    reference = desk.ask("know", residence="US-CA", language="en", verified=False)
    desk.work()
    case = desk.case(reference)
    with desk.drill.office.company.engine.begin() as connection:
        extend(desk.drill.office, connection, case, by="S-1", reason="complex")
    desk.work()
    assert "Tuesday, 23 March 2027" in desk.box.mails[-1].body
    assert "the request is complex" in desk.box.mails[-1].body
