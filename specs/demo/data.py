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
    yield "EcoResEveryProductEntity", _products()
    parties, customers, vendors = _parties(draw)
    yield "DirPartyCDSEntity", parties
    yield "CustCustomerV3Entity", customers
    yield "VendVendorV2Entity", vendors


def _products() -> list[Row]:
    return [
        {
            "ProductNumber": f"P{number:04}",
            "ProductName": f"{_PRODUCTS[number % 8]} {100 + number}",
        }
        for number in range(1, 201)
    ]


def _parties(draw: random.Random) -> tuple[list[Row], list[Row], list[Row]]:
    parties: list[Row] = []
    customers: list[Row] = []
    vendors: list[Row] = []
    for number in range(1, 401):
        company, _ = COMPANIES[number % 2]
        party = f"PA{number:06}"
        person = number % 4 == 0
        parties.append(_party(party, person, draw))
        if number % 4 == 0:
            vendors.append(_vendor(company, number, party, person))
        else:
            customers.append(_customer(company, number, party, draw))
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


def _customer(company: str, number: int, party: str, draw: random.Random) -> Row:
    account = f"C-{number:05}"
    return {
        "dataAreaId": company,
        "CustomerAccount": account,
        "PartyType": "Organization",
        "PartyNumber": party,
        "CustomerGroupId": draw.choice(tuple(_GROUPS)),
        "SalesCurrencyCode": "USD" if company == "USMF" else "EUR",
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
        "CurrencyCode": "USD" if company == "USMF" else "EUR",
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
