"""Whatever comes in: a refusal, or an import whose proposal is YAML and whose places are real."""

import contextlib
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from upheld.prose.decoding import TextUnreadableError
from upheld.prose.procedure import bring_in
from upheld.prose.proposal.writing import rendered
from upheld.prose.report import as_document, sentences_table
from upheld.wording import Language

_PIECES = st.sampled_from([
    "第3条（利用目的）\n", "Article 4 (Scope)\n", "1. ", "(2) ", "• ", "\n", "\n\n", "  ", "Purposes of Use\n\n", "共同利用\n\n",
    "We share names with Blue Co., Ltd. and Stripe. ", "当社は、株式会社青に委託します。", "See also:", "次のとおり：",
    "as defined in Article 4, Paragraph 1 ", "第3条第2項に定める", "9-1 and 9-2 do not bind us. ", 'in "(3) Aims" ',
    "within 3 business days ", "90〜365日間保存", "A fee of 1,000 yen ", "手数料500円", "children under 13 ", "16歳未満",
    "2024-02-30 ", "令和元年5月1日改定", "privacy@blue.example ", "[email protected]", "03-1234-5678", "http://a.example/x ",
    "(https://a.example/b c)", "We keep billing records for 7 years; ", "except in the following cases:", "次の場合を除き、第三者に",
    "keystrokes ", "キー入力", "GPC browser/session ", "機械学習に利用しません。", "\u202e", "\x00", "\x85", "\u2028", "{a: 1}", "#", '"', "\\",
    "'", "null", "- ", "|", "\t", "<b>", "</div>", "&lt;script&gt;", "<table><tr><td>", "<li>", "<h2>", "\ud7ff", "𠮷", "İ",
])  # fmt: skip
_SPOKEN: tuple[Language, ...] = ("en", "ja")
_LANGUAGES = st.sampled_from([*_SPOKEN, None])
_TEXTS = st.one_of(st.lists(_PIECES, max_size=30).map("".join), st.text(max_size=200))


@pytest.mark.slow
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_TEXTS, st.sampled_from(["a.txt", "a.html"]), _LANGUAGES)
def test_any_text_is_imported_or_refused(text: str, file: str, language: Language | None) -> None:
    with contextlib.suppress(TextUnreadableError):
        imported = bring_in(text.encode("utf-8", "surrogatepass"), file=file, language=language)
        reading = imported.reading
        for finding in imported.findings:
            assert finding.clause in reading.by_id
            assert 0 <= finding.span.start < finding.span.end <= len(reading.text)
        for spoken in _SPOKEN:
            document = YAML(typ="safe", pure=True).load(
                rendered(imported.proposal, file=file, language=spoken)
            )
            assert {"policy", "people", "purposes", "data", "retention", "rights"} <= set(document)
        json.dumps(as_document(imported, "en"))
        rows = sentences_table(imported).splitlines()
        assert len(rows) == 1 + len(reading.sentences)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_imported_or_refused(data: bytes) -> None:
    with contextlib.suppress(TextUnreadableError):
        imported = bring_in(data, file="a.html", language="ja")
        assert imported.reading.text.strip()
