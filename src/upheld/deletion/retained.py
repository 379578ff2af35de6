"""What becomes of a row that a retention rule keeps: until when, what is emptied, what stays.

"Retain" sounds like an upper limit; for a plan it is a reason to keep. So the plan says for each
table which columns lose their content now, which keep it, and what happens when the period ends.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from upheld.datamap.links import Node
from upheld.deletion.anonymise import columns_for, json_for
from upheld.policy.language.retention import RetentionRule
from upheld.subject.marks import ActionCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Retained:
    """The rows of one table that a rule keeps.

    Attributes:
        rows: How many.
        period: The rule's, e.g. `P7Y`.
        starts: The column from which it counts; `table.column` for rows kept with others.
        emptied: Columns that lose their content now, and `column.path` inside of JSON.
        kept: Columns that keep it until the end.
        after: What happens then.
    """

    rows: int
    rule: str
    clause: str
    period: str
    starts: str
    emptied: tuple[str, ...]
    kept: tuple[str, ...]
    after: Literal["delete", "anonymise"]

    def as_json(self) -> dict[str, Any]:
        """Return the documented keys."""
        told = {name: getattr(self, name) for name in self.__dataclass_fields__}
        told["from"] = told.pop("starts")
        return told | {"emptied": list(self.emptied), "kept": list(self.kept)}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Retained":
        """Read what `as_json` wrote."""
        plain = {name: value for name, value in told.items() if name != "from"}
        listed = {name: tuple(told[name]) for name in ("emptied", "kept")}
        return cls(**(plain | listed | {"starts": told["from"]}))


def retained_of(node: Node, rule: RetentionRule, rows: int) -> Retained | None:
    """Say it of some rows of a table; `None` where the table has no rule."""
    retain = node.entry.retain
    if retain is None:
        return None
    emptied = dict.fromkeys(columns_for(node, ActionCode.RETAIN))
    for link in node.owner_links:
        if link.bit and not set(link.columns) & set(retain.keep):
            emptied |= dict.fromkeys(link.columns)
    paths = [
        f"{column}.{path.removeprefix('$').lstrip('.')}"
        for column, named in json_for(node, ActionCode.RETAIN).items()
        for path in named
    ]
    return Retained(
        rows=rows,
        rule=retain.rule,
        clause=", ".join(rule.c),
        period=str(rule.period),
        starts=retain.from_,
        emptied=(*emptied, *paths),
        kept=tuple(column for column in node.table.columns if column not in emptied),
        after=retain.after,
    )
