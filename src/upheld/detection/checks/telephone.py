"""Telephone numbers with a country in front, and addresses of mail beyond ASCII."""

from functools import lru_cache


@lru_cache(maxsize=4096)
def possible(value: str) -> bool:
    """Whether the country has numbers of that length; ranges kept for fiction pass, too."""
    import phonenumbers

    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(value))
    except phonenumbers.NumberParseException:
        return False


def international_mail(value: str) -> bool:
    """Letters beyond ASCII in it: the other rule finds the rest."""
    return not value.isascii()


_FILES = frozenset(
    ["png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "ts", "json", "html", "py", "pdf"]
)


def mail(value: str) -> bool:
    """No name of a file for screens of twice the resolution (`icon@2x.png`), and no local part that RFC 5321 forbids."""
    local, _, domain = value.partition("@")
    return (
        ".." not in value
        and not local.endswith(".")
        and domain.rpartition(".")[2].lower() not in _FILES
    )
