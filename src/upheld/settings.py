"""The workspace: what `upheld.yaml` says, and where secrets are.

Secrets come from the environment or from a file that only its owner can read. They are
resolved when they are used and never before, so that no settings object holds one.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, model_validator

from upheld.desk.configuration import DeskSection
from upheld.documents.nearest import nearest
from upheld.documents.positioned import Positioned, locate
from upheld.documents.problem import as_problem, problem
from upheld.documents.secret_file import SecretMissingError, read_secret
from upheld.documents.secret_place import Connection, SecretPlace, Section, has_password
from upheld.documents.words import Word
from upheld.law.calendar import Calendar, CalendarUnreadableError, parse_closing
from upheld.law.overrides import parse_overrides
from upheld.refusal import UsageError, Where
from upheld.screening.configuration import GatewaySection
from upheld.wording import Language, Text

__all__ = ["Settings", "absolute_url", "find_workspace", "has_password", "load"]

FILE_NAME = "upheld.yaml"
DEFAULT_STORE = "sqlite:///.upheld/store.db"
DEFAULT_SIGNING_KEY = "secrets/signing.key"
_FOLDER_SCHEMES = ("folder", "parquet")


class CalendarSection(Section):
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


class SignInSection(Section):
    """The company's own sign-in for staff (OpenID Connect).

    Attributes:
        issuer: The provider's name, an https address.
        client_id: Who this desk is to the provider.
        client_secret: Where the secret is; none for a public client.
        label_ja: What the Japanese sign-in page calls it.
        label_en: What the English one calls it.
    """

    issuer: str = Field(min_length=8, max_length=500, pattern=r"^https?://[^\s?#]+$")
    client_id: str = Field(min_length=1, max_length=200)
    client_secret: SecretPlace | None = None
    label_ja: str = Field(default="会社のアカウント", min_length=1, max_length=60)
    label_en: str = Field(default="the company account", min_length=1, max_length=60)


class SettingsFile(Section):
    """The format of `upheld.yaml`."""

    company: str | None = Field(default=None, min_length=1, max_length=200)
    language: Language | None = None
    timezone: Annotated[str, AfterValidator(_known_zone)] = "Asia/Tokyo"
    drill: bool = False
    systems: Mapping[Word, Connection] = Field(default_factory=dict)
    store: Connection = Connection(url=DEFAULT_STORE)
    signing_key: SecretPlace = SecretPlace(file=DEFAULT_SIGNING_KEY)
    calendar: CalendarSection = CalendarSection()
    sign_in: SignInSection | None = None
    desk: DeskSection = DeskSection()
    gateway: GatewaySection = GatewaySection()


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

    def located(self) -> Positioned[SettingsFile]:
        """Read the file once more, with the places of its lines.

        Raises:
            RefusalsError: Every error of the file, with its line.
        """
        return locate(self.folder / FILE_NAME, SettingsFile, file=FILE_NAME)

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

    def secret(self, place: SecretPlace | Connection, key: str) -> str:
        """Return what is kept at a place; do not print it.

        Args:
            place: Where it is.
            key: The key of the file that names the place, for errors.

        Raises:
            SecretMissingError, SecretExposedError: See `documents.secret_file`.
        """
        if isinstance(place, Connection):
            return self._resolve(place, key)
        return self._secret(place.env, place.file, key)

    def signing_key(self) -> str:
        """Return the signing key as text; do not print it.

        Raises:
            SecretMissingError, SecretExposedError: See `documents.secret_file`.
        """
        place = self.declared.signing_key
        return self._secret(place.env, place.file, "signing_key")

    def sign_in_secret(self) -> str | None:
        """Return the secret of the company's own sign-in, if it has one; do not print it.

        Raises:
            SecretMissingError, SecretExposedError: See `documents.secret_file`.
        """
        section = self.declared.sign_in
        place = None if section is None else section.client_secret
        if place is None:
            return None
        return self._secret(place.env, place.file, "sign_in.client_secret")

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
