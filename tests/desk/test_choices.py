"""The page of choices says what the policy declares, and chooses nothing for anybody."""

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.desk.conftest import Founded
from tests.desk.test_centre import site_for
from tests.rendering.examples import example
from tests.web.sites import Browser, text_of, world
from upheld.desk.choices import choices
from upheld.desk.kinds import KINDS
from upheld.rendering.document import begun

EXAMPLES = ["ai-research", "b2b-platform", "consumer-app", "messaging", "wifi-rental"]


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_consent_stop_partner_and_tag_of_the_policy_is_there(name: str) -> None:
    policy = example(name)
    found = choices(policy)
    told = {choice.title for choice in found.consents}
    assert {begun(item.label.text()) for item in policy.consent.values()} <= told
    on_consent = {
        key
        for key, purpose in policy.purposes.items()
        if ("consent" in purpose.basis or purpose.opt_in) and not purpose.off
    }
    named = {key for item in policy.consent.values() for key in item.purposes}
    for key in on_consent - named:
        assert begun(policy.purposes[key].words()) in told, key
    assert len(found.ads) == len(policy.ads)
    assert len(found.transmissions) == len(policy.external_transmissions)
    assert len(found.cookies) == len(policy.cookies)
    assert len(found.stops) >= len(policy.stops)
    urls = {url for choice in (*found.ads, *found.transmissions) for _label, url in choice.links}
    for partner in policy.ads.values():
        assert {way.url for way in partner.opt_out} <= urls
    for tag in policy.external_transmissions.values():
        assert {way.url for way in tag.opt_out} <= urls
    assert len(found.signals) == len(policy.signals)
    assert {kind.id for kind in found.kinds} <= {k for k, v in KINDS.items() if v.verb == "stop"}


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_of_each_example_has_no_box_to_tick_and_says_what_it_does_not_do(
    name: str, language: str, tmp_path: Path
) -> None:
    made = world(tmp_path, company=name)
    page = Browser(made.app, language=language).get("/choices")
    assert page.status_code == 200
    tree = LexborHTMLParser(page.text)
    assert tree.css("main input") == []
    assert tree.css("main form") == []
    wanted = "まだ行っていません" if language == "ja" else "not recorded on this page yet"
    assert wanted in text_of(page)
    for link in tree.css("main a"):
        assert str(link.attributes["href"]).startswith(("https://", "/"))
    made.engine.dispose()


def test_an_opt_out_leads_to_the_desk(found: Founded) -> None:
    page = Browser(site_for(found("b2b-platform"))).get("/choices")
    tree = LexborHTMLParser(page.text)
    kinds = [one.text() for one in tree.css("main a[href='/ask/stop']")]
    assert "販売・共有の拒否" in kinds
    assert "カリフォルニア州にお住まいの方" in text_of(page)


def test_the_first_page_leads_to_the_choices_and_to_the_profile(found: Founded) -> None:
    with_profile = Browser(site_for(found("b2b-platform"))).get("/").text
    assert 'href="/profile"' in with_profile
    assert 'href="/choices"' in with_profile
    without = Browser(site_for(found("consumer-app"))).get("/").text
    assert 'href="/profile"' not in without
    assert 'href="/choices"' in without
