"""A document is what its content says, ends at the limit, and is never on the disk in the clear."""

import io
import os
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.uploads.documents import chunk, pdf, picture, png, stream, zipped
from upheld.uploads.kinds import JPEG, PDF, PNG, Kind, UploadRefusedError
from upheld.uploads.receiving import Receiver, Taken, UploadTooLargeError, receive
from upheld.uploads.sealed_file import UploadDamagedError, unseal

REAL = {
    "jpeg": (picture("jpeg"), JPEG),
    "progressive jpeg": (picture("jpeg", progressive=True, size=(300, 200)), JPEG),
    "jpeg with a thumbnail": (picture("jpeg", exif=b"Exif\0\0" + picture("jpeg")), JPEG),
    "png": (picture("png"), PNG),
    "png of many pieces": (picture("png", size=(500, 400)), PNG),
    "pdf of a picture": (picture("pdf"), PDF),
    "pdf of text": (pdf(b"<< /Type /Catalog >>", stream(b"BT (hello) Tj ET")), PDF),
    "pdf 2.0": (pdf(b"<< >>", head=b"%PDF-2.0\r\n", end=b"%%EOF"), PDF),
}


def plain(folder: Path, taken: Taken) -> bytes:
    with (folder / taken.name).open("rb") as sealed:
        return b"".join(unseal(sealed, taken.name, taken.key))


def pieces(content: bytes, size: int) -> Iterator[bytes]:
    return (content[at : at + size] for at in range(0, len(content), size))


@pytest.mark.parametrize("name", list(REAL))
@pytest.mark.parametrize("size", [1, 7, 1000, 1 << 20])
def test_a_real_document_is_taken_whatever_pieces_it_comes_in(
    name: str, size: int, tmp_path: Path
) -> None:
    content, kind = REAL[name]
    if size == 1 and len(content) > 20_000:
        content, kind = REAL["jpeg"]
    taken = receive(pieces(content, size), tmp_path)
    assert (taken.kind, taken.size, taken.left_off) == (kind, len(content), 0)
    assert plain(tmp_path, taken) == content


def test_what_lies_on_the_disk_is_sealed_private_and_has_a_name_of_ours(tmp_path: Path) -> None:
    folder = tmp_path / "uploads"
    content = picture("png", size=(400, 400))
    taken = receive([content], folder)
    (path,) = folder.iterdir()
    sealed = path.read_bytes()
    assert path.name == taken.name
    assert oct(path.stat().st_mode)[-3:] == "600"
    assert oct(folder.stat().st_mode)[-3:] == "700"
    assert content[:40] not in sealed
    assert b"PNG" not in sealed
    assert content[5000:5040] not in sealed
    assert taken.key.hex() not in repr(taken)


HARMFUL = {
    "a program named .pdf": b"MZ\x90\x00" + bytes(3000),
    "a program of another system": b"\x7fELF" + bytes(3000),
    "a script": b"#!/bin/sh\nrm -rf /\n",
    "a page": b"<html><script>alert(1)</script></html>",
    "an archive": zipped(),
    "a packed file": b"\x1f\x8b" + bytes(2000),
    "a picture of a kind that cannot be checked": b"\0\0\0\x18ftypheic" + bytes(2000),
    "nothing": b"",
    "one byte": b"%",
    "a picture with nothing in it": b"\xff\xd8\xff\xd9",
    "a jpeg that is cut off": picture("jpeg")[:-2],
    "a jpeg with a pdf in its head": b"\xff\xd8\xff\xfe\x00\x0b%PDF-1.4\n" + picture("jpeg")[2:],
    "a jpeg with a page in its head": b"\xff\xd8\xff\xfe\x00\x0a<script>" + picture("jpeg")[2:],
    "a jpeg of billions of pixels": b"\xff\xd8\xff\xc0\x00\x11\x08\xff\xff\xff\xff\x03" + bytes(2000),
    "a png that is cut off": picture("png")[:-12],
    "a png with a wrong checksum": picture("png")[:60] + b"\0" + picture("png")[61:],
    "a png of billions of pixels": png(chunk(b"IDAT", zlib.compress(b"\0\0")), width=1 << 30, height=2),
    "a png that unpacks to far more": png(chunk(b"IDAT", zlib.compress(bytes(10_000_000)))),
    "a png whose text unpacks to far more": png(
        chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(20_000_000))),
        chunk(b"IDAT", zlib.compress(b"\0\0")),
    ),
    "a png without a picture": png(),
    "a pdf that begins later": b"\n" + pdf(b"<< >>"),
    "a pdf of no version": pdf(b"<< >>", head=b"%PDF-9.9\n"),
    "a pdf that is cut off": pdf(b"<< >>")[:-6],
    "a pdf with something after its end": pdf(b"<< >>") + b"MZ program",
    "a pdf that is a zip too": pdf(b"<< >>")[:-6] + zipped() + b"%%EOF\n",
    "a pdf with a program": pdf(b"<< /S /JavaScript /JS (app.alert(1)) >>"),
    "a pdf with a program in other letters": pdf(b"<< /S /J#61vaScr#69pt /JS (x) >>"),
    "a pdf with a program in a packed object": pdf(stream(b"<< /S /JavaScript /JS (x) >>")),
    "a pdf that starts a program": pdf(b"<< /S /Launch /F (cmd.exe) >>"),
    "a pdf with another file": pdf(b"<< /Type /EmbeddedFile >>"),
    "a pdf with a password": pdf(b"<< >>").replace(b"<< /Root", b"<< /Encrypt 2 0 R /Root"),
    "a pdf that is packed twice": pdf(stream(zlib.compress(bytes(1_000_000)))),
}  # fmt: skip


