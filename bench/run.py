"""Deletion and disclosure next to hand-written SQL, on a private PostgreSQL: `python bench/run.py`.

    python bench/run.py                  # 1M customers, 5M orders, 10M events; then 100k / 1M
    python bench/run.py --scale 0.1      # a tenth of it, for quick runs
    python bench/run.py --only store     # one of: shop, store, alone

The server is started for this run with its defaults for durability (fsync on) and stopped
afterwards; autovacuum is off, instead everything is vacuumed between groups. By hand and
through upheld take turns on people who are alike, so that both see the same database, warm
and cold alike. Every figure is the median of `--runs`.
"""

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.side_by_side import alone, by_hand, through_upheld
from bench.side_by_side.figures import Figures, timed
from bench.side_by_side.processor import processor_of
from bench.side_by_side.shops import Shop, fill_shop, fill_store, groups, settle, size_of

from tests.servers import Server, create_database, start_postgresql, stop
from upheld.rights.company import Company

RATIO_BARS = {1: 20.0, 100: 5.0, 10_000: 2.0}
SERVER = {
    "fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "autovacuum": "off",
    "shared_buffers": "512MB", "max_wal_size": "8GB",
}  # fmt: skip


def main() -> None:
    options = _options()
    figures = Figures()
    about = {
        "command": " ".join(["python bench/run.py", *sys.argv[1:]]), "scale": options.scale,
        "at": datetime.now(UTC).isoformat(timespec="seconds"), "python": platform.python_version(),
        "processors": os.cpu_count(), "load_before": os.getloadavg(), "server": SERVER,
    }  # fmt: skip
    with _server() as server, tempfile.TemporaryDirectory(prefix="upheld-bench-") as scratch:
        folder = Path(scratch)
        if "store" in options.only:
            shop = fill_store(
                create_database(server), scale=options.scale_store, heavy=2 * options.runs
            )
            _measure(figures, shop, folder, options, server)
        if "shop" in options.only:
            shop = fill_shop(create_database(server), scale=options.scale, heavy=3)
            _measure(figures, shop, folder, options, server)
    if "alone" in options.only:
        alone.start_up(figures)
    about["load_after"] = os.getloadavg()
    figures.show()
    figures.write(options.json, about)
    print(f"\nwritten to {options.json}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--scale", type=float, default=1.0, help="of the shop: 1 is 1M customers")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--people", type=int, nargs="+", default=[1, 100, 10_000])
    parser.add_argument("--only", nargs="+", default=["store", "shop", "alone"])
    parser.add_argument(
        "--no-disclosure", action="store_true", help="which takes longest for 10,000 people"
    )
    parser.add_argument("--json", type=Path, default=Path("bench-figures.json"))
    options = parser.parse_args()
    # The bars of the store are for its full size; only very small runs make it smaller.
    options.scale_store = min(1.0, 10 * options.scale)
    return options


