"""
The two products as far as a sync talks to them: OData services on localhost with the entities of a project.

`schema` says what is offered, `store` keeps the rows, `operations` carries out one request and `batches` many,
`server` puts HTTP around it. Nothing here knows of maps: a sandbox is what a sync is tried against.
"""
