"""Writes what was translated: a data map with its remarks as a comment, a manifest."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from upheld.exchange.fideslang.procedure import BroughtIn, plain
from upheld.wording import Text

_WIDTH = 4_096
_HEADER = Text(
    en="""\
The data map of this system, from the fideslang dataset in {file}.
`unsure` points block every plan: decide each, and move it to its place (docs/datamap.md).
fideslang leaves to a policy of its own what happens to a row; without `on_erase` a row is deleted.
`carried` is what the dataset says beyond this file; an export gives it back.
""",
    ja="""\
このシステムのデータマップです。{file} の fideslang データセットから作りました。
`unsure` の点があるうちは計画を立てられません。一つずつ決めて、あるべき所へ移してください(docs/ja/datamap.md)。
fideslang では行の扱いを別のポリシーで決めます。`on_erase` のない行は削除されます。
`carried` はこのファイルで表せないデータセットの内容で、書き出すときに元へ戻ります。
""",
)


def rendered_map(brought: BroughtIn, *, file: str) -> str:
    """Return the file of a map, its remarks in a comment in both languages."""
    header = "\n".join(_HEADER.in_language(lang).format(file=file) for lang in ("en", "ja"))
    body = plain(brought.datamap)
    document = CommentedMap({"system": body.pop("system")})
    for section, value in body.items():
        document[section] = _section(section, value)
    return _commented(header) + _dumped(document)


def rendered_manifest(datasets: Sequence[Mapping[str, Any]]) -> str:
    """Return the file of a manifest."""
    return _dumped({"dataset": list(datasets)})


def write(path: Path, text: str) -> None:
    """Write a file that is not there yet.

    Raises:
        FileExistsError: It is there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8") as file:
        file.write(text)


def _section(section: str, value: Any) -> Any:
    if section == "tables":
        return CommentedMap({name: _table(entry) for name, entry in value.items()})
    if section in ("subjects", "carried"):
        return CommentedMap({name: _flow_entries(one) for name, one in value.items()})
    return value


def _flow_entries(value: Any) -> Any:
    return CommentedSeq([_flow(v) for v in value]) if isinstance(value, list) else _flow(value)


def _table(entry: Mapping[str, Any]) -> CommentedMap:
    found = CommentedMap()
    for key, value in entry.items():
        if isinstance(value, list):
            found[key] = CommentedSeq([_flow(one) for one in value])
        elif key in ("fields", "json"):
            found[key] = CommentedMap({name: _flow(one) for name, one in value.items()})
        else:
            found[key] = _flow(value)
    return found


def _flow(value: Any) -> Any:
    if isinstance(value, Mapping):
        mapping = CommentedMap({key: _flow(one) for key, one in value.items()})
        mapping.fa.set_flow_style()
        return mapping
    if isinstance(value, list):
        sequence = CommentedSeq([_flow(one) for one in value])
        sequence.fa.set_flow_style()
        return sequence
    return value


def _commented(text: str) -> str:
    return "".join(f"# {line}".rstrip() + "\n" for line in text.splitlines())


def _dumped(document: Any) -> str:
    yaml = YAML(typ="rt")
    yaml.allow_unicode = True
    yaml.width = _WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    yaml.dump(document, out)
    return out.getvalue()
