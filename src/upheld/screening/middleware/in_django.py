"""Bodies in front of a Django application.

    MIDDLEWARE = ["upheld.screening.middleware.DjangoScreening", ...]      # first of all
    UPHELD_SCREENING = {"acts": {"card_number": "block", "email": "mask"}}

It stands before every middleware that reads `request.POST`: the body is screened when nobody has
read it yet.
"""

import io
from collections.abc import Callable, Mapping
from typing import Any

from upheld.screening.daily import DailyScanner
from upheld.screening.gateway.asgi import language_of
from upheld.screening.middleware.answering import body_of
from upheld.screening.middleware.body_screening import BodyScreening, failed
from upheld.screening.middleware.refusing import too_large
from upheld.screening.refused import CallRefusedError

SETTING = "UPHELD_SCREENING"


class DjangoScreening:
    """A middleware; one for each process."""

    sync_capable = True
    async_capable = False

    def __init__(
        self, get_response: Callable[[Any], Any], screening: BodyScreening | None = None
    ) -> None:
        """Take what answers, and what decides; by default the setting `UPHELD_SCREENING`."""
        self._get_response = get_response
        self._screening = screening or _by_settings()

    def __call__(self, request: Any) -> Any:
        """Screen the body of a call, and pass it on."""
        try:
            self._screen(request)
        except CallRefusedError as refusal:
            return _refused(request, refusal)
        except Exception as error:  # noqa: BLE001 - fail closed, whatever it was
            return _refused(request, failed(type(error).__name__))
        return self._get_response(request)

    def _screen(self, request: Any) -> None:
        limit = self._screening.bytes_limit
        told = request.META.get("CONTENT_LENGTH") or "0"
        if str(told).isdecimal() and int(told) > limit:
            raise too_large(limit)
        raw = request.read(limit + 1)
        body = self._screening.screen(
            raw,
            request.META.get("CONTENT_TYPE", ""),
            request.META.get("HTTP_CONTENT_ENCODING", ""),
        )
        # What Django itself does once a body was read: forms and `request.body` come out of it.
        request._body = body  # noqa: SLF001
        request._stream = io.BytesIO(body)  # noqa: SLF001
        request._read_started = False  # noqa: SLF001
        request.META["CONTENT_LENGTH"] = str(len(body))


def _by_settings() -> BodyScreening:
    from django.conf import settings

    given: Mapping[str, Any] = getattr(settings, SETTING, {})
    made = given.get("screening")
    if isinstance(made, BodyScreening):
        return made
    rest = {name: value for name, value in given.items() if name != "acts"}
    return BodyScreening.by_acts(DailyScanner(), given.get("acts", {}), **rest)


def _refused(request: Any, refusal: CallRefusedError) -> Any:
    from django.http import HttpResponse

    language = language_of(request.headers.get("accept-language", ""))
    answer = HttpResponse(
        body_of(refusal, language), status=refusal.status, content_type="application/json"
    )
    answer["Cache-Control"] = "no-store"
    return answer
