"""Keeping the product itself alive: its backup, its restore, and what a restore of others needs.

Read `backup.make` and `restoring.restore` for our own store; `replay.replay` for a database of
the company that was restored to a day before people were deleted from it. `logging` and
`metrics` say how it is, without a word about anybody.
"""
