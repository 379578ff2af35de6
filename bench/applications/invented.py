"""Fill a Django application's database with invented people, through its own models.

    DJANGO_SETTINGS_MODULE=… python invented.py [--people 300] [--about app.Model …] [--few …] [--staff …]

Runs in the application's own environment, after `migrate`; needs nothing but Django. Every model
gets rows by what its fields say they hold: choices from the choices, addresses in e-mail
fields, keys of existing rows in relations, a type and a key in generic relations. The rows are
written past `save`, since an application's own may send mail or fetch repositories. The same
seed gives the same rows; no name and no address is anybody's.
"""

import argparse
import random
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import django

PEOPLE = 300
_THINGS = 12  # rows of a table from which no way leads to a person
_FILLED = 0.7  # share of rows in which an optional relation is set
_START = datetime(2025, 4, 1, 9, tzinfo=UTC)
_FAMILY = ("Aoki", "Baba", "Chiba", "Doi", "Endo", "Fujii", "Goto", "Hara", "Ikeda", "Kato")
_GIVEN = ("Akira", "Emi", "Jun", "Kei", "Mio", "Nao", "Ren", "Sora", "Yui", "Taro")
_WORDS = ("autumn", "bridge", "cloud", "delta", "ember", "field", "garden", "harbour", "island")
_ATTEMPTS = 4


