"""What TAB shows of a model: the names that belong to the field, not those of Pydantic."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import BaseModel

KEPT = ("model_dump", "model_dump_json")
"""The two methods of Pydantic that users of the library ask for."""


def own_names(model: type[BaseModel]) -> list[str]:
    """List the fields of a model and what the library's own classes define beside them."""
    defined = {name for cls in model.__mro__ if cls.__module__.startswith("tgparse") for name in vars(cls)}
    names = {name for name in defined if not name.startswith(("_", "model_"))}
    return sorted(names.union(model.model_fields, KEPT))
