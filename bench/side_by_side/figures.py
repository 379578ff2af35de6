"""Figures: times gathered, medians, ratios, a table for people and JSON for machines."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any


@dataclass(slots=True, kw_only=True)
class Figure:
    """One thing measured.

    Attributes:
        of: Its name, e.g. `shop: delete 100`.
        ours: Seconds (or `unit`) of each run through upheld.
        hand: The same work by hand-written SQL; empty where nothing corresponds.
        bar: The most that is allowed, of `ours` or of the ratio.
        parts: Medians of what `ours` consists of.
    """

    of: str
    ours: list[float] = field(default_factory=list)
    hand: list[float] = field(default_factory=list)
    unit: str = "s"
    bar: float | None = None
    bar_is_ratio: bool = False
    least: bool = False
    parts: dict[str, list[float]] = field(default_factory=dict)

    @property
    def ratio(self) -> float | None:
        return median(self.ours) / median(self.hand) if self.hand and self.ours else None

    @property
    def kept(self) -> bool | None:
        """Whether the bar is kept; `None` without one."""
        seen = self.ratio if self.bar_is_ratio else median(self.ours)
        if self.bar is None or seen is None:
            return None
        return seen >= self.bar if self.least else seen <= self.bar

    def as_json(self) -> dict[str, Any]:
        return {
            "of": self.of, "unit": self.unit, "runs": len(self.ours),
            "upheld": _median(self.ours), "by_hand": _median(self.hand), "ratio": self.ratio,
            "bar": self.bar, "bar_is": "ratio" if self.bar_is_ratio else self.unit, "kept": self.kept,
            "parts": {name: _median(seen) for name, seen in self.parts.items()},
            "all": {"upheld": self.ours, "by_hand": self.hand},
        }  # fmt: skip

    def row(self) -> str:
        """One line of the table."""
        ratio = f"{self.ratio:6.1f}x" if self.ratio is not None else " " * 7
        bar = ""
        if self.bar is not None:
            sign = ">=" if self.least else "<="
            shown = f"{self.bar:g}x" if self.bar_is_ratio else f"{self.bar:g} {self.unit}"
            bar = f"{sign} {shown:<10} {'kept' if self.kept else 'NOT KEPT'}"
        return (
            f"{self.of:<46} {_shown(self.hand, self.unit):>12} {_shown(self.ours, self.unit):>12}"
            f" {ratio} {len(self.ours):>4}  {bar}"
        )


@dataclass(slots=True)
class Figures:
    """All figures of one run, in order."""

    all: dict[str, Figure] = field(default_factory=dict)

    def of(self, name: str, **more: Any) -> Figure:
        """The figure of that name, made at first use."""
        if name not in self.all:
            self.all[name] = Figure(of=name, **more)
        return self.all[name]

    def write(self, path: Path, about: dict[str, Any]) -> None:
        """Write everything as JSON."""
        document = {**about, "figures": [figure.as_json() for figure in self.all.values()]}
        path.write_text(json.dumps(document, indent=1) + "\n", "utf-8")

    def show(self) -> None:
        """Print the table, then the parts."""
        print(f"\n{'':<46} {'by hand':>12} {'upheld':>12} {'ratio':>7} {'runs':>4}  bar")
        for figure in self.all.values():
            print(figure.row())
        print("\nwhat `apply` consists of (medians, s)")
        for figure in self.all.values():
            if figure.parts:
                parts = ", ".join(f"{n} {median(s):.3f}" for n, s in figure.parts.items())
                print(f"{figure.of:<46} {parts}")


@contextmanager
def timed(into: list[float]) -> Iterator[None]:
    """Add the seconds of the block."""
    began = time.perf_counter()
    yield
    into.append(time.perf_counter() - began)


def seconds_of(act: Callable[[], object]) -> float:
    """Return how long a call takes."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _median(seen: list[float]) -> float | None:
    return median(seen) if seen else None


def _shown(seen: list[float], unit: str) -> str:
    if not seen:
        return ""
    value = median(seen)
    if unit == "s":
        return f"{value:.4f} s" if value < 1 else f"{value:.2f} s"
    return f"{value:,.0f} {unit}"
