"""The language: documented keys, references that are all checked, durations, clause ids."""

import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter

from tests.policy.test_reading import GOOD, folder, refused
from upheld.documents.known_keys import keys_at
from upheld.law.periods import BusinessDays, Days, Hours, Months, PeriodUnreadableError
from upheld.policy.language.duration import Duration, parse_duration
from upheld.policy.language.line import Label, Line, Promise
from upheld.policy.model import Policy
from upheld.policy.reading import read_policy
from upheld.policy.references import _REFERS


def lines_below(model: type[BaseModel]) -> set[type[BaseModel]]:
    """Every model that a policy file can hold."""
    seen: set[type[BaseModel]] = set()

    def visit(annotation: object) -> None:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            if annotation not in seen:
                seen.add(annotation)
                for field in annotation.model_fields.values():
                    visit(field.annotation)
            return
        for part in typing.get_args(annotation):
            visit(part)

    visit(model)
    return seen


MODELS = sorted(lines_below(Policy), key=lambda one: one.__name__)


@pytest.mark.parametrize("model", [m for m in MODELS if m is not Label], ids=lambda m: m.__name__)
def test_every_key_has_its_meaning_in_two_languages_and_an_example(model: type[BaseModel]) -> None:
    for name, field in model.model_fields.items():
        extra = field.json_schema_extra
        assert isinstance(extra, dict), name
        assert field.description, name
        assert extra["description_ja"], name
        assert extra["x-example"], name


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.__name__)
def test_a_key_left_out_is_what_its_default_would_be_if_it_were_written(
    model: type[BaseModel],
) -> None:
    for name, field in model.model_fields.items():
        if not field.is_required():
            annotation: Any = field.annotation
            for constraint in field.metadata:
                annotation = Annotated[annotation, constraint]
            read = TypeAdapter(annotation).validate_python(field.default)
            assert (type(read), read) == (type(field.default), field.default), name


NAMES_OF_LINES = {
    "purposes", "recipients", "people", "data", "items", "receives", "sends", "to", "partner",
    "carries", "never", "contains", "channels", "of", "fields", "drop", "keep", "returns",
}  # fmt: skip
WORDS_OF_THEIR_OWN = {
    # Who is told, which settings, what stays equal, what an outside service calls its fields.
    ("Audited", "of"), ("NoRetaliation", "of"), ("Stage", "to"), ("Scopes", "fields"),
    ("Channel", "to"), ("SelfService", "items"), ("Referral", "to"), ("RetentionRule", "keep"),
}  # fmt: skip


def keys_that_could_name_lines() -> Iterator[tuple[type[BaseModel], str]]:
    for model in MODELS:
        for name, field in model.model_fields.items():
            plain = "Mapping" not in str(field.annotation) and "dict" not in str(field.annotation)
            nested = lines_below_annotation(field.annotation)
            if name in NAMES_OF_LINES and plain and not nested and model is not Policy:
                yield model, name


def lines_below_annotation(annotation: object) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return True
    return any(lines_below_annotation(part) for part in typing.get_args(annotation))


def test_no_key_that_names_another_line_goes_unchecked() -> None:
    unchecked = {
        (model.__name__, name)
        for model, name in keys_that_could_name_lines()
        if (model, name) not in _REFERS
    }
    assert unchecked - WORDS_OF_THEIR_OWN == set()


def test_every_checked_key_exists() -> None:
    assert {(m.__name__, k) for m, k in _REFERS if k not in m.model_fields} == set()


@pytest.mark.parametrize(
    "model", [m for m in MODELS if issubclass(m, Line)], ids=lambda m: m.__name__
)
def test_a_promise_always_names_its_clauses(model: type[Line]) -> None:
    own = "c" in model.model_fields
    assert own is (issubclass(model, Promise) or model.__name__ in {"About", "Person"})


