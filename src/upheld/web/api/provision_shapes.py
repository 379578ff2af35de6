"""What the API takes and gives of the register of provision to and by third parties."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from upheld.registers.provision import Basis, Direction, Form
from upheld.registers.provision_rules import LONGEST
from upheld.web.api.shapes import IdentifierKind, Shape, Value, Word, example, only_visible

_LINE = {
    "record": 17,
    "direction": "provided",
    "party": "ad-network",
    "basis": "consent",
    "form": "single",
    "first_on": "2026-12-23",
    "last_on": "2026-12-23",
    "made_on": "2026-12-24",
    "kept_until": "2029-12-24",
}
_ENTERED = {
    "direction": "provided",
    "party": "ad-network",
    "basis": "consent",
    "first_on": "2026-12-23",
    "address": "東京都千代田区見本町九丁目 9",
    "person": {"email": "aoi@example.jp"},
    "items": ["device.advertising_id"],
    "consented": True,
}
Line = Annotated[str, StringConstraints(max_length=LONGEST), AfterValidator(only_visible)]
Item = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.-]{0,79}$")]


class ProvisionLine(Shape):
    """A record as it is listed: nobody is named."""

    model_config = example(**_LINE)

    record: int
    direction: Direction
    party: str = Field(description="A recipient of the policy; for `received` who provided it.")
    basis: Basis
    form: Form
    first_on: date
    last_on: date
    made_on: date
    kept_until: date = Field(description="The last day of the record.")


class ProvisionPage(Shape):
    """A page of records, the newest first."""

    model_config = example(records=[_LINE], cursor=None)

    records: list[ProvisionLine]
    cursor: int | None = Field(description="Gives the next page; none after the last.")


class FoundProvisions(Shape):
    """The records that name a person by any of the identifiers, the newest first."""

    model_config = example(records=[_LINE])

    records: list[ProvisionLine]


class ThirdParty(Shape):
    """To whom, or from whom."""

    name: str
    address: str
    representative: str


class ProvisionShape(ProvisionLine):
    """A record that was opened: this is personal."""

    model_config = example(
        **_LINE,
        third_party={
            "name": "Ad network", "address": "東京都千代田区見本町九丁目 9",
            "representative": "見本 太郎",
        },
        person={"email": "aoi@example.jp"},
        items=["device.advertising_id"],
        consented=True,
        acquisition="",
    )  # fmt: skip

    third_party: ThirdParty
    person: dict[str, str]
    items: list[str]
    consented: bool
    acquisition: str


class EnteredProvision(Shape):
    """One record as somebody enters it; what the law wants and is missing is refused."""

    model_config = example(**_ENTERED)

    direction: Direction
    party: Annotated[
        str, StringConstraints(min_length=1, max_length=80), AfterValidator(only_visible)
    ]
    basis: Basis
    form: Form = "single"
    first_on: date
    last_on: date | None = Field(default=None, description="Of several; `first_on` by default.")
    name: Line = ""
    address: Line = ""
    representative: Line = ""
    person: dict[Word, Value] = Field(max_length=20, description="Identifiers: kind to value.")
    items: tuple[Item, ...] = Field(max_length=100, description="Categories or groups.")
    consented: bool = False
    acquisition: Line = ""


class EnteredProvisions(Shape):
    """Records that are entered together, all of them or none."""

    model_config = example(records=[_ENTERED])

    records: Annotated[tuple[EnteredProvision, ...], Field(min_length=1, max_length=500)]


class Entered(Shape):
    """What came of it: a record that is there already adds nothing."""

    model_config = example(added=1, extended=0, known=0)

    added: int
    extended: int = Field(description="Batches and contracts that went on to a later last day.")
    known: int


class Person(Shape):
    """Whom to look for; the identifiers stand in the body and in no address."""

    model_config = example(person={"email": "aoi@example.jp"})

    person: dict[IdentifierKind, Value] = Field(min_length=1, max_length=20)


_DECLARED = {
    "declaration": 3, "since": "2023-11-01", "through": "2026-11-26", "owner": "個人情報管理責任者",
}  # fmt: skip


class Declaring(Shape):
    """Somebody answers for it that the register is complete for these days."""

    model_config = example(since="2023-11-01", through="2026-11-26", owner="個人情報管理責任者")

    since: date
    through: date
    owner: Annotated[
        str, StringConstraints(min_length=1, max_length=200), AfterValidator(only_visible)
    ]


class DeclarationShape(Shape):
    """A declaration that stands."""

    model_config = example(**_DECLARED)

    declaration: int
    since: date
    through: date
    owner: str


class Withdrawn(Shape):
    """A declaration that stands no longer."""

    model_config = example(declaration=3)

    declaration: int
