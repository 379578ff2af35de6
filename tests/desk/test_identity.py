"""Who asks is checked as far as the right needs it, and a code opens nothing by patience."""

import base64
import os
from collections.abc import Callable
from datetime import timedelta
from itertools import islice

import pytest

from tests.desk.conftest import Drill, Founded
from tests.desk.driving import opened
from upheld.desk.case import Case
from upheld.desk.identity import codes, links, methods, proofs
from upheld.durable import outbox

KEY = base64.b64encode(os.urandom(32)).decode()


def _issue(drill: Drill, case: Case) -> str:
    with drill.office.company.engine.begin() as connection:
        return codes.issue(drill.office, connection, case.reference, "identity").plain


def _redeem(drill: Drill, reference: str, answer: str) -> bool:
    with drill.office.company.engine.begin() as connection:
        try:
            codes.redeem(drill.office, connection, reference, "identity", answer)
        except codes.CodeRefusedError:
            return False
        return True


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_code_opens_once(found: Founded, kind: str) -> None:
    drill = found(store=kind)
    case = opened(drill)
    code = _issue(drill, case)
    assert _redeem(drill, case.reference, f" {code[:3]} {code[3:]} ")
    assert not _redeem(drill, case.reference, code)


def test_a_code_does_not_open_another_request(drill: Drill) -> None:
    mine, other = opened(drill), opened(drill, right="deletion")
    _issue(drill, other)
    assert not _redeem(drill, other.reference, _issue(drill, mine))


def test_a_newer_code_ends_the_older_one(drill: Drill) -> None:
    case = opened(drill)
    older, newer = _issue(drill, case), _issue(drill, case)
    assert older == newer or not _redeem(drill, case.reference, older)
    assert _redeem(drill, case.reference, newer)


def test_a_code_lives_fifteen_minutes(drill: Drill) -> None:
    case = opened(drill)
    code = _issue(drill, case)
    drill.set("2026-12-24T10:15:00+09:00")
    assert not _redeem(drill, case.reference, code)


GUESSES = int(os.environ.get("UPHELD_GUESSES", "500"))
"""How many wrong codes are tried; ten thousand take a while, and end alike."""


@pytest.mark.slow
def test_wrong_answers_open_nothing_however_many_are_made(drill: Drill) -> None:
    """Five guesses a code, ten codes a day: 50 guesses at a hundred million a day."""
    case = opened(drill)
    issued = [_issue(drill, case)]
    guesses = (f"{guess:08d}" for guess in range(GUESSES + 50))
    for tried, answer in enumerate(islice((g for g in guesses if g not in issued), 50), start=1):
        assert not _redeem(drill, case.reference, answer)
        if tried % 5 == 0 and len(issued) < codes.CODES_A_DAY:
            issued.append(_issue(drill, case))
    with drill.office.company.engine.begin() as connection:
        refused = 50
        for answer in (g for g in guesses if g not in issued):
            with pytest.raises(codes.CodeRefusedError):
                codes.redeem(drill.office, connection, case.reference, "identity", answer)
            refused += 1
    assert refused >= GUESSES
    assert not _redeem(drill, case.reference, issued[-1]), "even the right code is used up"
    with pytest.raises(codes.CodesExhaustedError):
        _issue(drill, case)


def test_no_code_is_kept_in_clear(drill: Drill) -> None:
    from sqlalchemy import select

    from upheld.desk.identity.store import codes as table

    case = opened(drill)
    code = _issue(drill, case)
    with drill.office.company.engine.connect() as connection:
        (row,) = connection.execute(select(table)).all()
    assert code not in str(tuple(row)[:4])
    assert code not in repr(codes.Issued(code, row.expires_at))


