"""The end of a retention period, carried out: what is due, a plan, its approval, the sweep.

`due` reaches the rows whose period has ended, `plan` explains and hashes what would become of
them, `procedure` carries out exactly what was approved with the acts and the read-back of a
deletion, `journal` and `store` remember a run so that a kill loses nothing, `report` says what
was seen. The periods stand in `policy/`, the columns they count from in `datamap/`.
"""
