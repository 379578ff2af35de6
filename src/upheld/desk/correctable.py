"""What a correction can be asked for: the categories that a column of a connected database holds.

A policy's own groups are no categories: nothing could be written for `account-data`.
"""

from upheld.datamap.model import FieldEntry
from upheld.rights.company import Company
from upheld.vocabulary.category import categories, within
from upheld.wording import Text

_NOBODYS_TO_CORRECT = frozenset({"key", "account.password", "account.session", "account.token"})
"""What machines make or only their owner may know: no officer writes a password into a row."""


def correctable(company: Company) -> tuple[str, ...]:
    """Return the categories that the maps of databases hold, in the vocabulary's order.

    No database is asked: a request arrives whether or not one answers.
    """
    held = {
        entry.category
        for system in company.systems
        for table in system.datamap.model.tables.values()
        for entry in table.fields.values()
        if isinstance(entry, FieldEntry)
    } - _NOBODYS_TO_CORRECT
    return tuple(one.name for one in categories() if one.name in held)


def unknown(name: str, held: tuple[str, ...]) -> tuple[Text, Text]:
    """Return what is wrong with a category that nothing holds, and which to name instead."""
    what = Text(
        en=f"no connected database has a column for `{name}`",
        ja=f"接続されたデータベースに `{name}` の列がありません",
    )
    below = [one for one in held if within(one, name)]
    listed = [f"`{one}`" for one in below or held]
    if not listed:
        return what, Text(
            en="no database with a data map is connected: say in `message` what is right",
            ja="データマップのあるデータベースが接続されていません。正しい内容は本文に書いてください",
        )
    return what, Text(
        en=f"name the field that is wrong, one of {', '.join(listed)}",
        ja=f"誤っている項目を次の中から指定してください: {', '.join(listed)}",
    )
