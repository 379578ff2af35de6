"""The policy that `upheld init` starts a company with."""

import json
from importlib.resources import files


def minimal(*, id_: str = "minimal", company: str | None = None) -> str:
    """Return the text of a small policy with comments that teach the language.

    Args:
        id_: The policy's id: a word.
        company: The company's name; without it the invented one of the template stays.
    """
    text = files("upheld.policy").joinpath("template_minimal.yaml").read_text("utf-8")
    text = text.replace("  id: minimal\n", f"  id: {id_}\n", 1)
    if company is None:
        return text
    # A JSON text is a YAML text in quotes, whatever the name contains.
    quoted = json.dumps(company, ensure_ascii=False)
    lines = text.splitlines(keepends=True)
    return "".join(
        f"  company: {quoted}\n" if line.startswith("  company:") else line for line in lines
    )
