"""The bases of every part of the IR."""

from __future__ import annotations

from typing import Any

from pydantic import (
    BaseModel,
    ConfigDict,
    SerializerFunctionWrapHandler,
    model_serializer,
)


class Node(BaseModel):
    """The base of every part of the IR."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Tagged(Node):
    """A member of a union, told apart by its `node`: the tag is written even where defaults are left out."""

    node: str

    @model_serializer(mode="wrap")
    def _with_tag(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {"node": self.node, **handler(self)}
