"""What the settings may say of volumes, beside rows by entity."""

from __future__ import annotations

from typing import Final

COMPANIES: Final = "companies"
"""How many companies there are; company-specific maps run in each."""
