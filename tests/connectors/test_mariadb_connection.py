"""A connection to MariaDB is the driver's own, except that certificates are read once."""

import ssl

import pytest
from pymysql.connections import Connection

from upheld.connectors.mariadb_connection import SparingConnection


def test_connections_that_say_nothing_of_tls_share_the_drivers_own_context() -> None:
    one, other = SparingConnection(defer_connect=True), SparingConnection(defer_connect=True)
    plain = Connection(defer_connect=True)
    assert one.ctx is other.ctx
    assert _security(one.ctx) == _security(plain.ctx)
    assert (one.ssl, one._ssl_required) == (plain.ssl, plain._ssl_required)


@pytest.mark.parametrize(
    "options",
    [
        {"ssl_verify_cert": True},
        {"ssl_verify_cert": True, "ssl_verify_identity": True},
        {"ssl": {"verify_mode": "required", "check_hostname": True}},
        {"ssl": {"cipher": "ECDHE-RSA-AES256-GCM-SHA384"}},
    ],
)
def test_what_a_connection_says_of_tls_is_its_own(options: dict[str, object]) -> None:
    one, plain = (kind(defer_connect=True, **options) for kind in (SparingConnection, Connection))
    assert one.ctx is not SparingConnection(defer_connect=True).ctx
    assert _security(one.ctx) == _security(plain.ctx)
    assert (one.ssl, one._ssl_required) == (plain.ssl, plain._ssl_required) == (True, True)


def test_no_tls_stays_no_tls() -> None:
    assert SparingConnection(defer_connect=True, ssl_disabled=True).ssl is False


def _security(context: ssl.SSLContext) -> list[object]:
    return [
        context.protocol,
        context.verify_mode,
        context.verify_flags,
        context.check_hostname,
        context.options,
        context.minimum_version,
        context.maximum_version,
        [cipher["name"] for cipher in context.get_ciphers()],
        context.cert_store_stats(),
    ]
