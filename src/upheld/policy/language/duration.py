"""Typed durations: a period, an event, or an event plus a period; never free words."""

import re
from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema
from pydantic_core import PydanticKnownError

from upheld.documents.problem import as_problem
from upheld.law.periods import (
    BusinessDays,
    Days,
    Hours,
    Months,
    Period,
    PeriodUnreadableError,
    parse,
)

_EVENT = re.compile(r"[a-z][a-z0-9-]{1,63}")


@dataclass(frozen=True, slots=True)
class Duration:
    """How long something lasts.

    Attributes:
        event: What it lasts until, or counts from where `period` is given too, e.g.
            `contract-end`. `None`: it counts from the event that the data map names.
        period: Hours, days, months or business days; `None`: until the event itself.
    """

    event: str | None = None
    period: Period | None = None

    def __str__(self) -> str:
        parts = [self.event or "", str(self.period) if self.period else ""]
        return "+".join(part for part in parts if part)


def parse_duration(text: str) -> Duration:
    """Read `P7Y`, `3bd`, `contract-end` or `contract-end+P7Y`.

    >>> parse_duration("contract-end+P7Y")
    Duration(event='contract-end', period=Months(count=84))

    Raises:
        PeriodUnreadableError: It is none of these.
    """
    head, plus, tail = text.partition("+")
    if not plus and _EVENT.fullmatch(text):
        return Duration(event=text)
    if plus and _EVENT.fullmatch(head):
        return Duration(event=head, period=parse(tail))
    return Duration(period=parse(text))


def _period(value: Any) -> Period:
    if isinstance(value, Hours | Days | Months | BusinessDays):
        return value
    if not isinstance(value, str | int | float):
        raise PydanticKnownError("string_type")
    try:
        return parse(str(value))
    except PeriodUnreadableError as refusal:
        raise as_problem(refusal) from refusal


def _duration(value: Any) -> Duration:
    if isinstance(value, Duration):
        return value
    if not isinstance(value, str | int | float):
        raise PydanticKnownError("string_type")
    try:
        return parse_duration(str(value))
    except PeriodUnreadableError as refusal:
        raise as_problem(refusal) from refusal


PeriodText: TypeAlias = Annotated[
    Period,
    PlainValidator(_period),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "examples": ["P7Y", "P6M", "P90D", "PT72H", "3bd"]}),
]
DurationText: TypeAlias = Annotated[
    Duration,
    PlainValidator(_duration),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(
        {"type": "string", "examples": ["P7Y", "3bd", "contract-end", "contract-end+P7Y"]}
    ),
]
