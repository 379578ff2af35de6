"""`retain: {with: EDGE}`: rows that stay as long as the row they hang on.

Each such table is given the rule and the date of the table at the upper end, so that whoever
explains a row finds them where they always stand.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from upheld.datamap.links import Link, Node
from upheld.datamap.via import UnreadableViaError, parse
from upheld.wording import Text

Refuse = Callable[[tuple[str | int, ...], Text], None]


def resolved_retention(nodes: Mapping[str, Node], refuse: Refuse) -> dict[str, Node]:
    """Return the nodes with rule and link in place; what leads nowhere is refused."""
    links = {name: _link_of(node) for name, node in nodes.items()}
    found: dict[str, Node] = {}
    for name, node in nodes.items():
        retain = node.entry.retain
        if retain is None or retain.with_ is None:
            found[name] = node
            continue
        above, link = _above(name, nodes, links), links[name]
        if above is None or link is None:
            refuse(("tables", name, "retain", "with"), _leads_nowhere(name))
            found[name] = node
            continue
        # A row that stays with another one keeps what ties it to that one.
        keep = [*retain.keep, *(c for c in link.columns if c not in retain.keep)]
        rule, start = above
        resolved = retain.model_copy(update={"rule": rule, "from_": start, "keep": keep})
        entry = node.entry.model_copy(update={"retain": resolved})
        found[name] = replace(node, entry=entry, kept_with=link)
    return found


def _link_of(node: Node) -> Link | None:
    retain = node.entry.retain
    if retain is None or retain.with_ is None:
        return None
    try:
        via = parse(retain.with_)
    except UnreadableViaError:
        return None
    owners = (k for k in node.owner_links if k.kind in ("key", "json", "pattern"))
    return next((k for k in owners if k.via == via), None)


def _above(
    name: str, nodes: Mapping[str, Node], links: Mapping[str, Link | None]
) -> tuple[str, str] | None:
    """Rule and `table.column` at the upper end; `None` for no rule, or a way in a circle."""
    passed = {name}
    while (link := links.get(name)) is not None:
        name = link.parent
        if name in passed:
            return None
        passed.add(name)
    retain = nodes[name].entry.retain if name in nodes else None
    if retain is None or retain.with_ is not None:
        return None
    return retain.rule, f"{name}.{retain.from_}"


def _leads_nowhere(name: str) -> Text:
    return Text(
        en=f"`with` must name an owner edge of `{name}` to a table whose rows are retained",
        ja=f"`with` には、保存規則のある表への `{name}` の owner 参照を指定してください",
    )
