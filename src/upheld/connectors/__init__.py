"""Connectors: the places where personal data lives.

`contract.py` says what a place must be able to do. Each other module is one kind of place;
`sql.py` is what the SQL databases share. `catalogue.py` finds them by entry point.
"""
