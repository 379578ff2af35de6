"""The company's own sentences in place of the standard ones, bound to what they were written for."""

import re
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, WithJsonSchema

from upheld.documents.problem import problem
from upheld.policy.language.line import Line, Sentence, key

_MEANING = re.compile(r"[0-9a-f]{8,64}")


def _meaning(text: str) -> str:
    if _MEANING.fullmatch(text):
        return text
    raise problem(
        en=f"`{text[:40]}` is not the mark of a meaning",
        ja=f"`{text[:40]}` は意味の印として読めません",
        remedy_en="write at least the first 8 hexadecimal digits; `upheld policy wording` shows them",
        remedy_ja="16 進数の先頭 8 桁以上を書いてください。`upheld policy wording` で表示できます",
    )


Meaning: TypeAlias = Annotated[
    str,
    AfterValidator(_meaning),
    WithJsonSchema({"type": "string", "pattern": f"^{_MEANING.pattern}$"}),
]


class OwnWords(Line):
    """A lawyer's words for one line, in both languages."""

    ja: Sentence = key("In Japanese", "日本語", example="当社は、72時間以内に消去します。")
    en: Sentence = key("In English", "英語", example="We erase it within 72 hours.")
    meaning: Meaning = key(
        "The first digits of the SHA-256 of the line it was written for; when the line changes, "
        "the words are flagged and not used",
        "対象の行の SHA-256 の先頭。行が変わると指摘され、この文は使われません",
        example="3f2a9c01",
    )
