"""Numbers of rows in addresses: no table holds more of them, and every one fits into each database."""

from typing import Annotated, TypeAlias

from fastapi import Path, Query

_MOST = 2**53
"""What every reader of JSON holds exactly (RFC 8259, section 6)."""
RowNumber: TypeAlias = Annotated[int, Path(ge=0, le=_MOST)]
RowCursor: TypeAlias = Annotated[int | None, Query(ge=0, le=_MOST)]
"""The row behind, or in front of, which a page of a list begins."""
