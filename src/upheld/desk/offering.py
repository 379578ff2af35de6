"""What may be asked for, by residence: the matrix of rights that the policy declares.

Where it is unknown where a person lives, the default path holds: what the main text offers to
everybody. An overlay of a residence beats it, right by right.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from upheld.desk.clocks import Answering, answering, offered
from upheld.desk.grounds import FEE, Ground, grounds_for
from upheld.desk.identity.methods import Method, methods_of
from upheld.desk.kinds import KINDS, Kind, Residence
from upheld.desk.office import Office
from upheld.policy.language.rights import RightOffered

RESIDENCES: tuple[Residence | None, ...] = (None, "JP", "US-CA")
"""`None`: not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One cell: a right, for people of a residence.

    Attributes:
        line: The policy's line; `None` where it says nothing about this.
        answered: Until when it is answered; `None` where it is not offered.
        methods: The ways to show who asks; empty where nobody has to.
        grounds: On which it may be refused.
    """

    residence: Residence | None
    kind: Kind
    line: RightOffered | None
    answered: Answering | None = None
    methods: tuple[Method, ...] = ()
    grounds: tuple[Ground, ...] = ()

    @property
    def is_offered(self) -> bool:
        """Whether it can be asked for."""
        return self.answered is not None


def matrix(office: Office, residences: Sequence[Residence | None] = RESIDENCES) -> list[Offer]:
    """Return every right for every residence, also those that are not offered."""
    return [_offer(office, kind, residence) for residence in residences for kind in KINDS.values()]


def _offer(office: Office, kind: Kind, residence: Residence | None) -> Offer:
    policy = office.company.policy
    line = offered(policy, kind.id, residence)
    if line is None or not line.offered:
        return Offer(residence=residence, kind=kind, line=line)
    return Offer(
        residence=residence,
        kind=kind,
        line=line,
        answered=answering(policy, kind.id, residence, office.calendar),
        methods=methods_of(policy, kind.id, residence),
        grounds=tuple(
            one
            for one in grounds_for(policy, kind.id, residence)
            if one.code != FEE or line.fee is not None
        ),
    )
