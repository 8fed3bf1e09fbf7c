"""`dwmap explain`: the manual page of a diagnostic."""

from __future__ import annotations

import json

import click

from dwmap.cli.prove import LAW_NAMES


@click.command()
@click.argument("code", required=False)
@click.option("--list", "show_list", is_flag=True, help="Name every finding, by topic.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to print it.",
)
def command(code: str | None, show_list: bool, form: str) -> int:
    """Show what a finding means, why it matters, and what to write instead.

    CODE may be a law of `dwmap prove`, too, or a validation code of dual-write.

    \b
    dwmap explain two-writers
    dwmap explain round-trip
    dwmap explain DIPV1004
    dwmap explain --list
    """
    from dwmap.diagnostics.explain import UnknownCode, explain, list_codes, page
    from dwmap.diagnostics.product_codes import PRODUCT_CODES, explain_code
    from dwmap.problems import load_problems

    problems = load_problems()
    if show_list or code is None:
        if form == "json":
            click.echo(json.dumps([page(kind) for kind in problems.values()], indent=1))
        else:
            click.echo(list_codes(problems))
        return 0
    if code.upper() in PRODUCT_CODES:
        known = PRODUCT_CODES[code.upper()]
        data = {"code": code.upper(), **known._asdict()}
        click.echo(json.dumps(data, indent=1) if form == "json" else explain_code(code))
        return 0
    if code in LAW_NAMES:
        from dwmap.prove.law_table import law_page

        shown = law_page(code)
        click.echo(json.dumps(shown, indent=1) if form == "json" else _law_text(shown))
        return 0
    try:
        text = explain(code, problems)
    except UnknownCode as error:
        raise click.ClickException(str(error)) from error
    click.echo(json.dumps(page(problems[code]), indent=1) if form == "json" else text)
    return 0


def _law_text(page: dict[str, str]) -> str:
    return f"{page['law']} (a law of two-way maps; `dwmap prove --law {page['law']}`)\n\n{page['text']}"
