"""Clients that are not ours: what they ask of the products they ask of the sandbox, and it answers."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme
from azure.core.credentials import AccessToken, TokenCredential
from harness.sandboxes import Sandbox, serving
from odata import ODataService  # type: ignore[import-untyped]  # it has no types
from PowerPlatform.Dataverse.client import DataverseClient
from PowerPlatform.Dataverse.core.errors import HttpError
from PowerPlatform.Dataverse.models.filters import col
from PowerPlatform.Dataverse.models.upsert import UpsertItem

SPECS = Path(__file__).parents[2] / "specs"


class _Known(TokenCredential):
    """Somebody who has logged in."""

    def get_token(self, *scopes: str, **more: Any) -> AccessToken:
        """The token that the sandbox wants."""
        return AccessToken("s3cret", 4102444800)


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """A sandbox of specs/ that speaks https and wants a token."""
    folder = tmp_path_factory.mktemp("https")
    authority, pem = trustme.CA(), folder / "server.pem"
    served = authority.issue_cert("127.0.0.1")
    served.private_key_and_cert_chain_pem.write_to_path(str(pem))
    bundle = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(bundle))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
        arguments = ("--certificate", str(pem), "--token", "SANDBOX_TOKEN", "--quiet")
        with serving(
            SPECS,
            *arguments,
            environment={"SANDBOX_TOKEN": "s3cret"},
            verify=ssl.create_default_context(cafile=str(bundle)),
            headers={"Authorization": "Bearer s3cret"},
        ) as sandbox:
            yield sandbox


@pytest.fixture
def dataverse(secured: Sandbox) -> Iterator[DataverseClient]:
    """Microsoft's client, with a company and a currency in the service."""
    secured.reset()
    base = secured.right_url.partition("/api/")[0]
    with DataverseClient(base, _Known()) as client:
        client.records.create("cdm_companies", {"cdm_companycode": "USMF"})
        currency = {"isocurrencycode": "USD", "currencyname": "US Dollar"}
        client.records.create("transactioncurrency", currency)
        yield client


def _account(number: str) -> dict[str, Any]:
    return {
        "accountnumber": number,
        "msdyn_company@odata.bind": "/cdm_companies(cdm_companycode='USMF')",
        "transactioncurrencyid@odata.bind": "/transactioncurrencies(isocurrencycode='USD')",
    }


def test_microsofts_client_creates_reads_changes_and_deletes(
    dataverse: DataverseClient,
) -> None:
    """It looks up the entity set and the labels of options by itself."""
    records = dataverse.records
    id = records.create("account", {**_account("C1"), "customertypecode": "Vendor"})
    assert isinstance(id, str)

    records.update("account", id, {"description": "big"})

    row = records.retrieve("account", id, expand=["transactioncurrencyid"])
    assert row is not None
    assert (row["customertypecode"], row["description"]) == (11, "big")
    assert row["transactioncurrencyid"]["isocurrencycode"] == "USD"
    records.delete("account", id)
    assert records.retrieve("account", id) is None


def test_microsofts_client_writes_many_rows_and_reads_pages(
    dataverse: DataverseClient,
) -> None:
    """CreateMultiple, UpdateMultiple, UpsertMultiple, BulkDelete, and pages of two."""
    records = dataverse.records
    ids = records.create("account", [_account(f"C{each}") for each in range(5)])
    records.update("account", ids, {"description": "many"})
    company = records.retrieve("account", ids[0])
    assert company is not None
    key = {
        "accountnumber": "C4",
        "_msdyn_company_value": company["_msdyn_company_value"],
    }
    records.upsert("account", [UpsertItem(key, {"description": "last"})] * 2)

    pages = list(
        records.list_pages(
            "account",
            filter="description eq 'many'",
            orderby=["accountnumber desc"],
            select=["accountnumber"],
            page_size=2,
        )
    )

    numbers = [[row["accountnumber"] for row in page] for page in pages]
    assert numbers == [["C3", "C2"], ["C1", "C0"]]
    some = col("accountnumber").in_(["C1", "C4", "C9"])
    found = records.list("account", filter=some.to_odata(), select=["accountnumber"])
    assert [row["accountnumber"] for row in found] == ["C1", "C4"]
    assert records.delete("account", ids) is not None
    assert list(records.list("account")) == []


def test_microsofts_client_sends_change_sets(dataverse: DataverseClient) -> None:
    """With references to what is made in them; a failure undoes the set and is told as it is."""
    batch = dataverse.batch.new()
    with batch.changeset() as changes:
        made = changes.records.create("account", _account("C1"))
        changes.records.update("account", made, {"description": "in a set"})
    result = batch.execute()

    assert not result.has_errors, result.failed
    (row,) = dataverse.records.list("account")
    assert row["description"] == "in a set"

    batch = dataverse.batch.new()
    with batch.changeset() as changes:
        changes.records.create("account", _account("C2"))
        changes.records.create("account", _account("C1"))
    (failed,) = batch.execute().failed
    assert (failed.status_code, failed.error_code) == (412, "0x80040237")
    assert len(list(dataverse.records.list("account"))) == 1


def test_microsofts_client_understands_refusals(
    dataverse: DataverseClient, secured: Sandbox
) -> None:
    """It reads code and message, what will pass, and after how long."""
    with pytest.raises(HttpError, match="outside the valid range") as refused:
        dataverse.records.create("account", {**_account("C1"), "customertypecode": 99})
    assert refused.value.details["service_error_code"] == "0x8004431a"
    assert not refused.value.is_transient

    fault = {"kind": "throttle", "retry_after": 7, "count": 1}
    secured.right.post("/_sandbox/faults", json=fault).raise_for_status()
    with pytest.raises(HttpError) as throttled:
        dataverse.records.create("account", _account("C1"))

    assert throttled.value.is_transient
    assert throttled.value.details["retry_after"] == 7
    assert throttled.value.details["service_error_code"] == "0x80072322"


def test_another_client_reads_the_metadata_of_finance_and_operations(
    secured: Sandbox,
) -> None:
    """It makes classes of the entity sets, and filters, pages and writes with them."""
    secured.reset()
    service = ODataService(
        secured.left_url,
        session=_session(),
        reflect_entities=True,
        quiet_progress=True,
    )
    Customer = service.entities["CustomersV3"]
    for number in range(3):
        made = Customer()
        made.dataAreaId, made.CustomerAccount = "USMF", f"C{number}"
        made.CustomerGroupId, made.SalesCurrencyCode = "10", "USD"
        service.save(made)

    query = service.query(Customer)
    query = query.filter(Customer.CustomerAccount >= "C1")
    query = query.order_by(Customer.CustomerAccount.desc())
    rows = list(query)
    assert [row.CustomerAccount for row in rows] == ["C2", "C1"]

    rows[0].SalesMemo = "later"
    service.save(rows[0])
    service.delete(rows[1])

    left = secured.left.get("/data/CustomersV3").json()["value"]
    assert [(row["CustomerAccount"], row["SalesMemo"]) for row in left] == [
        ("C0", ""),
        ("C2", "later"),
    ]


def _session() -> Any:
    import requests

    session = requests.Session()
    session.headers["Authorization"] = "Bearer s3cret"
    return session
