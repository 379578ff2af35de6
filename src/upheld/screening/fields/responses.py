"""Responses: every field that a call may have (OpenAI's API reference, responses/create).

Tools that the provider runs on things we do not see (files, computers, other servers) are not
in the table: what they would send where cannot be judged here.
"""

from upheld.screening.fields.chat import CACHE_OPTIONS, MODERATION, SOUND
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
_GONE = State((None, False))
_PARTS = ByWord(
    "type",
    {
        "input_text": Record({"type": NAME, "text": SAID, "prompt_cache_breakpoint": _CACHE}),
        "input_image": Record(
            {
                "type": NAME,
                "detail": NAME,
                "image_url": Hidden("image"),
                "file_id": Hidden("file"),
                "prompt_cache_breakpoint": _CACHE,
            }
        ),
        "input_file": Record(
            {
                "type": NAME,
                "detail": NAME,
                "file_data": Hidden("file"),
                "file_id": Hidden("file"),
                "file_url": Hidden("file"),
                "filename": TEXT,
                "prompt_cache_breakpoint": _CACHE,
            }
        ),
        "input_audio": Record({"type": NAME, "input_audio": SOUND}),
        "output_text": Record(
            {"type": NAME, "text": SAID, "annotations": Items(FREE), "logprobs": Items(FREE)}
        ),
        "refusal": Record({"type": NAME, "refusal": TEXT}),
    },
)
_CALLER = Record({"type": NAME, "caller_id": NAME})
_MESSAGE = Record(
    {
        "type": NAME,
        "role": NAME,
        "content": OneOf(text=SAID, items=Items(_PARTS)),
        "id": NAME,
        "status": NAME,
        "phase": NAME,
    }
)
_OUTPUT = OneOf(text=JSON_TEXT, items=Items(_PARTS))
_ITEM = ByWord(
    "type",
    {
        "message": _MESSAGE,
        "function_call": Record(
            {
                "type": NAME,
                "id": NAME,
                "call_id": NAME,
                "name": NAME,
                "namespace": NAME,
                "arguments": JSON_TEXT,
                "status": NAME,
                "caller": _CALLER,
            }
        ),
        "function_call_output": Record(
            {
                "type": NAME,
                "id": NAME,
                "call_id": NAME,
                "name": NAME,
                "namespace": NAME,
                "output": _OUTPUT,
                "status": NAME,
                "caller": _CALLER,
            }
        ),
        "custom_tool_call": Record(
            {
                "type": NAME,
                "id": NAME,
                "call_id": NAME,
                "name": NAME,
                "namespace": NAME,
                "input": JSON_TEXT,
                "status": NAME,
                "caller": _CALLER,
            }
        ),
        "custom_tool_call_output": Record(
            {"type": NAME, "id": NAME, "call_id": NAME, "output": _OUTPUT, "caller": _CALLER}
        ),
        "reasoning": Record(
            {
                "type": NAME,
                "id": NAME,
                "summary": Items(Record({"type": NAME, "text": TEXT})),
                "content": Items(Record({"type": NAME, "text": TEXT})),
                "encrypted_content": Hidden("encrypted"),
                "status": NAME,
            }
        ),
        "web_search_call": Record({"type": NAME, "id": NAME, "status": NAME, "action": FREE}),
    },
    untold="message",
)
_FUNCTION = Record(
    {
        "type": NAME,
        "name": NAME,
        "description": TEXT,
        "parameters": FREE,
        "strict": FLAG,
        "allowed_callers": NAMES,
        "defer_loading": FLAG,
        "output_schema": FREE,
    }
)
_SEARCH = Record(
    {
        "type": NAME,
        "external_web_access": FLAG,
        "filters": FREE,
        "search_context_size": NAME,
        "user_location": FREE,
    }
)
_TOOL = ByWord(
    "type",
    {
        "function": _FUNCTION,
        "custom": Record(
            {
                "type": NAME,
                "name": NAME,
                "description": TEXT,
                "format": FREE,
                "allowed_callers": NAMES,
                "defer_loading": FLAG,
            }
        ),
        "web_search": _SEARCH,
    },
)
_FORMAT = ByWord(
    "type",
    {
        "text": Record({"type": NAME}),
        "json_object": Record({"type": NAME}),
        "json_schema": Record(
            {"type": NAME, "name": NAME, "description": TEXT, "schema": FREE, "strict": FLAG}
        ),
    },
)

RESPONSES = Record(
    {
        "background": _GONE,
        "conversation": _GONE,
        "include": NAMES,
        "input": OneOf(text=TEXT, items=Items(_ITEM)),
        "instructions": TEXT,
        "max_output_tokens": NUMBER,
        "max_tool_calls": NUMBER,
        "metadata": DROPPED,
        "model": NAME,
        "moderation": MODERATION,
        "parallel_tool_calls": FLAG,
        "previous_response_id": _GONE,
        "prompt": _GONE,
        "prompt_cache_key": DIGESTED,
        "prompt_cache_options": CACHE_OPTIONS,
        "prompt_cache_retention": NAME,
        "reasoning": Record(
            {
                "context": NAME,
                "effort": NAME,
                "generate_summary": NAME,
                "mode": NAME,
                "summary": NAME,
            }
        ),
        "safety_identifier": DIGESTED,
        "service_tier": NAME,
        "store": _GONE,
        "stream": FLAG,
        "stream_options": Record({"include_obfuscation": FLAG}),
        "temperature": NUMBER,
        "text": Record({"format": _FORMAT, "verbosity": NAME}),
        "tool_choice": OneOf(
            text=NAME,
            record=Record({"type": NAME, "name": NAME, "mode": NAME, "tools": FREE}),
        ),
        "tools": Items(_TOOL),
        "top_logprobs": NUMBER,
        "top_p": NUMBER,
        "truncation": NAME,
        "user": DIGESTED,
    },
    # The provider keeps a response for 30 days unless it is told not to.
    always={"store": False},
)
