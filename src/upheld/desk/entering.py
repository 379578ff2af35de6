"""What staff enter for somebody: it arrived on a day, whatever the hour."""

from datetime import UTC, date, datetime, time

from upheld.desk.case import Channel
from upheld.desk.office import Office

CHANNELS: tuple[Channel, ...] = ("paper", "telephone", "mail", "staff")
"""How what staff enter can have come."""


def arrived_on(office: Office, day: date) -> datetime:
    """Return when something arrived of which only the day is known: its noon, or now if sooner."""
    noon = datetime.combine(day, time(12), office.zone).astimezone(UTC)
    now = office.company.clock.now()
    # A letter of today that is entered in the morning has not arrived in the future.
    return min(noon, now) if day <= now.astimezone(office.zone).date() else noon
