"""Where files of calls are answered, for who puts a gateway together."""

from collections.abc import Callable, Mapping
from functools import partial

from upheld.policy.model import Policy
from upheld.screening.admission import Admission
from upheld.screening.batches.endpoints import BATCHES, BatchEndpoints
from upheld.screening.batches.lines import FILES
from upheld.screening.gateway.application import Beside, admitted
from upheld.screening.gateway.upstream import Upstream
from upheld.screening.procedure import Screens
from upheld.screening.stored import StoredVault


def beside_of(
    screening: Screens,
    admission: Admission,
    upstream: Upstream,
    vault: StoredVault,
    policy: Callable[[], Policy],
) -> Mapping[str, Beside]:
    """Return what answers each address; nothing where the settings pass no such file on."""
    if not screening.section.batches:
        return {}
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
