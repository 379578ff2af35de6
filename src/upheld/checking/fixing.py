"""Writes the fixes that are safe; comments, quotes and order of the file stay."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from upheld.documents.positioned import Positioned
from upheld.policy.model import Policy
from upheld.policy.rules.rule import Finding, Fix

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
        document = yaml.load(path.read_text("utf-8"))
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
    part[last] = fix.value
