"""A disclosure in part withholds what was decided, says so in the bundle, and why in the letter."""

import io
import json
import tarfile

import pyrage
import pytest

from tests.desk.conftest import Drill
from tests.desk.driving import Desk
from upheld.desk import delivery
from upheld.desk.deciding import DecisionInvalidError
from upheld.desk.delivery import Collected


@pytest.fixture
def desk(drill: Drill) -> Desk:
    desk = Desk(drill)
    desk.reference = desk.ask("disclosure", form="electronic")
    desk.work()
    return desk


def _fetched(desk: Desk) -> tuple[Collected, dict[str, bytes]]:
    delivery.ask_code(desk.drill.office, desk.box.token())
    desk.work()
    got = delivery.collect(desk.drill.office, desk.box.token(), desk.box.code())
    assert got.bundle is not None
    plain = pyrage.passphrase.decrypt(got.bundle.read_bytes(), got.passphrase)
    with tarfile.open(fileobj=io.BytesIO(plain)) as archive:
        files = {
            member.name.removeprefix(f"{desk.reference}/"): stream.read()
            for member in archive
            if (stream := archive.extractfile(member)) is not None
        }
    return got, files


def _granted(desk: Desk, *only: str) -> None:
    desk.decide(
        desk.reference, "granted-in-part", ground="rights-of-others",
        explanation="第三者の評価を含むため、日記の本文は開示しません。", only=only,
    )  # fmt: skip
    desk.work()
    desk.approve(desk.reference)
    desk.work()


@pytest.mark.slow
def test_what_is_withheld_is_in_no_file_of_the_bundle(desk: Desk) -> None:
    _granted(desk, "identity", "contact")
    got, files = _fetched(desk)
    data = json.loads(files["data.json"])
    member = data["systems"]["app"]["member"][0]
    assert member["name"] == "小春 麦"
    assert member["email"] == "mugi.koharu@diary.example.jp"
    assert member["workplace"] == {"$withheld": "by decision"}
    for content in files.values():
        assert "朝の散歩".encode() not in content
        assert b"ExampleApp" not in content
    assert not any(name.startswith("files/") for name in files), "a photo cannot be split"
    assert "不開示" in files["index.html"].decode()
    assert "個人情報保護法第33条第2項第1号" in got.letter
    assert "第三者の評価を含むため" in got.letter


@pytest.mark.slow
def test_the_manifest_counts_what_is_withheld(desk: Desk) -> None:
    _granted(desk, "identity", "contact", "content")
    _got, files = _fetched(desk)
    manifest = json.loads(files["manifest.json"])
    app = manifest["systems"]["app"]
    assert app["member"]["withheld_values"] == 3, "workplace, job title, day of joining"
    assert "withheld_values" not in app["entry"]
    assert "朝の散歩".encode() in files["data.json"]


def test_a_category_that_no_map_has_cannot_be_granted(desk: Desk) -> None:
    with pytest.raises(DecisionInvalidError):
        _granted(desk, "health.diagnosis")
