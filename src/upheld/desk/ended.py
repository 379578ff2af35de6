"""Periods that have ended: looked for every day, and told to whoever the settings name.

Nothing is planned or swept by itself: somebody looks at a plan of it and approves that.
"""

import hashlib
from collections.abc import Sequence

from upheld.desk.letters import facts, store, writing
from upheld.desk.letters.templates import compose
from upheld.desk.office import Office
from upheld.retention import procedure
from upheld.retention.keeping import Keeping
from upheld.retention.plan import Listed
from upheld.wording import Language, Text

_REFERENCE = "retention"
"""Under which the letters stand: they are about no case."""


def look(office: Office, keeping: Keeping, language: Language) -> None:
    """Look for ended periods, and tell of them: once a month, and when others have ended too.

    Raises:
        RefusalError: Nobody can tell what is due; see `retention.procedure.look`.
    """
    due = [one for one in procedure.look(keeping) if one.due.rows]
    if due:
        _tell(office, due, language)


def _tell(office: Office, due: Sequence[Listed], language: Language) -> None:
    company = office.company
    today = company.clock.now().astimezone(office.zone).date()
    named = "\n".join(f"{one.system}/{one.due.table}/{one.due.rule}" for one in due)
    occasion = f"{today:%Y-%m}-{hashlib.sha256(named.encode()).hexdigest()[:8]}"
    told = {
        **facts.general_facts(office, language),
        "due": [_line(one).in_language(language) for one in due],
        "rows": sum(one.due.rows for one in due),
    }
    with company.engine.begin() as connection:
        if store.written_for(connection, _REFERENCE, f"{occasion}-0") is not None:
            return
        store.forget(connection, [_REFERENCE])  # what an earlier one said does not hold any more
        parts = compose(office.folder, "periods-ended", language, told)
        for number, address in enumerate(office.settings.escalate_to):
            writing.keep(
                office, connection, parts, reference=_REFERENCE, name="periods-ended",
                language=language, occasion=f"{occasion}-{number}", to=address,
            )  # fmt: skip


def _line(one: Listed) -> Text:
    table = f"{one.system}/{one.due.table}"
    return Text(
        en=f"{table}: {one.due.rows} row(s), {one.period} ({one.clause})",
        ja=f"{table}: {one.due.rows} 行、{one.period}({one.clause})",
    )
