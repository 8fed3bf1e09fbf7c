"""States of maps: what is paused is queued, what is stopped is left alone, and nothing falls between."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from dwmap.runtime import Busy, EndError, InitialOptions, Progress, Project, Sync
from dwmap.runtime._control import ALLOWED, Control, MapState
from dwmap.runtime._store import Store
from runtime.bench import Bench, customer
from runtime.sample_project import PROJECT


@pytest.fixture
def running(bench: Bench) -> Bench:
    """The sample project, in step and at rest."""
    bench.seed()
    bench.settled()
    return bench


def _names(bench: Bench) -> dict[str, Any]:
    return dict(bench.rows("ce.accounts", "accountnumber", "name"))


def _edit_while_paused(bench: Bench) -> None:
    """A create, two updates of one row and a delete, while Customers is paused."""
    bench.sync.pause(["Customers"])
    bench.put("fo.Customers", customer("C9"))
    bench.change("fo.Customers", ("USMF", "C2"), OrganizationName="First")
    bench.sync.propagate()
    bench.change("fo.Customers", ("USMF", "C2"), OrganizationName="Second")
    bench.remove("fo.Customers", ("DEMF", "C1"))
    bench.sync.propagate()


def test_what_is_paused_is_queued_and_the_rest_goes_on(running: Bench) -> None:
    """The queue holds the changes in their order, deletes included; other maps are live."""
    _edit_while_paused(running)
    running.change("fo.Currencies", ("EUR",), Name="Europe")
    running.sync.propagate()

    assert ("EUR", "Europe") in running.rows("ce.currencies", "isocode", "name")
    assert "C9" not in _names(running)
    assert _names(running)["C2"] == "Customer C2"
    assert [(one.operation, one.row) for one in running.sync.queue.waiting()] == [
        ("create", '["USMF","C9"]'),
        ("update", '["USMF","C2"]'),
        ("update", '["USMF","C2"]'),
        ("delete", '["DEMF","C1"]'),
    ]


def test_replay_carries_the_queue_before_anything_newer(running: Bench) -> None:
    """After it the map runs, the queue is empty, and both ends are equal."""
    _edit_while_paused(running)
    running.sync.resume()
    assert running.sync.control.standing("Customers").state == "resuming"
    running.change("fo.Customers", ("USMF", "C1"), OrganizationName="Newer")

    outcomes = running.sync.propagate()

    assert [
        (o.key, o.status)
        for o in outcomes
        if o.map == "Customers" and o.status != "echo"
    ] == [
        (("USMF", "C9"), "created"),
        (("USMF", "C2"), "updated"),
        (("USMF", "C1"), "updated"),
        (("DEMF", "C1"), "deleted"),
    ]
    assert _names(running) == {"C1": "Newer", "C2": "Second", "C9": "Customer C9"}
    assert running.sync.control.standing("Customers").state == "running"
    assert running.sync.queue.counts() == {}
    running.sync.settle()
    assert running.sync.initial().counts.written == 0


def test_live_first_keeps_the_queue_for_later(running: Bench) -> None:
    """New changes travel at once; what is queued travels when it is replayed by hand."""
    _edit_while_paused(running)
    running.sync.resume(["Customers"], "live-first")
    running.change("fo.Customers", ("USMF", "C1"), OrganizationName="Newer")
    running.sync.propagate()

    assert _names(running)["C1"] == "Newer"
    assert _names(running)["C2"] == "Customer C2"
    assert running.sync.queue.counts() == {"Customers": 4}

    running.sync.replay(["Customers"])
    assert _names(running) == {"C1": "Newer", "C2": "Second", "C9": "Customer C9"}
    assert running.sync.queue.counts() == {}


def test_discard_forgets_the_queue(running: Bench) -> None:
    """What it held stays different until somebody makes both ends equal again."""
    _edit_while_paused(running)
    running.sync.resume(["Customers"], "discard")
    running.sync.settle()

    assert _names(running)["C2"] == "Customer C2"
    assert running.sync.initial().counts.updated == 1


def test_what_is_stopped_is_left_alone(running: Bench) -> None:
    """Nothing is queued; after a start only what is new travels."""
    running.sync.stop(["Customers"], "not needed")
    running.change("fo.Customers", ("USMF", "C2"), OrganizationName="Lost")
    running.sync.propagate()
    assert running.sync.queue.counts() == {}

    running.sync.start(["Customers"])
    running.change("fo.Customers", ("USMF", "C1"), OrganizationName="Seen")
    running.sync.propagate()
    assert _names(running)["C1"] == "Seen"
    assert _names(running)["C2"] == "Customer C2"


def test_stopping_all_is_not_undone_by_a_round(running: Bench) -> None:
    """A round starts the maps of a project that was never started, and no others."""
    running.sync.stop()
    running.change("fo.Customers", ("USMF", "C2"), OrganizationName="Lost")

    assert running.sync.propagate() == []
    assert set(running.sync.control.in_states("stopped")) == {
        each.name for each in PROJECT.maps
    }


@pytest.mark.parametrize("before", list(ALLOWED))
@pytest.mark.parametrize("after", list(ALLOWED))
def test_a_step_that_is_not_allowed_names_those_that_are(
    before: MapState, after: MapState
) -> None:
    """And it leaves everything as it was, the other maps of the same command included."""
    control = Control(Store(), PROJECT.maps)
    control._store.run(
        "INSERT INTO map_state VALUES ('Customers', ?, '', '', '')", (before,)
    )
    if after in ALLOWED[before]:
        control.move(["Customers"], after)
        assert control.standing("Customers").state == after
        return
    with pytest.raises(
        EndError, match=f"is {before} and cannot become {after}"
    ) as told:
        control.move(["Customers"], after)
    assert all(name in str(told.value) for name in ALLOWED[before])
    assert control.standing("Customers").state == before


def test_an_unknown_map_is_named(running: Bench) -> None:
    """With those that there are."""
    with pytest.raises(EndError, match="no map Custumers; there are .*Customers"):
        running.sync.pause(["Custumers"])


def test_a_map_resumed_in_the_middle_of_a_round_misses_nothing(
    running: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process resumes while the round is under way: its changes are in the queue all the same."""
    running.sync.pause(["Customers"])
    running.change("fo.Customers", ("USMF", "C2"), OrganizationName="Kept")
    plain = running.sync._live.round

    def resumed_meanwhile(*arguments: Any) -> Any:
        monkeypatch.undo()
        running.sync.resume(["Customers"], "live-first")
        return plain(*arguments)

    monkeypatch.setattr(running.sync._live, "round", resumed_meanwhile)
    running.sync.propagate()
    assert running.sync.queue.counts() == {"Customers": 1}


