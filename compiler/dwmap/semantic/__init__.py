"""What the declarations of a project mean together: names, types, keys, writers, order."""