@pytest.mark.parametrize("name", list(HARMFUL))
@pytest.mark.parametrize("size", [13, 1 << 20])
def test_what_is_no_document_is_refused_and_nothing_stays(
    name: str, size: int, tmp_path: Path
) -> None:
    with pytest.raises(UploadRefusedError) as refused:
        receive(pieces(HARMFUL[name], size), tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert refused.value.what.ja
    assert refused.value.remedy.ja


@pytest.mark.slow
def test_a_pdf_that_unpacks_to_gigabytes_is_refused_early(tmp_path: Path) -> None:
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(bytes(1 << 24)) for _ in range(17)) + packer.flush()
    bomb = pdf(b"<< /Filter /FlateDecode >>\nstream\n" + packed + b"\nendstream")
    assert len(bomb) < 2_000_000
    with pytest.raises(UploadRefusedError) as refused:
        receive(pieces(bomb, 65536), tmp_path)
    assert "unpacks" in refused.value.what.en
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("hidden", [zipped(), picture("jpeg"), b"MZ" + bytes(100), bytes(70_000)])
@pytest.mark.parametrize("kind", ["jpeg", "png"])
def test_what_hides_behind_the_end_of_a_picture_is_not_kept(
    hidden: bytes, kind: str, tmp_path: Path
) -> None:
    content = picture(kind)
    taken = receive(pieces(content + hidden, 999), tmp_path)
    assert taken.left_off == len(hidden)
    assert plain(tmp_path, taken) == content


def test_a_picture_that_is_a_zip_within_its_own_comment_is_refused(tmp_path: Path) -> None:
    content = picture("jpeg")
    hidden = bytearray(zipped())
    rest = len(content) - 2
    hidden[-2:] = rest.to_bytes(2, "little")
    segment = b"\xff\xfe" + (len(hidden) + 2).to_bytes(2, "big") + bytes(hidden)
    both = content[:2] + segment + content[2:]
    assert Image.open(io.BytesIO(both)).size == (60, 40)
    with pytest.raises(UploadRefusedError):
        receive([both], tmp_path)


def test_an_upload_of_two_gigabytes_ends_at_the_limit(tmp_path: Path) -> None:
    most, fed = [0], [0]

    def endless() -> Iterator[bytes]:
        # A comment of a JPEG after another: a picture that never begins.
        yield b"\xff\xd8"
        block = b"\xff\xfe\xff\xff" + bytes(65_533)
        for _number in range(2_000_000_000 // len(block)):
            fed[0] += len(block)
            on_disk = sum(path.stat().st_size for path in tmp_path.iterdir())
            most[0] = max(most[0], on_disk)
            yield block

    with pytest.raises(UploadTooLargeError):
        receive(endless(), tmp_path, bytes_limit=1_000_000)
    assert fed[0] < 1_100_000
    assert 0 < most[0] < 1_100_000
    assert list(tmp_path.iterdir()) == []


def test_a_sender_that_goes_away_leaves_nothing(tmp_path: Path) -> None:
    with Receiver(tmp_path) as receiver:
        receiver.feed(picture("png", size=(300, 300))[:50_000])
        assert len(list(tmp_path.iterdir())) == 1
    assert list(tmp_path.iterdir()) == []

    def breaks() -> Iterator[bytes]:
        yield picture("png", size=(300, 300))[:50_000]
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        receive(breaks(), tmp_path)
    assert list(tmp_path.iterdir()) == []


@given(
    st.binary(max_size=400),
    st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-1.4\n", b""]),
)
@settings(max_examples=150)
def test_no_bytes_do_more_than_be_refused(tmp_path_factory: pytest.TempPathFactory, body: bytes, head: bytes) -> None:  # fmt: skip
    folder = tmp_path_factory.getbasetemp() / "noise"
    try:
        taken = receive(pieces(head + body, 50), folder)
    except UploadRefusedError:
        return
    assert plain(folder, taken) == (head + body)[: taken.size]


def _sealed(folder: Path) -> tuple[Taken, Path]:
    taken = receive([picture("png", size=(300, 300))], folder)
    return taken, folder / taken.name


@pytest.mark.parametrize("change", ["flip", "cut", "cut a piece", "exchange", "append", "empty"])
def test_a_sealed_file_that_was_changed_is_found_out(change: str, tmp_path: Path) -> None:
    taken, path = _sealed(tmp_path)
    raw = bytearray(path.read_bytes())
    piece, head = 65_536 + 16, 23
    match change:
        case "flip":
            raw[200] ^= 1
        case "cut":
            del raw[-1:]
        case "cut a piece":
            del raw[head + piece :]
        case "exchange":
            raw[head : head + 2 * piece] = (
                raw[head + piece : head + 2 * piece] + raw[head : head + piece]
            )
        case "append":
            raw += b"x"
        case "empty":
            raw.clear()
    path.write_bytes(raw)
    with pytest.raises(UploadDamagedError):
        plain(tmp_path, taken)


def test_another_key_or_another_name_opens_nothing(tmp_path: Path) -> None:
    one, path = _sealed(tmp_path)
    other, _path = _sealed(tmp_path)
    for name, key in ((one.name, other.key), (other.name, one.key), (one.name, os.urandom(32))):
        with path.open("rb") as stream, pytest.raises(UploadDamagedError):
            list(unseal(stream, name, key))


def test_kinds_are_told_by_content_alone() -> None:
    assert {PDF, JPEG, PNG} == {
        Kind("PDF", "application/pdf", "pdf"), Kind("JPEG", "image/jpeg", "jpg"),
        Kind("PNG", "image/png", "png"),
    }  # fmt: skip
