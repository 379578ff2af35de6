"""How a request stands, in five steps and in words that a person uses."""

from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

from upheld.desk import decisions
from upheld.desk.case import Case, State, Waiting
from upheld.desk.office import Office
from upheld.evidence.receipt import (
    Receipt,
    ReceiptNotReadyError,
    make_receipt,
    receipt_indices,
)
from upheld.rights import store as requests
from upheld.rights.store import UnknownRequestError
from upheld.wording import Text

Mark: TypeAlias = Literal["good", "wait", "none", "bad"]

STEPS: Sequence[Text] = (
    Text(en="Received", ja="受付"),
    Text(en="Identity confirmed", ja="本人確認"),
    Text(en="Decided", ja="判断"),
    Text(en="Carried out and checked", ja="実施と確認"),
    Text(en="Answered", ja="回答"),
)
_REACHED: Mapping[State, int] = {
    "received": 1,
    "identified": 2,
    "decided": 3,
    "planned": 3,
    "approved": 3,
    "carried_out": 3,
    "verified": 4,
    "refused": 3,
    "answered": 5,
    "closed": 5,
    "withdrawn": 1,
    "on_hold": 1,
}
_NEEDED: Mapping[Waiting, Text] = {
    "identity": Text(en="We still have to make sure that it is you who asks.",
                     ja="ご本人であることの確認をお待ちしています。"),
    "power": Text(en="We need a document that shows your power to act.",
                  ja="代理権を示す書類をお待ちしています。"),
    "fee": Text(en="The fee is not paid yet.", ja="手数料のお支払いをお待ちしています。"),
    "clarification": Text(en="We asked you something and wait for your answer.",
                          ja="当社からの質問へのご回答をお待ちしています。"),
    "choice": Text(en="We are finding out which person is meant.",
                   ja="対象となる方を確かめています。"),
    "parties": Text(en="We wait for others who hold your data for us.",
                    ja="委託先などの対応を待っています。"),
}  # fmt: skip


def steps_of(case: Case) -> list[Mark]:
    """Return a mark for each step."""
    state = case.before_hold if case.state == "on_hold" and case.before_hold else case.state
    reached = _REACHED[state]
    marks: list[Mark] = ["good" if n < reached else "none" for n in range(len(STEPS))]
    if reached < len(STEPS) and case.state != "withdrawn":
        marks[reached] = "wait"
    return marks


def needs(case: Case) -> list[Text]:
    """Return what a case waits for, as the person is told."""
    return [_NEEDED[one] for one in sorted(case.waiting) if one in _NEEDED]


def receipt_of(office: Office, case: Case) -> Receipt | None:
    """Return the receipt of what was carried out, once there is one that is sealed."""
    if case.state not in ("verified", "answered", "closed", "carried_out"):
        return None
    company = office.company
    try:
        with company.engine.connect() as connection:
            (request,) = requests.load(connection, company.vault, case.reference)
    except UnknownRequestError:
        return None  # an answer in words has nothing to prove on a store
    if request.receipt is None:
        return None
    index = receipt_indices(company.engine, [case.reference]).get(case.reference)
    if index is None:
        return None
    try:
        return make_receipt(company.engine, index, request.receipt)
    except ReceiptNotReadyError:
        return None


def was_disclosed(office: Office, case: Case) -> bool:
    """Whether a disclosure was granted, and its answer fetched: what it shows may be wrong."""
    if case.state != "closed" or case.kind.by != "disclosure":
        return False
    with office.company.engine.connect() as connection:
        decided = decisions.latest(connection, office.company.vault, case.reference)
    return decided is not None and decided.outcome in ("granted", "granted-in-part")
