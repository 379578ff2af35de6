"""A proposed data map of a database that nobody here designed.

Read `procedure.discover`: it samples a little of every table (`reading`, `sampling`), finds the people
(`people`), reads references out of names, types and values (`naming`, `references`), walks
outwards from the people (`ownership`, `roles`), looks for other ways to a person (`shapes`,
`polymorphic`, `history`) and says what each column holds (`columns`). What it proposes is in
`proposal`; `upheld.datamap.writing` writes it into the file without touching a human's words.
"""

from upheld.datamap.discovery.procedure import discover
from upheld.datamap.discovery.proposal import Proposal
from upheld.datamap.discovery.reading import Sampler, SchemaOnly, SqlSampler

__all__ = ["Proposal", "Sampler", "SchemaOnly", "SqlSampler", "discover"]
