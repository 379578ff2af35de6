"""A database that is busy for longer than anybody waits: nothing is recorded as failed for that."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.faults import shop
from tests.faults.workspace import Office, make_office


@pytest.fixture
def hurried(
    fresh_database: Callable[[str], str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Office:
    """A workspace on a database that lets nobody wait for a lock."""
    url = fresh_database("postgresql")
    shop.fill(url)
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f"ALTER DATABASE {url.rpartition('/')[2]} SET lock_timeout = '20ms'".encode())
    return make_office(tmp_path, url, capsys)


@contextmanager
def held(office: Office) -> Iterator[None]:
    """An application has the person's row in hand."""
    with psycopg.connect(office.url) as application:
        application.execute("SELECT * FROM customer FOR UPDATE")
        yield
        application.rollback()


@pytest.mark.slow
@pytest.mark.parametrize("right", ["deletion", "correction"])
def test_what_met_a_busy_database_is_carried_out_by_the_next_try_under_the_same_approval(
    hurried: Office, right: str
) -> None:
    unit = hurried.ready() if right == "deletion" else corrected(hurried)
    before = shop.dump(hurried.url)
    with held(hurried):
        said = hurried.run("request", "apply", unit)
    assert said.code == 1, said.out
    assert "place-failed" in said.err
    assert "55P03" in said.err
    assert shop.dump(hurried.url) == before
    assert hurried.run("request", "show", unit).json["report"] is None, "nothing is said of it yet"
    done = hurried.run("request", "apply", unit)
    assert done.code == 0, done.out + done.err
    assert {step["outcome"] for step in done.json["steps"]} <= {"verified", "retained"}
    assert shop.dump(hurried.url) != before


def corrected(office: Office) -> str:
    values = office.folder / "new.yaml"
    values.write_text("contact.phone: 080-9999-7777\n", "utf-8")
    values.chmod(0o600)
    said = office.run(
        "request", "open", "--right", "correction", "--subject", f"email={shop.EMAIL}",
        "--set-file", str(values),
    )  # fmt: skip
    assert said.code == 0, said.err
    unit = str(said.json["request"])
    office.approve(unit)
    return unit
