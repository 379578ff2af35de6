"""`upheld gateway` from a terminal: a whole path with the real scanner in front of a provider."""

import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import openai
import pytest
from openai import OpenAI

from tests.screening.conftest import entries_of
from tests.screening.provider import Provider, completion
from upheld.assembly import Workspace
from upheld.clock import TOKYO
from upheld.policy.reading import read_policy
from upheld.running.gateway import following_of, gateway_of, screening_of, undeclared_host
from upheld.screening.fields.endpoints import ENDPOINTS
from upheld.screening.procedure import Terms
from upheld.terminal.main import main

JAPANESE = re.compile(r"[ぁ-ん]")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("command") / "ws"
    assert main(["-C", str(folder.parent), "init", "ws", "--template", "b2b-platform"]) == 0
    with (folder / "upheld.yaml").open("a", encoding="utf-8") as file:
        file.write("gateway: {recipient: ai-models, key: {env: PROVIDER_KEY}}\n")
    return folder


def made_key(workspace: Path, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    capsys.readouterr()
    command = [
        "-C",
        str(workspace),
        "--json",
        "gateway",
        "key",
        "add",
        "acme",
        "--purpose",
        "ai",
        *more,
    ]
    assert main(command) == 0
    return str(json.loads(capsys.readouterr().out)["key"])


@pytest.mark.slow
def test_from_init_to_an_answer(
    workspace: Path, provider: Provider, capsys: pytest.CaptureFixture[str]
) -> None:
    key = made_key(workspace, capsys)
    provider.answers(lambda r: completion(r.json["messages"][0]["content"]))
    command = [
        sys.executable, "-m", "upheld", "-C", str(workspace), "--json", "gateway",
        "--upstream", provider.address, "--listen", "127.0.0.1:0",
    ]  # fmt: skip
    environment = {**os.environ, "PROVIDER_KEY": "k"}
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as running,
        ExitStack() as opened,
    ):
        try:
            assert running.stdout is not None
            told = "".join(iter(lambda: running.stdout.read(1), "}"))  # type: ignore[union-attr]
            client = opened.enter_context(
                OpenAI(base_url=json.loads(told + "}")["listening"], api_key=key, max_retries=0)
            )
            said = client.chat.completions.create(
                model="m", messages=[{"role": "user", "content": "返信先はtaro@example.jpです"}]
            )
            assert said.choices[0].message.content == "返信先はtaro@example.jpです"
            assert b"taro@example.jp" not in provider.raw
            there = provider.address.removeprefix("http://").removesuffix("/")
            provider.forget()
            for text in ("山田太郎さんは糖尿病です", "カードは4111111111111111です"):
                with pytest.raises(openai.BadRequestError) as refused:
                    client.chat.completions.create(
                        model="m", messages=[{"role": "user", "content": text}]
                    )
                assert refused.value.code == "input-prohibited"
            assert not provider.raw
        finally:
            running.send_signal(signal.SIGTERM)
    assert running.returncode in (0, -signal.SIGTERM)
    assert main(["-C", str(workspace), "ledger", "check"]) == 0
    kept = Workspace(workspace)
    sent = [one.body for one in entries_of(kept.engine) if one.body.get("outcome") == "sent"]
    kept.close()
    assert [(one["host"], one["declared"]) for one in sent] == [(there, False)]


