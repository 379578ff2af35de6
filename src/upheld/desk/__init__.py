"""The request desk: a request from its arrival to the answer, with its legal clock.

Read in this order: `kinds` (what can be asked for), `case` (one request and its states), `intake`
(how it arrives), `moving` (how it goes from state to state), `clocks` (until when). The rooms
`rights` and `deletion`, `disclosure`, `correction` carry out what was decided here.
"""
