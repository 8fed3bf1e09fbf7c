"""What git asks of a file of maps: its sentences for `git diff`, and a merge by key."""
