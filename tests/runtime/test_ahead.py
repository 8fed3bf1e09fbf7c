"""While an end takes one batch the next is made, and no order changes that anybody could see."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event
from typing import Any

import pytest
from dwmap.runtime import EndError, InitialOptions
from dwmap.runtime._ahead import Ahead
from runtime.bench import Bench, customer

_PATIENCE = 10


def test_the_next_value_is_made_meanwhile() -> None:
    """The work here ends only when it has been."""
    made = Event()

    def values() -> Iterator[int]:
        yield 1
        made.set()
        yield 2

    ahead = Ahead(values())

    assert next(ahead) == 1
    assert ahead.during(lambda: made.wait(_PATIENCE))
    assert ahead.during(lambda: "once more") == "once more"
    assert list(ahead) == [2]


def test_errors_come_where_they_belong() -> None:
    """That of the work from the work, that of a value in its place."""

    def values() -> Iterator[int]:
        yield 1
        raise EndError("no more rows")

    ahead = Ahead(values())

    with pytest.raises(ZeroDivisionError):
        ahead.during(lambda: 1 // 0)
    assert next(ahead) == 1
    assert ahead.during(lambda: "done") == "done"
    with pytest.raises(EndError, match="no more rows"):
        next(ahead)


def test_the_work_is_over_when_somebody_interrupts() -> None:
    """A transaction is not rolled back under it."""
    begun, over = Event(), Event()

    def values() -> Iterator[int]:
        begun.wait(_PATIENCE)
        raise KeyboardInterrupt
        yield 1

    def work() -> None:
        begun.set()
        Event().wait(0.05)
        over.set()

    with pytest.raises(KeyboardInterrupt):
        Ahead(values()).during(work)
    assert over.is_set()


@pytest.mark.parametrize("size", [1, 2, 1000])
def test_all_rows_travel_whatever_the_batches_are(bench: Bench, size: int) -> None:
    """With one in the middle that cannot be written, and one that cannot even be transformed."""
    bench.seed()
    bench.put("fo.Customers", customer("C3", CurrencyCode="XXX"), customer("C4"))
    bench.put("fo.Customers", customer("C5", Blocked="Sometimes"))
    bench.put("fo.Customers", customer("C6"))

    result = bench.sync.initial(InitialOptions(batch_size=size))
    again = bench.sync.initial(InitialOptions(batch_size=size))

    names = bench.rows("ce.accounts", "accountnumber", "company.companycode")
    assert names == [
        ("C1", "DEMF"),
        *((name, "USMF") for name in ("C1", "C2", "C4", "C6")),
    ]
    assert {failure.value for failure in bench.sync.failures()} == {
        "XXX",
        "Sometimes",
    }
    assert (result.counts.created, again.counts.written) == (9, 0)
    assert (result.counts.failed, again.counts.failed) == (2, 2)


def test_a_source_that_breaks_loses_no_batch_before(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was about to give the third batch while the second was written."""
    bench.seed()
    bench.sync.initial(InitialOptions(skip={"Customers"}))
    end = bench.sync.ends["fo"]
    read = end.read

    def breaking(*words: Any, **options: Any) -> Iterator[list[Any]]:
        for number, rows in enumerate(read(*words, **options)):
            if number == 2:
                raise EndError("the line is cut")
            yield rows

    with monkeypatch.context() as patched:
        patched.setattr(end, "read", breaking)
        with pytest.raises(EndError, match="the line is cut"):
            bench.sync.initial(InitialOptions(maps={"Customers"}, batch_size=1))

    assert len(bench.rows("ce.accounts", "accountnumber")) == 2
    assert bench.sync.state.count_links()["Customers"] == 2
    assert bench.sync.initial().counts.created == 1
