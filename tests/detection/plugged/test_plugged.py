"""Recognisers from elsewhere keep the contract of our own, and are loaded only when asked for."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from upheld.detection import Recogniser, Scanner, Span
from upheld.detection.plugged import Judged, SecondOpinion, plugged
from upheld.detection.plugged.catalogue import (
    RecogniserUnknownError,
    RecogniserUnusableError,
    known,
)
from upheld.detection.plugged.gliner_model import GlinerModel
from upheld.detection.plugged.presidio_analyzer import PresidioAnalyzer
from upheld.detection.plugged.spacy_pipeline import SpacyPipeline
from upheld.detection.standard import standard

TEXT = "昨日、望月さんに会った。\n𠮷野家の隣で Hannah も見た。"
NAMES = re.compile("望月|Hannah")


@dataclass
class Entity:
    label_: str
    start_char: int
    end_char: int


@dataclass
class Read:
    ents: list[Entity]


class Pipeline:
    """Reads texts one after the other."""

    def pipe(self, texts: Iterable[str]) -> Iterator[Read]:
        return map(read, texts)


def read(text: str) -> Read:
    people = [Entity("Person", *match.span()) for match in NAMES.finditer(text)]
    return Read([*people, Entity("Facility", 0, 2)])


@dataclass
class Result:
    entity_type: str
    start: int
    end: int
    score: float


class Analyzer:
    def analyze(self, text: str, language: str) -> list[Result]:
        assert language == "ja"
        people = [Result("PERSON", *match.span(), 0.85) for match in NAMES.finditer(text)]
        return [*people, Result("DATE_TIME", 0, 2, 0.9)]


class Model:
    def predict_entities(
        self, text: str, labels: list[str], threshold: float
    ) -> list[dict[str, Any]]:
        assert "person" in labels
        return [
            {
                "label": "person",
                "start": match.start(),
                "end": match.end(),
                "score": threshold + 0.3,
            }
            for match in NAMES.finditer(text)
        ]


def real_spacy() -> Recogniser:
    import spacy

    language: Any = spacy.blank("en")
    ruler = language.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PERSON", "pattern": "Hannah"}])
    return SpacyPipeline(language)


@pytest.mark.parametrize(
    "made",
    [
        lambda: SpacyPipeline(Pipeline()),
        lambda: GlinerModel(Model()),
        lambda: PresidioAnalyzer(Analyzer(), "ja"),
    ],
    ids=["spacy", "gliner", "presidio"],
)
def test_names_of_a_plugged_recogniser_stand_where_they_are(made: Callable[[], Recogniser]) -> None:
    found = Scanner(rules=(), recognisers=(made(),)).scan(TEXT)
    assert [TEXT[f.start : f.end] for f in found] == ["望月", "Hannah"]
    assert {f.kind for f in found} == {"person_name"}
    assert [f.line for f in found] == [1, 2]


@pytest.mark.slow
def test_a_real_pipeline_of_spacy_keeps_the_contract() -> None:
    text = "𠮷野家の隣で\nwe met Hannah today"
    found = Scanner(rules=(), recognisers=(real_spacy(),)).scan(text)
    assert [(text[f.start : f.end], f.line, f.rule) for f in found] == [
        ("Hannah", 2, "person_name.spacy")
    ]


@pytest.mark.slow
def test_a_real_pipeline_of_spacy_finds_in_many_texts_what_it_finds_in_each() -> None:
    scanner = Scanner(rules=(), recognisers=(real_spacy(),))
    texts = ["we met Hannah today", "", "nobody", "Hannah and Hannah"] * 300
    found = list(scanner.scan_many(texts))
    assert [len(one) for one in found[:4]] == [1, 0, 0, 2]
    assert found == [scanner.scan(text) for text in texts[:4]] * 300


def test_nothing_of_other_libraries_is_imported_before_it_is_asked_for() -> None:
    code = (
        "import sys, upheld.detection.plugged, upheld.detection.standard;"
        "print([m for m in ('spacy', 'gliner', 'presidio_analyzer', 'sudachipy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_unknown_recogniser_is_refused_with_those_that_exist() -> None:
    with pytest.raises(RecogniserUnknownError) as refused:
        plugged("spaccy", "ja_ginza")
    assert "spacy" in str(refused.value.remedy)
    assert {"spacy", "gliner", "presidio"} <= set(known())


def test_a_missing_model_is_refused_and_not_fetched(tmp_path: Path) -> None:
    with pytest.raises(RecogniserUnusableError):
        plugged("gliner", str(tmp_path / "no-model"))


def test_another_package_adds_a_recogniser_by_its_entry_point(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "nicknames_of_a_shop.py").write_text(
        "from upheld.detection import Span\n"
        "class Nicknames:\n"
        "    def __init__(self, model): self.model = model\n"
        "    def find(self, text, plain, so_far):\n"
        "        at = plain.find(self.model)\n"
        "        return [Span('person_name', at, at + len(self.model), 0.9, 'person_name.shop')] if at >= 0 else []\n",
        encoding="utf-8",
    )
    described = tmp_path / "nicknames-1.0.dist-info"
    described.mkdir()
    (described / "METADATA").write_text("Metadata-Version: 2.1\nName: nicknames\nVersion: 1.0\n")
    (described / "entry_points.txt").write_text(
        "[upheld.recognisers]\nnicknames = nicknames_of_a_shop:Nicknames\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    recogniser = plugged("nicknames", "もっちー")
    (found,) = Scanner(rules=(), recognisers=(recogniser,)).scan("昨日はもっちーが来た")
    assert (found.start, found.end, found.rule) == (3, 7, "person_name.shop")


class Fixed:
    """Finds three words, as sure as they say."""

    def find(self, text: str, plain: str, so_far: Sequence[Span]) -> list[Span]:
        assert len(text) == len(plain)
        assert not so_far
        sure = {"望月": 0.9, "春日": 0.5, "泉": 0.2}
        return [
            Span("person_name", at, at + len(word), confidence, "person_name.test")
            for word, confidence in sure.items()
            if (at := plain.find(word)) >= 0
        ]


class Listed:
    """Holds what stands in its list, and remembers what it was asked."""

    def __init__(self, *people: str) -> None:
        self.people = people
        self.asked: list[tuple[str, str]] = []

    def holds(self, passage: str, span: Span) -> bool:
        word = passage[span.start : span.end]
        self.asked.append((passage, word))
        return word in self.people


def test_a_judge_is_asked_about_doubtful_findings_only_and_sees_their_line() -> None:
    judge = Listed("春日")
    text = "会議\n望月と春日と泉\n終わり"
    found = Scanner(rules=(), recognisers=(Judged(Fixed(), judge),)).scan(text)
    assert judge.asked == [("望月と春日と泉", "春日")]
    assert [text[f.start : f.end] for f in found] == ["望月", "春日"]


def test_a_second_opinion_is_asked_once_a_line_and_holds_what_it_finds_in_the_same_place() -> None:
    read: list[str] = []

    class Weather:
        """Knows one name, and one address of the same word."""

        def find(self, text: str, plain: str, so_far: Sequence[Span]) -> Iterator[Span]:
            assert not so_far
            read.append(text)
            for kind, word in (("person_name", "春日さん"), ("address", "泉")):
                if (at := plain.find(word)) >= 0:
                    yield Span(kind, at, at + len(word), 0.6, f"{kind}.weather")

    judge = SecondOpinion(Weather())
    line = "春日さんと泉と西"
    assert judge.holds(line, Span("person_name", 0, 2, 0.4, "-"))
    assert not judge.holds(line, Span("person_name", 5, 6, 0.4, "-"))
    assert not judge.holds(line, Span("person_name", 7, 8, 0.4, "-"))
    assert read == [line]


def test_of_names_in_doubt_those_stand_that_a_real_pipeline_of_spacy_finds_too() -> None:
    text = "We met Hannah today.\nWe met Grace today, and Dr. Miller."
    day = date(2026, 12, 1)
    judged = standard(today=day, judge=SecondOpinion(real_spacy()))

    def names(scanner: Scanner) -> dict[str, float]:
        return {text[f.start : f.end]: f.confidence for f in scanner.scan(text)}

    assert names(standard(today=day)) == {"Hannah": 0.65, "Grace": 0.55, "Miller": 0.9}
    assert names(judged) == {"Hannah": 0.75, "Miller": 0.9}


def test_what_a_judge_does_not_hold_is_not_reported() -> None:
    text = "望月と春日"
    found = Scanner(rules=(), recognisers=(Judged(Fixed(), Listed()),)).scan(text)
    assert [text[f.start : f.end] for f in found] == ["望月"]
