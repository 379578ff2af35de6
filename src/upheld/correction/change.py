"""What a person asks to be corrected: a category, and the value that is right.

The values come from a file that only its owner may read, and leave this program only into the
columns they are for: no error, log, plan or `repr` repeats one.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from upheld.documents.positioned import Source, load
from upheld.documents.secret_file import read_secret
from upheld.documents.yaml_tree import Mark, Node
from upheld.refusal import InvalidFileError, RefusalError, RefusalsError
from upheld.vocabulary import category
from upheld.wording import Text


@dataclass(frozen=True, slots=True)
class Changes:
    """New values by category, as texts; `None` empties the field (削除 of wrong content)."""

    values: Mapping[str, str | None] = field(repr=False)

    def __repr__(self) -> str:
        return f"Changes({', '.join(sorted(self.values))})"

    def digest(self, salt: str) -> str:
        """HMAC-SHA256 (hex) under a salt that is erased with the case: binds an approval."""
        canonical = json.dumps(dict(self.values), sort_keys=True, ensure_ascii=False)
        return hmac.new(salt.encode(), canonical.encode(), hashlib.sha256).hexdigest()


def read_changes(path: Path) -> Changes:
    """Read a file like `{contact.phone: "090-…"}`; numbers stay as they are written.

    Raises:
        SecretMissingError: The file is not there or is empty.
        SecretExposedError: Its mode lets others read it.
        RefusalsError: Everything wrong with what it says, with line and column.
    """
    source = load(read_secret(path), file=path.name, secret=True)
    refusals = list(_refusals(source))
    if refusals:
        raise RefusalsError(refusals)
    return Changes({name: _written(node) for name, node in _entries(source.tree).items()})


def _entries(tree: Node) -> Mapping[str, Node]:
    return {str(step): child for step, child in tree.children.items()}


def _written(node: Node) -> str | None:
    if node.value is None:
        return None
    # As it is written: a telephone number without quotes keeps its leading zero.
    if node.plain and node.source is not None:
        return node.source.strip()
    return str(node.value)


def _refusals(source: Source) -> list[RefusalError]:
    if not isinstance(source.tree.value, dict) or not source.tree.value:
        return [
            _refuse(
                source.tree.mark,
                Text(en="no correction is written here", ja="訂正の内容が書かれていません"),
                Text(
                    en='write a category and its new value, e.g. `contact.phone: "…"`',
                    ja='`contact.phone: "…"` のように、区分と新しい値を書いてください',
                ),
            )
        ]
    return [
        refusal
        for name, node in _entries(source.tree).items()
        if (refusal := _refusal(name, node, source.tree.keys.get(name, node.mark))) is not None
    ]


def _refusal(name: str, node: Node, key: Mark) -> RefusalError | None:
    if not category.known(name):
        guess = category.nearest(name)
        remedy = (
            Text(en=f"did you mean `{guess}`?", ja=f"`{guess}` ではありませんか")
            if guess
            else Text(
                en="use a name of the list in docs/policy.md, e.g. `contact.email`",
                ja="docs/ja/policy.md の一覧にある名前(例: `contact.email`)を使ってください",
            )
        )
        # The key itself is not repeated: somebody may have written key and value the wrong
        # way round.
        what = Text(en="this is not a data category", ja="これはデータ区分の名前ではありません")
        return _refuse(key, what, remedy)
    if isinstance(node.value, dict | list):
        return _refuse(
            node.mark,
            Text(en=f"`{name}` needs one value", ja=f"`{name}` には値を 1 つ書いてください"),
            Text(en="write a text in quotes", ja="値を引用符で囲んで書いてください"),
        )
    return None


def _refuse(mark: Mark, what: Text, remedy: Text) -> InvalidFileError:
    return InvalidFileError(what, remedy=remedy, where=mark.where())
