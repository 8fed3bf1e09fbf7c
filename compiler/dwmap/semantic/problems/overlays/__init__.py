"""Rules about names: declared twice, declared nowhere, or of something else."""
