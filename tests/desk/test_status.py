"""A person sees how a request stands, and nobody else does."""

import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.desk.conftest import Drill
from tests.desk.driving import MUGI, Desk
from tests.desk.test_centre import SEE, hidden, site_for, walk, walk_on
from tests.payments.stripe_server import KEY, stripe_server
from tests.web.sites import Browser, text_of
from upheld.calling.addresses import LOOPBACK
from upheld.calling.client import Caller
from upheld.desk.fees import cards
from upheld.evidence import verifier
from upheld.payments.stripe import Stripe

_CODE = re.compile(r"(?m)^(?:確認コード|Code): ([0-9]{8})$|\b([0-9]{8})\b")


@pytest.fixture
def desk(drill: Drill) -> Desk:
    return Desk(drill)


def _mailed_code(desk: Desk) -> str:
    desk.work()
    found = [a or b for mail in desk.box.mails for a, b in _CODE.findall(mail.body)]
    return str(found[-1])


def _opened(desk: Desk, browser: Browser, reference: str) -> str:
    page = f"/requests/{reference}"
    assert browser.submit(page, {}, to=f"{page}/code").status_code == 200
    answer = browser.submit(page, {"code": _mailed_code(desk)}, to=f"{page}/open")
    assert answer.status_code == 303, text_of(answer)
    return browser.get(page).text


@pytest.mark.slow
def test_the_whole_way_of_a_person_on_a_phone_with_a_fee_over_new_year(desk: Desk) -> None:
    """Asked on 24 December in Japanese, with a fee; answered with a bundle and a receipt."""
    browser = Browser(site_for(desk.drill))
    find = {"id_email": MUGI}
    walk(browser, "see", {**SEE, "find": find})
    reference = "R-2026-0001"
    page = _opened(desk, browser, reference)
    assert "2027年1月7日" in page
    assert "1,000円" in page
    assert desk.case(reference).waiting == {"fee"}, "the code showed who asks"
    desk.pay(reference)
    desk.work()
    assert desk.case(reference).state == "identified"
    assert "F-2026-0001" in browser.get(f"/requests/{reference}").text
    desk.decide(reference)
    desk.work()
    desk.approve(reference)
    desk.work()
    assert desk.case(reference).state == "answered"
    token = desk.box.token()
    link = f"/answers/{token}"
    assert browser.submit(link, {}, to=f"{link}/code").status_code == 200
    desk.work()
    answer = browser.submit(link, {"code": desk.box.code(), "want": "letter"})
    assert answer.status_code == 200
    assert "パスフレーズ" in text_of(answer)
    assert desk.case(reference).state == "closed"
    receipt = browser.get(f"/requests/{reference}/receipt.json")
    assert receipt.status_code == 200
    assert receipt.json()["body"]["request"] == reference
    key = verifier.read_key((desk.drill.folder / "upheld.pub").read_bytes())
    verdict = verifier.verify(receipt.content, key=key, anchor=None)
    assert (verdict.unusable, verdict.faults, verdict.gaps) == (None, [], [])
    shown = browser.get(f"/requests/{reference}/receipt")
    assert shown.status_code == 200
    assert reference in shown.text
    after = browser.get(f"/requests/{reference}").text
    way = f"/ask/correct?of={reference}"
    assert f'href="{way}"' in after, "what is wrong in it can be corrected from here"
    right = {
        "right": "correction",
        "category": "contact.phone",
        "new_value": "070-0000-0001",
        "agent": "none",
    }
    walk(browser, way.removeprefix("/ask/"), dict.fromkeys(("what", "who", "changes"), right))
    wrong = desk.case("R-2026-0002")
    assert wrong.right == "correction"
    assert wrong.sealed is not None
    assert wrong.sealed.subject == {"email": MUGI}, "nothing was typed again"
    desk.work()
    assert "follows-from" in desk.kinds("R-2026-0002")
    assert "identity" in wrong.waiting, "who asks is confirmed for a correction, too"
    begun = browser.get(way)
    back = browser.post("/ask/correct", {**hidden(begun.text), "go": "find"})
    other = {"id_email": "aoi.hinata@diary.example.jp"}
    walk_on(
        browser,
        "correct",
        {**dict.fromkeys(("what", "who", "changes"), right), "find": other},
        back,
    )
    desk.work()
    assert "request-received" in desk.kinds("R-2026-0003")
    assert "follows-from" not in desk.kinds("R-2026-0003"), "it is about somebody else"


def test_a_disclosure_that_was_refused_leads_to_no_correction(desk: Desk) -> None:
    reference = desk.ask("disclosure", contact=MUGI)
    desk.work()
    desk.decide(
        reference, "refused", ground="rights-of-others", explanation="第三者の権利を害します。"
    )
    desk.work()
    browser = Browser(site_for(desk.drill))
    assert "/ask/correct" not in _opened(desk, browser, reference)
    assert MUGI not in browser.get(f"/ask/correct?of={reference}").text


