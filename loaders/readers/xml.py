"""XML parts of Office files, read without whatever XML can do besides holding content."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from loaders.readers.archive import UNPACKING
from loaders.readers.errors import UnreadableError
from loaders.readers.limits import allowed, beyond

_CHUNK = 1 << 20
# A document type could define entities that grow without end, or name files to fetch. Office never writes one.
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_RELATIONSHIP_ID = re.compile(r"\{http://[^}]*/relationships\}id$")


class Package:
    """The parts of a Word or Excel file: a zip of XML. Raises UnreadableError for parts that are missing or broken."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except UNPACKING as error:
            raise damaged(f"its list of parts cannot be read ({error})") from error
        self._names = {_plain(name): name for name in self._zip.namelist()}

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._names

    def part(self, name: str) -> bytes:
        """The bytes of a part; names differ neither by case nor by a slash before them."""
        if name not in self:
            raise damaged(f"its part {name} is missing")
        pieces = []
        size = 0
        try:
            with self._zip.open(self._names[_plain(name)]) as file:
                while piece := file.read(_CHUNK):
                    pieces.append(piece)
                    size += len(piece)
                    if size > allowed().part_bytes:
                        raise beyond("part_bytes", f"bytes of the part {name}")
        except (*UNPACKING, NotImplementedError) as error:
            raise damaged(f"its part {name} cannot be unpacked ({error})") from error
        data = b"".join(pieces)
        if any(mark in data for mark in _DOCTYPES):
            raise UnreadableError(
                "damaged",
                f"the part {name} defines a document type, which no Office program writes",
                expected="a file as Word or Excel saves it",
                advice="open it in Office and save it anew",
            )
        return data

    def tree(self, name: str) -> etree._Element:
        """The root element of a part."""
        try:
            return etree.fromstring(self.part(name), _parser())
        except etree.XMLSyntaxError as error:
            raise damaged(f"its part {name} is broken XML ({error.msg})") from error

    def elements(self, name: str, *tags: str) -> Iterator[etree._Element]:
        """The elements of a part with one of these local names, each forgotten behind the next.

        None of them may stand inside another.
        """
        events = etree.iterparse(
            io.BytesIO(self.part(name)),
            events=("end",),
            tag=[f"{{*}}{tag}" for tag in tags],
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            for _, element in events:
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
        except etree.XMLSyntaxError as error:
            raise damaged(f"its part {name} is broken XML ({error.msg})") from error

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """What a part points to: by id the last word of the kind and the other part's name. Links to outside are not
        followed.
        """
        folder, file = posixpath.split(name)
        path = posixpath.join(folder, "_rels", f"{file}.rels")
        if path not in self:
            return {}
        found = {}
        for element in self.tree(path):
            if local(element) == "Relationship" and element.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, element.get("Target", "")))
                kind = element.get("Type", "").rpartition("/")[2]
                found[element.get("Id", "")] = kind, target.lstrip("/")
        return found


def local(element: etree._Element) -> str:
    """The name of an element without its namespace: the strict and the usual form differ only there."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def relation_id(element: etree._Element) -> str:
    """The id by which an element points to another part."""
    return next((str(value) for key, value in element.items() if _RELATIONSHIP_ID.search(str(key))), "")


def unescaped(text: str) -> str:
    """Text in which Excel wrote characters that XML cannot hold as _x000D_."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def damaged(what: str) -> UnreadableError:
    """What to say of a Word or Excel file whose parts are broken."""
    return UnreadableError(
        "damaged",
        f"the file is damaged: {what}",
        expected="a whole Word or Excel file",
        advice="fetch it again, or open it in Office and save it anew",
    )


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
