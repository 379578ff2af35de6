"""Bodies of requests: let in as they are, with values covered, or not at all."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs

import pytest

from tests.documents.files.conftest import locked, photograph, workbook, zipped
from tests.screening.conftest import CARD, test_scanner
from upheld.detection import Finding
from upheld.evidence.entry import JSON
from upheld.policy.model import Policy
from upheld.screening.configuration import GatewaySection
from upheld.screening.middleware.body_screening import BodyScreening
from upheld.screening.middleware.refusing import (
    BodyBlockedError,
    BodyOpaqueError,
    BodyTooLargeError,
    BodyUnreadableError,
)
from upheld.screening.refused import ScreeningFailedError

MAIL = "taro@example.jp"
COVERED = "****@*******.**"
JSON_TYPE = "application/json; charset=utf-8"
FORM_TYPE = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=XX"
SCANNER = test_scanner()


def screening(**more: Any) -> BodyScreening:
    return BodyScreening.by_acts(SCANNER, {"card_number": "block", "email": "mask"}, **more)


def screened(value: Any, **more: Any) -> Any:
    return json.loads(screening(**more).screen(json.dumps(value).encode(), JSON_TYPE))


def test_values_are_covered_where_they_stand_and_the_rest_stays() -> None:
    value = {
        "mail": MAIL,
        "deep": [{"note": f"連絡先は{MAIL}です"}],
        "n": 7,
        "ok": True,
        "no": None,
    }
    assert screened(value) == {
        **value,
        "mail": COVERED,
        "deep": [{"note": f"連絡先は{COVERED}です"}],
    }


def test_a_body_without_findings_stays_byte_for_byte() -> None:
    raw = b'{ "b":1,\n "a" : "\\u3042" }'
    assert screening().screen(raw, JSON_TYPE) is raw
    assert screening().screen(b"", "") == b""


@pytest.mark.parametrize(
    ("value", "at"),
    [
        ({"card": CARD}, "card"),
        ({"note": [f"カードは{CARD}です"]}, "note[0]"),
        ({"note": json.dumps({"deep": CARD})}, "note.deep"),
        ({"number": int(CARD)}, "number"),
        ({CARD: "x"}, "body"),
        ({"a": {MAIL: "a key cannot be covered"}}, "a"),
        ([CARD], "[0]"),
        (CARD, "body"),
    ],
)
def test_what_is_blocked_is_said_by_kind_and_place_and_never_by_value(value: Any, at: str) -> None:
    with pytest.raises(BodyBlockedError) as caught:
        screened(value)
    assert [one["at"] for one in caught.value.found] == [at]
    said = json.dumps(caught.value.as_json("ja")) + str(caught.value) + str(caught.value.found)
    assert CARD not in said
    assert MAIL not in said


def test_a_group_that_nobody_named_is_blocked_and_other_kinds_are_not() -> None:
    with pytest.raises(BodyBlockedError):
        screened({"note": "マイナンバーは123456789018です"})
    assert screened({"ip": "203.0.113.9"}) == {"ip": "203.0.113.9"}
    assert screened({"ip": "203.0.113.9"}, otherwise="mask") == {"ip": "***.*.***.*"}


def test_forms_are_read_decoded_and_written_in_their_order() -> None:
    raw = b"b=1&mail=taro%40example.jp&a=%E3%81%82&a=x&empty="
    left = screening().screen(raw, FORM_TYPE).decode()
    assert parse_qs(left, keep_blank_values=True) == {
        "b": ["1"], "mail": [COVERED], "a": ["あ", "x"], "empty": [""],
    }  # fmt: skip
    assert left.startswith("b=1&mail=")
    with pytest.raises(BodyBlockedError):
        screening().screen(f"card={CARD}".encode(), FORM_TYPE)


def form(**parts: tuple[str | None, bytes]) -> bytes:
    made = b""
    for name, (filename, content) in parts.items():
        told = f'form-data; name="{name}"' + (f'; filename="{filename}"' if filename else "")
        made += f"--XX\r\nContent-Disposition: {told}\r\n\r\n".encode() + content + b"\r\n"
    return made + b"--XX--\r\n"


def headed(more: bytes) -> bytes:
    """A form whose only field has more headers."""
    return form(a=(None, b"x")).replace(b"\r\n\r\n", b"\r\n" + more + b"\r\n\r\n")


def disposed(parameters: str, content: bytes = b"x") -> bytes:
    """A form of one part with these parameters."""
    told = f"--XX\r\nContent-Disposition: form-data; {parameters}\r\n\r\n"
    return told.encode() + content + b"\r\n--XX--\r\n"


def test_what_has_no_filename_is_read_as_a_field_for_some_applications_take_it_for_one() -> None:
    part = 'name="mail"; filename=""'
    left_empty = disposed(part, b"")
    assert screening(files="block").screen(left_empty, MULTIPART) is left_empty
    left = screening(files="allow").screen(disposed(part, MAIL.encode()), MULTIPART)
    assert left == disposed(part, COVERED.encode())


def test_a_file_may_have_any_name_that_names_nobody() -> None:
    raw = disposed('name="a"; filename="1*2; x*=3.txt"')
    assert screening(files="allow").screen(raw, MULTIPART) is raw
    wide = CARD.translate({ord("0") + n: ord("\uff10") + n for n in range(10)})
    with pytest.raises(BodyBlockedError) as caught:
        screening(files="allow").screen(disposed(f'name="a"; filename="カード{wide}"'), MULTIPART)
    assert [found["at"] for found in caught.value.found] == ["filenames[0]"]


def test_a_field_that_says_its_own_kind_is_taken() -> None:
    raw = headed(b"Content-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: 8bit")
    assert screening().screen(raw, MULTIPART) is raw


def test_fields_of_forms_with_files_are_covered_and_the_files_stay() -> None:
    raw = form(mail=(None, MAIL.encode()), file=("a.bin", b"\0\r\n\xff"))
    left = screening(files="allow").screen(raw, MULTIPART)
    assert left == raw.replace(MAIL.encode(), COVERED.encode())


@pytest.mark.parametrize(
    ("files", "filename", "content", "refused"),
    [
        ("block", "a.txt", b"harmless", BodyOpaqueError),
        ("read", "a.txt", b"harmless", None),
        ("read", "a.xlsx", workbook([["card", "x"], [CARD, "y"]]), BodyBlockedError),
        ("read", "a.txt", f"to {MAIL}".encode(), BodyBlockedError),
        ("read", "a.zip", locked(zipped({"a": b"x"})), BodyOpaqueError),
        ("read", "a.pdf", b"%PDF-1.4 cut off", BodyOpaqueError),
        ("read", "a.jpg", photograph(lambda _: None), None),
        ("allow", f"{MAIL}.txt", b"x", BodyBlockedError),
    ],
)
def test_files_in_forms(
    files: Any, filename: str, content: bytes, refused: type[Exception] | None
) -> None:
    one = screening(files=files)
    raw = form(file=(filename, content))
    if refused is None:
        assert one.screen(raw, MULTIPART) is raw
        return
    with pytest.raises(refused):
        one.screen(raw, MULTIPART)


def test_texts_are_covered_in_their_own_charset() -> None:
    raw = f"連絡先は{MAIL}".encode("cp932")
    left = screening().screen(raw, "text/plain; charset=shift_jis")
    assert left.decode("cp932") == f"連絡先は{COVERED}"


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b'{"a": 1, "a": 2}', JSON_TYPE),
        (b'{"a": NaN}', JSON_TYPE),
        (b'{"a": "\\ud800"}', JSON_TYPE),
        (b"[" * 200 + b"]" * 200, JSON_TYPE),
        (b"\xff{}", JSON_TYPE),
        (b"a=%ff", FORM_TYPE),
        (b"\xff\xfe", "text/plain"),
        (b"--YY\r\n\r\n--YY--", MULTIPART),
        (form(a=(None, b"x"))[:-8], MULTIPART),
        (form(a=(None, b"\xff")), MULTIPART),
        (headed(b"Content-Transfer-Encoding: base64"), MULTIPART),
        (headed(b"Content-Transfer-Encoding: 8bit\r\nContent-Transfer-Encoding: base64"), MULTIPART),
        (headed(b"no header\r\nContent-Transfer-Encoding: base64"), MULTIPART),
        (headed(b" folded"), MULTIPART),
        (headed(b"X: y\nContent-Transfer-Encoding: base64"), MULTIPART),
        (headed(b"Content-Type: text/plain; charset=iso-2022-jp"), MULTIPART),
        (disposed('name="a"; filename*0="x"'), MULTIPART),
        (disposed("name=\"a\"; filename*=UTF-8''x"), MULTIPART),
        (disposed('name="a"; filename="x"; filename=""'), MULTIPART),
        (disposed('name="a"; Name="b"'), MULTIPART),
        (disposed('name="a"').replace(b'"a"', b'"\xff"'), MULTIPART),
        (form(a=(None, b'x--XX\r\nContent-Disposition: form-data; name="b"\r\n\r\ny')), MULTIPART),
    ],
)  # fmt: skip
def test_a_body_that_could_be_read_in_two_ways_is_refused(raw: bytes, kind: str) -> None:
    with pytest.raises(BodyUnreadableError) as caught:
        screening().screen(raw, kind)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("kind", "encoding"),
    [
        ("application/octet-stream", ""),
        ("", ""),
        ("image/png", ""),
        (JSON_TYPE, "gzip"),
        ("json", ""),
        ("application/json, text/plain", ""),
        ("text/plain; charset=utf-7", ""),
        ("application/json; charset=utf-16", ""),
        (f"{FORM_TYPE}; charset=shift_jis", ""),
        (f"{MULTIPART}; boundary=YY", ""),
    ],
)
def test_what_cannot_be_read_is_refused(kind: str, encoding: str) -> None:
    with pytest.raises(BodyOpaqueError):
        screening().screen(b"{}", kind, encoding)


def test_a_body_that_is_too_large_is_refused_unread() -> None:
    with pytest.raises(BodyTooLargeError):
        screening(bytes_limit=10).screen(b"x" * 11, "text/plain")


def test_a_scanner_that_fails_lets_nothing_in() -> None:
    class Broken:
        def scan_many(self, texts: Iterable[str]) -> Iterator[list[Finding]]:
            raise LookupError([*texts])

    one = BodyScreening.by_acts(Broken(), {})
    with pytest.raises(ScreeningFailedError) as caught:
        one.screen(json.dumps({"a": MAIL}).encode(), JSON_TYPE)
    assert MAIL not in str(caught.value)
    assert caught.value.__cause__ is None


def test_whoever_keeps_record_hears_kinds_and_counts_before_the_application_sees_anything() -> None:
    heard: list[Mapping[str, JSON]] = []
    screened({"a": MAIL, "b": MAIL}, told=heard.append)
    with pytest.raises(BodyBlockedError):
        screened({"card": CARD}, told=heard.append)
    screened({"a": "harmless"}, told=heard.append)
    assert [(one["outcome"], one["found"]) for one in heard] == [
        ("taken", [{"kind": "email", "group": None, "act": "mask", "clause": None, "count": 2}]),
        ("body-blocked", [{"kind": "card_number", "group": "financial_credential", "act": "block",
                           "clause": None, "count": 1}]),
    ]  # fmt: skip

    def full(_: Mapping[str, JSON]) -> None:
        raise OSError

    with pytest.raises(ScreeningFailedError):
        screened({"a": MAIL}, told=full)


def test_a_policy_decides_as_in_the_gateway_and_names_its_clause(policy: Policy) -> None:
    section = GatewaySection(recipient="ai-models")
    one = BodyScreening.by_policy(SCANNER, policy, section, purpose="ai")
    with pytest.raises(BodyBlockedError) as caught:
        one.screen(json.dumps({"a": CARD}).encode(), JSON_TYPE)
    assert "clause" in caught.value.what.en
    covered = json.loads(one.screen(json.dumps({"a": MAIL}).encode(), JSON_TYPE))
    assert covered == {"a": COVERED}