@contextmanager
def _server() -> Iterator[Server]:
    server = start_postgresql(SERVER)
    try:
        yield server
    finally:
        stop(server)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One shop, both ways of working on it, and where the figures go."""

    figures: Figures
    shop: Shop
    workspace: Path
    company: Company
    driver: by_hand.Driver
    processor: Callable[[], float]

    def disclose(self, who: str, hand: Sequence[int], ours: Sequence[int]) -> None:
        """Hand out: one file a person by hand, one bundle through upheld."""
        bar = 1.0 if self.shop.name == "store" and len(ours) == 100 else None
        figure = self.figures.of(f"{self.shop.name}: disclose {who}", bar=bar)
        unit = through_upheld.open_request(self.company, "disclosure", ours)
        through_upheld.approve(self.company, unit, through_upheld.plan(self.company, unit))
        with tempfile.TemporaryDirectory(dir=self.workspace) as folder:
            with timed(figure.hand):
                by_hand.disclose(self.shop, self.driver, hand, Path(folder) / "hand")
            with timed(figure.ours):
                through_upheld.disclose(self.company, unit, Path(folder) / "ours")
        print(
            f"   {who}: disclosed by hand {figure.hand[-1]:.3f} s, upheld {figure.ours[-1]:.3f} s",
            flush=True,
        )

    def both(self, who: str, hand: Sequence[int], ours: Sequence[int]) -> None:
        """Plan, then erase: `hand` by hand-written SQL and `ours` through upheld."""
        name = f"{self.shop.name}: {{}} {who}"
        planned = self.figures.of(name.format("plan"))
        with timed(planned.hand):
            by_hand.plan(self.shop, self.driver, hand)
        erased = self.figures.of(name.format("delete"), **_bar(self.shop, who, len(ours)))
        needed = self.figures.of(name.format("delete, processor time,"))
        before = self.processor()
        with timed(erased.hand):
            by_hand.erase(self.shop, self.driver, hand)
        needed.hand.append(self.processor() - before)
        with timed(erased.parts.setdefault("(verify by hand)", [])):
            by_hand.verify(self.shop, self.driver, hand)
        with timed(erased.parts.setdefault("(open)", [])):
            unit = through_upheld.open_request(self.company, "deletion", ours)
        with timed(planned.ours):
            sha256 = through_upheld.plan(self.company, unit)
        with timed(erased.parts.setdefault("(approve)", [])):
            through_upheld.approve(self.company, unit, sha256)
        phases, used = through_upheld.apply(self.company, unit, self.processor)
        total = phases.pop("total")
        # The scan reads the whole database, whoever is erased: it is a figure of its own.
        scan = phases.pop("needles") + phases["residue"]
        erased.ours.append(total - scan)
        needed.ours.append(sum(used.values()) - used["needles"] - used["residue"])
        for phase, seconds in phases.items():
            erased.parts.setdefault(phase, []).append(seconds)
        whole = 2.0 if self.shop.name == "store" and len(ours) == 100 else None
        self.figures.of(name.format("delete and scan"), bar=whole).ours.append(total)
        self.figures.of(f"{self.shop.name}: residue scan, {who}").ours.append(scan)
        speed = self.figures.of(f"{self.shop.name}: residue scan, {who}, speed", unit="MB/s")
        speed.ours.append(size_of(self.shop.url) / 1e6 / scan)
        print(
            f"   {who}: by hand {erased.hand[-1]:.3f} s, upheld {erased.ours[-1]:.3f} s"
            f" + scan {scan:.2f} s, plan {planned.ours[-1]:.3f} s", flush=True,
        )  # fmt: skip


def _bar(shop: Shop, who: str, people: int) -> dict[str, float | bool | None]:
    if "rows" in who:
        return {"bar": 0.3 if shop.name == "store" else None}
    return {"bar": RATIO_BARS.get(people), "bar_is_ratio": True}


def _measure(
    figures: Figures, shop: Shop, folder: Path, options: argparse.Namespace, server: Server
) -> None:
    size = size_of(shop.url) / 2**20
    print(f"{shop.name}: {shop.people:,} customers, {size:,.0f} MiB with indexes", flush=True)
    workspace = through_upheld.make_workspace(shop, folder)
    opened, company = through_upheld.open_company(workspace)
    heavy = iter(shop.heavy)
    with psycopg.connect(shop.url, autocommit=True) as driver:
        comparison = Comparison(
            figures=figures, shop=shop, workspace=workspace, company=company, driver=driver,
            processor=processor_of(server.pid),
        )  # fmt: skip
        for people in options.people:
            if people * (2 * options.runs + 1) > shop.people:
                print(f"   {people:,} people: left out, too few customers")
                continue
            pairs = groups(shop, people, 2 * options.runs)
            for _ in range(options.runs):
                settle(shop.url)
                hand, ours = next(pairs), next(pairs)
                if not options.no_disclosure:
                    comparison.disclose(f"{people:,} people", ours, hand)
                comparison.both(f"{people:,} people", hand, ours)
        for _ in range(len(shop.heavy) // 2):
            settle(shop.url)
            who = f"one person, {shop.heavy_rows:,} rows"
            hand, ours = [next(heavy)], [next(heavy)]
            if not options.no_disclosure:
                comparison.disclose(who, ours, hand)
            comparison.both(who, hand, ours)
    if "alone" in options.only:
        if shop.name == "shop":
            alone.ledger(figures, company)
        opened.close()
        _by_commands(figures, shop, workspace, options, list(heavy))
    opened.close()


def _by_commands(
    figures: Figures,
    shop: Shop,
    workspace: Path,
    options: argparse.Namespace,
    heavy: Sequence[int],
) -> None:
    most = max(n for n in options.people if n * (2 * options.runs + 1) <= shop.people)
    people = next(groups(shop, most, 1))
    alone.deletion_by_commands(figures, f"{shop.name}: {most:,} people", workspace, people)
    for number in heavy:
        name = f"{shop.name}: one person, {shop.heavy_rows:,} rows"
        alone.deletion_by_commands(figures, name, workspace, [number])


if __name__ == "__main__":
    main()
