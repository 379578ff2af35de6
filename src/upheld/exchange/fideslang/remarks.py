"""What an import has to tell: points a person decides, and what is kept but not acted on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from upheld.documents.nearest import nearest
from upheld.exchange.fideslang.collections import Astray, Collections, Flow, Item, Path, Plain
from upheld.vocabulary.alias import fideslang_categories
from upheld.wording import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One of them.

    Attributes:
        kind: `decide` has an `unsure` point in the map that blocks plans; `kept` is carried
            along and comes back on export.
        path: Where in the dataset.
    """

    kind: Literal["decide", "kept"]
    path: Path
    what: Text
    remedy: Text


_KEPT: Mapping[str, tuple[Text, Text]] = {
    "retention": (
        Text(en="`retention` is a text here", ja="`retention` は文章で書かれています"),
        Text(
            en="declare the period in policy/ and write `retain: {rule, from}` in the map",
            ja="期間を policy/ に宣言し、マップに `retain: {rule, from}` を書いてください",
        ),
    ),
    "data_qualifier": (
        Text(en="`data_qualifier` is not acted on", ja="`data_qualifier` は使われません"),
        Text(
            en="write `none` for columns that hold nothing personal any more",
            ja="個人に関する内容がもう残っていない列には `none` と書いてください",
        ),
    ),
    "third_country_transfers": (
        Text(en="transfers are a matter of the policy", ja="国外提供はポリシーに書く事項です"),
        Text(
            en="declare the recipient with its country in policy/",
            ja="提供先と国を policy/ に宣言してください",
        ),
    ),
    "joint_controller": (
        Text(
            en="joint controllers are a matter of the policy",
            ja="共同管理者はポリシーに書く事項です",
        ),
        Text(en="declare them in policy/", ja="policy/ に宣言してください"),
    ),
    "data_uses": (
        Text(en="uses are a matter of the policy", ja="利用目的はポリシーに書く事項です"),
        Text(
            en="declare the purposes of the category under `data:` in policy/",
            ja="区分ごとの利用目的を policy/ の `data:` に宣言してください",
        ),
    ),
    "after": (
        Text(en="the order is computed from the keys", ja="順序はキーから計算します"),
        Text(
            en="nothing to do; declare a foreign key if the order matters to the database",
            ja="対応は不要です。順序が必要ならデータベースに外部キーを宣言してください",
        ),
    ),
    "read_only": (
        Text(en="`read_only` is not acted on", ja="`read_only` は使われません"),
        Text(
            en="name the column under `keep` of `retain`, or leave it out of `anonymise`",
            ja="`retain` の `keep` に列を書くか、`anonymise` から除いてください",
        ),
    ),
    "custom_request_field": (
        Text(
            en="`custom_request_field` names no identifier of a person here",
            ja="`custom_request_field` はここでは本人の識別子になりません",
        ),
        Text(
            en="write the column under `identifiers` of the subject if people are found by it",
            ja="本人を探すのに使う列なら、主体の `identifiers` に書いてください",
        ),
    ),
}
_SAME_AS: Mapping[str, str] = {"data_purposes": "data_uses", "erase_after": "after"}
_DATASET_KEYS = (
    "fides_key", "organization_fides_key", "tags", "name", "description", "meta",
    "data_categories", "data_uses", "data_purposes", "data_subjects", "data_qualifier",
    "fides_meta", "fidesops_meta", "fidesctl_meta", "collections", "retention",
    "third_country_transfers", "joint_controller",
)  # fmt: skip
_COLLECTION_KEYS = (
    "name", "description", "data_categories", "data_uses", "data_purposes", "data_subjects",
    "data_qualifier", "fields", "fides_meta", "fidesops_meta", "fidesctl_meta", "retention",
)  # fmt: skip


def of_keys(dataset: Plain, collections: Collections) -> Iterator[Remark]:
    """Remark on every key that is kept and not acted on, and on keys nobody knows."""
    yield from _in_part((), dataset, _DATASET_KEYS)
    for path, written in collections.by_name.values():
        yield from _in_part(path, written, _COLLECTION_KEYS)
    for items in collections.items.values():
        for item in items:
            yield from _in_part(item.path, item.written, _COLLECTION_KEYS)


