"""Correction (訂正等): a new value for what is held wrongly, in every place that holds it.

Read `procedure.correct`. `change.py` reads what is asked for from a private file, `plan.py`
finds the rows and refuses a value that does not fit before anything is written, `fitting.py`
brings a value to each column's type. `current.py` reads what a correction would replace.
"""
