"""Data-subject requests (開示等の請求等): from receipt to the person's receipt.

Read `procedure.Requests`: open, choose, plan, approve, apply. `case.py` is one request and its
states, `store.py` keeps it, `vault.py` seals what is personal in it.
"""
