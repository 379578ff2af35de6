"""A request made outside the procedure is answered with the way to ask, and logged, never dropped."""

from contextlib import nullcontext

from sqlalchemy import Connection

from upheld.desk.clocks import offered
from upheld.desk.kinds import KINDS
from upheld.desk.letters import writing
from upheld.desk.letters.facts import general_facts
from upheld.desk.letters.templates import compose
from upheld.desk.moving import note
from upheld.desk.office import Office
from upheld.rights import store as numbers
from upheld.wording import Language


def answer_outside(
    office: Office,
    *,
    to: str,
    language: Language,
    channel: str,
    connection: Connection | None = None,
) -> str:
    """Answer with what can be asked for, and where; return the number it is logged under.

    Args:
        office: The desk.
        to: Where the answer goes; empty for one that staff gives on paper.
        language: Of the answer.
        channel: How it came.
        connection: A transaction it belongs to.
    """
    company = office.company
    desk = company.policy.desk
    url = desk.procedure_url if desk is not None else None
    kinds = [
        kind.label.in_language(language)
        for kind in KINDS.values()
        if (line := offered(company.policy, kind.id, None)) is not None and line.offered
    ]
    year = company.clock.now().astimezone(office.zone).year
    with company.engine.begin() if connection is None else nullcontext(connection) as within:
        (reference,) = numbers.next_references(within, "O", year, 1)
        facts = {
            **general_facts(office, language),
            "reference": reference,
            "procedure_url": url or office.link("/"),
            "kinds": kinds,
        }
        note(office, within, reference, "outside-procedure", body={"channel": channel})
        writing.keep(
            office,
            within,
            compose(office.folder, "procedure", language, facts),
            reference=reference,
            name="procedure",
            language=language,
            occasion="procedure",
            to=to,
        )
    return reference