def test_a_correction_takes_nothing_from_a_disclosure_that_was_not_opened(desk: Desk) -> None:
    reference = desk.ask("disclosure")
    stranger = Browser(site_for(desk.drill))
    way = f"correct?of={reference}"
    right = {
        "right": "correction",
        "category": "contact.phone",
        "new_value": "070-0000-0001",
        "agent": "none",
    }
    find = {"id_email": MUGI}
    walk(stranger, way, {**dict.fromkeys(("what", "who", "changes"), right), "find": find})
    case = desk.case("R-2026-0002")
    assert case.sealed is not None
    assert case.sealed.subject == {"email": MUGI}
    desk.work()
    assert "request-received" in desk.kinds("R-2026-0002")
    assert "follows-from" not in desk.kinds("R-2026-0002")


@pytest.mark.slow
def test_the_data_is_read_on_the_page_with_a_code_and_kept_nowhere(desk: Desk) -> None:
    browser = Browser(site_for(desk.drill))
    reference = desk.ask("disclosure", form="electronic")
    desk.whole_way(reference)
    link = f"/answers/{desk.box.token()}"
    refused = browser.submit(link, {"code": "00000000", "want": "page"})
    assert refused.status_code == 422
    assert MUGI not in refused.text
    for language, word in (("ja", "目次"), ("en", "Contents")):
        browser.language = language
        browser.submit(link, {}, to=f"{link}/code")
        desk.work()
        shown = browser.submit(link, {"code": desk.box.code(), "want": "page"})
        assert shown.status_code == 200
        assert MUGI in shown.text
        assert word in text_of(shown)
        assert f'lang="{language}"' in shown.text[:200]
        assert shown.headers["cache-control"] == "no-store"
        policy = shown.headers["content-security-policy"]
        assert "script-src 'none'" in policy
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        leads = [a.attributes["href"] or "" for a in LexborHTMLParser(shown.text).css("a[href]")]
        assert leads
        assert all(one.startswith("#") for one in leads), "its files are not on this site"
    desk.work()
    assert desk.kinds(reference).count("answer-collected") == 2
    lying = [path.name for path in (desk.drill.folder / ".upheld").rglob("*.html")]
    assert lying == []


def test_a_number_that_is_nobodys_looks_like_one_that_is(desk: Desk) -> None:
    mine = desk.ask("deletion")
    stranger = Browser(site_for(desk.drill))
    for path in ("", "/receipt", "/receipt.json"):
        answers = [stranger.get(f"/requests/{ref}{path}") for ref in (mine, "R-2026-9999")]
        assert answers[0].status_code == answers[1].status_code
        same = [
            _without_token(a.text).replace(r, "")
            for a, r in zip(answers, (mine, "R-2026-9999"), strict=True)
        ]
        assert same[0] == same[1]
    for ref in (mine, "R-2026-9999"):
        page = f"/requests/{ref}"
        asked = stranger.submit(page, {}, to=f"{page}/code")
        wrong = stranger.submit(page, {"code": "123456"}, to=f"{page}/open")
        assert (asked.status_code, wrong.status_code) == (200, 422)


def _without_token(text: str) -> str:
    tree = LexborHTMLParser(text)
    for field in tree.css("input[name=form_token]"):
        field.attrs["value"] = ""
    return re.sub(r"[0-9a-f]{8,}", "", tree.html or "")


def test_the_proof_for_one_request_opens_no_other(desk: Desk) -> None:
    browser = Browser(site_for(desk.drill))
    mine, other = (
        desk.ask("deletion", contact=MUGI),
        desk.ask("correction", changes={"contact.phone": "1"}),
    )
    _opened(desk, browser, mine)
    assert "確認コードを送る" in browser.get(f"/requests/{other}").text
    assert browser.post(f"/requests/{other}/withdraw", {"sure": "yes"}).status_code == 403
    assert desk.case(other).state != "withdrawn"


def test_a_forged_or_old_proof_shows_nothing(desk: Desk) -> None:
    browser = Browser(site_for(desk.drill))
    mine = desk.ask("deletion", contact=MUGI)
    _opened(desk, browser, mine)
    desk.drill.set("2026-12-24T10:31:00+09:00")
    assert "確認コードを送る" in browser.get(f"/requests/{mine}").text
    browser.cookies.set("upheld-request", "A" * 80, domain="localhost.local")
    assert "確認コードを送る" in browser.get(f"/requests/{mine}").text


