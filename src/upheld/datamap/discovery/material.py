"""What discovery looks at: tables, their names, samples, and the people found so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from upheld.connectors.schema import Table
from upheld.datamap.discovery.naming import TableNames
from upheld.datamap.discovery.proposal import ProposedSubject
from upheld.datamap.discovery.reading import Sampler
from upheld.datamap.discovery.sampling import NO_TRAITS, Traits


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Everything a guess may rest on.

    Attributes:
        tables: By name, sorted; without views and partitions.
        samples: Traits by table and column.
        sampler: For looking values up in a parent's key.
        subjects: The kinds of person, the surest first.
        copies: Tables that keep earlier versions of another's rows, with that other.
    """

    tables: Mapping[str, Table]
    names: TableNames
    samples: Mapping[str, Mapping[str, Traits]]
    sampler: Sampler
    subjects: tuple[ProposedSubject, ...] = ()
    copies: Mapping[str, str] = field(default_factory=dict)

    def traits(self, table: str, column: str) -> Traits:
        """What sampled values of a column are like."""
        return self.samples.get(table, {}).get(column, NO_TRAITS)
