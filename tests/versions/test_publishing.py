"""Publishing: sealed texts, days that are too early, altered files, people who did not agree."""

import datetime as dt
import errno
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from upheld.evidence import ledger
from upheld.evidence.entry import read_entry
from upheld.policy.reading import locate_policy
from upheld.policy.rules.examples import BASE
from upheld.refusal import Exit
from upheld.terminal.main import main
from upheld.terminal.opening import workspace
from upheld.versions.archive import Archive, Version
from upheld.versions.conditions import DraftMovedError, PublishingRefusedError
from upheld.versions.publishing import PUBLISHED, Desk, publish, publisher_of

SIGNED = BASE.replace(
    'c: "0"}\nhandler', 'signatory: {name: {ja: 見本 花子, en: Hanako Mihon}, title: {ja: 代表取締役, en: President}}, c: "0"}\nhandler', 1
)  # fmt: skip
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("UPHELD_NOW", "2026-11-25T09:00:00+09:00")
    assert main(["init", "store", "--drill"]) == 0
    monkeypatch.chdir(tmp_path / "store")
    for old in (tmp_path / "store" / "policy").glob("*.yaml"):
        old.unlink()
    write_policy(tmp_path / "store", SIGNED)
    capsys.readouterr()

    def run(*words: str, now: str | None = None) -> tuple[int, str]:
        if now is not None:
            monkeypatch.setenv("UPHELD_NOW", now)
        code = main(list(words))
        shown = capsys.readouterr()
        return code, shown.out + shown.err

    return run


def write_policy(folder: Path, text: str) -> None:
    (folder / "policy" / "policy.yaml").write_text(text, "utf-8")


def second(extra: str = "") -> str:
    return SIGNED.replace('version: "1.0"', 'version: "1.1"') + extra


ADVERTISING = SIGNED.replace('version: "1.0"', 'version: "2.0"').replace(
    "purposes:\n",
    'purposes:\n  ads: {ja: 広告の配信, en: advertising, basis: consent, opt_in: true, ads: true, c: "2.9"}\n',
).replace("contact.email: {purposes: provide", "contact.email: {purposes: [provide, ads]")  # fmt: skip


def test_a_version_is_sealed_and_its_text_is_shown_on_any_day(run: Run) -> None:
    code, said = run("policy", "publish", "--effective", "2026-12-01")
    assert code == 0, said
    code, said = run("policy", "show", "--on", "2026-12-31", "--lang", "ja")
    assert code == 0, said
    assert "利用目的" in said
    assert "ledger:" in said
    assert run("policy", "show", "--on", "2026-11-30")[0] == Exit.REFUSED
    assert run("ledger", "check")[0] == 0


def test_the_sealed_text_says_the_day_it_is_published_for(run: Run) -> None:
    run("policy", "publish", "--effective", "2027-01-01")
    _, english = run("policy", "show", "--on", "2027-02-01", "--lang", "en")
    _, japanese = run("policy", "show", "--on", "2027-02-01", "--lang", "ja")
    assert "Version 1.0, in effect from 1 January 2027" in english
    assert "2027年1月1日適用" in japanese


def test_the_same_version_is_not_published_twice(run: Run) -> None:
    run("policy", "publish", "--effective", "2026-12-01")
    code, said = run("policy", "publish", "--effective", "2026-12-02")
    assert code == Exit.REFUSED
    assert "was published already" in said


def test_a_policy_with_an_error_is_not_published(run: Run, tmp_path: Path) -> None:
    nobody = SIGNED.replace("  representative: {name", "  # representative: {name")
    write_policy(tmp_path / "store", nobody)
    code, said = run("policy", "publish", "--effective", "2026-12-01")
    assert code == Exit.REMAINING
    assert "UPH108" in said


def test_nobody_signs_nothing_is_published(run: Run, tmp_path: Path) -> None:
    write_policy(tmp_path / "store", BASE)
    code, said = run("policy", "publish", "--effective", "2026-12-01")
    assert code == Exit.REFUSED
    assert "signatory" in said


def test_a_day_before_the_promised_notice_is_refused_with_the_first_that_is_not(
    run: Run, tmp_path: Path
) -> None:
    run("policy", "publish", "--effective", "2026-11-25")
    more = second().replace("shopping: {keep: P3Y", "shopping: {keep: P5Y")
    write_policy(tmp_path / "store", more + 'changes: {announce: [email], before: P30D, c: "12"}\n')
    code, said = run("policy", "publish", "--effective", "2026-12-01")
    assert code == Exit.REFUSED
    assert "--effective 2026-12-25" in said
    assert run("policy", "publish", "--effective", "2026-12-25")[0] == 0


