"""The workspace: what `upheld.yaml` says, and where secrets are.

Secrets come from the environment or from a file that only its owner can read. They are
resolved when they are used and never before, so that no settings object holds one.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from upheld.documents.nearest import nearest
from upheld.documents.positioned import locate
from upheld.documents.problem import as_problem, problem
from upheld.documents.secret_file import SecretMissingError, read_secret
from upheld.documents.words import VariableName, Word
from upheld.law.calendar import Calendar, CalendarUnreadableError, parse_closing
from upheld.law.overrides import parse_overrides
from upheld.refusal import UsageError, Where
from upheld.wording import Language, Text

FILE_NAME = "upheld.yaml"
DEFAULT_STORE = "sqlite:///.upheld/store.db"
DEFAULT_SIGNING_KEY = "secrets/signing.key"
_SECRET_WORDS = frozenset({"password", "passwd", "pwd", "secret", "token", "sslpassword", "apikey"})
_FOLDER_SCHEMES = ("folder", "parquet")


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class SecretPlace(_Section):
    """Where a secret is: the name of an environment variable, or a file (0600)."""

    env: VariableName | None = None
    file: str | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _exactly_one(self) -> "SecretPlace":
        _exactly_one_of(self, ("env", "file"))
        return self


def has_password(url: str) -> bool:
    """Say whether a URL carries a password, in its authority or as a parameter."""
    parts = urlsplit(url)
    words = {name.casefold().replace("_", "") for name, _value in parse_qsl(parts.query)}
    return parts.password is not None or bool(words & _SECRET_WORDS)


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


class Connection(_Section):
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
        return value

    @model_validator(mode="after")
    def _exactly_one_place(self) -> "Connection":
        _exactly_one_of(self, ("url", "env", "file"))
        return self


def _exactly_one_of(section: BaseModel, keys: tuple[str, ...]) -> None:
    given = [key for key in keys if getattr(section, key) is not None]
    if len(given) != 1:
        names = ", ".join(f"`{key}`" for key in keys)
        raise problem(
            en=f"exactly one of {names} is wanted here, not {len(given)}",
            ja=f"{names} のうちちょうど一つが必要です(現在 {len(given)} 個)",
            remedy_en="keep one of them",
            remedy_ja="一つだけ残してください",
        )


class CalendarSection(_Section):
    """Business days of the company.

    Attributes:
        days: Whose public holidays close it.
        closing: Closed each year, both days included; `none` for no closing.
        closed: Further closed days.
        opened: Days open although a rule closes them.
        overrides: A file of corrections, one day a line; see `law.overrides`.
    """

    days: Literal["JP", "US"] = "JP"
    closing: str = "12-29/01-03"
    closed: tuple[date, ...] = ()
    opened: tuple[date, ...] = ()
    overrides: str | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _closing_is_readable(self) -> "CalendarSection":
        try:
            self.calendar()
        except CalendarUnreadableError as refusal:
            raise as_problem(refusal, at=("closing",)) from refusal
        return self

    def calendar(self) -> Calendar:
        """Return the calendar as this section says it, without the file of corrections."""
        return Calendar(
            name=self.days,
            closing=None if self.closing == "none" else parse_closing(self.closing),
            closed=frozenset(self.closed),
            opened=frozenset(self.opened),
        )


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError) as error:
        raise problem(
            en=f"`{name[:40]}` is not a time zone",
            ja=f"`{name[:40]}` という時間帯はありません",
            remedy_en="write a name such as `Asia/Tokyo`",
            remedy_ja="`Asia/Tokyo` のような名前を書いてください",
        ) from error
    return name


class SettingsFile(_Section):
    """The format of `upheld.yaml`."""

    company: str | None = Field(default=None, min_length=1, max_length=200)
    language: Language | None = None
    timezone: Annotated[str, AfterValidator(_known_zone)] = "Asia/Tokyo"
    drill: bool = False
    systems: Mapping[Word, Connection] = Field(default_factory=dict)
    store: Connection = Connection(url=DEFAULT_STORE)
    signing_key: SecretPlace = SecretPlace(file=DEFAULT_SIGNING_KEY)
    calendar: CalendarSection = CalendarSection()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A workspace and what its `upheld.yaml` says.

    Attributes:
        folder: The workspace, absolute.
        declared: The file's content; it holds no secret.
        environment: Where `env:` is looked up; kept out of `repr`.
    """

    folder: Path
    declared: SettingsFile = field(repr=False)
    environment: Mapping[str, str] = field(repr=False)

    @property
    def company(self) -> str | None:
        """The company's name, if the file says one; the policy's own name counts more."""
        return self.declared.company

    @property
    def language(self) -> Language | None:
        """The language to speak when the caller names none."""
        return self.declared.language

    @property
    def zone(self) -> ZoneInfo:
        """Where the company's days begin."""
        return ZoneInfo(self.declared.timezone)

    @property
    def drill(self) -> bool:
        """Whether a simulated clock is allowed."""
        return self.declared.drill

    @property
    def systems(self) -> tuple[str, ...]:
        """The names of all places, in the file's order."""
        return tuple(self.declared.systems)

    @property
    def policy_folder(self) -> Path:
        """Where the policy is declared."""
        return self.folder / "policy"

    @property
    def datamap_folder(self) -> Path:
        """Where the data maps are, one file a system."""
        return self.folder / "datamap"

    def calendar(self) -> Calendar:
        """Return the company's calendar, with the corrections of its file.

        Raises:
            UsageError: The file is not there.
            RefusalsError: Its lines that are no corrections.
        """
        own = self.declared.calendar.calendar()
        name = self.declared.calendar.overrides
        if name is None:
            return own
        path = self.folder / name
        if not path.is_file():
            raise UsageError(
                Text(
                    en=f"`calendar.overrides` names the file `{name}`, which is not there",
                    ja=f"`calendar.overrides` が指すファイル `{name}` がありません",
                ),
                remedy=Text(
                    en="create it with a line such as `2028-08-14 closed`, or remove the key",
                    ja="`2028-08-14 closed` のような行で作るか、キーを外してください",
                ),
                where=Where(file=FILE_NAME),
            )
        text = path.read_text("utf-8", errors="replace")
        return parse_overrides(text, file=name).apply(own)

    def url(self, system: str) -> str:
        """Return the URL of a place, with its secret; do not print it.

        Raises:
            UsageError: No such system.
            SecretMissingError, SecretExposedError: See `documents.secret_file`.
        """
        connection = self.declared.systems.get(system)
        if connection is None:
            raise self._unknown(system)
        return self._resolve(connection, f"systems.{system}")

    def store_url(self) -> str:
        """Return the URL of our own store, with its secret; do not print it.

        Raises:
            SecretMissingError, SecretExposedError: See `documents.secret_file`.
        """
        return self._resolve(self.declared.store, "store")

    def signing_key(self) -> str:
        """Return the signing key as text; do not print it.

        Raises:
            SecretMissingError, SecretExposedError: See `documents.secret_file`.
        """
        place = self.declared.signing_key
        return self._secret(place.env, place.file, "signing_key")

    def signing_key_path(self) -> Path | None:
        """Return where the signing key's file is or will be; `None` for the environment."""
        file = self.declared.signing_key.file
        return None if file is None else self.folder / file

    def _resolve(self, connection: Connection, key: str) -> str:
        url = connection.url
        if url is None:
            url = self._secret(connection.env, connection.file, key)
        return absolute_url(url, self.folder)

    def _secret(self, env: str | None, file: str | None, key: str) -> str:
        if file is not None:
            return read_secret(self.folder / file)
        name = str(env)
        value = self.environment.get(name, "").strip()
        if not value:
            raise SecretMissingError(
                Text(
                    en=f"the environment variable `{name}` is not set, and `{key}` needs it",
                    ja=f"`{key}` に必要な環境変数 `{name}` が設定されていません",
                ),
                remedy=Text(
                    en=f"set `{name}`, or write `file: secrets/…` in {FILE_NAME}",
                    ja=f"`{name}` を設定するか、{FILE_NAME} に `file: secrets/…` と書いてください",
                ),
                where=Where(file=FILE_NAME),
            )
        return value

    def _unknown(self, system: str) -> UsageError:
        guess = nearest(system, self.systems)
        names = ", ".join(f"`{name}`" for name in self.systems)
        hint = Text(en=f"did you mean `{guess}`? ", ja=f"`{guess}` ではありませんか。")
        listed = Text(
            en=f"use one of {names}" if names else f"declare it under `systems:` in {FILE_NAME}",
            ja=f"次のいずれかを指定してください: {names}"
            if names
            else f"{FILE_NAME} の `systems:` に宣言してください",
        )
        return UsageError(
            Text(
                en=f"there is no system `{system[:60]}`",
                ja=f"システム `{system[:60]}` はありません",
            ),
            remedy=Text(en=hint.en + listed.en, ja=hint.ja + listed.ja) if guess else listed,
            where=Where(file=FILE_NAME),
        )


