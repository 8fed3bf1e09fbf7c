"""From a project that was understood to its IR; nothing here can fail."""
