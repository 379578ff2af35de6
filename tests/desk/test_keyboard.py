"""Each way through the desk with a keyboard alone: no mouse, and the focus seen at every step."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desk.driving import MUGI, Desk
from tests.desk.mailroom.test_taking import mail, take
from tests.desk.serving import officer_of, opened_desk, served
from tests.desk.test_documents import png
from tests.payments.stripe_server import KEY, StripeServer, stripe_server
from tests.web.chromium import chromium
from tests.web.sites import PASSWORD
from upheld.calling.addresses import LOOPBACK
from upheld.calling.client import Caller
from upheld.desk.fees import book, cards
from upheld.desk.withdrawing import withdraw
from upheld.payments.stripe import Stripe

pytestmark = pytest.mark.slow

_MOST = 80
"""More than any page here has stops before what is wanted."""
_HERE = """() => {
  const one = document.activeElement;
  return {id: one.id, name: one.name || "", value: one.value || "", text: one.textContent.trim(),
          path: one.href ? new URL(one.href).pathname : "", type: one.type || "",
          seen: getComputedStyle(one).outlineStyle !== "none" || one.id === "main"};
}"""


@pytest.fixture(scope="module")
def desk(
    founded_examples: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    with opened_desk(founded_examples, tmp_path_factory.mktemp("keys") / "company") as made:
        yield made


@pytest.fixture(scope="module")
def server() -> Iterator[StripeServer]:
    with stripe_server() as running:
        yield running


@pytest.fixture(scope="module")
def account(server: StripeServer) -> Stripe:
    return Stripe(secret=KEY, caller=Caller(reach=LOOPBACK), base=server.base)


@pytest.fixture(scope="module")
def officer(desk: Desk) -> str:
    return officer_of(desk)


@pytest.fixture(scope="module")
def context(desk: Desk, account: Stripe) -> Iterator[Any]:
    with served(desk, cards=account) as address, chromium() as browser:
        made = browser.new_context(locale="ja", base_url=address)
        made.set_default_timeout(30_000)
        yield made
        made.close()


@pytest.fixture
def hands(context: Any) -> Iterator["Hands"]:
    page = context.new_page()
    yield Hands(page)
    page.close()


class Hands:
    """Two hands on a keyboard."""

    def __init__(self, page: Any) -> None:
        self.page = page

    @property
    def here(self) -> dict[str, Any]:
        """What has the focus; nobody may lose sight of it."""
        found: dict[str, Any] = self.page.evaluate(_HERE)
        assert found["seen"], found
        return found

    def tab_to(self, **wanted: str) -> None:
        """Press Tab until something with these traits has the focus."""
        for _ in range(_MOST):
            self.page.keyboard.press("Tab")
            here = self.here
            if all(here[name] == value for name, value in wanted.items()):
                return
        pytest.fail(f"Tab never reached {wanted}")

    def type(self, text: str, **into: str) -> None:
        """Tab to a field and type."""
        self.tab_to(**into)
        self.page.keyboard.type(text)

    def choose(self, name: str, value: str) -> None:
        """Tab into a group of radio buttons, and go down it by arrows to the one that is meant."""
        self.tab_to(name=name, type="radio")
        self.page.keyboard.press("Space")
        for _ in range(20):
            if self.here["value"] == value:
                return
            self.page.keyboard.press("ArrowDown")
        pytest.fail(f"no arrow led to {value}")

    def enter(self) -> None:
        """Press Enter, and wait for the page it leads to."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def send(self, button: str = "main form button.main") -> None:
        """Tab to the next such button, and press it."""
        for _ in range(_MOST):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("one => document.activeElement.matches(one)", button):
                assert self.here["seen"]
                self.enter()
                return
        pytest.fail(f"Tab never reached {button}")

    def go(self, typed: str, called: str = "") -> None:
        """Go somewhere by Ctrl+K; what is found may be called otherwise than it is typed."""
        self.page.keyboard.press("Control+k")
        self.page.keyboard.type(typed)
        self.page.locator("#go-list li").filter(has_text=called or typed).first.wait_for()
        self.enter()


def test_a_person_asks_and_sees_how_it_stands(hands: Hands, desk: Desk) -> None:
    hands.page.goto("/")
    hands.tab_to(path="/ask/see")
    hands.enter()
    hands.choose("right", "disclosure")
    hands.send()
    hands.choose("agent", "none")
    hands.send()
    hands.type(MUGI, name="id_email")
    hands.send()
    hands.choose("form", "electronic")
    hands.send()
    hands.send()  # no message
    hands.send()  # what was answered is right
    found = re.search(r"R-\d{4}-\d{4}", hands.page.inner_text("main"))
    assert found is not None
    desk.work()
    hands.tab_to(path="/status")
    hands.enter()
    hands.page.keyboard.press("Tab")
    hands.type(found[0], type="text")
    hands.enter()
    assert hands.page.url.endswith(found[0])
    _prove(hands, desk)
    assert hands.page.locator(".timeline").count() == 1
    assert "手数料" in hands.page.inner_text("main")


def test_an_officer_signs_in_decides_and_approves_until_it_is_answered(
    hands: Hands, desk: Desk, officer: str
) -> None:
    mine = desk.ask("deletion")
    desk.ask("suspension", grounds=("beyond-purpose",))
    desk.work()
    _sign_in(hands, officer)
    hands.go("請求")
    assert hands.page.url.endswith("/console/requests")
    for _ in range(10):
        hands.page.keyboard.press("j")
        if hands.here["text"] == mine:
            break
    hands.page.keyboard.press("j")
    hands.page.keyboard.press("k")
    if hands.here["text"] != mine:  # it was the last one: k went up
        hands.page.keyboard.press("j")
    assert hands.here["text"] == mine
    hands.enter()
    assert hands.page.url.endswith(mine)
    hands.choose("outcome", "granted")
    hands.send()
    assert desk.case(mine).state == "decided"
    desk.work()
    hands.go(mine)
    _press(hands, "この計画を承認する")
    desk.work()
    hands.go(mine)
    assert desk.case(mine).state in ("answered", "closed")
    assert "することはありません" in hands.page.inner_text("main")
    hands.tab_to(text="ご自身のコンピューターで検証する")
    hands.page.keyboard.press("Enter")
    assert hands.page.locator("#evidence").evaluate("one => one.open")


