"""Handing an answer over: a link that expires, a code as second factor, each fetching counted.

A token is 256 random bits, made when the mail goes out, and kept as a hash only. Whatever is wrong
(another person's reference, an old, revoked or made-up token, a wrong code) gives one and the
same refusal. The bundle lies encrypted; its passphrase is shown on the page, after the code.
"""

import hashlib
import hmac
import io
import secrets
import shutil
import tarfile
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from upheld.desk import answers, store
from upheld.desk.answers import Answer, Link
from upheld.desk.case import Case
from upheld.desk.letters import store as letters
from upheld.desk.letters import writing
from upheld.desk.moving import SYSTEM, move, note, wait
from upheld.desk.office import Office
from upheld.durable import outbox
from upheld.durable.outbox import Item
from upheld.refusal import RefusalError
from upheld.wording import Language, Text

EXPIRE = "answer-expire"
CODE_MINUTES = 10
CODES_MOST = 20
"""Codes that one link may ask for: nobody's mailbox is filled by somebody else."""
PAGE_MOST = 32 * 1024 * 1024
"""Bytes of a bundle that is opened here: it is in memory three times while that is done."""
_PAGES = frozenset({"index.html", "index.ja.html", "index.en.html"})
_DIGITS = 8
_NOBODY = "0" * 64


class AnswerNotHereError(RefusalError):
    """There is nothing to fetch by this link and code; it never says which of them is wrong."""

    code = "answer-not-here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What the person gets.

    Attributes:
        letter: The letter's text.
        bundle: The encrypted file (age), if there is one.
        passphrase: Opens it.
        until: Until when the link works.
    """

    reference: str
    subject: str = field(repr=False)
    letter: str = field(repr=False)
    bundle: Path | None
    passphrase: str = field(repr=False)
    until: datetime | None


def folder_of(office: Office) -> Path:
    """Where encrypted bundles lie until they are fetched or expire."""
    return office.folder / ".upheld" / "answers"


def new_link(office: Office, number: int) -> tuple[str, datetime]:
    """Make a link for an answer that is being mailed; return its token, and until when it works.

    The time runs from here, not from when the letter was written: mail may wait for days.
    """
    token = secrets.token_urlsafe(32)
    now = office.company.clock.now()
    until = now + timedelta(days=office.settings.link_days)
    with office.company.engine.begin() as connection:
        answers.add_link(connection, _hash(token), number, now)
        answers.set_end(connection, number, until)
        outbox.add(connection, EXPIRE, str(number), {"answer": number}, until)
    return token, until


def ask_code(office: Office, token: str) -> None:
    """Mail a code for a link; does the same, and says nothing, for a token that is none."""
    now = office.company.clock.now()
    with office.company.engine.begin() as connection:
        link, answer = _open(office, connection, token, now)
        if link is None or answer is None or link.codes >= CODES_MOST:
            return
        case = store.load(connection, office.company.vault, answer.reference)
        number = answers.asked_code(connection, link.token_hash)
        writing.write(
            office,
            connection,
            case,
            "answer-code",
            {"code": writing.CODE, "minutes": CODE_MINUTES},
            occasion=f"code-{link.token_hash[:12]}-{number}",
            answer=answer.id,
        )


def new_code(office: Office, occasion: str, number: int) -> str:
    """Make the code that a letter of `ask_code` carries, when it is mailed; return it."""
    code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}d}"
    prefix = occasion.split("-")[1]
    until = office.company.clock.now() + timedelta(minutes=CODE_MINUTES)
    with office.company.engine.begin() as connection:
        token_hash = answers.link_starting(connection, number, prefix)
        if token_hash is not None:
            answers.set_code(connection, token_hash, _code_hash(office, token_hash, code), until)
    return code


def collect(office: Office, token: str, code: str) -> Collected:
    """Fetch an answer; it is counted, and the case is closed by it.

    Raises:
        AnswerNotHereError: Nothing can be fetched by this link and this code.
    """
    now = office.company.clock.now()
    with office.company.engine.begin() as connection:
        link, answer = _open(office, connection, token, now)
        given = _code_hash(office, link.token_hash if link else _NOBODY, _digits(code))
        kept = link.code_hash if link and link.code_hash else _NOBODY
        same = hmac.compare_digest(given, kept)
        found = None
        if link is not None and not same:
            answers.wrong_code(connection, link.token_hash)
        elif link is not None and answer is not None and _use(connection, link, given, now):
            found = _collected(office, connection, answer)
    if found is None:  # outside the transaction: a wrong code stays counted
        raise _not_here()
    return found


def _use(connection: Connection, link: Link, code_hash: str, now: datetime) -> bool:
    """Use a code up before anything is shown: of two who enter it at once, one gets in."""
    return link.takes_a_code(now) and answers.use_code(connection, link.token_hash, code_hash)


def _collected(office: Office, connection: Connection, answer: Answer) -> Collected | None:
    letter = letters.load(connection, office.company.vault, answer.letter)
    if letter is None:
        return None
    times = answers.count(connection, answer.id)
    body = {"times": times, "bundle": answer.bundle is not None}
    note(office, connection, answer.reference, "answer-collected", by="person", body=body)
    case = store.load(connection, office.company.vault, answer.reference)
    if case.state == "answered":
        move(office, connection, case, "closed", by="person")
    return Collected(
        reference=answer.reference,
        subject=letter.subject,
        letter=letter.text,
        bundle=bundle_file(office, answer),
        passphrase=answer.passphrase,
        until=answer.expires_at,
    )


def bundle_file(office: Office, answer: Answer) -> Path | None:
    """Return the encrypted file of an answer, if it has one that is still there."""
    if answer.bundle is None or answer.erased_at is not None:
        return None
    path = folder_of(office) / answer.bundle / "bundle.age"
    return path if path.is_file() else None


def page_of(found: Collected, language: Language) -> str | None:
    """Open the page of a collected bundle for one answer; nothing of it is kept.

    Returns:
        The page; `None` where there is no bundle, or one too large to be opened in memory: its
        file can be fetched.
    """
    import pyrage

    if found.bundle is None or found.bundle.stat().st_size > PAGE_MOST:
        return None
    opened = io.BytesIO(pyrage.passphrase.decrypt(found.bundle.read_bytes(), found.passphrase))
    pages: dict[str, str] = {}
    with tarfile.open(fileobj=opened) as archive:
        for member in archive:
            name = member.name.removeprefix(f"{found.reference}/")
            content = archive.extractfile(member) if name in _PAGES else None
            if content is not None:
                pages[name] = content.read().decode("utf-8")
    # `index.html` is in the language of the request, and the other one names its own.
    return pages.get(f"index.{language}.html", pages.get("index.html"))


def revoke(office: Office, reference: str, by: str) -> bool:
    """End an answer's links now and erase its bundle; False if there was nothing to end.

    Whoever had not fetched it has no answer any more: the case waits for its delivery again.
    """
    now = office.company.clock.now()
    with office.company.engine.begin() as connection:
        answer = answers.of_case(connection, office.company.vault, reference)
        ended = answer is not None and answers.revoke(connection, reference, now)
        if ended:
            note(office, connection, reference, "answer-revoked", by=by)
            case = store.load(connection, office.company.vault, reference)
            if case.state == "answered":
                wait(office, connection, case, {"delivery"}, by=by)
    if ended and answer is not None:
        _erase(office, answer, ends=False)
    return ended


def erase_bundle(office: Office, reference: str) -> None:
    """Erase the bundle of a request, if one still lies there."""
    with office.company.engine.connect() as connection:
        answer = answers.of_case(connection, office.company.vault, reference)
    if answer is not None and answer.bundle is not None and answer.erased_at is None:
        _erase(office, answer, ends=False)


def expire(office: Office, item: Item) -> None:
    """Erase the bundle of an answer whose links have ended; a row of the outbox says when."""
    number = int(item.payload["answer"])
    now = office.company.clock.now()
    with office.company.engine.connect() as connection:
        answer = answers.load(connection, office.company.vault, number)
    if answer is None or answer.erased_at is not None:
        return
    if answer.expires_at is not None and now < answer.expires_at:
        return  # a later link was sent, and has a row of its own
    _erase(office, answer, ends=True)


def _erase(office: Office, answer: Answer, *, ends: bool) -> None:
    """First the file, then the note: whoever is killed in between erases again."""
    if answer.bundle is not None:
        shutil.rmtree(folder_of(office) / answer.bundle, ignore_errors=True)
    now = office.company.clock.now()
    with office.company.engine.begin() as connection:
        answers.erased(connection, answer.id, now)
        body = {"bundle": answer.bundle is not None, "collected": answer.collected}
        note(office, connection, answer.reference, "answer-expired", by=SYSTEM, body=body)
        case = store.load(connection, office.company.vault, answer.reference)
        if ends and case.state == "answered":
            # It was sent, and that is an answer; nobody has to fetch it.
            move(office, connection, case, "closed", by=SYSTEM, body={"collected": False})


def _open(
    office: Office, connection: Connection, token: str, now: datetime
) -> tuple[Link | None, Answer | None]:
    link = answers.link(connection, _hash(token))
    if link is None:
        return None, None
    answer = answers.load(connection, office.company.vault, link.answer)
    return link, answer if answer is not None and answer.is_open(now) else None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _code_hash(office: Office, token_hash: str, code: str) -> str:
    """A code is short: it is bound to its link and to the store's key, so that no list opens it."""
    return office.digest("code", f"{token_hash}:{code}")


