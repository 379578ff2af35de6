"""Durable work: what was promised is done, however often the process is killed in between.

Read `outbox.py` first: what is to happen is a row in the store, written in the transaction that
promises it. `dispatching.py` takes the rows that are due and hands each to its handler;
`presence.py` says which workers are alive, so that what a dead one held is free at once.
"""
