"""Rules between the policy, the data maps and the stores: what is held and not declared."""

from collections.abc import Iterator, Mapping
from typing import Any

from upheld.checking import columns
from upheld.checking.given import CUSTOMER, MAP, GivenMaps, at_column
from upheld.datamap.drift import Drift, compare, of_people_and_nobodys, unknown_rules
from upheld.datamap.graph import unusable
from upheld.datamap.model import DataMap
from upheld.datamap.reasons import in_japanese
from upheld.documents.positioned import Positioned
from upheld.policy.model import REQUESTS_RULE
from upheld.policy.rules.rule import Hit, Registry
from upheld.wording import Text

rule = Registry[GivenMaps]()


@rule(
    "UPH205", "deletion-without-index", "warning",
    title=Text(en="A deletion path without an index", ja="削除の経路に索引がない"),
    why=Text(
        en="Every request reads the whole table; a person waits and the application with them.",
        ja="請求のたびに表全体を読むことになり、本人もアプリケーションも待たされます。",
    ),
    bad=MAP + "tables: {note: {edges: [{to: customer, via: customer_id}], fields: {}}}",
    good=MAP + "tables: {note: {edges: [{to: customer, via: id}], fields: {}}}",
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
    bad=MAP + "tables: {customer: {" + CUSTOMER + "}}}",
    good=MAP + "tables: {customer: {" + CUSTOMER + "}, retain: {rule: shopping, from: since}}}",
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
    bad=MAP + "tables: {customer: {fields: {email: {category: contact.email}, fax: {category: contact.fax}}}}",
    good=MAP + "tables: {customer: {" + CUSTOMER + ", since: none}}, note: {edges: [{to: customer, via: customer_id}]}}",
)  # fmt: skip
def map_drifted(given: GivenMaps) -> Iterator[Hit]:
    for system, read in given.maps.items():
        schema = given.schemas.get(system)
        if schema is not None:
            yield from (_at(read, drift) for drift in compare(schema, read.model))
            continue
        for name, entry in read.model.tables.items():  # this the map alone shows
            yield from (_at(read, drift) for drift in of_people_and_nobodys(name, entry))


def _at(read: Positioned[DataMap], drift: Drift) -> Hit:
    key = not drift.path or "fields" in drift.path
    return Hit(source=read, path=drift.at, what=drift.what, remedy=drift.remedy, key=key)


@rule(
    "UPH213", "kept-too-long", "error",
    title=Text(en="Rows older than the promise", ja="保存期間を過ぎた行がある"),
    why=Text(
        en="The period has passed and the rows are still there.",
        ja="期間が過ぎても行が残っています。",
    ),
    law=("APPI 22",),
    bad=MAP + "tables: {customer: {" + CUSTOMER + "}, retain: {rule: shopping, from: since}}}",
    good=MAP + "tables: {customer: {" + CUSTOMER + "}}}",
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
    bad=MAP + "operator: hoster\ntables: {customer: {" + CUSTOMER + "}}}",
    good=MAP + "tables: {customer: {" + CUSTOMER + "}}}",
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
            yield at_column(
                read,
                (table, column),
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
    good=MAP + "tables: {}",
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
                remedy=_no_tables(system) if system in given.without_tables else _discover(system),
            )


def _discover(system: str) -> Text:
    command = f"upheld map discover {system} --write"
    return Text(en=command, ja=command)


def _no_tables(system: str) -> Text:
    line = f"{{of: TABLE, in: {system}, …}}"
    line_ja = f"{{of: 表, in: {system}, …}}"
    return Text(
        en=f"write what lies there under `derived` in the map of the database that it is copied from: `{line}` (docs/datamap.md)",
        ja=f"元になるデータベースのマップの `derived` に、ここにあるものを `{line_ja}` と書いてください(docs/ja/datamap.md)",
    )


@rule(
    "UPH218", "map-undecided", "error",
    title=Text(en="A point of a data map is undecided", ja="データマップに未決定の点がある"),
    why=Text(
        en="What nobody decided blocks every plan.", ja="未決定の点は、すべての計画を止めます。"
    ),
    bad=MAP + "tables: {customer: {" + CUSTOMER + "}, unsure: [{point: ref, why: looks like an id}]}}",
    good=MAP + "tables: {customer: {" + CUSTOMER + "}, unsure: [{point: ref, why: looks like an id, decided: {by: A, why: a counter}}]}}",
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
                        ja=f"`{table}`: `{point.point}` が未決定です({in_japanese(point.why)})",
                    ),
                    remedy=Text(
                        en="move the guess to its place, or reject it with `decided: {by: …, why: …}`",
                        ja="推定を正しい場所に移すか、`decided: {by: …, why: …}` で却下してください",
                    ),
                )


@rule(
    "UPH219", "map-rule-unknown", "error",
    title=Text(en="A data map names a rule that the policy does not have", ja="データマップの保存規則がポリシーにない"),
    why=Text(
        en="Nobody can say until when these rows are kept: every plan is refused.",
        ja="いつまで残す行か分からないため、すべての計画が拒否されます。",
    ),
    bad=MAP + "tables: {customer: {" + CUSTOMER + "}, retain: {rule: shoping, from: since}}}",
    good=MAP + "tables: {customer: {" + CUSTOMER + "}, retain: {rule: shopping, from: since}}}",
)  # fmt: skip
def map_rule_unknown(given: GivenMaps) -> Iterator[Hit]:
    for read in given.maps.values():
        for drift in unknown_rules(read.model, given.policy.retention):
            yield _at(read, drift)


@rule(
    "UPH229", "map-unusable", "error",
    title=Text(en="A data map that no plan can be made from", ja="計画を立てられないデータマップ"),
    why=Text(
        en="It contradicts itself, or leaves unsaid whose rows these are: every plan is refused.",
        ja="記述が矛盾しているか、誰の行であるかが書かれていないため、すべての計画が拒否されます。",
    ),
    bad=MAP + "tables: {customer: {" + CUSTOMER + "}}, note: {fields: {}}}",
    good=MAP + "tables: {customer: {" + CUSTOMER + "}}, note: {none: reference data}}",
)  # fmt: skip
def map_unusable(given: GivenMaps) -> Iterator[Hit]:
    for system, schema in given.schemas.items():
        read = given.maps.get(system)
        for path, refusal in unusable(read.model, schema) if read is not None else ():
            remedy = refusal.remedy or Text(en="correct the map", ja="データマップを直してください")
            yield Hit(source=read, path=path, what=refusal.what, remedy=remedy, key=True)


RULES: Mapping[str, Any] = {one.code: one for one in (*rule.rules, *columns.rule.rules)}
__all__ = ["RULES", "GivenMaps"]
