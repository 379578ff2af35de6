"""What time it is, asked in one place, so that years can pass in a drill."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from upheld.refusal import UsageError
from upheld.wording import Text

TOKYO = ZoneInfo("Asia/Tokyo")


class Clock(Protocol):
    """The present instant, and the day it is in the company's time zone."""

    @property
    def drill(self) -> bool:
        """Whether the time is simulated; every entry written under it says so."""
        ...

    def now(self) -> datetime:
        """Return the instant, always with a time zone."""
        ...

    def today(self) -> date:
        """Return the day in the company's time zone."""
        ...


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's clock."""

    zone: ZoneInfo = TOKYO
    drill: bool = False

    def now(self) -> datetime:
        """Return the instant."""
        return datetime.now(UTC)

    def today(self) -> date:
        """Return the day in the company's time zone."""
        return self.now().astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class DrillClock:
    """A simulated clock: `read` is asked at every call, so a file can move it."""

    read: Callable[[], str]
    zone: ZoneInfo = TOKYO
    drill: bool = True

    def now(self) -> datetime:
        """Return the simulated instant; a time without a zone is the company's."""
        text = self.read().strip()
        try:
            instant = datetime.fromisoformat(text)
        except ValueError as error:
            raise UsageError(
                Text(
                    en=f"`UPHELD_NOW` is not an ISO 8601 time: `{text[:40]}`",
                    ja=f"`UPHELD_NOW` が ISO 8601 の時刻ではありません: `{text[:40]}`",
                ),
                remedy=Text(
                    en="write e.g. `2026-12-24T09:00:00+09:00`, or `@FILE` that holds it",
                    ja="`2026-12-24T09:00:00+09:00` のように書くか、`@ファイル` を指定してください",
                ),
            ) from error
        if instant.tzinfo is None:
            instant = instant.replace(tzinfo=self.zone)
        return instant.astimezone(UTC)

    def today(self) -> date:
        """Return the simulated day in the company's time zone."""
        return self.now().astimezone(self.zone).date()


def from_environment(value: str | None, *, drill: bool, zone: ZoneInfo) -> Clock:
    """Choose the clock: `UPHELD_NOW` counts only in a workspace that says `drill: true`.

    Raises:
        UsageError: `UPHELD_NOW` is set where no drill is declared, or names no file.
    """
    if not value:
        return SystemClock(zone)
    if not drill:
        raise UsageError(
            Text(
                en="`UPHELD_NOW` is set, but this workspace is not a drill",
                ja="`UPHELD_NOW` が設定されていますが、このワークスペースは訓練用ではありません",
            ),
            remedy=Text(
                en="unset `UPHELD_NOW`, or write `drill: true` in upheld.yaml",
                ja="`UPHELD_NOW` を外すか、upheld.yaml に `drill: true` と書いてください",
            ),
        )
    if value.startswith("@"):
        path = Path(value[1:])
        if not path.is_file():
            raise UsageError(
                Text(
                    en=f"`UPHELD_NOW` names the file `{path}`, which is not there",
                    ja=f"`UPHELD_NOW` が指すファイル `{path}` がありません",
                ),
                remedy=Text(
                    en="create it, or give the time itself",
                    ja="ファイルを作るか、時刻を直接指定してください",
                ),
            )
        return DrillClock(path.read_text, zone)
    return DrillClock(lambda: value, zone)


def aware(moment: datetime) -> datetime:
    """Return an instant with its zone: SQLite drops it, and everything here is kept in UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
