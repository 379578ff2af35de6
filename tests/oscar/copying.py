"""Copies the filled shop into an empty PostgreSQL or MariaDB database.

``python -m tests.oscar.copying --source sqlite:///FILE --db URL``: django-oscar's own
migrations make the tables, Django's models carry the rows with their numbers, and the counters
are set behind the highest number.
"""

import argparse
from itertools import islice
from typing import Any

from tests.oscar.fill import open_shop
from tests.oscar.project.database import database_settings

BATCH = 500  # rows in one INSERT; MariaDB takes 65,535 values in one statement


def copy(source: str, target: str) -> None:
    """Copy every row; what the migrations themselves wrote is replaced.

    Args:
        source: the filled SQLite database.
        target: an empty PostgreSQL or MariaDB database.
    """
    open_shop(target)
    from django.apps import apps
    from django.core.management import call_command
    from django.core.management.color import no_style
    from django.db import connection, connections, transaction
    from django.db.migrations.recorder import MigrationRecorder

    connections.databases["source"] = (
        connections.databases["default"] | {"OPTIONS": {}} | database_settings(source)
    )
    call_command("migrate", verbosity=0)
    models = [
        model
        for model in (*apps.get_models(include_auto_created=True), MigrationRecorder.Migration)
        if model._meta.managed and not model._meta.proxy
    ]
    with transaction.atomic(), connection.constraint_checks_disabled():
        for model in reversed(models):
            with connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")
        for model in models:
            _carry(model)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)
    connection.check_constraints()


def _carry(model: Any) -> None:
    fields = model._meta.concrete_fields
    rows = model._base_manager.using("source").order_by("pk").iterator(BATCH)
    while batch := list(islice(rows, BATCH)):
        # `raw`: the days stay as they are, instead of becoming today's.
        model._base_manager.using("default")._insert(batch, fields, using="default", raw=True)


def main() -> None:
    """Copy from ``--source`` to ``--db``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", required=True)
    parser.add_argument("--db", required=True)
    asked = parser.parse_args()
    copy(asked.source, asked.db)


if __name__ == "__main__":
    main()
