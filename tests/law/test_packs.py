"""Law packs: what stands in them, what they answer, and how a broken one is refused."""

import pytest

from upheld.law.packs import known_packs, pack

every_pack = pytest.mark.parametrize("name", known_packs())


@every_pack
def test_a_pack_says_everything_in_both_languages(name: str) -> None:
    found = pack(name)
    texts = [found.title, found.limits, *(change.what for change in found.changes)]
    texts += [old.about for old in found.renumbered]
    for duty in found.duties:
        texts += [duty.summary, *(getattr(part, "text", None) or part.what for part in duty.parts)]  # type: ignore[union-attr]
    for text in texts:
        assert text.en.isascii(), text
        assert any("぀" <= letter <= "鿿" for letter in text.ja), text


@every_pack
def test_every_number_and_item_of_a_pack_has_an_article_that_can_be_cited(name: str) -> None:
    found = pack(name)
    for duty in found.duties:
        for article in (duty.article, *duty.see, *(part.article for part in duty.parts)):
            cited = found.cite(article)
            number = article.partition(" ")[2]
            assert number in cited.en
            assert cited.ja != cited.en


def test_no_two_packs_share_the_id_of_a_duty() -> None:
    ids = [duty.id for name in known_packs() for duty in pack(name).duties]
    assert len(ids) == len(set(ids)) > 60


def test_no_entry_claims_that_a_lawyer_read_it() -> None:
    entries = [duty for name in known_packs() for duty in pack(name).duties]
    assert all(duty.reviewed is None for duty in entries)
    assert all(part.reviewed is None for duty in entries for part in duty.parts)
