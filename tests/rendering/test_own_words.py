"""A lawyer's sentences stand in for ours as long as they mean the line they were written for."""

from collections import Counter
from pathlib import Path

import pytest

from tests.rendering.examples import TODAY, example, laid_over
from upheld.policy.reading import read_policy
from upheld.policy.wording import meaning
from upheld.refusal import RefusalsError
from upheld.rendering.names import Names
from upheld.rendering.pages import documents
from upheld.rendering.telling import tell
from upheld.rendering.writing import texts

OWN = {"ja": "検知から72時間以内に消します。", "en": "It is gone within 72 hours of detection."}


def _mark() -> str:
    ai = example("b2b-platform").ai
    assert ai is not None
    assert ai.delete_found is not None
    return meaning(ai.delete_found)[:12]


def _words(**wording: object) -> dict[str, object]:
    return {"wording": wording}


def test_own_words_replace_the_standard_sentence_in_both_languages() -> None:
    policy = laid_over("b2b-platform", wording={"P1-7q": {**OWN, "meaning": _mark()}})
    made = documents(policy, today=TODAY)
    pages = texts(made, ["ja", "en"], "html", TODAY)
    assert made.findings == ()
    for page in ("policy", "ai"):
        assert "検知から72時間以内に消します。" in pages[page, "ja"]
        assert "It is gone within 72 hours of detection." in pages[page, "en"]
        assert 'data-line="ai.delete_found" data-own' in pages[page, "en"]


def test_own_words_for_another_meaning_are_flagged_and_not_used() -> None:
    ai = example("b2b-platform").ai
    assert ai is not None
    declared = ai.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    declared["delete_found"]["within"] = "PT48H"
    policy = laid_over("b2b-platform", ai=declared, wording={"P1-7q": {**OWN, "meaning": _mark()}})
    made = documents(policy, today=TODAY)
    page = texts(made, ["en"], "html", TODAY)["policy", "en"]
    assert [(one.code, one.key, one.clause) for one in made.findings] == [
        ("wording-outdated", "wording.P1-7q", "P1-7q")
    ]
    now = policy.ai.delete_found if policy.ai else None
    assert now is not None
    assert meaning(now)[:12] in made.findings[0].remedy.en
    assert "It is gone within" not in page


def test_a_change_of_another_line_leaves_own_words_alone() -> None:
    policy = laid_over(
        "b2b-platform",
        wording={"P1-7q": {**OWN, "meaning": _mark()}},
        children=[],
    )
    assert documents(policy, today=TODAY).findings == ()


def test_one_sentence_of_a_line_can_be_worded_by_itself() -> None:
    policy = example("wifi-rental")
    cards = policy.cards
    assert cards is not None
    words = {
        "ja": "カード番号は当社に残りません。",
        "en": "Card numbers do not stay with us.",
        "meaning": meaning(cards)[:8],
    }
    told = tell(laid_over("wifi-rental", wording={"cards#2": words}), (names := Names(policy)))
    sentences = [one.text.en for one in told.passages["cards"].sentences]
    assert len(sentences) == 2
    assert sentences[0].startswith("Card details go directly to")
    assert sentences[1] == "Card numbers do not stay with us."
    assert names.unknown == {}


def test_a_sentence_that_a_line_does_not_have_is_a_finding() -> None:
    cards = example("wifi-rental").cards
    assert cards is not None
    words = {**OWN, "meaning": meaning(cards)[:8]}
    made = documents(laid_over("wifi-rental", wording={"cards#9": words}), today=TODAY)
    assert [one.code for one in made.findings] == ["wording-no-sentence"]


def test_own_words_keep_the_links_of_the_line() -> None:
    policy = example("wifi-rental")
    name, line = next((n, t) for n, t in policy.external_transmissions.items() if t.opt_out)
    words = {
        "ja": "広告のために送ります。",
        "en": "It is sent for advertising.",
        "meaning": meaning(line)[:12],
    }
    other = laid_over("wifi-rental", wording={f"external_transmissions.{name}": words})
    (sentence,) = tell(other, Names(other)).passages[f"external_transmissions.{name}"].sentences
    assert line.opt_out[0].url in [link.url for link in sentence.links]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path in (Path(__file__).parents[2] / "examples/consumer-app/policy").glob("*.yaml"):
        tmp_path.joinpath(path.name).write_text(path.read_text("utf-8"), "utf-8")
    return tmp_path


def _wording(folder: Path, key: str, mark: str = "0123456789ab") -> None:
    folder.joinpath("wording.yaml").write_text(
        f"wording:\n  {key}:\n    ja: 消します。\n    en: It is gone.\n    meaning: {mark}\n",
        "utf-8",
    )


def test_own_words_for_a_clause_that_is_gone_are_refused_with_their_place(folder: Path) -> None:
    _wording(folder, "P3-99z")
    with pytest.raises(RefusalsError) as refused:
        read_policy(folder)
    said = refused.value.render("en")
    assert "wording.yaml:2:" in said or "wording.yaml:3:" in said
    assert "a clause that is not there" in said


def test_own_words_for_a_clause_of_several_lines_are_refused_with_the_lines(folder: Path) -> None:
    promises = example("consumer-app").promises
    counted = Counter(clause for one in promises for clause in one.promise.c)
    clause = next(clause for clause, count in counted.items() if count > 1)
    lines = [one for one in promises if clause in one.promise.c]
    _wording(folder, clause)
    with pytest.raises(RefusalsError) as refused:
        read_policy(folder)
    said = refused.value.render("en")
    assert all(".".join(str(step) for step in one.path) in said for one in lines)


def test_a_mark_that_is_no_mark_is_refused(folder: Path) -> None:
    _wording(folder, "P3-1", mark="abc")
    with pytest.raises(RefusalsError, match="mark of a meaning"):
        read_policy(folder)


def test_a_fee_below_a_right_does_not_change_what_the_right_means() -> None:
    right = example("consumer-app").rights["disclosure"]
    assert right.fee is not None
    assert meaning(right) == meaning(right.model_copy(update={"fee": None}))
    assert meaning(right.fee) != meaning(right.fee.model_copy(update={"currency": "USD"}))
