"""The scanner of texts beside Presidio on the same generated texts; processor time.

    python -m bench.detection [--megabytes 4] [--presidio PYTHON] [--ginza PYTHON]

`--presidio` names an interpreter of another environment in which presidio-analyzer is installed
(it is no dependency of ours). It runs with its patterns alone, on a blank language model. Both
read the texts one by one, and all of them in batches: `spans_many`, and Presidio's `BatchAnalyzerEngine`.
`--ginza` names one that has ja-ginza as well: Presidio with names, on the Japanese half of the texts,
in both ways, too.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from statistics import median, quantiles
from typing import TYPE_CHECKING

from bench.detection_corpus import documents, prompt, prose

if TYPE_CHECKING:  # its import is a part of what is measured
    from upheld.detection import Scanner

_FIRST = """
import time; began = time.process_time()
from upheld.detection import Scanner
Scanner().scan("連絡先は 03-1234-5678 です")
print(time.process_time() - began)
"""
_PRESIDIO = """
import json, sys, time
import spacy
from presidio_analyzer import AnalyzerEngine, BatchAnalyzerEngine
from presidio_analyzer.nlp_engine import SpacyNlpEngine
class Blank(SpacyNlpEngine):
    def load(self):
        self.nlp = {"en": spacy.blank("en")}
blank = Blank(models=[{"lang_code": "en", "model_name": "blank"}])
blank.load()
engine = AnalyzerEngine(nlp_engine=blank, supported_languages=["en"])
language = "en"
"""
_GINZA = """
import json, sys, time
from presidio_analyzer import AnalyzerEngine, BatchAnalyzerEngine
from presidio_analyzer.nlp_engine import NlpEngineProvider
model = {"lang_code": "ja", "model_name": "ja_ginza"}
provider = NlpEngineProvider(nlp_configuration={"nlp_engine_name": "spacy", "models": [model]})
engine = AnalyzerEngine(nlp_engine=provider.create_engine(), supported_languages=["ja"])
language = "ja"
"""
_BATCH = """
texts = json.load(sys.stdin)
engine.analyze(texts[0], language=language)
batches = BatchAnalyzerEngine(analyzer_engine=engine)
began = time.process_time()
for _ in batches.analyze_iterator(texts, language=language, batch_size=64):
    pass
print(sum(len(t.encode()) for t in texts) / (time.process_time() - began) / 1e6)
"""
_ANALYSE = """
texts = json.load(sys.stdin)
engine.analyze(texts[0], language=language)
began = time.process_time()
for text in texts:
    engine.analyze(text, language=language)
