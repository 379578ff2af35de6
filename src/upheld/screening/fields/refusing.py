"""Refusals of what a call is made of: the place and what is wrong with it, never a value."""

import re
from collections.abc import Collection

from upheld.documents.nearest import nearest
from upheld.screening.refused import (
    CallUnreadableError,
    FieldUnfitError,
    FieldUnknownError,
    OpaqueRefusedError,
    ProviderStateRefusedError,
)
from upheld.wording import Text

DEPTH_LIMIT = 64
"""Levels of lists and objects; JSON in strings counts on from where its string stands."""
PLAIN_NAME = re.compile(r"[A-Za-z_.:/-]{0,40}")
"""Words of the interface: letters without a digit and without @ are nobody's value."""
_HIDDEN = {
    "tokens": Text(en="token ids", ja="トークン ID"),
    "image": Text(en="an image", ja="画像"),
    "audio": Text(en="audio", ja="音声"),
    "file": Text(en="a file", ja="ファイル"),
    "encrypted": Text(en="an encrypted block", ja="暗号化されたブロック"),
}


def joined(path: str, name: str) -> str:
    """Return the place of a field; a name that could be somebody's value is not shown."""
    shown = name if PLAIN_NAME.fullmatch(name) else "…"
    return f"{path}.{shown}" if path else shown


def unreadable(en: str, ja: str) -> CallUnreadableError:
    """Return the refusal of bytes that are no JSON object with one meaning."""
    return CallUnreadableError(
        Text(en=f"the call cannot be read: {en}", ja=f"リクエストを読めません: {ja}"),
        remedy=Text(
            en="send one JSON object in UTF-8, each key once",
            ja="UTF-8 の JSON オブジェクトを一つ、キーの重複なしで送ってください",
        ),
    )


def too_deep() -> CallUnreadableError:
    """Return the refusal of a call with too many levels."""
    return unreadable(
        f"it has more than {DEPTH_LIMIT} levels", f"{DEPTH_LIMIT} 段より深く入れ子になっています"
    )


def unknown_field(name: str, path: str, known: Collection[str]) -> FieldUnknownError:
    """Return the refusal of a field that no table has; `known` are those that may stand there."""
    where = f"`{path}`" if path else "the call"
    param = joined(path, name)
    return FieldUnknownError(
        Text(
            en=f"{where} has the field `{param}`, which is not screened and so does not leave",
            ja=f"項目 `{param}` は検査の対象になっていないため、送信しません",
        ),
        remedy=_instead(name, known),
        param=param,
    )


def _instead(name: str, known: Collection[str]) -> Text:
    guess = nearest(name, known)
    listed = ", ".join(f"`{one}`" for one in sorted(known))
    if not known:
        return Text(en="leave it out", ja="この項目を外してください")
    return Text(
        en=(f"did you mean `{guess}`? " if guess else "") + f"leave it out; known here: {listed}",
        ja=(f"`{guess}` ではありませんか。" if guess else "")
        + f"この項目を外してください。ここで使える項目: {listed}",
    )


def unfit(param: str, en: str, ja: str) -> FieldUnfitError:
    """Return the refusal of a value that is not what is asked for."""
    return FieldUnfitError(
        Text(
            en=f"`{param}` is not what it has to be: {en}",
            ja=f"`{param}` の値が {ja} ではありません",
        ),
        remedy=Text(
            en="send what the provider's documentation describes",
            ja="提供元の文書にある形で送ってください",
        ),
        param=param,
    )


def opaque(what: str, param: str) -> OpaqueRefusedError:
    """Return the refusal of what cannot be read as text."""
    word = _HIDDEN[what]
    return OpaqueRefusedError(
        Text(
            en=f"`{param}` is {word.en}, which cannot be screened",
            ja=f"`{param}` は{word.ja}であり、検査できません",
        ),
        remedy=Text(
            en=f"send text; or let it pass with `gateway: {{pass: [{what}]}}` in upheld.yaml",
            ja=f"テキストで送るか、upheld.yaml の `gateway: {{pass: [{what}]}}` で許可してください",
        ),
        param=param,
    )


def unlooked(param: str) -> OpaqueRefusedError:
    """Return the refusal of an enclosed file that cannot be looked at to its end."""
    return OpaqueRefusedError(
        Text(
            en=f"the file in `{param}` is too large, or takes too long, to be screened",
            ja=f"`{param}` のファイルは大きすぎるか時間がかかりすぎるため、検査できません",
        ),
        remedy=Text(en="send a part of it", ja="一部に分けて送ってください"),
        param=param,
    )


def reading_missing(param: str) -> OpaqueRefusedError:
    """Return the refusal of an enclosed file that the gateway has no package to read."""
    return OpaqueRefusedError(
        Text(
            en=f"the file in `{param}` cannot be screened: the gateway lacks the packages that read it",
            ja=f"`{param}` のファイルを読むパッケージがゲートウェイにないため、検査できません",
        ),
        remedy=Text(
            en="whoever runs the gateway installs them: pip install 'upheld[documents]'",
            ja="ゲートウェイの運営者がインストールしてください: pip install 'upheld[documents]'",
        ),
        param=param,
    )


def kept_there(param: str) -> ProviderStateRefusedError:
    """Return the refusal of data that would stay with the provider, or is there."""
    return ProviderStateRefusedError(
        Text(
            en=f"`{param}` keeps data with the provider or goes on with what is kept there",
            ja=f"`{param}` は提供元にデータを残すか、残したデータを使います",
        ),
        remedy=Text(
            en="send the whole conversation with every call, and leave the field out",
            ja="会話全体を毎回送り、この項目を外してください",
        ),
        param=param,
    )
