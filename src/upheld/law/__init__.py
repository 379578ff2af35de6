"""Law: periods and calendars; pure arithmetic that knows no clock.

`periods.py` counts days and months by the Civil Code; `calendar.py` knows which days are
open.
"""
