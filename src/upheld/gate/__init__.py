"""The gate: what may be done with a person's data now.

`restrictions` answers whether a use is stopped for a person; the request desk writes what stops.
"""
