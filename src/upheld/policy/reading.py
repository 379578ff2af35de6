"""The folder `policy/` in, one checked policy out; or every error of all its files."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from upheld.documents.hidden_marks import refuse_hidden_marks, shows_hidden_marks
from upheld.documents.positioned import (
    Positioned,
    Source,
    content,
    examine,
    in_order,
    open_source,
)
from upheld.documents.yaml_tree import Mark, Node
from upheld.policy.model import Policy
from upheld.policy.references import circles, dangling
from upheld.policy.wording import unbound
from upheld.refusal import InvalidFileError, RefusalError, RefusalsError, Where
from upheld.wording import Text

_SUFFIXES = (".yaml", ".yml")


class PolicyRefusedError(RefusalsError):
    """A policy with errors.

    Attributes:
        read: What it says otherwise, if everything else in it can be read: where a name stands
            twice, with the first one.
    """

    def __init__(
        self, refusals: list[RefusalError], read: Positioned[Policy] | None = None
    ) -> None:
        """Gather at least one refusal."""
        super().__init__(refusals)
        self.read = read


def read_policy(folder: Path) -> Policy:
    """Read all YAML files of a folder as one policy; see `locate_policy`."""
    return locate_policy(folder).model


def locate_policy(folder: Path) -> Positioned[Policy]:
    """Read all YAML files of a folder as one policy and keep the positions.

    Sections (`data`, `purposes`, …) may be spread over files; one name may stand in one
    file only.

    Raises:
        PolicyRefusedError: Every error found: no file, no YAML, unknown or repeated keys, wrong
            values, and names that refer to nothing. Files that can be read are checked beside one
            that cannot.
    """
    return _read(
        tuple((f"{folder.name}/{path.name}", _content(folder, path)) for path in _paths(folder))
    )


@lru_cache(maxsize=8)
def _read(files: tuple[tuple[str, bytes | RefusalError], ...]) -> Positioned[Policy]:
    """The policy that files say; it is read anew only where one of them has changed."""
    sources: list[Source] = []
    refusals: list[RefusalError] = []
    for file, said in files:
        if isinstance(said, RefusalError):
            refusals.append(said)
            continue
        try:
            source = open_source(said, file=file)
        except RefusalsError as error:
            refusals.extend(error.refusals)
            continue
        if isinstance(source.tree.value, dict | None):
            sources.append(source)
        else:  # a list or a text: it says what is wrong with it, and joins nothing
            refusals.extend(_checked([source], whole=True)[1])
    whole = not refusals
    read, told = _checked(sources, whole=whole) if sources else (None, [])
    refusals = in_order([*refusals, *told], [file for file, _ in files])
    if read is None or refusals:
        raise PolicyRefusedError(refusals, read if whole else None)
    return read


def _checked(
    sources: Sequence[Source], *, whole: bool
) -> tuple[Positioned[Policy] | None, list[RefusalError]]:
    """Return the policy that the files say, if it is one, and everything wrong with it."""
    hidden: list[RefusalError] = [one for source in sources for one in refuse_hidden_marks(source)]
    tree, twice = _merge(sources)
    read, refusals = examine(tree, Policy, sources=sources, part=not whole)
    if read is not None and whole:
        names = [*dangling(read), *circles(read), *unbound(read)]
        refusals += names
        read = None if names else read
    if hidden:
        # A line with a hidden mark is told once, and no other error quotes one.
        lines = {(one.where.file, one.where.line) for one in hidden}
        refusals = [
            one
            for one in refusals
            if (one.where.file, one.where.line) not in lines and not shows_hidden_marks(one)
        ]
        read = None
    return read, [*hidden, *twice, *refusals]


def _paths(folder: Path) -> list[Path]:
    paths = sorted(path for path in folder.glob("*") if path.suffix in _SUFFIXES)
    if not paths:
        raise RefusalsError(
            [
                InvalidFileError(
                    Text(en="there is no policy file", ja="ポリシーのファイルがありません"),
                    remedy=Text(
                        en="write `policy.yaml` there; `upheld init` writes one to start from",
                        ja="`policy.yaml` を置いてください。`upheld init` がひな形を作ります",
                    ),
                    where=Where(file=f"{folder.name}/"),
                )
            ]
        )
    return paths


def _content(folder: Path, path: Path) -> bytes | RefusalError:
    if path.exists() and not path.resolve().is_relative_to(folder.resolve()):
        return _leads_out(folder, path)
    try:
        return content(path, f"{folder.name}/{path.name}")
    except InvalidFileError as error:
        return error


def _leads_out(folder: Path, path: Path) -> InvalidFileError:
    # A refusal shows the line it is about. Through a link that would be a line of any file here.
    return InvalidFileError(
        Text(
            en="this link leads to a file outside of the folder",
            ja="このリンクはフォルダの外のファイルを指しています",
        ),
        remedy=Text(
            en="put the file itself into the folder",
            ja="ファイルそのものをフォルダに置いてください",
        ),
        where=Where(file=f"{folder.name}/{path.name}"),
    )


def _merge(sources: Sequence[Source]) -> tuple[Node, list[RefusalError]]:
    """Join the trees at their first two levels; what stands twice is refused, the first kept."""
    merged = Node(value={}, mark=Mark(file=sources[0].file, line=1, column=1))
    refusals: list[RefusalError] = []
    for source in sources:
        if source.tree.value is None:
            continue
        if not isinstance(source.tree.value, dict):
            return source.tree, refusals  # validation says what is wrong with it
        for section, part in source.tree.children.items():
            refusals.extend(_merge_section(merged, source, str(section), part))
    return merged, refusals


def _merge_section(
    merged: Node, source: Source, section: str, part: Node
) -> list[InvalidFileError]:
    key = source.tree.keys[section]
    present = merged.children.get(section)
    if present is None:
        merged.keys[section] = key
        merged.add(section, _copy(part))
        return []
    if not isinstance(part.value, dict) or not isinstance(present.value, dict):
        return [_twice(source, section, key, merged.keys[section])]
    refusals = []
    for name, child in part.children.items():
        mark, first = part.keys[str(name)], present.keys.get(str(name))
        if first is not None:
            refusals.append(_twice(source, f"{section}.{name}", mark, first))
            continue
        present.keys[str(name)] = mark
        present.add(str(name), child)
    return refusals


def _copy(node: Node) -> Node:
    """Copy one level, so that joining does not change the tree of the file."""
    if not isinstance(node.value, dict):
        return node
    return Node(
        value=dict(node.value),
        mark=node.mark,
        keys=dict(node.keys),
        children=dict(node.children),
        size=node.size,
    )


def _twice(source: Source, name: str, mark: Mark, first: Mark) -> InvalidFileError:
    place = str(first.where())
    return InvalidFileError(
        Text(
            en=f"`{name}` is declared twice, first at {place}",
            ja=f"`{name}` が二度宣言されています(最初は {place})",
        ),
        remedy=Text(en="keep one of them", ja="どちらか一つにしてください"),
        where=mark.where(),
        snippet=source.snippet(mark),
    )
