"""Sources with markup in, JSON Lines with offsets out: no offset is ever counted by hand.

Run `python -m tests.detection.labelled.convert` from the root of the repository.

A line of a source is one case. `[[kind:text]]` labels a span, `[[kind!:text]]` also says that it
is evidence of a restricted region, `[[kind^:text]]` of a child under 13; ‹recipe› is replaced by an invented value (`values.py`);
`\\n` and `\\t` are a new line and a tab. `@ lang=ja groups=child why=…` speaks for the
lines under it; with `negative` they hold no personal data. `%` begins a comment.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from tests.detection.labelled.people import Dice
from tests.detection.labelled.values import drawn

HERE = Path(__file__).parent
SOURCES = HERE / "kept_apart" / "source"
MARK = re.compile(r"\[\[([a-z_0-9]+)([!^]?):(.*?)\]\]", re.DOTALL)
RECIPE = re.compile("‹([^‹›]+)›")
KEPT_APART_SEED = "kept apart 2026"

GROUPS = {
    "health": "health",
    "biometric_genetic": "biometric_genetic",
    "child": "child",
    "precise_location": "precise_location",
    "special_category": "special_category",
    "criminal_history": "criminal_history",
    "restricted_region": "restricted_region",
    "address": "precise_location",
    "jp_my_number": "government_id",
    "jp_resident_code": "government_id",
    "jp_passport": "government_id",
    "jp_drivers_licence": "government_id",
    "jp_residence_card": "government_id",
    "jp_pension_number": "government_id",
    "jp_insurer_number": "government_id",
    "jp_insured_number": "government_id",
    "jp_employment_insurance": "government_id",
    "us_ssn": "government_id",
    "national_id": "government_id",
    "card_number": "financial_credential",
    "card_security_code": "financial_credential",
    "card_expiry": "financial_credential",
    "bank_account": "financial_credential",
    "iban": "financial_credential",
    "pin": "financial_credential",
    "bank_password": "financial_credential",
    "secret": "auth_secret",
}
BY_MEANING = {"!": "restricted_region", "^": "child"}
PLAIN = {
    "person_name",
    "email",
    "phone",
    "postal_code",
    "birth_date",
    "age",
    "ip_address",
    "mac_address",
    "advertising_id",
    "device_id",
    "cookie_id",
}
KINDS = PLAIN | set(GROUPS)


class Label(NamedTuple):
    """One span: its kind, first code point, and the code point after its last."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Case:
    """One sentence or snippet with everything that a detector ought to say about it."""

    id: str
    lang: str
    text: str
    labels: tuple[Label, ...]
    group: tuple[str, ...]
    negative: bool
    why: str


@dataclass(frozen=True)
class Heading:
    """What an `@` line says about the lines under it."""

    lang: str
    groups: tuple[str, ...]
    negative: bool
    why: str


def heading(line: str) -> Heading:
    """An `@` line taken apart; `why` runs to the end of the line."""
    facts, _, why = line.removeprefix("@").partition("why=")
    words = facts.split()
    named = dict(word.split("=", 1) for word in words if "=" in word)
    groups = tuple(named["groups"].split(",")) if "groups" in named else ()
    return Heading(named["lang"], groups, "negative" in words, why)


def case(stem: str, line: str, above: Heading) -> Case:
    """One line of a source as a case: values drawn by the line's own seed, spans measured."""
    seed = sha256(line.encode()).hexdigest()
    rng = Dice(seed)
    filled = RECIPE.sub(lambda found: drawn(rng, found[1]), line)
    filled = filled.replace("\\n", "\n").replace("\\t", "\t")
    text, labels, groups, at = "", [], set(above.groups), 0
    for found in MARK.finditer(filled):
        text += filled[at : found.start()]
        labels.append(Label(found[1], len(text), len(text) + len(found[3])))
        text += found[3]
        at = found.end()
        groups |= {GROUPS[found[1]]} if found[1] in GROUPS else set()
        groups |= {BY_MEANING[found[2]]} if found[2] else set()
    text += filled[at:]
    named = f"{stem}-{seed[:8]}"
    return Case(
        named, above.lang, text, tuple(labels), tuple(sorted(groups)), above.negative, above.why
    )


def read(source: Path) -> Iterator[Case]:
    """The cases of one source file, in its order."""
    above: Heading | None = None
    for line in source.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("%"):
            continue
        if line.startswith("@ "):
            above = heading(line)
        elif above is None:
            raise ValueError(f"{source.name}: a case before the first @ line")
        else:
            yield case(source.stem, line, above)


def is_kept_apart(named: str) -> bool:
    """One case in five, by a seeded hash of its id: nobody chooses."""
    return int(sha256(f"{KEPT_APART_SEED}/{named}".encode()).hexdigest(), 16) % 5 == 0


def as_json(one: Case) -> str:
    """A line of JSON; in every secret some characters are escaped, so that no file holds it whole."""
    secrets = [label for label in one.labels if label.kind == "secret"]
    escaped = {at for label in secrets for at in range(label.start + 2, label.end, 10)}
    text = "".join(
        f"\\u{ord(char):04x}" if at in escaped else json.dumps(char, ensure_ascii=False)[1:-1]
        for at, char in enumerate(one.text)
    )
    rest = {
        "labels": [label._asdict() for label in one.labels],
        "group": one.group,
        "negative": one.negative,
        "why": one.why,
    }
    head = json.dumps({"id": one.id, "lang": one.lang})[:-1]
    return f'{head}, "text": "{text}", {json.dumps(rest, ensure_ascii=False)[1:]}\n'


def files() -> dict[Path, str]:
    """Every JSON Lines file and what belongs into it."""
    out: dict[Path, str] = {}
    for source in sorted(SOURCES.glob("*.txt")):
        open_, kept = HERE / f"{source.stem}.jsonl", HERE / "kept_apart" / f"{source.stem}.jsonl"
        out[open_] = out[kept] = ""
        for one in read(source):
            out[kept if is_kept_apart(one.id) else open_] += as_json(one)
    return out


def main() -> None:
    """Write them all."""
    for path, content in files().items():
        path.write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()
