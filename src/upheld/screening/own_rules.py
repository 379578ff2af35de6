"""What a company adds to what is found: patterns of its own, and recognisers that it has installed.

rules:
  - name: membership
    kind: device_id                  # of `upheld detect --kinds`
    pattern: 'M-[0-9]{8}'            # RE2's syntax
    context: [会員番号, member no]    # words beside it that make it sure
    confidence: 0.4                  # without such a word; 0.5 and more is reported
recognisers:
  - {name: spacy, model: ja_ginza}   # spacy, gliner, presidio, or one of another package
judge: {name: spacy, model: ja_ginza}  # likewise; asked about names in doubt only

One file for `upheld detect --rules`, the gateway (`gateway: {rules: …}` in upheld.yaml) and
`upheld gateway presidio --rules`. A pattern that cannot be matched in linear time is refused.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from upheld.detection.custom import PatternRefusedError, custom_rule
from upheld.detection.folding import folded
from upheld.detection.kind import kinds
from upheld.detection.plugged import Judge, SecondOpinion, plugged
from upheld.detection.plugged.catalogue import RecogniserUnknownError, RecogniserUnusableError
from upheld.detection.rule import Rule
from upheld.detection.scanner import Recogniser
from upheld.documents.positioned import Positioned, locate
from upheld.documents.secret_place import Section
from upheld.documents.words import Word
from upheld.refusal import RefusalError, RefusalsError
from upheld.wording import Text

_CONTEXT_WORDS = 100

ContextWord = Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True)]


class OwnRule(Section):
    """A pattern.

    Attributes:
        name: Stands in findings as `kind.name`.
        kind: A name of `upheld detect --kinds`.
        pattern: RE2's syntax, at most 2,000 signs.
        context: Words that make a match surer.
        confidence: Without such a word.
    """

    name: Word
    kind: str
    pattern: str = Field(min_length=1, max_length=2_000)
    context: tuple[ContextWord, ...] = Field(default=(), max_length=_CONTEXT_WORDS)
    confidence: float = Field(default=0.9, gt=0, le=1)


class OwnRecogniser(Section):
    """A recogniser of an installed package.

    Attributes:
        name: Which one.
        model: Path or installed name of its model; nothing is fetched.
    """

    name: str = Field(min_length=1, max_length=60)
    model: str = Field(min_length=1, max_length=1_000)


class OwnFile(Section):
    """The file."""

    rules: tuple[OwnRule, ...] = Field(default=(), max_length=1_000)
    recognisers: tuple[OwnRecogniser, ...] = Field(default=(), max_length=10)
    judge: OwnRecogniser | None = None


@dataclass(frozen=True, slots=True)
class Own:
    """What is found beside what comes with the package."""

    rules: tuple[Rule, ...] = ()
    recognisers: tuple[Recogniser, ...] = ()
    judge: Judge | None = None


def read_own(path: Path, *, file: str | None = None) -> Own:
    """Read a file of rules.

    Args:
        path: Where it lies.
        file: How refusals call it.

    Raises:
        RefusalsError: Every error of the file, each with its line and column: a kind that there is
            not, a pattern that cannot be had in linear time, a recogniser that cannot be loaded.
    """
    read = locate(path, OwnFile, file=file or str(path))
    refusals: list[RefusalError] = []
    rules = _rules(read, refusals)
    recognisers = [
        _recogniser(read, one, ("recognisers", number), refusals)
        for number, one in enumerate(read.model.recognisers)
    ]
    asked = read.model.judge
    judge = None if asked is None else _recogniser(read, asked, ("judge",), refusals)
    if refusals:
        raise RefusalsError(refusals)
    return Own(
        rules,
        tuple(one for one in recognisers if one is not None),
        None if judge is None else SecondOpinion(judge),
    )


def _rules(read: Positioned[OwnFile], refusals: list[RefusalError]) -> tuple[Rule, ...]:
    made: dict[str, Rule] = {}
    for number, one in enumerate(read.model.rules):
        at = ("rules", number)
        try:
            rule = custom_rule(
                name=one.name,
                kind=one.kind,
                pattern=one.pattern,
                context=tuple(folded(word).lower() for word in one.context),
                confidence=one.confidence,
            )
        except PatternRefusedError as refusal:
            wrong = "pattern" if one.kind in kinds() else "kind"
            refusals.append(read.refuse((*at, wrong), refusal.what, refusal.remedy))
            continue
        if rule.id in made:
            refusals.append(
                read.refuse(
                    (*at, "name"),
                    Text(
                        en=f"there are two rules `{one.name}` of this kind",
                        ja=f"この種類の規則 `{one.name}` が二つあります",
                    ),
                    Text(en="give one another name", ja="片方の名前を変えてください"),
                )
            )
        made[rule.id] = rule
    return tuple(made.values())


def _recogniser(
    read: Positioned[OwnFile],
    one: OwnRecogniser,
    at: tuple[str | int, ...],
    refusals: list[RefusalError],
) -> Recogniser | None:
    try:
        return plugged(one.name, one.model)
    except RecogniserUnknownError as refusal:
        refusals.append(read.refuse((*at, "name"), refusal.what, refusal.remedy))
    except RecogniserUnusableError as refusal:
        refusals.append(read.refuse((*at, "model"), refusal.what, refusal.remedy))
    return None
