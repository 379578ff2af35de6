"""Commands as somebody types them who is in a hurry, or means no good: refused, in both languages."""

import re

import pytest

from tests.faults import shop
from tests.faults.workspace import Office, at, make_office

JAPANESE = re.compile(r"[ぁ-んァ-ン一-龥]")
ENGLISH = re.compile(r"[a-z]{3,} [a-z]{3,} [a-z]{3,}")


def test_one_kind_of_identifier_twice_is_refused_and_neither_is_left_out(office: Office) -> None:
    said = office.run(
        "request", "open", "--right", "deletion",
        "--subject", f"email={shop.EMAIL}", "--subject", "email=jiro@example.jp",
    )  # fmt: skip
    assert (said.code, said.error["code"]) == (2, "usage")
    assert not any(piece in said.err for piece in shop.PLANTED)
    assert office.run("request", "list").json == []


def test_a_hold_that_is_over_already_is_refused(
    shop_url: str, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    office = make_office(tmp_path_factory.mktemp("drill"), shop_url, capsys, drill=True)
    at("2026-04-01T09:00:00+09:00")
    words = ["hold", "add", "--subject", f"email={shop.EMAIL}", "--clause", "9", "--by", "K"]
    said = office.run(*words, "--until", "2026-03-31")
    assert (said.code, said.error["code"]) == (2, "usage")
    assert office.run("hold", "list").json == []
    assert office.run(*words, "--until", "2026-04-01").code == 0, "its last day is today"


def test_a_state_that_there_is_not_is_no_empty_list(office: Office) -> None:
    said = office.run("request", "list", "--state", "bogus")
    assert (said.code, said.error["code"]) == (2, "usage")
    assert "`approved`" in said.error["remedy"]
    office.open_for(shop.EMAIL)
    assert "no request is `done`" in office.speak("--lang", "en", "request", "list", "--state", "done").out  # fmt: skip


def test_a_folder_has_no_guard_and_is_not_sent_to_discovery(office: Office) -> None:
    (office.folder / "uploads").mkdir()
    with (office.folder / "upheld.yaml").open("a") as settings:
        settings.write('  uploads: {url: "folder:uploads"}\n')
    said = office.run("guard", "install", "uploads")
    assert said.code == 2
    assert "discover" not in said.error["remedy"]


@pytest.mark.parametrize(
    "words",
    [
        ["bogus"],
        ["request", "bogus"],
        ["request", "open", "--rihgt", "deletion"],
        ["request", "open"],
        ["request", "plan"],
        ["request", "plan", "R-2026-0001", "R-2026-0002"],
        ["request", "choose", "R-2026-0001", "--person", "x"],
        ["request", "plan", "R-2026-0001", "--as-of"],
        ["request", "choose", "R-2026-0001"],
        ["request", "open", "--right", "correction", "--subject", "email=a@b", "--set-file", "."],
    ],
)
def test_a_wrong_command_is_told_in_the_readers_language(words: list[str], office: Office) -> None:
    said = office.speak("--lang", "ja", *words)
    assert said.code == 2
    first = said.err.splitlines()[0]
    assert JAPANESE.search(first), first
    assert not ENGLISH.search(re.sub("`[^`]*`", "", first)), first
    english = office.speak("--lang", "en", *words)
    assert english.code == 2
    assert not JAPANESE.search(english.err)
