"""Two refusals that both servers give: no such address, and a fault of our own."""

from collections.abc import Iterable

from upheld.screening.refused import EndpointUnknownError, ScreeningFailedError
from upheld.wording import Text


def endpoint_unknown(known: Iterable[str]) -> EndpointUnknownError:
    """Return the refusal of an address that is not answered."""
    listed = ", ".join(known)
    return EndpointUnknownError(
        Text(
            en="this address is not screened, so nothing is passed on",
            ja="このアドレスは検査の対象になっていないため、何も送信しません",
        ),
        remedy=Text(en=f"use one of {listed}", ja=f"次のいずれかを使ってください: {listed}"),
    )


def failed() -> ScreeningFailedError:
    """Return the refusal of whatever broke on our side."""
    return ScreeningFailedError(
        Text(
            en="the call could not be screened and recorded, so nothing left",
            ja="検査と記録ができなかったため、何も送信していません",
        ),
        remedy=Text(
            en="try again; if it happens again, tell who runs this service",
            ja="再試行し、続く場合はサービスの運営者にご連絡ください",
        ),
    )
