"""What the API gives of the settings: what is set, and where a secret is kept; never a secret."""

from datetime import datetime

from pydantic import Field

from upheld.web.api.draft_shapes import FaultShape
from upheld.web.api.shapes import Shape, example


class SettingShape(Shape):
    """One key of `upheld.yaml`."""

    key: str
    value: dict[str, str] = Field(
        description="By language; of a secret and an address only where it is kept or leads."
    )


class GroupShape(Shape):
    """Settings that belong together."""

    title: dict[str, str]
    docs: str = Field(description="The page of the documentation that explains them.")
    settings: list[SettingShape]


class ScheduleShape(Shape):
    """What is done again and again."""

    name: dict[str, str]
    every: dict[str, str]
    last_at: datetime | None
    next_at: datetime


class TrialShape(Shape):
    """How the newest trial mail to the token's maker stands."""

    model_config = example(
        written_at="2026-12-24T01:00:00Z", sent_at=None, waits=True, attempts=0, error=None
    )

    written_at: datetime
    sent_at: datetime | None = Field(description="When the mail server took it.")
    waits: bool
    attempts: int
    error: str | None = Field(description="A code, never a message.")


class SettingsShape(Shape):
    """What `upheld.yaml` says now, and what the desk runs on."""

    model_config = example(
        faults=[],
        changed=False,
        groups=[
            {
                "title": {"ja": "メール", "en": "Mail"},
                "docs": "outside.md",
                "settings": [
                    {
                        "key": "desk.smtp",
                        "value": {
                            "ja": "ファイル secrets/smtp.url", "en": "file secrets/smtp.url",
                        },
                    }
                ],
            }
        ],
        store="sqlite",
        tables="0024",
        newest_tables="0024",
        ledger="aoi-shop",
        ledger_key="4f1d…",
        working=True,
        seen_at="2026-12-24T01:00:00Z",
        stuck=0,
        schedules=[],
        trial=None,
    )  # fmt: skip

    faults: list[FaultShape] = Field(description="Why the file cannot be read now.")
    changed: bool = Field(
        description="Whether it says something else than this process began with."
    )
    groups: list[GroupShape] = Field(description="Empty where the file cannot be read.")
    store: str = Field(description="`sqlite` or `postgresql`.")
    tables: str | None = Field(description="The step that its tables are at.")
    newest_tables: str = Field(description="The last step that this program knows.")
    ledger: str
    ledger_key: str = Field(description="Hash of the public key that seals the ledger.")
    working: bool = Field(description="Whether a worker did something by the clock a moment ago.")
    seen_at: datetime | None
    stuck: int = Field(description="Work that waits for a person.")
    schedules: list[ScheduleShape]
    trial: TrialShape | None
