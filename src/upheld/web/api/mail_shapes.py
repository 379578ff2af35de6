"""What the API takes and gives of mail that came to the desk."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from upheld.desk.mailroom.store import Became
from upheld.web.api.shapes import Shape, example, only_visible

_KEY = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_MAIL = {
    "key": _KEY,
    "became": "unclear",
    "reference": "O-2026-0003",
    "received_at": "2026-12-24T01:00:00Z",
    "attachments": 1,
    "seen_at": None,
}


class MailEntry(Shape):
    """One mail as it is listed, without anything that it says."""

    model_config = example(**_MAIL)

    key: str = Field(description="Recognises the mail when it comes again.")
    became: Became = Field(description="`unclear` and `letter` wait for a person.")
    reference: str | None = Field(description="Its request (`R-…`), or our answer to it (`O-…`).")
    received_at: datetime
    attachments: int
    seen_at: datetime | None = Field(description="When somebody had dealt with it.")


class MailPage(Shape):
    """A page of mails, the oldest first."""

    model_config = example(mails=[_MAIL], cursor=None)

    mails: list[MailEntry]
    cursor: str | None = Field(description="Gives the next page; none after the last.")


class FileShape(Shape):
    """A file that came along."""

    name: str = Field(description="As the sender called it.")
    kept: bool
    refused: dict[str, str] | None = Field(description="Why it was not kept.")


class MailShape(MailEntry):
    """One mail, read: this is personal."""

    model_config = example(
        **_MAIL,
        sender="aoi@example.jp",
        subject="お願い",
        text="先日の注文について教えてください。",
        files=[{"name": "order.pdf", "kept": True, "refused": None}],
    )

    sender: str = Field(description="Who says to have written it; nobody checked that.")
    subject: str
    text: str
    files: list[FileShape]


class Assigning(Shape):
    """The request to which a mail belongs."""

    model_config = example(reference="R-2026-0001")

    reference: Annotated[
        str, StringConstraints(min_length=1, max_length=20), AfterValidator(only_visible)
    ]
