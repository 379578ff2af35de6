"""YAML text in, a tree of plain values with line and column out.

The tree is built from the parser's events in one loop without recursion, so that neither
deep nesting nor a chain of aliases can exhaust the stack or the memory. Scalars follow the
YAML 1.2 core schema: `no`, `on` and `2026-01-01` are text, as a reader expects.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

from upheld.documents.yaml_problems import told
from upheld.refusal import InvalidFileError, Where
from upheld.wording import Text

BYTES_LIMIT = 10_000_000
"""Bytes of one file. A data map of 500 tables has about 400,000."""
DEPTH_LIMIT = 64
"""Levels of nesting; the formats of this package need 8."""
NODES_LIMIT = 2_000_000
"""Values in one file after aliases are written out."""
REPEATED_LIMIT = 100
"""Keys that stand twice after which one more ends the reading."""

Step: TypeAlias = str | int
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A place in a file; line and column count from 1."""

    file: str
    line: int
    column: int
    length: int = 1

    def where(self) -> Where:
        """Return it as the place of a refusal."""
        return Where(file=self.file, line=self.line, column=self.column)


@dataclass(slots=True, kw_only=True)
class Node:
    """One value of the file.

    Attributes:
        value: `dict`, `list`, `str`, `int`, `float`, `bool` or `None`.
        mark: Where it begins.
        source: The characters of a scalar as written; `None` for collections.
        plain: A scalar without quotes: `2.10` is a number only then.
        keys: Where each key of a mapping stands.
        children: The values below, by key or by number.
        size: How many values it stands for, itself included, aliases written out.
    """

    value: Any
    mark: Mark
    source: str | None = None
    plain: bool = False
    keys: dict[str, Mark] = field(default_factory=dict)
    children: dict[Step, "Node"] = field(default_factory=dict)
    size: int = 1

    def add(self, key: str | None, child: "Node") -> None:
        """Put `child` under `key`, or at the end of a list."""
        step: Step = len(self.children) if key is None else key
        self.children[step] = child
        self.size += child.size
        if key is None:
            self.value.append(child.value)
        else:
            self.value[key] = child.value

    def join(self, key: str, second: "Node") -> None:
        """Join what stands under `key` with a second part, as far as both can be read."""
        first = self.children[key]
        joined = _joined(first, second)
        self.children[key], self.value[key] = joined, joined.value
        self.size += joined.size - first.size


def _joined(first: Node, second: Node) -> Node:
    if first.value is None:
        return second
    kind = type(first.value)
    if kind not in (dict, list) or not isinstance(second.value, kind):
        return first
    # A copy: an alias may repeat the first elsewhere.
    both = Node(
        value=first.value.copy(),
        mark=first.mark,
        keys={**second.keys, **first.keys},
        children=dict(first.children),
        size=first.size,
    )
    for step, child in second.children.items():
        if isinstance(step, str) and step in both.children:
            both.join(step, child)
        else:
            both.add(step if isinstance(step, str) else None, child)
    return both


Snippet: TypeAlias = Callable[[Mark], str | None]


def parse(
    text: str,
    *,
    file: str,
    snippet: Snippet,
    repeated: list[InvalidFileError],
    secret: bool = False,
) -> Node:
    """Read one YAML document.

    A key that stands twice does not end the reading, so that what else is wrong can be told, too.
    The tree has what both say where that are lists or mappings, and the first otherwise.

    Args:
        text: The file's characters.
        file: Its name, for refusals.
        snippet: Draws the line of a mark with a caret.
        repeated: Takes a refusal of each key that stands twice; with one, the file is refused.
        secret: The file holds personal values: no word of it enters a refusal.

    Raises:
        InvalidFileError: It is no YAML, has tags, or is too deep or too large.
    """
    builder = _Builder(file=file, snippet=snippet, repeated=repeated, secret=secret)
    try:
        for event in _events(text):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark, said = _mark(file, error.problem_mark or error.context_mark), error.problem
    except yaml.YAMLError as error:
        position = getattr(error, "position", 0)
        mark = Mark(file=file, line=text.count("\n", 0, position) + 1, column=1)
        said = "control characters are not allowed"
    else:
        return builder.root or Node(value=None, mark=Mark(file=file, line=1, column=1), source="")
    # Raised outside of `except`: the parser's own error may quote the line.
    raise builder.refuse(mark, _no_yaml(None if secret else said), _NO_YAML_REMEDY)


_NO_YAML_REMEDY = Text(
    en="check indentation (spaces, no tabs), colons, quotes and brackets near this place",
    ja="この付近の字下げ(タブではなく空白)、コロン、引用符、かっこを確認してください",
)


def _no_yaml(problem: str | None) -> Text:
    detail = told(problem)
    return Text(en=f"this is not valid YAML{detail.en}", ja=f"YAML として読めません{detail.ja}")


def _events(text: str) -> Iterator[Any]:
    yield from yaml.parse(text, Loader=_LOADER)


def _mark(file: str, mark: Any, length: int = 1) -> Mark:
    if mark is None:
        return Mark(file=file, line=1, column=1)
    return Mark(file=file, line=mark.line + 1, column=mark.column + 1, length=max(length, 1))


