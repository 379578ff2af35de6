"""Law: what laws ask, how they count time, and which days are open; pure, and without a clock.

`packs` holds laws as dated data with an article beside every number; `pack_names.py` knows
which there are without reading them. `periods.py` counts days and months by the Civil Code;
`calendar.py` knows which days are open, and `overrides.py` corrects it from a file. `clock.py`
finds the last day to act, and `steps.py` says how. `hours.py` knows when a desk answers.
"""
