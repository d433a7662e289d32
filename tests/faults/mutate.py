"""Documents damaged by chance, but the same for the same seed: in their bytes, their structure, their text."""

from __future__ import annotations

import io
import random
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable

from PIL import Image

HOSTILE = (
    "", "9" * 400, "-", "—", "1,23.4.5", "1e999", "NaN", "∞", "٣٤", "①②", "½", "=1+1", "@SUM(A1)", "\u202e", "\x00",
    '"', "'", "\t", "\r", "ﷺ" * 20, "一" * 3000, "2023年" * 40, "（" * 300, "%" * 30, "0.0000000001", "-0.00",
    "999999999999999.99", "亿元", "万元", "合计", "合计\t合计", "附件1", "2023年度某某局部门决算", "{{ 1 % 0 }}",
    "<script>alert(1)</script>", "]]>", "&#0;", "&lol;", "\ud83d", "\uffff", "%s%n{0}", "../../etc/passwd", "1.1.1.1",
    "100%.5", "二〇二三", "\u3000", "\u00a0",
)  # fmt: skip
_NUMBERS = (0, 1, -1, 127, 128, 255, 256, 32767, 65535, 65536, 2**31 - 1, 2**31, 2**32 - 1, 2**63, 10**30)
_TAG = re.compile(rb"<[^<>]{1,200}>")
_RUN = re.compile(rb"\d+(?:[.,]\d+)*")
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8")
Mutation = Callable[[bytes, random.Random], bytes]


def mutated(data: bytes, rng: random.Random, other: bytes) -> bytes:
    """The document with one to four changes of any kind; `other` is one that it may be spliced with."""
    for _ in range(rng.randint(1, 4)):
        if not data:
            break
        data = rng.choice(_kinds(data))(data, rng) if rng.random() < 0.9 else _spliced(data, other, rng)
    return data


def _kinds(data: bytes) -> tuple[Mutation, ...]:
    if data.startswith(b"PK"):
        return (_bytes, _package, _package, _package)
    if b"%PDF-" in data[:1024]:
        return (_bytes, _pdf, _pdf, _tokens)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return (_bytes, _records)
    if data.startswith(_PICTURES):
        return (_bytes, _drawing)
    return (_bytes, _lines, _lines, _words, _words, *((_tags, _tags) if b"<" in data[:2000] else ()))


def _somewhere(data: bytes, rng: random.Random, most: int = 200) -> tuple[int, int]:
    start = rng.randrange(len(data) + 1)
    return start, min(len(data), start + rng.randint(1, most))


def _bytes(data: bytes, rng: random.Random) -> bytes:
    start, end = _somewhere(data, rng)
    match rng.randrange(7):
        case 0:
            flipped = bytes(byte ^ (1 << rng.randrange(8)) for byte in data[start : start + 4])
            return data[:start] + flipped + data[start + 4 :]
        case 1:
            return data[:start] + rng.randbytes(end - start) + data[end:]
        case 2:
            return data[:start] + data[end:]
        case 3:
            return data[:end] + data[start:end] * rng.randint(1, 50) + data[end:]
        case 4:
            return data[:start]
        case 5:
            return (
                data[:start]
                + rng.choice(_NUMBERS[:-2]).to_bytes(8, "little", signed=True)[: rng.choice((1, 2, 4, 8))]
                + data[end:]
            )
        case _:
            return data[start:]


def _spliced(data: bytes, other: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data) + 1)] + other[rng.randrange(len(other) + 1) :]


def _words(data: bytes, rng: random.Random) -> bytes:
    """A number, or some place, becomes something hostile; in UTF-8, whatever the document's encoding."""
    runs = list(_RUN.finditer(data))
    start, end = rng.choice(runs).span() if runs and rng.random() < 0.7 else _somewhere(data, rng, 30)
    word = rng.choice(HOSTILE).encode("utf-8", "surrogatepass")
    return data[:start] + word + data[end:]


def _lines(data: bytes, rng: random.Random) -> bytes:
    parts = data.split(b"\t" if rng.random() < 0.5 else b"\n")
    mark = b"\t" if data.count(b"\t") == len(parts) - 1 else b"\n"
    at, to = rng.randrange(len(parts)), rng.randrange(len(parts))
    match rng.randrange(5):
        case 0:
            parts[at], parts[to] = parts[to], parts[at]
        case 1:
            del parts[min(at, to) : max(at, to)]
        case 2:
            parts[at:at] = parts[min(at, to) : max(at, to)][:200]
        case 3:
            parts[at] = parts[at] * rng.randint(2, 100)
        case _:
            rng.shuffle(parts)
    return mark.join(parts)


