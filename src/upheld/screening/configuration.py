"""What `upheld.yaml` says about the gateway, under `gateway:`.

gateway:
  upstream: https://api.provider.example
  key: {env: PROVIDER_KEY}            # or {file: secrets/provider.key}
  recipient: ai-models                # the provider's name under `recipients` of the policy
  acts: {ip_address: allow, phone: mask}
  pass: [image]                       # what cannot be read as text
  keep: {support: [metadata]}         # by purpose: fields that usually do not leave
  rules: rules.yaml                   # patterns and recognisers of one's own
"""

from collections.abc import Mapping
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, Field

from upheld.desk.configuration import WebAddress
from upheld.documents.nearest import nearest
from upheld.documents.problem import problem
from upheld.documents.secret_place import SecretPlace, Section
from upheld.documents.words import Word
from upheld.screening.acts import Act
from upheld.screening.fields.shape import Droppable, Opaque


def _kind_or_group(name: str) -> str:
    # Imported where it is needed: most commands read the settings and scan nothing.
    from upheld.detection.kind import GROUPS, kinds

    known = (*kinds(), *GROUPS)
    if name in known:
        return name
    guess = nearest(name, known)
    raise problem(
        en=f"`{name[:40]}` is neither a kind nor a group of what can be found",
        ja=f"`{name[:40]}` という種類も区分もありません",
        remedy_en=f"did you mean `{guess}`?" if guess else "see docs/detection.md",
        remedy_ja=f"`{guess}` ではありませんか" if guess else "docs/ja/detection.md をご覧ください",
    )


KindOrGroup: TypeAlias = Annotated[str, AfterValidator(_kind_or_group)]


class GatewaySection(Section):
    """The gateway.

    Attributes:
        upstream: The provider's address, without `/v1`.
        key: Where the provider's key is.
        recipient: What the policy calls the provider.
        acts: By kind or group, what becomes of a finding that the policy says nothing about; of
            others only what is stricter than the policy.
        otherwise: What becomes of every other finding that is under no prohibited group.
        pass_: Opaque things that go through unseen.
        keep: By purpose, names of fields that leave although most purposes do not need them.
        rules: A file with patterns and recognisers of one's own (`own_rules`).
        restore_arguments: Whether placeholders in arguments of tools are restored for the caller.
        batches: Whether files of calls (`/v1/files`, `/v1/batches`) are screened and passed on.
        kept_hours: How long values behind the placeholders of such a file are kept, sealed; never
            longer than the policy's `ai.delete_found.within`.
        file_bytes_limit: Of one file of calls, and of what comes back of it.
        bytes_limit: Of one call.
        answer_bytes_limit: Of one answer that is no stream, and of one event of a stream.
        calls_limit: Under way at once.
        scan_seconds: A scan that takes longer fails, and nothing leaves.
        connect_seconds: To the provider.
        wait_seconds: For the next byte of the provider.
        whole_seconds: For one answer from its first to its last byte.
    """

    upstream: WebAddress | None = None
    key: SecretPlace | None = None
    recipient: Word | None = None
    acts: Mapping[KindOrGroup, Act] = Field(default_factory=dict)
    otherwise: Act = "pseudonymise"
    pass_: tuple[Opaque, ...] = Field(default=(), alias="pass")
    keep: Mapping[Word, tuple[Droppable, ...]] = Field(default_factory=dict)
    rules: str | None = Field(default=None, min_length=1)
    restore_arguments: bool = True
    batches: bool = False
    kept_hours: int = Field(default=72, ge=1, le=720)
    file_bytes_limit: int = Field(default=33_554_432, ge=1_024, le=268_435_456)
    bytes_limit: int = Field(default=4_194_304, ge=1_024, le=268_435_456)
    answer_bytes_limit: int = Field(default=33_554_432, ge=1_024, le=268_435_456)
    calls_limit: int = Field(default=2_000, ge=1, le=20_000)
    scan_seconds: float = Field(default=10.0, gt=0, le=600)
    connect_seconds: float = Field(default=10.0, gt=0, le=600)
    wait_seconds: float = Field(default=120.0, gt=0, le=3_600)
    whole_seconds: float = Field(default=1_800.0, gt=0, le=86_400)
