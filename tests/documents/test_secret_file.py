"""Secrets are read only from files that nobody else can read."""

import os
from pathlib import Path

import pytest

from upheld.documents.secret_file import (
    SecretExposedError,
    SecretMissingError,
    read_secret,
    write_secret,
)
from upheld.refusal import UsageError


def test_a_secret_is_written_for_its_owner_only_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "secrets" / "shop.url"
    write_secret(path, "postgresql://shop:pw@db/shop")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert read_secret(path) == "postgresql://shop:pw@db/shop"


def test_a_secret_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "signing.key"
    write_secret(path, "first")
    with pytest.raises(UsageError):
        write_secret(path, "second")
    assert read_secret(path) == "first"


def test_a_loose_umask_does_not_open_a_secret(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write_secret(tmp_path / "k", "x")
    finally:
        os.umask(before)
    assert (tmp_path / "k").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o666, 0o610])
def test_a_file_that_others_may_use_is_refused_with_the_command_that_cures_it(
    tmp_path: Path, mode: int
) -> None:
    path = tmp_path / "shop.url"
    write_secret(path, "postgresql://shop:hunter2@db/shop")
    path.chmod(mode)
    with pytest.raises(SecretExposedError) as refused:
        read_secret(path)
    assert f"chmod 600 {path}" in refused.value.remedy.en
    assert f"chmod 600 {path}" in refused.value.remedy.ja
    assert "hunter2" not in refused.value.render("en")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_file_of_another_user_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "shop.url"
    write_secret(path, "x")
    os.chown(path, 12345, 12345)
    with pytest.raises(SecretExposedError, match="another user"):
        read_secret(path)


def test_a_stricter_mode_is_fine(tmp_path: Path) -> None:
    path = tmp_path / "k"
    write_secret(path, "x")
    path.chmod(0o400)
    assert read_secret(path) == "x"


def test_missing_empty_and_odd_files_are_told_apart(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    write_secret(empty, " ")
    binary = tmp_path / "binary"
    write_secret(binary, "x")
    binary.write_bytes(b"\xff\xfe")
    for path, why in [
        (tmp_path / "none", "No such file"),
        (empty, "empty"),
        (binary, "its bytes are no text"),
        (tmp_path, "not a file"),
    ]:
        with pytest.raises(SecretMissingError, match=why):
            read_secret(path)
