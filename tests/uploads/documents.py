"""Documents of the tests: real ones, and ones that somebody made to do harm."""

import io
import zlib

from PIL import Image


def picture(kind: str, *, size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    """Return a real picture or a PDF with one."""
    image = Image.effect_noise(size, 80).convert("RGB")
    written = io.BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return one chunk of a PNG, with its checksum."""
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


def png(*chunks: bytes, width: int = 1, height: int = 1) -> bytes:
    """Return a PNG of grey pixels made of these chunks after its header."""
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 0, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + b"".join(chunks) + chunk(b"IEND", b"")


def pdf(*objects: bytes, head: bytes = b"%PDF-1.7\n", end: bytes = b"%%EOF\n") -> bytes:
    """Return a PDF with these objects."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, one) for n, one in enumerate(objects, 1))
    return head + body + b"trailer\n<< /Root 1 0 R >>\nstartxref\n0\n" + end


def stream(data: bytes) -> bytes:
    """Return a stream object, packed."""
    packed = zlib.compress(data, 9)
    head = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed)
    return head + packed + b"\nendstream"


def zipped(content: bytes = b"harm") -> bytes:
    """Return a ZIP archive."""
    import zipfile

    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("harm.exe", content)
    return written.getvalue()
