"""A language model is asked only if named, gets little, and is believed only with a quote."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from upheld.prose.assistant import Assistant, ModelFailedError
from upheld.prose.procedure import bring_in
from upheld.refusal import UsageError

TEXT = (
    b"Privacy Policy\n\nThe heron of the lagoon writes to aoi@lagoon.example at noon.\n\n"
    b"A second odd line about the moon.\n"
)


@dataclass
class Model:
    """A model on this machine that answers what a test wants."""

    answer: Callable[[str], Any]
    status: int = 200
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    url: str = ""


@contextmanager
def _serving(model: Model) -> Iterator[Model]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            model.asked.append(body)
            model.keys.append(self.headers.get("Authorization"))
            said = model.answer(body["messages"][1]["content"])
            content = said if isinstance(said, str) else json.dumps(said)
            answer = {"choices": [{"message": {"content": content}}]}
            data = json.dumps(answer).encode() if self.path == "/v1/chat/completions" else b"{}"
            self.send_response(model.status)
            if model.status == 302:
                self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_arguments: Any) -> None:
            """Stay silent."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
    )
    thread.start()
    model.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()


def _heron(_asked: str) -> Any:
    return [{"number": 0, "area": "contact", "quote": "writes to"}]


def test_an_answer_with_a_quote_is_taken_and_marked() -> None:
    with _serving(Model(_heron)) as model:
        assistant = Assistant(url=model.url, model="small", key="secret")
        imported = bring_in(TEXT, file="a.txt", ask=assistant.ask)
    heron = next(c for c in imported.classified if "heron" in c.sentence.text)
    assert (heron.area, heron.by, heron.confidence) == ("contact", "model", 0.5)
    assert heron.reasons == ("writes to",)
    moon = next(c for c in imported.classified if "moon" in c.sentence.text)
    assert (moon.area, moon.by) == (None, "words")
    assert model.asked[0]["model"] == "small"
    assert model.keys == ["Bearer secret"]


def test_only_unsure_sentences_leave_and_without_addresses() -> None:
    with _serving(Model(_heron)) as model:
        bring_in(TEXT, file="a.txt", ask=Assistant(url=model.url, model="m").ask)
    sent = json.dumps(model.asked)
    assert "aoi@" not in sent
    assert "[email]" in sent
    assert "Privacy Policy" not in model.asked[0]["messages"][1]["content"]
    assert model.keys == [None]


@pytest.mark.parametrize(
    "answer",
    [
        [{"number": 0, "area": "gardening", "quote": "writes to"}],
        [{"number": 0, "area": "contact", "quote": "words that are not there"}],
        [{"number": 0, "area": "contact", "quote": ""}],
        [{"number": 99, "area": "contact", "quote": "writes to"}],
        [{"number": "0", "area": "contact", "quote": "writes to"}],
        ["contact"],
        "I think it is about contact.",
        "[{broken",
    ],
)
def test_an_answer_that_does_not_hold_leaves_the_sentence_unsure(answer: Any) -> None:
    with _serving(Model(lambda _asked: answer)) as model:
        imported = bring_in(TEXT, file="a.txt", ask=Assistant(url=model.url, model="m").ask)
    heron = next(c for c in imported.classified if "heron" in c.sentence.text)
    assert (heron.area, heron.by) == (None, "words")


def test_the_rules_run_over_what_the_model_said() -> None:
    text = b"Privacy Policy\n\nPurposes of Use\n\nThe heron of the lagoon introduces our new boats at noon.\n"

    def answer(asked: str) -> Any:
        number = next(int(line.split(":")[0]) for line in asked.splitlines() if "heron" in line)
        return [
            {"number": number, "area": "purpose-enforcement", "quote": "introduces our new boats"}
        ]

    plain = bring_in(text.replace(b"Purposes of Use\n\n", b""), file="a.txt")
    with _serving(Model(answer)) as model:
        asked = bring_in(
            text.replace(b"Purposes of Use\n\n", b""),
            file="a.txt",
            ask=Assistant(url=model.url, model="m").ask,
        )
    assert "UPH140" not in {finding.code for finding in plain.findings}
    assert "UPH140" in {finding.code for finding in asked.findings}


@pytest.mark.parametrize("status", [302, 401, 500])
def test_a_model_that_fails_is_said_to_fail_and_not_followed_elsewhere(status: int) -> None:
    with _serving(Model(_heron, status=status)) as model, pytest.raises(ModelFailedError) as caught:
        bring_in(TEXT, file="a.txt", ask=Assistant(url=model.url, model="m", key="k9").ask)
    assert str(status) in caught.value.what.en
    assert "k9" not in str(caught.value)


def test_a_model_that_is_not_there_is_said_to_fail() -> None:
    with pytest.raises(ModelFailedError) as caught:
        bring_in(TEXT, file="a.txt", ask=Assistant(url="http://127.0.0.1:1/v1", model="m").ask)
    assert caught.value.what.en.endswith("no usable answer: the connection is refused")
    assert caught.value.what.ja.endswith("（接続が拒否されました）")


@pytest.mark.parametrize(
    "url", ["http://models.example/v1", "ftp://127.0.0.1/v1", "file:///etc", "x"]
)
def test_sentences_never_travel_in_the_clear(url: str) -> None:
    with pytest.raises(UsageError):
        Assistant(url=url, model="m")


def test_the_key_is_in_no_text() -> None:
    assert "k9" not in repr(Assistant(url="https://models.example/v1", model="m", key="k9"))


def test_nothing_is_asked_unless_somebody_names_an_address(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from upheld.terminal.main import main

    file = tmp_path / "a.txt"
    file.write_bytes(TEXT)
    with _serving(Model(_heron)) as model:
        main(["policy", "import", str(file), "--lang", "en"])
        assert model.asked == []
        main(["policy", "import", str(file), "--lang", "en", "--model-url", model.url])
        assert len(model.asked) == 1
    capsys.readouterr()
