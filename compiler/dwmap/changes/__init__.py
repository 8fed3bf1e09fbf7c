"""What a change of a project does to a sync that is running."""
