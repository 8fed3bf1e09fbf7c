"""`dwmap explain`: the manual page of a diagnostic."""

from __future__ import annotations

import json

import click

from dwmap.cli.prove import LAW_NAMES


@click.command()
@click.argument("code", required=False)
@click.option("--list", "show_list", is_flag=True, help="Name every finding, by topic.")
@click.option(
    "--all",
    "show_all",
    is_flag=True,
    help="Show all pages, those of changes last; as JSON those of checks (`dwmap rules --changes` has the others).",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    help="How to print it.",
)
def command(code: str | None, show_list: bool, show_all: bool, form: str) -> int:
    """Show what a finding means, why it matters, and what to write instead.

    CODE may also be a topic, a law of `dwmap prove`, a change that `dwmap diff` finds, or a code of dual-write: of a validation
    (DIPV1004), of the health check of a map (1800), of the configuration health check (DWDVEV1001).

    \b
    dwmap explain two-writers
    dwmap explain round-trip
    dwmap explain filter-narrowed
    dwmap explain DIPV1004
    dwmap explain 1800
    dwmap explain limits
    dwmap explain --list
    dwmap explain --all --format markdown
    """
    if show_all:
        click.echo(_all_pages(form))
    elif show_list or code is None:
        click.echo(_list(form))
    elif (shown := _code_or_topic(code, form)) is not None:
        click.echo(shown)
    elif code in LAW_NAMES:
        from dwmap.prove.law_table import law_page

        law = law_page(code)
        click.echo(json.dumps(law, indent=1) if form == "json" else _law_text(law))
    else:
        click.echo(_change(code, form) or _page(code, form))
    return 0


def _change(code: str, form: str) -> str | None:
    """The page of a change rule of `dwmap diff`; None for any other name."""
    from dwmap.changes.pages import change_page, page_markdown, page_text

    page = change_page(code)
    if page is None:
        return None
    if form == "json":
        return json.dumps(page, indent=1)
    return page_markdown(page) if form == "markdown" else page_text(page)


def _code_or_topic(code: str, form: str) -> str | None:
    """What a code of the product stands for, or the rules of a topic; None for anything else."""
    from dwmap.diagnostics.explain import topic_page, topic_text
    from dwmap.diagnostics.product_codes import PRODUCT_CODES, explain_code, find_code
    from dwmap.problems import load_problems

    found = find_code(code)
    if found is not None:
        data = {"code": found, **PRODUCT_CODES[found]._asdict()}
        return json.dumps(data, indent=1) if form == "json" else explain_code(found)
    topic = topic_page(code, load_problems())
    if topic is None:
        return None
    return json.dumps(topic, indent=1) if form == "json" else topic_text(topic)


def _all_pages(form: str) -> str:
    from dwmap.diagnostics.explain import explain_all, markdown_pages
    from dwmap.problems import load_problems

    if form == "json":
        return _json_pages()
    from dwmap.changes.pages import change_pages, page_markdown, page_text

    problems = load_problems()
    if form == "markdown":
        pages = (page_markdown(one, 3) for one in change_pages())
        return "\n\n".join((markdown_pages(problems), "## changes", *pages))
    return "\n\n\n".join(
        (explain_all(problems), *(page_text(one) for one in change_pages()))
    )


def _list(form: str) -> str:
    from dwmap.diagnostics.explain import list_codes
    from dwmap.problems import load_problems

    return _json_pages() if form == "json" else list_codes(load_problems())


def _json_pages() -> str:
    from dwmap.diagnostics.page import page
    from dwmap.problems import load_problems

    return json.dumps([page(kind) for kind in load_problems().values()], indent=1)


def _page(code: str, form: str) -> str:
    from dwmap.diagnostics.explain import UnknownCode, explain, find, markdown_page
    from dwmap.diagnostics.page import page
    from dwmap.problems import load_problems

    problems = load_problems()
    try:
        known = page(find(code, problems))
    except UnknownCode as error:
        raise click.ClickException(str(error)) from error
    if form == "json":
        return json.dumps(known, indent=1)
    return markdown_page(known) if form == "markdown" else explain(code, problems)


def _law_text(page: dict[str, str]) -> str:
    return f"{page['law']} (a law of two-way maps; `dwmap prove --law {page['law']}`)\n\n{page['text']}"
