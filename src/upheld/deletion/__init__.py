"""Deletion (消去): how one person's data leaves every place that holds it.

Read `procedure.carry_out`. `plan.py` explains beforehand, `settling.py` decides each row,
`acts.py` writes, `readback.py` and `residue.py` look again afterwards.
"""
