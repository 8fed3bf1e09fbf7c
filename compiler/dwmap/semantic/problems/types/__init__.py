"""Rules about types: values that cannot travel, targets that are left empty."""
