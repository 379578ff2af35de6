"""Signing in: who of the staff is there, how they prove it, and how long it counts.

`staff.py` is a member of staff, `store.py` the tables, `keeping.py` sessions, `passwords.py`,
`passkeys.py` and `oidc.py` the three proofs, `links.py` the one-time links that begin an account,
`tokens.py` what programs show, `acts.py` what of all this the ledger keeps.
"""
