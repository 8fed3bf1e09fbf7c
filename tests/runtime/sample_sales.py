"""Orders, their lines and shipments: lookups that are polymorphic, of many parts, of many hops."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from dwmap.runtime import Map, divide, either, int_, path, times
from runtime.sample_sides import CODE, same, side


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
