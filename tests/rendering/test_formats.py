"""The same pages as HTML, Markdown, text and on paper."""

import re
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.rendering.examples import NAMES, TODAY, made
from upheld.rendering import pdf
from upheld.rendering.markdown import escaped
from upheld.rendering.pages import Documents
from upheld.rendering.plain import WIDTH, width, wrapped
from upheld.rendering.writing import texts, write


def _one_page(name: str, page: str) -> Documents:
    whole = made(name)
    return Documents(
        policy=whole.policy,
        pages=tuple(one for one in whole.pages if one.name == page),
        missing=whole.missing,
        findings=(),
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_page_as_text_is_72_columns_wide(name: str) -> None:
    for text in texts(made(name), ["ja", "en"], "txt", TODAY).values():
        # An address has no place to break, and a mark of closing stays on its line.
        wide = [
            line for line in text.splitlines() if width(line) > WIDTH + 4 and "http" not in line
        ]
        assert wide == []


def test_japanese_does_not_begin_a_line_with_a_closing_mark() -> None:
    lines = list(wrapped("あ" * 36 + "。" + "い" * 3))
    assert lines == ["あ" * 36 + "。", "い" * 3]


def test_a_list_of_a_page_as_text_is_indented() -> None:
    assert list(wrapped("word " * 20, first="- ", rest="  "))[1].startswith("  word")


@pytest.mark.parametrize("name", NAMES)
def test_every_clause_is_on_the_page_in_every_text_format(name: str) -> None:
    clauses = {str(clause) for clause in made(name).policy.clauses()}
    for format_ in ("md", "txt"):
        for language in ("ja", "en"):
            text = texts(made(name), [language], format_, TODAY)["policy", language]
            text = text.replace("\\", "").replace("\n", " ")
            assert [one for one in clauses if one not in text] == []


@pytest.mark.parametrize("name", NAMES)
def test_markdown_reads_back_with_its_headings_and_rows(name: str) -> None:
    pages = texts(made(name), ["en"], "md", TODAY)
    for page in made(name).pages:
        html = MarkdownIt("commonmark").enable("table").render(pages[page.name, "en"])
        assert len(re.findall("<h2>", html)) == len(page.sections)
        rows = sum(len(getattr(block, "rows", ())) for block in page.blocks())
        assert len(re.findall("<tr>", html)) - len(re.findall("<thead>", html)) == rows


@pytest.mark.parametrize("name", NAMES)
def test_html_needs_nothing_from_elsewhere(name: str) -> None:
    for text in texts(made(name), ["ja", "en"], "html", TODAY).values():
        assert not re.search(r"<(?:script|img|iframe|link|object|embed|form)\b", text)
        assert not re.search(r"\son\w+=|url\(|@import", text)
        assert "default-src 'none'" in text


@pytest.mark.parametrize("name", NAMES)
def test_every_link_between_pages_leads_to_a_page_that_is_made(name: str) -> None:
    pages = texts(made(name), ["ja", "en"], "html", TODAY)
    files = {f"{page}.{language}.html" for page, language in pages}
    for (page, language), text in pages.items():
        for target in re.findall(r'href="([^":]+\.html)(?:#[^"]*)?"', text):
            assert target in files, page
        anchors = set(re.findall(r' id="([^"]+)"', text))
        assert [one for one in re.findall(r'href="#([^"]+)"', text) if one not in anchors] == []
        assert f'<html lang="{language}"' in text


def test_files_are_written_whole_under_their_names(tmp_path: Path) -> None:
    written = write(
        made("consumer-app"), tmp_path / "new", languages=["ja", "en"], format_="md", today=TODAY
    )
    names = sorted(path.name for path in (tmp_path / "new").iterdir())
    assert names == sorted(one.path.name for one in written)
    assert "policy.ja.md" in names
    assert len(names) == 2 * len(made("consumer-app").pages)


def test_a_page_for_which_nothing_is_declared_any_more_is_taken_away(tmp_path: Path) -> None:
    stale, other = tmp_path / "ai.ja.html", tmp_path / "index.html"
    stale.write_text("old promises", "utf-8")
    other.write_text("the company's own", "utf-8")
    assert "ai" in made("consumer-app").missing
    write(made("consumer-app"), tmp_path, languages=["ja"], format_="html", today=TODAY)
    assert not stale.exists()
    assert other.exists()


@pytest.mark.slow
def test_paper_has_the_page_with_japanese_in_it(tmp_path: Path) -> None:
    if not pdf.has_japanese():
        pytest.fail(
            "no font with Japanese on this machine (Debian: `apt-get install fonts-noto-cjk`)"
        )
    (one,) = write(
        _one_page("consumer-app", "history"), tmp_path, languages=["ja"], format_="pdf", today=TODAY
    )
    content = one.path.read_bytes()
    assert content.startswith(b"%PDF-")
    assert re.search(rb"/BaseFont ?/[A-Z]{6}\+\S*(?:CJK|Gothic|Mincho|JP)", _unpacked(content))


def _unpacked(content: bytes) -> bytes:
    """Return the objects of a PDF; most of them are packed into compressed streams."""
    parts = [content]
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
        with suppress(zlib.error):
            parts.append(zlib.decompress(packed))
    return b"\n".join(parts)


@pytest.mark.slow
def test_paper_without_a_japanese_font_is_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A machine on which fontconfig is not there knows no font.
    monkeypatch.setenv("PATH", str(tmp_path))
    pdf.has_japanese.cache_clear()
    try:
        with pytest.raises(pdf.PdfUnavailableError) as refused:
            write(
                made("consumer-app"), tmp_path / "out", languages=["ja"], format_="pdf", today=TODAY
            )
    finally:
        pdf.has_japanese.cache_clear()
    assert "fonts-noto-cjk" in refused.value.render("en")
    assert "日本語のフォント" in refused.value.render("ja")
    assert not (tmp_path / "out").exists()


def test_paper_without_the_extra_is_refused_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # `None` in the table of modules is how Python says that there is no such module.
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)
    with pytest.raises(pdf.PdfUnavailableError) as refused:
        pdf.ready()
    assert "upheld[pdf]" in refused.value.render("ja")


@pytest.mark.parametrize("said", ["1.1", "10) a list it is not", "- nor this", "+1", "=", "3 days"])
def test_numbers_and_signs_at_the_start_of_a_text_are_read_back_as_they_were(said: str) -> None:
    assert MarkdownIt().render(escaped(said)).strip() == f"<p>{said}</p>"
