"""Packs the distilled table into a model file.

Usage: python pack.py FOLDER OUT

The format is described in `crates/funnel/src/model/container.rs`.
"""

import hashlib
import struct
import sys
from pathlib import Path

FORMAT = 1


def pack(parts):
    body = b"".join(
        struct.pack("<I", len(name)) + name.encode() + struct.pack("<Q", len(data)) + data for name, data in parts
    )
    return b"EARSHOT\0" + struct.pack("<I", FORMAT) + hashlib.sha256(body).digest() + body


if __name__ == "__main__":
    folder, out = Path(sys.argv[1]), Path(sys.argv[2])
    vocabulary = (folder / "vocabulary.txt").read_bytes()
    table = (folder / "embedding.bin").read_bytes()
    (count,) = struct.unpack_from("<I", table)
    scales, rows = table[8 : 8 + 4 * count], table[8 + 4 * count :]
    parts = [("vocabulary", vocabulary), ("embedding-scales", scales), ("embedding-rows", rows)]
    out.write_bytes(pack(parts))
