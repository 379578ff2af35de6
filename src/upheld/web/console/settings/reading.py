"""The file `upheld.yaml` as it is now, beside what this process began with."""

from collections.abc import Sequence

from upheld import settings
from upheld.desk.office import Office
from upheld.refusal import RefusalError, RefusalsError
from upheld.settings import SettingsFile


def declared_now(office: Office) -> tuple[SettingsFile | None, Sequence[RefusalError]]:
    """Read the file as it is now; what is wrong with it where it cannot be read."""
    try:
        return settings.load(office.folder).declared, ()
    except RefusalsError as refusals:
        return None, refusals.refusals
    except RefusalError as refusal:
        return None, (refusal,)


def changed(declared: SettingsFile, office: Office) -> bool:
    """Say whether the file says something else than what this process began with."""
    return declared.desk != office.settings or set(declared.systems) != set(office.company.places)
