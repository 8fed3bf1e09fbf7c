"""
What a map means, carried out on the IR itself.

Generated Python, SQL and filter dialects say the same in other words; the tests hold them against this
package, and the laws of `dwmap.prove` try their records with it. It shares no code with either.
"""
