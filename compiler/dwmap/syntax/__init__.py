"""Text in, declarations with places and diagnostics out."""
