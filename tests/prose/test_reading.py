"""Nothing is dropped: whatever comes in, clauses and sentences cover the text."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from upheld.prose.clauses import clauses_of
from upheld.prose.document import Reading, Span
from upheld.prose.reading import read, read_text
from upheld.prose.sentences import sentences_of
from upheld.prose.web_page import read_page

_PIECES = st.sampled_from([
    "第3条（利用目的）", "Article 4 (Scope)", "1. ", "(2) ", "（３）", "① ", "(a)", "イ　", "一、", "• ", "・氏名",
    "Section 8(1)", "3-1", "\n", "\n\n", "  ", "\t", "\u3000", "We use it. ", "同意を得ます。", "「です。」", "(e.g. ",
    "https://a.example/b.c", "90 days", "Purpose of Use", "利用目的", ":", "：", "【連絡先】", "<< Maps >>", "## Note",
    "\u202e", "\x00", "\u200b", "。", ".", "!", "(", "「", "\u2028", "\x0c", "\r",
])  # fmt: skip
_ANY = st.one_of(st.text(max_size=400), st.lists(_PIECES, max_size=40).map("".join))


def _uncovered(text: str, spans: list[Span]) -> str:
    """What no span covers; overlapping spans are an error of their own."""
    rest, end = [], 0
    for span in spans:
        assert span.start >= end, "spans overlap or run backwards"
        rest.append(text[end : span.start])
        end = span.end
    return "".join([*rest, text[end:]])


@pytest.mark.slow
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_ANY, st.dictionaries(st.integers(0, 200), st.integers(1, 6), max_size=4))
@example("1. 4-1\n   We will.\n\x00", {})
def test_clauses_and_sentences_cover_any_text(text: str, levels: dict[int, int]) -> None:
    clauses = clauses_of(text, levels)
    sentences = sentences_of(text, clauses)
    assert not _uncovered(text, [clause.span for clause in clauses]).strip()
    assert not _uncovered(text, [sentence.span for sentence in sentences]).strip()


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_ANY)
def test_ids_are_unique_and_fit_the_clause_key_of_a_policy(text: str) -> None:
    clauses = clauses_of(text, {})
    ids = [clause.id for clause in clauses]
    assert len(set(ids)) == len(ids)
    from upheld.policy.language.line import _CLAUSE

    assert all(_CLAUSE.fullmatch(one) for one in ids)
    known = set(ids)
    assert all(clause.parent is None or clause.parent in known for clause in clauses)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(alphabet="abc 個人。.<>&", min_size=1, max_size=20), max_size=8))
def test_every_word_of_a_page_is_in_its_text(words: list[str]) -> None:
    from html import escape

    tags = ("p", "li", "h2", "td", "span", "b")
    markup = "".join(
        f"<{tag}>{escape(word)}</{tag}>" for word, tag in zip(words, tags * 2, strict=False)
    )
    text = "".join(read_page(markup).text.split())
    for word in words:
        assert "".join(word.split()) in text


def _ids(reading: Reading) -> list[str]:
    return [str(clause.id) for clause in reading.clauses]


def test_japanese_articles_paragraphs_and_iroha_become_nested_clauses() -> None:
    reading = read_text(
        "プライバシーポリシー\n\n"
        "第１条（取得する情報）\n"
        "1. 当社は、次の情報を取得します。\n"
        "(1) 氏名\n"
        "(2) 連絡先\n"
        "イ　電話番号\n"
        "ロ　メールアドレス\n"
        "2. 前項のほか、Cookie を取得します。\n\n"
        "第1条の2 利用目的\n"
        "一、商品の発送\n"
        "二、お問い合わせへの対応\n",
        file="a.txt",
    )
    assert reading.language == "ja"
    assert _ids(reading)[1:] == [
        "1", "1.1", "1.1.1", "1.1.2", "1.1.2.1", "1.1.2.2", "1.2", "1-2", "1-2.1", "1-2.2",
    ]  # fmt: skip
    assert reading.by_id[reading.clauses[1].id].heading == "取得する情報"


def test_english_sections_and_letters_become_nested_clauses() -> None:
    reading = read_text(
        "Privacy Policy\n\n1. Data\n\nWe collect:\n\n  (a) your name;\n  (b) your address.\n\n"
        "2. Deletion\n\n  • Steps:\n    • (a)Access ends.\n    • (b)Data goes.\n\n"
        "2-1 On request we delete the rest.\n",
        file="a.txt",
    )
    assert _ids(reading) == [
        "privacy-policy", "1", "1.p1", "1.a", "1.b", "2", "2.b1", "2.a", "2.b", "2.1",
    ]  # fmt: skip


def test_lists_of_kana_and_letters_run_on_where_their_signs_have_two_meanings() -> None:
    kana = read_text(
        "第1条（取得する情報）\n次のとおりです。\nア．氏名\nイ．住所\nウ．電話番号\n\n"
        "第2条（利用目的）\n次のとおりです。\nイ．発送\nロ．請求\n",
        file="a.txt",
    )
    assert _ids(kana) == ["1", "1.p1", "1.1", "1.2", "1.3", "2", "2.p1", "2.1", "2.2"]
    letters = "".join(f"({letter}) We keep it.\n" for letter in "abcdefghij")
    reading = read_text(f"1. Data\n\nWe do this:\n\n{letters}", file="a.txt")
    assert _ids(reading)[2:] == [f"1.{letter}" for letter in "abcdefghij"]


def test_a_sign_before_a_title_heads_what_follows() -> None:
    reading = read_text(
        "１．利用目的\n当社は、次の目的で利用します。\n・発送\n・請求\n\n"
        "■お問い合わせ窓口\n株式会社ためし\n電話：03-0000-1111\n\n■商品\n■会員\n",
        file="a.txt",
    )
    headings = [c.heading for c in reading.clauses if c.kind == "section"]
    assert headings == ["利用目的", "お問い合わせ窓口"]
    assert [c.kind for c in reading.clauses][-2:] == ["item", "item"]


def test_a_second_numbering_in_one_text_gets_ids_of_its_own() -> None:
    reading = read_text(
        "Our Policy\n\n1. Scope\n\nWe are bound by this.\n\nHandling of Data\n\n1. Scope\n\nThis too.\n",
        file="a.txt",
    )
    assert _ids(reading)[1] == "1"
    assert "handling-of-data.1" in _ids(reading)


def test_a_page_keeps_its_headings_lists_tables_and_links() -> None:
    reading = read(
        "<html><head><title>x</title><script>var a='第1条'</script></head><body>"
        "<h2>第2条（外部送信）</h2><p>詳しくは<a href='https://shop.example/optout'>こちら</a>をご覧ください。</p>"
        "<ol start=4><li>氏名<li>住所</ol>"
        "<table><tr><th>送信先<th>目的<tr><td>計測社<td>分析</table>"
        "<a class='__cf_email__' data-cfemail='00'>[email&#160;protected]</a>"
        "</body></html>".encode(),
        file="page.html",
    )
    assert reading.source == "page"
    assert reading.left_out["script"] == 1
    assert [link.target for link in reading.links][:1] == ["https://shop.example/optout"]
    assert reading.links[0].span.of(reading.text) == "こちら"
    assert len(reading.protected) == 1
    assert "4. 氏名\n" in reading.text
    assert "送信先\t目的\n" in reading.text
    assert "2.4" in _ids(reading)


@pytest.mark.parametrize(
    "charset", ["utf-8", "utf-8-sig", "utf-16", "cp932", "euc_jp", "iso2022_jp"]
)
def test_japanese_bytes_are_read_in_their_character_set(charset: str) -> None:
    text = "第1条（目的）\n当社は、お客様の個人情報を、次のとおり取り扱います。\n"
    assert read(text.encode(charset), file="a.txt").text == text


def test_a_declared_character_set_is_believed() -> None:
    page = "<html><meta charset=Shift_JIS><p>当社は、個人情報を守ります。</p></html>"
    assert "当社は" in read(page.encode("cp932"), file="a.html").text


def test_windows_line_ends_change_no_offset() -> None:
    reading = read(b"1. Scope\r\n\r\nThis is our policy for you.\r\n", file="a.txt")
    assert "\r" not in reading.text
    assert reading.sentences[-1].span.of(reading.text) == "This is our policy for you."


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "We (i.e. A, Inc.) keep it for 3.5 years. See https://a.example/x. Then No. 5 applies.",
            ["We (i.e. A, Inc.) keep it for 3.5 years.", "See https://a.example/x.", "Then No. 5 applies."],
        ),
        ("We use Yahoo! JAPAN ads. You may refuse.", ["We use Yahoo! JAPAN ads.", "You may refuse."]),
        (
            "当社は「同意する。」と表示します。お問い合わせは privacy@shop.example へ。",
            ["当社は「同意する。」と表示します。", "お問い合わせは privacy@shop.example へ。"],
        ),
        (
            "We keep your data on servers that are located in Japan and in the\nUnited States of America only.",
            ["We keep your data on servers that are located in Japan and in the United States of America only."],
        ),
        ("Acme, Inc.\nTokyo\nPhone: 03-0000-0000", ["Acme, Inc.", "Tokyo", "Phone: 03-0000-0000"]),
    ],
)  # fmt: skip
def test_sentences_end_where_a_reader_ends_them(text: str, sentences: list[str]) -> None:
    clauses = clauses_of(text, {})
    assert [sentence.text for sentence in sentences_of(text, clauses)] == sentences


def test_a_table_of_contents_takes_no_number_from_its_sections() -> None:
    reading = read(
        b"<html><body><h2>Contents</h2><ol><li><a href='#a'>Scope</a><li><a href='#b'>Use</a></ol>"
        b"<h2 id=a>1. Scope</h2><p>This is for you. <a href='#c1'>Clause 1</a></p>"
        b"<ul><li>One rule. <a href='#c2'>Clause 2</a><li>Another rule.</ul>"
        b"<h2 id=b>2. Use</h2><p>We use it.</p></body></html>",
        file="a.html",
    )
    sections = {c.heading: c.id for c in reading.clauses if c.kind == "section"}
    assert (sections["Scope"], sections["Use"]) == ("1", "2")
    assert {"1.b1", "1.b2"} <= set(_ids(reading))


def test_each_row_of_a_table_is_a_clause() -> None:
    reading = read(
        b"<html><body><h2>Tags</h2><p>These are our tags:</p><table><tr><th>Who<th>Why"
        b"<tr><td>A Co.<td>to count<tr><td>B Co.<td>to show</table></body></html>",
        file="a.html",
    )
    rows = [reading.words(c) for c in reading.clauses if "\t" in reading.words(c)]
    assert rows == ["Who\tWhy", "A Co.\tto count", "B Co.\tto show"]