class Filler:
    """Writes rows model by model, parents first."""

    def __init__(self, people: int, about: list[str], few: list[str], staff: list[str]) -> None:
        """Invent `people` people; other tables get rows in proportion.

        Args:
            people: Rows of each table from which a way leads to a person.
            about: Models (`app.Model`) that logs and the like speak of, besides users.
            few: Models of the business that name people and yet have few rows.
            staff: Models whose addresses are of those who log in, though customers are kept too.
        """
        from django.apps import apps
        from django.contrib.auth import get_user_model

        # Seeded on purpose: the same rows every time.
        self._dice = random.Random(2_026)
        self._people = people
        self._user = get_user_model()
        self._about = [apps.get_model(name) for name in about]
        self._few = {apps.get_model(name) for name in few}
        self._staff = {apps.get_model(name) for name in staff}
        self._models = [
            m for m in apps.get_models(include_auto_created=True)
            if m._meta.managed and not m._meta.proxy and m._meta.app_label not in _LEFT_ALONE
        ]  # fmt: skip
        # A model with a password keeps people, as the one that logs in does.
        self._registers = {
            m for m in self._models if "password" in {f.name for f in m._meta.local_fields}
        }
        self._keys: dict[Any, list[Any]] = {}
        self._addresses: dict[Any, list[str]] = {}
        self._near = self._that_lead_to_people()
        self._count = 0

    def fill(self) -> None:
        """Write every table in one transaction; print how many rows each has."""
        from django.db import transaction

        with transaction.atomic():
            self._fill()

    def _fill(self) -> None:
        for model in self._ordered():
            many = model in self._near and model not in self._few
            wanted = self._people if many else _THINGS
            missing = wanted - self._manager(model).count()
            for _ in range(max(0, missing)):
                self._one(model)
            self._keys[model] = list(self._manager(model).values_list("pk", flat=True))
            print(f"{model._meta.db_table}\t{len(self._keys[model])}")
        self._sessions()

    def _one(self, model: Any) -> None:
        from django.db import DataError, IntegrityError, transaction

        for _ in range(_ATTEMPTS):
            values = dict(self._values(model))
            if any(value is _NOTHING for value in values.values()):
                return
            self._own_address(model, values)
            row = model(**values)
            try:
                with transaction.atomic():
                    row.save_base(raw=True, force_insert=True)
            except (DataError, IntegrityError):
                continue  # the same pair again, or a rule of the database: throw again
            return

    def _values(self, model: Any) -> Iterator[tuple[str, Any]]:
        self._count += 1
        pairs = _generic_pairs(model)
        typed = {kind for kind, _ in pairs} | {row for _, row in pairs}
        for field in model._meta.local_concrete_fields:
            if field.name in typed or getattr(field, "generated", False) or _counted(field):
                continue
            yield field.attname, self._value(model, field)
        for kind, row in pairs:
            yield from self._pair(model, kind, row)

    def _own_address(self, model: Any, values: dict[str, Any]) -> None:
        """Beside the key of a user, an address is mostly that user's own."""
        email = self._user.get_email_field_name()
        keys = [
            values[f.attname] for f in model._meta.local_concrete_fields
            if f.is_relation and f.related_model is self._user and f.attname in values
        ]  # fmt: skip
        if model is self._user or len(keys) != 1 or keys[0] is None:
            return
        for field in model._meta.local_concrete_fields:
            if "mail" in field.name and "@" in str(values.get(field.attname, "")):
                values[field.attname] = self._user._base_manager.values_list(email, flat=True).get(
                    pk=keys[0]
                )

    def _value(self, model: Any, field: Any) -> Any:
        if field.is_relation:
            return self._related(model, field)
        if (copied := getattr(model, "instance_type", None)) and field.name == copied._meta.pk.name:
            # A history of rows (django-simple-history) repeats the key of the row it copies.
            return self._dice.choice(self._keys.get(copied) or range(1, self._people))
        if field.choices:
            return self._dice.choice([value for value, _ in field.flatchoices] or [""])
        kind = field.get_internal_type()
        if hasattr(field, "width_field"):
            return ""  # Django would open a picture to measure it
        if hasattr(field, "delimiter"):
            return field.to_python("")  # a list kept as one text
        if invent := _BY_KIND.get(kind):
            return invent(self, field)
        if field.has_default():
            return field.get_default()
        return None if field.null else ""

    def _spoken_of(self, model: Any) -> list[Any]:
        """Models that rows of this one are about; people are spoken of in logs."""
        logs = [self._user] if "log" in model._meta.db_table else []
        some = [m for m in (*logs, *self._about) if self._keys.get(m)]
        return some or self._about or [self._user]

    def _related(self, model: Any, field: Any) -> Any:
        from django.contrib.contenttypes.models import ContentType

        if field.related_model is ContentType:
            return ContentType.objects.get_for_model(self._dice.choice(self._spoken_of(model))).pk
        keys = self._keys.get(field.related_model) or list(
            self._manager(field.related_model).values_list(field.target_field.attname, flat=True)[
                : self._people
            ]
        )
        optional = field.null and self._dice.random() > _FILLED
        if not keys or optional or (field.related_model is model and field.null and len(keys) < 9):
            return None if field.null else _NOTHING
        if field.unique or field.primary_key:
            taken = set(self._manager(model).values_list(field.attname, flat=True))
            keys = [key for key in keys if key not in taken]
        if not keys:
            return None if field.null else _NOTHING
        return self._dice.choice(keys)

    def _pair(self, model: Any, kind: str, row: str) -> Iterator[tuple[str, Any]]:
        """Name a row of a model that logs speak of."""
        from django.contrib.contenttypes.models import ContentType

        chosen = self._dice.choice(self._spoken_of(model))
        field = model._meta.get_field(row)
        # A table that is filled later has keys from 1 on, if the database numbers them.
        key = self._dice.choice(self._keys.get(chosen) or range(1, _THINGS))
        yield model._meta.get_field(kind).attname, ContentType.objects.get_for_model(chosen).pk
        yield field.attname, str(key) if field.get_internal_type() in _TEXTS else key

    def _sessions(self) -> None:
        from django.contrib.sessions.backends.db import SessionStore

        for key in self._keys.get(self._user, [])[: self._people // 2]:
            session = SessionStore()
            session["_auth_user_id"] = str(key)
            session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
            session.save()

    def text(self, field: Any) -> str:
        """Invent a text that fits the field and says what its name says."""
        name, number = field.name.lower(), self._count
        family, given = self._dice.choice(_FAMILY), self._dice.choice(_GIVEN)
        if name.endswith(("mail", "mail_address")):
            return self.address(field)
        if field.unique or "username" in name or "secret" in name or "token" in name:
            found = f"{given.lower()}-{number}"
        elif "phone" in name:
            found = f"090-{self._dice.randrange(10_000):04}-{number % 10_000:04}"
        elif "agent" in name:
            found = "Mozilla/5.0 (X11; Linux x86_64)"
        elif any(word in name for word in ("full_name", "name_cached", "fullname", "real_name")):
            found = f"{given} {family}"
        elif "first" in name or "given" in name:
            found = given
        elif "last_name" in name or "family" in name:
            found = family
        else:
            found = " ".join(self._dice.choices(_WORDS, k=2))
        return found[: field.max_length or 200]

    def address(self, field: Any) -> str:
        """Invent an e-mail address; in other tables than people's mostly one of theirs."""
        if field.model in self._registers:
            self._addresses.setdefault(field.model, []).append(f"person{self._count}@mail.example")
            return self._addresses[field.model][-1]
        # Customers write and are written to; where none are kept, those who log in are meant.
        others = [m for m in self._registers - {self._user} if field.model not in self._staff]
        known = self._addresses.get(others[0] if others else self._user, [])
        if known and self._dice.random() < _FILLED:
            return self._dice.choice(known)
        return f"guest{self._count}@mail.example"

    def document(self, field: Any) -> Any:
        """Fill in a form; other documents are what they are by default."""
        if field.name == "form_data":
            return {"name": self._dice.choice(_GIVEN), "email": self.address(field)}
        return field.get_default() if field.has_default() else {}

    def when(self) -> datetime:
        """Invent a time within a year and a half."""
        from django.conf import settings

        start = _START if settings.USE_TZ else _START.replace(tzinfo=None)
        return start + timedelta(minutes=self._dice.randrange(800_000))

    def number(self, most: int) -> int:
        """Invent a whole number from 0 up to `most`."""
        return self._dice.randrange(most + 1)

    def key(self) -> uuid.UUID:
        """Invent a UUID."""
        return uuid.UUID(int=self._dice.getrandbits(128), version=4)

    @staticmethod
    def _manager(model: Any) -> Any:
        return model._base_manager

    def _that_lead_to_people(self) -> set[Any]:
        near = {self._user}
        while True:
            more = {
                model for model in self._models
                if model not in near and any(p in near for p in _parents(model, required=False))
            }  # fmt: skip
            if not more:
                return near
            near |= more

    def _ordered(self) -> list[Any]:
        """Parents before children; of a circle, the model that needs the fewest goes first."""
        left, done = list(self._models), list[Any]()
        while left:
            ready = next(
                (m for m in left if not (_parents(m, required=False) - {m}) & set(left)),
                None,
            ) or min(left, key=lambda m: len((_parents(m, required=True) - {m}) & set(left)))
            left.remove(ready)
            done.append(ready)
        return done


_NOTHING = object()
_LEFT_ALONE = frozenset({"contenttypes", "sessions", "migrations"})
_TEXTS = frozenset({"CharField", "TextField"})
_BY_KIND: dict[str, Callable[[Filler, Any], Any]] = {
    "CharField": Filler.text,
    "TextField": Filler.text,
    "SlugField": lambda filler, field: f"{filler.text(field)}-{filler.number(10**6)}".replace(" ", "-")[-(field.max_length or 50):],
    "EmailField": Filler.address,
    "URLField": lambda filler, _: f"https://site.example/{filler.number(9_999)}",
    "GenericIPAddressField": lambda filler, _: f"192.0.2.{filler.number(250)}",
    "UUIDField": lambda filler, _: filler.key(),
    "BooleanField": lambda filler, _: bool(filler.number(1)),
    "DateTimeField": lambda filler, _: filler.when(),
    "DateField": lambda filler, _: filler.when().date(),
    "TimeField": lambda filler, _: filler.when().time(),
    "DurationField": lambda filler, _: timedelta(minutes=filler.number(600)),
    "DecimalField": lambda filler, _: Decimal(filler.number(9)),
    "FloatField": lambda filler, _: float(filler.number(90)),
    "IntegerField": lambda filler, _: filler.number(90),
    "BigIntegerField": lambda filler, _: filler.number(90),
    "SmallIntegerField": lambda filler, _: filler.number(9),
    "PositiveIntegerField": lambda filler, _: filler.number(90),
    "PositiveBigIntegerField": lambda filler, _: filler.number(90),
    "PositiveSmallIntegerField": lambda filler, _: filler.number(9),
    "FileField": lambda filler, _: f"files/{filler.number(9_999)}.bin",
    "JSONField": Filler.document,
    "BinaryField": lambda filler, _: filler.key().bytes,
}  # fmt: skip


def _counted(field: Any) -> bool:
    """Whether the database numbers the rows itself."""
    return field.primary_key and field.get_internal_type().endswith("AutoField")


def _parents(model: Any, *, required: bool) -> set[Any]:
    return {
        field.related_model for field in model._meta.local_concrete_fields
        if field.is_relation and not (required and field.null)
    }  # fmt: skip


def _generic_pairs(model: Any) -> list[tuple[str, str]]:
    """Fields for the type and the key of a row of any model."""
    declared = [
        (f.ct_field, f.fk_field) for f in model._meta.private_fields if hasattr(f, "ct_field")
    ]
    names = {field.name for field in model._meta.local_concrete_fields}
    if not declared and {"content_type", "object_id"} <= names:
        declared = [("content_type", "object_id")]
    return declared


def main() -> None:
    """Fill the database that the settings name."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--about", nargs="*", default=[], help="models that logs speak of")
    parser.add_argument("--few", nargs="*", default=[], help="models with few rows")
    parser.add_argument("--staff", nargs="*", default=[], help="models with addresses of staff")
    arguments = parser.parse_args()
    django.setup()
    Filler(arguments.people, arguments.about, arguments.few, arguments.staff).fill()


if __name__ == "__main__":
    main()
