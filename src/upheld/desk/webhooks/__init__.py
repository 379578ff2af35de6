"""Webhooks of the desk: the company's own systems are told how requests move on.

Read `announcing.announce`: it promises a message to each declared webhook in the transaction of the
move itself. `sending` delivers them, at least once and each with an identifier that stays the same,
and sends those of a day again.
"""
