"""From the IR to files: views decide what is printed, templates place it."""
