"""From what was done or refused to the answer: the bundle, the letter, and the link to both."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

from upheld.desk import answers, decisions, delivery, store
from upheld.desk.acting import report_of
from upheld.desk.case import Case
from upheld.desk.deciding import referrals
from upheld.desk.decisions import Decision
from upheld.desk.denials import said_besides
from upheld.desk.grounds import ground_of
from upheld.desk.letters import facts, writing
from upheld.desk.letters.templates import LetterName
from upheld.desk.moving import note, wait
from upheld.desk.office import Office
from upheld.desk.provision_answers import provisions_of, write_bundle
from upheld.desk.telling import about
from upheld.disclosure.sealing import DRAWN_LOG_N, draw_passphrase
from upheld.refusal import RefusalError
from upheld.rights.bundling import write_bundles
from upheld.rights.report import BAD
from upheld.rights.turn import turn
from upheld.wording import Text

_LETTERS: Mapping[str, LetterName] = {
    "granted": "granted",
    "granted-in-part": "partly",
    "absent": "absent",
    "refused": "refused",
    "referred": "referral",
}


class BundleIncompleteError(RefusalError):
    """What was read for a bundle is not what is there."""

    code = "bundle-incomplete"


def answer(office: Office, case: Case) -> None:
    """Make the answer of a case that is verified or refused, once; a mail with its link follows.

    Raises:
        RefusalError: A place does not answer; nothing is half made.
    """
    vault = office.company.vault
    with office.company.reads.connect() as connection:
        decision = decisions.latest(connection, vault, case.reference)
        there = answers.of_case(connection, vault, case.reference)
    if decision is None or there is not None:
        return
    bundle, passphrase = _bundle(office, case, decision)
    told = outcome_facts(office, case, decision)
    with office.company.engine.begin() as connection:
        letter = writing.write(
            office,
            connection,
            case,
            letter_of(decision, told),
            told,
            occasion="answer",
            send=False,
        )
        number = answers.add(
            connection,
            vault,
            reference=case.reference,
            letter=letter,
            bundle=bundle,
            passphrase=passphrase,
            at=office.company.clock.now(),
        )
        if case.sealed is not None and case.sealed.contact:
            _announce(office, connection, case, number)
        wait(office, connection, case, {"delivery"})


def announce_again(office: Office, reference: str, by: str) -> None:
    """Mail a new link to an answer; where it expired or was revoked, its bundle is made anew.

    Raises:
        RefusalError: A place does not answer.
        AlreadyRunningError: A colleague does it right now.
    """
    # Two would write into one folder, and the passphrase kept last need not open what lies there.
    with turn(office.company.engine, f"answer-{reference}"):
        _announce_again(office, reference, by)


def _announce_again(office: Office, reference: str, by: str) -> None:
    vault = office.company.vault
    with office.company.reads.connect() as connection:
        case = store.load(connection, vault, reference)
        decision = decisions.latest(connection, vault, reference)
        there = answers.of_case(connection, vault, reference)
    if decision is None or there is None:
        return
    gone = there.erased_at is not None or there.revoked_at is not None
    bundle, passphrase = _bundle(office, case, decision) if gone else (there.bundle, "")
    with office.company.engine.begin() as connection:
        if gone:
            answers.renew(connection, vault, there, bundle=bundle, passphrase=passphrase)
        note(office, connection, reference, "answer-sent-again", by=by, body={"anew": gone})
        _announce(office, connection, case, there.id, again=by)


def _announce(
    office: Office, connection: Connection, case: Case, number: int, *, again: str = ""
) -> None:
    now = office.company.clock.now()
    writing.write(
        office,
        connection,
        case,
        "link-ready",
        {"link": office.link("/answers/") + writing.TOKEN, "days": office.settings.link_days},
        occasion=f"link-{now.isoformat()}" if again else "link",
        answer=number,
    )


def letter_of(decision: Decision, told: Mapping[str, object]) -> LetterName:
    """Which letter a decision is told by; what is not proven is never told as all of it."""
    partly = bool(told.get("open") or told.get("not_proven"))
    if decision.outcome == "granted" and partly:
        return "partly"
    return _LETTERS[decision.outcome]


def outcome_facts(office: Office, case: Case, decision: Decision) -> dict[str, object]:
    """What the letter of an outcome says."""
    language = case.language
    report = report_of(office, case.reference)
    steps = report["steps"] if report is not None and decision.outcome != "refused" else []
    done, kept, still_open = facts.steps_said(steps, language)
    grounds = []
    if decision.ground is not None:
        grounds.append(
            ground_of(office.company.policy, case.right, case.residence, decision.ground)
        )
    said = about(office, case, decision)
    ground = grounds[0] if grounds else None
    refused = ground is not None or bool(kept)
    besides = said_besides(office.company.policy, case, ground, language, refused=refused)
    unproven = []
    if report is not None and report["residue"] == "found":
        kept.append(_LEFT_WITH_OTHERS.in_language(language))
    elif report is not None and not report["complete"]:
        unproven.append(_UNPROVEN.in_language(language))
    return {
        "provisions": case.kind.by == "records",
        "explanation": decision.explanation,
        "reasons": facts.reasons(grounds, language),
        "done": [*done, *said.done],
        "kept": kept,
        "open": still_open,
        "not_proven": [*(unproven if not still_open else []), *said.not_proven],
        "about": [
            *said.lines,
            *(
                text.in_language(language)
                for text in referrals(office, case)
                if decision.outcome == "referred" or case.kind.by == "disclosure"
            ),
            *besides,
        ],
    }


_LEFT_WITH_OTHERS = Text(
    en="what is yours and also stands in the records of another person, such as a shared telephone number, "
    "was left there, because it is theirs too",
    ja="あなたの情報のうち、ほかの方の記録にも含まれるもの(共用の電話番号など)は、その方の情報でもあるため残しました",
)
_UNPROVEN = Text(
    en="some records could not be read in full, so that we cannot prove that this is all",
    ja="一部に読み取れない記録があり、これがすべてであることは証明できていません",
)


def _bundle(office: Office, case: Case, decision: Decision) -> tuple[str | None, str]:
    """Write the encrypted bundle of a disclosure; its folder's name, and what opens it."""
    if decision.outcome not in ("granted", "granted-in-part"):
        return None, ""
    if case.kind.by == "records":
        return _bundle_of_provisions(office, case)
    if case.kind.by != "disclosure":
        return None, ""
    with _sealed_folder(office, case) as (out, key, passphrase):
        report = write_bundles(
            office.company,
            case.reference,
            out,
            recipient=None,
            passphrase_file=key,
            log_n=DRAWN_LOG_N,
            language=case.language,
            granted=frozenset(decision.only) or None,
            seal_ledger=False,
        )
    if any(step["outcome"] in BAD for step in report["steps"]):
        shutil.rmtree(out, ignore_errors=True)
        raise BundleIncompleteError(
            Text(
                en=f"the bundle of `{case.reference}` does not hold what is there",
                ja=f"`{case.reference}` の開示ファイルの内容が、保存されている内容と一致しません",
            ),
            remedy=Text(
                en="it is tried again; rows were written while it was made",
                ja="作成中に行が書き込まれました。自動で再試行します",
            ),
        )
    return case.reference, passphrase


def _bundle_of_provisions(office: Office, case: Case) -> tuple[str | None, str]:
    """Likewise for records of provision; where there is none, the letter says it all."""
    found = provisions_of(office, case)
    if not found.records:
        return None, ""
    with _sealed_folder(office, case) as (out, key, passphrase):
        write_bundle(office, case, found, out.parent, key)
    return case.reference, passphrase


@contextmanager
def _sealed_folder(office: Office, case: Case) -> Iterator[tuple[Path, Path, str]]:
    """Yield where a bundle goes, a file with its passphrase that goes away, and the passphrase."""
    passphrase = draw_passphrase()
    out = delivery.folder_of(office) / case.reference
    out.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.rmtree(out, ignore_errors=True)  # of a try that ended before its note
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".key-") as folder:
        key = Path(folder) / "passphrase"
        key.touch(mode=0o600)
        key.write_text(passphrase + "\n", "utf-8")
        yield out, key, passphrase