print(sum(len(t.encode()) for t in texts) / (time.process_time() - began) / 1e6)
"""


def speed(scanner: "Scanner", texts: list[str], *, together: bool = False) -> float:
    """Megabytes (UTF-8) in a second of processor, after a first pass over some of them.

    The texts are given one by one, or all together.
    """

    def read(some: list[str]) -> None:
        for _ in scanner.spans_many(some) if together else map(scanner.spans, some):
            pass

    read(texts[:300])
    began = time.process_time()
    read(texts)
    return sum(len(text.encode()) for text in texts) / (time.process_time() - began) / 1e6


def prompts(scanner: "Scanner", count: int, first: int = 0) -> tuple[float, float]:
    """Median and 99th percentile of a prompt of 3 KB, in milliseconds of processor."""
    spans = scanner.spans
    took: list[float] = []
    for number in range(first, first + count):
        text = prompt(number)
        began = time.process_time()
        spans(text)
        took.append((time.process_time() - began) * 1000)
    cut = quantiles(took, n=100)
    return cut[49], cut[98]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, default=4)
    parser.add_argument("--presidio", help="an interpreter that has presidio-analyzer")
    parser.add_argument("--ginza", help="an interpreter that has presidio-analyzer and ja-ginza")
    arguments = parser.parse_args()
    first = subprocess.run(
        [sys.executable, "-c", _FIRST], capture_output=True, text=True, check=True
    )
    print(f"import and first scan                     {float(first.stdout):.2f} s   (bar 0.3)")
    from upheld.detection import Scanner
    from upheld.detection.standard import standard

    texts = list(documents(arguments.megabytes))
    patterns = Scanner()
    ours = speed(patterns, texts)
    print(f"patterns and secrets, one text at a time  {ours:.2f} MB/s, {len(texts)} texts")
    print(
        f"the same in batches                       {speed(patterns, texts, together=True):.2f} MB/s"
    )
    print(f"the same as one string                    {speed(patterns, [''.join(texts)]):.2f} MB/s")
    print(
        "3 KB prompt, patterns, p50 and p99        {:.1f} and {:.1f} ms".format(
            *prompts(patterns, 400)
        )
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"memory, patterns, with the texts          {peak} MiB   (bar 90)")
    everything = standard(today=date(2026, 12, 1))
    few = texts[: len(texts) // 10]
    print(f"with names and what is said about people  {speed(everything, few):.2f} MB/s")
    print(
        "3 KB prompt, everything, p50 and p99      {:.1f} and {:.1f} ms   (bar 5)".format(
            *prompts(everything, 400)
        )
    )
    prompts(everything, 600, 400)
    print(
        "the same, behind a thousand others        {:.1f} and {:.1f} ms   (bar 5)".format(
            *prompts(everything, 400, 1000)
        )
    )
    written = prose()
    if written:
        print(f"the same, Japanese prose of nobody        {speed(everything, written):.2f} MB/s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"memory, everything                        {peak} MiB   (bar 300)")
    if arguments.presidio:
        mixed = list(documents(0.1))
        ours, peer = in_turns(
            lambda: speed(patterns, texts, together=True),
            lambda: speed_of_peer(arguments.presidio, _PRESIDIO + _BATCH, mixed),
        )
        print(
            f"Presidio, patterns, both in batches       {peer:.3f} MB/s: ours is {ours:.2f}, {ours / peer:.0f}x   (bar 100x)"
        )
        ours, peer = in_turns(
            lambda: speed(patterns, texts),
            lambda: speed_of_peer(arguments.presidio, _PRESIDIO + _ANALYSE, mixed),
        )
        print(
            f"both one text at a time                   {peer:.3f} MB/s: ours is {ours:.2f}, {ours / peer:.0f}x"
        )
    if arguments.ginza:
        japanese = [text for text in documents(0.3) if not text.isascii()]
        ours, peer = in_turns(
            lambda: speed(everything, japanese, together=True),
            lambda: speed_of_peer(arguments.ginza, _GINZA + _BATCH, japanese[:64]),
        )
        print(
            f"Presidio and ja-ginza, Japanese, batches  {peer:.4f} MB/s: ours is {ours:.2f}, {ours / peer:.0f}x   (bar 400x)"
        )
        ours, peer = in_turns(
            lambda: speed(everything, japanese),
            lambda: speed_of_peer(arguments.ginza, _GINZA + _ANALYSE, japanese[:64]),
        )
        print(
            f"both one text at a time                   {peer:.4f} MB/s: ours is {ours:.2f}, {ours / peer:.0f}x   (bar 400x)"
        )


def in_turns(ours: Callable[[], float], peer: Callable[[], float]) -> tuple[float, float]:
    """Speed of ours and of the peer: medians of five turns."""
    both = [(ours(), peer()) for _ in range(5)]
    return median(one for one, _ in both), median(other for _, other in both)


def speed_of_peer(python: str, program: str, texts: list[str]) -> float:
    """Megabytes in a second of processor of Presidio in another environment; it is given fewer texts."""
    done = subprocess.run(
        [python, "-W", "ignore", "-c", program],
        input=json.dumps(texts), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return float(done.stdout.split()[-1])


if __name__ == "__main__":
    main()
