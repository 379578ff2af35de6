"""The table of all controls as it stands in `docs/promises.md`, the missing ones included."""

from collections.abc import Iterator

from upheld.promises.controls import CONTROLS
from upheld.promises.page import KINDS
from upheld.wording import Language, Text

_HEADS = {
    "en": ("control", "kind", "how it is checked", "here"),
    "ja": ("管理策", "種類", "確かめ方", "この版"),
}
_HERE = Text(en="yes", ja="あり")
_MISSING = "—"


def controls_table(language: Language) -> Iterator[str]:
    """Yield the lines of the table, in Markdown; those that are here first."""
    yield f"| {' | '.join(_HEADS[language])} |"
    yield "|---|---|---|---|"
    for one in sorted(CONTROLS.values(), key=lambda control: control.look is None):
        here = _MISSING if one.look is None else _HERE.in_language(language)
        kind = KINDS[one.kind].in_language(language)
        yield f"| `{one.id}` | {kind} | {one.how.in_language(language)} | {here} |"
