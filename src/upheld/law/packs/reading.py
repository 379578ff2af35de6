"""A law pack from its YAML text; what is wrong in it is refused with line and column.

This room does no I/O of its own and knows no other room's documents, so it reads its YAML
with the plain library. Nothing in a pack is a person's, so messages may quote it.
"""

from collections.abc import Mapping
from typing import Any

import yaml
from pydantic import ValidationError

from upheld.law.packs.consistency import contradictions
from upheld.law.packs.model import Pack
from upheld.refusal import RefusalError, RefusalsError, Where
from upheld.wording import Text

_Path = tuple[str | int, ...]


class PackUnreadableError(RefusalError):
    """The file of a law pack is not a law pack."""

    code = "law-pack-unreadable"


def read(texts: Mapping[str, str]) -> Pack:
    """Read a pack from its files, the main one first; the others add duties.

    Args:
        texts: File names with their text.

    Raises:
        RefusalsError: Everything that is wrong, each with file, line and column.
    """
    trees = {file: _tree(text, file) for file, text in texts.items()}
    content: dict[str, Any] = {}
    nodes: list[tuple[str, yaml.Node, int]] = []
    duties: list[Any] = []
    for file, node in trees.items():
        data = _data(node)
        nodes.append((file, node, len(duties)))
        more = data.get("duties", []) if isinstance(data, dict) else None
        if not isinstance(more, list) or (content and set(data) != {"duties"}):
            raise RefusalsError([_refusal(file, node, "`duties:` with a list is wanted")])
        duties += more
        content = {**data, **content}
    since = content.pop("since", None)
    for duty in duties:
        _inherit(duty, since)
    try:
        pack = Pack.model_validate({**content, "duties": duties})
    except ValidationError as errors:
        raise RefusalsError(
            [_placed(nodes, error["loc"], error["msg"]) for error in errors.errors()]
        ) from errors
    wrong = [_placed(nodes, one.at, one.words) for one in contradictions(pack)]
    if wrong:
        raise RefusalsError(list(wrong))
    return pack


def _inherit(duty: Any, since: Any) -> None:
    """Let a duty begin with its pack, and its parts share its source and items its article."""
    if not isinstance(duty, dict):
        return
    if since is not None:
        duty.setdefault("since", since)
    for kind in ("items", "grounds", "told", "triggers", "numbers"):
        parts = duty.get(kind)
        for part in parts if isinstance(parts, list) else ():
            if isinstance(part, dict):
                part.setdefault("source", duty.get("source"))
                if kind != "numbers":
                    part.setdefault("article", duty.get("article"))


def _tree(text: str, file: str) -> yaml.Node:
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise RefusalsError(
            [
                _at(
                    Where(
                        file=file,
                        line=mark.line + 1 if mark else None,
                        column=mark.column + 1 if mark else None,
                    ),
                    f"this is not YAML: {error.problem}",
                )
            ]
        ) from error
    if node is None:
        raise RefusalsError([_at(Where(file=file), "the file is empty")])
    _refuse_repeated_keys(node, file)
    return node


def _refuse_repeated_keys(node: yaml.Node, file: str) -> None:
    """Refuse a key that stands twice: the library would silently keep the last."""
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if key.value in seen:
                raise RefusalsError([_refusal(file, key, f"the key `{key.value}` is there twice")])
            seen.add(key.value)
            _refuse_repeated_keys(value, file)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _refuse_repeated_keys(value, file)


def _data(node: yaml.Node) -> Any:
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_document(node)
    finally:
        loader.dispose()


def _placed(nodes: list[tuple[str, yaml.Node, int]], path: _Path, words: str) -> RefusalError:
    """Find the file of a path: positions of duties count through all files."""
    file, node, _first = nodes[0]
    match path:
        case ("duties", int(position), *rest):
            file, node, first = next(one for one in reversed(nodes) if one[2] <= position)
            path = ("duties", position - first, *rest)
    return _refusal(file, _deepest(node, path), f"{'.'.join(map(str, path))}: {words}")


def _deepest(node: yaml.Node, path: _Path) -> yaml.Node:
    """Follow a path as far as the file goes: a missing key is reported where it is missed."""
    for step in path:
        found = None
        if isinstance(node, yaml.MappingNode):
            found = next((value for key, value in node.value if key.value == str(step)), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            found = node.value[step] if step < len(node.value) else None
        if found is None:
            return node
        node = found
    return node


def _refusal(file: str, node: yaml.Node, words: str) -> PackUnreadableError:
    mark = node.start_mark
    return _at(Where(file=file, line=mark.line + 1, column=mark.column + 1), words)


def _at(where: Where, words: str) -> PackUnreadableError:
    return PackUnreadableError(
        Text(en=words, ja=f"法令パックとして読めません({words})"),
        remedy=Text(
            en="correct the marked place; docs/law.md shows the form",
            ja="示された箇所を直してください。書式は docs/ja/law.md にあります",
        ),
        where=where,
    )
