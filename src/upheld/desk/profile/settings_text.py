"""A field that holds several settings as one text: `{"language":"ja","news":1}`.

A person changes the settings in it and never the text: an application reads it, and what it
does not expect there could break it, or give the person something that is not theirs to give.
"""

import json
from collections.abc import Mapping
from typing import TypeAlias

from upheld.refusal import RefusalError
from upheld.wording import Text

Setting: TypeAlias = str | int | float | bool | None


class SettingUnfitError(RefusalError):
    """A setting gets a value of another kind than it has."""

    code = "setting-unfit"


def settings_of(text: str) -> dict[str, Setting] | None:
    """Return the settings in a text; `None` where it is a plain one.

    >>> settings_of(chr(123) + '"news":1' + chr(125)), settings_of("朝霧 灯"), settings_of("3")
    ({'news': 1}, None, None)
    """
    found = _document(text)
    if not isinstance(found, dict) or not found:
        return None
    flat = all(value is None or isinstance(value, str | int | float) for value in found.values())
    return dict(found) if flat else None


def is_document(text: str) -> bool:
    """Say whether a text is a document of an application's, which no person edits as text."""
    return isinstance(_document(text), dict | list)


def told(text: str) -> str:
    """Return a text as people read it: settings one after the other."""
    found = settings_of(text)
    if found is None:
        return text
    return ", ".join(f"{name}: {spoken(value)}" for name, value in found.items())


def spoken(value: Setting) -> str:
    """Return a setting as it is typed."""
    if value is None:
        return ""
    return json.dumps(value) if isinstance(value, bool) else str(value)


def with_settings(text: str, new: Mapping[str, str]) -> str:
    """Return the text with other settings; its keys and the kinds of its values stay.

    Raises:
        SettingUnfitError: It holds no settings, or one gets a value of another kind.
    """
    found = settings_of(text)
    if found is None or set(new) - set(found):
        raise _unfit()
    changed = {
        name: _like(value, new[name]) if name in new else value for name, value in found.items()
    }
    compact = (",", ":") if ": " not in text else (", ", ": ")
    return json.dumps(changed, ensure_ascii=False, separators=compact)


def _like(value: Setting, typed: str) -> Setting:
    """Read what was typed as the kind of value that is there."""
    if typed == spoken(value):
        return value
    try:
        match value:
            case bool():
                return {"true": True, "false": False}[typed]
            case int():
                return int(typed)
            case float():
                return float(typed)
            case _:
                return typed
    except (ValueError, KeyError):
        raise _unfit() from None


def _document(text: str) -> object:
    if not text.lstrip().startswith(("{", "[")):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None


def _unfit() -> SettingUnfitError:
    return SettingUnfitError(
        Text(
            en="this setting takes a value of the kind that it has now",
            ja="この設定には、現在と同じ種類の値を入力してください",
        ),
        remedy=Text(
            en="enter a number for a number, true or false for a switch",
            ja="数値には数値を、オン・オフには true か false を入力してください",
        ),
    )
