"""The tables of the sample project: companies, currencies, customers, contacts, orders, lines, shipments."""

from __future__ import annotations

from dwmap.runtime import Column, Path, Reference, System, Table, path

SYSTEMS = (System("fo", "finops"), System("ce", "dataverse"))


def text(name: str, length: int = 60, *, nullable: bool = True) -> Column:
    """A text column."""
    return Column(name, "text", nullable, length)


def fo(name: str, key: tuple[str, ...], *columns: Column) -> Table:
    """A table of finance and operations: no row id, striped where `dataAreaId` is in the key."""
    keys = tuple(text(each, 20, nullable=False) for each in key)
    company = path("dataAreaId") if "dataAreaId" in key else None
    return Table(
        f"fo.{name}",
        "fo",
        name,
        keys + columns,
        key,
        None,
        tuple(map(path, key)),
        company,
    )


def ce(
    name: str,
    table: str,
    key: tuple[str, ...],
    integration_key: tuple[Path, ...],
    references: tuple[Reference, ...],
    *columns: Column,
) -> Table:
    """A table of Dataverse: a row id, lookups, striped by `company` where it has one."""
    striped = any(each.column == "company" for each in references)
    company = path("company", "companycode") if striped else None
    row_id = f"{table}id"
    return Table(
        f"ce.{name}",
        "ce",
        table,
        columns,
        key,
        row_id,
        integration_key,
        company,
        references,
    )


COMPANY = Reference("company", ("ce.companies",))
CODE = path("company", "companycode")

TABLES = {
    table.name: table
    for table in (
        fo("Companies", ("DataArea",), text("Name")),
        fo("Currencies", ("CurrencyCode",), text("Name"), Column("Decimals", "int")),
        fo(
            "Customers",
            ("dataAreaId", "CustomerAccount"),
            text("OrganizationName", 100),
            text("PartyType", 20),
            text("Blocked", 20),
            Column("CreditLimit", "decimal", precision=32, scale=6),
            Column("OneTime", "bool"),
            Column("Since", "date"),
            text("CurrencyCode", 3),
            text("InvoiceAccount", 20),
            text("PrimaryContact", 20),
            text("PartyNumber", 40),
        ),
        fo(
            "Contacts",
            ("dataAreaId", "ContactId"),
            text("FirstName"),
            text("LastName"),
            text("CustomerAccount", 20),
        ),
        fo(
            "SalesOrders",
            ("dataAreaId", "OrderNumber"),
            text("CustomerAccount", 20),
            Column("Confirmed", "datetime"),
            Column("Total", "decimal", precision=18, scale=2),
        ),
        fo(
            "SalesLines",
            ("dataAreaId", "OrderNumber", "LineNumber"),
            Column("Quantity", "decimal", precision=18, scale=4),
        ),
        fo(
            "Shipments",
            ("dataAreaId", "ShipmentId"),
            text("OrderNumber"),
            text("LineNumber"),
        ),
        ce(
            "companies",
            "company",
            ("companycode",),
            (path("companycode"),),
            (),
            text("companycode", 4, nullable=False),
            text("name"),
        ),
        ce(
            "currencies",
            "currency",
            ("isocode",),
            (path("isocode"),),
            (),
            text("isocode", 3, nullable=False),
            text("name"),
            Column("precision", "int"),
        ),
        ce(
            "accounts",
            "account",
            ("accountnumber", "company"),
            (path("accountnumber"), CODE),
            (
                COMPANY,
                Reference("currencyid", ("ce.currencies",)),
                Reference("billingaccount", ("ce.accounts",)),
                Reference("primarycontact", ("ce.contacts",)),
            ),
            text("accountnumber", 20),
            text("name", 100),
            Column("typecode", "int"),
            Column("hold", "int"),
            Column("creditlimit", "decimal", precision=32, scale=6),
            Column("onetime", "bool"),
            Column("since", "date"),
            text("partynumber", 40),
            text("isocode", 3),
        ),
        ce(
            "contacts",
            "contact",
            ("contactnumber", "company"),
            (path("contactnumber"), CODE),
            (COMPANY, Reference("account", ("ce.accounts",))),
            text("contactnumber", 20),
            text("fullname", 130),
            text("firstname"),
            text("lastname"),
        ),
        ce(
            "salesorders",
            "salesorder",
            ("ordernumber", "company"),
            (path("ordernumber"), CODE),
            (COMPANY, Reference("customerid", ("ce.accounts", "ce.contacts"))),
            text("ordernumber", 20),
            Column("confirmedon", "datetime"),
            Column("totalcents", "int"),
        ),
        ce(
            "saleslines",
            "salesline",
            ("linenumber", "orderid"),
            (
                path("linenumber"),
                path("orderid", "ordernumber"),
                path("orderid", "company", "companycode"),
            ),
            (Reference("orderid", ("ce.salesorders",)),),
            text("linenumber", 20),
            Column("quantity", "decimal", precision=18, scale=4),
        ),
        ce(
            "shipments",
            "shipment",
            ("number", "company"),
            (path("number"), CODE),
            (COMPANY, Reference("lineid", ("ce.saleslines",))),
            text("number", 20),
        ),
    )
}
