"""The board as one page: a shape, a word and a colour for each state, no script."""

from importlib.resources import files

from upheld.promises.board import Board
from upheld.promises.control import Kind
from upheld.promises.pages_made import sentences_of
from upheld.promises.state import MARKS, STATES, WORDS, State
from upheld.wording import Language, Text

KINDS: dict[Kind, Text] = {
    "enforced": Text(en="enforced", ja="仕組みで強制"),
    "observed": Text(en="observed", ja="観測"),
    "by-procedure": Text(en="by procedure", ja="手順"),
    "not-provable": Text(en="not provable", ja="証明外"),
}
"""The kinds of control in words."""
_HEADS = {
    "title": Text(en="Promise board", ja="約束の一覧"),
    "clause": Text(en="Clause", ja="条項"),
    "state": Text(en="State", ja="状態"),
    "control": Text(en="How it is checked", ja="確認の方法"),
    "why": Text(en="What was seen", ja="確認の結果"),
    "evidence": Text(en="Evidence", ja="証跡"),
    "checked": Text(en="Checked", ja="確認日時"),
    "of": Text(en="clauses", ja="条項"),
    "computed": Text(en="Computed", ja="算出日時"),
    "skip": Text(en="Skip to the clauses", ja="条項の一覧へ"),
    "meaning": Text(
        en="A clause is as good as the worst of its controls. Nothing here is claimed: each state "
        "is computed from what was seen. A missing control is said to be missing.",
        ja="条項の状態は、管理策のうち最も悪いものに従います。状態はすべて確認した事実から算出され、"
        "主張によるものではありません。ない管理策は、ないと表示します。",
    ),
}


def board_page(
    board: Board,
    language: Language,
    only: frozenset[State] | None = None,
    *,
    pages: str | None = None,
) -> str:
    """Return the page as HTML; every word from outside is escaped.

    Args:
        board: What is shown.
        language: In which language.
        only: The states to show; all where there are none.
        pages: Where a clause has a page of its own, below this address; `None` in a file.
    """
    from jinja2 import Environment

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(
        files("upheld.promises").joinpath("board.html").read_text("utf-8")
    )
    counts = board.counts()
    return template.render(
        language=language,
        heads={name: text.in_language(language) for name, text in _HEADS.items()},
        company=board.policy.policy.company.text().in_language(language),
        policy=board.policy.policy,
        at=board.at,
        total=len(board.clauses),
        pages=pages,
        counts=[(s, MARKS[s], WORDS[s].in_language(language), counts[s]) for s in STATES[::-1]],
        clauses=[c for c in board.clauses if only is None or c.state in only],
        said={c: t.in_language(language) for c, t in sentences_of(board.policy).items()},
        marks=MARKS,
        words={state: text.in_language(language) for state, text in WORDS.items()},
        kinds={kind: text.in_language(language) for kind, text in KINDS.items()},
    )
