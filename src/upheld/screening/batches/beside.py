"""Where files of calls are answered, for who puts a gateway together."""

from collections.abc import Callable, Mapping
from functools import partial

from upheld.policy.model import Policy
from upheld.screening.admission import Admission
from upheld.screening.batches.endpoints import BATCHES, BatchEndpoints
from upheld.screening.batches.lines import FILES
from upheld.screening.gateway.application import Beside, admitted
from upheld.screening.gateway.asgi import Exchange
from upheld.screening.gateway.upstream import Upstream
from upheld.screening.keys import Caller
from upheld.screening.procedure import Screens
from upheld.screening.refused import EndpointUnknownError
from upheld.screening.stored import StoredVault
from upheld.wording import Text


def beside_of(
    screening: Screens,
    admission: Admission,
    upstream: Upstream,
    vault: StoredVault,
    policy: Callable[[], Policy],
) -> Mapping[str, Beside]:
    """Return what answers each address; a refusal where the settings pass no such file on."""
    if not screening.section.batches:
        return dict.fromkeys((FILES, f"{FILES}/", BATCHES, f"{BATCHES}/"), _refuse)
    made = BatchEndpoints(
        screening=screening,
        policy=policy,
        vault=vault,
        upstream=upstream,
        admit=partial(admitted, admission),
    )
    files: Beside = made.files
    batches: Beside = made.batches
    return {
        FILES: files,
        f"{FILES}/": files,
        BATCHES: batches,
        f"{BATCHES}/": batches,
    }


async def _refuse(_exchange: Exchange, _caller: Caller) -> None:
    raise EndpointUnknownError(
        Text(
            en="files of calls are not passed on here, and nothing was",
            ja="ここではファイルでの呼び出しを受け付けていません。何も送信していません",
        ),
        remedy=Text(
            en="who runs this service can set `gateway: {batches: true}` in upheld.yaml",
            ja="サービスの運営者が upheld.yaml に `gateway: {batches: true}` と書くと使えます",
        ),
    )
