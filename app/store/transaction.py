"""A transaction on the company file, as operations hold it and pass it on."""

from typing import TypeAlias

from sqlalchemy import Connection

Transaction: TypeAlias = Connection
