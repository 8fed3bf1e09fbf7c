"""Believable records for both ends, the same in every run."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any, TypeAlias

Row: TypeAlias = dict[str, Any]

COMPANIES = (("USMF", "Contoso Entertainment US"), ("DEMF", "Contoso Unterhaltung DE"))
_CURRENCIES = {
    "USD": "US Dollar",
    "EUR": "Euro",
    "GBP": "Pound Sterling",
    "CHF": "Swiss Franc",
}
_CURRENCY_OF = {"USMF": "USD", "DEMF": "EUR"}
_UNITS = {"ea": ("Each", 0), "m": ("Metre", 2), "h": ("Hour", 2)}
_PROCESSING = ("Active", "Active", "Confirmed", "Delivered", "Invoiced")
_CITIES = {
    "USMF": ("Seattle", "Portland", "Denver"),
    "DEMF": ("Berlin", "Hamburg", "Köln"),
}
_TERMS = {"Net10": 10, "Net30": 30, "Net45": 45, "Net60": 60}
_GROUPS = {
    "10": "Wholesale",
    "20": "Retail",
    "30": "Major accounts",
    "40": "Internet",
    "80": "Other",
}
_FIRST = (
    "Anna",
    "Ben",
    "Carla",
    "David",
    "Elif",
    "Frank",
    "Grace",
    "Hiro",
    "Ines",
    "Jonas",
)
_LAST = (
    "Adler",
    "Brown",
    "Costa",
    "Diaz",
    "Evans",
    "Fischer",
    "Garcia",
    "Hansen",
    "Ito",
    "Jensen",
)
_PLACE = (
    "Alpine",
    "Baltic",
    "Cedar",
    "Delta",
    "Eastside",
    "Fabrikam",
    "Granite",
    "Harbor",
)
_TRADE = (
    "Audio",
    "Cinema",
    "Lighting",
    "Retail",
    "Stores",
    "Studios",
    "Supply",
    "Systems",
)
_PRODUCTS = (
    "Speaker",
    "Amplifier",
    "Cable",
    "Projector",
    "Screen",
    "Remote",
    "Stand",
    "Receiver",
)


def finance_rows() -> Iterator[tuple[str, list[Row]]]:
    """What stands in finance and operations at first: tables by name, each with its rows."""
    draw = random.Random(2026)
    yield "OMLegalEntity", [{"LegalEntityId": c, "Name": n} for c, n in COMPANIES]
    yield "CurrencyEntity", [
        {"CurrencyCode": code, "Name": name, "Symbol": code}
        for code, name in _CURRENCIES.items()
    ]
    yield "PaymentTermEntity", [
        {
            "dataAreaId": c,
            "Name": name,
            "Description": f"{days} days net",
            "NumberOfDays": days,
        }
        for c, _ in COMPANIES
        for name, days in _TERMS.items()
    ]
    yield "CustCustomerGroupEntity", [
        {
            "dataAreaId": c,
            "CustomerGroupId": key,
            "Description": name,
            "PaymentTermId": "Net30",
        }
        for c, _ in COMPANIES
        for key, name in _GROUPS.items()
    ]
    yield "VendVendorGroupEntity", [
        {
            "dataAreaId": c,
            "VendorGroupId": key,
            "Description": name,
            "DefaultPaymentTermName": "Net45",
        }
        for c, _ in COMPANIES
        for key, name in _GROUPS.items()
    ]
    yield "UnitOfMeasureEntity", [
        {"UnitSymbol": symbol, "UnitDescription": name, "DecimalPrecision": digits}
        for symbol, (name, digits) in _UNITS.items()
    ]
    yield "EcoResEveryProductEntity", [
        {"ProductNumber": number, "ProductName": name}
        for number, name in _products().items()
    ]
    released = list(_released_products(draw))
    yield "EcoResReleasedDistinctProductCDSEntity", released
    parties, customers, vendors = _parties(draw)
    yield "DirPartyCDSEntity", parties
    yield "CustCustomerV3Entity", customers
    yield "VendVendorV2Entity", vendors
    orders, lines = _orders(customers, released, draw)
    yield "SalesOrderHeaderCDSEntity", orders
    yield "SalesOrderLineCDSEntity", lines


def _products() -> dict[str, str]:
    return {
        f"P{number:04}": f"{_PRODUCTS[number % 8]} {100 + number}"
        for number in range(1, 201)
    }


def _released_products(draw: random.Random) -> Iterator[Row]:
    """Every product is sold in one company, some in both."""
    for place, (number, name) in enumerate(_products().items()):
        for company, _ in COMPANIES[place % 2 :]:
            cost = draw.randrange(400, 90_000)
            yield {
                "dataAreaId": company,
                "ProductNumber": number,
                "ItemNumber": number,
                "ProductName": name,
                "ProductType": "Item",
                "CurrencyCode": _CURRENCY_OF[company],
                "SalesUnitSymbol": "m" if name.startswith("Cable") else "ea",
                "SalesPrice": _money(cost * 2),
                "UnitCost": _money(cost),
                "SalesUnitDecimalPrecision": 0,
                "IsCatchWeightProduct": "No",
                "IsStockedProduct": "Yes",
                "FieldServiceProductType": "Inventory",
            }


def _orders(
    customers: list[Row], products: list[Row], draw: random.Random
) -> tuple[list[Row], list[Row]]:
    orders: list[Row] = []
    lines: list[Row] = []
    for number in range(1, 161):
        customer = draw.choice(customers)
        company = customer["dataAreaId"]
        sold = [one for one in products if one["dataAreaId"] == company]
        order = f"SO-{number:05}"
        own = [
            _order_line(company, order, place, product, draw)
            for place, product in enumerate(draw.sample(sold, draw.randrange(1, 5)), 1)
        ]
        total = sum(int(line["LineAmount"].replace(".", "")) for line in own)
        orders.append(
            {
                "dataAreaId": company,
                "SalesOrderNumber": order,
                "SalesOrderName": f"Order {number}",
                "OrderingCustomerAccountNumber": customer["CustomerAccount"],
                "InvoiceCustomerAccountNumber": customer["CustomerAccount"],
                "CurrencyCode": customer["SalesCurrencyCode"],
                "PaymentTermsName": customer["PaymentTerms"],
                "SalesOrderProcessingStatus": draw.choice(_PROCESSING),
                "OrderTotalAmount": _money(total),
                "ArePricesIncludingSalesTax": "No",
                "LanguageId": "en-us" if company == "USMF" else "de",
                "DeliveryAddressCity": draw.choice(_CITIES[company]),
            }
        )
        lines += own
    return orders, lines


def _order_line(
    company: str, order: str, place: int, product: Row, draw: random.Random
) -> Row:
    quantity = draw.randrange(1, 12)
    price = int(product["SalesPrice"].replace(".", ""))
    return {
        "dataAreaId": company,
        "SalesOrderNumber": order,
        "LineCreationSequenceNumber": place,
        "ProductNumber": product["ProductNumber"],
        "ProductName": product["ProductName"],
        "OrderedSalesQuantity": str(quantity),
        "SalesUnitSymbol": product["SalesUnitSymbol"],
        "SalesPrice": product["SalesPrice"],
        "LineAmount": _money(quantity * price),
        "CurrencyCode": product["CurrencyCode"],
        "SalesOrderLineStatus": "Backorder",
    }


def _money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"


def _parties(draw: random.Random) -> tuple[list[Row], list[Row], list[Row]]:
    parties: list[Row] = []
    customers: list[Row] = []
    vendors: list[Row] = []
    for number in range(1, 401):
        company, _ = COMPANIES[number % 2]
        party = f"PA{number:06}"
        person = number % 5 == 0
        parties.append(_party(party, person, draw))
        if number % 4 == 0:
            vendors.append(_vendor(company, number, party, person))
        else:
            customers.append(_customer(company, number, party, person, draw))
    return parties, customers, vendors


def _party(party: str, person: bool, draw: random.Random) -> Row:
    if person:
        first, last = draw.choice(_FIRST), draw.choice(_LAST)
        return {
            "PartyNumber": party,
            "PartyType": "Person",
            "PersonFirstName": first,
            "PersonLastName": last,
            "NameAlias": f"{first} {last}"[:20],
        }
    name = f"{draw.choice(_PLACE)} {draw.choice(_TRADE)}"
    return {
        "PartyNumber": party,
        "PartyType": "Organization",
        "OrganizationName": name,
        "OrganizationNumOfEmployees": draw.randrange(3, 900),
        "NameAlias": name[:20],
    }


def _customer(
    company: str, number: int, party: str, person: bool, draw: random.Random
) -> Row:
    account = f"C-{number:05}"
    return {
        "dataAreaId": company,
        "CustomerAccount": account,
        "PartyType": "Person" if person else "Organization",
        "PartyNumber": party,
        "CustomerGroupId": draw.choice(tuple(_GROUPS)),
        "SalesCurrencyCode": _CURRENCY_OF[company],
        "PaymentTerms": draw.choice(tuple(_TERMS)[1:]),
        "SalesMemo": "",
        "CreditLimit": str(draw.randrange(1, 80) * 500),
        "IsOneTimeCustomer": draw.choice(("No", "No", "No", "Yes")),
        "CreditLimitIsMandatory": "No",
        "OnHoldStatus": "No",
        "InvoiceAccount": account,
    }


def _vendor(company: str, number: int, party: str, person: bool) -> Row:
    return {
        "dataAreaId": company,
        "VendorAccountNumber": f"V-{number:05}",
        "VendorPartyType": "Person" if person else "Organization",
        "VendorPartyNumber": party,
        "VendorGroupId": tuple(_GROUPS)[number % 5],
        "CurrencyCode": _CURRENCY_OF[company],
        "DefaultPaymentTermsName": "Net45",
    }


DATAVERSE_PARTIES: list[Row] = [
    {
        "msdyn_partyid": f"00000000-0000-4000-8000-{number:012}",
        "msdyn_partynumber": f"CE{number:06}",
        "msdyn_partytype": 192350002,
        "msdyn_namealias": f"{place} Events",
        "msdyn_organizationname": f"{place} Events",
    }
    for number, place in enumerate(_PLACE, 1)
]
"""Parties that begin in Dataverse: they travel the other way."""


DEFAULTS: dict[str, Row] = {
    "ce.contacts": {"lastname": "-", "msdyn_partynumber": "-"},
    "ce.salesorders": {
        "ispricelocked": False,
        "msdyn_psastate": 192350000,
        "msdyn_psastatusreason": 192350000,
    },
    "ce.salesorderdetails": {
        "salesorderdetailname": "-",
        "salesorderispricelocked": False,
    },
    "ce.uoms": {"quantity": 1},
}
"""What Dataverse itself fills in: the published maps leave these required columns to its forms and plug-ins."""
