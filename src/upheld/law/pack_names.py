"""Which law packs there are, by name; no pack is read for that, so it costs nothing to ask."""

from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from upheld.refusal import RefusalError, Where
from upheld.wording import Text

FOLDER = files("upheld.law") / "packs"
SUFFIX = ".yaml"
_ALIASES = {"JP-MAIL": "JP-MAIL@2008-12"}
"""Names without a version, for laws that no text cites in two versions."""


class LawPackUnknownError(RefusalError):
    """A policy names a law pack that is not here."""

    code = "law-pack-unknown"


@cache
def known_packs() -> tuple[str, ...]:
    """Return the names of all packs, sorted."""
    names = (entry.name.removesuffix(SUFFIX) for entry in FOLDER.iterdir()
             if entry.name.endswith(SUFFIX))  # fmt: skip
    return tuple(sorted(name for name in names if "." not in name))


def known_laws() -> tuple[str, ...]:
    """Return the laws that `meanings` and `changes` know, without versions, sorted."""
    return tuple(sorted({name.partition("@")[0] for name in known_packs()}))


def full_name(name: str) -> str:
    """Return the name under which a pack is kept; it does not read the pack.

    Raises:
        LawPackUnknownError: There is none; the nearest name is offered.
    """
    full = _ALIASES.get(name, name)
    if full not in known_packs():
        raise unknown(name)
    return full


def unknown(name: str) -> LawPackUnknownError:
    """Return the refusal of a name that is no pack, with the nearest one."""
    known = known_packs()
    folded = {one.casefold(): one for one in known}
    near = get_close_matches(name.casefold(), folded, n=1, cutoff=0.5)
    listed = ", ".join(f"`{one}`" for one in known)
    hint = folded[near[0]] if near else None
    return LawPackUnknownError(
        Text(
            en=f"there is no law pack `{name[:60]}`",
            ja=f"法令パック `{name[:60]}` はありません",
        ),
        remedy=Text(
            en=(f"did you mean `{hint}`? " if hint else "") + f"there are {listed}",
            ja=(f"`{hint}` ではありませんか。" if hint else "") + f"次のものがあります: {listed}",
        ),
        where=Where(clause="law"),
    )
