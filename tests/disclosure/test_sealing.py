"""Sealed bundles open with age, and nothing in the clear is left beside them."""

import io
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pyrage
import pytest

from tests.disclosure.shops import Shop, shop
from tests.disclosure.test_procedure import disclosed
from upheld.disclosure.sealing import (
    DRAWN_LOG_N,
    SCRYPT_LOG_N,
    draw_passphrase,
    to_recipient,
    with_passphrase,
)
from upheld.documents.secret_file import SecretExposedError
from upheld.refusal import UsageError

PASSPHRASE = "correct horse battery staple"


@pytest.fixture
def world(fresh_database: Callable[[str], str]) -> Iterator[Shop]:
    with closing(shop(fresh_database("sqlite"))) as made:
        yield made


@pytest.fixture
def passphrase_file(tmp_path: Path) -> Path:
    path = tmp_path / "passphrase"
    path.write_text(PASSPHRASE)
    path.chmod(0o600)
    return path


def opened(raw: bytes) -> dict[str, bytes]:
    with tarfile.open(fileobj=io.BytesIO(raw)) as archive:
        return {m.name: archive.extractfile(m).read() for m in archive}  # type: ignore[union-attr]


def test_a_recipient_opens_exactly_what_an_open_bundle_holds(world: Shop, tmp_path: Path) -> None:
    identity = pyrage.x25519.Identity.generate()
    done = disclosed(world, tmp_path / "sealed", 1, 2, seal=to_recipient(str(identity.to_public())))
    plain = disclosed(world, tmp_path / "plain", 1, 2)
    for ref in ("R-1", "R-2"):
        assert [p.name for p in done.bundles[ref].iterdir()] == ["bundle.age"]
        files = opened(pyrage.decrypt((done.bundles[ref] / "bundle.age").read_bytes(), [identity]))
        folder = plain.bundles[ref]
        assert files == {
            f"{ref}/{p.relative_to(folder)}": p.read_bytes()
            for p in folder.rglob("*")
            if p.is_file()
        }


def test_a_passphrase_opens_it_with_any_age(
    world: Shop, tmp_path: Path, passphrase_file: Path
) -> None:
    done = disclosed(world, tmp_path / "out", 1, seal=with_passphrase(passphrase_file, log_n=12))
    raw = (done.bundles["R-1"] / "bundle.age").read_bytes()
    assert raw.startswith(b"age-encryption.org/v1\n-> scrypt ")
    assert "R-1/data.json" in opened(pyrage.passphrase.decrypt(raw, PASSPHRASE))


def test_only_a_passphrase_of_128_random_bits_is_sealed_with_little_work(tmp_path: Path) -> None:
    drawn = draw_passphrase()
    assert len(bytes.fromhex(drawn.replace("-", ""))) * 8 == 128
    assert drawn != draw_passphrase()
    heads = []
    for passphrase, work in ((drawn, {"log_n": DRAWN_LOG_N}), (PASSPHRASE, {})):
        file, out = tmp_path / passphrase, io.BytesIO()
        file.touch(mode=0o600)
        file.write_text(passphrase)
        with_passphrase(file, **work)(iter([b"kept"]), out)
        assert pyrage.passphrase.decrypt(out.getvalue(), passphrase) == b"kept"
        heads.append(int(out.getvalue().split(b"\n")[1].split()[-1]))
    assert heads == [DRAWN_LOG_N, SCRYPT_LOG_N]


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 200_000])
def test_the_stream_of_a_passphrase_ends_rightly_at_every_size(
    size: int, passphrase_file: Path
) -> None:
    out = io.BytesIO()
    content = bytes(range(256)) * (size // 256 + 1)
    parts = (content[at : min(at + 1000, size)] for at in range(0, size, 1000))
    with_passphrase(passphrase_file, log_n=10)(parts, out)
    assert pyrage.passphrase.decrypt(out.getvalue(), PASSPHRASE) == content[:size]


def test_nothing_in_the_clear_is_left_on_the_disk(world: Shop, tmp_path: Path) -> None:
    key = str(pyrage.x25519.Identity.generate().to_public())
    disclosed(world, tmp_path / "out", 1, seal=to_recipient(key))
    assert [str(p.relative_to(tmp_path)) for p in (tmp_path / "out").rglob("*")] == [
        "out/R-1",
        "out/R-1/bundle.age",
    ]


def test_a_passphrase_that_others_can_read_is_refused(passphrase_file: Path) -> None:
    passphrase_file.chmod(0o640)
    with pytest.raises(SecretExposedError):
        with_passphrase(passphrase_file)


def test_a_secret_key_given_for_a_public_one_is_refused_and_not_repeated() -> None:
    secret = str(pyrage.x25519.Identity.generate())
    with pytest.raises(UsageError) as refused:
        to_recipient(secret)
    assert secret not in refused.value.render("en") + refused.value.render("ja")
