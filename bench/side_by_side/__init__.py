"""Two invented shops on PostgreSQL, erased and disclosed by hand-written SQL and by upheld.

`shops` makes the data, `by_hand` and `through_upheld` do the same work on it, `figures` keeps
the times, `alone` measures what has no counterpart (start-up, memory, the ledger).
"""
