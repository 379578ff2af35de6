"""Which part of a call may carry text, and what becomes of each: tables, one a family of endpoints.

`shape` is the language of the tables, `walking` takes a call apart by one. `chat`, `responses`
and `others` are the tables, `endpoints` names the address of each.
"""
