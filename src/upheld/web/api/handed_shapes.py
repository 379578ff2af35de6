"""What the API takes and gives where people hand in documents, and where money goes back."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from upheld.desk.identity.proofs import Outcome, What
from upheld.web.api.shapes import Shape, example
from upheld.web.api.work_shapes import Sha256, Turn

_PROOF = {
    "id": "P-0123456789abcdef",
    "reference": "R-2026-0001",
    "what": "identity",
    "kind": "driving-licence",
    "added_at": "2026-12-24T01:00:00Z",
    "document": True,
    "outcome": None,
    "erased_at": None,
}


class ProofShape(Shape):
    """A document that was handed in or came along; what it shows is behind `…/document`."""

    model_config = example(**_PROOF)

    id: str
    reference: str
    what: What = Field(description="Who asks, the power of an agent, or what came along.")
    kind: str = Field(description="Which document, e.g. `passport`, `letter-scan`.")
    added_at: datetime
    document: bool = Field(description="Whether there is a file to look at.")
    outcome: Outcome | None = Field(description="`null` until somebody decided it.")
    erased_at: datetime | None


class ProofPage(Shape):
    """A page of documents; those that were added first come first."""

    model_config = example(proofs=[_PROOF], cursor=None)

    proofs: list[ProofShape]
    cursor: str | None = Field(description="Gives the next page; none after the last.")


class Judging(Shape):
    """What an officer finds of a document; the file is erased either way."""

    model_config = example(outcome="accepted", turn=1)

    outcome: Literal["accepted", "rejected"]
    turn: Turn


class Scanned(Shape):
    """A file as it arrived: what a key of one call stands for."""

    sha256: Sha256
    reference: str


class ScanShape(Shape):
    """A scan as it is kept, sealed, at its request."""

    model_config = example(reference="R-2026-0001", proof="P-0123456789abcdef")

    reference: str
    proof: str = Field(description="Its number in `GET /proofs`.")


_HELD = {"reference": "R-2026-0004", "amount": "1000", "currency": "JPY", "by_card": False}


class HeldShape(Shape):
    """A fee that is held although its request was refused or withdrawn."""

    model_config = example(**_HELD)

    reference: str
    amount: str
    currency: str
    by_card: bool = Field(description="It goes back through Stripe, and by nobody's hand.")


class HeldPage(Shape):
    """A page of fees to give back, by the number of the request."""

    model_config = example(fees=[_HELD], cursor=None)

    fees: list[HeldShape]
    cursor: str | None = Field(description="Gives the next page; none after the last.")


class BookShape(Shape):
    """The book of fees in one currency: `held` is what was paid and not given back."""

    model_config = example(
        currency="JPY", charged="3000", waived="0", paid="2000", refunded="1000", held="1000"
    )

    currency: str
    charged: str
    waived: str
    paid: str
    refunded: str
    held: Annotated[str, Field(description="`paid` less `refunded`.")]
