"""Dataverse: what changed, by delta links, as its documentation has them."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from dwmap.runtime import EndError
from dwmap.runtime.connectors import Change
from dwmap.runtime.connectors.odata import ODataEnd
from harness.web_service import WebService, refusal
from runtime.connectors.dataverse_service import (
    ACCOUNTS,
    ONE,
    TWO,
    definitions,
)
from werkzeug import Response


def watch(dataverse: WebService, dataverse_end: ODataEnd) -> str:
    """Begin to watch the accounts at a delta link; the position."""
    dataverse.on(
        "GET",
        "accounts?$select",
        {"value": [], "@odata.deltaLink": f"{dataverse_end.url}accounts?$deltatoken=1"},
    )
    dataverse_end.capture([ACCOUNTS])
    return dataverse_end.position()


def test_changes_come_by_the_delta_link(
    dataverse: WebService, dataverse_end: ODataEnd
) -> None:
    """Rows that are new or changed, and the ids of those that are gone; then the next link."""
    position = watch(dataverse, dataverse_end)
    changed = {
        "@odata.etag": 'W/"7"',
        "accountid": ONE,
        "modifiedon": "2024-01-02T03:04:05Z",
    }
    gone = {
        "@odata.context": f"{dataverse_end.url}$metadata#accounts/$deletedEntity",
        "id": TWO,
        "reason": "deleted",
    }
    dataverse.on(
        "GET",
        "accounts?$deltatoken=1",
        {
            "value": [changed, gone],
            "@odata.deltaLink": f"{dataverse_end.url}accounts?$deltatoken=2",
        },
    )

    changes, after = dataverse_end.changes(position)
    at = datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert changes[0] == Change("account", "update", (ONE,), None, None, None, at)
    assert changes[1][:3] == ("account", "delete", (TWO,))
    assert json.loads(after) == {"account": "accounts?$deltatoken=2"}


def test_the_first_look_asks_for_changes_to_be_tracked(
    dataverse: WebService, dataverse_end: ODataEnd
) -> None:
    """With all columns of the map, so that none of their changes is left out."""
    assert json.loads(watch(dataverse, dataverse_end)) == {
        "account": "accounts?$deltatoken=1"
    }

    asked = dataverse.asked[-1]
    assert asked.headers["Prefer"] == "odata.track-changes"
    assert asked.url == (
        "accounts?$select=accountid,accountnumber,creditlimit,statecode,"
        "_company_value,_ownerid_value,modifiedon"
    )


def test_what_the_sync_wrote_bears_its_mark(
    dataverse: WebService, dataverse_end: ODataEnd
) -> None:
    """By its version; once somebody else has changed the row it is a change like others."""
    position = watch(dataverse, dataverse_end)
    shown = Response(
        json.dumps({"@odata.etag": 'W/"8"', "accountid": ONE}),
        mimetype="application/json",
    )
    dataverse.on("PATCH", "accounts", shown)

    for version, origin in (('W/"8"', "dwmap:Accounts"), ('W/"9"', None)):
        with dataverse_end.transaction("dwmap:Accounts"):
            dataverse_end.update(ACCOUNTS, ("statecode",), [(1, ONE)])
        dataverse.on(
            "GET",
            "accounts?$deltatoken=1",
            {
                "value": [{"@odata.etag": version, "accountid": ONE}],
                "@odata.deltaLink": f"{dataverse_end.url}accounts?$deltatoken=1",
            },
        )
        [change] = dataverse_end.changes(position)[0]
        assert change.origin == origin


def test_an_expired_delta_link_begins_anew(
    dataverse: WebService, dataverse_end: ODataEnd
) -> None:
    """With every row as a change: too many, and never one too few."""
    position = watch(dataverse, dataverse_end)
    dataverse.on("GET", "accounts?$deltatoken=1", refusal(410, "token has expired"))
    dataverse.on(
        "GET",
        "accounts?$select",
        {
            "value": [{"accountid": ONE}, {"accountid": TWO}],
            "@odata.deltaLink": f"{dataverse_end.url}accounts?$deltatoken=9",
        },
    )

    changes, after = dataverse_end.changes(position)
    assert [each.row for each in changes] == [(ONE,), (TWO,)]
    assert json.loads(after) == {"account": "accounts?$deltatoken=9"}


def test_a_table_without_change_tracking_is_told(
    dataverse: WebService, dataverse_end: ODataEnd
) -> None:
    """With what to do about it."""
    definitions(dataverse)["ChangeTrackingEnabled"] = False

    with pytest.raises(EndError, match="account cannot be watched: switch on"):
        dataverse_end.capture([ACCOUNTS])


def test_a_table_that_the_service_lacks_is_told(
    dataverse: WebService, dataverse_end: ODataEnd
) -> None:
    """Before anything is read or written."""
    dataverse.on("GET", "EntityDefinitions", {"value": []})

    with pytest.raises(EndError, match="ce: the service has no table cdm_companies"):
        dataverse_end.create_tables()
