"""Edits as users of the two systems make them; each is repeatable: applied twice it changes nothing more."""

from __future__ import annotations

from typing import NamedTuple


class Edit(NamedTuple):
    """Who does what, in which system, as a statement on that system's own database."""

    system: str
    story: str
    statement: str


EDITS = (
    Edit(
        "fo",
        "Credit raises the limit of C-00001 to 99,000",
        "UPDATE CustCustomerV3Entity SET CreditLimit = '99000' WHERE CustomerAccount = 'C-00001'",
    ),
    Edit(
        "ce",
        "Sales writes a note on account C-00002",
        "UPDATE account SET description = 'Call before noon' WHERE accountnumber = 'C-00002'",
    ),
    Edit(
        "fo",
        "Purchasing adds a vendor group",
        "INSERT INTO VendVendorGroupEntity (dataAreaId, VendorGroupId, Description) "
        "SELECT 'USMF', '90', 'Event agencies' WHERE NOT EXISTS "
        "(SELECT 1 FROM VendVendorGroupEntity WHERE dataAreaId = 'USMF' AND VendorGroupId = '90')",
    ),
    Edit(
        "ce",
        "Marketing renames a party that began in Dataverse",
        "UPDATE msdyn_party SET msdyn_organizationname = 'Alpine Grand Events' "
        "WHERE msdyn_partynumber = 'CE000001'",
    ),
    Edit(
        "fo",
        "Master data deletes the payment term Net10 of DEMF, which no one uses",
        "DELETE FROM PaymentTermEntity WHERE dataAreaId = 'DEMF' AND Name = 'Net10' "
        "AND NOT EXISTS (SELECT 1 FROM CustCustomerV3Entity "
        "WHERE dataAreaId = 'DEMF' AND PaymentTerms = 'Net10')",
    ),
    Edit(
        "fo",
        "The warehouse cancels order SO-00007",
        "UPDATE SalesOrderHeaderCDSEntity SET SalesOrderProcessingStatus = 'Canceled' "
        "WHERE SalesOrderNumber = 'SO-00007'",
    ),
    Edit(
        "ce",
        "Sales notes a contact's wish: C-00005 is a person",
        "UPDATE contact SET description = 'Prefers letters' WHERE msdyn_contactpersonid = 'C-00005'",
    ),
    Edit(
        "fo",
        "Somebody types a customer group that does not exist",
        "UPDATE CustCustomerV3Entity SET CustomerGroupId = '99' WHERE CustomerAccount = 'C-00003'",
    ),
)
