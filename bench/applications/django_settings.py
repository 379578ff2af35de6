"""Settings for the applications that are Django apps and no project of their own.

`UPHELD_APPLICATION` is `wagtail` or `helpdesk`, `UPHELD_DATABASE` the SQLite file to fill.
"""

import os

_DJANGO = [
    "django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes",
    "django.contrib.sessions", "django.contrib.messages", "django.contrib.staticfiles",
]  # fmt: skip
_APPLICATIONS = {
    "wagtail": [
        "wagtail.contrib.forms", "wagtail.contrib.redirects", "wagtail.contrib.search_promotions",
        "wagtail.contrib.settings", "wagtail.embeds", "wagtail.sites", "wagtail.users",
        "wagtail.snippets", "wagtail.documents", "wagtail.images", "wagtail.search",
        "wagtail.admin", "wagtail", "modelcluster", "taggit",
    ],
    "helpdesk": ["django.contrib.sites", "django.contrib.humanize", "helpdesk"],
}  # fmt: skip

INSTALLED_APPS = [*_APPLICATIONS[os.environ["UPHELD_APPLICATION"]], *_DJANGO]
DATABASES = {
    "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["UPHELD_DATABASE"]}
}
SECRET_KEY = "signs the sessions of invented people only"
ROOT_URLCONF = "helpdesk.urls" if "helpdesk" in INSTALLED_APPS else "wagtail.admin.urls"
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
HELPDESK_TEAMS_MODEL = "auth.User"  # its own choice would be one more application
HELPDESK_TEAMS_MIGRATION_DEPENDENCIES: list[tuple[str, str]] = []
SITE_ID = 1
STATIC_URL = "/static/"
USE_TZ = True
WAGTAILADMIN_BASE_URL = "https://site.example"
SILENCED_SYSTEM_CHECKS = ["admin.E403", "admin.E408", "admin.E409", "admin.E410"]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
