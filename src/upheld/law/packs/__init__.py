"""Law packs: what a law asks, as dated data with its article beside every number.

A pack is one law as it stands from a day on: `JP-APPI@2024-04`. `shelf.pack` fetches one,
`shelf.citation` writes an article in Japanese or English, `shelf.meanings` says what an
article number meant before a law was renumbered, `shelf.changes` when a law changed.
`model` is the form of a pack, `reading` checks it, `article` cites. The packs themselves are
the YAML files in this folder; where one is long, `NAME.PART.yaml` holds more of its duties.

No lawyer has read them: `source: confirmed` means found in a public text, `memory` that it
must be read in the official text before anyone relies on it, and `reviewed` is empty until a
lawyer signs. They inform; they are no legal advice.
"""

from upheld.law.pack_names import LawPackUnknownError, full_name, known_laws, known_packs
from upheld.law.packs.shelf import (
    changes,
    citation,
    default_packs,
    meanings,
    pack,
    packs_of,
)

__all__ = [
    "LawPackUnknownError",
    "changes",
    "citation",
    "default_packs",
    "full_name",
    "known_laws",
    "known_packs",
    "meanings",
    "pack",
    "packs_of",
]
