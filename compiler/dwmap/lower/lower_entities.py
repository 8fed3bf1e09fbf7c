"""Entities: fields, keys, company."""

from __future__ import annotations

from dwmap.ir.model import Entity, EntityField, Key
from dwmap.semantic.scope import EntityFacts, FieldFacts


def lower_entity(facts: EntityFacts) -> Entity:
    """The entity; one that is only used has a name and nothing else."""
    decl = facts.decl
    if decl is None:
        return Entity(name=facts.name)
    primary = facts.keys("key")
    integration = facts.keys("integration")
    return Entity(
        name=facts.name,
        label=decl.label or "",
        table=decl.table.text if decl.table else "",
        key=tuple(path.text for path in primary[0].paths) if primary else (),
        alternate_keys=tuple(
            Key(
                name=key.name.text if key.name else "",
                columns=tuple(path.text for path in key.paths),
            )
            for key in facts.keys("alternate")
        ),
        integration_key=(
            tuple(path.text for path in integration[0].paths) if integration else ()
        ),
        company=decl.company.text if decl.company else None,
        inactive=facts.inactive,
        owner=decl.owner.text if decl.owner else None,
        renamed_from=decl.renamed_from.text if decl.renamed_from else None,
        solution=facts.solution,
        fields=tuple(_field(field) for field in facts.fields.values()),
        doc=decl.doc,
    )


def _field(facts: FieldFacts) -> EntityField:
    decl = facts.decl
    modifiers = facts.modifiers
    return EntityField(
        name=facts.name,
        type=facts.type,
        required="required" in modifiers,
        readonly="readonly" in modifiers,
        createonly="createonly" in modifiers,
        computed="computed" in modifiers,
        masked="masked" in modifiers,
        confidence="inferred" if "inferred" in modifiers else "stated",
        renamed_from=decl.renamed_from.text if decl.renamed_from else None,
        owner=decl.owner.text if decl.owner else None,
        doc=decl.doc,
    )
