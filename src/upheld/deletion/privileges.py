"""What our role may do, asked before the first write: half a deletion is worse than none."""

from collections.abc import Mapping, Sequence

from upheld.deletion.explaining import TablePlan
from upheld.deletion.procedure import System
from upheld.refusal import PrivilegeMissingError, Where
from upheld.wording import Text


def refuse_missing_privileges(
    systems: Sequence[System], parts: Mapping[str, Mapping[str, Sequence[TablePlan]]]
) -> None:
    """Find out before the first write what our role may not do.

    Raises:
        PrivilegeMissingError: Names the first right that is missing, its table, and the grant.
    """
    for system in systems:
        needed: dict[str, set[str]] = {}
        # Most people of a batch have the same list of tables, the very same object.
        lists = {id(tables): tables for tables in parts.get(system.name, {}).values()}
        for t in (t for tables in lists.values() for t in tables):
            if t.delete:
                needed.setdefault(t.table, set()).add("delete")
            if t.anonymise or t.unlink or t.retain:
                needed.setdefault(t.table, set()).add("update")
        granted = system.place.privileges(sorted(needed)) if needed else {}
        for table, rights in sorted(needed.items()):
            for right in sorted(rights - granted[table]):
                raise PrivilegeMissingError(
                    Text(
                        en=f"our role may not {right} in `{table}`; nothing was changed",
                        ja=f"接続ユーザーに `{table}` の {right} 権限がありません。何も変更していません",
                    ),
                    where=Where(system=system.name, table=table),
                    remedy=Text(
                        en=f"grant it: GRANT {right.upper()} ON {table} TO <our role>",
                        ja=f"権限を付与してください: GRANT {right.upper()} ON {table} TO <接続ユーザー>",
                    ),
                )