def _in_part(path: Path, written: Plain, known: Sequence[str]) -> Iterator[Remark]:
    for key, value in written.items():
        if value in (None, [], {}):
            continue
        if key not in known:
            yield _unknown((*path, key), key, known)
        elif text := _KEPT.get(_SAME_AS.get(key, key)):
            yield Remark(kind="kept", path=(*path, key), what=text[0], remedy=text[1])
    for meta in ("fides_meta", "fidesops_meta"):
        inside = written.get(meta)
        if isinstance(inside, Mapping):
            for key, value in inside.items():
                text = _KEPT.get(_SAME_AS.get(key, key))
                if value not in (None, False, []) and text is not None:
                    yield Remark(kind="kept", path=(*path, meta, key), what=text[0], remedy=text[1])


def _unknown(path: Path, key: str, known: Sequence[str]) -> Remark:
    guess = nearest(key, known)
    return Remark(
        kind="kept",
        path=path,
        what=Text(en=f"unknown key `{key[:40]}`", ja=f"不明なキー `{key[:40]}` があります"),
        remedy=Text(
            en=f"did you mean `{guess}`? It is kept as it is" if guess else "it is kept as it is",
            ja=f"`{guess}` ではありませんか。そのまま保持します" if guess else "そのまま保持します",
        ),
    )


def nobody_identified() -> Remark:
    """No collection says by what a person is found."""
    return Remark(
        kind="decide",
        path=("fides_key",),
        what=Text(
            en="no field has an `identity`: nobody can be found in this dataset",
            ja="`identity` のある項目がなく、このデータセットからは本人を探せません",
        ),
        remedy=Text(
            en="write the kind of person under `subjects` of the map, with key and identifiers",
            ja="マップの `subjects` に、人の種別をキーと識別子とともに書いてください",
        ),
    )


def unreached(name: str, path: Path) -> Remark:
    """Nothing leads from a person to this collection."""
    return _decide(
        (*path, "name"),
        f"no reference leads from a person to `{name}`",
        f"本人から `{name}` への参照がありません",
        'add an edge to the map, or `none: "why"` if nobody owns these rows',
        'マップに参照(edge)を足すか、だれのものでもなければ `none: "理由"` と書いてください',
    )


def no_category(item: Item, keys: Sequence[str]) -> Remark:
    """A column nobody has said anything about, or in a word that has no translation."""
    column = item.steps[0]
    said = f"`{keys[0]}` has no category of ours" if keys else f"`{column}` has no data category"
    in_japanese = (
        f"`{keys[0]}` に当たるデータ区分がありません"
        if keys
        else f"`{column}` にデータ区分がありません"
    )
    return _decide(
        (*item.path, "data_categories" if item.written.get("data_categories") else "name"),
        said,
        in_japanese,
        f"write `{column}: {{category: …}}` under `fields` of the map, or `{column}: none`",
        f"マップの `fields` に `{column}: {{category: …}}` か `{column}: none` と書いてください",
    )


def taken_from_above(item: Item, key: str, above: str) -> Remark:
    """A key of the company's own, or a slip of the pen: the key above tells what it is."""
    near = nearest(key, fideslang_categories())
    return _kept(
        (*item.path, "data_categories"),
        f"fideslang has no category `{key[:60]}`; it is taken as `{above}`",
        f"`{key[:60]}` という区分は fideslang になく、`{above}` として扱います",
        (f"did you mean `{near}`? " if near is not None else "")
        + "for a key of your own, check the category that the map says",
        (f"`{near}` ではありませんか。" if near is not None else "")
        + "独自の区分の場合は、マップの区分を確かめてください",
    )


def several_categories(item: Item, ours: Sequence[str | None]) -> Remark:
    """A data map has one category a column."""
    return Remark(
        kind="kept",
        path=(*item.path, "data_categories")
        if item.written.get("data_categories")
        else (*item.path, "name"),
        what=Text(
            en=f"several categories; the map says `{ours[0]}`",
            ja=f"区分が複数あります。マップには `{ours[0]}` と書きます",
        ),
        remedy=Text(
            en="change it in the map if another one describes the column better",
            ja="別の区分のほうが合うなら、マップを直してください",
        ),
    )


