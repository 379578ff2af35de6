"""What people hand in, as calls: documents that show who they are, scans of letters, mails."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from upheld.client.answers import moments
from upheld.client.api import Client, Request, path_of, read_request


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A document that was handed in or came along.

    Attributes:
        what: `identity`, `power` (of an agent) or `enclosure` (it came along).
        kind: Which document, e.g. `passport`.
        document: Whether there is a file to look at.
        outcome: `accepted`, `rejected`, `unneeded`; `None` until somebody decided it.
    """

    id: str
    reference: str
    what: str
    kind: str
    added_at: datetime
    document: bool
    outcome: str | None
    erased_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailEntry:
    """A mail that came to the desk, without anything that it says.

    Attributes:
        became: `request`, `letter` (about a request), `unclear`, `automatic` or `bounce`.
        reference: Its request (`R-…`), or our answer to it (`O-…`).
        seen_at: When somebody had dealt with it.
    """

    key: str
    became: str
    reference: str | None
    received_at: datetime
    attachments: int
    seen_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailFile:
    """A file that came along; `refused` says by language why it was not kept."""

    name: str = field(repr=False)
    kept: bool
    refused: Mapping[str, str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailRead(MailEntry):
    """A mail that was read; who says to have written it is a claim."""

    sender: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)
    files: Sequence[MailFile]


class PapersClient(Client):
    """A client that looks at what people handed in; each look is an entry of the ledger."""

    def proofs(
        self, *, reference: str | None = None, decided: bool | None = None, page: int = 100
    ) -> Iterator[Proof]:
        """Yield documents of all requests or of one, those that were added first come first.

        Args:
            reference: Only of this request.
            decided: Only those that are, or are not.
            page: How many are asked for at a time.
        """
        asked: dict[str, Any] = {"limit": page}
        if reference is not None:
            asked["reference"] = reference
        if decided is not None:
            asked["decided"] = decided
        for one in self._pages("/proofs", "proofs", **asked):
            yield Proof(**moments(one, "added_at", "erased_at"))

    def proof_document(self, reference: str, proof: str) -> bytes:
        """Look at a document."""
        return self._get_file(path_of("requests", reference, "proofs", proof, "document"))

    def judge_proof(
        self,
        request: Request,
        proof: str,
        outcome: Literal["accepted", "rejected"],
        *,
        key: str | None = None,
    ) -> Request:
        """Accept or reject a document of a request as it was read; its file is erased."""
        body = {"outcome": outcome, "turn": request.turn}
        path = path_of("requests", request.reference, "proofs", proof, "decision")
        return read_request(self._post(path, body, key=key))

    def attach_scan(self, reference: str, content: bytes, *, key: str | None = None) -> str:
        """Keep the scan of a letter at its request; return its number among the documents."""
        path = path_of("entered-requests", reference, "scans")
        return str(self._post_file(path, content, key=key)["proof"])

    def mails(
        self,
        *,
        became: Sequence[str] = (),
        seen: bool | None = None,
        reference: str | None = None,
        page: int = 100,
    ) -> Iterator[MailEntry]:
        """Yield mails that came to the desk, the oldest first, without what they say.

        Args:
            became: Only what was taken for one of these; see `MailEntry`.
            seen: Only those that somebody has dealt with, or nobody yet.
            reference: Only those of this request.
            page: How many are asked for at a time.
        """
        given = {"became": list(became) or None, "seen": seen, "reference": reference}
        asked = {name: value for name, value in given.items() if value is not None}
        for one in self._pages("/mails", "mails", limit=page, **asked):
            yield _entry(one)

    def mail(self, key: str) -> MailRead:
        """Read one mail: this is personal, and an entry of the ledger."""
        found = moments(self._get(path_of("mails", key)), "received_at", "seen_at")
        files = tuple(MailFile(**one) for one in found.pop("files"))
        return MailRead(**found, files=files)

    def mail_file(self, key: str, number: int) -> bytes:
        """Look at a file that came along, by its place in the list, from 1."""
        return self._get_file(path_of("mails", key, "files", number))

    def dealt_with(self, mail: str, *, key: str | None = None) -> MailEntry:
        """Note that a mail was read and dealt with."""
        return _entry(self._post(path_of("mails", mail, "seen"), key=key))

    def assign_mail(self, mail: str, reference: str, *, key: str | None = None) -> MailEntry:
        """Put a mail of no request to the request it belongs to, with its files."""
        return _entry(
            self._post(path_of("mails", mail, "assignment"), {"reference": reference}, key=key)
        )


def _entry(found: dict[str, Any]) -> MailEntry:
    return MailEntry(**moments(found, "received_at", "seen_at"))
