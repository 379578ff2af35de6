"""What staff saw of who asks: somebody across the counter, a power on paper."""

from typing import Literal, TypeAlias

from sqlalchemy import Connection

from upheld.desk.case import Case
from upheld.desk.identity import methods
from upheld.desk.identity.proofs import KINDS_OF_PROOF, unknown
from upheld.desk.office import Office
from upheld.refusal import RefusalError
from upheld.wording import Text

Shown: TypeAlias = Literal["identity", "power"]


class ProofUnsaidError(RefusalError):
    """Nobody is identified by something that nobody names."""

    code = "proof-unsaid"


def note_seen(
    office: Office, connection: Connection, case: Case, what: Shown, proof: str, *, by: str
) -> None:
    """Note that staff have seen who asks, or that an agent may act; the case goes on.

    Args:
        office: The desk.
        connection: The transaction.
        case: It has to wait for this.
        what: What was shown.
        proof: What it was shown by, a word of `KINDS_OF_PROOF`: a line of one's own would stand
            in the ledger.
        by: Who saw it.

    Raises:
        ProofUnsaidError: Nothing is said to have been seen.
        ProofUnknownError: There is no such kind of proof.
        MethodRefusedError: The policy does not take this way, or nothing is awaited.
    """
    if not proof:
        raise _unsaid()
    if proof not in KINDS_OF_PROOF[what]:
        raise unknown()
    if what == "power":
        methods.confirm_power(office, connection, case, by=by, proof=[proof])
        return
    # Documents that were looked at across a counter are documents too.
    taken = methods.methods_of(office.company.policy, case.right, case.residence)
    way: methods.Method = "staff" if "staff" in taken else "documents"
    methods.confirm(office, connection, case, way, by=by, facts=[proof])


def _unsaid() -> ProofUnsaidError:
    return ProofUnsaidError(
        Text(en="what was looked at is not said", ja="確認したものが選ばれていません"),
        remedy=Text(
            en="name the document that was seen (`proof`); `other` if it is not on the list",
            ja="確認した書類を選んでください(`proof`)。一覧になければ `other` です",
        ),
    )
