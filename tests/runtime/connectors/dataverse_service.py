"""A Dataverse with three tables, as its documentation has it, and an end on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from dwmap.runtime import Column, Reference, System, Table, path
from dwmap.runtime.connectors.odata import ODataEnd
from harness.web_service import WebService
from pytest_httpserver import HTTPServer

SYSTEM = System("ce", "dataverse")
COMPANIES = Table(
    "ce.companies",
    "ce",
    "cdm_companies",
    (Column("cdm_companiesid", "guid"), Column("cdm_companycode", "text")),
    ("cdm_companycode",),
    row_id="cdm_companiesid",
)
CONTACTS = Table(
    "ce.contacts",
    "ce",
    "contact",
    (Column("contactid", "guid"), Column("fullname", "text")),
    ("fullname",),
    row_id="contactid",
)
ACCOUNTS = Table(
    "ce.accounts",
    "ce",
    "account",
    (
        Column("accountid", "guid"),
        Column("accountnumber", "text"),
        Column("creditlimit", "decimal"),
        Column("statecode", "int"),
        Column("company", "guid"),
        Column("ownerid", "guid"),
    ),
    ("accountnumber", "company"),
    row_id="accountid",
    company=path("company", "cdm_companycode"),
    references=(
        Reference("company", ("ce.companies",)),
        Reference("ownerid", ("ce.contacts", "ce.companies")),
    ),
)
TABLES = {each.name: each for each in (COMPANIES, CONTACTS, ACCOUNTS)}
ONE, TWO, THREE = (str(UUID(int=n)) for n in (1, 2, 3))
COLUMNS = ("accountid", "accountnumber", "company", "creditlimit")
OWNER = "_ownerid_value@Microsoft.Dynamics.CRM.lookuplogicalname"


def definition(name: str, many: str, row_id: str, **attributes: str) -> dict[str, Any]:
    """What EntityDefinitions says of a table."""
    return {
        "LogicalName": name,
        "EntitySetName": many,
        "PrimaryIdAttribute": row_id,
        "ChangeTrackingEnabled": True,
        "Attributes": [
            {"LogicalName": key, "AttributeType": kind}
            for key, kind in {row_id: "Uniqueidentifier", **attributes}.items()
        ],
        "ManyToOneRelationships": [],
        "Keys": [],
    }


def relation(column: str, navigation: str, target: str) -> dict[str, str]:
    """A lookup."""
    return {
        "ReferencingAttribute": column,
        "ReferencingEntityNavigationPropertyName": navigation,
        "ReferencedEntity": target,
    }


def definitions(service: WebService) -> dict[str, Any]:
    """Tell of the three tables; the result is that of the accounts, to be changed by a test."""
    company = definition(
        "cdm_company", "cdm_companies", "cdm_companyid", cdm_companycode="String"
    )
    contact = definition("contact", "contacts", "contactid", fullname="String")
    account = definition(
        "account",
        "accounts",
        "accountid",
        accountnumber="String",
        creditlimit="Money",
        statecode="State",
        company="Lookup",
        ownerid="Owner",
        modifiedon="DateTime",
    )
    account["ManyToOneRelationships"] = [
        relation("company", "Company", "cdm_company"),
        relation("ownerid", "ownerid_contact", "contact"),
        relation("ownerid", "ownerid_company", "cdm_company"),
    ]
    account["Keys"] = [
        {
            "KeyAttributes": ["accountnumber", "company"],
            "EntityKeyIndexStatus": "Active",
        }
    ]

    def told() -> dict[str, Any]:
        asked = service.asked[-1].url
        each = {
            "'account'": account,
            "'contact'": contact,
            "'cdm_companies'": company,
        }
        return {"value": [v for k, v in each.items() if f"eq {k}" in asked]}

    service.on("GET", "EntityDefinitions", told)
    return account


@pytest.fixture
def dataverse(httpserver: HTTPServer) -> WebService:
    """A Dataverse that knows the tables."""
    made = WebService("/api/data/v9.2/")
    httpserver.expect_request(re.compile(".*")).respond_with_handler(made)
    definitions(made)
    return made


@pytest.fixture
def dataverse_end(dataverse: WebService, httpserver: HTTPServer) -> Iterator[ODataEnd]:
    """An end on it."""
    end = ODataEnd(f"dataverse+http://localhost:{httpserver.port}", SYSTEM, TABLES)
    yield end
    end.close()
