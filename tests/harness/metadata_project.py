"""A small project and the metadata of a service that says the same, for `dwmap import metadata`."""

from __future__ import annotations

from pathlib import Path

import pytest
from dwmap.cli.app import run

SPEC = """\
system shop odata "Shop"

enum shop.Genre { Novel }

entity shop.Books {
  key isbn

  isbn   string(13)
  title  string(50)?  inferred // as printed
  genre  Genre?
  stock  int?
}

entity ce.products {
  integration key number

  number  string(13)
  name    string(50)?
  stock   int?
}

map Books : shop.Books <-> ce.products {
  isbn   =  number
  title  =  name
  stock  >  stock
}
"""
BOOKS = """\
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
  <edmx:DataServices>
    <Schema Namespace="shop" xmlns="http://docs.oasis-open.org/odata/ns/edm">
      <EnumType Name="Genre"><Member Name="Novel"/></EnumType>
      <EntityType Name="Books">
        <Key><PropertyRef Name="isbn"/></Key>
        <Property Name="isbn" Type="Edm.String" MaxLength="13" Nullable="false"/>
        <Property Name="title" Type="Edm.String" MaxLength="50"/>
        <Property Name="genre" Type="shop.Genre"/>
        <Property Name="stock" Type="Edm.Int32"/>
        <Property Name="pages" Type="Edm.Int32"/>
      </EntityType>
      <EntityType Name="Authors">
        <Key><PropertyRef Name="ID"/></Key>
        <Property Name="ID" Type="Edm.Int32" Nullable="false"/>
      </EntityType>
      <EntityContainer Name="Container">
        <EntitySet Name="Books" EntityType="shop.Books"/>
        <EntitySet Name="Authors" EntityType="shop.Authors"/>
      </EntityContainer>
    </Schema>
  </edmx:DataServices>
</edmx:Edmx>
"""
NARROWER = BOOKS.replace('"50"', '"40"')
WITHOUT_STOCK = BOOKS.replace('        <Property Name="stock" Type="Edm.Int32"/>\n', "")
WITH_COVER = BOOKS.replace(
    '<Property Name="pages" Type="Edm.Int32"/>',
    '<Property Name="cover" Type="Edm.Stream"/>',
)


def write_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project, which is the current folder now."""
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "dwmap.toml").write_text('name = "maps"\n')
    (folder / "maps.dwmap").write_text(SPEC)
    monkeypatch.chdir(folder)
    return folder


def update(project: Path, metadata: str, *options: str) -> int:
    """Run the command with this metadata."""
    (project.parent / "shop.xml").write_text(metadata)
    return run(["import", "metadata", "../shop.xml", *options])


def spec(project: Path) -> str:
    """What the project says now."""
    return (project / "maps.dwmap").read_text()