def load(folder: Path, *, environment: Mapping[str, str] | None = None) -> Settings:
    """Read `upheld.yaml` of a workspace.

    Args:
        folder: The workspace.
        environment: Where `env:` secrets are looked up; the process's own by default.

    Raises:
        RefusalsError: Every error of the file, with its line.
    """
    declared = locate(folder / FILE_NAME, SettingsFile, file=FILE_NAME).model
    return Settings(
        folder=folder.resolve(),
        declared=declared,
        environment=os.environ if environment is None else environment,
    )


def find_workspace(start: Path) -> Path:
    """Return the nearest folder at or above `start` that holds `upheld.yaml`.

    Where there is none, the only workspace directly below counts: right after `upheld init`
    people are still one folder above it.

    Raises:
        UsageError: There is none up to the root, and not exactly one below.
    """
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / FILE_NAME).is_file():
            return folder
    below = sorted(here.glob(f"*/{FILE_NAME}"))
    if len(below) == 1:
        return below[0].parent
    raise UsageError(
        Text(
            en=f"there is no `{FILE_NAME}` in this folder or above it",
            ja=f"このフォルダーにも上位のフォルダーにも `{FILE_NAME}` がありません",
        ),
        remedy=Text(
            en="run `upheld init mycompany --db sqlite:///shop.db --name shop`, or give the "
            "workspace with `-C DIR`",
            ja="`upheld init mycompany --db sqlite:///shop.db --name shop` で作るか、"
            "`-C フォルダー` でワークスペースを指定してください",
        ),
    )


def absolute_url(url: str, folder: Path) -> str:
    """Make a relative file in a URL one below the workspace.

    `sqlite:///shop.db` and `folder:uploads` are relative; `sqlite:////var/shop.db` and
    `folder:///var/uploads` are not.
    """
    scheme, _colon, rest = url.partition(":")
    kind = scheme.partition("+")[0]
    if kind == "sqlite" and rest.startswith("///"):
        path, mark, query = rest[3:].partition("?")
        return f"{scheme}:///{folder / path}{mark}{query}" if path[:1] not in {"", ":"} else url
    if kind in _FOLDER_SCHEMES and not rest.startswith("//"):
        return f"{scheme}://{folder / rest}"
    return url
