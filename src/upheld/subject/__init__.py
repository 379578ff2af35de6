"""The data subject (本人): under which keys each place knows them, and where their rows are.

`identity.py` normal forms, `lookup.py` who is asked about, `tracing.py` the closure over edges
that deletion, disclosure and correction share, `working_set.py` its keys in the database.
"""
