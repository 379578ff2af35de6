"""Where a decision about an unsure point goes in the table's entry; comments stay where they are.

Nothing is put behind an entry's last line: a comment on the next table hangs on that line.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from upheld.datamap.document import flow, plain
from upheld.datamap.model import Role, TableMap, Unsure
from upheld.documents.nearest import nearest as nearest_word
from upheld.refusal import RefusalError, Where
from upheld.vocabulary.category import known, nearest
from upheld.wording import Text

Choice: TypeAlias = Literal[
    "owner", "accessor", "mention", "custodian", "take", "category", "none", "reject"
]
CHOICES: tuple[Choice, ...] = get_args(Choice)
ROLES: tuple[Role, ...] = get_args(Role)
Kind: TypeAlias = Literal["edge", "column", "nobody", "table", "retain", "part", "other"]
_KEYS: tuple[tuple[str, Kind], ...] = (
    ("retain", "retain"),
    ("owns", "part"),
    ("json", "part"),
    ("soft_delete", "part"),
    ("none", "nobody"),
    ("category", "column"),
)


class DecisionRefusedError(RefusalError):
    """The map cannot say what was chosen."""

    code = "map-decision-refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What somebody decided.

    Attributes:
        number: Which of the table's points, counted from 0.
        by: Who, as the file says it: an id of staff, or a name given at a terminal.
        category: Where the choice is `category`.
        to: Where an edge leads to another kind of person, or table, than was guessed.
        rule: Where a retention is taken: a rule of the policy.
    """

    table: str
    number: int
    choice: Choice
    by: str
    why: str
    category: str | None = None
    rule: str | None = None
    to: str | None = None


def kind_of(point: Unsure) -> Kind:
    """Say what a point is about, by its guess."""
    guess = point.guess
    if isinstance(guess, Mapping):
        if "to" in guess and "via" in guess:
            return "edge"
        return next((kind for key, kind in _KEYS if key in guess), "other")
    if guess == "none" and point.point not in ("table", "retain"):
        return "column"
    return "table" if point.point == "table" else "other"


def offered(point: Unsure, entry: TableMap) -> tuple[Choice, ...]:
    """Return what the language of maps allows for a point."""
    found: dict[Kind, tuple[Choice, ...]] = {
        "edge": (*ROLES, "reject"),
        "column": ("none", "category") if point.guess == "none" else ("take", "category", "none"),
        "nobody": ("reject",) if entry.edges or entry.owns else ("take", "reject"),
        # What stands in the entry was proposed with it: it is agreed, or changed by hand.
        "table": ("take",) if entry.edges or entry.owns else ("take", "none"),
        "retain": ("take", "reject"),
        "part": ("take", "reject"),
        "other": ("reject",),
    }
    return found[kind_of(point)]


def no_answer(choice: str, point: Unsure, allowed: Collection[str]) -> tuple[Text, Text]:
    """Say that a point does not take an answer, and which it does."""
    listed = ", ".join(f"`{one}`" for one in allowed)
    guess = nearest_word(choice, allowed)
    meant_en, meant_ja = (
        (f"did you mean `{guess}`? ", f"`{guess}` ではありませんか。") if guess else ("", "")
    )
    return (
        Text(
            en=f"`{choice[:20]}` is no answer to the point `{point.point[:60]}`",
            ja=f"点 `{point.point[:60]}` に `{choice[:20]}` という答えはありません",
        ),
        Text(en=f"{meant_en}use one of {listed}", ja=f"{meant_ja}{listed} のいずれか"),
    )


