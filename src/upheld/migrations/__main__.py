"""`python -m upheld.migrations "what changed"`: writes the step from the last one to the code.

For developers: it compares the tables that the rooms describe with those that all steps together
make, and writes what differs as the next file in `revisions/`. Read that file before you commit
it: a renamed column looks to it like one removed and one added.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from alembic.operations.ops import UpgradeOps
from sqlalchemy import create_engine

from upheld.migrations.opening import revisions
from upheld.migrations.tables import of_every_room
from upheld.migrations.upgrading import FOLDER, options, upgrade

_FILE = '''"""{told}."""

{imports}

revision = "{number}"
down_revision = {before}


def upgrade() -> None:
    """Take the step."""
    {code}
'''


def main(arguments: list[str]) -> int:
    """Write the next revision; return the exit code."""
    told = " ".join(arguments).strip().rstrip(".")
    if not told:
        print(__doc__)  # noqa: T201
        return 2
    written = write_revision(FOLDER / "revisions", told)
    print(written or "nothing differs: no revision is needed")  # noqa: T201
    return 0


def write_revision(folder: Path, told: str) -> Path | None:
    """Write what the steps lack as a new step; `None` where they lack nothing."""
    code, imports = _difference()
    if code is None:
        return None
    known = revisions()
    number = f"{int(known[-1]) + 1 if known else 1:04d}"
    before = f'"{known[-1]}"' if known else "None"
    words = "_".join(re.findall(r"[a-z0-9]+", told.lower()))[:40].strip("_") or "step"
    path = folder / f"r{number}_{words}.py"
    path.write_text(
        _FILE.format(told=told, number=number, before=before, code=code, imports=imports),
        encoding="utf-8",
    )
    _format(path)
    return path


def _difference() -> tuple[str | None, str]:
    """The code of `upgrade()`, and what it imports."""
    with TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{folder}/store.db")
        if revisions():
            upgrade(engine)
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts=options())
            lacking = produce_migrations(context, of_every_room()).upgrade_ops  # type: ignore[arg-type]
            if lacking is None or lacking.is_empty():
                return None, ""
            code = _rendered(lacking, context)
        engine.dispose()
    return code, "\n".join(_imports(code))


def _imports(code: str) -> list[str]:
    """What the generated code names."""
    dialects = [name for name in ("postgresql", "sqlite") if f" {name}." in code]
    own = [f"from sqlalchemy.dialects import {', '.join(dialects)}"] if dialects else []
    return ["import sqlalchemy as sa", "from alembic import op", *own]


def _rendered(lacking: UpgradeOps, context: MigrationContext) -> str:
    code = render_python_code(lacking, render_as_batch=True, migration_context=context)
    # The generator's own marks say nothing to a reader.
    return "\n".join(line for line in code.splitlines() if "### " not in line).strip()


def _format(path: Path) -> None:
    ruff = shutil.which("ruff", path=str(Path(sys.executable).parent)) or shutil.which("ruff")
    if ruff is not None:
        for words in (["check", "--fix", "--quiet"], ["format", "--quiet"]):
            subprocess.run([ruff, *words, str(path)], check=False)  # noqa: S603


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