# Over restarts


@pytest.fixture
def files(tmp_path: Path) -> Any:
    """Opens the sample project over the same three files, again and again."""
    urls = {name: f"sqlite:///{tmp_path}/{name}.db" for name in ("fo", "ce")}
    opened: list[Sync] = []

    def again(project: Project = PROJECT) -> Bench:
        bench = Bench(project, urls, str(tmp_path / "state.db"))
        opened.append(bench.sync)
        return bench

    yield again
    for sync in opened:
        sync.close()


def test_states_and_queues_survive_a_restart(files: Any) -> None:
    """A process ends while a map is paused; the next one replays."""
    first: Bench = files()
    first.seed()
    first.settled()
    _edit_while_paused(first)
    first.sync.close()

    second: Bench = files()
    assert second.sync.control.standing("Customers").state == "paused"
    second.sync.resume()
    second.sync.settle()
    assert _names(second) == {"C1": "Customer C1", "C2": "Second", "C9": "Customer C9"}


def test_a_map_that_was_changed_does_not_just_go_on(files: Any) -> None:
    """The message says what to look at and what to do; after a start it runs by its new specification."""
    first: Bench = files()
    first.seed()
    first.settled()
    first.sync.close()
    maps = tuple(replace(each, spec=f"new {each.name}") for each in PROJECT.maps)

    second: Bench = files(replace(PROJECT, maps=maps))
    with pytest.raises(EndError, match="dwmap plan.*start"):
        second.sync.propagate()
    second.sync.start()
    assert second.sync.propagate() == []


def test_an_interrupted_initial_synchronization_queues_what_changes(files: Any) -> None:
    """Run again to its end, the maps run on, and first carry over what came between."""
    first: Bench = files()
    first.seed()
    first.sync.start()

    def interrupt(progress: Progress) -> None:
        if progress.map == "Customers":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        first.sync.initial(InitialOptions(progress=interrupt))
    first.sync.close()

    second: Bench = files()
    assert "Customers" in second.sync.control.in_states("initializing")
    second.change("fo.Customers", ("USMF", "C2"), OrganizationName="Between")
    second.sync.propagate()
    assert second.sync.queue.counts()["Customers"] >= 1
    second.sync.initial()
    second.sync.settle()
    assert second.sync.control.in_states("running") == list(second.sync.control.maps)
    assert second.sync.queue.counts() == {}
    assert _names(second)["C2"] == "Between"


def test_two_processes_do_not_work_at_once(files: Any) -> None:
    """Who comes second is told who holds the state, and may wait."""
    first, second = files(), files()
    first.seed()
    first.settled()
    with first.sync.lock.held("reconcile"):
        with pytest.raises(Busy, match=r"process \d+ on .*, reconcile since 20"):
            second.sync.propagate()
    assert second.sync.propagate() == []


# Activity and alerts


def test_activity_keeps_what_happened_but_no_echoes(running: Bench) -> None:
    """A conflict's loser is kept with its value."""
    account = running.account("C1")
    running.change("fo.Customers", ("USMF", "C1"), OrganizationName="Left")
    running.change("ce.accounts", account, name="Right")
    running.sync.settle()

    found = running.sync.activity.last(maps=["Customers"])

    assert {one.status for one in found} <= {"updated", "created"}
    lost = [one for one in found if '"conflicts"' in one.detail]
    assert lost and '"lost": "Left"' in lost[0].detail


def test_an_alert_pauses_a_map_once(running: Bench) -> None:
    """A rule added while the sync runs counts from the next round on; the paused map queues."""
    running.sync.alerts.add("Customers", "missing-reference", 2, action="pause")
    for number in ("X1", "X2"):
        running.put("fo.Customers", customer(number, CurrencyCode="XXX"))
    running.sync.propagate()

    standing = running.sync.control.standing("Customers")
    assert standing.state == "paused"
    assert "2 errors of map Customers" in standing.reason
    running.put("fo.Customers", customer("X3", CurrencyCode="XXX"))
    running.sync.propagate()
    assert [one.errors for one in running.sync.alerts.fired()] == [2]
    assert running.sync.queue.counts() == {"Customers": 1}


def test_alert_rules_that_say_nothing_are_refused(running: Bench) -> None:
    """Each with what is wrong."""
    for rule in ({"map": "Nobody"}, {"threshold": 0}, {"action": "explode"}):
        with pytest.raises(EndError):
            running.sync.alerts.add(**rule)
    with pytest.raises(EndError, match="no alert rule 7"):
        running.sync.alerts.remove(7)
    assert running.sync.alerts.rules() == []
