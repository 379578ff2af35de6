"""Files of calls: screened line by line, the customer's own alone, restored when they come back."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import openai
import pytest
from openai import OpenAI

from tests import loopback
from tests.screening.conftest import CARD, SECRET_WORD, Running, Start
from tests.screening.provider import Received, completion, whole
from upheld.clock import SystemClock
from upheld.detection import Finding
from upheld.detection.transform import Pseudonyms, Scope
from upheld.policy.model import Policy
from upheld.rights.vault import Vault
from upheld.running.gateway import Followed, FollowedScreening
from upheld.screening.batches import owned
from upheld.screening.batches.endpoints import BatchEndpoints
from upheld.screening.batches.forms import SENT_NAME
from upheld.screening.batches.lines import screened_file
from upheld.screening.batches.owned import Owned
from upheld.screening.gateway.asgi import Exchange, Message
from upheld.screening.gateway.upstream import Upstream
from upheld.screening.keys import Caller
from upheld.screening.procedure import Terms
from upheld.screening.refused import InputProhibitedError, TooManyCallsError
from upheld.screening.store import set_switch, suspend
from upheld.screening.stored import StoredVault

MAIL = "taro@example.jp"


@dataclass
class Shelf:
    """A provider that keeps files and answers each batch at once, saying what it was asked."""

    files: dict[str, bytes] = field(default_factory=dict)
    batches: dict[str, dict[str, Any]] = field(default_factory=dict)

    async def __call__(self, received: Received) -> AsyncIterator[bytes]:
        parts = received.path.partition("?")[0].strip("/").split("/")[1:]
        match received.method, parts:
            case "POST", ["files"]:
                made = f"file-{len(self.files)}"
                self.files[made] = _uploaded(received)
                yield _json(_file(made))
            case "GET", ["files"]:
                yield _json(_page([_file(one) for one in self.files]))
            case "GET", ["files", which]:
                yield _json(_file(which))
            case "GET", ["files", which, "content"]:
                yield whole(self.files[which], kind="application/octet-stream")
            case "DELETE", ["files", which]:
                yield _json({"id": which, "object": "file", "deleted": True})
            case "POST", ["batches"]:
                yield _json(self._answered(received.json))
            case "GET", ["batches"]:
                yield _json(_page(list(self.batches.values())))
            case ("GET", ["batches", which]) | ("POST", ["batches", which, "cancel"]):
                yield _json(self.batches[which])
            case _:
                yield whole(b"{}", 404)

    def _answered(self, asked: dict[str, Any]) -> dict[str, Any]:
        lines = []
        for line in self.files[asked["input_file_id"]].splitlines():
            call = json.loads(line)
            said = completion(call["body"]["messages"][0]["content"])
            answer = {"status_code": 200, "request_id": "r", "body": said}
            lines.append(
                {"id": "b", "custom_id": call["custom_id"], "response": answer, "error": None}
            )
        output = f"file-{len(self.files)}"
        self.files[output] = b"\n".join(json.dumps(o, ensure_ascii=False).encode() for o in lines)
        made = f"batch_{len(self.batches)}"
        self.batches[made] = {
            "id": made, "object": "batch", "endpoint": asked["endpoint"], "status": "completed",
            "input_file_id": asked["input_file_id"], "output_file_id": output,
            "completion_window": "24h", "created_at": 1,
        }  # fmt: skip
        return self.batches[made]


def _uploaded(received: Received) -> bytes:
    boundary = received.headers["content-type"].partition("boundary=")[2].encode()
    for part in received.body.split(b"--" + boundary):
        head, _, content = part.partition(b"\r\n\r\n")
        if b'name="file"' in head:
            return content.removesuffix(b"\r\n")
    raise AssertionError("there is no file in the form")


def _json(said: Any) -> bytes:
    return whole(json.dumps(said).encode())


def _file(which: str) -> dict[str, Any]:
    return {"id": which, "object": "file", "bytes": 1, "created_at": 1, "filename": SENT_NAME,
            "purpose": "batch", "status": "processed"}  # fmt: skip


def _page(data: list[dict[str, Any]]) -> dict[str, Any]:
    return {"object": "list", "data": data, "has_more": False}


@pytest.fixture(scope="module")
def told(start: Start) -> Running:
    return start(batches=True)


@pytest.fixture
def client(told: Running) -> OpenAI:
    told.provider.writer = Shelf()
    return told.client()


def lines(*texts: str, **more: Any) -> bytes:
    calls = (
        {
            "custom_id": f"call-{number}",
            "method": "POST",
            "url": "/v1/chat/completions",
            "body": {"model": "m", "messages": [{"role": "user", "content": text}], **more},
        }
        for number, text in enumerate(texts)
    )
    return b"\n".join(json.dumps(call, ensure_ascii=False).encode() for call in calls)


def upload(client: OpenAI, content: bytes, name: str = "taro-yamada.jsonl") -> str:
    return client.files.create(file=(name, content), purpose="batch").id


def begin(client: OpenAI, file: str) -> Any:
    return client.batches.create(
        input_file_id=file, endpoint="/v1/chat/completions", completion_window="24h",
        metadata={"who": MAIL},
    )  # fmt: skip


def test_a_batch_goes_out_under_other_names_and_comes_back_restored(
    told: Running, client: OpenAI
) -> None:
    asked = [f"返信先は{MAIL}です", f"{MAIL} と hanako@example.jp", "おはようございます"]
    batch = begin(client, upload(client, lines(*asked)))
    assert MAIL.encode() not in told.provider.raw
    assert b"hanako" not in told.provider.raw
    assert b"taro-yamada" not in told.provider.raw
    assert client.batches.retrieve(batch.id).status == "completed"
    output = client.files.content(batch.output_file_id)
    said = [json.loads(line) for line in output.text.splitlines()]
    contents = [one["response"]["body"]["choices"][0]["message"]["content"] for one in said]
    assert contents == asked
    assert [one["custom_id"] for one in said] == ["call-0", "call-1", "call-2"]
    assert output.response.headers["upheld-restored"] == "yes"
    entry = next(one for one in told.entries() if one.kind == "ai-values-restored")
    assert (entry.body["tenant"], entry.body["values"]) == ("acme", 2)
    calls = [one.body for one in told.entries() if one.body.get("endpoint") == "/v1/files"]
    assert calls[0]["lines"] == 3
    assert MAIL not in str([dict(one.body) for one in told.entries()])


def test_one_prohibited_line_refuses_the_whole_file_and_no_byte_leaves(
    told: Running, client: OpenAI
) -> None:
    content = lines("good morning", f"card {CARD}", f"mail {MAIL}", SECRET_WORD)
    with pytest.raises(openai.BadRequestError) as refused:
        upload(client, content)
    assert refused.value.code == "input-prohibited"
    assert "line 2, 4" in refused.value.message
    assert "card_number" in refused.value.message
    assert "(clause P1-7k, P1-7f)" in refused.value.message
    assert CARD not in refused.value.message
    assert not told.provider.raw
    entry = told.entries()[-1]
    assert (entry.body["outcome"], entry.body["lines"]) == ("input-prohibited", 4)


@pytest.mark.slow
def test_a_file_and_a_batch_of_another_customer_are_not_there(
    told: Running, client: OpenAI
) -> None:
    file = upload(client, lines(f"to {MAIL}"))
    batch = begin(client, file)
    other = told.client(told.another_key("globex"))
    told.provider.forget()
    asked = (
        lambda: other.files.content(batch.output_file_id),
        lambda: other.files.retrieve(file),
        lambda: other.files.delete(file),
        lambda: other.batches.retrieve(batch.id),
        lambda: other.batches.cancel(batch.id),
        lambda: begin(other, file),
    )
    for ask in asked:
        with pytest.raises(openai.NotFoundError):
            ask()
    assert not told.provider.raw
    assert [one.id for one in other.batches.list()] == []
    assert [one.id for one in other.files.list()] == []
    assert batch.id in [one.id for one in client.batches.list()]
    assert file in [one.id for one in client.files.list()]
    assert client.batches.cancel(batch.id).id == batch.id
    assert client.files.delete(file).deleted


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "file"),
        (b"no json", "line 1"),
        (lines("a") + b"\n{}", "line 2: there is no `body`"),
        (lines("a").replace(b"call-0", b"taro@example.jp"), "custom_id"),
        (lines("a").replace(b"call-0", b"090-1234-5678"), "custom_id"),
        (lines("a") + b"\n" + lines("b"), "custom_id"),
        (lines("a").replace(b"chat/completions", b"images"), "url"),
        (lines("a", stream=True), "stream"),
        (lines("a", secret_field="x"), "secret_field"),
        (lines("a").replace(b'"method"', b'"other": 1, "method"'), "other"),
    ],
)
def test_what_is_no_file_of_calls_is_refused_with_its_line(
    told: Running, client: OpenAI, content: bytes, said: str
) -> None:
    with pytest.raises(openai.BadRequestError) as refused:
        upload(client, content)
    assert said in refused.value.message
    assert not told.provider.raw


def test_an_id_that_a_program_made_is_taken(client: OpenAI) -> None:
    made = b"8f14e45f-ceea-467f-9575-123456789012"
    assert upload(client, lines("a").replace(b"call-0", made)).startswith("file-")


def test_other_purposes_other_fields_and_other_addresses_are_refused(
    told: Running, client: OpenAI
) -> None:
    with pytest.raises(openai.BadRequestError, match="purpose"):
        client.files.create(file=("a.jsonl", lines("a")), purpose="assistants")
    headers = {"authorization": f"Bearer {told.key}"}
    post = {"headers": headers, "timeout": 20}
    address = f"{told.address}/v1/files"
    files = {"file": ("a", lines("a"))}
    said = loopback.post(address, data={"purpose": "batch", "note": MAIL}, files=files, **post)  # type: ignore[arg-type]
    assert said.json()["error"]["code"] == "field-unknown"
    said = loopback.post(address, content=b"x", **post)  # type: ignore[arg-type]
    assert said.json()["error"]["code"] == "call-unreadable"
    for path in ("/v1/files/a/b/c", "/v1/batches/x/y", "/v1/files/x/content?x=1"):
        assert loopback.get(told.address + path, headers=headers, timeout=20).status_code == 404
    said = loopback.get(f"{address}?after=..%2Fmodels", headers=headers, timeout=20)
    assert said.json()["error"]["code"] == "field-unfit"
    assert not told.provider.raw


def test_without_the_setting_no_file_leaves(gateway: Running) -> None:
    gateway.provider.writer = Shelf()
    client = gateway.client()
    with pytest.raises(openai.NotFoundError, match="batches: true"):
        upload(client, lines("good morning"))
    with pytest.raises(openai.NotFoundError, match="batches: true"):
        client.batches.list()
    assert not gateway.provider.raw


def test_a_customer_whose_ai_is_off_uploads_nothing(told: Running, client: OpenAI) -> None:
    with told.engine.begin() as connection:
        set_switch(connection, "soylent", "ai", "off", by_key="x", at=SystemClock().now())
    with pytest.raises(openai.PermissionDeniedError):
        upload(told.client(told.another_key("soylent")), lines("good morning"))
    assert not told.provider.raw


def test_a_file_with_a_line_of_a_suspended_person_does_not_leave(told: Running) -> None:
    told.provider.writer = shelf = Shelf()
    client = told.client(told.another_key("umbrella"))
    made = upload(client, lines("good morning", user="u-1"))
    digest = json.loads(shelf.files[made])["body"]["user"]
    with told.engine.begin() as connection:
        suspend(connection, "umbrella", digest, None, SystemClock().now())
    told.provider.forget()
    content = (
        lines("good morning", user="u-2") + b"\n" + lines("a", user="u-1").replace(b"-0", b"-1")
    )
    with pytest.raises(openai.PermissionDeniedError) as refused:
        upload(client, content)
    assert refused.value.code == "caller-suspended"
    assert not told.provider.raw
    assert told.entries()[-1].body["outcome"] == "caller-suspended"
    assert upload(client, lines("good morning", user="u-2"))


def test_what_the_provider_says_instead_of_a_list_is_passed_on(told: Running) -> None:
    told.provider.answers(lambda _: {"error": {"message": "slowly", "code": "slowly"}}, 429)
    with pytest.raises(openai.RateLimitError) as refused:
        told.client().files.list()
    assert refused.value.code == "slowly"


def test_that_a_file_has_left_is_not_denied_where_it_could_not_be_written_down(
    told: Running, client: OpenAI
) -> None:
    refusing = (
        "CREATE TRIGGER full BEFORE INSERT ON screening_owned BEGIN SELECT RAISE(ABORT, 'x'); END"
    )
    with told.engine.begin() as connection:
        connection.exec_driver_sql(refusing)
    try:
        with pytest.raises(openai.InternalServerError) as refused:
            upload(client, lines("good morning"))
    finally:
        with told.engine.begin() as connection:
            connection.exec_driver_sql("DROP TRIGGER full")
    assert b"good morning" in told.provider.raw
    assert "the call has left" in refused.value.message


def test_a_file_is_screened_by_one_policy_though_another_is_taken_over_meanwhile(
    told: Running, policy: Policy
) -> None:
    first = told.screening
    rules = replace(first.rulebook, policy="later", acts={"email": "block"}, masked={})
    later = replace(first, rulebook=rules)
    current = [Followed(policy, first)]

    class TakingOver:
        def scan_many(self, texts: Iterable[str]) -> Iterator[list[Finding]]:
            current[0] = Followed(policy, later)
            return told.screening.scanner.scan_many(texts)

    current[0] = Followed(policy, replace(first, scanner=TakingOver()))
    screens = FollowedScreening(first.section, lambda: current[0])
    terms = Terms(tenant="acme", purpose="ai")
    names = Pseudonyms(Scope("file", b"k" * 32), numbering="keyed")
    screened = screened_file(screens, lines(MAIL, MAIL), terms, names)
    assert MAIL.encode() not in screened.content
    assert screened.told["policy"] == first.rulebook.policy
    with pytest.raises(InputProhibitedError) as refused:
        screened_file(screens, lines(MAIL), terms, names)
    assert refused.value.told["policy"] == "later"


def test_a_file_that_two_answers_name_is_written_down_once(told: Running) -> None:
    one = Owned(id="file-twice", tenant="acme", what="file", handle="file:1")
    other = Owned(id="file-twice", tenant="globex", what="file", handle="file:2")
    for new in ([one], [one, one], [other]):
        with told.engine.begin() as connection:
            owned.add(connection, new, SystemClock().now())
    with told.engine.connect() as connection:
        assert owned.find(connection, "file", "file-twice", "acme") == one
        assert owned.find(connection, "file", "file-twice", "globex") is None


def test_a_file_beyond_those_that_fit_into_memory_is_refused_unread(told: Running) -> None:
    async def unread() -> Message:
        raise AssertionError

    async def unsaid(_: Message) -> None:
        raise AssertionError

    async def admit(*_: object) -> None:
        raise AssertionError

    section = told.screening.section
    full = BatchEndpoints(
        screening=told.screening,
        policy=lambda: told.policy,
        vault=StoredVault(engine=told.engine, vault=Vault(b"k" * 32), clock=SystemClock()),
        upstream=Upstream(section, told.provider.address, None),
        admit=admit,
        _uploads=asyncio.Semaphore(0),
    )
    exchange = Exchange({"method": "POST", "path": "/v1/files", "headers": []}, unread, unsaid)
    caller = Caller(key_id="k", tenant="acme", purpose="ai", role="application")
    with pytest.raises(TooManyCallsError):
        asyncio.run(full.files(exchange, caller))


def test_a_refused_file_names_the_kinds_it_is_refused_for_and_no_allowed_ones(
    told: Running, client: OpenAI
) -> None:
    with pytest.raises(openai.BadRequestError) as refused:
        upload(client, lines(f"to {MAIL}: the card is {CARD}"))
    assert "`card_number`" in refused.value.message
    assert "`email`" not in refused.value.message


def test_what_is_with_the_provider_can_be_ended_although_ai_features_are_off(told: Running) -> None:
    others = {f"file-of-others-{n}": b"" for n in range(100)}  # no id of another test comes again
    told.provider.writer = Shelf(files=others, batches={key: {} for key in others})
    other = told.client(told.another_key("hooli"))
    file = upload(other, lines("good morning"))
    batch = begin(other, file)
    with told.engine.begin() as connection:
        set_switch(connection, "hooli", "ai", "off", by_key="x", at=SystemClock().now())
    with pytest.raises(openai.PermissionDeniedError):
        other.batches.retrieve(batch.id)
    assert other.batches.cancel(batch.id).id == batch.id
    assert other.files.delete(file).deleted
    ended = [
        (e.body["endpoint"], e.body["outcome"])
        for e in told.entries()
        if e.body.get("tenant") == "hooli"
    ]
    assert ended[-2:] == [("/v1/batches/cancel", "ended"), ("/v1/files/delete", "ended")]
