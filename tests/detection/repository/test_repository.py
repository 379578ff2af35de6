"""A repository lets in what a line allows and what was there before, and nothing new."""

import subprocess
from pathlib import Path

import pytest

from upheld.detection import Finding, Scanner
from upheld.detection.kind import kinds
from upheld.detection.repository import (
    Baseline,
    chosen,
    read_baseline,
    staged_files,
    unmarked,
    write_baseline,
)
from upheld.detection.repository.baseline import BaselineUnreadableError
from upheld.detection.repository.choice import KindUnknownError
from upheld.detection.repository.staged import NotARepositoryError

SCANNER = Scanner()


def scan(text: str) -> list[Finding]:
    return SCANNER.scan(text)


def git(folder: Path, *words: str) -> None:
    settings = [
        "-c",
        "user.name=t",
        "-c",
        "user.email=t@example.jp",
        "-c",
        "core.hooksPath=/dev/null",
    ]
    subprocess.run(["git", "-C", str(folder), *settings, *words], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    return tmp_path


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("password = 'Kumo#8812xQ'", ["secret"]),
        ("password = 'Kumo#8812xQ'  # upheld: allow", []),
        ("password = 'Kumo#8812xQ'  // upheld:allow secret", []),
        ("password = 'Kumo#8812xQ'  # upheld: allow email", ["secret"]),
        ("password = 'Kumo#8812xQ'  # upheld: allow email, secret", []),
        ("# upheld: allow\npassword = 'Kumo#8812xQ'", ["secret"]),
    ],
)
def test_a_mark_allows_what_stands_in_its_line(text: str, left: list[str]) -> None:
    assert [one.kind for one in unmarked(text, scan(text))] == left


def test_what_was_known_stays_known_when_lines_move(tmp_path: Path) -> None:
    text = "password = 'Kumo#8812xQ'\n"
    baseline = Baseline.empty()
    baseline.add("a.py", text, scan(text))
    write_baseline(tmp_path / "b.json", baseline)
    again = read_baseline(tmp_path / "b.json")
    moved = "\n\n# here\n" + text
    assert again.unknown("a.py", moved, scan(moved)) == []
    other = "password = 'Kumo#8812xR'\n"
    assert [one.kind for one in again.unknown("a.py", other, scan(other))] == ["secret"]
    assert [one.kind for one in again.unknown("b.py", text, scan(text))] == ["secret"]


def test_a_baseline_holds_no_value_and_with_a_key_elsewhere_nothing_to_try_it_with(
    tmp_path: Path,
) -> None:
    text = "password = 'Kumo#8812xQ'\n"
    baseline = Baseline.empty(bytes(range(32)))
    baseline.add("a.py", text, scan(text))
    write_baseline(tmp_path / "b.json", baseline)
    written = (tmp_path / "b.json").read_text()
    assert "Kumo" not in written
    assert bytes(range(32)).hex() not in written
    with pytest.raises(BaselineUnreadableError):
        read_baseline(tmp_path / "b.json")
    assert (
        read_baseline(tmp_path / "b.json", bytes(range(32))).unknown("a.py", text, scan(text)) == []
    )


@pytest.mark.parametrize(
    "content", ["", "[]", '{"schema": "x"}', '{"schema": "upheld/baseline/1"}']
)
def test_what_is_no_baseline_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "b.json").write_text(content)
    with pytest.raises(BaselineUnreadableError):
        read_baseline(tmp_path / "b.json")


def test_staged_is_what_will_be_committed_and_only_its_new_lines_count(repository: Path) -> None:
    (repository / "設定.py").write_text("old = 'password=Kumo#8812xQ'\n", "utf-8")
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "first")
    (repository / "設定.py").write_text(
        "old = 'password=Kumo#8812xQ'\nnew = 'password=River!7731aB'\n", "utf-8"
    )
    git(repository, "add", ".")
    (repository / "設定.py").write_text("taken out again\n", "utf-8")
    (staged,) = staged_files(repository)
    assert staged.file == "設定.py"
    text = staged.content.decode()
    assert [one.line for one in scan(text)] == [1, 2]
    assert [one.line for one in staged.new(text, scan(text))] == [2]


def test_where_git_sees_no_lines_all_counts(repository: Path) -> None:
    text = "password=River!7731aB\n"
    (repository / "設定.txt").write_text(text, "utf-16")
    git(repository, "add", ".")
    (staged,) = staged_files(repository)
    assert staged.added is None
    assert len(staged.new(text, scan(text))) == 1


def test_outside_of_a_repository_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotARepositoryError):
        list(staged_files(tmp_path))


def test_kinds_are_chosen_by_words() -> None:
    assert chosen("secrets") == {"secret", "bank_password", "pin"}
    assert chosen("all") == set(kinds())
    assert "jp_my_number" in chosen("personal")
    assert "person_name" not in chosen("personal")
    assert chosen("government_id, email") >= {"us_ssn", "email"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("emial", "`email`?"), ("secrts", "`secrets`?"), ("Card_Number", "`card_number`?"), ("helth", "`health`?")],
)  # fmt: skip
def test_a_mistyped_kind_is_told_the_one_that_was_meant(typed: str, meant: str) -> None:
    with pytest.raises(KindUnknownError) as refused:
        chosen(typed)
    assert f"did you mean {meant}" in str(refused.value.remedy)


def test_a_word_that_is_like_no_kind_is_told_where_they_stand() -> None:
    with pytest.raises(KindUnknownError) as refused:
        chosen("qqqq")
    assert "did you mean" not in str(refused.value.remedy)
    assert "--kinds" in str(refused.value.remedy)
