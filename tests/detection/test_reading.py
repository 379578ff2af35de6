"""Files are read whatever charset they were written in, and written in it again."""

import pytest

from upheld.detection.reading import decoded, encoded_like

JAPANESE = "担当は鈴木花子さん、住所は不明\n"
CHINESE = "姓名:王小明 电话:13812345678\n"


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        (JAPANESE, "utf-8"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (JAPANESE, "iso2022_jp"),
        ("半角ｶﾅも", "iso2022_jp_ext"),
        (JAPANESE, "utf-16"),
        (f"phone=03-1234-5678 {JAPANESE}", "utf-16-le"),
        (f"phone=03-1234-5678 {JAPANESE}", "utf-16-be"),
        ("name,phone\r\nTaro,090-1234-5678\r\n", "utf-16-le"),
        ("山田太郎,東京都渋谷区\n", "euc_jp"),
        ("会議議事録 議題 議決 会社 公司\n", "euc_jp"),
        (CHINESE, "gb18030"),
        (CHINESE * 500, "gb2312"),
    ],
)
def test_a_text_is_read_and_written_in_its_charset(text: str, charset: str) -> None:
    content = text.encode(charset)
    read = decoded(content)
    assert (read.text, read.damaged) == (text, False)
    assert encoded_like(content, text) == content


def test_what_is_no_text_of_its_charset_is_said_to_be_damaged() -> None:
    assert decoded(b"\x1b$B\xff\xff\x1b(B").damaged
    assert decoded(b"abc\xff\xfe\x00").damaged


def test_zeros_among_bytes_do_not_make_a_text_wide() -> None:
    assert decoded(b"a\0b").text == "a\0b"
    assert decoded(b"\x01\0\x02\0\x03\0\x04\0").encoding == "utf-8"
    assert decoded(b"a\0b\0\0c").encoding == "utf-8"
    assert decoded(b"tel\0fax\0").encoding == "utf-8"
