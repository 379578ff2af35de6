"""Where a secret is, and how a place is reached, as `upheld.yaml` writes them.

No object here holds a secret: they say where it is, and it is read when it is used.
"""

from typing import Annotated, Any
from urllib.parse import SplitResult, parse_qsl, urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from upheld.documents.problem import problem
from upheld.documents.words import VariableName

FILE_KINDS = frozenset({"sqlite", "folder", "parquet"})
"""Places that are files of this machine: their URL has no authority, and so no password in it."""
_SECRET_WORDS = frozenset({"password", "passwd", "pwd", "secret", "token", "sslpassword", "apikey"})


class Section(BaseModel):
    """A part of `upheld.yaml`: closed keys, and no value of it in an error."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, hide_input_in_errors=True, defer_build=True
    )


class SecretPlace(Section):
    """Where a secret is: the name of an environment variable, or a file (0600)."""

    env: VariableName | None = None
    file: str | None = Field(default=None, min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _not_the_secret_itself(cls, value: Any) -> Any:
        """Refuse anything but a place, and repeat nothing of it: it may be the secret."""
        if isinstance(value, SecretPlace):
            return value
        if isinstance(value, dict) and all(
            key in cls.model_fields and isinstance(one, str | None) for key, one in value.items()
        ):
            return value
        raise problem(
            en="here belongs where the secret is, and not the secret itself",
            ja="ここには秘密そのものではなく、秘密の置き場所を書きます",
            remedy_en="keep it in a file with `chmod 600` and write `{file: secrets/NAME}`, "
            "or in the environment and write `{env: NAME}`",
            remedy_ja="`chmod 600` したファイルに置いて `{file: secrets/名前}` と書くか、"
            "環境変数に置いて `{env: 名前}` と書いてください",
            hidden=True,
        )

    @model_validator(mode="after")
    def _exactly_one(self) -> "SecretPlace":
        exactly_one_of(self, ("env", "file"))
        return self


def has_password(url: str) -> bool:
    """Say whether a URL carries a password, before its last `@` or as a parameter.

    >>> has_password("postgresql://shop:p/w@db.example/shop")
    True
    """
    scheme, _, rest = url.partition(":")
    user, _, _ = rest.rpartition("@")
    if ":" in user and kind_of(scheme) not in FILE_KINDS:
        return True
    words = {name.casefold().replace("_", "") for name, _value in parse_qsl(rest.partition("?")[2])}
    return urlsplit(url).password is not None or bool(words & _SECRET_WORDS)


def kind_of(scheme: str) -> str:
    """Return the kind of place that a scheme says, without the driver behind a `+`."""
    return scheme.partition("+")[0].casefold()


def without_user(url: str) -> SplitResult:
    """Split a URL behind its user and password, which may hold `/`, `?`, `#` and `@` themselves.

    What connects reads a password up to the last `@` (RFC 3986 would have it percent-encoded).

    >>> without_user("smtp://shop:p#w@mail.example:587").netloc
    'mail.example:587'
    """
    scheme, colon, rest = url.partition(":")
    user, _, place = rest.rpartition("@")
    if user and (":" in user or not set(user.lstrip("/")) & set("/?#")):
        rest = f"//{place}"
    return urlsplit(f"{scheme}{colon}{rest}")


def _harmless_url(url: str) -> str:
    try:
        exposed = has_password(url)
        scheme = urlsplit(url).scheme
    except ValueError:
        exposed, scheme = False, ""
    if exposed:
        raise problem(
            en="this URL carries a password",
            ja="この URL にはパスワードが含まれています",
            remedy_en="move the URL to a file with `chmod 600` and write `file: secrets/NAME.url`, "
            "or to the environment and write `env: NAME_URL`; `upheld init --db` does it",
            remedy_ja="URL を `chmod 600` したファイルに移して `file: secrets/名前.url` と書くか、"
            "環境変数に移して `env: 名前_URL` と書いてください"
            "(`upheld init --db` が自動で行います)",
            hidden=True,
        )
    if not scheme:
        raise problem(
            en="this is not a URL",
            ja="URL として読めません",
            remedy_en="write e.g. `sqlite:///shop.db` or `postgresql://shop@db.example/shop`",
            remedy_ja="`sqlite:///shop.db` や `postgresql://shop@db.example/shop` のように"
            "書いてください",
        )
    return url


class Connection(Section):
    """How to reach a place: a URL without a password, or where the whole URL is kept."""

    url: Annotated[str, AfterValidator(_harmless_url)] | None = Field(default=None, repr=False)
    env: VariableName | None = None
    file: str | None = Field(default=None, min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _secret_under_url(cls, value: Any) -> Any:
        """Read `url: {env: SHOP_URL}` as `env: SHOP_URL`."""
        if isinstance(value, dict) and set(value) == {"url"} and isinstance(value["url"], dict):
            return value["url"]
        if isinstance(value, str):
            raise problem(
                en="how a place is reached is written as a mapping here",
                ja="接続先はマッピング(`キー: 値`)で書きます",
                remedy_en="write `{url: …}` for a URL without a password, and else "
                "`{file: secrets/NAME.url}` or `{env: NAME_URL}`",
                remedy_ja="パスワードのない URL は `{url: …}`、それ以外は `{file: secrets/名前.url}` か "
                "`{env: 名前_URL}` と書いてください",
                hidden=True,
            )
        return value

    @model_validator(mode="after")
    def _exactly_one_place(self) -> "Connection":
        exactly_one_of(self, ("url", "env", "file"))
        return self


def exactly_one_of(section: BaseModel, keys: tuple[str, ...]) -> None:
    """Refuse a section that gives none of these keys, or several."""
    given = [key for key in keys if getattr(section, key) is not None]
    if len(given) != 1:
        names = ", ".join(f"`{key}`" for key in keys)
        raise problem(
            en=f"exactly one of {names} is wanted here, not {len(given)}",
            ja=f"{names} のうちちょうど一つが必要です(現在 {len(given)} 個)",
            remedy_en="keep one of them",
            remedy_ja="一つだけ残してください",
        )
