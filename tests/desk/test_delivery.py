"""An answer is fetched by whoever has the link and the mailbox, for a time, and by nobody else."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.desk.conftest import Drill
from tests.desk.driving import MUGI, Desk
from upheld.desk import answers, delivery
from upheld.desk.answering import announce_again
from upheld.desk.delivery import AnswerNotHereError, ask_code, collect
from upheld.desk.letters import store as letters
from upheld.rights.refusals import AlreadyRunningError
from upheld.rights.turn import turn


@pytest.fixture(scope="module")
def free_of_charge(
    founded_examples: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Drill]:
    """A desk whose policy asks no fee, shared: each test has a request of its own."""
    folder = tmp_path_factory.mktemp("answers") / "company"
    shutil.copytree(founded_examples("consumer-app"), folder)
    path = folder / "policy" / "keeping.yaml"
    text = path.read_text("utf-8")
    start = text.index("    fee:\n")
    path.write_text(text[:start] + text[text.index("    clock: {without_delay", start) :], "utf-8")
    drill = Drill(folder)
    yield drill
    drill.workspace.close()


@pytest.fixture
def desk(free_of_charge: Drill) -> Desk:
    """A desk with a disclosure that was answered."""
    desk = Desk(free_of_charge)
    desk.reference = desk.ask("disclosure", form="electronic")
    desk.whole_way(desk.reference)
    assert desk.case(desk.reference).state == "answered"
    return desk


def _bundle(desk: Desk) -> list[str]:
    return [
        path.name
        for path in delivery.folder_of(desk.drill.office).glob(f"{desk.reference}/bundle.age")
    ]


def _code(desk: Desk) -> str:
    ask_code(desk.drill.office, desk.box.token())
    desk.work()
    return desk.box.code()


def _pass(desk: Desk, **time: int) -> None:
    now = datetime.fromisoformat((desk.drill.folder / "now").read_text("utf-8"))
    desk.drill.set((now + timedelta(**time)).isoformat())


def _refusal(desk: Desk, token: str, code: str) -> str:
    with pytest.raises(AnswerNotHereError) as refusal:
        collect(desk.drill.office, token, code)
    return str(refusal.value)


@pytest.mark.slow
def test_no_mail_holds_anything_personal(desk: Desk) -> None:
    _code(desk)
    for mail in desk.box.mails:
        for value in ("小春", "麦", MUGI, "070-0000-0001", "member"):
            assert value not in mail.subject + mail.body


def test_the_store_holds_neither_the_token_nor_the_code(desk: Desk) -> None:
    code, token = _code(desk), desk.box.token()
    company = desk.drill.office.company
    path = company.engine.url.database
    assert path is not None
    with company.engine.connect() as connection:
        kept = letters.of_case(connection, company.vault, desk.reference)
        columns = [str(row) for row in connection.execute(answers.links.select())]
    texts = [letter.mail + letter.text + letter.subject for letter in kept] + columns
    assert not any(token in text or code in text for text in texts)


def test_the_letter_of_the_ledger_is_the_letter_that_was_kept(desk: Desk) -> None:
    from upheld.desk.letters.templates import Composed
    from upheld.desk.letters.writing import digest
    from upheld.desk.moving import timeline

    company = desk.drill.office.company
    with company.engine.connect() as connection:
        kept = letters.of_case(connection, company.vault, desk.reference)
    noted = [
        entry["body"]["sha256"]
        for entry in timeline(desk.drill.office, desk.reference)
        if entry["kind"] == "letter-written"
    ]
    assert [digest(Composed(subject=k.subject, mail=k.mail, text=k.text)) for k in kept] == noted


def test_everything_wrong_is_answered_alike(desk: Desk) -> None:
    code, token = _code(desk), desk.box.token()
    wrong = f"{(int(code) + 1) % 10**8:08d}"
    said = {
        _refusal(desk, token, wrong),
        _refusal(desk, token, ""),
        _refusal(desk, "x" * 43, code),
        _refusal(desk, desk.reference, code),
        _refusal(desk, "", "\x00"),
        _refusal(desk, "\ud800", code),
    }
    assert len(said) == 1
    assert desk.reference not in said.pop()


def test_a_code_in_full_width_digits_is_a_code(desk: Desk) -> None:
    code = _code(desk)
    wide = code.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert collect(desk.drill.office, desk.box.token(), f" {wide[:4]} {wide[4:]}").bundle


def test_a_code_works_once_and_for_ten_minutes(desk: Desk) -> None:
    code = _code(desk)
    collect(desk.drill.office, desk.box.token(), code)
    _refusal(desk, desk.box.token(), code)
    late = _code(desk)
    _pass(desk, minutes=10)
    _refusal(desk, desk.box.token(), late)


def test_a_new_code_ends_the_one_before(desk: Desk) -> None:
    first = _code(desk)
    second = _code(desk)
    _refusal(desk, desk.box.token(), first)
    assert collect(desk.drill.office, desk.box.token(), second).letter


def test_after_twenty_wrong_codes_the_right_one_is_wrong_too(desk: Desk) -> None:
    code, token = _code(desk), desk.box.token()
    for number in range(20):
        _refusal(desk, token, f"{(int(code) + 1 + number) % 10**8:08d}")
    _refusal(desk, token, code)


def test_nobody_fills_a_mailbox_with_codes(desk: Desk) -> None:
    before = len(desk.box.mails)
    for _time in range(30):
        ask_code(desk.drill.office, desk.box.token())
    ask_code(desk.drill.office, "x" * 43)
    desk.work()
    assert len(desk.box.mails) - before == delivery.CODES_MOST


def test_each_fetching_is_counted_in_the_ledger(desk: Desk) -> None:
    for _time in range(2):
        collect(desk.drill.office, desk.box.token(), _code(desk))
    desk.work()
    assert desk.kinds(desk.reference).count("answer-collected") == 2
    assert desk.case(desk.reference).state == "closed"


def test_when_the_link_ends_the_bundle_is_gone(desk: Desk) -> None:
    assert _bundle(desk) == ["bundle.age"]
    code = _code(desk)
    _pass(desk, days=desk.drill.office.settings.link_days)
    desk.work()
    assert _bundle(desk) == []
    _refusal(desk, desk.box.token(), code)
    assert desk.case(desk.reference).state == "closed", "it was sent; nobody has to fetch it"
    assert desk.kinds(desk.reference).count("answer-expired") == 1


def test_before_the_link_ends_nothing_closes_a_case_that_nobody_fetched(desk: Desk) -> None:
    _pass(desk, days=desk.drill.office.settings.link_days - 1)
    desk.work()
    assert desk.case(desk.reference).state == "answered"
    assert _bundle(desk) == ["bundle.age"]


def test_a_revoked_link_opens_nothing(desk: Desk) -> None:
    code = _code(desk)
    assert delivery.revoke(desk.drill.office, desk.reference, "S-1")
    _refusal(desk, desk.box.token(), code)
    assert _bundle(desk) == []
    assert not delivery.revoke(desk.drill.office, desk.reference, "S-1")


def test_a_revoked_answer_is_waited_for_again_and_may_be_made_anew(desk: Desk) -> None:
    old = desk.box.token()
    delivery.revoke(desk.drill.office, desk.reference, "S-1")
    assert desk.case(desk.reference).state == "answered"
    assert desk.case(desk.reference).waiting == {"delivery"}
    announce_again(desk.drill.office, desk.reference, "S-1")
    desk.work()
    assert desk.box.token() != old
    assert collect(desk.drill.office, desk.box.token(), _code(desk)).bundle
    assert desk.case(desk.reference).state == "closed"


def test_a_second_link_may_be_sent_and_starts_its_own_time(desk: Desk) -> None:
    _pass(desk, days=10)
    announce_again(desk.drill.office, desk.reference, "S-1")
    desk.work()
    _pass(desk, days=10)
    desk.work()
    assert collect(desk.drill.office, desk.box.token(), _code(desk)).bundle


def test_while_one_colleague_makes_an_answer_anew_another_one_makes_none(desk: Desk) -> None:
    office, reference = desk.drill.office, desk.reference
    delivery.revoke(office, reference, "S-1")
    with turn(office.company.engine, f"answer-{reference}"), pytest.raises(AlreadyRunningError):
        announce_again(office, reference, "S-2")
    assert _bundle(desk) == []
    announce_again(office, reference, "S-2")
    assert _bundle(desk) == ["bundle.age"]
    desk.work()
    assert desk.kinds(reference).count("answer-sent-again") == 1


def test_the_passphrase_of_the_page_opens_the_file(desk: Desk) -> None:
    import pyrage

    got = collect(desk.drill.office, desk.box.token(), _code(desk))
    assert got.bundle is not None
    opened = pyrage.passphrase.decrypt(got.bundle.read_bytes(), got.passphrase)
    assert MUGI.encode() in opened
    assert b"hana.koharu@diary.example.jp" not in opened


def test_whoever_has_no_address_gets_the_answer_on_paper(drill: Drill) -> None:
    desk = Desk(drill)
    reference = desk.ask("suspension", contact="", channel="paper")
    desk.whole_way(reference)
    case = desk.case(reference)
    assert case.state == "verified"
    assert case.waiting == {"delivery"}
    delivery.handed_over(drill.office, reference, by="S-1", how="post")
    desk.work()
    assert desk.case(reference).state == "closed"
    assert desk.box.mails == []


def test_a_bundle_that_was_handed_over_is_erased_in_time(free_of_charge: Drill) -> None:
    desk = Desk(free_of_charge)
    desk.reference = desk.ask("disclosure", contact="", channel="telephone", form="paper")
    desk.whole_way(desk.reference)
    assert _bundle(desk) == ["bundle.age"]
    delivery.handed_over(desk.drill.office, desk.reference, by="S-1", how="counter")
    _pass(desk, days=desk.drill.office.settings.link_days)
    desk.work()
    assert _bundle(desk) == []
    assert desk.case(desk.reference).state == "closed"
