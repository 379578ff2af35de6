"""What staff saw of who asks: somebody across the counter, a power on paper."""

from typing import Literal, TypeAlias

from sqlalchemy import Connection

from upheld.desk.case import Case
from upheld.desk.identity import methods
from upheld.desk.identity.proofs import KINDS_OF_PROOF, unknown
from upheld.desk.office import Office

Shown: TypeAlias = Literal["identity", "power"]


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
            in the ledger. Empty where staff know the person.
        by: Who saw it.

    Raises:
        ProofUnknownError: There is no such kind of proof, or none was given for a power.
        MethodRefusedError: The policy does not take this way, or nothing is awaited.
    """
    if proof not in KINDS_OF_PROOF[what] and (proof or what == "power"):
        raise unknown()
    if what == "power":
        methods.confirm_power(office, connection, case, by=by, proof=[proof])
        return
    # Documents that were looked at across a counter are documents too.
    taken = methods.methods_of(office.company.policy, case.right, case.residence)
    way: methods.Method = "staff" if "staff" in taken else "documents"
    methods.confirm(office, connection, case, way, by=by, facts=[proof] if proof else [])
