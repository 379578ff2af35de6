"""All errors of a file at once, each with its place, in both languages."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, model_validator

from upheld.documents.json_schema import json_schema
from upheld.documents.positioned import locate, read
from upheld.documents.problem import problem
from upheld.refusal import RefusalError, RefusalsError


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Edge(Strict):
    to: str
    via: str
    role: Literal["owner", "accessor", "mention"] = "owner"


class Delete(Strict):
    kind: Literal["delete"]
    after: int


class Keep(Strict):
    kind: Literal["keep"]
    reason: str


class Table(Strict):
    edges: tuple[Edge, ...] = ()
    rows: int | None = None
    soft: bool = False
    since: date | None = None
    from_: str | None = Field(default=None, alias="from")
    step: Annotated[Delete | Keep, Field(discriminator="kind")] | None = None
    loose: Edge | str | None = None

    @model_validator(mode="after")
    def _not_both(self) -> "Table":
        if self.edges and self.rows == 0:
            raise problem(
                en="no rows, but edges",
                ja="行がないのに辺があります",
                remedy_en="remove `edges`",
                remedy_ja="`edges` を消してください",
                at=("edges", 0),
            )
        return self


class Map(Strict):
    system: str
    tables: Mapping[str, Table]


def errors(text: str, *, secret: bool = False) -> list[RefusalError]:
    with pytest.raises(RefusalsError) as refused:
        read(text, Map, file="datamap/shop.yaml", secret=secret)
    return refused.value.refusals


def test_a_good_file_is_a_model() -> None:
    found = read("system: shop\ntables: {a: {rows: 3}}\n", Map, file="m.yaml")
    assert found.tables["a"].rows == 3


def test_all_errors_come_at_once_in_the_order_of_the_lines() -> None:
    found = errors("systm: shop\ntables:\n  a:\n    rows: many\n    soft: perhaps\n    edgs: []\n")
    assert [(one.where.line, one.where.column) for one in found] == [
        (1, 1),
        (1, 1),
        (4, 11),
        (5, 11),
        (6, 5),
    ]
    for one in found:
        assert one.where.file == "datamap/shop.yaml"
        assert one.snippet
        assert one.what.ja
        assert one.remedy.ja


@pytest.mark.parametrize(
    ("text", "guess"),
    [
        ("system: s\ntables: {}\ntabels: {}\n", "tables"),
        ("system: s\ntables: {a: {edgess: []}}\n", "edges"),
        ("system: s\ntables: {a: {edges: [{to: b, via: c, rol: owner}]}}\n", "role"),
        ("system: s\ntables: {a: {fron: x}}\n", "from"),
        ("system: s\ntables: {a: {step: {kind: keep, reason: x, reson: y}}}\n", "reason"),
    ],
)
def test_an_unknown_key_is_told_the_nearest_known_one(text: str, guess: str) -> None:
    (only,) = errors(text)
    assert f"did you mean `{guess}`?" in only.remedy.en
    assert f"`{guess}` ではありませんか" in only.remedy.ja


def test_the_caret_stands_beneath_the_word_also_after_wide_characters() -> None:
    (only,) = errors("system: s\ntables: {顧客: {rowz: 1}}\n")
    assert only.snippet is not None
    line, caret = only.snippet.split("\n")
    cells = sum(2 if character in "顧客" else 1 for character in line[: line.index("rowz")])
    assert caret.index("^") == cells
    assert caret.count("^") == len("rowz")


def test_a_bare_number_where_a_text_is_wanted_is_refused_as_written() -> None:
    (only,) = errors("system: 2.10\ntables: {}\n")
    assert "`2.10`" in only.what.en
    assert '"2.10"' in only.remedy.en
    assert (only.where.line, only.where.column) == (1, 9)


def test_a_wrong_choice_names_the_choices_and_the_nearest() -> None:
    (only,) = errors("system: s\ntables: {a: {edges: [{to: b, via: c, role: ownr}]}}\n")
    assert "`owner`, `accessor`, `mention`" in only.what.en
    assert "did you mean `owner`?" in only.remedy.en


def test_a_wrong_kind_of_a_union_is_a_wrong_choice() -> None:
    (only,) = errors("system: s\ntables: {a: {step: {kind: delet, after: 3}}}\n")
    assert "`delete`" in only.what.en


def test_a_value_of_no_allowed_form_is_told_once_with_all_forms() -> None:
    (only,) = errors("system: s\ntables: {a: {loose: [x]}}\n")
    assert "a mapping (`key: value`) or a text is wanted here" in only.what.en


def test_only_the_form_that_was_meant_is_told() -> None:
    found = errors("system: s\ntables: {a: {loose: {to: x, vai: y}}}\n")
    assert [one.what.en for one in found] == ["the key `via` is missing", "unknown key `vai`"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("system: s\ntables: [a]\n", ("a mapping", "マッピング")),
        ("system: s\ntables: {a: {edges: x}}\n", ("a list", "リスト")),
        ("system: s\ntables: {a: {rows: 1.5}}\n", ("a whole number", "整数")),
        ("system: s\ntables: {a: {since: soon}}\n", ("a date", "日付")),
        ("system: s\ntables: {a: {soft: 7}}\n", ("`true` or `false`", "`true`")),
        ("system: s\ntables:\n", ("an empty value", "空の値")),
        ("- a\n", ("a mapping", "マッピング")),
    ],
)
def test_a_wrong_type_is_told_without_words_of_python(text: str, words: tuple[str, str]) -> None:
    (only,) = errors(text)
    assert words[0] in only.what.en
    assert words[1] in only.what.ja
    assert "dict" not in only.what.en


def test_an_empty_file_lacks_every_key() -> None:
    assert ["missing" in one.what.en for one in errors("")] == [True, True]


def test_a_validator_speaks_both_languages_and_points_inside() -> None:
    (only,) = errors("system: s\ntables:\n  a:\n    rows: 0\n    edges:\n      - {to: b, via: c}\n")
    assert only.what.ja == "行がないのに辺があります"
    assert only.where.line == 6


def test_nothing_of_a_secret_file_is_repeated() -> None:
    found = errors("system: 4111\ntables: {a: {rows: taro@example.jp, soft: [x]}}\n", secret=True)
    shown = "".join(one.render("en") + one.render("ja") for one in found)
    assert "taro" not in shown
    assert "4111" not in shown


def test_no_error_drags_the_values_along_in_its_traceback() -> None:
    with pytest.raises(RefusalsError) as refused:
        read("system: s\ntables: {a: {rows: taro@example.jp}}\n", Map, file="m", secret=True)
    assert refused.value.__cause__ is None
    assert refused.value.__context__ is None


def test_later_checks_find_the_place_of_any_value() -> None:
    found = locate("system: s\ntables:\n  a: {edges: [{to: b, via: c}]}\n", Map, file="m.yaml")
    assert str(found.where(("tables", "a", "edges", 0, "via"))) == "m.yaml:3:28"
    assert str(found.where(("tables", "a"), key=True)) == "m.yaml:3:3"
    assert str(found.where(("tables", "a", "no", "such"))) == "m.yaml:3:3"
    assert found.snippet(("system",)) == "  1 | system: s\n    |         ^"
    assert len(found.sha256) == 64


def test_the_digest_is_that_of_the_files_bytes(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_bytes(b"system: s\ntables: {}\n")
    by_path = locate(path, Map, file="m.yaml").sha256
    assert by_path == locate(path.read_bytes(), Map, file="m.yaml").sha256
    assert by_path != locate("system: s\ntables: {} \n", Map, file="m.yaml").sha256


def test_passwords_are_not_quoted_from_any_line() -> None:
    found = errors(
        'system: "postgresql://shop:hunter2@db/shop"\ntables: {}\nx: {password: hunter2}\n'
    )
    found += errors('system: s\ntables: {a: {rows: "postgresql://shop:hunter2@db"}}\n')
    assert "hunter2" not in "".join(one.render("en") for one in found)


def test_the_schema_for_editors_is_json_and_stable() -> None:
    schema = json.loads(json_schema(Map, title="data map"))
    assert schema["title"] == "data map"
    assert schema["additionalProperties"] is False
    assert "from" in schema["$defs"]["Table"]["properties"]
    assert json_schema(Map, title="data map") == json_schema(Map, title="data map")