def _tags(data: bytes, rng: random.Random) -> bytes:
    """An element's tag goes, comes again, changes its numbers, or is nested hundreds of times."""
    tags = list(_TAG.finditer(data))
    if not tags:
        return _bytes(data, rng)
    tag, other = rng.choice(tags), rng.choice(tags)
    match rng.randrange(5):
        case 0:
            return data[: tag.start()] + data[tag.end() :]
        case 1:
            return data[: tag.start()] + other.group() + data[tag.start() :]
        case 2:
            return data[: tag.start()] + tag.group() * rng.randint(2, 400) + data[tag.end() :]
        case 3:
            number = str(rng.choice(_NUMBERS)).encode()
            return data[: tag.start()] + _RUN.sub(number, tag.group()) + data[tag.end() :]
        case _:
            low, high = sorted((tag.start(), other.start()))
            return data[:low] + data[high : high + 5000] + data[low:]


def _package(data: bytes, rng: random.Random) -> bytes:
    """A part of a zip goes, comes twice, changes places with another, or is changed itself."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [(entry.filename, archive.read(entry)) for entry in archive.infolist()]
    except Exception:  # a change before this one has broken it
        return _bytes(data, rng)
    if not parts:
        return _bytes(data, rng)
    at, to = rng.randrange(len(parts)), rng.randrange(len(parts))
    name, part = parts[at]
    match rng.randrange(10):
        case 0:
            del parts[at]
        case 1:
            parts.append(parts[at])
        case 2:
            parts[at], parts[to] = (name, parts[to][1]), (parts[to][0], part)
        case 3:
            parts[at] = (name + rng.choice(HOSTILE).replace("\ud83d", ""), part)
        case 4:
            parts[at] = (name, _bytes(part, rng) if part else part)
        case _:
            parts[at] = (name, rng.choice((_tags, _tags, _words))(part, rng) if part else part)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a name that stands twice is meant
        for name, part in parts:
            archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _pdf(data: bytes, rng: random.Random) -> bytes:
    """A stream is unpacked, changed and packed again, whatever lengths and offsets say."""
    streams = list(_STREAM.finditer(data))
    if not streams:
        return _tokens(data, rng)
    found = rng.choice(streams)
    try:
        inner = zlib.decompress(found.group(1))
        changed = zlib.compress(rng.choice((_tokens, _bytes, _lines))(inner, rng))
    except zlib.error:
        changed = _bytes(found.group(1), rng)
    return data[: found.start(1)] + changed + b"\n" + data[found.end(1) :]


def _tokens(data: bytes, rng: random.Random) -> bytes:
    """A number of a PDF becomes another, or one object's name another's."""
    runs = list(re.finditer(rb"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])|/\w+", data))
    if not runs:
        return _bytes(data, rng)
    one, other = rng.choice(runs), rng.choice(runs)
    new = other.group() if rng.random() < 0.5 else str(rng.choice(_NUMBERS)).encode()
    return data[: one.start()] + new + data[one.end() :]


def _records(data: bytes, rng: random.Random) -> bytes:
    """Some 16-bit numbers of a compound file, where most of its records' kinds and lengths stand, become others."""
    changed = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(0, max(1, len(changed) - 4), 2)
        changed[at : at + 2] = (rng.choice(_NUMBERS[:10]) & 0xFFFF).to_bytes(2, "little")
    return bytes(changed)


def _drawing(data: bytes, rng: random.Random) -> bytes:
    """A picture is unpacked, a part of it goes, is drawn elsewhere, turned or stretched, and packed again."""
    try:
        with Image.open(io.BytesIO(data)) as opened:
            kind, picture = opened.format, opened.convert("L")
    except Exception:  # a change before this one has broken it
        return _bytes(data, rng)
    wide, high = picture.size
    left, right = sorted(rng.randrange(wide + 1) for _ in range(2))
    top, bottom = sorted(rng.randrange(high + 1) for _ in range(2))
    box = (left, top, max(left + 1, right), max(top + 1, bottom))
    match rng.randrange(6):
        case 0:
            picture.paste(rng.choice((0, 128, 255)), box)
        case 1:
            picture.paste(picture.crop(box), (rng.randrange(wide), rng.randrange(high)))
        case 2:
            picture = picture.crop(box)
        case 3:
            picture = picture.resize((rng.choice((1, 30, wide, 2 * wide)), rng.choice((1, 30, high, high // 2 + 1))))
        case 4:
            picture = picture.rotate(rng.choice((3, 45, 90, 180, 181)), expand=True, fillcolor=rng.choice((0, 255)))
        case _:
            picture = picture.point([(value * rng.randrange(1, 4)) % 256 for value in range(256)])
    if max(picture.size) > 4000:  # larger pages are a matter of the limits
        return data
    buffer = io.BytesIO()
    picture.save(buffer, kind, dpi=(200, 200))
    return buffer.getvalue()
