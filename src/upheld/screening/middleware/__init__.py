"""In front of a web application: bodies of requests are screened before the application sees them.

    app.add_middleware(ScreeningMiddleware, acts={"card_number": "block", "email": "mask"})

`body_screening.BodyScreening` decides; `asgi` serves FastAPI, Starlette and every other ASGI
application, `in_django` serves Django. A body that cannot be read, judged or recorded does not
reach the application.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from upheld.screening.middleware.asgi import ScreeningMiddleware
    from upheld.screening.middleware.body_screening import BodyScreening
    from upheld.screening.middleware.in_django import DjangoScreening

__all__ = ["BodyScreening", "DjangoScreening", "ScreeningMiddleware"]

_HOME = {
    "BodyScreening": "body_screening",
    "DjangoScreening": "in_django",
    "ScreeningMiddleware": "asgi",
}


def __getattr__(name: str) -> Any:
    """Load what is asked for: an application has one of the frameworks."""
    if name not in _HOME:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
