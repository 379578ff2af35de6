"""From people to an explained plan: how many rows of each table, what happens, and why.

Compiling reads and never writes. The plan's hash covers everything it depends on: the schema,
the map, the policy, and for each person a salted digest of the keys of their rows by table and
action, so that an approval is for exactly these rows and no others.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from upheld.datamap.graph import Graph
from upheld.deletion.acts import ROWS_IN_ONE_TRANSACTION
from upheld.deletion.digests import counted
from upheld.deletion.explaining import Asked, Explaining, Hold, SystemPlan, TablePlan, as_day
from upheld.deletion.knots import refuse_impossible
from upheld.deletion.settling import settle
from upheld.deletion.unfit import refuse_unfit
from upheld.documents.nearest import nearest
from upheld.evidence.entry import canonical
from upheld.law.periods import OpenDays, cutoff
from upheld.policy.model import Policy
from upheld.refusal import InvalidFileError, Where
from upheld.subject.closure import Closure, Retention
from upheld.subject.marks import ActionCode
from upheld.subject.working_set import WorkingSet
from upheld.wording import Text

__all__ = [
    "SCHEMA",
    "Asked",
    "Hold",
    "SystemPlan",
    "TablePlan",
    "as_day",
    "compile_system",
    "retentions",
    "sha256_of",
    "trace",
]

SCHEMA = "upheld/plan/1"
_STAYS = (ActionCode.ANONYMISE, ActionCode.RETAIN, ActionCode.TOMBSTONE)


def retentions(
    graph: Graph, policy: Policy, as_of: date, calendar: OpenDays | None
) -> dict[str, Retention]:
    """The cut-off day of each retention rule that the map names."""
    rules = {n.entry.retain.rule: name for name, n in graph.nodes.items() if n.entry.retain}
    for rule, table in rules.items():
        if rule not in policy.retention:
            raise _no_rule(graph, rule, table, policy)
    return {
        rule: Retention(cutoff=cutoff(as_of, policy.retention[rule].period, calendar=calendar))
        for rule in rules
    }


def _no_rule(graph: Graph, rule: str, table: str, policy: Policy) -> InvalidFileError:
    guess = nearest(rule, policy.retention)
    return InvalidFileError(
        Text(
            en=f"the retention rule `{rule[:60]}` is not in the policy",
            ja=f"保存規則 `{rule[:60]}` はポリシーにありません",
        ),
        remedy=Text(
            en=f"did you mean `{guess}`?" if guess else "declare it under `retention:`",
            ja=f"`{guess}` ではありませんか" if guess else "`retention:` に宣言してください",
        ),
        where=Where(file=f"datamap/{graph.system}.yaml", table=table),
    )


def trace(working: WorkingSet, asked: Sequence[Asked], rules: Mapping[str, Retention]) -> Closure:
    """Reach and settle every row of these people."""
    closure = Closure(working, [a.person for a in asked], rules)
    closure.walk()
    held = [a.person.number for a in asked if a.hold is not None]
    settle(working, held, several=len(asked) > 1)
    return closure


def compile_system(  # noqa: PLR0917 - read like a sentence where it is called
    connection: Connection,
    working: WorkingSet,
    closure: Closure,
    asked: Sequence[Asked],
    policy: Policy,
    calendar: OpenDays | None,
    salt: str,
) -> SystemPlan:
    """Explain what was settled; `salt` goes into the digests and must be kept with the plan.

    Raises:
        ValueUnfitError: An anonymised value is forbidden by its column.
        OrderImpossibleError: Rows need one another, and none can be deleted first.
    """
    graph = working.graph
    explaining = Explaining(connection, working, asked, policy, calendar)
    for name, counts in counted(working, salt):
        explaining.add(working.sets[name], counts)
    found = explaining.digests.actions
    refuse_unfit(working, found)
    plan = explaining.plan
    refuse_impossible(working, found, chunked=plan.rows > ROWS_IN_ONE_TRANSACTION)
    plan.missing_indexes = sorted(set(_missing_indexes(graph)))
    plan.not_proven += [
        f"{graph.system}/{table}: {rows} row(s) could not be decoded"
        for table, rows in sorted(closure.unread.rows.items())
    ]
    plan.not_proven += _personal_keys(working, found)
    plan.out_of_scope = [
        f"{graph.system}/{name}: {entry.none}"
        for name, entry in sorted(graph.datamap.tables.items())
        if entry.none is not None
    ]
    return plan


def _missing_indexes(graph: Graph) -> Iterator[str]:
    """Columns that are searched for a person's rows and that no index begins with."""
    for name, node in graph.nodes.items():
        for link in node.links:
            unused = link.role == "custodian" and link.action != "unlink"
            served = any(index[:1] == link.columns[:1] for index in node.table.indexes)
            if link.kind == "key" and not unused and not served:
                yield f"{graph.system}/{name}({', '.join(link.columns)})"


def _personal_keys(working: WorkingSet, found: Mapping[str, set[ActionCode]]) -> Iterator[str]:
    """Keys that hold personal data in rows that stay: they cannot be anonymised."""
    for name, actions in found.items():
        columns = working.graph.node(name).personal_key
        if columns and actions & set(_STAYS):
            system = working.graph.system
            yield f"{system}/{name}: the key {', '.join(columns)} stays in rows that stay"


def sha256_of(document: Mapping[str, Any], pins: Mapping[str, Any]) -> str:
    """The hash that is approved: canonical JSON (RFC 8785) of the plan and what it rests on."""
    plain = {k: v for k, v in document.items() if k != "plan_sha256"}
    return hashlib.sha256(canonical({"plan": plain, "pins": dict(pins)})).hexdigest()
