"""A file a change rule; `dwmap.changes.rule_table` has them in the order in which they are asked."""
