"""The answer to a request for records of provision: from the register, for one person."""

from pathlib import Path
from zoneinfo import ZoneInfo

from upheld.desk.case import Case
from upheld.desk.looking import look, subject_of
from upheld.desk.office import Office
from upheld.disclosure.procedure import Delivery
from upheld.disclosure.provisions import Answered, write_records
from upheld.disclosure.sealing import DRAWN_LOG_N, with_passphrase
from upheld.evidence import ledger
from upheld.evidence.entry import Entry
from upheld.rights.provisions import OfPerson, of_person
from upheld.wording import Language


def provisions_of(office: Office, case: Case) -> OfPerson:
    """Return what the register says of the person of a case.

    Searched are the identifiers that were given and, where one person is found by them, all that
    the stores know of that person. Somebody whose data is gone has records still.

    Raises:
        PlaceUnreachableError: A database does not answer.
    """
    identifiers = {kind: {value} for kind, value in subject_of(office, case).items()}
    looked = look(office, case)
    if looked.found == 1 and looked.case.private is not None:
        for kind, values in looked.case.private.identifiers.items():
            identifiers.setdefault(kind, set()).update(map(str, values))
    return of_person(office.company, identifiers)


def write_bundle(office: Office, case: Case, found: OfPerson, out: Path, key: Path) -> None:
    """Write the encrypted bundle of a person's records, and note its hash in the ledger.

    Args:
        office: The desk.
        case: The request.
        found: At least one record.
        out: The folder that is to hold the bundle; it is named by the request.
        key: The file with the passphrase, which was drawn.
    """
    company = office.company
    languages: tuple[Language, ...] = ("ja", "en") if case.language == "ja" else ("en", "ja")
    about = company.policy.policy
    answered = Answered(
        request=case.reference,
        policy=company.policy,
        version=f"{about.id} {about.version}",
        made_at=company.clock.now().astimezone(ZoneInfo(about.tz)),
        through=found.through,
        missing=found.missing,
    )
    delivery = Delivery(out=out, languages=languages, seal=with_passphrase(key, log_n=DRAWN_LOG_N))
    digest = write_records(found.records, answered, delivery)
    entry = Entry(
        kind="disclosure-bundled",
        at=company.clock.now(),
        case=case.reference,
        drill=company.clock.drill,
        body={"manifest_sha256": digest, "sealed": True, "records": len(found.records)},
    )
    with company.engine.begin() as connection:
        ledger.append(connection, entry)
