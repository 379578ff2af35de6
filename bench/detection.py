"""The scanner of texts beside Presidio on the same generated texts; processor time.

    python -m bench.detection [--megabytes 4] [--presidio PYTHON] [--ginza PYTHON]

`--presidio` names an interpreter of another environment in which presidio-analyzer is installed
(it is no dependency of ours). It runs on a blank language model, first with the recognisers that it
loads, then with all that it has of patterns. Both read the texts in batches (`spans_many`, and
Presidio's `BatchAnalyzerEngine`) and one by one. `--ginza` names one that has ja-ginza as well:
Presidio with names, on the Japanese half of the texts, in both ways, too.
"""

import argparse
import resource
import subprocess
import sys
import time
from datetime import date
from statistics import median, quantiles
from typing import TYPE_CHECKING

from bench.detection_corpus import documents, prompt, prose
from bench.detection_peer import ALL_PATTERNS, DEFAULT, JA_GINZA, Peer, peer

if TYPE_CHECKING:  # its import is a part of what is measured
    from upheld.detection import Scanner

_FIRST = """
import time; began = time.process_time()
from upheld.detection import Scanner
Scanner().scan("連絡先は 03-1234-5678 です")
print(time.process_time() - began)
"""
_TURNS = 7


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
        mixed = documents(0.1, seed=8)
        for engine in (DEFAULT, ALL_PATTERNS):
            with peer(arguments.presidio, engine) as other:
                beside(other, patterns, mixed, f"{other.recognisers} of Presidio, bar 100x")
    if arguments.ginza:
        japanese = [text for text in documents(0.3, seed=8) if not text.isascii()][:64]
        with peer(arguments.ginza, JA_GINZA) as other:
            beside(other, everything, japanese, "Presidio and ja-ginza, bar 400x")


def beside(other: Peer, scanner: "Scanner", texts: list[str], what: str) -> None:
    """Print how fast both read the same texts, in turns; ours reads more of the same kind.

    It would be through with the texts of the peer before a clock can tell. Said are medians, of
    the ratios too: a turn of ours and one of the peer, one behind the other.
    """
    more = [text for text in documents(1.5, seed=9) if text.isascii() in map(str.isascii, texts)]
    for together in (True, False):
        other.speed(texts, together=together)
        ours: list[float] = []
        theirs: list[float] = []
        for _ in range(_TURNS):
            ours.append(speed(scanner, texts + more, together=together))
            theirs.append(other.speed(texts, together=together))
        ratio = median(one / two for one, two in zip(ours, theirs, strict=True))
        print(
            f"{what}, {'in batches' if together else 'one by one'}: "
            f"{median(theirs):.4f} MB/s, ours {median(ours):.2f}, {ratio:.0f}x"
        )


if __name__ == "__main__":
    main()
