"""XML of others: read without entities and within bounds, or refused with a reason."""

from __future__ import annotations

from typing import Protocol
from xml.etree.ElementTree import Element, TreeBuilder

MOST_ELEMENTS = 1_000_000
MOST_ATTRIBUTES = 1000
DEEPEST = 100
LONGEST_TAG = 5_000_000
_CHUNK = 1 << 16
_NO_SOLUTION = "which no solution does"


class RefusedXml(Exception):
    """The text is no XML that can be read safely; the message is the reason."""


class _Bounded(TreeBuilder):
    """Builds a tree that fits into memory, whatever the file says."""

    def __init__(self) -> None:
        super().__init__()
        self.elements = 0
        self.depth = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        """An element begins."""
        self.elements += 1
        self.depth += 1
        if self.elements > MOST_ELEMENTS:
            raise RefusedXml(f"has more than {MOST_ELEMENTS:,} elements")
        if self.depth > DEEPEST:
            raise RefusedXml(f"nests more than {DEEPEST} elements")
        if len(attrs) > MOST_ATTRIBUTES:
            raise RefusedXml(f"has an element of more than {MOST_ATTRIBUTES:,} parts")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        """An element ends."""
        self.depth -= 1
        return super().end(tag)


def parse_xml(data: bytes) -> Element:
    """The root of a file; raises RefusedXml."""
    root = _feed(data, _Bounded(), _NO_SOLUTION)
    if not isinstance(root, Element):
        raise RefusedXml("is empty")
    return root


class Scanner(Protocol):
    """What `scan_xml` tells of a file, element by element; tags are `{namespace}name`."""

    def start(self, tag: str, attrs: dict[str, str], /) -> object:
        """An element begins."""

    def end(self, tag: str, /) -> object:
        """An element ends."""

    def data(self, text: str, /) -> object:
        """A piece of text."""


class _Watched:
    """Passes on what it is told, within bounds; of the text it holds back nothing."""

    def __init__(self, scanner: Scanner, most_elements: int) -> None:
        self.begin = scanner.start
        self.finish = scanner.end
        self.data = scanner.data
        self.left = most_elements
        self.most = most_elements
        self.depth = 0

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        """An element begins."""
        self.left -= 1
        self.depth += 1
        if self.left < 0:
            raise RefusedXml(f"has more than {self.most:,} elements")
        if self.depth > DEEPEST:
            raise RefusedXml(f"nests more than {DEEPEST} elements")
        if len(attrs) > MOST_ATTRIBUTES:
            raise RefusedXml(f"has an element of more than {MOST_ATTRIBUTES:,} parts")
        self.begin(tag, attrs)

    def end(self, tag: str) -> None:
        """An element ends."""
        self.depth -= 1
        self.finish(tag)

    def close(self) -> None:
        """The file ends."""


def scan_xml(
    data: bytes, scanner: Scanner, objection: str, *, most_elements: int = MOST_ELEMENTS
) -> None:
    """
    Tell a scanner of a file without making a tree of it; raises RefusedXml.

    `objection` says behind a comma who never declares a document type.
    """
    _feed(data, _Watched(scanner, most_elements), objection)


def _feed(data: bytes, target: object, objection: str) -> object:
    """What the target makes of a file that is read piece by piece; raises RefusedXml."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser, ParseError

    parser = DefusedXMLParser(target=target, forbid_dtd=True)
    consumed = 0
    try:
        for start in range(0, len(data), _CHUNK):
            parser.feed(data[start : start + _CHUNK])
            # What expat holds back is a tag that has not ended: nobody writes one of megabytes.
            at = parser.parser.CurrentByteIndex
            consumed = max(consumed, at)
            if start - consumed > LONGEST_TAG:
                raise RefusedXml(
                    f"has a tag of more than {LONGEST_TAG // 1_000_000} MB"
                )
        return parser.close()
    except DefusedXmlException:
        raise RefusedXml(f"declares a document type or entities, {objection}") from None
    except ParseError as error:
        raise RefusedXml(f"is no XML that can be read: {error}") from None
    except (LookupError, ValueError) as error:
        raise RefusedXml(f"is in an encoding that cannot be read: {error}") from None
