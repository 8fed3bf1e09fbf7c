"""
Live environments: what a Dataverse environment and its link hold, and how it differs from specs or from another one.

`client` asks and never writes; `dataverse`, `finops` and `link` read what each of the three services tells; `held` is what was
read, whatever it was read from; `matching` says which map is which; `states` makes two states that `dwmap.changes` compares;
`drift` and `schema_drift` find what solutions do not carry.
"""
