"""The folder `datamap/` in, one checked map a system out."""

from pathlib import Path

from upheld.datamap.model import DataMap
from upheld.documents.positioned import Positioned, locate
from upheld.refusal import InvalidFileError, RefusalError, RefusalsError
from upheld.wording import Text


def read_map(path: Path) -> Positioned[DataMap]:
    """Read one map, with positions.

    Raises:
        RefusalsError: Every error of the file.
    """
    return locate(path, DataMap, file=f"{path.parent.name}/{path.name}")


def read_maps(folder: Path) -> dict[str, Positioned[DataMap]]:
    """Read all maps of a workspace by system.

    Raises:
        RefusalsError: Every error of every file, or two files for one system.
    """
    found: dict[str, Positioned[DataMap]] = {}
    refusals: list[RefusalError] = []
    paths = sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")])
    for path in paths:
        try:
            read = read_map(path)
        except RefusalsError as error:
            refusals += error.refusals
            continue
        name = read.model.system
        if name in found:
            refusals.append(
                InvalidFileError(
                    Text(
                        en=f"a second map for the system `{name}`",
                        ja=f"システム `{name}` のデータマップが二つあります",
                    ),
                    where=read.where(("system",)),
                    snippet=read.snippet(("system",)),
                    remedy=Text(
                        en="keep one file a system",
                        ja="一つのシステムにつき一つのファイルにしてください",
                    ),
                )
            )
        found[name] = read
    if refusals:
        raise RefusalsError(refusals)
    return found