@dataclass(slots=True, kw_only=True)
class _Builder:
    file: str
    snippet: Snippet
    repeated: list[InvalidFileError]
    secret: bool
    root: Node | None = None
    documents: int = 0
    stack: list[Node] = field(default_factory=list)
    anchors: dict[str, Node] = field(default_factory=dict)
    names: list[str | None] = field(default_factory=list)  # anchor of each open collection
    pending: list[str | None] = field(default_factory=list)  # key waiting for its value

    def refuse(self, mark: Mark, what: Text, remedy: Text) -> InvalidFileError:
        drawn = None if self.secret else self.snippet(mark)
        return InvalidFileError(what, remedy=remedy, where=mark.where(), snippet=drawn)

    def take(self, event: Any) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent):
            self._open(event, {})
        elif isinstance(event, yaml.SequenceStartEvent):
            self._open(event, [])
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close()
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise self.refuse(
                    _mark(self.file, event.start_mark),
                    Text(en="the file has a second document", ja="文書が二つ以上あります"),
                    Text(
                        en="remove the `---` line, or use two files",
                        ja="`---` の行を消すか、ファイルを分けてください",
                    ),
                )

    def _open(self, event: Any, value: Any) -> None:
        mark = _mark(self.file, event.start_mark)
        self._refuse_tag(event, mark)
        if self._awaits_key():
            raise self._bad_key(mark)
        if len(self.stack) >= DEPTH_LIMIT:
            raise self.refuse(
                mark,
                Text(
                    en=f"the file nests deeper than {DEPTH_LIMIT} levels",
                    ja=f"入れ子が {DEPTH_LIMIT} 段を超えています",
                ),
                Text(en="write it flatter", ja="入れ子を浅くしてください"),
            )
        self.stack.append(Node(value=value, mark=mark))
        self.names.append(event.anchor)
        self.pending.append(None)

    def _close(self) -> None:
        node, name = self.stack.pop(), self.names.pop()
        self.pending.pop()
        if name is not None:
            self.anchors[name] = node
        self._place(node)

    def _scalar(self, event: Any) -> None:
        plain = event.style is None or event.style == ""
        length = event.end_mark.column - event.start_mark.column
        one_line = event.end_mark.line == event.start_mark.line
        mark = _mark(self.file, event.start_mark, length if one_line else 1)
        self._refuse_tag(event, mark)
        if self._awaits_key():
            self._key(event.value, mark, quoted=not plain)
            return
        value = _resolve(event.value) if plain else event.value
        node = Node(value=value, mark=mark, source=event.value, plain=plain)
        if event.anchor is not None:
            self.anchors[event.anchor] = node
        self._place(node)

    def _alias(self, event: Any) -> None:
        mark = _mark(self.file, event.start_mark, len(event.anchor) + 1)
        if self._awaits_key():
            raise self._bad_key(mark)
        target = self.anchors.get(event.anchor)
        if target is None:
            raise self.refuse(
                mark,
                Text(
                    en="an alias refers to something that is not there yet, or to itself",
                    ja="別名(`*`)の参照先がまだないか、自分自身を指しています",
                ),
                Text(en="write the value out", ja="別名を使わずに値を書いてください"),
            )
        self._place(target)

    def _awaits_key(self) -> bool:
        return (
            bool(self.stack) and isinstance(self.stack[-1].value, dict) and self.pending[-1] is None
        )

    def _key(self, key: str, mark: Mark, *, quoted: bool) -> None:
        keys = self.stack[-1].keys
        if key == "<<" and not quoted:
            raise self.refuse(
                mark,
                Text(en="merge keys (`<<`) are not read", ja="マージキー(`<<`)は使えません"),
                Text(en="write the keys out", ja="キーをそのまま書いてください"),
            )
        if not key:
            raise self._bad_key(mark)
        if key in keys:
            second = self._second(key, mark, first=keys[key].line)
            if len(self.repeated) >= REPEATED_LIMIT:
                raise second
            self.repeated.append(second)
        else:
            keys[key] = mark
        self.pending[-1] = key

    def _second(self, key: str, mark: Mark, *, first: int) -> InvalidFileError:
        return self.refuse(
            mark,
            Text(
                en=f"the key `{key}` stands here a second time (first on line {first})",
                ja=f"キー `{key}` が重複しています(最初は {first} 行目)",
            ),
            Text(
                en="keep one of them and join what they say",
                ja="どちらか一つにまとめてください",
            ),
        )

    def _bad_key(self, mark: Mark) -> InvalidFileError:
        return self.refuse(
            mark,
            Text(en="a key is not a word", ja="キーが文字列ではありません"),
            Text(
                en="write `key: value`, the key being one word or a text in quotes",
                ja="`キー: 値` の形で、キーは単語か引用符付きの文字列にしてください",
            ),
        )

    def _refuse_tag(self, event: Any, mark: Mark) -> None:
        if event.tag is not None:
            raise self.refuse(
                mark,
                Text(en="YAML tags (`!…`) are not read", ja="YAML のタグ(`!…`)は使えません"),
                Text(en="remove the tag", ja="タグを消してください"),
            )

    def _place(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        key = self.pending[-1]
        if key is not None and key in parent.children:
            parent.join(key, node)
        else:
            parent.add(key, node)
        self.pending[-1] = None
        if parent.size > NODES_LIMIT:
            raise self.refuse(
                parent.mark,
                Text(
                    en=f"the file stands for more than {NODES_LIMIT:,} values, aliases written out",
                    ja=f"別名を展開すると値が {NODES_LIMIT:,} 個を超えます",
                ),
                Text(en="remove the aliases (`*name`)", ja="別名(`*名前`)を取り除いてください"),
            )


def _resolve(source: str) -> Any:
    """Give a plain scalar its value (YAML 1.2 core schema)."""
    constant = _CONSTANTS.get(source, source)
    if constant is not source:
        return constant
    if _INTEGER.fullmatch(source):
        return int(source, 0) if source[:2] in {"0o", "0x"} else int(source)
    if _DECIMAL.fullmatch(source):
        return float(source)
    return source


_CONSTANTS: Mapping[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