def test_a_provider_at_a_host_that_the_settings_do_not_name_is_told_at_the_start(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROVIDER_KEY", "k")
    opened = Workspace(workspace)
    assert undeclared_host(opened, "https://api.elsewhere.example/v1") == "api.elsewhere.example"
    opened.close()


def test_keys_are_listed_without_themselves_and_end(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = datetime.now(UTC)
    key = made_key(workspace, capsys, "--role", "administrator")
    assert main(["-C", str(workspace), "--json", "gateway", "key", "list"]) == 0
    made = {row["key"]: row["made_at"] for row in json.loads(capsys.readouterr().out)["keys"]}
    key_id, secret = key.split("_")[1], key.split("_", 2)[2]
    made_at = datetime.fromisoformat(made[key_id])
    assert before <= made_at <= datetime.now(UTC)
    assert main(["-C", str(workspace), "gateway", "key", "list"]) == 0
    listed = capsys.readouterr().out
    assert key_id in listed
    assert f"{made_at.astimezone(TOKYO):%Y-%m-%d %H:%M} (JST)" in listed
    assert secret not in listed
    assert main(["-C", str(workspace), "gateway", "key", "end", key_id]) == 0
    assert main(["-C", str(workspace), "gateway", "key", "end", key_id]) == 2
    opened = Workspace(workspace)
    told = [one for one in entries_of(opened.engine) if one.body.get("key") == key_id]
    opened.close()
    assert [one.kind for one in told] == ["ai-key-made", "ai-key-ended"]
    assert secret not in str([dict(one.body) for one in told])
    assert told[0].body["tenant"] == "acme"


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["key", "add", "acme", "--purpose", "aj"], "the policy has no purpose `aj`"),
        (["key", "add", "acme", "--purpose", "provide"], "use one of `ai`"),
        (["key", "add", "a@b.jp", "--purpose", "ai"], "no name of a customer"),
        (["--listen", "127.0.0.1:0"], "nobody says where the AI provider is"),
        (["--upstream", "http://example.com"], "is not an https address"),
        (["--upstream", "https://example.com", "--listen", "nowhere"], "no address with a port"),
        (["--upstream", "https://example.com", "key", "list"], "`--upstream` has no effect before"),
        (["--listen", "127.0.0.1:0", "key", "list"], "`--listen` has no effect before"),
        (["resume", "acme", "nobody"], "nothing of this is suspended"),
        (["suspend", "acme", "0a1b2c3d4e5f"], "no key of this customer"),
        (["suspend", "acme", "taro@example.jp"], "no key of this customer"),
        (["key", "end", "x"], "there is no live key `x`"),
        (["presidio", "--listen", "127.0.0.1:x"], "no address with a port"),
        (["found", "erase", "R-2026-9999"], "there is no such request"),
        (
            ["found", "add", "a" * 65, "--group", "health", "--at", "p:p:id=1"],
            "no name of a customer",
        ),
    ],
)
def test_what_cannot_be_done_says_so(
    workspace: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    command: list[str],
    told: str,
) -> None:
    monkeypatch.setenv("PROVIDER_KEY", "k")
    assert main(["-C", str(workspace), "--lang", "en", "gateway", *command]) == 2
    assert told in capsys.readouterr().err
    assert main(["-C", str(workspace), "--lang", "ja", "gateway", *command]) == 2
    assert JAPANESE.search(capsys.readouterr().err)


def test_a_key_has_a_purpose_of_a_provider_before_the_settings_name_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["-C", str(tmp_path), "init", "ws", "--template", "b2b-platform"]) == 0
    add = ["-C", str(tmp_path / "ws"), "--lang", "en", "gateway", "key", "add", "acme", "--purpose"]
    assert main([*add, "provide"]) == 2
    assert "`ai-models` receives nothing for the purpose `provide`" in capsys.readouterr().err
    assert main([*add, "ai"]) == 0


@pytest.mark.slow
@pytest.mark.parametrize("page", ["gateway.md", "ja/gateway.md"])
def test_the_quick_start_goes_from_nothing_to_a_gateway_that_starts(
    tmp_path: Path, page: str
) -> None:
    text = (Path(__file__).parents[2] / "docs" / page).read_text("utf-8")
    install, *lines, serve = text.split("```\n", 2)[1].splitlines()
    assert install.startswith("pip install")
    assert serve.startswith("upheld gateway")
    command = tmp_path / "upheld"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m upheld "$@"\n')
    command.chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    script = "\n".join(["set -e", *lines])
    said = subprocess.check_output(["bash", "-c", script], cwd=tmp_path, env=environment, text=True)
    assert "upk_" in said
    (folder,) = (one.parent for one in tmp_path.rglob("upheld.yaml"))
    opened = Workspace(folder)
    gateway_of(opened, following_of(opened))
    opened.close()


