"""A folder of files: patterns, borders of the root, links, text in windows."""

import gzip
import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.connectors.memory import Words
from upheld.connectors.contract import PlaceName, Selection
from upheld.connectors.folder import FolderConnector
from upheld.connectors.pattern import collection_of, filled, read_pattern
from upheld.connectors.pattern_matcher import Matcher
from upheld.connectors.windows import OVERLAP, WINDOW
from upheld.refusal import PlaceFailedError, PlaceUnreachableError


def place(root: Path) -> FolderConnector:
    return FolderConnector(PlaceName("files"), root.as_uri().replace("file:", "folder:"))


def put(root: Path, *paths: str, content: bytes = b"x") -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)


def of(pattern: str, *values: object, by: str = "id") -> Selection:
    return Selection(collection=pattern, by=(by,), values=[(value,) for value in values])


def left(root: Path) -> set[str]:
    return {str(path.relative_to(root)) for path in root.rglob("*")}


def test_erases_the_named_files_and_no_near_miss(tmp_path: Path) -> None:
    put(tmp_path, "avatars/5.png", "avatars/51.png", "avatars/15.png", "avatars/5.png.bak")
    files = place(tmp_path)
    assert files.erase(of("avatars/{id}.png", 5)) == 1
    assert files.count(of("avatars/{id}.png", 5)) == 0
    assert files.erase(of("avatars/{id}.png", 5)) == 0
    assert left(tmp_path) == {"avatars", "avatars/51.png", "avatars/15.png", "avatars/5.png.bak"}


def test_a_star_stays_within_its_folder_and_two_stars_do_not(tmp_path: Path) -> None:
    put(tmp_path, "u/5/a.txt", "u/5/deep/b.txt", "u/51/a.txt")
    files = place(tmp_path)
    assert files.count(of("u/{id}/*", 5)) == 1
    assert files.count(of("u/{id}/**", 5)) == 2
    assert files.count(of("**/{id}/a.txt", 5, 51)) == 2
    assert files.erase(of("u/{id}/**", 5)) == 2
    assert left(tmp_path) == {"u", "u/51", "u/51/a.txt"}


def test_many_people_are_erased_in_one_walk_behind_a_wildcard(tmp_path: Path) -> None:
    put(tmp_path, *(f"{day}/{person}.csv" for day in ("mon", "tue") for person in range(50)))
    assert place(tmp_path).erase(of("*/{id}.csv", *range(40))) == 80
    assert len([path for path in left(tmp_path) if path.endswith(".csv")]) == 20


@pytest.mark.parametrize(
    "value", ["../secret", "/etc/passwd", "a/../../secret", "..", "a\0b", "x/"]
)
def test_a_value_never_leads_out_of_the_root(tmp_path: Path, value: str) -> None:
    root = tmp_path / "root"
    put(root, "a/x")
    put(tmp_path, "secret")
    with pytest.raises(PlaceFailedError) as refusal:
        place(root).erase(of("{id}", value))
    assert value == ".." or value not in str(refusal.value)
    assert (tmp_path / "secret").exists()


def test_a_value_cannot_reach_into_somebody_elses_folder(tmp_path: Path) -> None:
    put(tmp_path, "avatars/5/photo.png")
    with pytest.raises(PlaceFailedError):
        place(tmp_path).count(of("avatars/{id}.png", "5/photo"))
    assert place(tmp_path).count(of("{id}", "avatars/5/photo.png")) == 1


def test_wildcards_in_values_are_only_characters(tmp_path: Path) -> None:
    put(tmp_path, "u/*/a", "u/5/a", "u/[5]/a", "u/?/a")
    files = place(tmp_path)
    assert [files.count(of("u/{id}/*", value)) for value in ("*", "[5]", "?")] == [1, 1, 1]


def test_an_empty_value_names_no_file(tmp_path: Path) -> None:
    put(tmp_path, "u/.png")
    assert place(tmp_path).count(of("u/{id}.png", "", None)) == 0


