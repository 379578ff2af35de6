"""A correction from the command line: the file of new values, and what never is repeated."""

from pathlib import Path

import pytest

from tests.faults import shop
from tests.faults.workspace import Office

NEW = "080-9999-7777"


def values(office: Office, text: str, mode: int = 0o600) -> str:
    path: Path = office.folder / "new.yaml"
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return str(path)


def ask(office: Office, path: str) -> tuple[str, ...]:
    return (
        "request", "open", "--right", "correction", "--subject", f"email={shop.EMAIL}",
        "--set-file", path,
    )  # fmt: skip


@pytest.mark.slow
def test_a_new_value_is_written_read_back_and_never_said(any_office: Office) -> None:
    office = any_office
    said = office.run(*ask(office, values(office, f"contact.phone: {NEW}\n")))
    assert said.code == 0, said.err
    unit = said.json["request"]
    before = shop.dump(office.url)
    office.approve(unit)
    assert shop.dump(office.url) == before
    done = office.run("request", "apply", unit)
    assert done.code == 0, done.out + done.err
    rows = {row[0]: row for row in shop.dump(office.url)["customer"]}
    old = {row[0]: row for row in before["customer"]}
    assert "9999" in rows["1"][3]
    assert {n: rows[n] for n in "2345"} == {n: old[n] for n in "2345"}
    printed = "\n".join(office.printed)
    assert NEW not in printed
    assert "9999" not in printed
    assert not any(piece in printed for piece in shop.PLANTED)


BAD = {
    "others can read it": (f"contact.phone: {NEW}\n", 0o644),
    "an unknown category": (f"contact.telefone: {NEW}\n", 0o600),
    "no mapping": (f"- {NEW}\n", 0o600),
    "nothing": ("", 0o600),
    "no YAML": (f"contact.phone: [{NEW}\n", 0o600),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_of_values_is_refused_with_2_and_not_repeated(office: Office, name: str) -> None:
    text, mode = BAD[name]
    said = office.run(*ask(office, values(office, text, mode)))
    if said.code == 0:
        said = office.run("request", "plan", said.json["request"])
    assert said.code == 2, said.out
    assert "9999" not in said.err + said.out


def test_a_file_of_values_that_is_not_there_is_refused(office: Office) -> None:
    assert office.run(*ask(office, str(office.folder / "no.yaml"))).code == 2


def test_a_value_the_column_cannot_hold_is_refused_at_plan(any_office: Office) -> None:
    office = any_office
    before = shop.dump(office.url)
    said = office.run(*ask(office, values(office, f"identity.name: {'長' * 300}\n")))
    if said.code == 0:
        said = office.run("request", "plan", said.json["request"])
    if office.url.startswith("sqlite"):
        assert said.code in (0, 2), "SQLite does not enforce lengths"
    else:
        assert said.code == 2, said.out
    assert "長長" not in said.err + said.out
    assert shop.dump(office.url) == before


@pytest.mark.parametrize("words", [(), ("--set-file", "x.yaml")])
def test_a_file_of_values_goes_with_a_correction_only(
    office: Office, words: tuple[str, ...]
) -> None:
    right = "deletion" if words else "correction"
    said = office.run("request", "open", "--right", right, "--subject", "email=a@x.jp", *words)
    assert (said.code, said.error["code"]) == (2, "usage")
