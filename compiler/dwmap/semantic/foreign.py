"""Words of other languages and products, and what they are called here."""

from __future__ import annotations

from collections.abc import Mapping

TYPES: Mapping[str, str] = {
    "bigint": "long",
    "bit": "bool",
    "boolean": "bool",
    "char": "string",
    "float": "double",
    "int64": "long",
    "integer": "int",
    "memo": "text",
    "money": "decimal(19, 4)",
    "nchar": "string",
    "number": "decimal",
    "numeric": "decimal",
    "nvarchar": "string",
    "real": "double",
    "str": "string",
    "timestamp": "datetime",
    "uniqueidentifier": "guid",
    "utcdatetime": "datetime",
    "uuid": "guid",
    "varchar": "string",
}

FUNCTIONS: Mapping[str, str] = {
    "concatenate": "concat",
    "endswith": "ends_with",
    "ifnull": "coalesce",
    "isnull": "coalesce",
    "lcase": "lower",
    "left": "substring",
    "len": "length",
    "lowercase": "lower",
    "ltrim": "trim",
    "mid": "substring",
    "nvl": "coalesce",
    "rtrim": "trim",
    "startswith": "starts_with",
    "str": "text",
    "strlen": "length",
    "strlwr": "lower",
    "strupr": "upper",
    "substr": "substring",
    "tolower": "lower",
    "tostring": "text",
    "toupper": "upper",
    "ucase": "upper",
    "uppercase": "upper",
}

NO_VALUE = frozenset({"null", "nil", "none"})
