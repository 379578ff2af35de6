"""Rules between the policy, the data maps and the stores: what is held and not declared."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from upheld.connectors.schema import Schema
from upheld.datamap.drift import compare
from upheld.datamap.model import DataMap, FieldEntry, TableMap
from upheld.documents.positioned import Positioned
from upheld.policy.model import REQUESTS_RULE, Policy
from upheld.policy.rules.rule import Hit, Registry
from upheld.vocabulary import category
from upheld.wording import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenMaps:
    """What these rules look at.

    Attributes:
        read: The policy with its places.
        maps: Each data map with its places, by system.
        schemas: What each reachable database says of itself, by system.
        systems: Every place of the workspace.
        overdue: Rows older than their retention rule allows, by system and table.
    """

    read: Positioned[Policy]
    maps: Mapping[str, Positioned[DataMap]]
    schemas: Mapping[str, Schema]
    systems: tuple[str, ...]
    overdue: Mapping[tuple[str, str], int]

    @property
    def policy(self) -> Policy:
        """The policy itself."""
        return self.read.model

    def tables(self) -> Iterator[tuple[str, Positioned[DataMap], str, TableMap]]:
        """Every mapped table."""
        for system, read in self.maps.items():
            for name, entry in read.model.tables.items():
                yield system, read, name, entry

    def fields(self) -> Iterator[tuple[Positioned[DataMap], str, TableMap, str, str]]:
        """Every column that holds a category: map, table, entry, column, category."""
        for _, read, table, entry in self.tables():
            for column, held in entry.fields.items():
                if isinstance(held, FieldEntry):
                    yield read, table, entry, column, held.category


rule = Registry[GivenMaps]()
_MAP = (
    "system: shop\nsubjects: {customer: {table: customer, key: id, identifiers: {email: email}}}\n"
)
_CUSTOMER = "fields: {email: {category: contact.email}"


@rule(
    "UPH205", "deletion-without-index", "warning",
    title=Text(en="A deletion path without an index", ja="削除の経路に索引がない"),
    why=Text(
        en="Every request reads the whole table; a person waits and the application with them.",
        ja="請求のたびに表全体を読むことになり、本人もアプリケーションも待たされます。",
    ),
    bad=_MAP + "tables: {note: {edges: [{to: customer, via: customer_id}], fields: {}}}",
    good=_MAP + "tables: {note: {edges: [{to: customer, via: id}], fields: {}}}",
)  # fmt: skip
def deletion_without_index(given: GivenMaps) -> Iterator[Hit]:
    for system, read, name, entry in given.tables():
        schema = given.schemas.get(system)
        table = schema.tables.get(name) if schema is not None else None
        for number, edge in enumerate(entry.edges if table is not None else ()):
            if edge.role == "custodian":
                continue  # no request is about staff who merely handled a row: nothing reads by it
            via = edge.via if isinstance(edge.via, str) else edge.via[0]
            plain = table is not None and via in table.columns
            if plain and table is not None and not any(i[:1] == (via,) for i in table.indexes):
                yield Hit(
                    source=read,
                    path=("tables", name, "edges", number, "via"),
                    what=Text(
                        en=f"no index of `{name}` begins with `{via}`",
                        ja=f"`{name}` に `{via}` で始まる索引がありません",
                    ),
                    remedy=Text(
                        en=f"CREATE INDEX {name}_{via} ON {name} ({via})",
                        ja=f"CREATE INDEX {name}_{via} ON {name} ({via})",
                    ),
                )


@rule(
    "UPH206", "retention-without-job", "warning",
    title=Text(en="A retention rule that nothing carries out", ja="実行する仕組みのない保存期間"),
    why=Text(
        en="A period that no data map names is kept by nobody.",
        ja="どのデータマップにもない保存期間は、誰にも守られません。",
    ),
    law=("APPI 22",),
    bad=_MAP + "tables: {customer: {" + _CUSTOMER + "}}}",
    good=_MAP + "tables: {customer: {" + _CUSTOMER + "}, retain: {rule: shopping, from: since}}}",
)  # fmt: skip
def retention_without_job(given: GivenMaps) -> Iterator[Hit]:
    if not given.maps:
        return  # UPH215 says that there is no map; the rules cannot be named in it yet
    named = {entry.retain.rule for _, _, _, entry in given.tables() if entry.retain}
    for name, one in given.policy.retention.items():
        seen_to = one.procedure is not None or one.keep.period is None
        if name not in named and name != REQUESTS_RULE and not seen_to:
            yield Hit(
                path=("retention", name),
                key=True,
                clause=one.c[0],
                what=Text(
                    en=f"no data map carries out the retention rule `{name}`",
                    ja=f"保存規則 `{name}` を実行するデータマップがありません",
                ),
                remedy=Text(
                    en="name it under `retain:` of the tables, so that `upheld retention` carries it "
                    "out, or say who sees to it with `procedure:`",
                    ja="表の `retain:` に指定すれば `upheld retention` で実行できます。そうでなければ "
                    "`procedure:` に担当を書いてください",
                ),
            )


@rule(
    "UPH210", "map-drifted", "error",
    title=Text(en="Database and data map differ", ja="データベースとデータマップの差異"),
    why=Text(
        en="What the map does not know is neither disclosed nor deleted.",
        ja="マップにない列は、開示も削除もされません。",
    ),
    law=("APPI 22", "APPI 33", "APPI 35"),
    bad=_MAP + "tables: {customer: {fields: {email: {category: contact.email}, fax: {category: contact.fax}}}}",
    good=_MAP + "tables: {customer: {" + _CUSTOMER + ", since: none}}, note: {edges: [{to: customer, via: customer_id}]}}",
)  # fmt: skip
def map_drifted(given: GivenMaps) -> Iterator[Hit]:
    for system, read in given.maps.items():
        schema = given.schemas.get(system)
        for drift in compare(schema, read.model) if schema is not None else ():
            path = ("tables", drift.table) + (("fields", drift.column) if drift.column else ())
            yield Hit(source=read, path=path, what=drift.what, remedy=drift.remedy, key=True)


@rule(
    "UPH211", "category-undeclared", "error",
    title=Text(en="A column holds what no clause declares", ja="どの条項にもない情報を持つ列がある"),
    why=Text(
        en="Data without a declared purpose is data without a reason.",
        ja="利用目的の示されていない情報は、持つ理由のない情報です。",
    ),
    law=("APPI 17(1)", "APPI 21"),
    bad=_MAP + "tables: {customer: {fields: {email: {category: contact.email}, birth: {category: identity.birth_date}}}}",
    good=_MAP + "tables: {customer: {" + _CUSTOMER + "}}}",
)  # fmt: skip
def category_undeclared(given: GivenMaps) -> Iterator[Hit]:
    for read, table, _, column, held in given.fields():
        if held == "key" or given.policy.uses_of(held):
            continue
        label = category.label(held)
        beside = _declared_beside(given.policy, held)
        yield Hit(
            source=read,
            path=("tables", table, "fields", column),
            key=True,
            what=Text(
                en=f"`{table}.{column}` holds {label.en} (`{held}`), and no clause declares it",
                ja=f"`{table}.{column}` は{label.ja}(`{held}`)を持ちますが、宣言した条項がありません",
            ),
            remedy=Text(
                en=f"declare it: `data: {{{held}: {{purposes: […], c: …}}}}`; or correct the "
                f"category in the map{beside.en}, or stop holding it",
                ja=f"`data: {{{held}: {{purposes: […], c: …}}}}` と宣言するか、マップの区分を正すか{beside.ja}、"
                "保持をやめてください",
            ),
        )


def _declared_beside(policy: Policy, held: str) -> Text:
    """Name what the policy declares nearby: `communication.email` beside `communication.message`."""
    declared = {item for name, use in policy.data.items() for item in use.items or (name,)}
    family = held.partition(".")[0]
    near = sorted(one for one in declared if one.startswith(f"{family}."))
    names = ", ".join(f"`{one}`" for one in near)
    return Text(
        en=f" (declared are {names})" if near else "",
        ja=f"(宣言されているのは {names})" if near else "",
    )


@rule(
    "UPH213", "kept-too-long", "error",
    title=Text(en="Rows older than the promise", ja="保存期間を過ぎた行がある"),
    why=Text(
        en="The period has passed and the rows are still there.",
        ja="期間が過ぎても行が残っています。",
    ),
    law=("APPI 22",),
    bad=_MAP + "tables: {customer: {" + _CUSTOMER + "}, retain: {rule: shopping, from: since}}}",
    good=_MAP + "tables: {customer: {" + _CUSTOMER + "}}}",
)  # fmt: skip
def kept_too_long(given: GivenMaps) -> Iterator[Hit]:
    for (system, table), rows in given.overdue.items():
        read = given.maps[system]
        retain = read.model.tables[table].retain
        yield Hit(
            source=read,
            path=("tables", table, "retain"),
            key=True,
            clause=given.policy.retention[retain.rule].c[0] if retain is not None else None,
            what=Text(
                en=f"{rows} row(s) of `{table}` are older than the rule allows",
                ja=f"`{table}` の {rows} 行が保存期間を過ぎています",
            ),
            remedy=Text(
                en="`upheld retention plan` shows what would become of them (counted from "
                f"`{retain.from_}`); approve and apply it, or correct the rule"
                if retain is not None
                else "correct the rule",
                ja=f"`upheld retention plan` で(`{retain.from_}` から数えた)対象の行の扱いを確かめ、"
                "承認して実行するか、規則を正してください"
                if retain is not None
                else "規則を正してください",
            ),
        )


@rule(
    "UPH214", "recipient-undeclared", "error",
    title=Text(en="A place run by somebody the policy does not name", ja="ポリシーにない者が運用する保存先"),
    why=Text(
        en="Whoever runs a place receives what is in it.",
        ja="保存先を運用する者は、その内容を受け取っています。",
    ),
    law=("APPI 25", "APPI 27(1)"),
    bad=_MAP + "operator: hoster\ntables: {customer: {" + _CUSTOMER + "}}}",
    good=_MAP + "tables: {customer: {" + _CUSTOMER + "}}}",
)  # fmt: skip
def recipient_undeclared(given: GivenMaps) -> Iterator[Hit]:
    for system, read in given.maps.items():
        operator = read.model.operator
        if operator is None:
            continue
        if operator not in given.policy.recipients:
            yield Hit(
                source=read,
                path=("operator",),
                what=Text(
                    en=f"`{operator[:60]}` runs `{system}` and is no recipient of the policy",
                    ja=f"`{system}` を運用する `{operator[:60]}` が提供先に宣言されていません",
                ),
                remedy=Text(
                    en="declare it under `recipients:`", ja="`recipients:` に宣言してください"
                ),
            )
            continue
        yield from _more_than_declared(given, read, operator)


def _more_than_declared(
    given: GivenMaps, read: Positioned[DataMap], operator: str
) -> Iterator[Hit]:
    for one, table, _, column, held in given.fields():
        if one is read and held != "key" and operator not in given.policy.recipients_of(held):
            yield Hit(
                source=read,
                path=("tables", table, "fields", column),
                key=True,
                what=Text(
                    en=f"`{operator}` holds `{held}`, which it is not declared to receive",
                    ja=f"`{operator}` は受け取ると宣言されていない `{held}` を保持しています",
                ),
                remedy=Text(
                    en="add it to what the recipient receives, or move it",
                    ja="提供先の `receives:` に加えるか、移してください",
                ),
            )


@rule(
    "UPH215", "place-without-map", "error",
    title=Text(en="A place without a data map", ja="データマップのない保存先"),
    why=Text(
        en="Nothing in it is disclosed or deleted, and nothing can be proven absent.",
        ja="その中の情報は開示も削除もされず、不存在も証明できません。",
    ),
    bad="system: other\ntables: {}",
    good=_MAP + "tables: {}",
)  # fmt: skip
def place_without_map(given: GivenMaps) -> Iterator[Hit]:
    covered = {derived.in_ for read in given.maps.values() for derived in read.model.derived}
    for system in given.systems:
        if system not in given.maps and system not in covered:
            yield Hit(
                path=("policy",),
                key=True,
                what=Text(
                    en=f"`{system}` has no data map", ja=f"`{system}` のデータマップがありません"
                ),
                remedy=Text(
                    en=f"upheld map discover {system} --write",
                    ja=f"upheld map discover {system} --write",
                ),
            )


@rule(
    "UPH216", "collected-after-all", "error",
    title=Text(en="A column holds what is said not to be collected", ja="取得しないとした情報を持つ列がある"),
    why=Text(
        en="The promise is broken by the table itself.", ja="表そのものが約束に反しています。"
    ),
    law=("APPI 20(1)", "CCPA 1798.100(c)"),
    bad=_MAP + "tables: {customer: {fields: {email: {category: contact.email}, spot: {category: location.precise}}}}",
    good=_MAP + "tables: {customer: {" + _CUSTOMER + "}}}",
)  # fmt: skip
def collected_after_all(given: GivenMaps) -> Iterator[Hit]:
    refused = {item: part for part in given.policy.not_collected for item in part.items}
    for read, table, _, column, held in given.fields():
        above = {held.rsplit(".", n)[0] for n in range(held.count(".") + 1)}
        for item in sorted(above & set(refused)):
            if refused[item].except_for is None:
                yield Hit(
                    source=read,
                    path=("tables", table, "fields", column),
                    key=True,
                    clause=refused[item].c[0],
                    what=Text(
                        en=f"`{table}.{column}` holds `{held}`, which clause "
                        f"{refused[item].c[0]} says is not collected",
                        ja=f"`{table}.{column}` は、条項 {refused[item].c[0]} で取得しないとした "
                        f"`{held}` を持っています",
                    ),
                    remedy=Text(
                        en="erase the column, or correct the clause",
                        ja="列を消去するか、条項を正してください",
                    ),
                )


@rule(
    "UPH217", "identifier-beside", "error",
    title=Text(
        en="A direct identifier in a table said to have none", ja="識別子がないとした表に直接の識別子がある"
    ),
    why=Text(
        en="Data that alone identifies nobody is tied to a person by the column beside it.",
        ja="単独では識別できない情報も、隣の列で本人と結び付きます。",
    ),
    law=("APPI 2(1)", "APPI 2(7)"),
    bad=_MAP + "tables: {beacon: {edges: [], none: counts, fields: {ad: {category: device.id}, email: {category: contact.email}}}}",
    good=_MAP + "tables: {beacon: {none: counts, fields: {ad: {category: device.id}}}}",
)  # fmt: skip
def identifier_beside(given: GivenMaps) -> Iterator[Hit]:
    free = {
        item
        for name, use in given.policy.data.items()
        if use.not_alone_identifying
        for item in use.items or (name,)
    }
    for _, read, table, entry in given.tables():
        held = {
            column: field.category
            for column, field in entry.fields.items()
            if isinstance(field, FieldEntry)
        }
        if not any(one in free for one in held.values()):
            continue
        for column, one in held.items():
            found = category.find(one)
            if one not in free and found is not None and found.identifies:
                yield Hit(
                    source=read,
                    path=("tables", table, "fields", column),
                    key=True,
                    what=Text(
                        en=f"`{table}.{column}` identifies people in a table said not to",
                        ja=f"`{table}.{column}` は、本人を特定しないとした表で本人を特定します",
                    ),
                    remedy=Text(
                        en="move the column, or correct the clause",
                        ja="列を移すか、条項を正してください",
                    ),
                )


@rule(
    "UPH218", "map-undecided", "error",
    title=Text(en="A point of a data map is undecided", ja="データマップに未決定の点がある"),
    why=Text(
        en="What nobody decided blocks every plan.", ja="未決定の点は、すべての計画を止めます。"
    ),
    bad=_MAP + "tables: {customer: {" + _CUSTOMER + "}, unsure: [{point: ref, why: looks like an id}]}}",
    good=_MAP + "tables: {customer: {" + _CUSTOMER + "}, unsure: [{point: ref, why: looks like an id, decided: {by: A, why: a counter}}]}}",
)  # fmt: skip
def map_undecided(given: GivenMaps) -> Iterator[Hit]:
    for _, read, table, entry in given.tables():
        for number, point in enumerate(entry.unsure):
            if point.decided is None:
                yield Hit(
                    source=read,
                    path=("tables", table, "unsure", number),
                    what=Text(
                        en=f"`{table}`: `{point.point}` is undecided ({point.why})",
                        ja=f"`{table}`: `{point.point}` が未決定です({point.why})",
                    ),
                    remedy=Text(
                        en="move the guess to its place, or reject it with `decided: {by: …, why: …}`",
                        ja="推定を正しい場所に移すか、`decided: {by: …, why: …}` で却下してください",
                    ),
                )


RULES: Mapping[str, Any] = {one.code: one for one in rule.rules}
__all__ = ["RULES", "GivenMaps"]