def test_a_changed_text_of_a_published_version_is_found(run: Run, tmp_path: Path) -> None:
    run("policy", "publish", "--effective", "2026-11-25")
    (text, *_) = (tmp_path / "store" / "versions").rglob("policy*.txt")
    text.write_text(text.read_text("utf-8") + " ", "utf-8")
    code, said = run("policy", "show")
    assert code == Exit.EVIDENCE_FAILS
    assert text.name in said


def test_a_record_rewritten_to_match_is_found_by_the_ledger(run: Run, tmp_path: Path) -> None:
    run("policy", "publish", "--effective", "2026-11-25")
    (record,) = (tmp_path / "store" / "versions").rglob("version.json")
    document = json.loads(record.read_text("utf-8"))
    document["effective"] = "2026-01-01"
    record.write_text(json.dumps(document), "utf-8")
    assert run("policy", "show")[0] == Exit.EVIDENCE_FAILS


def test_people_who_did_not_agree_stay_on_their_version(run: Run, tmp_path: Path) -> None:
    run("policy", "publish", "--effective", "2026-11-25")
    run("policy", "accept", "--person", "U-1", "--how", "use")
    write_policy(tmp_path / "store", ADVERTISING)
    code, said = run("policy", "publish", "--effective", "2026-12-01")
    assert code == 0, said
    assert "binds only after consent: customer" in said
    later = "2026-12-02T09:00:00+09:00"
    assert (
        "bound by 1.0; in force: 2.0" in run("policy", "binding", "--person", "U-1", now=later)[1]
    )
    run("policy", "accept", "--person", "U-1", "--how", "use")
    assert "bound by 1.0" in run("policy", "binding", "--person", "U-1")[1]
    run("policy", "accept", "--person", "U-1", "--how", "consent")
    assert "bound by 2.0" in run("policy", "binding", "--person", "U-1")[1]


def test_the_ledger_holds_no_reference_of_a_person(run: Run, tmp_path: Path) -> None:
    run("policy", "publish", "--effective", "2026-11-25")
    run("policy", "accept", "--person", "taro.yamada-77", "--how", "consent")
    code, _ = run("ledger", "export", "--out", str(tmp_path / "log"))
    files = [p for p in (tmp_path / "log").rglob("*") if p.is_file()] if code == 0 else []
    assert files
    assert all(b"taro.yamada" not in path.read_bytes() for path in files)


def test_a_diff_of_folders_needs_no_workspace(run: Run, tmp_path: Path) -> None:
    for name, text in (("old", SIGNED), ("new", ADVERTISING)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "policy.yaml").write_text(text, "utf-8")
    code, said = run("policy", "diff", str(tmp_path / "old"), str(tmp_path / "new"))
    assert code == 0, said
    assert "ask first: customer" in said
    code, said = run(
        "policy", "diff", str(tmp_path / "old"), str(tmp_path / "new"), "--format", "html"
    )
    assert "<h1>" in said


@pytest.mark.parametrize(
    "words",
    [
        ("policy", "publish", "--effective", "soon"),
        ("policy", "diff", "9.9", "policy"),
        ("policy", "show", "--version", "9.9"),
        ("policy", "accept", "--person", "U", "--how", "perhaps"),
        ("policy", "diff", "policy", "policy", "--format", "pdf"),
    ],
)
def test_wrong_words_are_refused_with_what_to_do(run: Run, words: tuple[str, ...]) -> None:
    code, said = run(*words)
    assert code == Exit.REFUSED
    assert "to fix" in said
    assert "Traceback" not in said


def test_a_first_version_needs_no_consent(run: Run) -> None:
    _, said = run("policy", "publish", "--effective", "2026-11-25", "--json")
    assert json.loads(said)["consent"] == []
    assert dt.date.fromisoformat(json.loads(said)["effective"]) == dt.date(2026, 11, 25)


def test_a_day_that_has_passed_is_refused_for_what_it_is(run: Run) -> None:
    code, said = run("policy", "publish", "--effective", "2026-11-24")
    assert code == Exit.REFUSED
    assert "that day has passed" in said
    assert (
        "その日は過ぎています"
        in run("policy", "publish", "--effective", "1999-01-01", "--lang", "ja")[1]
    )


