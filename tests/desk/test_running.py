"""The desk as it runs: real processes, real mail, and what happens when they stop."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import httpx
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from selectolax.lexbor import LexborHTMLParser

from tests import loopback
from tests.desk.conftest import Drill
from tests.desk.driving import MUGI, Desk
from tests.desk.test_centre import SEE, hidden


class Box:
    """Keeps the mail that a real SMTP server took."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        assert isinstance(content, bytes)
        self.mails.append(message_from_bytes(content, policy=policy.default))
        return "250 taken"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def box() -> Iterator[Box]:
    box = Box()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    box.port = controller.port  # type: ignore[attr-defined]
    yield box
    controller.stop()


@pytest.fixture
def serving(drill: Drill, box: Box) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    settings = drill.folder / "upheld.yaml"
    text = settings.read_text("utf-8").replace("drill: true", "")
    smtp = f'desk: {{smtp: {{url: "smtp://127.0.0.1:{box.port}"}}, sender: desk@mochi.example.jp}}'  # type: ignore[attr-defined]
    settings.write_text(f"{text}\n{smtp}\n", "utf-8")
    drill.workspace.close()
    port = free_port()
    process = _serve(drill, port)
    yield f"http://localhost:{port}", process
    process.send_signal(signal.SIGTERM)
    with process:
        said, _ = process.communicate(timeout=15)
        print(said)
        assert process.returncode == 0, "a stop that was asked for is a good end"


def _serve(drill: Drill, port: int) -> "subprocess.Popen[str]":
    environment = {k: v for k, v in os.environ.items() if k != "UPHELD_NOW"}
    process = subprocess.Popen(
        [sys.executable, "-m", "upheld", "-C", str(drill.folder), "serve", "--port", str(port)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    for _ in range(200):
        try:
            if loopback.get(f"http://localhost:{port}/readyz").status_code == 200:
                return process
        except httpx.TransportError:
            time.sleep(0.1)
        if process.poll() is not None:
            raise AssertionError(process.stdout.read() if process.stdout else "")
    raise AssertionError("the server does not answer")


def _wait_for(box: Box, words: str, seconds: float = 30) -> str:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for mail in box.mails:
            body = mail.get_body()
            text = body.get_content() if body else ""
            if words in text:
                return str(text)
        time.sleep(0.1)
    raise AssertionError(f"no mail says {words}: {[str(m['Subject']) for m in box.mails]}")


@pytest.mark.slow
def test_a_person_asks_and_the_mails_come_by_real_smtp(
    serving: tuple[str, "subprocess.Popen[str]"], box: Box
) -> None:
    address, _process = serving
    with httpx.Client(base_url=address, headers={"accept-language": "ja"}) as client:
        page = client.get("/ask/erase")
        while hidden(page.text).get("step") != "check":
            fields = hidden(page.text)
            answers = {**SEE, "what": {"right": "deletion"}, "find": {"id_email": MUGI}}
            page = client.post("/ask/erase", data={**fields, **answers.get(fields["step"], {})})
        done = client.post("/ask/erase", data=hidden(page.text))
        assert done.status_code == 200, done.text
        reference = re.findall(r"R-\d{4}-\d{4}", done.text)[0]
        confirmation = _wait_for(box, "受付番号")
        assert reference in confirmation
        assert f"{address}/status" in confirmation, "links lead where people came from"
        shown = client.get(f"/requests/{reference}")
        token = LexborHTMLParser(shown.text).css_first("main form input[name=form_token]")
        assert token is not None
        form = {"form_token": str(token.attributes["value"])}
        client.post(f"/requests/{reference}/code", data=form)
        mail = _wait_for(box, "確認コード:")
        code = re.findall(r"\b(\d{8})\b", mail)[-1]
        opened = client.post(f"/requests/{reference}/open", data={**form, "code": code})
        assert opened.status_code == 303, opened.text
        assert "現在の段階" in client.get(f"/requests/{reference}").text
    subjects = [str(mail["Subject"]) for mail in box.mails]
    assert all("mugi" not in subject for subject in subjects)


def test_a_mail_server_that_is_down_for_a_day_loses_no_letter(drill: Drill) -> None:
    desk = Desk(drill)
    desk.box.down = True
    desk.ask("correction", changes={"contact.phone": "070-0000-0009"})
    desk.work()
    assert desk.box.mails == []
    desk.box.down = False
    drill.set("2026-12-25T10:00:00+09:00")
    desk.work()
    assert len(desk.box.mails) == 1


def test_an_address_that_takes_no_mail_is_shown_and_not_tried_for_ever(drill: Drill) -> None:
    from upheld.desk.letters.sending import UndeliverableError
    from upheld.wording import Text

    class Bouncing:
        def __call__(self, mail: object) -> None:
            assert mail
            raise UndeliverableError(Text(en="no", ja="x"), remedy=Text(en="no", ja="x"))

    desk = Desk(drill)
    desk.box = Bouncing()  # type: ignore[assignment]
    reference = desk.ask("correction", changes={"contact.phone": "070-0000-0009"})
    desk.work()
    desk.work()
    assert "delivery" in desk.case(reference).waiting
    assert desk.kinds(reference).count("letter-undeliverable") == 1
