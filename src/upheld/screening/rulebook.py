"""What the policy says about something that was found: the act, and the clause that asks for it.

The ten groups come from `ai.prohibited`, identifying data from `ai.masking`. Settings may be
stricter than the policy and never looser. What neither speaks of: a group is blocked, anything
else goes under another name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from upheld.detection import Finding
from upheld.detection.kind import kinds
from upheld.policy.language.ai import AiTerms
from upheld.policy.language.line import Promise
from upheld.policy.model import Policy
from upheld.screening.acts import Act, rank, strictest
from upheld.screening.configuration import GatewaySection


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What becomes of one finding, and why.

    Attributes:
        kind: What was found.
        group: The prohibited group that decided, if one did.
        act: What becomes of it.
        clause: Of the policy; `None` where the settings or the default decided.
    """

    kind: str
    group: str | None
    act: Act
    clause: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """The decisions of one policy and its settings, prepared.

    Attributes:
        prohibited: Groups that the policy blocks, each with its clause.
        masked: Categories whose data is taken out, with its clause.
        masked_except: Purposes for which it is not.
        acts: What the settings say, by kind or group.
        otherwise: What becomes of anything else.
        purposes: For which the provider may receive anything; empty where the policy names none.
        policy: Which policy: its digest, for the record.
    """

    prohibited: Mapping[str, str]
    masked: Mapping[str, str]
    masked_except: frozenset[str]
    acts: Mapping[str, Act]
    otherwise: Act
    purposes: frozenset[str]
    policy: str
    _made: dict[tuple[str, tuple[str, ...], str], Decision] = field(
        default_factory=dict, init=False, repr=False
    )

    def decide(self, finding: Finding, purpose: str) -> Decision:
        """Return what becomes of a finding in a call for a purpose."""
        key = (finding.kind, finding.groups, purpose)
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = self._decided(*key)
        return made

    def _decided(self, kind: str, groups: Iterable[str], purpose: str) -> Decision:
        options = [self._of_group(kind, group) for group in groups]
        options.append(self._of_kind(kind, purpose, settled=bool(options)))
        return max(options, key=lambda one: (rank(one.act), one.clause is not None))

    def _of_group(self, kind: str, group: str) -> Decision:
        clause = self.prohibited.get(group)
        said = self.acts.get(group, self.acts.get(kind))
        if clause is not None or said is None:
            return Decision(kind=kind, group=group, act="block", clause=clause)
        return Decision(kind=kind, group=group, act=said, clause=None)

    def _of_kind(self, kind: str, purpose: str, *, settled: bool) -> Decision:
        clause = masking_of(self, kinds()[kind].category)
        said = self.acts.get(kind)
        if clause is not None and purpose not in self.masked_except:
            act = strictest("pseudonymise", said or "pseudonymise")
            return Decision(kind=kind, group=None, act=act, clause=clause)
        if clause is not None:
            return Decision(kind=kind, group=None, act=said or "allow", clause=clause)
        # A group has decided already: the default for what nobody spoke of adds nothing.
        act = said or ("allow" if settled else self.otherwise)
        return Decision(kind=kind, group=None, act=act, clause=None)


def rulebook_of(policy: Policy, section: GatewaySection) -> Rulebook:
    """Prepare the decisions of a policy."""
    terms = policy.ai or AiTerms()
    masking = terms.masking
    masked = () if masking is None else masking.data
    clause = "" if masking is None else _clauses(masking)
    provider = policy.recipients.get(section.recipient or "")
    return Rulebook(
        prohibited={one.kind.replace("-", "_"): _clauses(one) for one in terms.prohibited},
        masked={item: clause for name in masked for item in policy.items_of(name)},
        masked_except=frozenset(() if masking is None else masking.except_for),
        acts=dict(section.acts),
        otherwise=section.otherwise,
        purposes=frozenset(() if provider is None else provider.purposes),
        policy=policy.sha256,
    )


def masking_of(book: Rulebook, category: str) -> str | None:
    """Return the clause that takes a category out; `None` where none does."""
    return next((c for top, c in book.masked.items() if _below(category, top)), None)


def _below(category: str, top: str) -> bool:
    return category == top or category.startswith(f"{top}.")


def _clauses(line: Promise) -> str:
    return ", ".join(line.c)
