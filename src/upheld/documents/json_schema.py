"""The JSON Schema of a file format, so that editors complete and check while one types."""

import json

from pydantic import BaseModel

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(model: type[BaseModel], *, title: str) -> str:
    """Return the schema of a model's files as JSON text, the same for the same model."""
    schema = {"$schema": DIALECT, **model.model_json_schema(by_alias=True), "title": title}
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=False) + "\n"
