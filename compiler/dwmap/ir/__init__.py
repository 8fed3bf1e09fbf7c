"""What a project means: the model, and its canonical JSON."""