def identity_unused(item: Item, identity: str) -> Remark:
    """Nobody is identified by this kind elsewhere, so nothing can be compared with it."""
    return _kept(
        (*item.path, "name"),
        f"no kind of person has the identity `{identity[:40]}`",
        f"識別子 `{identity[:40]}` を持つ人の種別がありません",
        "add it to `identifiers` of the subject, and an edge with `match` here",
        "主体の `identifiers` に加え、ここに `match` 付きの参照を書いてください",
    )


def inside_a_list(item: Item) -> Remark:
    """A path of a data map reaches into objects, not into every entry of a list."""
    return _decide(
        (*item.path, "name"),
        f"`{item.steps[-1]}` lies inside a list, which a JSON path of the map does not enter",
        f"`{item.steps[-1]}` は配列の中にあり、マップの JSON パスでは届きません",
        "erase the path of the whole list, or the column",
        "配列全体のパスか、列そのものを消すようにしてください",
    )


def unknown_masking(item: Item, strategy: str) -> Remark:
    """A strategy somebody has made."""
    return _kept(
        (*item.path, "name"),
        f"the masking strategy `{strategy[:40]}` has no counterpart; the map says `redact`",
        f"マスキング方式 `{strategy[:40]}` に当たるものがなく、マップには `redact` と書きます",
        "choose null, redact, token, zero, truncate or a fixed value",
        "null・redact・token・zero・truncate か固定値を選んでください",
    )


def partly_masked(path: Path, name: str, left: Sequence[str]) -> Remark:
    """Fides leaves the rest to a rule that is not in the dataset."""
    listed = ", ".join(f"`{one}`" for one in left)
    return _decide(
        (*path, "name"),
        f"some fields of `{name}` are masked and nothing is said of {listed}",
        f"`{name}` の一部の項目だけにマスキング方式があり、{listed} の扱いが分かりません",
        "name every column under `anonymise`, or write `on_erase: delete`",
        "`anonymise` に全部の列を書くか、`on_erase: delete` と書いてください",
    )


def skipped(name: str, path: Path) -> Remark:
    """Fides passes it by; a deletion of ours does not pass anything by."""
    return _decide(
        (*path, "name"),
        f"`{name}` is skipped by Fides (`skip_processing`)",
        f"`{name}` は Fides では処理されません(`skip_processing`)",
        'decide: an edge and `on_erase`, or `none: "why"`',
        '参照と `on_erase` を書くか、`none: "理由"` と書いてください',
    )


def direction_untold(flow: Flow) -> Remark:
    """A reference that could be followed either way."""
    return _decide(
        flow.path,
        f"this reference to `{flow.source}` has no direction and neither end is nearer to a person",
        f"`{flow.source}` へのこの参照には向きがなく、どちらが本人に近いかも分かりません",
        "write an edge in the table whose rows belong to the other, or `direction` here",
        "相手に属する側の表に参照(edge)を書くか、ここに `direction` を書いてください",
    )


def astray(one: Astray) -> Remark:
    """A reference into another dataset, or to nothing."""
    if one.foreign:
        return _decide(
            one.path,
            f"refers to another dataset, `{one.dataset[:40]}`; an edge stays within one system",
            f"別のデータセット `{one.dataset[:40]}` を参照していますが、参照は一つのシステム内に限ります",
            "find the person here by an identifier: an edge with `match: email`, or `subjects`",
            "ここでも識別子で探せるように、`match: email` の参照か `subjects` を書いてください",
        )
    return _decide(
        (*one.path, "field"),
        f"there is no field `{one.field[:60]}` in this dataset",
        f"このデータセットに項目 `{one.field[:60]}` はありません",
        "correct the name, or add the field",
        "名前を直すか、項目を追加してください",
    )


def _decide(path: Path, en: str, ja: str, remedy_en: str, remedy_ja: str) -> Remark:
    return Remark(
        kind="decide", path=path, what=Text(en=en, ja=ja), remedy=Text(en=remedy_en, ja=remedy_ja)
    )


def _kept(path: Path, en: str, ja: str, remedy_en: str, remedy_ja: str) -> Remark:
    return Remark(
        kind="kept", path=path, what=Text(en=en, ja=ja), remedy=Text(en=remedy_en, ja=remedy_ja)
    )
