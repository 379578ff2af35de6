"""Letters to the company's mail server; without one they lie in a folder, and it is said so."""

from datetime import datetime
from pathlib import Path

from upheld.clock import Clock
from upheld.desk.letters.sending import Mail as Letter
from upheld.desk.letters.sending import Post, UndeliverableError
from upheld.post.address import AddressUnusableError, read_address
from upheld.post.composing import Mail, compose
from upheld.post.outgoing import Relay, Sent, Undeliverable, send
from upheld.refusal import Exit, RefusalError
from upheld.wording import Language, Text

FOLDER = Path(".upheld") / "mail"
"""Where letters lie, below the workspace, when no mail server is set."""


class MailNotTakenError(RefusalError):
    """The mail server did not take a mail; it is tried again."""

    code = "mail-not-taken"
    exit_code = Exit.UNREACHABLE


def by_relay(relay: Relay, clock: Clock) -> Post:
    """Return what hands a letter to a mail server."""

    def post(mail: Letter) -> None:
        outcome = send(relay, written(mail, clock.now()))
        if isinstance(outcome, Sent):
            return
        if isinstance(outcome, Undeliverable):
            raise UndeliverableError(
                outcome.why,
                remedy=Text(en="reach the person in another way", ja="別の方法で連絡してください"),
            )
        raise MailNotTakenError(
            outcome.why,
            remedy=Text(
                en="check `desk.smtp`; the mail is tried again by itself",
                ja="`desk.smtp` を確かめてください。メールは自動で再送されます",
            ),
        )

    return post


def into_folder(folder: Path, clock: Clock) -> Post:
    """Return what writes letters as files, one a mail, readable by any mail program."""

    def post(mail: Letter) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / f"{mail.message_id.partition('@')[0]}.eml"
        path.touch(mode=0o600)
        path.write_bytes(compose(written(mail, clock.now())).as_bytes())

    return post


def written(letter: Letter, now: datetime) -> Mail:
    """Return a letter as a mail.

    Raises:
        UndeliverableError: No mail can be sent to its address.
    """
    try:
        to = read_address(letter.to)
    except AddressUnusableError as refusal:
        raise UndeliverableError(refusal.what, remedy=refusal.remedy) from None
    language: Language = letter.language
    return Mail(
        message_id=f"<{letter.message_id}>",
        sender=read_address(letter.sender),
        to=to,
        subject=letter.subject,
        text=letter.body,
        language=language,
        date=now,
    )
