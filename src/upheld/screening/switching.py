"""What a customer's own administrators set: training with their data, and AI features as a whole.

Training is off until an administrator opts in on the path that the policy names. A member is
refused, another path has no effect, and where the policy says `never` nobody can opt in. Every
change and every refusal is an entry of the ledger.
"""

import unicodedata
from collections.abc import Mapping
from typing import get_args

from sqlalchemy import Connection, Engine

from upheld.clock import Clock
from upheld.evidence.entry import JSON, Entry
from upheld.evidence.ledger import append
from upheld.policy.language.ai import AiTerms, Training
from upheld.policy.model import Policy
from upheld.screening import store
from upheld.screening.keys import Caller
from upheld.screening.refused import (
    CallRefusedError,
    FieldUnfitError,
    SettingDeniedError,
    TrainingForbiddenError,
)
from upheld.wording import Text

CHANGED, DENIED = "ai-setting-changed", "ai-setting-denied"
"""Kinds of entries."""
DEFAULTS: Mapping[store.Setting, str] = {"training": "off", "ai": "on"}
"""What holds where nobody has set anything."""


def settings_of(connection: Connection, tenant: str) -> dict[str, str]:
    """Return what holds for a customer."""
    told = store.switches_of(connection, [tenant])
    return {name: told.get((tenant, name), value) for name, value in DEFAULTS.items()}


def change(
    engine: Engine,
    clock: Clock,
    policy: Policy,
    caller: Caller,
    *,
    setting: str,
    value: str,
    path: str | None = None,
) -> dict[str, str]:
    """Set something for the caller's own organisation; return what holds now.

    Args:
        engine: Our own store.
        clock: What time it is.
        policy: What it promises about the setting.
        caller: Who sets it; the key's organisation is the only one that is touched.
        setting: `training` or `ai`.
        value: `on` or `off`.
        path: Where in the application it was set, as the policy words it.

    Raises:
        SettingDeniedError: The caller is no administrator, or it was set elsewhere.
        TrainingForbiddenError: The policy knows no opt-in.
        FieldUnfitError: No such setting or value.
    """
    if setting not in get_args(store.Setting) or value not in ("on", "off"):
        raise _unfit()
    name: store.Setting = "training" if setting == "training" else "ai"
    terms = policy.ai or AiTerms()
    refusal = _refusal(terms, caller, name, value, path)
    at = clock.now()
    with engine.begin() as connection:
        before = settings_of(connection, caller.tenant)
        if refusal is None and before[name] == value:
            return before  # nothing changes, and nothing has to be told
        if refusal is None:
            store.set_switch(connection, caller.tenant, name, value, by_key=caller.key_id, at=at)
        body: dict[str, JSON] = {
            "tenant": caller.tenant,
            "by": caller.key_id,
            "setting": name,
            "old": before[name],
            "clause": _clause(terms, name),
            "policy": policy.sha256,
            **_outcome(before[name], value, refusal),
        }
        kind = CHANGED if refusal is None else DENIED
        append(connection, Entry(kind=kind, at=at, case=None, drill=clock.drill, body=body))
    if refusal is not None:
        raise refusal
    return {**before, name: value}


def denied_to_applications() -> SettingDeniedError:
    """Return the refusal of a key that is for calls alone."""
    return _denied(
        "a key of an application is for calls to models alone",
        "アプリケーションのキーで行えるのはモデルの呼び出しだけです",
    )


def trainable(training: tuple[Training, ...]) -> Training | None:
    """Return the line that opens training, if the policy has one and nothing says `never`."""
    if any(line.default == "never" for line in training):
        return None
    return next((line for line in training if line.opt_in is not None), None)


def _refusal(
    terms: AiTerms, caller: Caller, setting: store.Setting, value: str, path: str | None
) -> CallRefusedError | None:
    if caller.role != "administrator":
        return _denied(
            "only an administrator of your organisation can change this",
            "変更できるのは貴社の管理者だけです",
        )
    if setting == "ai" or value == "off":
        return None
    line = trainable(terms.training)
    if line is None or line.opt_in is None:
        return TrainingForbiddenError(
            Text(
                en="the policy knows no opt-in to training: models are never trained with this data",
                ja="ポリシーは学習利用への同意を設けていません。モデルの学習には一切使いません",
            ),
            remedy=Text(en="nothing has to be done", ja="対応は不要です"),
        )
    wanted = line.opt_in.path
    if path is None or _plain(path) not in (_plain(wanted.ja), _plain(wanted.en)):
        return _denied(
            f"training is opted into on the path “{wanted.en}” and nowhere else",
            f"学習利用への同意は「{wanted.ja}」でのみ行えます",
        )
    return None


def _outcome(old: str, asked: str, refusal: CallRefusedError | None) -> dict[str, JSON]:
    if refusal is None:
        return {"new": asked}
    return {"new": old, "asked": asked, "outcome": refusal.code}


def _clause(terms: AiTerms, setting: store.Setting) -> str | None:
    lines = terms.training if setting == "training" else (terms.off_switch,)
    found = [clause for line in lines if line is not None for clause in line.c]
    return ", ".join(found) or None


def _plain(path: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", path).split()).casefold()


def _denied(en: str, ja: str) -> SettingDeniedError:
    return SettingDeniedError(
        Text(en=en, ja=ja),
        remedy=Text(en="the setting stays as it was", ja="設定は変わっていません"),
    )


def _unfit() -> FieldUnfitError:
    return FieldUnfitError(
        Text(en="there is no such setting or value", ja="そのような設定または値はありません"),
        remedy=Text(
            en="set `training` or `ai` to `on` or `off`",
            ja="`training` か `ai` を `on` か `off` にしてください",
        ),
    )
