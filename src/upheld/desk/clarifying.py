"""Asking the person something: the case waits for the answer, and its clock runs on.

No law that is built in stops the clock for a question of ours; `extend` prolongs it where one may.
"""

from sqlalchemy import Connection

from upheld.desk import store
from upheld.desk.acting import go_on
from upheld.desk.case import STATE_LABEL, Case
from upheld.desk.letters import facts, writing
from upheld.desk.moving import MoveRefusedError, note, wait
from upheld.desk.office import Office
from upheld.wording import Text


def ask(
    office: Office, reference: str, question: str, *, by: str, within: Connection | None = None
) -> Case:
    """Ask the person, by letter; the case waits for `clarification`.

    Args:
        office: The desk.
        reference: `R-…`.
        question: In the person's language.
        by: Who asks.
        within: A transaction it belongs to; its own by default.

    Raises:
        MoveRefusedError: It is decided already.
    """
    with office.transaction(within) as connection:
        case = store.load(connection, office.company.vault, reference)
        if case.state not in ("received", "identified"):
            label = STATE_LABEL[case.state]
            raise MoveRefusedError(
                Text(
                    en=f"`{reference}` is {label.en}: there is nothing to ask any more",
                    ja=f"`{reference}` は「{label.ja}」の状態で、もう質問できません",
                ),
                remedy=Text(en="look at the request again", ja="請求の内容を確かめてください"),
            )
        wait(office, connection, case, {*case.waiting, "clarification"}, by=by)
        told = {
            "needed": facts.needed(case.waiting, case.language),
            "explanation": question,
            "status_url": office.link("/status"),
        }
        occasion = f"question-{case.turn}"
        writing.write(office, connection, case, "more-needed", told, occasion=occasion)
    return case


def answered(office: Office, reference: str, *, by: str, within: Connection | None = None) -> Case:
    """Note that the question was answered; the case goes on as far as nothing else is awaited."""
    with office.transaction(within) as connection:
        case = store.load(connection, office.company.vault, reference)
        left = case.waiting - {"clarification"}
        if left - {"decision"} or case.state != "received":
            wait(office, connection, case, left or {"decision"}, by=by)
            note(office, connection, reference, "case-clarified", by=by)
        else:
            go_on(office, connection, case, "case-clarified", by=by)
    return case
