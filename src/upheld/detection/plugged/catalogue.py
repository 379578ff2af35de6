"""Which recognisers there are besides our own, loaded only when one is asked for.

A package adds one by an entry point in the group `upheld.recognisers`: its value is a callable
that takes the path or name of a model and returns a `Recogniser`.
"""

from importlib.metadata import EntryPoint, entry_points

from upheld.detection.scanner import Recogniser
from upheld.refusal import RefusalError
from upheld.wording import Text

GROUP = "upheld.recognisers"
_OWN = {
    "spacy": "upheld.detection.plugged.spacy_pipeline:load",
    "gliner": "upheld.detection.plugged.gliner_model:load",
    "presidio": "upheld.detection.plugged.presidio_analyzer:load",
}


class RecogniserUnknownError(RefusalError):
    """No installed package offers a recogniser of this name."""

    code = "recogniser-unknown"


class RecogniserUnusableError(RefusalError):
    """The library or the model of a recogniser is missing or broken."""

    code = "recogniser-unusable"


def known() -> tuple[str, ...]:
    """Name every recogniser that can be asked for, sorted."""
    return tuple(sorted(_OWN | {point.name: point.value for point in entry_points(group=GROUP)}))


def plugged(name: str, model: str) -> Recogniser:
    """Load a recogniser.

    Args:
        name: One of `known`; another package's comes before ours of the same name.
        model: Path or installed name of its model; for `presidio` the language.

    Raises:
        RecogniserUnknownError: Nobody offers the name.
        RecogniserUnusableError: Its library or its model cannot be loaded.
    """
    offered = {n: EntryPoint(n, value, GROUP) for n, value in _OWN.items()}
    offered |= {point.name: point for point in entry_points(group=GROUP)}
    if name not in offered:
        listed = ", ".join(known())
        raise RecogniserUnknownError(
            what=Text(en=f"there is no recogniser `{name}`", ja=f"認識器 `{name}` はありません"),
            remedy=Text(
                en=f"use one of {listed}, or install the package that has it",
                ja=f"{listed} のどれかを使うか、それを持つパッケージを入れてください",
            ),
        )
    try:
        made: Recogniser = offered[name].load()(model)
    except (ImportError, OSError, ValueError, LookupError, TypeError, AttributeError) as broken:
        raise RecogniserUnusableError(
            what=Text(
                en=f"the recogniser `{name}` cannot load its library or its model",
                ja=f"認識器 `{name}` は、ライブラリかモデルを読み込めません",
            ),
            remedy=Text(
                en="install the library, and give the model as a path or an installed name; nothing is fetched",
                ja="ライブラリを入れ、モデルはパスか導入済みの名前で指定してください(取得はしません)",
            ),
        ) from broken
    return made
