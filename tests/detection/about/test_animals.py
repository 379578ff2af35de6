"""An animal of nine years is no child, and a child with an animal is one."""

from datetime import date

import pytest

from upheld.detection.standard import standard

SCANNER = standard(today=date(2026, 12, 1))

OF_ANIMALS = [
    "Our dog Rex is nine and limps.",
    "Our dog Rex (he's nine) has fleas.",
    "My cat Mimi (6) needs a vet.",
    "We have a 5-year-old Labrador.",
    "Rex is our puppy; he just turned one.",
    "My kids' rabbit is 3 years old.",
    "うちの犬のポチ(7歳)が元気ないです。",
    "愛猫のミケは8歳です。",
    "飼い犬が5歳になりました。",
    "5歳の愛犬が吠えます。",
]
OF_CHILDREN = [
    "My daughter Emma (6) has a dog.",
    "Her dog bit my son Tom, 7.",
    "The dog that bit Emma (6) ran off.",
    "Toby (he's nine) loves his dog.",
    "A 5-year-old girl and her dog.",
    "Our dog Rex is nine and my daughter Emma is six.",
    "The 7-year-old dog owner Tim called.",
    "息子(5歳)が犬を飼いたがっています。",
    "犬の散歩中に娘(4歳)が転んだ。",
    "愛犬家の息子(5歳)です。",
    "10歳の少女と犬がいた。",
]


def groups(text: str) -> set[str]:
    return {group for finding in SCANNER.scan(text) for group in finding.groups}


@pytest.mark.parametrize("text", OF_ANIMALS)
def test_the_age_of_an_animal_is_no_childs(text: str) -> None:
    assert "child" not in groups(text)


@pytest.mark.parametrize("text", OF_CHILDREN)
def test_a_child_beside_an_animal_is_one(text: str) -> None:
    assert "child" in groups(text)
