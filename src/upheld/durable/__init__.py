"""Durable work: what was promised is done, however often the process is killed in between.

Read `port.py` first: a function of steps and waits, and what the desk asks of whoever carries it
out. `direct.py` needs nothing but our store; `dbos_port.py` shares the work of many machines and
is the one file that knows DBOS. `outbox.py` is the simpler half: one act, promised in the
transaction of its cause, tried until it is done; `schedules.py` is what comes again and again.

Underneath: `tables.py`, `work.py` (every statement about work and signals), `carrying.py` (one run of a function),
`dispatching.py` (the loop over the outbox), `attempts.py` (how often it tries), `stuck.py` (what is left to a person),
`taking_over.py` (from one port to the other), `presence.py` (which workers are alive).
"""
