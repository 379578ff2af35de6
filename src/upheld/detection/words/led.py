"""Matches of a pattern that begins with a cue ("lives at"), looked for from what stands behind the cue.

A cue is many words and may begin anywhere; what follows it begins with few signs. Each of those is
asked whether a cue ends there, which is several times faster than to try each place for a cue.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import regex

_REACH = 64
"""Code points of the longest cue."""


class Led(NamedTuple):
    """A cue and what follows it.

    Attributes:
        cue: Ends at a place, read backwards.
        begins: What follows it begins with this; a few places too many do no harm.
        whole: Both.
    """

    cue: "regex.Pattern[str]"
    begins: "re.Pattern[str]"
    whole: "regex.Pattern[str]"

    def finditer(self, plain: str) -> Iterator["regex.Match[str]"]:
        """Yield the matches of `whole`, none over another."""
        at = 0
        for place in self.begins.finditer(plain):
            here = place.start()
            if here < at:
                continue
            cue = self.cue.match(plain, max(at, here - _REACH), here)
            match = cue and self.whole.match(plain, cue.start())
            if match is not None:
                yield match
                at = match.end()


def led(cue: str, begins: str, value: str) -> Led:
    """Compile it.

    Args:
        cue: Ends where the value begins.
        begins: What the value begins with, as a class of signs, and what is looked back for behind
            it: `re` looks through a text for one of some signs faster than for anything else.
        value: What is behind the cue; a group `value` in it is what is meant.
    """
    return Led(
        regex.compile(f"(?r)(?:{cue})"), re.compile(begins), regex.compile(f"(?:{cue}){value}")
    )
