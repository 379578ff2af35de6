"""How fast are the desk's other lists at 1,000,000 rows: documents, and the register of provision.

Every page is one that somebody turns to: the first, one in the middle, the last, and those of each filter,
the rare value and the far end too. `bench/desk.py --lists 1000000` runs it.
"""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias
from urllib.parse import urlencode

import httpx
from bench.side_by_side.processor import processor_of
from sqlalchemy import Date, DateTime, bindparam, text

from tests.desk.driving import Desk
from tests.desk.test_api import Inside
from tests.desk.test_centre import site_for as app_of
from tests.desk.test_console import staff
from tests.desk.working import Programs
from tests.servers import Server
from upheld.desk.office import Office
from upheld.registers.provision_rules import Entered
from upheld.rights import provisions
from upheld.web.api.cursor import mark

Pages: TypeAlias = Mapping[str, Mapping[str, object]]
Call: TypeAlias = Callable[[str], int]
TIMES = 5
"""How often each page is asked for."""
DAYS = 1_000
ERASED = 200
"""Days whose records are past their period: what they said is erased, their rows stay."""

_LINES = """
WITH RECURSIVE line(n) AS
    (SELECT CAST(:low AS INTEGER) UNION ALL SELECT n + 1 FROM line WHERE n + 1 < :high)
"""
_RECORDS = f"""
INSERT INTO provision_record
    (direction, party, basis, form, first_on, last_on, made_on, recorded_at, fingerprint, sealed, erased_at)
{_LINES}
SELECT CASE WHEN n % 1000 = 7 THEN 'received' ELSE 'provided' END,
    CASE WHEN n % 50000 = 11 THEN 'rare' WHEN n % 3 = 0 THEN 'analytics' ELSE 'ad-network' END,
    'consent', 'single', :day, :day, :day, :at,
    CASE WHEN :erased = 0 THEN 'f' || n END,
    CASE WHEN :erased = 0 THEN (SELECT sealed FROM provision_record WHERE id = 1) END,
    CASE WHEN :erased = 1 THEN :at END
FROM line"""
_PEOPLE = """
INSERT INTO provision_person (record, kind, digest)
SELECT id, 'email', 'digest-of-somebody-' || id FROM provision_record
WHERE id > 1 AND erased_at IS NULL"""
_PROOFS = f"""
INSERT INTO desk_proof
    (id, reference, what, kind, added_by, added_at, outcome, decided_by, decided_at, erased_at)
{_LINES}
SELECT 'P-' || n, 'X-2026-' || (n / 2), 'identity', 'licence', 'person', :at,
    CASE WHEN :waits = 0 AND n % 50000 <> 11 THEN 'accepted' END, 'S-1', :at, :at
FROM line"""
BEGAN = datetime(2024, 1, 1, 9, tzinfo=UTC)


def fill(desk: Office, count: int) -> None:
    """Rows of a thousand days; the first record is a real one, and the others have its sealed part."""
    company = desk.company
    provisions.record(company, [Entered(
        direction="provided", party="ad-network", basis="consent", form="single",
        first_on=date(2023, 12, 31), last_on=date(2023, 12, 31),
        address="東京都見本区見本一丁目 1", representative="見本 太郎",
        person={"email": "mugi@example.jp"}, items=("device.advertising_id",), consented=True,
    )])  # fmt: skip
    each = count // DAYS
    at_ = bindparam("at", type_=DateTime(timezone=True))
    records = text(_RECORDS).bindparams(at_, bindparam("day", type_=Date))
    proofs = text(_PROOFS).bindparams(at_)
    with company.engine.begin() as connection:
        for day in range(DAYS):
            at = BEGAN + timedelta(days=day)
            some = {"low": 1 + day * each, "high": 1 + (day + 1) * each, "at": at}
            connection.execute(records, {**some, "day": at.date(), "erased": int(day < ERASED)})
            connection.execute(proofs, {**some, "waits": int(day >= DAYS - 20)})
        connection.execute(text(_PEOPLE))
    with company.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        vacuumed = "VACUUM ANALYZE" if connection.dialect.name == "postgresql" else "ANALYZE"
        connection.execute(text(vacuumed))


