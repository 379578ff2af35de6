"""What upheld itself keeps in a company's database: never in a map, and never drift."""

TOMBSTONES = "upheld_erased"
"""The guard's table: keys of erased people, for whom nothing may be written any more."""
OUR_TABLES = frozenset({TOMBSTONES})
