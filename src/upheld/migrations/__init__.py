"""The schema of our own store, step by step, from every earlier one to today's.

`tables` lists the rooms that keep tables. `opening.bring_up_to_date` is called whenever the store
is opened: one SELECT where nothing is to be done. `revisions/` holds the steps, one file each, in
one line. `python -m upheld.migrations "what changed"` writes the next one.
"""
