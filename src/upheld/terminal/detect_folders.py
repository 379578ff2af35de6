"""The files of a folder that is to be looked at: all of them, whatever they are called.

What a folder's `.gitignore` leaves out is looked at, too: that is where people keep data.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from upheld.documents.files.place import Unread
from upheld.wording import Text

_OF_VERSION_CONTROL = frozenset({".git", ".hg", ".svn"})
_LEADS_AWAY = Unread(
    at=(),
    code="link",
    what=Text(
        en="it is a link to a folder and was not followed; name the folder itself",
        ja="フォルダへのリンクのため、たどっていません。リンク先のフォルダを指定してください",
    ),
)
_NO_FILE = Unread(
    at=(),
    code="no-file",
    what=Text(
        en="it is no file (a pipe, socket or device) and was not read",
        ja="ファイルではないため(パイプ、ソケット、デバイス)、読んでいません",
    ),
)
OLDER_VERSIONS = Unread(
    at=(),
    code="version-control",
    what=Text(
        en="earlier versions of files, which version control packs, were not looked at",
        ja="バージョン管理が保管する過去の版は調べていません",
    ),
)
"""Told, and no gap in what was asked: files are, and not what they once were."""
_NOT_LISTED = Unread(
    at=(),
    code="file-failed",
    what=Text(en="the folder cannot be listed", ja="フォルダの一覧を取得できません"),
)


def files_in(folder: Path) -> Iterator[Path | tuple[Path, Unread]]:
    """Yield each file below a folder, sorted by name, and what there was not gone into."""
    failed: list[OSError] = []
    for here, folders, files in os.walk(folder, onerror=failed.append):
        within = Path(here)
        for name in sorted(folders):
            if name in _OF_VERSION_CONTROL:
                yield within / name, OLDER_VERSIONS
            elif (within / name).is_symlink():
                yield within / name, _LEADS_AWAY
        folders[:] = sorted(name for name in folders if name not in _OF_VERSION_CONTROL)
        for name in sorted(files):
            path = within / name
            yield path if _is_file(path) else (path, _NO_FILE)
    yield from ((Path(str(error.filename)), _NOT_LISTED) for error in failed)


def _is_file(path: Path) -> bool:
    """Whether it can be read without waiting; a link that leads nowhere is told when it is opened."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return True
