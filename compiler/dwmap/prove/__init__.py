"""What a two-way map does: its laws, each proved, broken with a witness, or tried on records."""
