"""Where the values behind placeholders are until they come back.

Two kinds. `sealed`: nothing is kept here; the map goes with the caller as an encrypted handle.
`stored`: the map is in our own store, encrypted, with an end time; a scope or a person's values can
be erased before it, and whoever restores stands in the ledger.
"""

from upheld.screening.vault.sealed import HandleRefusedError, SealedVault
from upheld.screening.vault.stored import PeriodTooLongError, StoredVault

__all__ = ["HandleRefusedError", "PeriodTooLongError", "SealedVault", "StoredVault"]
