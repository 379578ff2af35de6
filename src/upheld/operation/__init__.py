"""Keeping the product itself alive: its backup, its restore, and what a restore of others needs.

Read `backup.make` and `restoring.restore` for our own store; `replay.replay` for a database of
the company that was restored to a day before people were deleted from it. `store_metrics` reads
numbers from the store; `observing`, far below, is what the rest is told by.
"""
