"""Rules about identity: keys that are missing, not mapped, or go one way only."""
