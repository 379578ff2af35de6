"""Names of regions that a policy may have a supplement for."""

from upheld.vocabulary import country
from upheld.wording import Text

_PARTS = {
    "US-CA": Text(en="Residents of California", ja="カリフォルニア州にお住まいの方"),
    "EEA": Text(en="Residents of the European Economic Area", ja="欧州経済領域(EEA)にお住まいの方"),
}


def region_name(code: str) -> Text:
    """Return who lives in a region: `US-CA`, or a country's code."""
    if code in _PARTS:
        return _PARTS[code]
    named = country.name(code)
    return Text(en=f"Residents of {named.en}", ja=f"{named.ja}にお住まいの方")