def test_a_request_is_taken_back_after_a_second_look(desk: Desk) -> None:
    browser = Browser(site_for(desk.drill))
    mine = desk.ask("deletion", contact=MUGI)
    _opened(desk, browser, mine)
    page = f"/requests/{mine}"
    sure = browser.submit(page, {}, to=f"{page}/withdraw")
    assert desk.case(mine).state == "identified"
    done = browser.post(f"{page}/withdraw", {**hidden(sure.text)})
    assert done.status_code == 303
    assert desk.case(mine).state == "withdrawn"
    assert "取り下げられました" in browser.get(page).text


def test_a_link_of_an_answer_opens_nothing_without_its_code(desk: Desk) -> None:
    reference = desk.ask("disclosure")
    desk.whole_way(reference)
    token = desk.box.token()
    browser = Browser(site_for(desk.drill))
    for link in (f"/answers/{token}", "/answers/" + "x" * 43):
        assert browser.get(link).status_code == 200
        wrong = browser.submit(link, {"code": "00000000", "want": "letter"})
        assert wrong.status_code == 422
        assert "小春" not in wrong.text


def test_a_fee_is_paid_by_card_on_another_site_and_counts_once(desk: Desk) -> None:
    with stripe_server() as server:
        caller = Caller(reach=LOOPBACK)
        stripe = Stripe(secret=KEY, caller=caller, base=server.base, pause=lambda _: None)
        app = site_for(desk.drill)
        object.__setattr__(app.state.site, "cards", stripe)
        browser = Browser(app)
        mine = desk.ask("disclosure", contact=MUGI, pays=False)
        page = f"/requests/{mine}"
        assert browser.submit(page, {}, to=f"{page}/pay").status_code == 200, "asks for the code"
        assert not server.sessions
        _opened(desk, browser, mine)
        shown = browser.submit(page, {}, to=f"{page}/pay")
        link = LexborHTMLParser(shown.text).css_first("main a.button")
        assert link is not None
        assert str(link.attributes["href"]).startswith(server.base)
        (session,) = server.sessions
        server.pay(session)
        cards.read_page(desk.drill.office, stripe, session)
        cards.read_page(desk.drill.office, stripe, session)
    assert "fee" not in desk.case(mine).waiting
    assert "F-2026-0001" in browser.get(page).text


def test_a_code_proves_an_address_and_no_telephone_number_typed_beside_it(desk: Desk) -> None:
    """Who types their own address and somebody else's number has not shown to be that person."""
    browser = Browser(site_for(desk.drill))
    mine = desk.ask(
        "deletion", contact=MUGI, verified=False, subject={"email": MUGI, "phone": "070-0000-0002"}
    )
    page = _opened(desk, browser, mine)
    assert "ご本人であることの確認をお待ちしています" in page
    assert desk.case(mine).waiting == {"identity"}
    alone = desk.ask("deletion", contact=MUGI, verified=False)
    _opened(desk, browser, alone)
    assert desk.case(alone).state == "identified"


@pytest.mark.slow
def test_what_was_approved_and_begun_is_not_withdrawn_behind_its_back(desk: Desk) -> None:
    browser = Browser(site_for(desk.drill))
    mine = desk.ask("deletion", contact=MUGI)
    _opened(desk, browser, mine)
    page = f"/requests/{mine}"
    sure = browser.submit(page, {}, to=f"{page}/withdraw")
    desk.decide(mine)
    desk.work()
    desk.approve(mine)
    desk.work()
    refused = browser.post(f"{page}/withdraw", hidden(sure.text))
    assert refused.status_code == 422
    assert desk.case(mine).state != "withdrawn"


def test_a_stranger_is_not_told_that_somebody_has_an_open_request(desk: Desk) -> None:
    first = desk.ask("disclosure")
    stranger = Browser(site_for(desk.drill))
    last = walk(stranger, "see", {**SEE, "find": {"id_email": MUGI}})
    second = desk.case("R-2026-0002")
    assert second.duplicate_of == first
    assert first not in last


def test_at_a_number_with_a_nul_is_no_page(desk: Desk) -> None:
    browser = Browser(site_for(desk.drill))
    assert browser.get("/requests/R-2026-0001%00").status_code == 404


@pytest.mark.parametrize("number", ["090-1234-5678", "R-206-0001"])
def test_what_is_no_number_opens_nothing_and_breaks_nothing(desk: Desk, number: str) -> None:
    browser = Browser(site_for(desk.drill))
    assert browser.get(f"/requests/{number}").status_code == 200
    form = hidden(browser.get("/status").text)
    asked = browser.post("/status", {**form, "number": "山田太郎"})
    assert asked.status_code == 422
    tried = browser.post(f"/requests/{number}/open", {**form, "code": "12345678"})
    assert tried.status_code == 422
