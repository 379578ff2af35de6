"""Made-up values go through the screening that calls go through, and nothing else is believed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pytest

from tests.screening.conftest import EXAMPLES
from upheld.clock import SystemClock
from upheld.detection import Finding
from upheld.detection.kind import GROUPS
from upheld.policy.model import Policy
from upheld.policy.reading import read_policy
from upheld.screening.configuration import GatewaySection
from upheld.screening.probing import Probed, examples_of, probe, probe_with
from upheld.screening.procedure import Screening
from upheld.screening.rulebook import rulebook_of
from upheld.screening.turns import Scans
from upheld.vocabulary.table import rows

SECTION = GatewaySection(recipient="ai-models")


@pytest.fixture(scope="module")
def probed(policy: Policy) -> Probed:
    return probe(policy, SECTION, clock=SystemClock())


def test_every_prohibited_group_has_examples_in_both_languages_and_none_leaves(
    probed: Probed,
) -> None:
    assert list(probed.blocked) == list(GROUPS)
    assert {one.let_through for one in probed.blocked.values()} == {0}
    for group in GROUPS:
        assert {
            lang for what, lang, _ in rows("upheld.screening", "examples.tsv") if what == group
        } == {"ja", "en"}


def test_every_country_that_the_policy_closes_is_tried(policy: Policy, probed: Probed) -> None:
    assert policy.regions is not None
    closed = policy.regions.all_closed()
    assert "KP" in closed  # by the maintained list, beside the standard regions
    assert probed.blocked["restricted_region"].examples == 2 * len(closed)


def test_a_child_is_as_old_as_the_policy_says(policy: Policy) -> None:
    texts = list(examples_of("child", policy))
    assert all("12" in text for text in texts)


def test_what_is_masked_is_tried_by_category() -> None:
    policy = read_policy(EXAMPLES / "ai-research" / "policy")
    masked = probe(policy, SECTION, clock=SystemClock()).masked
    assert set(masked) == {"identity", "contact"}
    assert all(one.examples >= 2 and not one.let_through for one in masked.values())


@dataclass
class Blind:
    """A scanner that sees nothing."""

    def scan_many(self, texts: Iterable[str]) -> Iterator[list[Finding]]:
        return ([] for _ in texts)


def test_a_scanner_that_sees_nothing_lets_every_example_through(policy: Policy) -> None:
    blind = probe_with(_screening(policy, Blind()), policy)
    assert all(one.examples == one.let_through > 0 for one in blind.blocked.values())


def test_so_it_does_what_is_to_be_masked() -> None:
    policy = read_policy(EXAMPLES / "ai-research" / "policy")
    blind = probe_with(_screening(policy, Blind()), policy)
    assert all(one.examples == one.let_through > 0 for one in blind.masked.values())


@dataclass
class Suspicious:
    """A scanner for which every text is a password."""

    def scan_many(self, texts: Iterable[str]) -> Iterator[list[Finding]]:
        for text in texts:
            yield [
                Finding(
                    kind="secret",
                    start=0,
                    end=len(text),
                    line=1,
                    column=1,
                    confidence=1.0,
                    rule="t",
                    groups=("auth_secret",),
                )
            ]


def test_to_refuse_for_another_reason_shows_nothing(policy: Policy) -> None:
    tried = probe_with(_screening(policy, Suspicious()), policy).blocked
    assert tried["auth_secret"].let_through == 0
    assert tried["health"].let_through == tried["health"].examples


def _screening(policy: Policy, scanner: Scans) -> Screening:
    return Screening(
        scanner=scanner, rulebook=rulebook_of(policy, SECTION), section=SECTION, key=b"k" * 32
    )
