"""A service: its schema, its rows, and one way in for requests and batches."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from dwmap.sandbox.batches import (
    Answered,
    Batch,
    batch_answer,
    read_batch,
)
from dwmap.sandbox.link import Link
from dwmap.sandbox.messages import Request, Response
from dwmap.sandbox.operations import Operations
from dwmap.sandbox.phrases import phrase
from dwmap.sandbox.public_entities import METADATA_ROOT, PublicEntities
from dwmap.sandbox.refusal import Refused
from dwmap.sandbox.rows import Rows
from dwmap.sandbox.schema import Schema
from dwmap.sandbox.store import Store

ROOTS = {"dataverse": "/api/data/v9.2/", "finops": "/data/"}


class Service:
    """
    One system of a project as a service.

    `company` is the default one of the user; `folder` is where the rows are kept, None for memory.
    """

    def __init__(self, schema: Schema, company: str, folder: Path | None) -> None:
        path = folder / f"{schema.system}.sqlite" if folder is not None else None
        self.schema = schema
        self.store = Store(schema, path)
        self.rows = Rows(schema, self.store, company)
        self._operations = Operations(self.rows)
        self.link: Link | None = None

    @property
    def root(self) -> str:
        """The path below which the service answers."""
        return ROOTS[self.schema.product]

    def answer(self, request: Request, most: int | None = None) -> Response:
        """
        The answer to a request; it is committed when this returns.

        A batch is interrupted after `most` operations: raises Interrupted.
        """
        if request.root.endswith(METADATA_ROOT):
            try:
                return PublicEntities(self.schema).answer(request)
            except Refused as refused:
                return self.refuse(refused)
        if request.path == "$batch":
            try:
                return self._batch(request, most)
            except Refused as refused:
                return self.refuse(refused)
        return self._one(request)

    def refuse(self, refused: Refused) -> Response:
        """The answer to a request that is not carried out, in the words of the product."""
        status, body = phrase(refused, self.schema.product)
        return Response(status, body, dict(refused.headers))

    def _one(self, request: Request) -> Response:
        try:
            with self.store.transaction():
                return self._operations.run(request)
        except Refused as refused:
            return self.refuse(refused)
        except RecursionError:
            return self.refuse(Refused("bad-filter", detail="it is nested too deeply"))

    def _batch(self, request: Request, most: int | None) -> Response:
        if request.method != "POST":
            raise Refused("not-allowed", method=request.method)
        batch = Batch(self._one, self._atomic, most)
        go_on = "continue-on-error" in request.preferences
        answers = list(batch.answers(read_batch(request), go_on=go_on))
        return batch_answer(request, answers)

    def _atomic(self, run: Callable[[], list[Answered]]) -> list[Answered]:
        with self.store.transaction():
            return run()
