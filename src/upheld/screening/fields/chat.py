"""Chat completions: every field that a call may have (OpenAI's API reference, chat/create)."""

from upheld.screening.fields.shape import (
    DIGESTED,
    DROPPED,
    FLAG,
    FREE,
    JSON_TEXT,
    NAME,
    NAMES,
    NUMBER,
    SAID,
    TEXT,
    ByWord,
    Hidden,
    Items,
    OneOf,
    Record,
    State,
)

_CACHE = Record({"mode": NAME, "ttl": NAME})
TEXT_PART = Record({"type": NAME, "text": SAID, "prompt_cache_breakpoint": _CACHE})
_REFUSAL_PART = Record({"type": NAME, "refusal": TEXT})
SOUND = Record({"data": Hidden("audio"), "format": NAME})
_FILE = Record({"file_data": Hidden("file"), "file_id": Hidden("file"), "filename": TEXT})
_PARTS = ByWord(
    "type",
    {
        "text": TEXT_PART,
        "refusal": _REFUSAL_PART,
        "image_url": Record(
            {
                "type": NAME,
                "image_url": Record({"url": Hidden("image"), "detail": NAME}),
                "prompt_cache_breakpoint": _CACHE,
            }
        ),
        "input_audio": Record(
            {"type": NAME, "input_audio": SOUND, "prompt_cache_breakpoint": _CACHE}
        ),
        "file": Record({"type": NAME, "file": _FILE, "prompt_cache_breakpoint": _CACHE}),
    },
)
_CONTENT = OneOf(text=SAID, items=Items(_PARTS))
_TOOL_CALL = ByWord(
    "type",
    {
        "function": Record(
            {"id": NAME, "type": NAME, "function": Record({"name": NAME, "arguments": JSON_TEXT})}
        ),
        "custom": Record(
            {"id": NAME, "type": NAME, "custom": Record({"name": NAME, "input": JSON_TEXT})}
        ),
    },
    untold="function",
)
_SAID = Record({"role": NAME, "content": _CONTENT, "name": TEXT})
_MESSAGE = ByWord(
    "role",
    {
        "developer": _SAID,
        "system": _SAID,
        "user": _SAID,
        "assistant": Record(
            {
                "role": NAME,
                "content": _CONTENT,
                "name": TEXT,
                "refusal": TEXT,
                "audio": Record({"id": NAME}),
                "tool_calls": Items(_TOOL_CALL),
                "function_call": Record({"name": NAME, "arguments": JSON_TEXT}),
                # What answers hold, and clients send back as it came:
                "annotations": Items(FREE),
                "reasoning_content": TEXT,
            }
        ),
        "tool": Record(
            {
                "role": NAME,
                "content": OneOf(text=JSON_TEXT, items=Items(_PARTS)),
                "tool_call_id": NAME,
            }
        ),
        "function": Record({"role": NAME, "content": JSON_TEXT, "name": NAME}),
    },
)
_FUNCTION = Record({"name": NAME, "description": TEXT, "parameters": FREE, "strict": FLAG})
_TOOL = ByWord(
    "type",
    {
        "function": Record({"type": NAME, "function": _FUNCTION}),
        "custom": Record(
            {
                "type": NAME,
                "custom": Record({"name": NAME, "description": TEXT, "format": FREE}),
            }
        ),
    },
)
_NAMED = Record({"name": NAME})
_TOOL_CHOICE = OneOf(
    text=NAME,
    record=ByWord(
        "type",
        {
            "function": Record({"type": NAME, "function": _NAMED}),
            "custom": Record({"type": NAME, "custom": _NAMED}),
            "allowed_tools": Record(
                {"type": NAME, "allowed_tools": Record({"mode": NAME, "tools": FREE})}
            ),
        },
    ),
)
STREAM_OPTIONS = Record({"include_usage": FLAG, "include_obfuscation": FLAG})
STOP = OneOf(text=TEXT, items=Items(TEXT))
FORMAT = ByWord(
    "type",
    {
        "text": Record({"type": NAME}),
        "json_object": Record({"type": NAME}),
        "json_schema": Record(
            {
                "type": NAME,
                "json_schema": Record(
                    {"name": NAME, "description": TEXT, "schema": FREE, "strict": FLAG}
                ),
            }
        ),
    },
)
MODERATION = Record({"model": NAME, "policy": FREE})
CACHE_OPTIONS = Record(
    {"mode": NAME, "ttl": NAME, "prewarm": FLAG, "comparison_response_id": State((None,))}
)

CHAT = Record(
    {
        "messages": Items(_MESSAGE),
        "model": NAME,
        "audio": Record({"format": NAME, "voice": OneOf(text=NAME, record=Record({"id": NAME}))}),
        "frequency_penalty": NUMBER,
        "function_call": OneOf(text=NAME, record=_NAMED),
        "functions": Items(_FUNCTION),
        "logit_bias": FREE,
        "logprobs": FLAG,
        "max_completion_tokens": NUMBER,
        "max_tokens": NUMBER,
        "metadata": DROPPED,
        "modalities": NAMES,
        "moderation": MODERATION,
        "n": NUMBER,
        "parallel_tool_calls": FLAG,
        "prediction": Record({"type": NAME, "content": _CONTENT}),
        "presence_penalty": NUMBER,
        "prompt_cache_key": DIGESTED,
        "prompt_cache_options": CACHE_OPTIONS,
        "prompt_cache_retention": NAME,
        "reasoning_effort": NAME,
        "response_format": FORMAT,
        "safety_identifier": DIGESTED,
        "seed": NUMBER,
        "service_tier": NAME,
        "stop": STOP,
        "store": State((False,)),
        "stream": FLAG,
        "stream_options": STREAM_OPTIONS,
        "temperature": NUMBER,
        "tool_choice": _TOOL_CHOICE,
        "tools": Items(_TOOL),
        "top_logprobs": NUMBER,
        "top_p": NUMBER,
        "user": DIGESTED,
        "verbosity": NAME,
        "web_search_options": FREE,
    }
)
