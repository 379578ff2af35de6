"""Prohibited AI inputs that are found later: a case of the company's own, on a clock of hours.

Read `opening.open_case` (what a finder names, and what a case begins with), then `going.steps`
(how it is planned, erased, read back and closed). `searching` finds rows of a database whose
texts hold a prohibited kind.
"""
