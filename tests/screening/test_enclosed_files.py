"""A file that a call encloses may pass unseen; what stands in it as text does not."""

import base64
import io
import os
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from tests.documents.files.conftest import document, pdf, photograph, workbook, zipped
from tests.screening.conftest import CARD, Running, Start
from tests.screening.provider import completion
from upheld.screening.fields.enclosed import EnclosedFiles
from upheld.screening.refused import OpaqueRefusedError

CHAT = "/v1/chat/completions"
RESPONSES = "/v1/responses"


@pytest.fixture(scope="module")
def passing(start: Start) -> Running:
    return start(
        acts={"card_number": "block", "precise_location": "block", "email": "mask"},
        **{"pass": ["image", "audio", "file"]},
    )


def encoded(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def photo(*, placed: bool) -> bytes:
    """A picture as a telephone takes it; with the place in it, or without."""

    def written(tags: Any) -> None:
        tags[0x010F] = "Telephone"
        if placed:
            north, east = (35.0, 39.0, 30.9), (139.0, 44.0, 43.5)
            tags.get_ifd(0x8825).update({1: "N", 2: north, 3: "E", 4: east})

    return photograph(written)


def noted(text: str) -> bytes:
    out, info = io.BytesIO(), PngImagePlugin.PngInfo()
    info.add_text("Comment", text)
    Image.new("RGB", (8, 8)).save(out, "PNG", pnginfo=info)
    return out.getvalue()


def file(raw: bytes, head: str = "data:application/octet-stream;base64,") -> dict[str, Any]:
    return {"type": "file", "file": {"file_data": head + encoded(raw)}}


def image(raw: bytes) -> dict[str, Any]:
    url = f"data:image/jpeg;base64,{encoded(raw)}"
    return {"type": "image_url", "image_url": {"url": url}}


def sent(passing: Running, part: dict[str, Any]) -> int:
    passing.provider.answers(lambda _: completion("ok"))
    passing.provider.forget()
    call = {"model": "m", "messages": [{"role": "user", "content": [part]}]}
    said = passing.post(CHAT, call)
    assert CARD not in said.text
    return said.status_code


TOLD = f"the card of the customer is {CARD}, valid until 12/29"
ENCLOSED: dict[str, dict[str, Any]] = {
    "text": file(f"{TOLD}\n".encode() * 3),
    "text without a head": file(TOLD.encode() * 3, head=""),
    "utf-16": file(f"{TOLD}\n".encode("utf-16")),
    "table": file(f"name,card\nSato,{CARD}\n".encode() * 5),
    "workbook": file(workbook([["note"], [TOLD]])),
    "document": file(document(lambda made: made.add_paragraph(TOLD))),
    "pdf": file(pdf(TOLD)),
    "archive": file(zipped({"a/b.txt": TOLD.encode()})),
    "place of a photo": image(photo(placed=True)),
    "note of a picture": image(noted(TOLD)),
    "pictures are known by their bytes": file(noted(TOLD)),
}


@pytest.mark.parametrize("part", ENCLOSED.values(), ids=ENCLOSED.keys())
def test_what_stands_in_an_enclosed_file_is_screened(
    passing: Running, part: dict[str, Any]
) -> None:
    assert sent(passing, part) == 400
    assert not passing.provider.raw


def test_an_address_that_would_be_masked_refuses_the_file_which_cannot_be_changed(
    passing: Running,
) -> None:
    assert sent(passing, file(b"write to sato@example.jp about the offer of last week " * 2)) == 400


@pytest.mark.parametrize(
    "part",
    [
        image(photo(placed=False)),
        image(noted("made with a pencil and some water colours on paper")),
        file(workbook([["note"], ["the offer of last week"]])),
        file(os.urandom(4_000)),
        file(b"%PDF-1.7\n" + bytes(200)),
        {"type": "input_audio",
         "input_audio": {"data": encoded(b"RIFF\x24\x10\0\0WAVEfmt " + os.urandom(2_000)), "format": "wav"}},
    ],
    ids=["photo", "picture", "workbook", "bytes", "broken", "sound"],
)  # fmt: skip
def test_a_file_in_which_nothing_is_found_arrives_as_it_is(
    passing: Running, part: dict[str, Any]
) -> None:
    assert sent(passing, part) == 200
    assert passing.provider.calls[-1].json["messages"][0]["content"] == [part]


def test_a_file_of_the_other_interface_is_screened_too(passing: Running) -> None:
    part = {
        "type": "input_file",
        "filename": "a.txt",
        "file_data": f"data:text/plain;base64,{encoded(TOLD.encode() * 2)}",
    }
    said = passing.post(RESPONSES, {"model": "m", "input": [{"role": "user", "content": [part]}]})
    assert said.status_code == 400
    assert not passing.provider.raw


def test_the_files_of_a_call_share_the_time_that_there_is() -> None:
    one = encoded(zipped({"a.txt": b"good morning"}))
    plenty, little = EnclosedFiles(), EnclosedFiles(seconds=1e-9)
    assert plenty.texts_in(one, "file") == plenty.texts_in(one, "file") == ["good morning"]
    with pytest.raises(OpaqueRefusedError, match="takes too long"):
        little.texts_in(one, "file")


def test_a_file_that_unpacks_to_too_much_is_refused_and_not_passed(passing: Running) -> None:
    bomb = zipped({f"{n}.txt": bytes(9 << 20) for n in range(9)})
    assert sent(passing, file(bomb)) == 400
    assert not passing.provider.raw
