"""A gateway that runs screens by what is published, and goes on with the former of a bad file."""

import asyncio
import re
from collections.abc import Callable
from datetime import date

import httpx
import pytest

from tests.desk.conftest import Drill, Founded
from upheld.policy.reading import locate_policy
from upheld.refusal import RefusalsError
from upheld.running.following import Following
from upheld.running.gateway import Followed, following_of, gateway_of
from upheld.running.litellm import texts_of
from upheld.screening.gateway.application import Gateway
from upheld.screening.keys import make_key
from upheld.screening.refused import InputProhibitedError
from upheld.versions.publishing import publish
from upheld.web.console.policy.reading import desk_of

CARD = "カードは4111111111111111です"


@pytest.fixture
def drill(found: Founded) -> Drill:
    """A company with an AI feature."""
    made = found("b2b-platform")
    with (made.folder / "upheld.yaml").open("a", encoding="utf-8") as settings:
        settings.write("gateway: {recipient: ai-models}\n")
    made.open()
    return made


@pytest.fixture
def following(drill: Drill) -> Following[Followed]:
    return following_of(drill.workspace)


@pytest.fixture
def gateway(drill: Drill, following: Following[Followed]) -> Gateway:
    return gateway_of(drill.workspace, following, "http://127.0.0.1:9")


@pytest.fixture
def key(drill: Drill) -> str:
    clock = drill.workspace.clock
    with drill.workspace.engine.begin() as connection:
        return make_key(connection, tenant="acme", purpose="ai", role="application", at=clock.now())


def ask(gateway: Gateway, method: str, path: str, **more: object) -> httpx.Response:
    async def call() -> httpx.Response:
        transport = httpx.ASGITransport(gateway)
        async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
            return await client.request(method, path, **more)  # type: ignore[arg-type]

    return asyncio.run(call())


def refusal(gateway: Gateway, key: str) -> str:
    """What is said of a card number: the clause is in it."""
    body = {"model": "m", "messages": [{"role": "user", "content": CARD}]}
    headers = {"authorization": f"Bearer {key}"}
    said = ask(gateway, "POST", "/v1/chat/completions", json=body, headers=headers)
    assert said.status_code == 400
    return str(said.json()["error"]["message"])


def rewrite(drill: Drill, change: Callable[[str], str]) -> None:
    path = drill.folder / "policy" / "ai.yaml"
    path.write_text(change(path.read_text("utf-8")), "utf-8")


def another_clause(text: str) -> str:
    assert "{kind: financial-credential, c: P1-7k}" in text
    return text.replace("financial-credential, c: P1-7k", "financial-credential, c: P1-7q")


def look(following: Following[Followed]) -> None:
    """Look until files that changed have been seen twice as they are."""
    following.look()
    following.look()


@pytest.mark.slow
def test_a_call_is_screened_by_the_policy_as_it_is_when_it_begins(
    drill: Drill, following: Following[Followed], gateway: Gateway, key: str
) -> None:
    assert "P1-7k" in refusal(gateway, key)
    rewrite(drill, another_clause)
    look(following)
    said = refusal(gateway, key)
    assert "P1-7q" in said
    assert "P1-7k" not in said


def test_texts_of_another_program_are_screened_by_the_policy_as_it_is_too(
    drill: Drill, following: Following[Followed]
) -> None:
    texts = texts_of(drill.workspace, following, tenant="acme", purpose="ai")
    with pytest.raises(InputProhibitedError, match="P1-7k"):
        texts.screen([CARD])
    rewrite(drill, another_clause)
    look(following)
    with pytest.raises(InputProhibitedError, match="P1-7q"):
        texts.screen([CARD])


def test_a_bad_file_keeps_the_former_and_readyz_says_so(
    drill: Drill, following: Following[Followed], gateway: Gateway, key: str
) -> None:
    assert ask(gateway, "GET", "/readyz").text == "ok\n"
    path = drill.folder / "policy" / "ai.yaml"
    good = path.read_text("utf-8")
    rewrite(drill, lambda text: text.replace("kind: financial-credential", "kind: no-such-kind"))
    look(following)
    ready = ask(gateway, "GET", "/readyz")
    assert (ready.status_code, ready.text.split("\n")[0]) == (200, "ok")
    assert "former-declarations" in ready.text
    assert "P1-7k" in refusal(gateway, key)
    path.write_text(good, "utf-8")
    look(following)
    assert ask(gateway, "GET", "/readyz").text == "ok\n"


def test_a_prohibition_that_comes_later_counts_whatever_the_settings_allow(drill: Drill) -> None:
    line = "    - {kind: health, c: P1-7f}\n"
    rewrite(drill, lambda text: text.replace(line, ""))
    settings = drill.folder / "upheld.yaml"
    text = settings.read_text("utf-8")
    allowing = text.replace(
        "{recipient: ai-models}", "{recipient: ai-models, acts: {health: allow}}"
    )
    settings.write_text(allowing, "utf-8")
    drill.open()
    following = following_of(drill.workspace)
    texts = texts_of(drill.workspace, following, tenant="acme", purpose="ai")
    texts.screen(["山田さんは糖尿病です"])
    first = "  prohibited:\n"
    rewrite(drill, lambda text: text.replace(first, first + line))
    look(following)
    with pytest.raises(InputProhibitedError, match="P1-7f"):
        texts.screen(["山田さんは糖尿病です"])
    with pytest.raises(RefusalsError, match="health: allow"):
        following_of(drill.workspace)


@pytest.mark.slow
def test_once_a_version_is_in_force_a_draft_changes_nothing(drill: Drill, key: str) -> None:
    folder = drill.folder / "policy"
    for path in folder.glob("*.yaml"):
        text = path.read_text("utf-8")
        path.write_text(re.sub(r"\n +effective: 2026-10-01\b.*", "", text), "utf-8")
    publish(desk_of(drill.office), locate_policy(folder), folder, date(2026, 12, 24))
    following = following_of(drill.workspace)
    gateway = gateway_of(drill.workspace, following, "http://127.0.0.1:9")
    rewrite(drill, another_clause)
    look(following)
    assert "P1-7k" in refusal(gateway, key)


def test_health_needs_no_key_and_takes_nothing(gateway: Gateway) -> None:
    assert ask(gateway, "GET", "/healthz").text == "ok\n"
    assert ask(gateway, "POST", "/readyz", content=b"x").status_code == 404
    assert ask(gateway, "GET", "/readyz?x=1").status_code == 404
