"""The scanner with everything, made anew each day: ages are those of today."""

from dataclasses import dataclass, field
from datetime import date

from upheld.clock import Clock, SystemClock
from upheld.detection import Finding, Scanner
from upheld.detection.standard import standard


@dataclass(slots=True)
class Everyday:
    """A scanner for a process that runs for longer than a day."""

    clock: Clock = field(default_factory=SystemClock)
    _made: tuple[date, Scanner] | None = field(default=None, repr=False)

    def scan(self, text: str) -> list[Finding]:
        """Return what is found."""
        day, made = self.clock.today(), self._made
        if made is None or made[0] != day:
            made = self._made = (day, standard(today=day))
        return made[1].scan(text)
