"""Whatever stands in the folder of a policy, `upheld check` says where and what to do."""

import io
import re
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from upheld.policy.rules.examples import BASE
from upheld.terminal.main import main

REFUSED, BROKEN = 2, 1
PERSON = "taro.shiken@example.jp"


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bad")
    with redirect_stdout(io.StringIO()):
        assert main(["-C", str(folder), "init", "mine"]) == 0
    return folder / "mine"


def check(workspace: Path, *options: str) -> tuple[int, str, str]:
    """Run `upheld check` in both languages; return its code and what it said in each."""
    said, codes = [], []
    for language in ("en", "ja"):
        out = io.StringIO()
        with redirect_stdout(out), redirect_stderr(out):
            codes.append(main(["-C", str(workspace), "--lang", language, "check", *options]))
        said.append(out.getvalue())
    assert codes[0] == codes[1]
    for one in said:
        assert "Traceback" not in one
        assert PERSON.partition("@")[0] not in one
    assert re.search(r"[ぁ-んァ-ヶ一-龠]", said[1])
    assert said[0] != said[1]
    return codes[0], said[0], said[1]


def with_policy(workspace: Path, text: str | bytes) -> Path:
    for old in (workspace / "policy").iterdir():
        old.rmdir() if old.is_dir() else old.unlink()
    raw = text.encode() if isinstance(text, str) else text
    (workspace / "policy" / "policy.yaml").write_bytes(raw)
    return workspace


def replaced(old: str, new: str) -> str:
    assert old in BASE
    return BASE.replace(old, new, 1)


BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join(['*' + old] * 10)}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
PROVIDE = '{purposes: provide, c: "1.2"}'
CASES: dict[str, tuple[str | bytes, str, str]] = {
    "no YAML": ("policy: [1\n", "policy.yaml:2:1: this is not valid YAML", "YAML として読めません"),
    "a tab as indentation": ("policy:\n\tid: x\n", "policy.yaml:2:1: this is not valid YAML", "字下げ"),
    "a page instead of YAML": ("<html><body>x</body></html>", "policy.yaml:1:1:", "対処"),
    "nothing at all": ("", "the key `policy` is missing", "`policy`"),
    "a list": ("- a\n- b\n", "policy.yaml:1:1:", "対処"),
    "not UTF-8": ("policy: 方針\n".encode("shift_jis"), "not UTF-8", "UTF-8 で保存"),
    "ten megabytes": (b"#" * 10_000_000, "10 MB or more", "複数のファイル"),
    "an alias bomb": (BOMB, "aliases written out", "別名"),
    "a key twice": (replaced("rights:\n", "rights:\n  deletion: {offered: false, c: '1'}\n"),
                    "`deletion` stands here a second time (first on line 25)", "重複しています"),
    "an unknown key": (BASE + "colour: red\n", "unknown key `colour`", "不明なキー"),
    "a misspelt key": (replaced("basis: contract", "bassis: contract"),
                       "did you mean `basis`?", "`basis` ではありませんか"),
    "a duration in words": (replaced("keep: P3Y, basis: {ja: 契約", "keep: 3 days or so, basis: {ja: 契約"),
                            "policy.yaml:22:20: `3 days or so` is not a period", "`3 days or so`"),
    "a fee on a deletion": (replaced('deletion: {offered: true, c: "7.6"}',
                                     'deletion: {offered: true, c: "7.6", fee: {amount: 500, c: "7.8"}}'),
                            "a fee for `deletion` is not allowed", "第38条"),
    "a clause without quotes": (replaced('c: "2.1"', "c: 2.10"), "`2.10` without quotes", "2.10"),
    "terms within one another": (
        BASE + 'concepts:\n  a: {label: A, within: b, c: "1.4"}\n  b: {label: B, within: a, c: "1.5"}\n',
        "this term contains itself: `", "自分自身を含んでいます"),
    "a term within itself": (BASE + 'concepts:\n  a: {label: A, within: a, c: "1.4"}\n',
                             "policy.yaml:37:25: this term contains itself: `a` → `a`", "`within:`"),
    "groups of one another": (
        replaced(PROVIDE, PROVIDE + '\n  x: {items: [y], purposes: provide, c: "1.4"}'
                 '\n  y: {items: [x], purposes: provide, c: "1.5"}'),
        "contains itself: `", "`items:`"),
    "a direction mark in a label": (replaced("selling goods", "selling \u202esdoog\u202c"),
                                    "policy.yaml:12:36: an invisible control character stands here (U+202E)",
                                    "見えない制御文字"),
    "a direction mark in a comment": (BASE + "# \u2067 take it back\n", "(U+2067)", "打ち直して"),
    "an escaped control character": (replaced("selling goods", '"selling\\u0007"'), "(U+0007)",
                                     "(U+0007)"),
    "a direction mark in a name": (replaced("people: {customer:", 'people: {"cust\\u200fomer":'),
                                   "(U+200F)", "(U+200F)"),
    "a name that refers to nothing": (replaced("purposes: provide,", "purposes: provde,"),
                                      "did you mean `provide`?", "宣言されていません"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_file_that_is_no_policy_is_refused_with_its_place(founded: Path, case: str) -> None:
    text, english, japanese = CASES[case]
    code, en, ja = check(with_policy(founded, text))
    assert code == REFUSED
    assert english in en
    assert japanese in ja
    assert "to fix: " in en
    assert "対処: " in ja
    assert not re.search("[\u200f\u202e\u2067\x07]", en + ja)


def test_two_periods_for_one_category_are_an_error_with_both(founded: Path) -> None:
    text = replaced(
        "  requests: {keep",
        '  orders: {keep: P1Y, basis: {ja: 方針, en: policy}, data: [commerce.order], c: "5.9"}\n'
        "  requests: {keep",
    )
    code, en, ja = check(with_policy(founded, text))
    assert code == BROKEN
    assert "UPH118 error: `orders` keeps `commerce.order` for P1Y, and `shopping` for P3Y" in en
    assert "UPH118 誤り" in ja


def test_the_same_clause_on_two_lines_is_allowed_and_one_twice_on_a_line_is_told(
    founded: Path,
) -> None:
    several = replaced('commerce.order: {purposes: provide, c: "1.2"}',
                       'commerce.order: {purposes: provide, c: "1.1"}')  # fmt: skip
    code, en, _ = check(with_policy(founded, several))
    assert (code, en) == (0, "all rules are kept\n")
    twice = replaced('c: "1.2"', 'c: ["1.2", "1.2"]')
    code, en, _ = check(with_policy(founded, twice))
    assert code == 0
    assert "UPH145 warning: `1.2` stands twice in this list" in en


def test_a_name_declared_in_two_files_names_both_places(founded: Path) -> None:
    workspace = with_policy(founded, BASE)
    (workspace / "policy" / "z.yaml").write_text("people: {customer: {label: X}}\n", "utf-8")
    code, en, _ = check(workspace)
    assert code == REFUSED
    assert "`people.customer` is declared twice, first at policy/policy.yaml:10:10" in en


def test_a_key_that_stands_twice_hides_no_other_error(founded: Path) -> None:
    """A name in another section, a period in words and a broken rule are told beside it."""
    text = (
        replaced("data:\n", "data:\n  contact.phone: {purposes: provde, c: '1.3'}\n")
        + "data:\n  identity.name: {purposes: provide, coulour: red, c: '1.4'}\n"
        + "retention:\n  shopping: {keep: 3 days or so, basis: x, c: '5.9'}\n"
        + "  other: {keep: 3 days or so, basis: x, data: [identity.name], c: '5.9'}\n"
    )
    code, en, ja = check(with_policy(founded, text))
    assert code == REFUSED
    places = re.findall(r"^policy/policy\.yaml:(\d+:\d+): (.*) \[", en, re.MULTILINE)
    assert [what.split(" (")[0] for _, what in places] == [
        "the key `data` stands here a second time",
        "unknown key `coulour`",
        "the key `retention` stands here a second time",
        "`3 days or so` is not a period",
    ]
    assert "重複しています" in ja
    assert "`coulour`" in ja


def test_names_and_broken_rules_are_told_beside_a_key_that_stands_twice(founded: Path) -> None:
    again = "people: {customer: {label: X}}\n"
    code, en, ja = check(
        with_policy(founded, replaced("purposes: provide,", "purposes: provde,") + again)
    )
    assert code == REFUSED
    assert "policy.yaml:36:1: the key `people` stands here a second time" in en
    assert "did you mean `provide`?" in en
    dead = replaced("privacy@sample-store.jp", '"[email protected]"') + again
    code, en, ja = check(with_policy(founded, dead))
    assert code == REFUSED
    assert "UPH104: " in en
    assert "UPH104: " in ja
    assert "a second time" in en


def test_a_file_that_is_no_yaml_does_not_hide_the_errors_of_another(founded: Path) -> None:
    workspace = with_policy(founded, "policy: [1\n")
    rest = BASE.split("\n", 1)[1].replace("basis: contract", "bassis: contract")
    (workspace / "policy" / "rest.yaml").write_text(rest, "utf-8")
    code, en, _ = check(workspace)
    assert code == REFUSED
    assert "policy.yaml:2:1: this is not valid YAML" in en
    assert re.search(r"policy/rest\.yaml:11:\d+: unknown key `bassis`", en)
    assert "is missing" not in en  # what the broken file says may be there


def test_a_hidden_mark_hides_no_other_error(founded: Path) -> None:
    text = replaced("selling goods", "selling \u202esdoog\u202c").replace(
        "keep: P3Y", "keep: 3 days or so", 1
    )
    code, en, _ = check(with_policy(founded, text))
    assert code == REFUSED
    assert "(U+202E)" in en
    assert "`3 days or so` is not a period" in en


def test_a_name_in_two_files_hides_no_other_error(founded: Path) -> None:
    workspace = with_policy(founded, replaced("basis: contract", "bassis: contract"))
    (workspace / "policy" / "z.yaml").write_text("people: {customer: {label: X}}\n", "utf-8")
    code, en, _ = check(workspace)
    assert code == REFUSED
    assert "`people.customer` is declared twice, first at policy/policy.yaml:10:10" in en
    assert "unknown key `bassis`" in en


def _empty(workspace: Path) -> None:
    (workspace / "policy" / "policy.yaml").unlink()


def _folder_in_its_place(workspace: Path) -> None:
    _empty(workspace)
    (workspace / "policy" / "policy.yaml").mkdir()


def _gone(workspace: Path) -> None:
    _empty(workspace)
    (workspace / "policy" / "policy.yaml").symlink_to(workspace / "nowhere.yaml")


@pytest.mark.parametrize(
    ("damage", "english", "japanese"),
    [
        (_empty, "policy/: there is no policy file", "upheld init"),
        (_folder_in_its_place, "policy/policy.yaml: the file cannot be read", "読めません"),
        (_gone, "policy/policy.yaml: the file cannot be read", "読む権限"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(
    founded: Path, damage: Callable[[Path], None], english: str, japanese: str
) -> None:
    damage(with_policy(founded, BASE))
    code, en, ja = check(founded)
    assert code == REFUSED
    assert english in en
    assert japanese in ja


def test_a_folder_that_is_no_workspace_says_how_to_begin(tmp_path: Path) -> None:
    code, en, ja = check(tmp_path)
    assert code == REFUSED
    assert "there is no `upheld.yaml`" in en
    assert "upheld init" in ja


@pytest.mark.parametrize(
    "options", [("--format", "xml"), ("--format", PERSON), ("--frmat", "json")]
)
def test_an_option_that_is_not_there_is_refused(founded: Path, options: tuple[str, ...]) -> None:
    code, en, _ = check(with_policy(founded, BASE), *options)
    assert code == REFUSED
    assert "to fix: " in en


def test_an_error_in_the_file_reaches_a_machine_as_data(founded: Path) -> None:
    code, en, _ = check(with_policy(founded, "policy: [1\n"), "--json")
    assert code == REFUSED
    assert '"code": "invalid-file"' in en
    assert '"line": 2' in en
