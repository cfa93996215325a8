"""Dossiers and registers of leads in one file of SQLite, appended to and never changed (案卷库)."""

from shuangsuiji.store.connections import Store, open_store
from shuangsuiji.store.lists import by_department, due, incomplete, overdue
from shuangsuiji.store.schema import SCHEMA_VERSION
from shuangsuiji.store.store_checks import verify_store
from shuangsuiji.store.stores import append, heads, read_dossier, read_register, save

__all__ = [
    "SCHEMA_VERSION",
    "Store",
    "append",
    "by_department",
    "due",
    "heads",
    "incomplete",
    "open_store",
    "overdue",
    "read_dossier",
    "read_register",
    "save",
    "verify_store",
]
