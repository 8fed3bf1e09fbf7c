"""Filters in the languages of the ends: OData `$filter`, query range, SQL; each says exactly what is meant, or refuses."""