def test_a_version_does_not_come_into_force_before_an_earlier_one(run: Run, tmp_path: Path) -> None:
    run("policy", "publish", "--effective", "2027-01-01")
    write_policy(tmp_path / "store", second())
    code, said = run("policy", "publish", "--effective", "2026-12-31")
    assert code == Exit.REFUSED
    assert "version `1.0` comes into force later" in said
    assert "--effective 2027-01-01" in said


@pytest.mark.parametrize("versions", [(), ("1.0", "policy")])
def test_where_nothing_is_published_the_answer_says_how(
    run: Run, versions: tuple[str, ...]
) -> None:
    assert "upheld policy publish" in run("policy", "diff", *versions)[1]


def test_a_diff_of_nothing_named_is_what_changed_since_the_last_publishing(
    run: Run, tmp_path: Path
) -> None:
    run("policy", "publish", "--effective", "2027-01-01")
    assert "the two versions say the same" in run("policy", "diff")[1]
    write_policy(
        tmp_path / "store", second().replace("shopping: {keep: P3Y", "shopping: {keep: P5Y")
    )
    assert "`shopping` is kept for 5 years, was for 3 years" in run("policy", "diff")[1]


def test_before_the_first_day_the_answer_names_it(run: Run) -> None:
    run("policy", "publish", "--effective", "2027-01-01")
    code, said = run("policy", "show")
    assert code == Exit.REFUSED
    assert "no version was in force on 2026-11-25" in said
    assert "`--on 2027-01-01` or `--version 1.0`" in said
    assert "in effect from 1 January 2027" in run("policy", "show", "--version", "1.0")[1]
    assert "最初の版 `1.0` の適用日は 2027-01-01 です" in run("policy", "show", "--lang", "ja")[1]


@pytest.mark.slow
def test_pages_that_are_made_afterwards_say_the_day_too_until_the_policy_changes(
    run: Run, tmp_path: Path
) -> None:
    run("policy", "publish", "--effective", "2027-01-01")
    page = tmp_path / "out" / "policy.en.txt"

    def rendered() -> str:
        run("policy", "render", "--format", "txt", "--out", str(page.parent))
        return page.read_text("utf-8")

    assert "Version 1.0, in effect from 1 January 2027" in rendered()
    write_policy(tmp_path / "store", second())
    assert "Version 1.1, in effect from 1 April 2026" in rendered()


def test_a_day_leaves_the_hash_by_which_the_record_knows_a_policy(run: Run) -> None:
    run("policy", "publish", "--effective", "2027-01-01")
    with workspace() as opened:
        declared = locate_policy(opened.settings.policy_folder).model
        published = opened.versions.as_published(declared)
    assert published.policy.effective == dt.date(2027, 1, 1)
    assert published.sha256 == declared.sha256
    assert declared.policy.effective is None


def test_the_privacy_centre_says_the_day_of_the_published_version(run: Run) -> None:
    from upheld.web.opening import site_of_workspace

    run("policy", "publish", "--effective", "2027-01-01")
    with workspace() as opened:
        assert site_of_workspace(
            opened, "https://privacy.example.jp"
        ).policy.policy.effective == dt.date(2027, 1, 1)


def test_who_has_to_be_told_is_said_where_no_line_says_how_long_before(
    run: Run, tmp_path: Path
) -> None:
    said = run("policy", "publish", "--effective", "2026-11-25")[1]
    assert "has to be told" not in said
    longer = second().replace("shopping: {keep: P3Y", "shopping: {keep: P5Y")
    write_policy(tmp_path / "store", longer)
    said = run("policy", "publish", "--effective", "2026-11-26")[1]
    assert "has to be told: customer; no line says how long before (`changes: before:`)" in said


def test_where_a_line_says_how_long_before_nothing_is_said_about_it(
    run: Run, tmp_path: Path
) -> None:
    run("policy", "publish", "--effective", "2026-11-25")
    longer = second().replace("shopping: {keep: P3Y", "shopping: {keep: P5Y")
    write_policy(
        tmp_path / "store", longer + 'changes: {announce: [email], before: P30D, c: "12"}\n'
    )
    code, said = run("policy", "publish", "--effective", "2026-12-25")
    assert code == 0
    assert "has to be told" not in said


