"""What the API takes and gives of the people who work with requests."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from upheld.web.api.shapes import Shape, example, only_visible
from upheld.web.roles import Role

_STAFF = {
    "id": "S-0123456789",
    "name": "青空 そら",
    "address": "sora@example.jp",
    "roles": ["auditor"],
    "state": "here",
    "has_password": True,
    "left_at": None,
}


class StaffShape(Shape):
    """Somebody who works with requests."""

    model_config = example(**_STAFF)

    id: str = Field(description="What the ledger calls them.")
    name: str
    address: str
    roles: list[Role]
    state: Literal["here", "locked", "left"] = Field(
        description="`locked`: no password counts for a while, after too many wrong ones."
    )
    has_password: bool
    left_at: datetime | None


class StaffPage(Shape):
    """A page of the people who work here, by id; those who left too."""

    model_config = example(staff=[_STAFF], cursor=None)

    staff: list[StaffShape]
    cursor: str | None = Field(description="Gives the next page; none after the last.")


class SessionShape(Shape):
    """A browser in which somebody is signed in."""

    session: str
    method: str
    browser: str = Field(description="Its kind and system, and nothing finer.")
    began_at: datetime
    seen_at: datetime


class OneStaffShape(StaffShape):
    """Somebody, with the browsers in which they are signed in."""

    model_config = example(
        **_STAFF,
        sessions=[
            {
                "session": "1a2b3c4d", "method": "passkey", "browser": "Firefox, Linux",
                "began_at": "2026-12-24T01:00:00Z", "seen_at": "2026-12-24T01:20:00Z",
            }
        ],
    )  # fmt: skip

    sessions: list[SessionShape]


class RoleShape(Shape):
    """A role, and what it is for."""

    model_config = example(
        role="auditor",
        label={"ja": "監査人", "en": "auditor"},
        duty={"ja": "全体と証拠の閲覧", "en": "reads everything and the evidence"},
        by_program=True,
    )

    role: Role
    label: dict[str, str]
    duty: dict[str, str]
    by_program: bool = Field(description="Whether a token may give it.")


class NewStaff(Shape):
    """A colleague who is let in."""

    model_config = example(name="青空 そら", address="sora@example.jp", roles=["auditor"])

    name: Annotated[
        str, StringConstraints(min_length=1, max_length=100, strip_whitespace=True),
        AfterValidator(only_visible),
    ]  # fmt: skip
    address: Annotated[
        str,
        StringConstraints(max_length=254, pattern=r"^[^\s@<>\"(),:;\\\[\]]{1,64}@[\w.-]{3,189}$"),
    ]
    roles: Annotated[tuple[Role, ...], Field(min_length=1, max_length=5)]


class Roles(Shape):
    """What somebody may do from now on."""

    model_config = example(roles=["viewer"])

    roles: Annotated[tuple[Role, ...], Field(min_length=1, max_length=5)]


class SigningOut(Shape):
    """Which browsers are signed out."""

    model_config = example(session=None)

    session: (
        Annotated[str, StringConstraints(max_length=16), AfterValidator(only_visible)] | None
    ) = Field(default=None, description="Only this one; all of them by default.")


class SignedOut(Shape):
    """How many browsers were signed out."""

    model_config = example(ended=2)

    ended: int


class LinkShape(Shape):
    """A one-time link with which a colleague sets a password or makes a passkey."""

    model_config = example(
        id="S-0123456789",
        link="https://privacy.example.jp/welcome/Ws3…",
        ends_at="2026-12-27T01:00:00Z",
    )

    id: str
    link: str | None = Field(
        description="Given once: `null` where the same call is made again with its key."
    )
    ends_at: datetime | None