@pytest.mark.parametrize("command", [["--upstream", "https://example.com"], ["presidio"]])
def test_a_port_that_is_taken_is_named(
    workspace: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    command: list[str],
) -> None:
    monkeypatch.setenv("PROVIDER_KEY", "k")
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        listen = ["--listen", f"127.0.0.1:{port}"]
        assert main(["-C", str(workspace), "--lang", "en", "gateway", *command, *listen]) == 2
    said = capsys.readouterr().err
    assert f"port {port} cannot be listened on" in said
    assert "--listen" in said


def test_a_key_is_suspended_once_it_is_one_of_the_customer_and_goes_on(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key_id = made_key(workspace, capsys).split("_")[1]
    at = ["-C", str(workspace), "gateway"]
    assert main([*at, "suspend", "globex", key_id]) == 2
    # A name that somebody types for a case would stand in the ledger for good.
    assert main([*at, "suspend", "acme", key_id, "--case", "Yamada Hanako"]) == 2
    assert main([*at, "suspend", "acme", key_id]) == 0
    assert main([*at, "resume", "acme", key_id]) == 0
    assert main([*at, "resume", "acme", key_id]) == 2
    assert main([*at, "suspend", "acme", key_id]) == 0
    assert main([*at, "suspend", "acme", "0123456789abcdef" * 2]) == 0
    capsys.readouterr()
    assert main([*at, "key", "list"]) == 0
    listed = capsys.readouterr().out
    (line,) = [one for one in listed.splitlines() if one.startswith(key_id)]
    assert line.endswith("!")
    assert f"suspended: {'0123456789abcdef' * 2} of acme" in listed
    assert main(["-C", str(workspace), "--json", "gateway", "key", "list"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert key_id in {one["key"] for one in data["keys"] if one["suspended"]}
    assert {"tenant": "acme", "who": "0123456789abcdef" * 2} in data["suspended"]
    assert main([*at, "resume", "acme", key_id]) == 0


def test_who_leaves_by_which_digest_is_told_to_whoever_suspends(
    workspace: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made_key(workspace, capsys)
    at = ["-C", str(workspace), "gateway"]

    def told(user: str, tenant: str = "acme", code: int = 0) -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO(user))
        capsys.readouterr()
        assert main([*at, "who", tenant]) == code
        return capsys.readouterr().out.strip()

    digest = told("taro@example.jp\n")
    opened = Workspace(workspace)
    screening = screening_of(opened, read_policy(opened.policy_in_force()))
    call = json.dumps({"model": "m", "messages": [], "user": "taro@example.jp"}).encode()
    terms = Terms(tenant="acme", purpose="ai")
    left = screening.screen(ENDPOINTS["/v1/chat/completions"], call, terms)
    opened.close()
    assert left.users == {digest}
    assert main([*at, "suspend", "acme", digest]) == 0
    assert told("\udcff\udcfe\n", code=2) == ""
    assert told("", code=2) == told("taro@example.jp", tenant="nobody", code=2) == ""


def test_the_key_that_leaked_is_ended_by_the_whole_of_it(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = made_key(workspace, capsys)
    at = ["-C", str(workspace), "gateway", "key", "end"]
    assert main([*at, key]) == 0
    assert key.split("_", 2)[2] not in capsys.readouterr().out
    assert main([*at, key]) == 2
    assert key[:20] not in capsys.readouterr().err


def test_a_policy_that_does_not_know_the_provider_starts_no_gateway(
    workspace: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    other = tmp_path / "ws"
    assert main(["-C", str(tmp_path), "init", "ws", "--template", "b2b-platform"]) == 0
    command = ["-C", str(other), "--lang", "en", "gateway", "--upstream", "https://example.com"]
    assert main(command) == 2
    assert "names no AI provider of the policy" in capsys.readouterr().err
