"""Files that only the npm registry has (schemas, checkers), fetched once and kept."""

import subprocess
import tempfile
from pathlib import Path

_KEPT = Path.home() / ".cache" / "upheld-tests" / "npm"


def npm_file(package: str, version: str, path: str) -> Path:
    """Return a file of a package at an exact version; the first call downloads it."""
    folder = _KEPT / f"{package.replace('/', '-').strip('@')}-{version}"
    found = folder / "package" / path
    if not found.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as scratch:
            subprocess.run(
                ["npm", "pack", "--silent", f"{package}@{version}"],
                cwd=scratch,
                check=True,
                capture_output=True,
                timeout=120,
            )
            (archive,) = Path(scratch).glob("*.tgz")
            # `tar` keeps what it unpacks within the folder; `tarfile` does only from Python 3.11.4 on.
            subprocess.run(["tar", "-xzf", archive, "-C", folder], check=True, timeout=120)
    return found
