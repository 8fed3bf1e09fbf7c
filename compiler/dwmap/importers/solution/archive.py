"""The files of a solution: out of a zip that is not trusted, within bounds."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import PurePosixPath

MOST_FILES = 5000
MOST_BYTES = 256 * 1024 * 1024
LARGEST_FILE = 64 * 1024 * 1024
LARGEST_RATIO = 200
_SMALL = 1024 * 1024
_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 1
_CHUNK = 1 << 20


class RefusedArchive(Exception):
    """The archive is broken or hostile; the message is the reason."""


def is_archive(data: bytes) -> bool:
    """Whether a file begins as a zip does."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def read_archive(data: bytes) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The XML files of a zip, and the names of all others; raises RefusedArchive."""
    if not data:
        raise RefusedArchive("is empty")
    if data.count(_ENTRY) > MOST_FILES:
        raise RefusedArchive(f"has more than {MOST_FILES:,} files")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            every = archive.infolist()
            entries = [one for one in every if not one.filename.endswith("/")]
            check_names(one.filename for one in entries)
            wanted = [one for one in entries if is_wanted(one.filename)]
            found = dict(_contents(archive, wanted))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise RefusedArchive(f"is damaged or cut off: {error}") from None
    except (NotImplementedError, RuntimeError):
        raise RefusedArchive("is packed in a way that no solution is") from None
    others = (one.filename for one in entries if one.filename not in found)
    return found, tuple(sorted(others))


def is_wanted(name: str) -> bool:
    """Whether a file may say something of maps and tables."""
    return name.lower().endswith(".xml") and not is_list_of_types(name)


def is_list_of_types(name: str) -> bool:
    """Whether a file is the list of types of files that every such zip has."""
    return PurePosixPath(name).name.lower() == "[content_types].xml"


def check_names(names: Iterator[str]) -> None:
    """Refuse names that lead out of a folder, and two that a file system may take for one."""
    seen: set[str] = set()
    for name in names:
        parts = PurePosixPath(name.replace("\\", "/")).parts
        if not parts:
            raise RefusedArchive(f"has a file without a name: {name!r}")
        escapes = ".." in parts or name[:1] in ("/", "\\") or ":" in parts[0]
        if escapes or "\0" in name:
            raise RefusedArchive(f"has a file whose name leads out of it: {name!r}")
        if name.casefold() in seen:
            raise RefusedArchive(f"has two files called {name!r}")
        seen.add(name.casefold())


def _contents(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]
) -> Iterator[tuple[str, bytes]]:
    left = MOST_BYTES
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            raise RefusedArchive(f"has an encrypted file: {entry.filename!r}")
        packed = max(entry.compress_size, 1)
        if entry.file_size > max(_SMALL, packed * LARGEST_RATIO):
            raise RefusedArchive(
                f"has a file that grows more than {LARGEST_RATIO}-fold: {entry.filename!r}"
            )
        data = _content(archive, entry, min(left, LARGEST_FILE))
        left -= len(data)
        yield entry.filename, data


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    """What a file holds, whatever size it claims to have."""
    parts: list[bytes] = []
    size = 0
    with archive.open(entry) as file:
        while part := file.read(_CHUNK):
            size += len(part)
            if size > most:
                text = f"holds more than can be read: {entry.filename!r}"
                raise RefusedArchive(text)
            parts.append(part)
    return b"".join(parts)


def check_sizes(sizes: Mapping[str, int]) -> None:
    """Refuse a folder that is too large to be the files of a solution."""
    if len(sizes) > MOST_FILES:
        raise RefusedArchive(f"has more than {MOST_FILES:,} files")
    for name, size in sizes.items():
        if size > LARGEST_FILE:
            raise RefusedArchive(f"holds more than can be read: {name!r}")
    if sum(sizes.values()) > MOST_BYTES:
        raise RefusedArchive("holds more than can be read")
