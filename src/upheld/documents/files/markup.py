"""XML read in a stream; a document type is refused, and with it every entity that could grow."""

from collections.abc import Iterator
from typing import Protocol
from xml.parsers import expat

from upheld.documents.files.place import Piece
from upheld.documents.files.refusing import broken
from upheld.wording import Text

XML = Text(en="Office document", ja="Office ドキュメント")
_BUFFER_BYTES = 65_536


class Handler(Protocol):
    """What is told of the elements of a document; names are local ones, without namespace."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, data: str) -> None:
        """Characters inside of it."""

    def ready(self) -> Iterator[Piece]:
        """Yield what is complete by now."""
        ...

    def done(self) -> Iterator[Piece]:
        """Yield what is left once the document has ended."""
        ...


def parse(blocks: Iterator[bytes], handler: Handler) -> Iterator[Piece]:
    """Feed a document to a handler and yield its pieces as they are ready.

    Raises:
        DocumentBrokenError: It is no XML, or declares a document type.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.buffer_size = _BUFFER_BYTES
    parser.StartDoctypeDeclHandler = _no_document_type
    parser.StartElementHandler = lambda name, attributes: handler.start(
        _local(name), {_local(key): value for key, value in attributes.items()}
    )
    parser.EndElementHandler = lambda name: handler.end(_local(name))
    parser.CharacterDataHandler = handler.text
    try:
        for block in blocks:
            parser.Parse(block, False)
            yield from handler.ready()
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise broken(XML) from None
    yield from handler.done()


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _no_document_type(*_: object) -> None:
    raise broken(XML)
