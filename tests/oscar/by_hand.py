"""The deletion of one customer as an engineer would write it by hand, on SQLite.

What the data map by hand says, in plain SQL: to see that the shop goes on working, and to hold
the engine's result against it.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

_MINE = "SELECT id FROM order_order WHERE user_id = :id OR lower(guest_email) = lower(:email)"
_BASKETS = (
    "SELECT id FROM basket_basket WHERE owner_id = :id UNION"
    f" SELECT basket_id FROM order_order WHERE id IN ({_MINE})"
)
_LISTS = "SELECT id FROM wishlists_wishlist WHERE owner_id = :id"
_NO_OTHER = (
    "SELECT {0} FROM order_order WHERE id IN ({1}) EXCEPT"
    " SELECT {0} FROM order_order WHERE id NOT IN ({1})"
)
_EMPTIED = (
    "title = '', first_name = '[erased]', last_name = '[erased]', line1 = '[erased]',"
    " line2 = '', line3 = '', line4 = '', postcode = '', search_text = ''"
)

STATEMENTS = (
    # Orders stay, emptied; what hangs on them first, while they still name the person.
    f"DELETE FROM order_ordernote WHERE order_id IN ({_MINE})",
    f"DELETE FROM order_orderstatuschange WHERE order_id IN ({_MINE})",
    f"DELETE FROM order_communicationevent WHERE order_id IN ({_MINE})",
    f"DELETE FROM voucher_voucherapplication WHERE user_id = :id OR order_id IN ({_MINE})",
    f"UPDATE order_paymentevent SET reference = '[erased]' WHERE order_id IN ({_MINE})",
    f"UPDATE order_shippingevent SET notes = '' WHERE order_id IN ({_MINE})",
    (
        "UPDATE order_lineattribute SET value = '\"\"' WHERE line_id IN"
        f" (SELECT id FROM order_line WHERE order_id IN ({_MINE}))"
    ),
    (
        "UPDATE payment_transaction SET reference = '[erased]' WHERE source_id IN"
        f" (SELECT id FROM payment_source WHERE order_id IN ({_MINE}))"
    ),
    (
        "UPDATE payment_source SET reference = '[erased]', label = '[erased]'"
        f" WHERE order_id IN ({_MINE})"
    ),
    (
        f"UPDATE order_shippingaddress SET {_EMPTIED}, phone_number = '', notes = ''"
        f" WHERE id IN ({_NO_OTHER.format('shipping_address_id', _MINE)})"
    ),
    (
        f"UPDATE order_billingaddress SET {_EMPTIED}"
        f" WHERE id IN ({_NO_OTHER.format('billing_address_id', _MINE)})"
    ),
    f"CREATE TEMPORARY TABLE gone AS {_BASKETS}",
    f"UPDATE order_order SET user_id = NULL, guest_email = '', basket_id = NULL WHERE id IN ({_MINE})",
    (
        "DELETE FROM basket_lineattribute WHERE line_id IN"
        " (SELECT id FROM basket_line WHERE basket_id IN (SELECT id FROM gone))"
    ),
    "DELETE FROM basket_line WHERE basket_id IN (SELECT id FROM gone)",
    "DELETE FROM basket_basket_vouchers WHERE basket_id IN (SELECT id FROM gone)",
    "DELETE FROM basket_basket WHERE id IN (SELECT id FROM gone)",
    "DROP TABLE gone",
    f"DELETE FROM wishlists_line WHERE wishlist_id IN ({_LISTS})",
    (
        "DELETE FROM wishlists_wishlistsharedemail"
        f" WHERE wishlist_id IN ({_LISTS}) OR lower(email) = lower(:email)"
    ),
    "DELETE FROM wishlists_wishlist WHERE owner_id = :id",
    (
        "UPDATE reviews_productreview SET user_id = NULL, name = '', email = '', homepage = ''"
        " WHERE user_id = :id OR lower(email) = lower(:email)"
    ),
    "DELETE FROM reviews_vote WHERE user_id = :id",
    "DELETE FROM communication_email WHERE user_id = :id OR lower(email) = lower(:email)",
    "DELETE FROM communication_notification WHERE recipient_id = :id",
    "UPDATE communication_notification SET sender_id = NULL WHERE sender_id = :id",
    "DELETE FROM customer_productalert WHERE user_id = :id OR lower(email) = lower(:email)",
    (
        "UPDATE django_admin_log SET object_id = NULL, object_repr = '[erased]'"
        " WHERE content_type_id = 4 AND object_id = CAST(:id AS TEXT)"
    ),
    *(
        f"DELETE FROM {table} WHERE user_id = :id"
        for table in (
            "address_useraddress",
            "analytics_userproductview",
            "analytics_userrecord",
            "analytics_usersearch",
            "auth_user_groups",
            "auth_user_user_permissions",
            "partner_partner_users",
            "payment_bankcard",
        )
    ),
    "DELETE FROM auth_user WHERE id = :id",
)


def erase(path: Path, email: str) -> None:
    """Erase one customer whose account nobody in the staff's tables refers to.

    Sessions are left: SQL cannot read them.

    Raises:
        sqlite3.IntegrityError: something still refers to a row that went; nothing is changed.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("BEGIN")
        (number,) = connection.execute(
            "SELECT id FROM auth_user WHERE email = ?", (email,)
        ).fetchone()
        for statement in STATEMENTS:
            asked = {"id": number, "email": email}
            used = {name: value for name, value in asked.items() if f":{name}" in statement}
            connection.execute(statement, used)
        connection.execute("COMMIT")