def test_the_companys_own_site_says_who_it_is(drill: Drill) -> None:
    key, now = links.read_key(KEY), drill.office.company.clock.now()
    member = "member-no-17"  # a shorter one stands in a random token now and then
    token = links.sign(key, {"member_id": member}, now=now)
    assert member not in token
    assert member.encode() not in base64.urlsafe_b64decode(token + "==")
    visitor = links.read(key, token, now=now)
    assert visitor.subject == {"member_id": member}
    engine = drill.office.company.engine
    with engine.begin() as connection:
        links.use(connection, visitor, now=now)
    with pytest.raises(links.LinkRefusedError), engine.begin() as connection:
        links.use(connection, visitor, now=now)


def _cut(token: str) -> str:
    return token[:-4]


def _flipped(token: str) -> str:
    return token[:20] + ("A" if token[20] != "A" else "B") + token[21:]


@pytest.mark.parametrize(
    "forge", [_cut, _flipped, lambda _: "", lambda _: "あ", lambda _: "A" * 9000]
)
def test_a_forged_link_is_refused(drill: Drill, forge: Callable[[str], str]) -> None:
    key, now = links.read_key(KEY), drill.office.company.clock.now()
    token = links.sign(key, {"member_id": "17"}, now=now)
    with pytest.raises(links.LinkRefusedError):
        links.read(key, forge(token), now=now)


def test_a_link_of_another_key_or_another_hour_is_refused(drill: Drill) -> None:
    key, now = links.read_key(KEY), drill.office.company.clock.now()
    token = links.sign(os.urandom(32), {"member_id": "17"}, now=now)
    for wrong, at in ((token, now), (links.sign(key, {"a": "b"}, now=now), now + links.LIFE)):
        with pytest.raises(links.LinkRefusedError):
            links.read(key, wrong, now=at)
    ahead = links.sign(key, {"a": "b"}, now=now + timedelta(days=365))
    with pytest.raises(links.LinkRefusedError):
        links.read(key, ahead, now=now)


def test_identity_confirmed_moves_on_only_when_nothing_else_is_awaited(drill: Drill) -> None:
    case = opened(drill, agent="appointed", right="correction")
    assert case.waiting == {"identity", "power"}
    engine = drill.office.company.engine
    with engine.begin() as connection:
        methods.confirm(drill.office, connection, case, "email-confirm", by="person")
    assert case.state == "received"
    assert case.waiting == {"power"}
    with engine.begin() as connection:
        proof = proofs.add(
            drill.office,
            connection,
            case,
            "power",
            "power-of-attorney",
            stored_as="u1",
            by="person",
        )
        proofs.decide(drill.office, connection, case, proof, "accepted", by="S-1")
        waiting = outbox.waiting(connection)
    assert str(case.state) == "identified"
    assert case.waiting == {"decision"}
    assert "proof-erase" in {item.kind for item in waiting}


def test_a_proof_is_decided_once(drill: Drill) -> None:
    case = opened(drill)
    engine = drill.office.company.engine
    with engine.begin() as connection:
        proof = proofs.add(
            drill.office, connection, case, "identity", "passport", stored_as=None, by="S-1"
        )
        proofs.decide(drill.office, connection, case, proof, "rejected", by="S-1")
    assert case.state == "received", "a rejected proof moves nothing"
    with pytest.raises(proofs.ProofUnknownError), engine.begin() as connection:
        proofs.decide(drill.office, connection, case, proof, "accepted", by="S-2")


def test_an_opt_out_asks_for_no_identity(found: Founded) -> None:
    drill = found("b2b-platform")
    policy = drill.office.company.policy
    assert methods.methods_of(policy, "opt-out-sale-sharing", "US-CA") == ()
    assert "email-confirm" in methods.methods_of(policy, "disclosure", None)
    case = opened(drill, right="opt-out-sale-sharing", residence="US-CA")
    assert case.waiting == {"decision"}
    with (
        pytest.raises(methods.MethodRefusedError),
        drill.office.company.engine.begin() as connection,
    ):
        methods.confirm(drill.office, connection, case, "email-confirm", by="person")
