"""Open work goes from one port to the other: both keep what its steps came to in `desk_step`.

What a run of the other port had done and not recorded there is done again, as after a crash. The
workers of the other port are to be stopped first: two that carry out the same run do its steps
outside the store twice.
"""

from sqlalchemy import Connection, select, update

from upheld.durable import work
from upheld.durable.tables import outbox, works

_OPEN = ("working", "waiting", "failed")  # failed work may be tried again


def take_over(connection: Connection, port: work.Port) -> None:
    """Make open work of another port this one's, with the rows that begin its runs."""
    others = works.c.port != port, works.c.state.in_(_OPEN)
    # Asked first: it is looked for again and again, and almost always there is none.
    if connection.execute(select(works.c.key).where(*others).limit(1)).first() is None:
        return
    connection.execute(update(works).where(*others).values(port=port))
    mine = work.run_kind(port)
    begins = outbox.c.kind.in_([work.run_kind(one) for one in work.PORTS if one != port])
    connection.execute(update(outbox).where(begins, outbox.c.done_at.is_(None)).values(kind=mine))
