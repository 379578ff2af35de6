"""The format of fideslang dataset manifests, as version 3.1 has it and versions since 1.0 had.

Read from the documentation and the behaviour of fideslang (https://github.com/ethyca/fideslang).
Keys that are unknown here are legal there and are kept; what is known has to be right.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, model_validator

from upheld.documents.positioned import Positioned, locate
from upheld.documents.problem import problem

_KEY = re.compile(r"[A-Za-z0-9_.<>-]+")
_DATA_TYPES = frozenset({"string", "integer", "float", "boolean", "object_id", "object"})
_ARRAY = "[]"


def _key(text: str) -> str:
    if _KEY.fullmatch(text):
        return text
    raise problem(
        en="this is not a fideslang key",
        ja="fideslang のキーとして使えない文字列です",
        remedy_en="use letters, digits and `.`, `_`, `<`, `>`, `-` only",
        remedy_ja="英数字と `.`、`_`、`<`、`>`、`-` だけを使ってください",
    )


def _place(text: str) -> str:
    collection, dot, field = text.partition(".")
    if dot and collection and field:
        return text
    raise problem(
        en=f"`{text[:40]}` does not name a field of a collection",
        ja=f"`{text[:40]}` はコレクションの項目を指していません",
        remedy_en="write `collection.field`",
        remedy_ja="`コレクション.項目` の形で書いてください",
    )


def _data_type(text: str) -> str:
    if text.removesuffix(_ARRAY) in _DATA_TYPES:
        return text
    raise problem(
        en=f"`{text[:40]}` is no data type of fideslang",
        ja=f"`{text[:40]}` は fideslang のデータ型ではありません",
        remedy_en=f"use one of {', '.join(sorted(_DATA_TYPES))}, with `[]` for a list of them",
        remedy_ja=f"{', '.join(sorted(_DATA_TYPES))} のいずれか(配列は末尾に `[]`)にしてください",
    )


Key: TypeAlias = Annotated[str, AfterValidator(_key)]
FieldPlace: TypeAlias = Annotated[str, AfterValidator(_place)]
DataType: TypeAlias = Annotated[str, AfterValidator(_data_type)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True, hide_input_in_errors=True)


class _Labelled(_Part):
    """What datasets, collections and fields have alike."""

    description: str | None = None
    data_categories: list[Key] | None = None
    data_uses: list[Key] | None = None
    data_purposes: list[Key] | None = None
    data_subjects: list[Key] | None = None
    data_qualifier: str | None = None
    retention: str | None = None


class Reference(_Part):
    """A field of another collection; `from`: this collection is found by it, `to`: it by this."""

    dataset: Key
    field: FieldPlace
    direction: Literal["from", "to"] | None = None


class Masking(_Part):
    """How a field is masked on erasure, whatever the policy's rule says."""

    strategy: str
    configuration: dict[str, Any] | None = None


class FieldMeta(_Part):
    """What Fides needs beyond the categories of a field."""

    references: list[Reference] | None = None
    identity: str | None = None
    primary_key: StrictBool | None = None
    data_type: DataType | None = None
    length: Annotated[int, Field(gt=0)] | None = None
    return_all_elements: StrictBool | None = None
    read_only: StrictBool | None = None
    custom_request_field: str | None = None
    masking_strategy_override: Masking | None = None


class DatasetField(_Labelled):
    """One field; nested fields describe what an object holds."""

    name: Annotated[str, Field(min_length=1)]
    fides_meta: FieldMeta | None = None
    fidesops_meta: FieldMeta | None = None
    fields: list["DatasetField"] | None = None

    @model_validator(mode="after")
    def _names_are_unique(self) -> "DatasetField":
        _unique(self.fields or (), "fields")
        return self


class CollectionMeta(_Part):
    """What Fides needs to know about a collection."""

    after: list[Key] | None = None
    erase_after: list[Key] | None = None
    skip_processing: StrictBool | None = None
    masking_strategy_override: Masking | None = None


class Collection(_Labelled):
    """A table, or what a store has in place of one."""

    name: Annotated[str, Field(min_length=1)]
    fields: list[DatasetField]
    fides_meta: CollectionMeta | None = None
    fidesops_meta: CollectionMeta | None = None

    @model_validator(mode="after")
    def _names_are_unique(self) -> "Collection":
        _unique(self.fields, "fields")
        return self


class Dataset(_Labelled):
    """One database."""

    fides_key: Key
    name: str | None = None
    meta: dict[str, Any] | None = None
    collections: list[Collection]

    @model_validator(mode="after")
    def _names_are_unique(self) -> "Dataset":
        _unique(self.collections, "collections")
        return self


class Manifest(_Part):
    """A file; it may hold other resources beside datasets."""

    dataset: list[Dataset]


def _unique(parts: Sequence[DatasetField | Collection], key: str) -> None:
    seen: set[str] = set()
    for number, part in enumerate(parts):
        if part.name in seen:
            raise problem(
                en=f"`{part.name[:40]}` stands here a second time",
                ja=f"`{part.name[:40]}` が重複しています",
                remedy_en="keep one of them and join what they say",
                remedy_ja="どちらか一つにまとめてください",
                at=(key, number, "name"),
            )
        seen.add(part.name)


def read_manifest(path: Path) -> Positioned[Manifest]:
    """Read one file, with positions.

    Raises:
        RefusalsError: Every error of the file: no YAML, no `dataset`, wrong values.
    """
    return locate(path, Manifest, file=path.name)
