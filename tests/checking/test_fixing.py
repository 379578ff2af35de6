"""What `--fix` writes differs from what was there in the repaired line and nowhere else."""

import datetime as dt
from pathlib import Path

from upheld.checking.fixing import fix
from upheld.policy.reading import locate_policy
from upheld.policy.rules.catalogue import lint
from upheld.policy.rules.examples import BASE
from upheld.policy.rules.rule import Given


def test_only_the_repaired_line_changes(tmp_path: Path) -> None:
    folder = tmp_path / "policy"
    folder.mkdir()
    more = (
        "# why this file is here\n"
        "not_collected:\n"
        "  - items: [location.precise]  # never\n"
        "    c: '1.9'\n"
        "data:\n"
        "  identity.name:\n"
        "    purposes: [provide, provide]\n"
        '    c: "1.3"\n'
    )
    (folder / "base.yaml").write_text(BASE, "utf-8")
    (folder / "more.yaml").write_text(more, "utf-8")
    read = locate_policy(folder)
    changed = fix(folder, read, lint(Given(read=read, today=dt.date(2026, 11, 25))))
    assert [path.name for path in changed] == ["more.yaml"]
    assert (folder / "more.yaml").read_text("utf-8") == more.replace(
        "[provide, provide]", "[provide]"
    )