def test_a_folder_that_a_crash_left_is_no_version(run: Run, tmp_path: Path) -> None:
    run("policy", "publish", "--effective", "2026-12-01")
    versions = tmp_path / "store" / "versions"
    (versions / "1.0").rename(versions / ".1.0.new")
    assert run("policy", "show", "--version", "1.0")[0] == Exit.REFUSED
    code, said = run("policy", "publish", "--effective", "2026-12-01")
    assert code == 0, said
    assert run("policy", "show", "--version", "1.0")[0] == 0


class FullDisk(Archive):
    """An archive that cannot take in what was made: the disk is full at the last step."""

    def put(self, version: Version, made: Path) -> None:  # noqa: ARG002 - as the archive has it
        """Fail as the disk does."""
        raise OSError(errno.ENOSPC, "No space left on device", str(made))


def crash_after_the_seal(effective: str = "2026-12-01") -> None:
    with workspace() as opened:
        desk = Desk(
            archive=FullDisk(opened.versions.folder),
            engine=opened.engine,
            signer=opened.signer,
            clock=opened.clock,
            today=dt.date(2026, 11, 25),
        )
        folder = opened.settings.policy_folder
        with pytest.raises(OSError, match="No space left"):
            publish(desk, locate_policy(folder), folder, dt.date.fromisoformat(effective))


def sealed_entries() -> int:
    with workspace() as opened:
        return len(ledger.entries_of_kinds(opened.engine, (PUBLISHED,)))


def test_a_version_that_was_sealed_before_a_crash_is_taken_in_and_not_sealed_again(
    run: Run,
) -> None:
    crash_after_the_seal()
    assert sealed_entries() == 1
    assert run("policy", "show", "--version", "1.0")[0] == Exit.REFUSED
    code, said = run("policy", "publish", "--effective", "2026-12-01")
    assert code == 0, said
    assert sealed_entries() == 1
    code, said = run("policy", "show", "--version", "1.0")
    assert code == 0, said
    assert "in effect from 1 December 2026" in said
    assert run("ledger", "check")[0] == 0


def test_what_was_sealed_before_a_crash_is_published_whatever_the_file_says_now(
    run: Run, tmp_path: Path
) -> None:
    crash_after_the_seal()
    write_policy(tmp_path / "store", SIGNED.replace("shopping: {keep: P3Y", "shopping: {keep: P2Y"))
    code, said = run("policy", "publish", "--effective", "2026-12-01")
    assert code == Exit.REFUSED
    assert "was published already" in said
    assert sealed_entries() == 1
    assert run("policy", "show", "--version", "1.0")[0] == 0


def test_what_a_crash_left_and_somebody_changed_is_not_taken_in(run: Run, tmp_path: Path) -> None:
    crash_after_the_seal()
    (text, *_) = (tmp_path / "store" / "versions").rglob("policy*.txt")
    text.write_text(text.read_text("utf-8") + " ", "utf-8")
    code, said = run("policy", "publish", "--effective", "2026-12-01")
    assert code == 0, said
    assert sealed_entries() == 2
    assert run("policy", "show", "--version", "1.0")[0] == 0


def test_a_day_in_the_file_and_another_on_the_command_line_are_refused(
    run: Run, tmp_path: Path
) -> None:
    dated = SIGNED.replace("date: 2026-04-01", "date: 2026-04-01, effective: 2027-02-01", 1)
    write_policy(tmp_path / "store", dated)
    code, said = run("policy", "publish", "--effective", "2027-01-01")
    assert code == Exit.REFUSED
    assert "`effective: 2027-02-01`" in said
    assert "use `--effective 2027-02-01`" in said
    japanese = run("policy", "publish", "--effective", "2027-01-01", "--lang", "ja")[1]
    assert "`--effective 2027-02-01` を指定するか" in japanese
    code, said = run("policy", "publish", "--effective", "2027-02-01")
    assert code == 0, said


def test_a_day_in_the_file_that_has_passed_is_to_be_corrected_there(
    run: Run, tmp_path: Path
) -> None:
    dated = SIGNED.replace("date: 2026-04-01", "date: 2026-04-01, effective: 2026-10-01", 1)
    write_policy(tmp_path / "store", dated)
    code, said = run("policy", "publish", "--effective", "2027-01-01")
    assert code == Exit.REFUSED
    assert "write `effective: 2027-01-01` under `policy:`" in said


