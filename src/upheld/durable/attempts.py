"""How often what fails is tried again, and after which pauses."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to try: 5 s after the first failure, then twice as long each time, up to an hour.

    90 attempts last three days and a half: longer than a weekend with the mail server down.
    """

    first: timedelta = timedelta(seconds=5)
    longest: timedelta = timedelta(hours=1)
    attempts: int = 90

    def after(self, attempts: int) -> timedelta | None:
        """Return how long to wait after that many attempts; None when it was the last."""
        if attempts >= self.attempts:
            return None
        # 2^40 times any pause is more than `longest`; without the limit the product overflows.
        return min(self.longest, self.first * (1 << min(attempts - 1, 40)))


PATIENCE = Patience()
"""Of whatever asks for no other."""
