"""Signing in: who of the staff is there, how they prove it, and how long it counts.

`staff.py` is a member of staff, `store.py` the tables, `keeping.py` sessions; `passwords.py`,
`ceremonies.py` (passkeys, which `passkeys.py` lists) and `oidc_pages.py` (an account of the
company's provider, by the room `openid`) are the three proofs; `links.py` the one-time links that begin an account, `tokens.py` what programs show, and `acts.py` what of all
this the ledger keeps.
"""
