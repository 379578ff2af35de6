"""All tables of indico, as its own models describe them."""

import indico.core.db.sqlalchemy
from indico.core.db import db
from indico.core.db.sqlalchemy.util.models import import_all_models
from sqlalchemy.orm import configure_mappers

import_all_models()
configure_mappers()
metadata = db.metadata