def test_a_place_that_is_taken_is_found_before_anything_is_sealed(run: Run, tmp_path: Path) -> None:
    taken = tmp_path / "store" / "versions" / "1.0"
    taken.mkdir(parents=True)
    (taken / "mine.txt").write_text("kept", "utf-8")
    code, said = run("policy", "publish", "--effective", "2026-12-01")
    assert code == Exit.EVIDENCE_FAILS
    assert "versions/1.0" in said
    assert (taken / "mine.txt").read_text("utf-8") == "kept"
    assert sealed_entries() == 0


@pytest.mark.parametrize(
    "version", ["../../escape", "..", ".hidden", "a/b", "\\\\host\\x", "版 一"]
)
def test_no_name_of_a_version_leads_out_of_the_folder(
    run: Run, tmp_path: Path, version: str
) -> None:
    named = json.dumps(version, ensure_ascii=False)
    write_policy(tmp_path / "store", SIGNED.replace('version: "1.0"', f"version: {named}"))
    code, said = run("policy", "publish", "--effective", "2026-12-01")
    assert code == 0, said
    (record,) = tmp_path.rglob("version.json")
    assert record.parent.parent == tmp_path / "store" / "versions"
    assert run("policy", "show", "--version", version)[0] == 0


def test_a_kind_of_person_that_nobody_declared_is_refused(run: Run) -> None:
    run("policy", "publish", "--effective", "2026-11-25")
    code, said = run("policy", "binding", "--person", "U-1", "--kind", "custmer")
    assert code == Exit.REFUSED
    assert "`customer`" in said
    assert run("policy", "binding", "--person", "U-1", "--kind", "customer")[0] == 0


@pytest.mark.parametrize("person", ["", "  ", "U" * 201])
def test_a_reference_that_is_none_is_refused(run: Run, person: str) -> None:
    run("policy", "publish", "--effective", "2026-11-25")
    for command in ("accept", "binding"):
        code, said = run("policy", command, "--person", person)
        assert code == Exit.REFUSED
        assert "--person" in said


@pytest.mark.parametrize(
    "meanwhile", [SIGNED.replace("shopping: {keep: P3Y", "shopping: {keep: P2Y"), "policy: []\n"]
)
def test_a_policy_that_changes_while_it_is_published_is_not(
    run: Run, tmp_path: Path, meanwhile: str
) -> None:
    def publishing(progress: Callable[[str], None]) -> Version:
        with workspace() as opened:
            folder = opened.settings.policy_folder
            desk = Desk(
                archive=opened.versions, engine=opened.engine, signer=opened.signer,
                clock=opened.clock, today=dt.date(2026, 11, 25),
            )  # fmt: skip
            day = dt.date(2026, 12, 1)
            return publish(desk, locate_policy(folder), folder, day, progress).version

    with pytest.raises(DraftMovedError, match="while it was being published"):
        publishing(lambda _step: write_policy(tmp_path / "store", meanwhile))
    assert list((tmp_path / "store" / "versions").glob("**/*.yaml")) == []
    assert sealed_entries() == 0
    assert run("policy", "show")[0] == Exit.REFUSED
    write_policy(tmp_path / "store", f"# layout is no change\n{SIGNED}")
    assert publishing(lambda _step: write_policy(tmp_path / "store", SIGNED)).version == "1.0"


@pytest.mark.slow
def test_two_who_publish_at_once_publish_one_version(run: Run, tmp_path: Path) -> None:
    def publishing() -> str:
        with workspace() as opened:
            folder = opened.settings.policy_folder
            desk = Desk(
                archive=opened.versions, engine=opened.engine, signer=opened.signer,
                clock=opened.clock, today=dt.date(2026, 11, 25), by="S-0123456789",
            )  # fmt: skip
            try:
                publish(desk, locate_policy(folder), folder, dt.date(2026, 12, 1))
            except PublishingRefusedError as refusal:
                return refusal.what.en
        return "published"

    with ThreadPoolExecutor(4) as threads:
        said = sorted(one.result() for one in [threads.submit(publishing) for _ in range(4)])
    assert said == ["published", *["version `1.0` was published already"] * 3]
    with workspace() as opened:
        (version,) = opened.versions.versions()
        (row,) = ledger.entries_of_kinds(opened.engine, (PUBLISHED,))
        assert read_entry(row.leaf).body["staff"] == "S-0123456789"
        assert publisher_of(opened.engine, version) == "S-0123456789"
        opened.versions.verify(version)
