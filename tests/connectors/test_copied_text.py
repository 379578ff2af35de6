"""Whatever cells hold, the text of copied rows is those cells, apart from one another."""

from hypothesis import given
from hypothesis import strategies as st

from upheld.connectors.scan_postgresql import copied_block

CELLS = (
    st.none() | st.sampled_from(["", "\\N", "N", "a\\Nb", "\\", "\\\\N"]) | st.text("あx\t\n\\N")
)
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=4)


def as_postgresql_copies(cell: str | None) -> str:
    if cell is None:
        return "\\N"
    return cell.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")


@given(ROWS)
def test_the_text_of_copied_rows_is_their_cells(rows: list[list[str | None]]) -> None:
    lines = [("\t".join(map(as_postgresql_copies, row)) + "\n").encode() for row in rows]
    block = copied_block(lines, [])
    cells = [[cell or "" for cell in row] for row in rows]
    assert block.text == "".join("\0".join(row) + "\0" for row in cells)
    assert [list(row) for row in block.rows()] == cells
