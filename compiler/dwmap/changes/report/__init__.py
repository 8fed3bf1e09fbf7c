"""What was found about a change, as people and machines read it: terminal, comment, JSON, messages, change log."""
