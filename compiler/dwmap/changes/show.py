"""Parts of a project as a person writes them, for reports and fingerprints."""

from __future__ import annotations

import json
from typing import Any

from dwmap.changes.pairing import is_told_apart, name_of
from dwmap.ir.model import (
    CompanyPair,
    Constant,
    Inputs,
    Node,
    Otherwise,
    Tagged,
    Type,
    Use,
)
from dwmap.ir.node import plain
from dwmap.ir.text import constant_text, side_text, type_text


def show(value: Any) -> str:
    """A value of a member, or a part; nothing for what is not there."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case Constant():
            return constant_text(value)
        case Type():
            return type_text(value)
        case Use():
            arguments = ", ".join(map(constant_text, value.args))
            return f"{value.name}({arguments})" if arguments else value.name
        case Otherwise(value=Constant() as instead):
            return constant_text(instead)
        case Otherwise():
            return value.policy
        case CompanyPair():
            return f"{value.left} = {value.right}"
        case tuple():
            return ", ".join(map(show, value))
        case Tagged() | Inputs():
            return side_text(value)  # type: ignore[arg-type]  # every other tagged part is an expression
        case Node() if is_told_apart(value):
            return name_of(value)
        case Node():
            return json.dumps(plain(value), ensure_ascii=False)
    return str(value)
