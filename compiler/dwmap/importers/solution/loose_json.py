"""JSON as it is met in the field: with byte-order marks and with commas before a closing bracket."""

from __future__ import annotations

import codecs
import json
import math
import re
from typing import Any

LARGEST = 4 * 1024 * 1024
_DIGITS = 1000
_SHOWN = 60
_HALVES = re.compile(r"\\u[dD][89a-fA-F]")
"""What a character beyond the first plane is written as, in two halves."""
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
        content = json.loads(
            text,
            parse_constant=_refuse,
            parse_float=_float,
            parse_int=_int,
            object_pairs_hook=_object,
        )
        if _HALVES.search(text):
            json.dumps(content, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        reason = error.msg.removesuffix(" at")
        raise BrokenJson(reason[:1].lower() + reason[1:], error.pos) from None
    except RecursionError:
        raise BrokenJson("nests too deep") from None
    except UnicodeEncodeError:
        raise BrokenJson("holds half a character") from None
    except ValueError as error:
        raise BrokenJson(str(error)) from None
    return content


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in made if names.count(name) > 1)
        raise ValueError(f"says twice what `{_shown(twice)}` is")
    return made


def _int(text: str) -> int:
    if len(text) > _DIGITS:
        raise ValueError(f"holds a number of {len(text):,} digits")
    return int(text)


def _float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"holds a number that is too large: `{_shown(text)}`")
    return number


def _shown(text: str) -> str:
    """The beginning of a text, for messages."""
    plain = ascii(text)[1:-1]
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}…"


def _refuse(name: str) -> None:
    raise ValueError(f"`{name}` is no value of JSON")
