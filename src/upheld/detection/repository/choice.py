"""Which kinds a guard looks for, as people write it: `secrets`, `personal`, kinds, groups."""

from difflib import get_close_matches

from upheld.detection.kind import GROUPS, kinds
from upheld.refusal import RefusalError
from upheld.wording import Text

_IN_EVERY_REPOSITORY = frozenset(
    {
        *("person_name", "age", "ip_address", "postal_code", "birth_date", "restricted_region"),
        *("health", "child", "special_category", "criminal_history", "biometric_genetic"),
    }
)
"""What stands in code and its documentation all the time and is said about nobody."""


class KindUnknownError(RefusalError):
    """A word that is neither a kind nor a group."""

    code = "kind-unknown"


def chosen(words: str) -> frozenset[str]:
    """Return the kinds that a list of words names, separated by commas.

    `all` is every kind; `secrets` what lets somebody in; `personal` the rest without names,
    ages, internet addresses and what is said about people, of which code is full.

    Raises:
        KindUnknownError: A word is none of these, no kind and no group; or there is no word.

    >>> sorted(chosen("secrets"))
    ['bank_password', 'pin', 'secret']
    """
    found: set[str] = set()
    named = [part.strip() for part in words.split(",") if part.strip()]
    for word in named or [""]:  # a guard that looks for nothing would let everything pass
        found |= _of(word)
    return frozenset(found)


def _of(word: str) -> frozenset[str]:
    every, secrets = frozenset(kinds()), frozenset({"secret", "bank_password", "pin"})
    if word == "all":
        return every
    if word == "secrets":
        return secrets
    if word == "personal":
        return every - secrets - _IN_EVERY_REPOSITORY
    if word in GROUPS:
        return frozenset(name for name, kind in kinds().items() if kind.group == word)
    if word in every:
        return frozenset({word})
    meant = get_close_matches(word.casefold(), ("all", "secrets", "personal", *GROUPS, *every), n=1)
    en = f"did you mean `{meant[0]}`? Else " if meant else ""
    ja = f"`{meant[0]}` ではありませんか。または " if meant else ""
    raise KindUnknownError(
        Text(en=f"`{word}` is no kind of finding", ja=f"`{word}` という検出の種類はありません"),
        remedy=Text(
            en=f"{en}use `secrets`, `personal`, `all`, or names that `upheld detect --kinds` prints",
            ja=f"{ja}`secrets`、`personal`、`all`、または `upheld detect --kinds` が示す名前を使ってください",
        ),
    )