def outcome(point: Unsure, decided: Decided) -> str | None:
    """Return what a choice makes of a guess, as the file says it; `None`: it was wrong."""
    choice, kind, guess = decided.choice, kind_of(point), point.guess
    if choice == "reject":
        return None
    if kind == "edge":
        return choice
    if choice == "none" or kind == "nobody":
        return "none"
    if kind != "column":
        return "taken"
    if choice == "category":
        return decided.category or ""
    return str(guess["category"]) if isinstance(guess, Mapping) else "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """One decision on its way into a document.

    Attributes:
        entry: The table's entry.
        rules: The retention rules of the policy.
        where: Whose file and table, for refusals.
    """

    document: CommentedMap
    entry: CommentedMap
    point: Unsure
    decided: Decided
    rules: Collection[str]
    where: Where

    def place(self) -> str | None:
        """Write the choice into its place; return what became of the guess, `None` if it was wrong.

        Raises:
            DecisionRefusedError: The map cannot say this of the point.
        """
        self._refuse_what_is_not_offered()
        choice, kind = self.decided.choice, kind_of(self.point)
        made = outcome(self.point, self.decided)
        if choice == "reject":
            return made
        if kind == "edge":
            self._add_edge()
        elif kind == "column":
            self._fill_field(str(made))
        elif choice == "none" or kind == "nobody":
            self._say_nobodys()
        elif kind == "retain":
            self._add_retention()
        elif kind == "part":
            self._add_part()
        return made

    def refused(self, what: Text, remedy: Text) -> DecisionRefusedError:
        """Return the refusal of this decision."""
        return DecisionRefusedError(what, where=self.where, remedy=remedy)

    def refuse_person_in_nobodys_table(self) -> None:
        """Refuse a table that is nobody's and holds columns that name people: they would stay.

        Raises:
            DecisionRefusedError: The entry has come to say both.
        """
        entry = TableMap.model_validate(plain(self.entry))
        named = ", ".join(f"`{column}`" for column in entry.people_named())
        if entry.none is None or not named or self.decided.choice == "reject":
            return
        raise self.refused(
            Text(
                en=f"the table cannot be nobody's (`none`): its entry says that {named} name a person, "
                "or hold what needs special care",
                ja=f"この表を誰のものでもない(`none`)とすることはできません。{named} は、人を特定する、"
                "または特に配慮を要する情報とされています",
            ),
            Text(
                en="reject the guess and write the edge to whose rows these are "
                "(`edges: [{to: …, via: …}]`), or write `none` for these columns under `fields`",
                ja="推定を却下(`reject`)して本人へのエッジ(`edges: [{to: …, via: …}]`)を書くか、"
                "`fields` でこれらの列を `none` としてください",
            ),
        )

    def _refuse_what_is_not_offered(self) -> None:
        allowed = offered(self.point, TableMap.model_validate(plain(self.entry)))
        choice = self.decided.choice
        if choice not in allowed:
            raise self.refused(*no_answer(choice, self.point, allowed))
        if self.decided.to is not None and (kind_of(self.point) != "edge" or choice == "reject"):
            raise self.refused(
                Text(
                    en=f"`{choice}` of this point leads nowhere, so it takes no `to`",
                    ja=f"この点の `{choice}` に参照先(`to`)は指定できません",
                ),
                Text(en="leave it out", ja="指定せずにやり直してください"),
            )

    def _add_edge(self) -> None:
        kept = {k: v for k, v in self.point.guess.items() if k not in ("why", "confidence", "role")}
        guessed, to = kept["to"], self.decided.to or str(kept["to"])
        self._refuse_unmapped(to)
        if to != guessed:
            kept.pop("references", None)  # columns of the table that was guessed
        self.entry.pop("none", None)  # an edge says the contrary
        kept["to"] = to
        edge = {"to": kept.pop("to"), "via": kept.pop("via"), "role": self.decided.choice, **kept}
        self._into_list("edges", flow(edge))

    def _refuse_unmapped(self, to: str) -> None:
        subjects = list(self.document.get("subjects") or {})
        if to in subjects or to in self.document["tables"]:
            return
        if self.decided.to is not None:
            listed = ", ".join(f"`{one}`" for one in subjects)
            raise self.refused(
                Text(
                    en=f"the map knows no kind of person and no table `{to[:60]}`",
                    ja=f"データマップに `{to[:60]}` という人の種類も表もありません",
                ),
                Text(en=f"its kinds of person are {listed}", ja=f"人の種類は {listed} です"),
            )
        raise self.refused(
            Text(
                en=f"the guess leads to `{to[:60]}`, which the map does not know",
                ja=f"推定の参照先 `{to[:60]}` がデータマップにありません",
            ),
            Text(
                en="map that table first, or reject the guess",
                ja="先にその表を書き加えるか、推定を却下してください",
            ),
        )

    def _fill_field(self, category: str) -> None:
        more: dict[str, Any] = {}
        if self.decided.choice == "take":
            told = ("why", "confidence", "category")
            more = {k: v for k, v in self.point.guess.items() if k not in told}
        if category != "none" and not known(category):
            raise self._no_category(category)
        held = "none" if category == "none" else flow({"category": category, **more})
        self._into_map("fields", self.point.point, held)

    def _no_category(self, name: str) -> DecisionRefusedError:
        guess = nearest(name) if name else None
        return self.refused(
            Text(
                en=f"there is no data category `{name[:60]}`",
                ja=f"データ区分 `{name[:60]}` はありません",
            ),
            Text(en=f"did you mean `{guess}`?", ja=f"`{guess}` ではありませんか")
            if guess
            else Text(
                en="name one, e.g. `contact.email`; docs/vocabulary.md lists them",
                ja="`contact.email` のように指定してください。一覧は docs/ja/vocabulary.md にあります",
            ),
        )

    def _say_nobodys(self) -> None:
        guess = self.point.guess
        said = guess["none"] if isinstance(guess, Mapping) else self.decided.why
        if "none" not in self.entry:
            self._before_unsure("none", str(said))

    def _add_retention(self) -> None:
        said = dict(self.point.guess["retain"])
        rule = self.decided.rule or str(said.get("rule", ""))
        if "with" not in said:
            said["rule"] = rule
            self._refuse_unknown(rule)
        self._before_unsure("retain", flow(said))

    def _refuse_unknown(self, rule: str) -> None:
        if rule in self.rules:
            return
        listed = ", ".join(f"`{one}`" for one in sorted(self.rules))
        raise self.refused(
            Text(
                en=f"the policy has no retention rule `{rule[:60]}`",
                ja=f"ポリシーに保存期間の規則 `{rule[:60]}` がありません",
            ),
            Text(en=f"use one of {listed}", ja=f"{listed} のいずれか")
            if listed
            else Text(
                en="declare it under `retention:` of the policy",
                ja="ポリシーの `retention:` に書いてください",
            ),
        )

    def _add_part(self) -> None:
        for part, said in self.point.guess.items():
            if part == "owns":
                self.entry.pop("none", None)
                self._into_list("owns", flow(said))
            elif part == "json":
                self._into_map("json", self.point.point, flow(said))
            elif part == "soft_delete":
                self._before_unsure("soft_delete", flow(said))

    def _before_unsure(self, key: str, value: Any) -> None:
        if key in self.entry:
            self.entry[key] = value
        else:
            self.entry.insert(list(self.entry).index("unsure"), key, value)

    def _into_list(self, key: str, value: Any) -> None:
        there = self.entry.get(key)
        if not isinstance(there, CommentedSeq):
            self._before_unsure(key, CommentedSeq([value]))
        elif there.fa.flow_style() or not there.ca.items.get(len(there) - 1):
            there.append(value)
        else:
            there.insert(0, value)

    def _into_map(self, key: str, name: str, value: Any) -> None:
        there = self.entry.get(key)
        if not isinstance(there, CommentedMap):
            self._before_unsure(key, CommentedMap({name: value}))
        elif name in there or there.fa.flow_style() or not there.ca.items.get(list(there)[-1]):
            there[name] = value
        else:
            there.insert(0, name, value)
