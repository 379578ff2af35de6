"""Pages on paper: the HTML page printed, where the extra `pdf` and a Japanese font are there."""

import re
import shutil
import subprocess
from functools import cache
from typing import Any

from upheld.refusal import RefusalError
from upheld.wording import Text


class PdfUnavailableError(RefusalError):
    """This installation cannot make PDF files."""

    code = "pdf-unavailable"


_FONT_REMEDY = Text(
    en="install a font with Japanese, e.g. `apt-get install fonts-noto-cjk`, or leave out `pdf`",
    ja="日本語のフォントを入れるか(例: `apt-get install fonts-noto-cjk`)、`pdf` を外してください",
)


def pdf(html_page: str) -> bytes:
    """Return an HTML page as a PDF.

    Raises:
        PdfUnavailableError: The extra, Pango or a font with Japanese is missing.
    """
    ready()
    document = _weasyprint().HTML(string=_for_paper(html_page), base_url=None, url_fetcher=_nothing)
    return bytes(document.write_pdf())


def ready() -> None:
    """Refuse before any file is written, if paper cannot be made.

    Raises:
        PdfUnavailableError: See `pdf`.
    """
    _weasyprint()
    if not has_japanese():
        raise PdfUnavailableError(
            Text(
                en="no font with Japanese characters is installed: the pages would show empty boxes",
                ja="日本語のフォントがありません。文字が空白の四角になります",
            ),
            remedy=_FONT_REMEDY,
        )


@cache
def has_japanese() -> bool:
    """Say whether fontconfig knows a font for Japanese."""
    listing = shutil.which("fc-list")
    if listing is None:
        return False
    found = subprocess.run(  # noqa: S603 - fixed arguments
        [listing, ":lang=ja", "family"], capture_output=True, text=True, check=False
    )
    return bool(found.stdout.strip())


def _weasyprint() -> Any:
    try:
        import weasyprint
    except ImportError:
        raise PdfUnavailableError(
            Text(
                en="PDF files need the extra `pdf`",
                ja="PDF には追加機能 `pdf` が必要です",
            ),
            remedy=Text(
                en="`pip install 'upheld[pdf]'`, or leave out `pdf`",
                ja="`pip install 'upheld[pdf]'` を実行するか、`pdf` を外してください",
            ),
        ) from None
    except OSError:
        raise PdfUnavailableError(
            Text(
                en="PDF files need the library Pango",
                ja="PDF にはライブラリ Pango が必要です",
            ),
            remedy=Text(
                en="`apt-get install libpango-1.0-0 libpangoft2-1.0-0`, or leave out `pdf`",
                ja="`apt-get install libpango-1.0-0 libpangoft2-1.0-0` を実行するか、`pdf` を外してください",
            ),
        ) from None
    return weasyprint


def _nothing(url: str, *_: Any, **__: Any) -> Any:
    """Fetch nothing: a page is complete, and rendering must not touch the network."""
    raise ValueError(f"no resource is fetched: {url[:20]}")


def _for_paper(html_page: str) -> str:
    """Take out what paper has no use for: the dark colours would be parsed for nothing."""
    return re.sub(
        r"@media \(prefers-color-scheme: dark\) \{.*?\n\}\n", "", html_page, flags=re.DOTALL
    )
