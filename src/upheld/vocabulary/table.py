"""Tables that come with the package: one row a line, cells parted by tabs, `#` begins a comment."""

from importlib.resources import files


def rows(package: str, path: str) -> list[list[str]]:
    """Return the cells of every row of a table of a package; `path` has slashes.

    >>> rows("upheld.vocabulary", "country.tsv")[0][0]
    'AD'
    """
    text = files(package).joinpath(path).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
