"""A YAML file in, a checked model with positions out; or every error of the file at once.

Read `locate`. `yaml_tree` reads the text, pydantic checks it, `error_wording` says what
pydantic found in words, and `snippet` draws the line it is about.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from upheld.documents.alternatives import as_meant
from upheld.documents.error_wording import WRONG_TYPE, word
from upheld.documents.known_keys import example_at, keys_at
from upheld.documents.snippet import draw
from upheld.documents.yaml_tree import BYTES_LIMIT, Mark, Node, Step, parse
from upheld.refusal import InvalidFileError, RefusalError, RefusalsError, Where
from upheld.wording import Text, reason_of

ModelT = TypeVar("ModelT", bound=BaseModel)
Steps = tuple[Step, ...]
_SECTION = 2
"""Steps to a line of a section; those of one section may stand in several files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The text of one file, already cut into lines, and its parsed tree.

    Attributes:
        file: Its name as refusals print it.
        lines: For snippets; kept out of `repr`.
        tree: Every value with its place.
        sha256: Of the file's bytes, hex.
        secret: The file may hold personal values: refusals quote nothing from it.
        repeated: A refusal of each key that stands twice.
    """

    file: str
    lines: Sequence[str] = field(repr=False)
    tree: Node = field(repr=False)
    sha256: str
    secret: bool = False
    repeated: Sequence[RefusalError] = field(default=(), repr=False)

    def snippet(self, mark: Mark) -> str | None:
        """Draw a line with a caret beneath; nothing from a secret file."""
        return None if self.secret else draw(self.lines, mark)


@dataclass(frozen=True, slots=True, kw_only=True)
class Positioned(Generic[ModelT]):
    """A model, and where in its file each part of it stands."""

    model: ModelT = field(repr=False)
    tree: Node = field(repr=False)
    sources: Mapping[str, Source] = field(repr=False)
    sha256: str

    def mark(self, path: Steps, *, key: bool = False) -> Mark:
        """Return the place of the value under `path`, or of its key."""
        return _find(self.tree, path, key=key)[0]

    def where(self, path: Steps, *, key: bool = False) -> Where:
        """Return the place of the value under `path` (or of its key) for a refusal.

        A path that leads further than the file does ends at the last value there is.
        """
        return self.mark(path, key=key).where()

    def snippet(self, path: Steps, *, key: bool = False) -> str | None:
        """Draw the line of the value under `path` with a caret beneath."""
        mark = self.mark(path, key=key)
        return self.sources[mark.file].snippet(mark)

    def refuse(
        self, path: Steps, what: Text, remedy: Text, *, key: bool = False
    ) -> InvalidFileError:
        """Return the refusal of the value under `path`, for checks that come later."""
        return InvalidFileError(
            what,
            remedy=remedy,
            where=self.where(path, key=key),
            snippet=self.snippet(path, key=key),
        )


def read(
    path_or_text: Path | str | bytes, model: type[ModelT], *, file: str, secret: bool = False
) -> ModelT:
    """Read a file (or its text) as `model`; see `locate`."""
    return locate(path_or_text, model, file=file, secret=secret).model


def locate(
    path_or_text: Path | str | bytes, model: type[ModelT], *, file: str, secret: bool = False
) -> Positioned[ModelT]:
    """Read a file (or its text) as `model` and keep all positions.

    Args:
        path_or_text: A path is read; text and bytes are the file itself.
        model: A pydantic model that forbids extra keys.
        file: The name to print in refusals.
        secret: The file holds personal values: no word of it enters a refusal.

    Raises:
        RefusalsError: Every error found, each with file, line, column and remedy.
    """
    source = open_source(path_or_text, file=file, secret=secret)
    return validate(source.tree, model, sources=[source])


def load(path_or_text: Path | str | bytes, *, file: str, secret: bool = False) -> Source:
    """Read the YAML of one file without checking what it means.

    Raises:
        RefusalsError: The file is not there, too large, not UTF-8, no YAML, or has a key twice.
    """
    source = open_source(path_or_text, file=file, secret=secret)
    if source.repeated:
        raise RefusalsError(list(source.repeated))
    return source


def open_source(path_or_text: Path | str | bytes, *, file: str, secret: bool = False) -> Source:
    """Read the YAML of one file; keys that stand twice are told by `examine`, with the rest.

    Raises:
        RefusalsError: The file is not there, too large, not UTF-8 or no YAML.
    """
    repeated: list[InvalidFileError] = []
    try:
        raw = content(path_or_text, file)
        text = _decode(raw, file)
        lines = text.splitlines()
        tree = parse(
            text,
            file=file,
            snippet=lambda mark: draw(lines, mark),
            repeated=repeated,
            secret=secret,
        )
    except InvalidFileError as error:
        raise RefusalsError([*repeated, error]) from error
    digest = hashlib.sha256(raw).hexdigest()
    return Source(
        file=file, lines=lines, tree=tree, sha256=digest, secret=secret, repeated=tuple(repeated)
    )


def validate(tree: Node, model: type[ModelT], *, sources: Iterable[Source]) -> Positioned[ModelT]:
    """Check a tree (of one file, or merged from several) against a model.

    Raises:
        RefusalsError: Every error found, in the order of the files and lines.
    """
    positioned, refusals = examine(tree, model, sources=sources)
    if positioned is None or refusals:
        raise RefusalsError(refusals)
    return positioned


def examine(
    tree: Node, model: type[ModelT], *, sources: Iterable[Source], part: bool = False
) -> tuple[Positioned[ModelT] | None, list[RefusalError]]:
    """Return the model, if there is one, and every error, keys that stand twice among them.

    Args:
        tree: Of one file, or merged from several.
        model: What it should be.
        sources: The files.
        part: A file could not be read: sections, and lines of them, may be missing.
    """
    by_file = {source.file: source for source in sources}
    repeated = [one for source in by_file.values() for one in source.repeated]
    value = {} if tree.value is None else tree.value
    try:
        checked = model.model_validate(value)
    except ValidationError as error:
        items: list[Any] = list(error.errors(include_url=False))
    else:
        read = Positioned(model=checked, tree=tree, sources=by_file, sha256=_joined(by_file))
        return read, in_order(repeated, by_file)
    # Outside of `except`: pydantic's own error quotes values, and a traceback shows it.
    if part:
        items = [one for one in items if one["type"] != "missing" or len(one["loc"]) > _SECTION]
    refusals = _refusals(items, tree, model, by_file)
    return None, in_order([*repeated, *refusals], by_file)


def in_order(refusals: Iterable[RefusalError], files: Iterable[str]) -> list[RefusalError]:
    """Sort refusals by file, as the files are listed, then by line and column."""
    order = list(files)

    def place(refusal: RefusalError) -> tuple[int, int, int]:
        where = refusal.where
        known = order.index(where.file) if where.file in order else len(order)
        return known, where.line or 0, where.column if isinstance(where.column, int) else 0

    return sorted(refusals, key=place)


def _joined(sources: Mapping[str, Source]) -> str:
    digests = sorted(source.sha256 for source in sources.values())
    if len(digests) == 1:
        return digests[0]
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()


def _refusals(
    items: Sequence[Any], tree: Node, model: type[BaseModel], sources: Mapping[str, Source]
) -> list[RefusalError]:
    found: dict[tuple[str, int, int, str], InvalidFileError] = {}
    unseen: set[tuple[str, int]] = set()
    for group in as_meant(items, leads=partial(_leads, tree), wrong_type=WRONG_TYPE):
        item = group[0]
        loc = (*item["loc"], *item.get("ctx", {}).get("at", ()))
        # pydantic ends the place of a wrong key with the step "[key]".
        about_key = item["type"] == "extra_forbidden" or "[key]" in loc
        mark, node = _find(tree, loc, key=about_key)
        if "[key]" in loc:
            written = str(loc[loc.index("[key]") - 1])
            node = Node(value=written, mark=mark, source=written)
        source = sources[mark.file]
        if item.get("ctx", {}).get("hidden"):
            unseen.add((mark.file, mark.line))
        known = keys_at(model, loc[:-1]) if item["type"] == "extra_forbidden" else ()
        example = example_at(model, loc) if item["type"] == "missing" else None
        what, remedy = word(group, node=node, known=known, secret=source.secret, example=example)
        refusal = InvalidFileError(
            what, remedy=remedy, where=mark.where(), snippet=source.snippet(mark)
        )
        found.setdefault((mark.file, mark.line, mark.column, what.en), refusal)
    for (file, line, *_), refusal in found.items():
        if (file, line) in unseen:  # by whichever error it would be shown
            refusal.snippet = None
    return list(found.values())


def _leads(tree: Node, path: Sequence[Any]) -> bool:
    node: Node | None = tree
    for step in path:
        node = node.children.get(step) if node is not None else None
    return node is not None


def _find(tree: Node, path: Sequence[Any], *, key: bool) -> tuple[Mark, Node]:
    """Follow `path`; steps that pydantic adds for unions lead nowhere and are left out."""
    node, mark = tree, tree.mark
    for step in path:
        child = node.children.get(step)
        if child is None:
            continue
        mark = node.keys.get(step, child.mark) if isinstance(step, str) else child.mark
        node = child
    return (mark if key or node.children else _value_mark(mark, node)), node


def _value_mark(mark: Mark, node: Node) -> Mark:
    # An empty value has no characters of its own: its key shows more.
    return mark if node.source == "" and node.plain else node.mark


def content(path_or_text: Path | str | bytes, file: str) -> bytes:
    """The bytes of a file, or of a text that is one.

    Raises:
        InvalidFileError: It cannot be read, or is too large.
    """
    if isinstance(path_or_text, str):
        raw = path_or_text.encode("utf-8", "surrogatepass")
    elif isinstance(path_or_text, bytes):
        raw = path_or_text
    else:
        raw = _read_file(path_or_text, file)
    if len(raw) >= BYTES_LIMIT:
        megabytes = BYTES_LIMIT // 1_000_000
        raise InvalidFileError(
            Text(
                en=f"the file has {megabytes} MB or more",
                ja=f"ファイルが {megabytes} MB 以上あります",
            ),
            remedy=Text(en="split it into several files", ja="複数のファイルに分けてください"),
            where=Where(file=file),
        )
    return raw


def _read_file(path: Path, file: str) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(BYTES_LIMIT)
    except OSError as error:
        reason = reason_of(error)
        raise InvalidFileError(
            Text(
                en=f"the file cannot be read: {reason.en}",
                ja=f"ファイルを読めません: {reason.ja}",
            ),
            remedy=Text(
                en="check that the file is there and that you may read it",
                ja="ファイルがあること、読む権限があることを確認してください",
            ),
            where=Where(file=file),
        ) from error


def _decode(raw: bytes, file: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise InvalidFileError(
            Text(en="the file is not UTF-8", ja="ファイルが UTF-8 ではありません"),
            remedy=Text(en="save it as UTF-8", ja="UTF-8 で保存し直してください"),
            where=Where(file=file, line=line),
        ) from error