def _provisions(each: int) -> Pages:
    first = BEGAN.date() + timedelta(days=ERASED)
    return {
        "all": {},
        "in the middle": {"cursor": each * DAYS // 2},
        "the last": {"cursor": each * ERASED + 30},
        "a party": {"party": "analytics"},
        "a rare party": {"party": "rare"},
        "no such party": {"party": "nobody"},
        "received": {"direction": "received"},
        "since a day": {"since": BEGAN.date() + timedelta(days=DAYS - 10)},
        "since tomorrow": {"since": BEGAN.date() + timedelta(days=DAYS)},
        "through the first day": {"through": first},
        "before the first day": {"through": BEGAN.date() - timedelta(days=9)},
        "a party, one old day": {"party": "ad-network", "since": first, "through": first},
    }


def _proofs(each: int) -> Pages:
    middle = mark(BEGAN + timedelta(days=DAYS // 2), f"P-{each * DAYS // 2}")
    last = mark(BEGAN + timedelta(days=DAYS - 1), "P-")
    return {
        "all": {},
        "in the middle": {"cursor": middle},
        "the last": {"cursor": last},
        "waiting": {"decided": "false"},
        "waiting, the last": {"decided": "false", "cursor": last},
        "decided": {"decided": "true"},
        "of one request": {"reference": f"X-2026-{each * DAYS // 4}"},
    }


def lists(desk: Office, server: Server | None, count: int) -> None:
    """Fill the tables and ask for every page; of each list, what it takes and its slowest pages."""

    class Drill:
        def __init__(self) -> None:
            self.office = desk

    fill(desk, count)
    each = count // DAYS
    programs = Programs(Desk(Drill()))  # type: ignore[arg-type]
    token = programs.token(programs.officer())
    officer = staff(Drill(), app_of(Drill()), "lists", "privacy_officer")  # type: ignore[arg-type]
    program = httpx.Client(
        transport=Inside(programs.app),
        base_url="http://localhost:8420/api/v1",
        headers={"authorization": f"Bearer {token}"},
    )

    def page(query: str) -> int:
        return officer.get(f"/console/provisions?{query.replace('cursor', 'before')}").status_code

    with program:
        for name, call, pages in (
            ("documents, API", lambda query: program.get(f"/proofs?{query}").status_code, _proofs(each)),
            ("provisions, API", lambda query: program.get(f"/provisions?{query}").status_code, _provisions(each)),
            ("provisions, page", page, _provisions(each)),
        ):  # fmt: skip
            _measure(f"{name}, {count:,}", call, pages, server)


def _measure(name: str, call: Call, pages: Pages, server: Server | None) -> None:
    queries = {said: urlencode(asked) for said, asked in pages.items()}
    for said, query in queries.items():
        assert call(query) == 200, said
    theirs = processor_of(server.pid) if server else time.process_time
    used, own = theirs(), time.process_time()
    of_page: dict[str, list[float]] = {}
    for said, query in queries.items():
        for _ in range(TIMES):
            began = time.perf_counter()
            call(query)
            of_page.setdefault(said, []).append(time.perf_counter() - began)
    used, own = theirs() - used, time.process_time() - own
    times = sorted(one for some in of_page.values() for one in some)
    slowest = sorted(of_page.items(), key=lambda one: -statistics.median(one[1]))[:3]
    processor = (used if server else own) / len(times) * 1e3
    print(f"  {name}: p50 {_ms(times)}, p95 {times[int(len(times) * 0.95) - 1] * 1e3:.0f} ms "
          f"({len(times)} pages, {processor:.0f} ms of processor each); slowest: "
          + ", ".join(f"{said} {_ms(some)}" for said, some in slowest))  # fmt: skip


def _ms(times: Sequence[float]) -> str:
    return f"{statistics.median(times) * 1e3:.0f} ms"
