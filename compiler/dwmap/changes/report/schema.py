"""The JSON schema of `dwmap diff --format json`, and of the other commands with its report: what programs may rely on."""

from __future__ import annotations

from typing import Any, Final, get_args

from dwmap.changes.model import Obligation, Support, Weight
from dwmap.changes.records import FATES
from dwmap.changes.report.data import VERSION
from dwmap.diagnostics.json_schema import diagnostics_schema
from dwmap.ir.model import Direction

_TEXT: Final = {"type": "string"}
_COUNT: Final = {"type": "integer", "minimum": 0}
_TEXTS: Final = {"type": "array", "items": _TEXT}
_MAYBE: Final = {"type": ["string", "null"]}
_CLASS: Final = {"enum": [one.word for one in Weight]}
_DIRECTION: Final = {"enum": [one for one in get_args(Direction) if one != "both"]}
_SUPPORT: Final = {"enum": list(get_args(Support))}


def _object(**properties: Any) -> dict[str, Any]:
    """An object that has exactly these properties."""
    return {
        "type": "object",
        "required": list(properties),
        "additionalProperties": False,
        "properties": properties,
    }


def _list(item: dict[str, Any], description: str = "") -> dict[str, Any]:
    made: dict[str, Any] = {"type": "array", "items": item}
    return made | ({"description": description} if description else {})


def _told(schema: dict[str, Any], description: str) -> dict[str, Any]:
    return schema | {"description": description}


def report_schema() -> dict[str, Any]:
    """The schema, in draft 2020-12."""
    top = _object(
        version={"const": VERSION},
        before=_told(_TEXT, "what it was compared with"),
        after=_told(_TEXT, "what was compared"),
        findings=_list({"$ref": "#/$defs/finding"}, "the worst first"),
        plan={"$ref": "#/$defs/plan"},
        summary=_object(
            worst={"enum": [None, *_CLASS["enum"]]},
            **{one.word: _COUNT for one in reversed(Weight)},
        ),
        records={"$ref": "#/$defs/records"},
    )
    top["properties"]["import"] = {"$ref": "#/$defs/import"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What a change of the maps does to a sync that is running",
        **top,
        "$defs": {
            "finding": _finding(),
            "judgement": _judgement(),
            "plan": _plan(),
            "records": _records(),
            "import": _import(),
            **diagnostics_schema()["$defs"],
        },
    }


def _finding() -> dict[str, Any]:
    judgements = _list({"$ref": "#/$defs/judgement"})
    return _object(
        fingerprint=_told(_TEXT, "names it in an approval; the same after a rebase"),
        rule=_told(_TEXT, "`dwmap explain` has its page"),
        **{"class": _told(_CLASS, "the worst of all directions")},
        support=_SUPPORT,
        map=_MAYBE,
        symbol=_told(_TEXT, "what changed, wherever it stands"),
        message=_TEXT,
        before=_TEXT,
        after=_TEXT,
        directions=judgements,
        effects=_list(
            _object(map=_TEXT, target=_TEXT, directions=judgements),
            "what depends on it and has no finding of its own",
        ),
        obligations=_list({"enum": [one.value for one in Obligation]}),
        help=_TEXT,
        notes=_TEXTS,
        approved=_told(_MAYBE, "the reason why it was accepted"),
    )


def _judgement() -> dict[str, Any]:
    witness = _object(
        record={"type": "object", "additionalProperties": _TEXT},
        before=_TEXT,
        after=_TEXT,
    )
    return _object(
        direction=_DIRECTION,
        **{"class": _CLASS},
        support=_SUPPORT,
        tried=_told(_COUNT, "how many records were tried"),
        witness={
            "anyOf": [{"type": "null"}, witness],
            "description": "a record that is treated otherwise",
        },
    )


def _plan() -> dict[str, Any]:
    resync = _object(
        map=_TEXT,
        direction=_DIRECTION,
        entity=_TEXT,
        condition=_told(_MAYBE, "in the language of the maps; null for all rows"),
        smallest={
            "type": "boolean",
            "description": "whether no other row has another outcome",
        },
        rows={"type": ["integer", "null"], "description": "of the entity, if declared"},
        fields=_TEXTS,
        reason=_told(_TEXT, "why it is not the smallest set"),
    )
    step = _object(
        duty=_TEXT,
        text=_TEXT,
        maps=_told(_TEXTS, "in the order in which it is done"),
        because=_told(_TEXTS, "the rules that ask for it"),
        final={
            "type": "boolean",
            "description": "whether the old package does not bring back what was written",
        },
        records=_list(resync, "what is carried over again"),
    )
    return _object(steps=_list(step), group=_TEXTS)


def _records() -> dict[str, Any]:
    counts = _object(**dict.fromkeys(FATES, _COUNT))
    cell = _object(direction=_DIRECTION, target=_TEXT, before=_TEXT, after=_TEXT)
    change = _object(
        map=_TEXT,
        direction=_DIRECTION,
        origin=_told(_TEXT, "where the record is written"),
        record=_told(_TEXT, "its key"),
        fate={"enum": list(FATES)},
        cells=_list(cell),
        reason=_told(_TEXT, "the code of a refusal"),
        refused=_told(_TEXT, "the field of a refusal"),
    )
    return _object(
        counts=counts,
        maps=_list(_object(map=_TEXT, direction=_DIRECTION, counts=counts)),
        changes=_list(change),
        unread=_told(_TEXTS, "files that could not be read, or not to their end"),
    )


def _import() -> dict[str, Any]:
    messages = {"type": "array", "items": {"$ref": "#/$defs/diagnostic"}}
    file = _object(
        path=_told(_TEXT, "in the project"),
        status={"enum": ["new", "changed"]},
    )
    names = (
        "entities",
        "matched",
        "new_entities",
        "new_enums_and_option_sets",
        "fields_left_out",
    )
    made = _object(
        counts=_object(**dict.fromkeys(names, _COUNT)),
        files=_list(file, "that were written, or would be"),
        findings=_told(messages, "about the metadata and what specs declare of it"),
        errors=_told(messages, "that the specs have with what the services have"),
    )
    return _told(made, "of `dwmap import metadata` alone")
