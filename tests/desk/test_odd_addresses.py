"""Whatever number stands in an address of the desk, nothing breaks: no page, or a wrong value."""

import asyncio
import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import quote

import httpx
import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts
from selectolax.lexbor import LexborHTMLParser

from tests.desk.serving import opened_desk
from tests.desk.test_centre import ADDRESS
from tests.desk.test_console import staff
from tests.desk.working import Programs
from upheld.web.api.cursor import place
from upheld.web.roles import ROLES

HUGE = "9" * 23
"""More than any database's whole number holds."""


@dataclass(frozen=True)
class Part:
    """One part of an address that its caller chooses."""

    method: str
    path: str
    name: str
    where: Literal["path", "query"]
    is_number: bool

    def address(self, value: str) -> str:
        """The address with this value there, and likely ones elsewhere."""
        asked = self.path
        if self.where == "path":
            asked = asked.replace(f"{{{self.name}}}", quote(value, safe=""))
        asked = asked.replace("{reference}", "R-2026-0001").replace("{key}", "0" * 64)
        asked = "/".join("1" if "{" in step else step for step in asked.split("/"))
        return f"{asked}?{self.name}={quote(value)}" if self.where == "query" else asked


@dataclass(frozen=True)
class Caller:
    """Somebody of every role, in a browser and as a program."""

    programs: Programs
    token: str
    cookies: httpx.Cookies
    form_token: str

    def parts(self) -> Iterator[Part]:
        for route in iter_route_contexts(list(self.programs.app.routes)):
            dependant = getattr(route, "dependant", None)
            assert isinstance(dependant, Dependant), route.path
            assert route.path is not None
            for method in sorted(route.methods or ()):
                for where, name, is_number in _of(dependant):
                    yield Part(method, route.path, name, where, is_number)

    def answers(self, parts: list[Part], value: str) -> list[int]:
        return asyncio.run(self._answers(parts, value))

    async def _answers(self, parts: list[Part], value: str) -> list[int]:
        found = []
        for number, part in enumerate(parts):
            host = f"10.0.{number // 250}.{number % 250}"  # nobody calls too often
            transport = httpx.ASGITransport(self.programs.app, client=(host, 40000))
            program = part.path.startswith("/api/")
            async with httpx.AsyncClient(
                transport=transport, base_url=ADDRESS, cookies=None if program else self.cookies
            ) as client:
                answer = await client.request(
                    part.method,
                    part.address(value),
                    headers={"authorization": f"Bearer {self.token}"} if program else {},
                    data=None if program else {"form_token": self.form_token, "turn": HUGE},
                )
                found.append(answer.status_code)
        return found


def _of(dependant: Dependant) -> Iterator[tuple[Literal["path", "query"], str, bool]]:
    for one in dependant.path_params:
        yield "path", one.alias, one.field_info.annotation is int
    for one in dependant.query_params:
        annotation = one.field_info.annotation
        yield "query", one.alias, int in (annotation, *get_args(annotation))
    for inner in dependant.dependencies:
        yield from _of(inner)


@pytest.fixture(scope="module")
def caller(
    founded_examples: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Caller]:
    with opened_desk(founded_examples, tmp_path_factory.mktemp("odd") / "company") as desk:
        desk.ask("deletion")
        programs = Programs(desk)
        browser = staff(desk.drill, programs.app, "sora", *ROLES)
        page = LexborHTMLParser(browser.get("/console/people-search").text)
        field = page.css_first("main form input[name=form_token]")
        assert field is not None
        yield Caller(
            programs, programs.token(programs.officer(*ROLES)), browser.cookies,
            str(field.attributes["value"]),
        )  # fmt: skip


@pytest.mark.parametrize("value", ["-1", str(2**63), HUGE, "abc"])
def test_what_no_row_can_have_as_its_number_is_no_page_or_a_wrong_value(
    caller: Caller, value: str
) -> None:
    numbers = [part for part in caller.parts() if part.is_number]
    assert len(numbers) > 15
    answers = dict(zip(numbers, caller.answers(numbers, value), strict=True))
    assert {part: status for part, status in answers.items() if status not in (404, 422)} == {}


@pytest.mark.parametrize("value", ["0", str(2**31), "１２"])
def test_a_number_that_a_row_could_have_breaks_nothing(caller: Caller, value: str) -> None:
    numbers = [part for part in caller.parts() if part.is_number]
    answers = dict(zip(numbers, caller.answers(numbers, value), strict=True))
    assert {part: status for part, status in answers.items() if status >= 500} == {}


@pytest.mark.slow
def test_the_number_of_a_request_that_never_was_breaks_no_page(caller: Caller) -> None:
    parts = list(dict.fromkeys(caller.parts()))
    answers = dict(zip(parts, caller.answers(parts, "R-2026-99999999999999"), strict=True))
    assert {part: status for part, status in answers.items() if status >= 500} == {}


def test_nothing_is_at_an_address_with_a_nul_which_postgresql_takes_in_no_text(
    caller: Caller,
) -> None:
    parts = list(dict.fromkeys(caller.parts()))
    answers = dict(zip(parts, caller.answers(parts, "R-2026-0001\0"), strict=True))
    assert {part: status for part, status in answers.items() if status != 404} == {}


@pytest.mark.parametrize(
    "text",
    [
        "9999-12-31T23:59:59-09:00|R-2026-0001",
        "0001-01-01T00:00:00+09:00|R-2026-0001",
        "2026-12-24T00:00:00+00:00|R-2026-\0",
    ],
)
def test_a_place_in_a_list_that_no_database_takes_is_none(text: str) -> None:
    assert place(base64.urlsafe_b64encode(text.encode()).decode()) is None


def test_a_place_in_a_list_is_the_same_instant_in_utc() -> None:
    text = "2026-12-24T09:00:00+09:00|R-2026-0001"
    found = place(base64.urlsafe_b64encode(text.encode()).decode())
    assert found == (datetime(2026, 12, 24, tzinfo=UTC), "R-2026-0001")
    assert found[0].utcoffset() == timedelta()
