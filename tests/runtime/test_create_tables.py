"""Tables made for demonstrations and tests."""

from __future__ import annotations

from typing import Any

import pytest
from dwmap.runtime import Sync, path
from runtime.bench import wait_for_feed
from runtime.sample_project import PROJECT
from runtime.sample_tables import TABLES

HOSTILE = 'it\'s "quoted"; DROP TABLE contact; -- \\ Ωμέγα'


@pytest.mark.parametrize("value", ["-", HOSTILE, ""])
def test_an_end_fills_in_what_a_new_row_leaves_out(
    urls: dict[str, str], value: str
) -> None:
    """As the platform itself does; a value that is given wins."""
    contacts = TABLES["ce.contacts"]
    with Sync(PROJECT, urls) as sync:
        sync.create_tables({"ce.contacts": {"lastname": value}})
        end = sync.ends["ce"]
        with end.transaction():
            for number, more in (("C1", {}), ("C2", {"lastname": "Ito"})):
                row: dict[str, Any] = {
                    "contactid": f"00000000-0000-4000-8000-00000000000{number[1]}",
                    "contactnumber": number,
                    **more,
                }
                end.insert(contacts, tuple(row), [tuple(row.values())])
        wait_for_feed(end)
        columns = [path("contactnumber"), path("lastname")]
        found = sorted(row for batch in end.read(contacts, columns) for row in batch)

    assert found == [("C1", value), ("C2", "Ito")]
