"""Presidio in another environment: a process that reads texts when it is told to, and says how fast.

It is no dependency of ours, so its interpreter is named on the command line. It reads some texts
before it is measured, as our scanner does: a new process compiles its patterns at the first of them.
"""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

_BLANK = """
import spacy
from presidio_analyzer import AnalyzerEngine
from presidio_analyzer.nlp_engine import SpacyNlpEngine
class Blank(SpacyNlpEngine):
    def load(self):
        self.nlp = {"en": spacy.blank("en")}
blank = Blank(models=[{"lang_code": "en", "model_name": "blank"}])
blank.load()
engine = AnalyzerEngine(nlp_engine=blank, supported_languages=["en"])
language = "en"
"""
DEFAULT = _BLANK
"""Presidio as it comes: the recognisers that it loads for English, without a language model."""
ALL_PATTERNS = (
    _BLANK
    + """
from inspect import isclass
from presidio_analyzer import PatternRecognizer, predefined_recognizers
loaded = {type(one) for one in engine.registry.recognizers}
for one in vars(predefined_recognizers).values():
    if isclass(one) and issubclass(one, PatternRecognizer) and one not in {*loaded, PatternRecognizer}:
        engine.registry.add_recognizer(one(supported_language="en"))
"""
)
"""Every recogniser of patterns that Presidio has, those of other countries too, as ours has."""
JA_GINZA = """
from presidio_analyzer import AnalyzerEngine
from presidio_analyzer.nlp_engine import NlpEngineProvider
model = {"lang_code": "ja", "model_name": "ja_ginza"}
provider = NlpEngineProvider(nlp_configuration={"nlp_engine_name": "spacy", "models": [model]})
engine = AnalyzerEngine(nlp_engine=provider.create_engine(), supported_languages=["ja"])
language = "ja"
"""
"""Presidio with names in Japanese."""
_READS = """
import json, sys, time
from presidio_analyzer import BatchAnalyzerEngine
batches = BatchAnalyzerEngine(analyzer_engine=engine)
def read(texts, together):
    if together:
        for _ in batches.analyze_iterator(texts, language=language, batch_size=64):
            pass
    else:
        for text in texts:
            engine.analyze(text, language=language)
print(json.dumps(len(engine.registry.recognizers)), flush=True)
for line in sys.stdin:
    texts, together = json.loads(line)
    began = time.process_time()
    read(texts, together)
    took = time.process_time() - began
    print(json.dumps(sum(len(text.encode()) for text in texts) / took / 1e6), flush=True)
"""


class Peer:
    """One that is running.

    Attributes:
        recognisers: How many it has loaded, with the one of names.
    """

    def __init__(self, asked: IO[str], said: IO[str]) -> None:
        """Wait until it has started."""
        self._asked, self._said = asked, said
        self.recognisers = int(self._answer())

    def speed(self, texts: list[str], *, together: bool) -> float:
        """Megabytes (UTF-8) in a second of its processor, in batches or one text at a time."""
        self._asked.write(json.dumps([texts, together]) + "\n")
        self._asked.flush()
        return float(self._answer())

    def _answer(self) -> Any:
        line = self._said.readline()
        if not line:
            raise SystemExit("Presidio stopped: see what it wrote above")
        return json.loads(line)


@contextmanager
def peer(python: str, engine: str) -> Iterator[Peer]:
    """Run one with an interpreter that has it; `engine` is one of the programs above."""
    command = [python, "-W", "ignore", "-c", engine + _READS]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield Peer(process.stdin, process.stdout)
        process.stdin.close()
