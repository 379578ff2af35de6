"""Opening hours that a policy declares are hours that somebody can keep."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from upheld.policy.language.company import Opening
from upheld.policy.reading import read_policy
from upheld.refusal import RefusalsError
from upheld.wording import Text

TOKYO = ZoneInfo("Asia/Tokyo")
MINIMAL = Path(__file__).parents[2] / "src/upheld/policy/template_minimal.yaml"
CHANNEL = """\
channels:
  phone:
    kind: phone
    to: 03-0000-0000
    c: "9"
    hours:
      days: [mon, tue, wed, thu, fri]
      times: ["10:00-12:00", "13:00-15:00"]
      closing: "12-29/01-03"
"""


def _read(tmp_path: Path, channel: str) -> Opening:
    (tmp_path / "minimal.yaml").write_bytes(MINIMAL.read_bytes())
    (tmp_path / "channels.yaml").write_text(channel, encoding="utf-8")
    hours = read_policy(tmp_path).channels["phone"].hours
    assert hours is not None
    return hours


@pytest.mark.parametrize(
    ("instant", "is_open"),
    [
        ("2026-12-01T12:30", False),
        ("2026-12-01T13:00", True),
        ("2026-12-01T15:00", False),
        ("2026-12-05T13:00", False),
        ("2026-12-29T13:00", False),
        ("2026-09-22T13:00", False),
    ],
)
def test_declared_hours_are_kept(tmp_path: Path, instant: str, *, is_open: bool) -> None:
    hours = _read(tmp_path, CHANNEL).hours(calendar="JP", zone=TOKYO)
    assert hours.open_at(datetime.fromisoformat(instant).replace(tzinfo=TOKYO)) is is_open


def test_a_desk_that_is_open_on_holidays_says_so(tmp_path: Path) -> None:
    opening = _read(tmp_path, CHANNEL + "      holidays: open\n")
    hours = opening.hours(calendar="JP", zone=TOKYO)
    assert hours.open_at(datetime(2026, 9, 22, 13, 0, tzinfo=TOKYO))
    assert hours.text() == Text(
        en="Mon–Fri 10:00–12:00, 13:00–15:00", ja="月〜金 10:00〜12:00・13:00〜15:00"
    )


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("12:00", "25:00", 8),
        ("13:00", "11:00", 8),
        ("[mon, tue", "[monday, tue", 8),
        ("[mon, tue", "[tue, tue", 8),
        ("12-29/01-03", "new year", 9),
    ],
)
def test_hours_that_nobody_can_keep_are_refused_with_their_line(
    tmp_path: Path, old: str, new: str, line: int
) -> None:
    with pytest.raises(RefusalsError) as refused:
        _read(tmp_path, CHANNEL.replace(old, new, 1))
    (refusal,) = refused.value.refusals
    assert refusal.where.line == line
    assert refusal.remedy.ja != refusal.remedy.en
