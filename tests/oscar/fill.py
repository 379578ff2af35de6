"""Fills the shop's database through django-oscar's own code.

``python -m tests.oscar.fill --db URL`` makes the tables and everything in them. The same
customers, orders and traces each time; only keys that django-oscar draws from the system's
random source (wish lists, sessions, alerts) and the salt of a login differ.
"""

import argparse
import os
import sys
import time
import warnings


def fill(url: str, *, quiet: bool = True) -> None:
    """Make the tables in an empty database and fill them, in one transaction.

    Args:
        url: ``sqlite:///FILE``, ``postgresql://…`` or ``mysql://…``.
        quiet: no word about the time each part took.
    """
    open_shop(url)
    from django.core.management import call_command
    from django.db import connection, transaction

    from tests.oscar import purchases, shelves, traces

    began = time.monotonic()

    def took(part: str) -> None:
        if not quiet:
            print(f"{time.monotonic() - began:6.1f} s  {part}", file=sys.stderr)

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:  # a lost file is simply made again
            cursor.execute("PRAGMA journal_mode = MEMORY")
            cursor.execute("PRAGMA synchronous = OFF")
    call_command("migrate", verbosity=0)
    took("tables")
    with transaction.atomic():
        shop = shelves.stock_the_shop()
        accounts = purchases.register_customers()
        purchases.fill_address_books(accounts, shop)
        took("accounts")
        purchases.place_orders(accounts, shop)
        took("orders")
        purchases.fill_open_baskets(accounts, shop)
        took("baskets")
        traces.leave_traces(accounts, shop)
        took("traces")


def open_shop(url: str) -> None:
    """Start Django on this database; once a process."""
    os.environ["UPHELD_OSCAR_DB"] = url
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.oscar.project.settings"
    warnings.simplefilter("ignore")  # what django-oscar's dependencies announce is not ours
    import django

    django.setup()


def main() -> None:
    """Fill the database that ``--db`` names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", required=True)
    fill(parser.parse_args().db, quiet=False)


if __name__ == "__main__":
    main()
