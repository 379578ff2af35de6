"""Rules about single columns: what they hold, and what the policy says of it."""

from collections.abc import Iterator

from upheld.checking.given import CUSTOMER, MAP, GivenMaps, at_column
from upheld.datamap.model import FieldEntry
from upheld.policy.model import Policy
from upheld.policy.rules.rule import Hit, Registry
from upheld.vocabulary import category
from upheld.wording import Text

rule = Registry[GivenMaps]()


@rule(
    "UPH211", "category-undeclared", "error",
    title=Text(en="A column holds what no clause declares", ja="どの条項にもない情報を持つ列がある"),
    why=Text(
        en="Data without a declared purpose is data without a reason.",
        ja="利用目的の示されていない情報は、持つ理由のない情報です。",
    ),
    law=("APPI 17(1)", "APPI 21"),
    bad=MAP + "tables: {customer: {fields: {email: {category: contact.email}, birth: {category: identity.birth_date}}}}",
    good=MAP + "tables: {customer: {" + CUSTOMER + "}}}",
)  # fmt: skip
def category_undeclared(given: GivenMaps) -> Iterator[Hit]:
    """Yield each column whose category no entry of `data:` covers."""
    for read, table, _, column, held in given.fields():
        if held == "key" or given.policy.uses_of(held):
            continue
        label = category.label(held)
        beside = _declared_beside(given.policy, held)
        yield at_column(
            read,
            (table, column),
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
    "UPH216", "collected-after-all", "error",
    title=Text(en="A column holds what is said not to be collected", ja="取得しないとした情報を持つ列がある"),
    why=Text(
        en="The promise is broken by the table itself.", ja="表そのものが約束に反しています。"
    ),
    law=("APPI 20(1)", "CCPA 1798.100(c)"),
    bad=MAP + "tables: {customer: {fields: {email: {category: contact.email}, spot: {category: location.precise}}}}",
    good=MAP + "tables: {customer: {" + CUSTOMER + "}}}",
)  # fmt: skip
def collected_after_all(given: GivenMaps) -> Iterator[Hit]:
    """Yield each column below a category under `not_collected:`, where no exception is named."""
    refused = {item: part for part in given.policy.not_collected for item in part.items}
    for read, table, _, column, held in given.fields():
        above = {held.rsplit(".", n)[0] for n in range(held.count(".") + 1)}
        for item in sorted(above & set(refused)):
            if refused[item].except_for is None:
                yield at_column(
                    read,
                    (table, column),
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
    bad=MAP + "tables: {beacon: {edges: [], none: counts, fields: {ad: {category: device.id}, email: {category: contact.email}}}}",
    good=MAP + "tables: {beacon: {none: counts, fields: {ad: {category: device.id}}}}",
)  # fmt: skip
def identifier_beside(given: GivenMaps) -> Iterator[Hit]:
    """Yield each identifier in a table that holds data said not to identify alone."""
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
                yield at_column(
                    read,
                    (table, column),
                    what=Text(
                        en=f"`{table}.{column}` identifies people in a table said not to",
                        ja=f"`{table}.{column}` は、本人を特定しないとした表で本人を特定します",
                    ),
                    remedy=Text(
                        en="move the column, or correct the clause",
                        ja="列を移すか、条項を正してください",
                    ),
                )