def test_a_transmission_to_nobody_declared_is_refused_at_its_place(tmp_path: Path) -> None:
    text = GOOD + (
        "external_transmissions:\n"
        "  stats: {to: maler, tag: analytics, sends: device.ip, purposes: provide, c: P1-5}\n"
    )
    (refusal,) = refused(tmp_path, policy=text)
    assert refusal.what.en == "the recipient `maler` is not declared"
    assert refusal.remedy.en.startswith("did you mean `mailer`?")
    assert refusal.where.line == text.count("\n")


def test_a_fee_on_a_deletion_is_refused_with_the_article(tmp_path: Path) -> None:
    text = GOOD.replace(
        "{offered: true, c: P1-8}", "{offered: true, c: P1-8, fee: {amount: 1000, c: P1-9}}"
    )
    (refusal,) = refused(tmp_path, policy=text)
    assert "fee for `deletion`" in refusal.what.en
    assert "APPI 38" in refusal.remedy.en


def test_a_group_covers_its_items_and_what_lies_below_them(tmp_path: Path) -> None:
    text = GOOD.replace(
        "data:\n",
        "data:\n  account: {items: [identity.name, contact.address], purposes: [provide], c: P1-1}\n",
    )
    policy = read_policy(folder(tmp_path, policy=text))
    assert policy.uses_of("contact.address.city") == (policy.data["account"],)
    assert policy.uses_of("health") == ()


def test_who_receives_a_category_is_told_by_either_side(tmp_path: Path) -> None:
    text = GOOD.replace(
        "country: JP, c: P1-3}",
        "country: JP, c: P1-3}\n  isp: {ja: 通信, en: a carrier, receives: [device], c: P1-4}",
    )
    policy = read_policy(folder(tmp_path, policy=text))
    assert policy.recipients_of("contact.email") == ("mailer",)
    assert policy.recipients_of("device.ip") == ("isp",)


def test_the_clauses_of_every_part_are_known(tmp_path: Path) -> None:
    text = GOOD + (
        "termination:\n  stages:\n"
        "    - {do: delete-primary, due: 3bd, targets: [app-store], c: P1-10a}\n"
        "ai:\n  prohibited: [{kind: health, c: P1-7f}]\n"
    )
    policy = read_policy(folder(tmp_path, policy=text))
    assert {"P1-10a", "P1-7f"} <= policy.clauses()
    stage = next(p for p in policy.promises if "P1-10a" in p.promise.c)
    assert stage.path == ("termination", "stages", 0)
    assert stage.section == "termination"


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("P7Y", Duration(period=Months(84))),
        ("contract-end", Duration(event="contract-end")),
        ("contract-end+P7Y", Duration(event="contract-end", period=Months(84))),
        ("contract-end+3bd", Duration(event="contract-end", period=BusinessDays(3))),
    ],
)
def test_durations_are_periods_events_or_both(text: str, duration: Duration) -> None:
    assert parse_duration(text) == duration
    assert str(duration) == text


@pytest.mark.parametrize("text", ["3 days or so", "contract-end+", "+P7Y", "contract-end+soon", ""])
def test_free_words_are_no_duration(text: str) -> None:
    with pytest.raises(PeriodUnreadableError):
        parse_duration(text)


PERIODS = st.one_of(
    st.integers(1, 12_000).map(Months), st.integers(1, 12_000).map(Days),
    st.integers(1, 12_000).map(Hours), st.integers(1, 12_000).map(BusinessDays),
)  # fmt: skip


@given(
    st.one_of(st.none(), st.from_regex(r"[a-z][a-z0-9-]{1,20}", fullmatch=True)),
    st.one_of(st.none(), PERIODS),
)
def test_a_duration_reads_back_as_itself(
    event: str | None, period: Months | Days | Hours | BusinessDays | None
) -> None:
    if event is not None or period is not None:
        written = Duration(event=event, period=period)
        assert parse_duration(str(written)) == written


def test_a_misspelt_key_of_a_new_part_names_the_nearest(tmp_path: Path) -> None:
    text = GOOD + "incidents: {repot: {c: P1-7a}}\n"
    (refusal,) = refused(tmp_path, policy=text)
    assert "`report`" in refusal.remedy.en
    assert "report" in keys_at(Policy, ("incidents",))
