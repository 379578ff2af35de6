"""Evidence: what was done, in a form that a stranger can verify.

The format is `docs/evidence-format.md`; this room follows it. Read `ledger.py` first: entries are
appended in the caller's transaction, `seal` numbers and signs them, `check` recomputes everything.
`receipt.py` makes what the data subject receives, `anchor.py` keeps checkpoints where the company
cannot rewrite them, and `verifier.py` is the one file an auditor runs without us.

Underneath: `entry.py` (one fact), `tree.py` and `proof.py` (RFC 6962), `checkpoint.py` and
`signing.py` (C2SP signed notes), `tiles.py` (C2SP tlog-tiles), `store.py` (the tables).
"""
