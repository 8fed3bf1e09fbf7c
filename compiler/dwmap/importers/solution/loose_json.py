"""JSON as it is met in the field: with byte-order marks and with commas before a closing bracket."""

from __future__ import annotations

import codecs
import json
import re
from typing import Any

LARGEST = 4 * 1024 * 1024
# A text that does not end is taken to the end at once, so that no quote is looked at twice.
_COMMAS = re.compile(r'("(?:[^"\\]|\\.)*+(?:"|\\?\Z))|,(?=\s*[}\]])', re.DOTALL)


class BrokenJson(Exception):
    """The text is no JSON; `at` is where that shows."""

    def __init__(self, reason: str, at: int = 0) -> None:
        super().__init__(reason)
        self.at = at


def json_text(data: bytes) -> str:
    """The text of a file in UTF-8, or in UTF-16 with a byte-order mark; raises UnicodeDecodeError."""
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return data.decode("utf-16" if wide else "utf-8-sig")


def plain_json(text: str) -> str:
    """The text without what only tolerant readers accept."""
    text = text.removeprefix("\ufeff")
    if "," not in text:
        return text
    return _COMMAS.sub(lambda found: found[1] or "", text)


def read_json(text: str) -> Any:
    """The content; raises BrokenJson."""
    if len(text) > LARGEST:
        raise BrokenJson(f"is larger than {LARGEST // 1024 // 1024} MB")
    try:
        return json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        reason = error.msg.removesuffix(" at")
        raise BrokenJson(reason[:1].lower() + reason[1:], error.pos) from None
    except RecursionError:
        raise BrokenJson("nests too deep") from None
    except ValueError as error:
        raise BrokenJson(str(error)) from None


def _refuse(name: str) -> None:
    raise ValueError(f"`{name}` is no value of JSON")
