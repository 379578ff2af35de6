"""Where an address ends: the person before or behind it is found beside it, and not in it."""

from datetime import date

import pytest

from upheld.detection.standard import standard


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        (
            "John Smith, 12 High Street, Leeds LS1 9YZ",
            "John Smith",
            "12 High Street, Leeds LS1 9YZ",
        ),
        ("Emma Clarke\n4 Mill Lane\nBath BA1 9ZZ", "Emma Clarke", "4 Mill Lane\nBath BA1 9ZZ"),
        ("大阪市北区梅香町3-5-9\n佐藤花子", "佐藤花子", "大阪市北区梅香町3-5-9"),
        ("名古屋市中区白川台4-23-7 高橋 健太 45歳", "高橋 健太", "名古屋市中区白川台4-23-7"),
    ],
)
def test_a_person_beside_an_address_is_no_part_of_it(text: str, name: str, address: str) -> None:
    found = {f.kind: text[f.start : f.end] for f in standard(today=date(2026, 12, 1)).scan(text)}
    assert (found["person_name"], found["address"]) == (name, address)
