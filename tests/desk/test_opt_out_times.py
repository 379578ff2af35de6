"""An opt-out of a Californian has the law's time where the policy promises a longer one."""

from datetime import date

import pytest

from tests.desk.conftest import Founded
from tests.desk.driving import opened
from tests.rendering.examples import TODAY, example
from upheld.desk.clocks import answering
from upheld.desk.intake import IntakeInvalidError
from upheld.desk.moving import extend
from upheld.law.calendar import japan
from upheld.law.clock import ExtensionRefusedError
from upheld.law.opt_outs import OPT_OUTS, PACK, WITHIN
from upheld.law.packs.shelf import pack
from upheld.law.periods import Days
from upheld.policy.model import Policy
from upheld.rendering.pages import documents
from upheld.rendering.writing import texts


def _with_due(due: str) -> Policy:
    whole = example("b2b-platform").model_dump(mode="json", by_alias=True, exclude_defaults=True)
    whole["regions"]["overlays"]["US-CA"]["desk"]["clock"]["due"] = due
    return Policy.model_validate(whole)


@pytest.mark.parametrize("right", OPT_OUTS)
def test_the_time_is_that_of_the_law_pack(right: str) -> None:
    assert pack(PACK).deadline(*OPT_OUTS[right]).period == WITHIN
    found = answering(example("b2b-platform"), right, "US-CA", japan())  # type: ignore[arg-type]
    assert (found.basis, found.deadline.period) == ("law", WITHIN)
    assert found.deadline.extension is None
    assert found.deadline.clock.calendar.name == "US"


def test_the_other_requests_keep_the_promised_time_and_a_shorter_one_holds() -> None:
    policy = example("b2b-platform")
    know = answering(policy, "know", "US-CA", japan())
    assert (know.basis, know.deadline.period) == ("policy", Days(45))
    assert know.deadline.extension is not None
    short = answering(_with_due("P10D"), "opt-out-sale-sharing", "US-CA", japan())
    assert (short.basis, short.deadline.period) == ("policy", Days(10))
    assert short.deadline.extension is None


def test_a_case_has_that_time_and_is_not_prolonged(found: Founded) -> None:
    drill = found("b2b-platform")
    case = opened(drill, right="opt-out-sale-sharing", residence="US-CA")
    assert case.clock["basis"] == "law"
    assert case.due_on == date(2027, 1, 15), "15 business days of California from 23 December"
    with drill.office.company.engine.begin() as connection, pytest.raises(ExtensionRefusedError):
        extend(drill.office, connection, case, by="S-1", reason="complex")


@pytest.mark.parametrize("page", ["requests", "california"])
def test_the_pages_say_it_by_right(page: str) -> None:
    made = texts(documents(example("b2b-platform"), today=TODAY), ["en", "ja"], "txt", TODAY)
    en, ja = (" ".join(made[page, language].split()) for language in ("en", "ja"))
    assert "every request except the right to opt out of sale and sharing" in en
    assert "This needs no verification of identity: right to opt out of sale and sharing." in en
    assert "within 15 business days at most" in en
    assert "The time for this is not extended" in en
    assert "遅くとも15営業日以内" in ja.replace(" ", "")
    assert "本人確認は必要ありません" in ja.replace(" ", "")


@pytest.mark.parametrize(
    "said", [{"subject": {"email": "ren@x"}}, {"contact": "ren@x"}, {"contact": "ren.x.jp"}]
)
def test_an_address_that_nobody_can_have_is_refused(
    found: Founded, said: dict[str, object]
) -> None:
    with pytest.raises(IntakeInvalidError) as caught:
        opened(found(), **said)
    assert "ren" not in str(caught.value)
