# Copied by dwmap from its runtime. Do not edit.
"""What looks at both ends of a sync without carrying changes over: comparing, repairing, checking, stamping."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ._bootstrap import Stamped, StampRule, bootstrap
from ._companies import CompanyStanding, companies
from ._errors import EndError
from ._opened import PATIENCE, Opened
from ._outcome import Outcome
from ._preflight import Check, preflight
from ._reconcile import Difference, Reconciler, Reconciliation, on_its_way
from ._repair import Master as RepairBy
from ._repair import repair
from ._telemetry import work


class Checking(Opened):
    """The part of a `Sync` that checks."""

    def reconcile(
        self, maps: Collection[str] = (), companies: Sequence[str] = ()
    ) -> Reconciliation:
        """Compare both ends through these maps, or through all; writes nothing."""
        self.control.check(maps)
        companies = self.linked.chosen(companies)
        if self.started:
            self._capture()
        found = Reconciliation([], [])
        for each in self._live.maps_in_order():
            if not maps or each.name in maps:
                ends = (
                    self.ends[each.left.table.system],
                    self.ends[each.right.table.system],
                )
                waiting = on_its_way(each, ends, self.state, self.queue)
                one = Reconciler(each, ends, self.state, waiting)
                found.differences += one.differences(companies)
                found.pairs.append(one.pairs)
        return found

    def repair(
        self, differences: Collection[Difference], master: RepairBy, *, delete: bool
    ) -> tuple[list[Outcome], list[Difference]]:
        """Make rows equal that differ; see `_repair` for what `master` and `delete` mean."""
        with self.lock.held("repair", PATIENCE), work("repair"):
            outcomes, left_over = repair(self._live, differences, master, delete)
            self._note(outcomes)
        return outcomes, left_over

    def preflight(self, *, quick: bool = False) -> list[Check]:
        """Check what has to be true before maps are started; `quick` reads no whole tables."""
        return list(preflight(self.project, self.ends, self.control, quick=quick))

    def companies(self) -> list[CompanyStanding]:
        """How each company stands in each map: rows in scope on both ends, pairs, failures; reads whole tables."""
        return list(companies(self.project, self.ends, self.state))

    def bootstrap(
        self,
        table: str,
        rules: Sequence[StampRule] = (),
        default: str | None = None,
        *,
        max_faults: int = 0,
        apply: bool = False,
    ) -> Stamped:
        """Stamp the company on rows of a table that have none; writes nothing without `apply`."""
        if table not in self.project.tables:
            known = ", ".join(n for n, t in self.project.tables.items() if t.company)
            raise EndError(f"no table {table}; with a company there are {known}")
        found = self.project.tables[table]
        with self.lock.held("bootstrap", PATIENCE):
            return bootstrap(
                self.ends[found.system],
                found,
                rules,
                default,
                max_faults=max_faults,
                apply=apply,
            )
