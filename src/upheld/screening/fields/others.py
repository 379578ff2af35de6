"""Embeddings, completions and moderations."""

from upheld.screening.fields.chat import STOP, STREAM_OPTIONS, TEXT_PART
from upheld.screening.fields.shape import (
    DIGESTED,
    FLAG,
    FREE,
    NAME,
    NUMBER,
    TEXT,
    ByWord,
    Hidden,
    Items,
    OneOf,
    Record,
)

_TOKENS = Hidden("tokens")
_TEXT_OR_TOKENS = OneOf(
    text=TEXT, items=Items(OneOf(text=TEXT, number=_TOKENS, items=Items(_TOKENS)))
)

EMBEDDINGS = Record(
    {
        "input": _TEXT_OR_TOKENS,
        "model": NAME,
        "dimensions": NUMBER,
        "encoding_format": NAME,
        "user": DIGESTED,
    }
)

COMPLETIONS = Record(
    {
        "model": NAME,
        "prompt": _TEXT_OR_TOKENS,
        "best_of": NUMBER,
        "echo": FLAG,
        "frequency_penalty": NUMBER,
        "logit_bias": FREE,
        "logprobs": NUMBER,
        "max_tokens": NUMBER,
        "n": NUMBER,
        "presence_penalty": NUMBER,
        "seed": NUMBER,
        "stop": STOP,
        "stream": FLAG,
        "stream_options": STREAM_OPTIONS,
        "suffix": TEXT,
        "temperature": NUMBER,
        "top_p": NUMBER,
        "user": DIGESTED,
    }
)

MODERATIONS = Record(
    {
        "input": OneOf(
            text=TEXT,
            items=Items(
                OneOf(
                    text=TEXT,
                    record=ByWord(
                        "type",
                        {
                            "text": TEXT_PART,
                            "image_url": Record(
                                {"type": NAME, "image_url": Record({"url": Hidden("image")})}
                            ),
                        },
                    ),
                )
            ),
        ),
        "model": NAME,
    }
)
