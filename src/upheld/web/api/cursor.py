"""Marks of pages: where the next one begins, in a form that nobody has to read."""

import base64
import binascii
from datetime import UTC, datetime

from upheld.clock import aware
from upheld.web.faults import fault
from upheld.web.refused import FormInvalidError


def mark(due_at: datetime, reference: str) -> str:
    """Return the mark after a row.

    >>> from datetime import UTC
    >>> place(mark(datetime(2026, 1, 2, tzinfo=UTC), "R-2026-0001"))[1]
    'R-2026-0001'
    """
    text = f"{aware(due_at).isoformat()}|{reference}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def place(given: str | None) -> tuple[datetime, str] | None:
    """Read a mark; what is none begins at the first page."""
    if not given:
        return None
    try:
        text = base64.urlsafe_b64decode(given + "=" * (-len(given) % 4)).decode()
        at, _bar, reference = text.partition("|")
        found = aware(datetime.fromisoformat(at)).astimezone(UTC)
    except (binascii.Error, ValueError, OverflowError):
        return None
    # No database takes a text with a NUL in it.
    return (found, reference) if reference and "\0" not in reference else None


def place_or_refuse(given: str | None) -> tuple[datetime, str] | None:
    """Read a mark; `None` begins at the first page.

    Raises:
        FormInvalidError: It is none: a program that went on from the first page would never come
            to the last.
    """
    found = place(given)
    if given and found is None:
        raise FormInvalidError([fault("query.cursor", "cursor_unknown")])
    return found
