"""`dwmap init`: a project to start from."""

from __future__ import annotations

from pathlib import Path

import click

from dwmap.project import CONFIG, default_name

_CONFIG = """\
# What belongs together: all .dwmap files below this folder are one project.
name    = "{name}"
edition = "2026"

[build]
out = "generated"
"""

_FIRST_MAP = """\
/// A first map: change it into your own. `dwmap check` says what it thinks of it.
solution {title} "{title}" {{
  publisher me
  version   1.0.0.0
}}

enum fo.NoYes {{ No, Yes }}

entity fo.Customers "Customers" {{
  key     dataAreaId, CustomerAccount
  company dataAreaId

  dataAreaId      string(4)
  CustomerAccount string(20)
  CustomerName    string(100)?
  IsOneTime       NoYes
  CurrencyCode    string(3)?
}}

entity fo.Currencies "Currencies" {{
  key CurrencyCode

  CurrencyCode string(3)
  Name         string(60)?
}}

entity fo.Companies "Companies" {{
  key Code

  Code string(4)
  Name string(100)?
}}

entity ce.accounts "Account" {{
  table           account
  key             accountid
  integration key accountnumber, companyid.code
  company         companyid.code

  accountid     guid                   readonly
  accountnumber string(20)
  name          string(160)?
  onetime       bool?
  currencyid    -> ce.currencies?
  companyid     -> ce.companies
}}

entity ce.currencies "Currency" {{
  key             currencyid
  integration key isocode

  currencyid guid        readonly
  isocode    string(3)
  name       string(100)?
}}

entity ce.companies "Company" {{
  key             companyid
  integration key code

  companyid guid        readonly
  code      string(4)
  name      string(100)?
}}

valuemap YesNo : fo.NoYes <-> bool {{
  No  = false
  Yes = true
}}

map Companies_companies "Companies (companies)" : fo.Companies <-> ce.companies {{
  version 1.0.0.0

  Code = code
  Name = name
}}

map Currencies_currencies "Currencies (currencies)" : fo.Currencies <-> ce.currencies {{
  version 1.0.0.0

  CurrencyCode = isocode
  Name         = name
}}

map Customers_accounts "Customers (accounts)" : fo.Customers <-> ce.accounts {{
  version 1.0.0.0

  CustomerAccount =  accountnumber
  CustomerName    =  name                 lossy "names longer than 100 characters stay on the other side"
  IsOneTime       >< onetime            : YesNo
  CurrencyCode    =  currencyid.isocode
}}
"""

_IGNORE = "# Made again by `dwmap docs`.\n/site/\n"


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=".")
@click.option(
    "--name", help="The name of the generated package; by default the folder's."
)
def command(folder: Path, name: str | None) -> int:
    """Start a project in FOLDER: a dwmap.toml and a first map to change.

    \b
    dwmap init contoso
    dwmap check contoso
    dwmap build contoso

    Files that are there already are left alone.
    """
    from dwmap.output import write_file

    folder.mkdir(parents=True, exist_ok=True)
    package = name or default_name(folder)
    title = "".join(part.capitalize() for part in package.split("_"))
    files = {
        CONFIG: _CONFIG.format(name=package),
        "first.dwmap": _FIRST_MAP.format(title=title),
        ".gitignore": _IGNORE,
    }
    if any(folder.glob("**/*.dwmap")):
        del files["first.dwmap"]
    written = 0
    for path, text in files.items():
        if (folder / path).exists():
            click.echo(f"  kept   {folder / path}")
            continue
        write_file(folder / path, text)
        click.echo(f"  wrote  {folder / path}")
        written += 1
    where = "" if str(folder) == "." else f" {folder}"
    if written:
        click.echo(f"Next: `dwmap check{where}`, then `dwmap build{where}`.")
    return 0