def test_the_list_of_places_is_walked_by_arrows_and_closed_by_escape(
    hands: Hands, officer: str
) -> None:
    page = hands.page
    _look_at(hands, officer, "/console/requests")
    page.keyboard.press("Control+k")
    assert hands.here["id"] == "go-q"
    page.locator("#go-list a").nth(1).wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    second = hands.here["path"]
    assert second == page.locator("#go-list a").nth(1).get_attribute("href")
    page.keyboard.press("j")
    assert hands.here["path"] == second, "the keys of the list behind it rest"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.type("そのようなものはない")
    page.get_by_text("該当するものはありません").wait_for()
    page.keyboard.press("Escape")
    assert not page.locator("dialog#go").evaluate("one => one.open")
    hands.go("fees", "手数料")
    assert page.url.endswith("/console/fees")


def test_a_document_is_sent_looked_at_and_accepted(
    hands: Hands, desk: Desk, officer: str, tmp_path: Path
) -> None:
    power = tmp_path / "power.png"
    power.write_bytes(png())
    mine = desk.ask("deletion", contact=MUGI, verified=False, agent="appointed")
    desk.work()
    # From here on the browser hands its choosers over: told only when one is asked for, it may open it.
    hands.page.on("filechooser", lambda _: None)
    hands.page.goto(f"/requests/{mine}")
    _prove(hands, desk)
    hands.tab_to(path=f"/requests/{mine}/documents")
    hands.enter()
    hands.choose("kind", "power:power-of-attorney")
    hands.tab_to(id="document")
    with hands.page.expect_file_chooser() as asked:
        hands.page.keyboard.press("Enter")
    asked.value.set_files(power)
    hands.send()
    assert "確認中" in hands.page.inner_text("main")
    _look_at(hands, officer, f"/console/requests/{mine}")
    hands.tab_to(text="表示する")
    with hands.page.context.expect_page() as shown:
        hands.page.keyboard.press("Control+Enter")  # in a tab of its own
    assert "/proofs/" in shown.value.url
    shown.value.close()
    _press(hands, "認める")
    assert "power" not in desk.case(mine).waiting


def test_a_fee_is_taken_by_transfer_and_given_back(hands: Hands, desk: Desk, officer: str) -> None:
    mine = desk.ask("disclosure", form="electronic", pays=False)
    desk.work()
    _look_at(hands, officer, f"/console/requests/{mine}")
    hands.type("T-42", id="number")
    _press(hands, "振込を確認")
    with desk.drill.office.company.engine.connect() as connection:
        paid = book.account(connection, mine)
    assert paid is not None
    assert paid.settled
    withdraw(desk.drill.office, mine)
    hands.go("fees", "手数料")
    assert mine in hands.page.inner_text("main")
    _press(hands, "返金した")
    hands.go("fees", "手数料")
    assert mine not in hands.page.inner_text("main")
    desk.work()
    assert "fee-refunded" in desk.kinds(mine)


def test_a_mail_that_says_too_little_is_read_and_dealt_with(
    hands: Hands, desk: Desk, officer: str
) -> None:
    take(desk.drill, mail("先日はありがとうございました。", subject="お礼"))
    _look_at(hands, officer, "/console/mail")
    assert "お礼" in hands.page.inner_text("main")
    hands.tab_to(path="/console/enter")
    hands.enter()
    assert hands.page.url.endswith("/console/enter")
    hands.go("mail", "メール")
    _press(hands, "対応済みにする")
    assert "お礼" not in hands.page.inner_text("main")


def test_a_fee_is_paid_by_card_on_the_page_of_another_site(
    hands: Hands, desk: Desk, server: StripeServer, account: Stripe
) -> None:
    mine = desk.ask("disclosure", contact=MUGI, form="electronic", pays=False)
    desk.work()
    hands.page.goto(f"/requests/{mine}")
    _prove(hands, desk)
    hands.send("form[action$='/pay'] button")
    (session,) = server.sessions
    hands.tab_to(text="支払いページへ進む(外部サイト)")
    there = hands.page.evaluate("document.activeElement.href")
    assert there == server.sessions[session]["url"]
    server.pay(session)
    cards.read_page(desk.drill.office, account, session)
    hands.tab_to(path=f"/requests/{mine}")
    hands.enter()
    assert "領収書" in hands.page.inner_text("main")


def _prove(hands: Hands, desk: Desk) -> None:
    """Have a code mailed, and type it."""
    hands.send("form[action$='/code'] button")
    desk.work()
    hands.type(desk.box.code(), id="code")
    hands.enter()


def _look_at(hands: Hands, officer: str, path: str) -> None:
    """Open a page of the console, signed in."""
    hands.page.goto(path)
    if "sign-in" in hands.page.url:
        _sign_in(hands, officer)
        hands.page.goto(path)


def _sign_in(hands: Hands, address: str) -> None:
    hands.page.goto("/sign-in")
    hands.type(address, id="address")
    hands.type(PASSWORD, id="password")
    hands.enter()
    assert hands.page.url.endswith("/console")


def _press(hands: Hands, text: str) -> None:
    hands.tab_to(text=text)
    hands.enter()
