"""Django's PostgreSQL, told about the district's key (district_id, id)."""
from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base, features, operations


class DatabaseFeatures(features.DatabaseFeatures):
    """Groups a row of ours by all its columns: PostgreSQL then drops all but the key by itself."""

    def allows_group_by_selected_pks_on_model(self, model: Any) -> bool:
        return not hasattr(model, "scopes_district") and super().allows_group_by_selected_pks_on_model(model)


class DatabaseOperations(operations.DatabaseOperations):
    """Brings our compilers."""

    compiler_module = "liandong.districts.backend.compiler"


class DatabaseWrapper(base.DatabaseWrapper):
    """The ENGINE of the settings."""

    features_class = DatabaseFeatures
    ops_class = DatabaseOperations
