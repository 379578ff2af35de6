"""The data map (データマップ): which rows belong to whom, and what each column holds.

`model.py` is the file format, `reading.py` reads it, `graph.py` joins it with the schema the
database shows and refuses what does not fit, `discovery` proposes it, `drift.py` compares.
"""
