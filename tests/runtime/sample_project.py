"""Maps as the compiler would write them, over the sample tables: every kind of line that a map may have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from dwmap.runtime import (
    ERROR,
    Map,
    Project,
    Side,
    Step,
    ValueTable,
    concat,
    divide,
    either,
    fit_text,
    int_,
    path,
    required,
    times,
)
from runtime.sample_tables import SYSTEMS, TABLES

CODE = path("company", "companycode")


def everything(record: Any) -> bool:
    """The filter that keeps all."""
    return True


def side(
    table: str,
    record: type[Any],
    written: type[Any],
    paths: Mapping[str, Any],
    sources: Mapping[str, tuple[str, ...]],
    key: tuple[str, ...],
    company: str | None = None,
    in_scope: Callable[[Any], bool] = everything,
) -> Side:
    """A side, its paths named by the record's fields; a field without one is the column of its name."""
    flat = tuple(paths.get(name, path(name)) for name in record._fields)
    return Side(TABLES[table], record, flat, written, key, company, in_scope, sources)


def same(*pairs: tuple[str, str]) -> tuple[dict[str, tuple[str, ...]], ...]:
    """The sources of both sides for lines that copy in both directions."""
    return {left: (right,) for left, right in pairs}, {
        right: (left,) for left, right in pairs
    }


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


class FoOrder(NamedTuple):
    dataAreaId: str
    OrderNumber: str
    CustomerAccount: str | None
    Confirmed: datetime | None
    Total: Decimal | None


class CeOrder(NamedTuple):
    company: str
    ordernumber: str
    customer: str | None
    confirmedon: datetime | None
    totalcents: int | None


_left, _right = same(
    ("dataAreaId", "company"),
    ("OrderNumber", "ordernumber"),
    ("CustomerAccount", "customer"),
    ("Confirmed", "confirmedon"),
    ("Total", "totalcents"),
)
ORDERS = Map(
    "SalesOrders",
    "Sales orders (salesorders)",
    "1.0.0.0",
    side(
        "fo.SalesOrders",
        FoOrder,
        FoOrder,
        {},
        _left,
        ("dataAreaId", "OrderNumber"),
        "dataAreaId",
    ),
    side(
        "ce.salesorders",
        CeOrder,
        CeOrder,
        {
            "company": CODE,
            "customer": either(
                "customerid",
                ("ce.accounts", "accountnumber"),
                ("ce.contacts", "contactnumber"),
            ),
        },
        _right,
        ("company", "ordernumber"),
        "company",
    ),
    lambda left: CeOrder(
        left.dataAreaId,
        left.OrderNumber,
        left.CustomerAccount,
        left.Confirmed,
        int_(times(left.Total, 100)),
    ),
    lambda right: FoOrder(
        right.company,
        right.ordernumber,
        right.customer,
        right.confirmedon,
        divide(right.totalcents, 100),
    ),
    ("Customers", "Contacts"),
)


class FoLine(NamedTuple):
    dataAreaId: str
    OrderNumber: str
    LineNumber: str
    Quantity: Decimal | None


class CeLine(NamedTuple):
    company: str
    ordernumber: str
    linenumber: str
    quantity: Decimal | None


_left, _right = same(
    ("dataAreaId", "company"),
    ("OrderNumber", "ordernumber"),
    ("LineNumber", "linenumber"),
    ("Quantity", "quantity"),
)
_ORDER_OF_LINE = {
    "company": path("orderid", "company", "companycode"),
    "ordernumber": path("orderid", "ordernumber"),
}
LINES = Map(
    "SalesLines",
    "Sales lines (saleslines)",
    "1.0.0.0",
    side("fo.SalesLines", FoLine, FoLine, {}, _left, FoLine._fields[:3], "dataAreaId"),
    side(
        "ce.saleslines",
        CeLine,
        CeLine,
        _ORDER_OF_LINE,
        _right,
        CeLine._fields[:3],
        "company",
    ),
    lambda left: CeLine(*left),
    lambda right: FoLine(*right),
    ("SalesOrders",),
)


class FoShipment(NamedTuple):
    dataAreaId: str
    ShipmentId: str
    OrderNumber: str | None
    LineNumber: str | None


class CeShipment(NamedTuple):
    company: str
    number: str
    ordernumber: str | None
    linenumber: str | None
    linecompany: str | None


SHIPMENTS = Map(
    "Shipments",
    "Shipments (shipments)",
    "1.0.0.0",
    side(
        "fo.Shipments",
        FoShipment,
        FoShipment,
        {},
        {},
        FoShipment._fields[:2],
        "dataAreaId",
    ),
    side(
        "ce.shipments",
        CeShipment,
        CeShipment,
        {
            "company": CODE,
            "ordernumber": path("lineid", "orderid", "ordernumber"),
            "linenumber": path("lineid", "linenumber"),
            "linecompany": path("lineid", "orderid", "company", "companycode"),
        },
        {
            "company": ("dataAreaId",),
            "number": ("ShipmentId",),
            "ordernumber": ("OrderNumber",),
            "linenumber": ("LineNumber",),
            "linecompany": ("dataAreaId", "OrderNumber"),
        },
        ("company", "number"),
        "company",
    ),
    lambda left: CeShipment(
        left.dataAreaId,
        left.ShipmentId,
        left.OrderNumber,
        left.LineNumber,
        left.dataAreaId if left.OrderNumber else None,
    ),
    None,
    ("SalesLines",),
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
