"""Names are written by people, and some of them try something."""

import re

import pytest
from markdown_it import MarkdownIt

from tests.rendering.examples import TODAY, laid_over
from upheld.rendering.pages import documents
from upheld.rendering.visible import visible
from upheld.rendering.writing import Format, texts
from upheld.wording import Language

SCRIPT = "<script>alert(1)</script>"
BREAKS_OUT = '"><img src=x onerror=alert(1)>'
MARKDOWN = "[click](javascript:alert(1)) **bold** | cell `code` <b>b</b> & # $x$"
TURNED = "abc\u202egnp.exe\u202c\u200f"
CONTROL = "a\x07b\x00c\x1b[31m"


def _pages(name: str, format_: Format) -> dict[tuple[str, Language], str]:
    policy = laid_over(
        "wifi-rental",
        purposes={
            "offers": {"ja": name, "en": name, "c": "P5-1.5"},
            **{key: {"ja": name, "en": name, "c": "P5-1.1"} for key in _used_purposes()},
        },
    )
    return texts(documents(policy, today=TODAY), ["ja", "en"], format_, TODAY)


def _used_purposes() -> list[str]:
    from tests.rendering.examples import example

    return list(example("wifi-rental").purposes)


@pytest.mark.parametrize("name", [SCRIPT, BREAKS_OUT, MARKDOWN])
def test_markup_in_a_name_is_text_on_the_page(name: str) -> None:
    for page in _pages(name, "html").values():
        assert "<script" not in page
        assert "<img" not in page
        assert not re.search(r"<b>b</b>|javascript:", page.replace("(javascript:alert(1))", ""))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in _pages(SCRIPT, "html")["policy", "en"]


@pytest.mark.parametrize("name", [SCRIPT, BREAKS_OUT, MARKDOWN])
def test_markup_in_a_name_is_text_in_markdown(name: str) -> None:
    for page in _pages(name, "md").values():
        html = MarkdownIt("commonmark", {"html": True}).enable("table").render(page)
        assert "<script" not in html
        assert "<img" not in html
        assert 'javascript:alert(1)"' not in html
        assert "<b>b</b>" not in html
        assert "<code>code</code>" not in html


@pytest.mark.parametrize("format_", ["html", "md", "txt"])
def test_marks_that_turn_text_around_are_shown(format_: Format) -> None:
    for page in _pages(TURNED, format_).values():
        assert not set("\u202e\u202c\u200f") & set(page)
    assert "U+202E" in _pages(TURNED, format_)["policy", "en"].replace("\\", "")


@pytest.mark.parametrize("format_", ["html", "md", "txt"])
def test_control_characters_are_shown(format_: Format) -> None:
    for page in _pages(CONTROL, format_).values():
        assert not [c for c in page if ord(c) < 32 and c != "\n"]


def test_line_breaks_in_a_name_become_spaces() -> None:
    assert visible("a\r\n\tb\u2028c") == "a b c"


def test_a_link_that_would_run_something_leads_nowhere() -> None:
    policy = laid_over(
        "consumer-app",
        policy={**_policy_of("consumer-app")},
        desk={"procedure_url": "javascript:alert(1)"},
    )
    for page in texts(documents(policy, today=TODAY), ["ja", "en"], "html", TODAY).values():
        assert 'href="javascript:' not in page
    for page in texts(documents(policy, today=TODAY), ["ja", "en"], "md", TODAY).values():
        assert "](javascript:" not in page


def _policy_of(name: str) -> dict[str, object]:
    from tests.rendering.examples import example

    return example(name).policy.model_dump(mode="json", by_alias=True, exclude_defaults=True)
