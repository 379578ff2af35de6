"""The walk of one request on each kind of database, to its end."""

import pytest

from tests.faults import shop
from tests.faults.workspace import Office


@pytest.mark.slow
def test_a_deletion_goes_from_receipt_to_receipt(any_office: Office) -> None:
    office = any_office
    unit = office.ready()
    done = office.run("request", "apply", unit)
    assert done.code == 0, done.out + done.err
    assert done.json["complete"]
    left = shop.dump(office.url)
    assert {row[0] for row in left["customer"]} == {"2", "3", "4", "5"}
    assert [row[0] for row in left["orders"]] == ["10", "12"]
    receipt = office.folder / "receipt.json"
    assert office.run("receipt", unit, "--out", str(receipt)).code == 0
    key = office.folder / "upheld.pub"
    assert office.speak("verify", str(receipt), "--key", str(key)).code == 0
