"""A database URL becomes Django's settings for one database."""

from urllib.parse import unquote, urlsplit

ENGINES = {
    "sqlite": "django.db.backends.sqlite3",
    "postgresql": "django.db.backends.postgresql",
    "mysql": "django.db.backends.mysql",
    "mariadb": "django.db.backends.mysql",
}


def database_settings(url: str) -> dict[str, object]:
    """Read ``sqlite:///FILE``, ``postgresql://…`` or ``mysql://…``.

    Raises:
        KeyError: the scheme is none of the four known ones.
    """
    parts = urlsplit(url)
    kind = parts.scheme.split("+")[0]
    settings: dict[str, object] = {"ENGINE": ENGINES[kind]}
    if kind == "sqlite":
        settings["NAME"] = unquote(parts.path.removeprefix("/"))
        return settings
    settings |= {
        "NAME": parts.path.removeprefix("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "127.0.0.1",
        "PORT": str(parts.port or ""),
    }
    if kind != "postgresql":
        settings["OPTIONS"] = {"charset": "utf8mb4"}
    return settings