def test_a_name_in_the_other_unicode_form_is_the_same_name(tmp_path: Path) -> None:
    put(tmp_path, f"u/{unicodedata.normalize('NFD', 'が')}.png", "u/①.png")
    assert place(tmp_path).count(of("u/{id}.png", "が")) == 1
    assert place(tmp_path).count(of("u/{id}.png", "1")) == 0


@pytest.mark.parametrize(
    "pattern",
    ["user{id}*", "{id}{id}", "../{id}", "/{id}", "a//{id}", "a/**b/{id}", "{id", "{id}\0"],
)
def test_a_pattern_that_could_match_others_or_leave_the_root_is_refused(
    tmp_path: Path, pattern: str
) -> None:
    with pytest.raises(PlaceFailedError):
        place(tmp_path).count(of(pattern, 5))


def test_a_misspelt_folder_or_name_is_a_failure_and_not_an_absence(tmp_path: Path) -> None:
    put(tmp_path, "avatars/5.png")
    with pytest.raises(PlaceFailedError):
        place(tmp_path).count(of("avatar/{id}.png", 5))
    with pytest.raises(PlaceFailedError):
        place(tmp_path).count(of("avatars/{id}.png", 5, by="user"))


def test_a_missing_root_is_refused_and_not_created(tmp_path: Path) -> None:
    with pytest.raises(PlaceUnreachableError):
        place(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()
    root = tmp_path / "root"
    root.mkdir()
    files = place(root)
    root.rmdir()
    with pytest.raises(PlaceUnreachableError):
        files.count(of("{id}", 5))


def test_a_link_is_never_followed_and_never_counts_as_erased(tmp_path: Path) -> None:
    root = tmp_path / "root"
    put(tmp_path, "outside/5.png", "outside/all/5.png")
    put(root, "avatars/6.png")
    (root / "avatars/5.png").symlink_to(tmp_path / "outside/5.png")
    (root / "linked").symlink_to(tmp_path / "outside")
    (root / "u").mkdir()
    (root / "u/5").symlink_to(tmp_path / "outside/all")
    files = place(root)
    with pytest.raises(PlaceFailedError):
        files.erase(of("avatars/{id}.png", 5, 6))
    assert not (root / "avatars/6.png").exists()
    for pattern in ("linked/{id}.png", "u/{id}/*", "u/{id}/5.png", "*/{id}/5.png"):
        with pytest.raises(PlaceFailedError):
            files.erase(of(pattern, 5))
    assert (tmp_path / "outside/5.png").exists()
    assert (tmp_path / "outside/all/5.png").exists()
    assert list(files.scan(Words("nothing"))) == []
    assert {one.why for one in files.unread()} == {"link"}


def test_reads_in_a_stable_order_and_opens_the_content(tmp_path: Path) -> None:
    put(tmp_path, "u/5/b", "u/5/a", content=b"hello")
    files = place(tmp_path)
    records = list(files.read(of("u/{id}/*", 5)))
    assert [record["path"] for record in records] == ["u/5/a", "u/5/b"]
    assert records[0]["size"] == 5
    with files.open(str(records[0]["path"])) as content:
        assert content.read() == b"hello"


def test_names_that_are_no_utf8_are_read_opened_and_erased(tmp_path: Path) -> None:
    (tmp_path / "u/5").mkdir(parents=True)
    os.close(os.open(os.fsencode(tmp_path) + b"/u/5/\xff.bin", os.O_CREAT | os.O_WRONLY))
    files = place(tmp_path)
    (record,) = files.read(of("u/{id}/*", 5))
    assert record["path"] == "u/5/\\xff.bin"
    files.open(str(record["path"])).close()
    assert files.erase(of("u/{id}/*", 5)) == 1


def test_a_pipe_does_not_hold_up_a_scan(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    files = place(tmp_path)
    assert [hit.field for hit in files.scan(Words("pipe"))] == ["path"]
    assert [one.why for one in files.unread()] == ["special"]


@pytest.mark.parametrize("before", [WINDOW - 3, WINDOW + OVERLAP - 3, 2 * WINDOW + 1, 0])
def test_a_needle_across_the_border_of_two_windows_is_found(tmp_path: Path, before: int) -> None:
    needle = "佐藤花子@example.jp"
    put(tmp_path, "a.log", content=b"x" * before + needle.encode() + b"y" * (WINDOW + 7))
    hits = list(place(tmp_path).scan(Words(needle, "absent")))
    assert [(hit.collection, hit.field, hit.needle) for hit in hits] == [(".", "content", 0)]
    assert "a.log" not in repr(hits)


@pytest.mark.parametrize("encoding", ["utf-8", "cp932", "euc_jp", "utf-16-le", "utf-16"])
def test_japanese_text_is_found_in_its_usual_encodings(tmp_path: Path, encoding: str) -> None:
    put(tmp_path, "d/a.csv", content="氏名,高橋はしご\n".encode(encoding))
    put(tmp_path, "d/b.gz", content=gzip.compress("1,高橋はしご".encode(encoding)))
    assert len(list(place(tmp_path).scan(Words("高橋はしご")))) == 2


def test_what_a_scan_cannot_look_into_is_named(tmp_path: Path) -> None:
    put(tmp_path, "a.docx", content=b"PK\x03\x04rest")
    put(tmp_path, "b.gz", content=gzip.compress(b"text" * 1000)[:-9])
    files = place(tmp_path)
    assert list(files.scan(Words("needle"))) == []
    assert {(one.locator, one.why) for one in files.unread()} == {
        ("a.docx", "packed"),
        ("b.gz", "damaged"),
    }


def test_names_top_folders_and_the_files_beside_them(tmp_path: Path) -> None:
    put(tmp_path, "avatars/5.png", "u/5/a", "readme")
    assert sorted(place(tmp_path).collections()) == [".", "avatars", "u"]
    assert collection_of("avatars/{id}.png", kind="path") == "avatars"
    assert collection_of("{key}", kind="path") is None
    assert collection_of("cust:{id}:*", kind="key") == "cust"


keys = st.text(alphabet="ab:*?[]\\5{}^$.(", min_size=1, max_size=6)


@pytest.mark.slow
@given(st.lists(keys, min_size=1, max_size=6), keys)
def test_a_key_matches_exactly_when_some_value_fills_it(values: list[str], tail: str) -> None:
    pattern = read_pattern("cust:{id}:*", kind="key", by=("id",))
    matcher = Matcher(pattern, list(filled(pattern, of("cust:{id}:*", *values))))
    for value in {*values, "5", "a:b"}:
        key = f"cust:{value}:{tail}"
        assert matcher.matches(key) == any(key.startswith(f"cust:{one}:") for one in values)
    assert not matcher.matches("cust:")


@pytest.mark.slow
@given(keys, keys, st.lists(st.tuples(keys, keys), min_size=1, max_size=4))
def test_two_names_match_only_together(a: str, b: str, values: list[tuple[str, str]]) -> None:
    text = "*|{a}|{b}"
    pattern = read_pattern(text, kind="key", by=("a", "b"))
    selection = Selection(collection=text, by=("a", "b"), values=values)
    matcher = Matcher(pattern, list(filled(pattern, selection)))
    assert matcher.matches(f"x|{a}|{b}") == ((a, b) in values)


@pytest.mark.slow
@given(st.text(max_size=20), st.text(min_size=1, max_size=8))
def test_no_value_names_a_path_outside_the_root(pattern_text: str, value: str) -> None:
    text = f"{pattern_text}{{id}}"
    selection = of(text, value)
    try:
        pattern = read_pattern(text, kind="path", by=("id",))
        paths = [pattern.fill(one) for one in filled(pattern, selection) if pattern.exact]
    except PlaceFailedError:
        return
    for path in paths:
        assert not {"", ".", ".."} & set(path.split("/"))
        assert "\0" not in path
