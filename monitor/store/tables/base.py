"""What every table is made of."""

from __future__ import annotations

from sqlalchemy import MetaData
from sqlmodel import SQLModel

NAMES = {  # constraints need names that migrations can use on every database
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Rows(SQLModel):
    """A table of ours."""

    metadata = MetaData(naming_convention=NAMES)
