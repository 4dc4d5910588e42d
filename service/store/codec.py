"""Bytes as they lie on disk: a zstd frame with a checksum, so that a flipped bit is a miss and never a wrong text."""

from __future__ import annotations

import threading

import zstandard

_LEVEL = 3
_local = threading.local()


def compress(value: bytes) -> bytes:
    """`value` as a zstd frame that knows its size and checksum."""
    compressor = getattr(_local, "compressor", None)
    if compressor is None:
        compressor = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True)
        _local.compressor = compressor
    frame: bytes = compressor.compress(value)
    return frame


def decompress(frame: bytes) -> bytes | None:
    """What was compressed, or None where the frame is damaged."""
    try:
        return zstandard.ZstdDecompressor().decompress(frame)
    except zstandard.ZstdError:
        return None
