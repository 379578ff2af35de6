"""A form with a file in it (RFC 7578), read and written: all of it in memory, nothing on a disk."""

import secrets
from dataclasses import dataclass, field
from typing import Any

from upheld.screening.fields.refusing import joined, unfit
from upheld.screening.refused import CallUnreadableError, FieldUnknownError
from upheld.wording import Text

KNOWN = frozenset({"purpose", "file", "expires_after[anchor]", "expires_after[seconds]"})
SENT_NAME = "batch.jsonl"
"""What a file is called at the provider: its own name may be somebody's."""
_VALUE_BYTES = 64


@dataclass(slots=True)
class Form:
    """What a form says.

    Attributes:
        fields: Its short values.
        file: The content of its file.
    """

    fields: dict[str, str] = field(default_factory=dict)
    file: bytes | None = field(default=None, repr=False)


def read_form(content_type: str, raw: bytes) -> Form:
    """Read a form.

    Raises:
        CallUnreadableError: It is no form.
        FieldUnknownError, FieldUnfitError: A field is none of ours, twice there, or too long.
    """
    from python_multipart import create_form_parser
    from python_multipart.exceptions import FormParserError

    form = Form()

    def take_field(one: Any) -> None:
        name = _name(one.field_name, form)
        value = one.value or b""
        if name == "file" or len(value) > _VALUE_BYTES or not value.isascii():
            raise unfit(joined("", name), "what the form describes", "フォームの項目の値")
        form.fields[name] = value.decode("ascii")

    def take_file(one: Any) -> None:
        if _name(one.field_name, form) != "file":
            raise unfit("file", "one file", "一つのファイル")
        one.file_object.seek(0)
        form.file = one.file_object.read()

    headers = {"Content-Type": content_type.encode("latin-1", "replace")}
    config = {"MAX_MEMORY_FILE_SIZE": len(raw) + 1, "MAX_BODY_SIZE": len(raw) + 1}
    try:
        parser = create_form_parser(headers, take_field, take_file, config=config)
        parser.write(raw)
        parser.finalize()
        parser.close()
    except (FormParserError, ValueError):
        raise _unreadable() from None
    return form


def written_form(fields: dict[str, str], content: bytes) -> tuple[str, bytes]:
    """Return the content type and the bytes of a form that leaves."""
    boundary = f"upheld-{secrets.token_hex(16)}"
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{SENT_NAME}"\r\n'
        "Content-Type: application/jsonl\r\n\r\n"
    )
    body = "".join(parts).encode() + head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
    return f"multipart/form-data; boundary={boundary}", body


def _name(raw: bytes | None, form: Form) -> str:
    name = (raw or b"").decode("ascii", "replace")
    if name not in KNOWN:
        param = joined("", name)
        listed = ", ".join(f"`{one}`" for one in sorted(KNOWN))
        raise FieldUnknownError(
            Text(en=f"there is no field `{param}` here", ja=f"項目 `{param}` はありません"),
            remedy=Text(en=f"send {listed}", ja=f"{listed} を送ってください"),
            param=param,
        )
    if name in form.fields or (name == "file" and form.file is not None):
        raise unfit(joined("", name), "there once", "一度だけの項目")
    return name


def _unreadable() -> CallUnreadableError:
    return CallUnreadableError(
        Text(en="the call is no form with a file", ja="ファイルを含むフォームではありません"),
        remedy=Text(
            en="send `multipart/form-data` with `purpose` and `file`",
            ja="`purpose` と `file` を `multipart/form-data` で送ってください",
        ),
    )