def _digits(code: str) -> str:
    """Digits as they were meant: full width, with spaces or hyphens."""
    import unicodedata

    return "".join(c for c in unicodedata.normalize("NFKC", code) if c.isdigit())[:_DIGITS]


def _not_here() -> AnswerNotHereError:
    return AnswerNotHereError(
        Text(
            en="there is nothing to fetch with this link and this code",
            ja="このリンクと確認コードでは受け取れるものがありません",
        ),
        remedy=Text(
            en="ask for a new code; for a new link, write to us with your reference number",
            ja="確認コードを取り直してください。リンクの期限が切れた場合は、受付番号を添えてご連絡ください",
        ),
    )


def handed_over(
    office: Office, reference: str, *, by: str, how: str, within: Connection | None = None
) -> Case:
    """Note that staff gave the answer on paper: by `post` or at the `counter`.

    Raises:
        MoveRefusedError: There is no answer to hand over.
    """
    now = office.company.clock.now()
    with office.transaction(within) as connection:
        case = store.load(connection, office.company.vault, reference)
        answer = answers.of_case(connection, office.company.vault, reference)
        if answer is not None:
            letters.sent(connection, answer.letter, how, now)
            # The file that was printed or copied is erased like one that was mailed.
            until = now + timedelta(days=office.settings.link_days)
            answers.set_end(connection, answer.id, until)
            outbox.add(connection, EXPIRE, str(answer.id), {"answer": answer.id}, until)
        move(office, connection, case, "answered", by=by, body={"how": how})
    return case
