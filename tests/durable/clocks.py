"""A clock that stands still until it is moved."""

from datetime import date, datetime, timedelta

from upheld.clock import TOKYO


class MovedClock:
    drill = True

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def today(self) -> date:
        return self.at.astimezone(TOKYO).date()

    def move(self, by: timedelta) -> None:
        self.at += by
