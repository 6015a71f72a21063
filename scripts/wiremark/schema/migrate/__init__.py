"""Migrations: how annotation files get from one schema version to another. Pure: dicts in, dicts out."""

from wiremark.schema.migrate.apply import Migrated, migrate_file
from wiremark.schema.migrate.form import read
from wiremark.schema.migrate.operations import Fault, Migration, MigrationError

__all__ = ["Fault", "Migrated", "Migration", "MigrationError", "migrate_file", "read"]
