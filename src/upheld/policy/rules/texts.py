"""Every sentence of a declaration with its path, for rules about wording."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from upheld.policy.language.line import Label, Steps
from upheld.policy.language.purposes import PurposeOfUse
from upheld.policy.language.recipients import JointPurpose, Recipient

_BILINGUAL = (PurposeOfUse, Recipient, JointPurpose)


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence in one language, and where it stands."""

    path: Steps
    language: str
    words: str


def sentences(part: Any, path: Steps = ()) -> Iterator[Said]:
    """Yield every sentence for people, in the order of the model."""
    if isinstance(part, Label):
        yield Said((*path, "ja"), "ja", part.ja)
        if part.en != part.ja:
            yield Said((*path, "en"), "en", part.en)
        return
    if isinstance(part, _BILINGUAL):
        yield Said((*path, "ja"), "ja", part.ja)
        yield Said((*path, "en"), "en", part.en)
    if isinstance(part, BaseModel):
        for name, field in type(part).model_fields.items():
            yield from sentences(getattr(part, name), (*path, field.alias or name))
    elif isinstance(part, Mapping):
        for name, child in part.items():
            yield from sentences(child, (*path, name))
    elif isinstance(part, tuple):
        for number, child in enumerate(part):
            yield from sentences(child, (*path, number))


_URL_KEYS = ("url", "policy_url", "help_url", "procedure_url", "list_url", "own_policy")


def links(part: Any, path: Steps = ()) -> Iterator[Said]:
    """Yield every address of a page: keys that hold one, and those inside of sentences."""
    if isinstance(part, BaseModel):
        for name, field in type(part).model_fields.items():
            value, place = getattr(part, name), (*path, field.alias or name)
            if name in _URL_KEYS and isinstance(value, str):
                yield Said(place, "", value)
            else:
                yield from links(value, place)
    elif isinstance(part, Mapping):
        for name, child in part.items():
            yield from links(child, (*path, name))
    elif isinstance(part, tuple):
        for number, child in enumerate(part):
            yield from links(child, (*path, number))
