"""What is written for running the service parses, is safe by its own rules, and names what there is."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from tests.evidence.ledgers import HandClock, Trial
from tests.faults import shop
from tests.faults.workspace import make_office
from tests.migrations import dumping
from tests.servers import Server
from upheld.assembly import open_store
from upheld.evidence.check import check
from upheld.migrations.opening import bring_up_to_date
from upheld.migrations.upgrading import StoreBehindError
from upheld.observing import metrics
from upheld.operation.store_metrics import StoreNumbers
from upheld.terminal.tree import command_tree

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = sorted(path.name for path in DEPLOY.glob("upheld*.*"))


def _commands() -> set[str]:
    return set(command_tree().commands)


def _compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    return loaded


# Units ---------------------------------------------------------------------------------------


def test_systemd_accepts_every_unit(tmp_path: Path) -> None:
    """With a program where the units look for it."""
    program = tmp_path / "upheld"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for name in UNITS:
        unit = (DEPLOY / name).read_text("utf-8").replace("/opt/upheld/bin/upheld", str(program))
        (tmp_path / name).write_text(unit)
    said = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / name) for name in UNITS)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (said.returncode, said.stderr) == (0, "")


@pytest.mark.parametrize("name", [name for name in UNITS if name.endswith(".service")])
def test_a_service_is_as_shut_in_as_systemd_can(name: str) -> None:
    said = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=20", str(DEPLOY / name)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert said.returncode == 0, said.stdout.splitlines()[-1]


def test_units_and_containers_run_commands_that_there_are() -> None:
    units = "".join((DEPLOY / name).read_text("utf-8") for name in UNITS)
    named = set(re.findall(r"^ExecStart=\S+/upheld (\w+)", units, re.MULTILINE))
    services = _compose()["services"].values()
    named |= {
        s["command"][0].split()[0] for s in services if "entrypoint" not in s and "command" in s
    }
    looped = [s["command"][0] for s in services if "entrypoint" in s]
    named |= {word for loop in looped for word in re.findall(r"upheld (\w+)", loop)}
    assert {"serve", "backup"} <= named
    assert named <= _commands()


def test_web_and_workers_are_told_the_same_address() -> None:
    """Links in mail are written by whichever of them does the work."""
    units = "".join((DEPLOY / name).read_text("utf-8") for name in UNITS)
    told = re.findall(
        r"^ExecStart=\S+/upheld (serve|worker)\b.* --address \$\{UPHELD_ADDRESS\}",
        units,
        re.MULTILINE,
    )
    assert sorted(told) == ["serve", "worker"]
    services = _compose()["services"]
    addresses = {name: services[name]["command"] for name in ("web", "worker")}
    assert all(
        "${UPHELD_ADDRESS" in words[words.index("--address") + 1] for words in addresses.values()
    )


# Containers ----------------------------------------------------------------------------------


def test_the_compose_file_publishes_nothing_but_the_web_on_loopback() -> None:
    services = _compose()["services"]
    ports = {name: s["ports"] for name, s in services.items() if s.get("ports")}
    assert ports == {"web": ["127.0.0.1:8420:8420"]}
    assert _compose()["networks"]["inside"]["internal"] is True
    assert services["postgres"]["networks"] == ["inside"]


def test_no_container_of_ours_can_gain_rights_or_change_its_image() -> None:
    for name, service in _compose()["services"].items():
        assert "privileged" not in service
        if name != "postgres":
            assert service["cap_drop"] == ["ALL"]
            assert service["read_only"] is True
            assert service["security_opt"] == ["no-new-privileges:true"]


def test_no_secret_stands_in_the_compose_file() -> None:
    service = _compose()["services"]["postgres"]
    assert "POSTGRES_PASSWORD" not in service["environment"]
    assert service["environment"]["POSTGRES_PASSWORD_FILE"].startswith("/run/secrets/")
    assert not re.search(r"://\w+:[^…@\s]+@", (DEPLOY / "compose.yaml").read_text("utf-8"))


def test_every_volume_network_and_secret_is_declared() -> None:
    compose = _compose()
    for service in compose["services"].values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source.startswith("..") or source in compose["volumes"]
        assert set(service.get("networks", [])) <= set(compose["networks"])
        assert set(service.get("secrets", [])) <= set(compose["secrets"])
        assert set(service.get("depends_on", {})) <= set(compose["services"])


def test_compose_itself_accepts_the_file() -> None:
    """Where the docker command with its compose part is installed."""
    if (
        shutil.which("docker") is None
        or subprocess.run(
            ["docker", "compose", "version"], capture_output=True, check=False
        ).returncode
    ):
        assert _compose()["name"] == "upheld"
        return
    said = subprocess.run(
        ["docker", "compose", "-f", str(DEPLOY / "compose.yaml"), "config", "--quiet"],
        capture_output=True, text=True, check=False, env={"UPHELD_ADDRESS": "https://p.example", "PATH": "/usr/bin:/usr/local/bin"},
    )  # fmt: skip
    assert said.returncode == 0, said.stderr


def _instructions() -> list[tuple[str, str]]:
    lines = (DEPLOY / "Dockerfile").read_text("utf-8").replace("\\\n", " ").splitlines()
    return [
        (line.split()[0], line.split(None, 1)[1])
        for line in lines
        if line.strip() and not line.startswith("#")
    ]


def test_the_image_runs_as_nobody_in_particular_and_says_when_it_is_ready() -> None:
    found = _instructions()
    kinds = [kind for kind, _ in found]
    known = {
        "ARG", "FROM", "WORKDIR", "RUN", "COPY", "ENV", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK",
        "STOPSIGNAL", "ENTRYPOINT", "CMD",
    }  # fmt: skip
    assert set(kinds) <= known
    last_stage = found[len(kinds) - 1 - kinds[::-1].index("FROM") :]
    assert ("USER", "10001:10001") in last_stage
    user = [kind for kind, _ in last_stage].index("USER")
    assert all(kind != "RUN" for kind, _ in last_stage[user:]), (
        "nothing is made after the user changes"
    )
    assert any(kind == "HEALTHCHECK" and "/readyz" in rest for kind, rest in last_stage)
    assert any(kind == "ENTRYPOINT" and rest == '["upheld"]' for kind, rest in last_stage)
    assert not any("--host=0.0.0.0" in rest or "curl" in rest for _, rest in found)


def test_what_the_image_copies_is_there_and_nothing_else_reaches_the_builder() -> None:
    root = DEPLOY.parent
    copied = [
        rest.split()[:-1]
        for kind, rest in _instructions()
        if kind == "COPY" and "--from" not in rest
    ]
    names = {name.removeprefix("./") for each in copied for name in each}
    assert all((root / name).exists() for name in names)
    ignored = (root / ".dockerignore").read_text("utf-8").split("\n")
    assert "*" in ignored
    assert {line[1:] for line in ignored if line.startswith("!")} == names


def test_alerts_ask_for_numbers_that_are_told(tmp_path: Path) -> None:
    from prometheus_client import CollectorRegistry, generate_latest

    engine = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    bring_up_to_date(engine)
    registry = CollectorRegistry()
    registry.register(StoreNumbers(engine, HandClock()))
    metrics.web_request("/", "GET", 200, 0.1)
    told = generate_latest(registry).decode() + metrics.rendered().decode()
    engine.dispose()
    rules = yaml.safe_load((DEPLOY / "prometheus-alerts.yaml").read_text("utf-8"))
    asked = " ".join(rule["expr"] for group in rules["groups"] for rule in group["rules"])
    names = set(re.findall(r"upheld_\w+", asked))
    assert len(names) >= 6
    assert {name for name in names if f"# TYPE {name.removesuffix('_total')}" not in told} == set()


# Roles ---------------------------------------------------------------------------------------


@pytest.fixture
def roles(fresh_database: Callable[[str], str], postgresql_server: Server) -> dict[str, str]:
    """An empty store and its two roles, made by the file that is delivered."""
    url = fresh_database("postgresql")
    words = ["-v", "ON_ERROR_STOP=1", "-v", "owner_password=o", "-v", "app_password=a"]
    for _ in range(2):  # and again: it is run on a cluster that has the roles already
        _psql([*words, "-f", str(DEPLOY / "postgresql-roles.sql")], url)
    database = url.rpartition("/")[2]
    return {
        name: postgresql_server.url(database, user=f"upheld_{name}", password=secret)
        for name, secret in (("owner", "o"), ("app", "a"))
    }


def _psql(words: list[str], url: str) -> None:
    said = subprocess.run(
        ["psql", "--no-psqlrc", *words, url], capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stderr


@pytest.mark.slow
def test_the_role_of_every_day_works_and_can_take_nothing_from_the_ledger(
    roles: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app = open_store(roles["app"])
    with pytest.raises(StoreBehindError):
        bring_up_to_date(app)
    owner = open_store(roles["owner"])
    bring_up_to_date(owner)
    owner.dispose()
    _psql(["-v", "ON_ERROR_STOP=1", "-f", str(DEPLOY / "postgresql-ledger.sql")], roles["owner"])

    bring_up_to_date(app)
    trial = Trial(app, key=dumping.KEY)
    trial.write(5)
    trial.seal()
    assert check(app, trial.public).ok
    for statement in (
        "DELETE FROM evidence_entry",
        "UPDATE evidence_entry SET leaf = ''",
        "TRUNCATE evidence_entry",
        "DELETE FROM evidence_checkpoint",
        "UPDATE evidence_anchor SET note = ''",
        "UPDATE upheld_schema SET version_num = '0001'",
        "CREATE TABLE mine (id int)",
        "DROP TABLE request",
    ):
        with pytest.raises(ProgrammingError) as refused, app.begin() as connection:
            connection.execute(text(statement))
        assert getattr(refused.value.orig, "sqlstate", "") == "42501", statement
    app.dispose()
    with psycopg.connect(roles["owner"]) as connection:  # the trial's ledger had another key
        connection.execute("TRUNCATE evidence_entry, evidence_checkpoint, evidence_tile")

    url = f"sqlite:///{tmp_path / 'shop.db'}"
    shop.fill(url)
    office = make_office(tmp_path, url, capsys)
    secret = office.folder / "secrets" / "store.url"
    secret.write_text(roles["app"])
    secret.chmod(0o600)
    settings = office.folder / "upheld.yaml"
    settings.write_text(settings.read_text() + "store: {file: secrets/store.url}\n")
    unit = office.ready()
    assert office.run("request", "apply", unit).json["complete"]
    assert office.run("ledger", "check").json["ok"]
    assert office.run("backup", str(tmp_path / "b.zip")).code == 0
