"""Rules that find no mistake of language, and almost always one of content."""
