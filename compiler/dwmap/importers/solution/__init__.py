"""Dataverse solutions in: archives, customizations and single maps to mapping tables and column lists."""
