"""
Dataverse solutions: what dual-write keeps of a map, from the IR and back into the product's files.

`stored.py` writes a map as the product stores it, `overlay.py` knows what the product had besides, `package.py` makes
the files of a solution, `safe_xml.py` reads what others wrote.
"""
