"""Which addresses are called, and which are refused before a byte is sent."""

import ipaddress
import socket

import pytest

from upheld.calling.addresses import (
    LOOPBACK,
    PUBLIC,
    AddressRefusedError,
    NameUnresolvedError,
    read_reach,
    read_url,
    resolve,
)

INNER = [
    "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "192.0.2.7", "198.18.0.1", "240.0.0.1",
    "::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2001:0:1::1",
    "2001:db8::1",
]  # fmt: skip


@pytest.mark.parametrize("address", INNER)
def test_an_inner_address_is_out_of_reach(address: str) -> None:
    assert not PUBLIC.permits(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "203.0.114.1", "2606:4700::1111", "64:ff9b::101:101"]
)
def test_a_public_address_is_within_reach(address: str) -> None:
    assert PUBLIC.permits(ipaddress.ip_address(address))


def test_a_network_named_in_the_configuration_is_within_reach() -> None:
    reach = read_reach(["10.1.0.0/16"])
    assert reach.permits(ipaddress.ip_address("10.1.2.3"))
    assert reach.permits(ipaddress.ip_address("::ffff:10.1.2.3"))
    assert not reach.permits(ipaddress.ip_address("10.2.0.1"))


def test_a_network_with_a_host_part_is_refused() -> None:
    with pytest.raises(AddressRefusedError):
        read_reach(["10.1.2.3/16"])


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/", "ftp://example.com/", "file:///etc/passwd", "gopher://127.0.0.1/",
        "https://user:word@example.com/", "https://example.com/#part", "https:///path", "example.com",
        "https://exa mple.com/", "https://example.com/\r\nHost: other", "https://10.0.0.1/",
        "https://[::1]/", "https://localhost/", "http://localhost/", "https://" + "a" * 3000,
        "http://127.0.0.1.example.com/", "",
    ],
)  # fmt: skip
def test_such_a_url_is_not_called(url: str) -> None:
    with pytest.raises(AddressRefusedError) as refused:
        read_url(url, PUBLIC)
    assert "example.com/#" not in str(refused.value)


def test_plain_http_goes_to_this_machine_only_where_it_is_within_reach() -> None:
    assert read_url("http://127.0.0.1:8080/x", LOOPBACK).port == 8080
    with pytest.raises(AddressRefusedError):
        read_url("http://127.0.0.1:8080/x", PUBLIC)
    with pytest.raises(AddressRefusedError):
        read_url("http://10.0.0.1/x", read_reach(["10.0.0.0/8"]))


@pytest.mark.parametrize(
    "written", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "localhost"]
)
def test_another_way_to_write_this_machine_is_still_this_machine(written: str) -> None:
    with pytest.raises((AddressRefusedError, NameUnresolvedError)):
        resolve(written, 443, PUBLIC, 5)


def test_a_name_with_one_inner_address_is_refused_as_a_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = [(2, 1, 6, "", ("1.1.1.1", 443)), (2, 1, 6, "", ("10.0.0.5", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers)
    with pytest.raises(AddressRefusedError):
        resolve("rebinding.example.com", 443, PUBLIC, 5)


def test_a_name_that_does_not_exist_is_a_silence() -> None:
    with pytest.raises(NameUnresolvedError):
        resolve("nothing.invalid", 443, PUBLIC, 10)
