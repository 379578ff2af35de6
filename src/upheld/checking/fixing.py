"""Writes the fixes that are safe; comments, quotes and order of the file stay."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq

from upheld.documents.positioned import Positioned
from upheld.policy.model import Policy
from upheld.policy.rules.rule import Finding, Fix

_INDENTED = re.compile(r"^( *)[^\s#-][^\n]*:\n\1  - ", re.MULTILINE)
"""A list that stands further in than its key; the library writes it at the key's column."""
_WIDTH = 4_096  # characters; a person's long lines are not broken anew


def fix(folder: Path, read: Positioned[Policy], findings: Sequence[Finding]) -> list[Path]:
    """Carry out the safe changes of these findings and return the files that changed.

    Args:
        folder: The folder of the policy; positions name files below its name.
        read: The policy as it was read from there.
        findings: What a check found; those without a fix are left alone.
    """
    by_file: dict[str, list[Fix]] = {}
    for one in findings:
        if one.fix is not None:
            file = read.where(one.fix.path).file
            by_file.setdefault(str(file), []).append(one.fix)
    changed = []
    for file, fixes in by_file.items():
        path = folder.parent / file
        yaml = YAML(typ="rt")
        yaml.preserve_quotes = True
        yaml.width = _WIDTH
        text = path.read_text("utf-8")
        if _INDENTED.search(text):
            yaml.indent(mapping=2, sequence=4, offset=2)
        document = yaml.load(text)
        for one_fix in fixes:
            _put(document, one_fix)
        with path.open("w", encoding="utf-8") as stream:
            yaml.dump(document, stream)
        changed.append(path)
    return changed


def _put(document: Any, fix: Fix) -> None:
    *above, last = fix.path
    part = document
    for step in above:
        part = part[step]
    there = isinstance(part, list) or last in part
    part[last] = _as_written(part[last], fix.value) if there else fix.value


def _as_written(old: Any, new: Any) -> Any:
    """Write a list in brackets where it stood in brackets."""
    if not (isinstance(old, CommentedSeq) and isinstance(new, list) and old.fa.flow_style()):
        return new
    kept = CommentedSeq(new)
    kept.fa.set_flow_style()
    return kept
