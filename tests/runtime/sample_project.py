"""Maps as the compiler would write them, over the sample tables: every kind of line that a map may have."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from dwmap.runtime import (
    ERROR,
    Map,
    Project,
    Step,
    ValueTable,
    concat,
    fit_text,
    path,
    required,
)
from runtime.sample_sales import LINES, ORDERS, SHIPMENTS
from runtime.sample_sides import CODE, same, side
from runtime.sample_tables import SYSTEMS, TABLES


class FoCompany(NamedTuple):
    DataArea: str
    Name: str | None


class CeCompany(NamedTuple):
    companycode: str
    name: str | None


_left, _right = same(("DataArea", "companycode"), ("Name", "name"))
COMPANIES = Map(
    "Companies",
    "Companies (companies)",
    "1.0.0.0",
    side("fo.Companies", FoCompany, FoCompany, {}, _left, ("DataArea",)),
    side("ce.companies", CeCompany, CeCompany, {}, _right, ("companycode",)),
    lambda left: CeCompany(left.DataArea, left.Name),
    lambda right: FoCompany(right.companycode, right.name),
)


class FoCurrency(NamedTuple):
    CurrencyCode: str
    Name: str | None
    Decimals: int | None


class CeCurrency(NamedTuple):
    isocode: str
    name: str | None
    precision: int | None


_left, _right = same(
    ("CurrencyCode", "isocode"), ("Name", "name"), ("Decimals", "precision")
)
CURRENCIES = Map(
    "Currencies",
    "Currencies (currencies)",
    "1.0.0.0",
    side("fo.Currencies", FoCurrency, FoCurrency, {}, _left, ("CurrencyCode",)),
    side("ce.currencies", CeCurrency, CeCurrency, {}, _right, ("isocode",)),
    lambda left: CeCurrency(*left),
    lambda right: FoCurrency(*right),
)

HOLD = {"No": 0, "Invoice": 1, "All": 2, "Never": 0}
HOLD_RIGHT = ValueTable(HOLD, table="Hold", field="hold", otherwise=ERROR)
HOLD_LEFT = ValueTable(
    {0: "No", 1: "Invoice", 2: "All"}, table="Hold", field="Blocked", otherwise=ERROR
)


class FoCustomer(NamedTuple):
    dataAreaId: str
    CustomerAccount: str
    OrganizationName: str | None
    PartyType: str | None
    Blocked: str | None
    CreditLimit: Decimal | None
    OneTime: bool | None
    Since: date | None
    CurrencyCode: str | None
    InvoiceAccount: str | None
    PrimaryContact: str | None
    PartyNumber: str | None


class CeAccount(NamedTuple):
    company: str
    accountnumber: str
    name: str | None
    typecode: int | None
    hold: int | None
    creditlimit: Decimal | None
    onetime: bool | None
    since: date | None
    currency: str | None
    billing: str | None
    contact: str | None
    partynumber: str | None
    isocode: str | None


def customers_forward(left: FoCustomer) -> CeAccount:
    """Customers to accounts."""
    return CeAccount(
        required(left.dataAreaId, "company"),
        left.CustomerAccount,
        fit_text(left.OrganizationName, 100, "name"),
        3,
        HOLD_RIGHT[left.Blocked],
        left.CreditLimit,
        left.OneTime,
        left.Since,
        left.CurrencyCode,
        left.InvoiceAccount,
        left.PrimaryContact,
        left.PartyNumber,
        left.CurrencyCode,
    )


class ToCustomer(NamedTuple):
    dataAreaId: str
    CustomerAccount: str
    OrganizationName: str | None
    PartyType: str | None
    Blocked: str | None
    CreditLimit: Decimal | None
    OneTime: bool | None
    Since: date | None
    CurrencyCode: str | None
    InvoiceAccount: str | None
    PrimaryContact: str | None


def customers_backward(right: CeAccount) -> ToCustomer:
    """Accounts to customers."""
    return ToCustomer(
        right.company,
        right.accountnumber,
        right.name,
        "Organization",
        HOLD_LEFT[right.hold],
        right.creditlimit,
        right.onetime,
        right.since,
        right.currency,
        right.billing,
        right.contact,
    )


_left, _right = same(
    ("dataAreaId", "company"),
    ("CustomerAccount", "accountnumber"),
    ("OrganizationName", "name"),
    ("Blocked", "hold"),
    ("CreditLimit", "creditlimit"),
    ("OneTime", "onetime"),
    ("Since", "since"),
    ("CurrencyCode", "currency"),
    ("InvoiceAccount", "billing"),
    ("PrimaryContact", "contact"),
)
CUSTOMERS = Map(
    "Customers",
    "Customers V3 (accounts)",
    "1.0.0.5",
    side(
        "fo.Customers",
        FoCustomer,
        ToCustomer,
        {},
        _left | {"PartyType": ()},
        ("dataAreaId", "CustomerAccount"),
        "dataAreaId",
        lambda left: left.PartyType == "Organization",
    ),
    side(
        "ce.accounts",
        CeAccount,
        CeAccount,
        {
            "company": CODE,
            "currency": path("currencyid", "isocode"),
            "billing": path("billingaccount", "accountnumber"),
            "contact": path("primarycontact", "contactnumber"),
        },
        _right
        | {
            "typecode": (),
            "partynumber": ("PartyNumber",),
            "isocode": ("CurrencyCode",),
        },
        ("company", "accountnumber"),
        "company",
        lambda right: right.typecode == 3,
    ),
    customers_forward,
    customers_backward,
    ("Companies", "Currencies"),
)


class FoContact(NamedTuple):
    dataAreaId: str
    ContactId: str
    FirstName: str | None
    LastName: str | None
    CustomerAccount: str | None


class CeContact(NamedTuple):
    company: str
    contactnumber: str
    firstname: str | None
    lastname: str | None
    fullname: str | None
    account: str | None


_left, _right = same(
    ("dataAreaId", "company"),
    ("ContactId", "contactnumber"),
    ("FirstName", "firstname"),
    ("LastName", "lastname"),
    ("CustomerAccount", "account"),
)
CONTACTS = Map(
    "Contacts",
    "Contacts (contacts)",
    "1.0.0.0",
    side(
        "fo.Contacts",
        FoContact,
        FoContact,
        {},
        _left,
        ("dataAreaId", "ContactId"),
        "dataAreaId",
    ),
    side(
        "ce.contacts",
        CeContact,
        CeContact,
        {"company": CODE, "account": path("account", "accountnumber")},
        _right | {"fullname": ("FirstName", "LastName")},
        ("company", "contactnumber"),
        "company",
    ),
    lambda left: CeContact(
        left.dataAreaId,
        left.ContactId,
        left.FirstName,
        left.LastName,
        concat(left.FirstName, " ", left.LastName),
        left.CustomerAccount,
    ),
    lambda right: FoContact(
        right.company,
        right.contactnumber,
        right.firstname,
        right.lastname,
        right.account,
    ),
    ("Companies", "Customers"),
)


_CYCLE = ("billingaccount", "primarycontact", "InvoiceAccount", "PrimaryContact")
PROJECT = Project(
    "sample",
    SYSTEMS,
    TABLES,
    (COMPANIES, CURRENCIES, CUSTOMERS, CONTACTS, ORDERS, LINES, SHIPMENTS),
    (
        Step("Companies"),
        Step("Currencies"),
        Step("Customers", without=_CYCLE),
        Step("Contacts"),
        Step("Customers", only=_CYCLE),
        Step("SalesOrders"),
        Step("SalesLines"),
        Step("Shipments"),
    ),
)


def project_with(**policies: Any) -> Project:
    """The project with other policies for the customers."""
    maps = tuple(
        replace(each, **policies) if each.name == "Customers" else each
        for each in PROJECT.maps
    )
    return Project(PROJECT.name, PROJECT.systems, PROJECT.tables, maps, PROJECT.plan)
