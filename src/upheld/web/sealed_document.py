"""Sends a document that people handed in: opened piece by piece, and kept by no cache on the way."""

from typing import Any

from starlette.responses import Response, StreamingResponse

from upheld.desk.enclosing import uploads_of
from upheld.desk.office import Office
from upheld.uploads.kinds import KINDS

DOCUMENT: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The document as it was handed in",
        "content": {
            media: {"schema": {"type": "string", "format": "binary"}} for media in sorted(KINDS)
        },
    }
}
"""What such an answer is, for the description of the API."""


def sealed_document(office: Office, stored_as: str, name: str) -> Response:
    """Send a document, to be saved or shown by the browser alone.

    Args:
        office: The desk.
        stored_as: Where it lies.
        name: What it is called where it is kept: letters, digits, `-`; its kind is added.

    Raises:
        UploadGoneError: It is erased or has expired.
    """
    document, chunks = uploads_of(office).open(stored_as)
    return StreamingResponse(
        chunks,
        media_type=document.kind.media_type,
        headers={
            "content-disposition": f'inline; filename="{name}.{document.kind.extension}"',
            "cache-control": "no-store",
            "content-security-policy": "default-src 'none'; sandbox",
        },
    )
