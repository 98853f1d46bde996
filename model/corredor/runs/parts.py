"""Parts: one Parquet file per table and replicate, whole or absent; and checksums of what tables say."""

from __future__ import annotations

import hashlib
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from corredor.runs.columns import TABLES


def part_path(folder: Path, table: str, replicate: int) -> Path:
    """Where the part of a replicate is."""
    return folder / f"{table}.parquet" / f"part-{replicate:05d}.parquet"


def write_part(folder: Path, name: str, replicate: int, table: Any) -> str:
    """Write one table of one replicate under a temporary name, rename it, and return the checksum of its values."""
    floats = [column.name for column in TABLES[name] if column.type == pa.float64()]
    with temporary_beside(part_path(folder, name, replicate)) as temporary:
        pq.write_table(
            table,
            temporary,
            compression="zstd",
            compression_level=3,
            use_dictionary=[column.name for column in TABLES[name] if column.name not in floats],
            column_encoding={column: "BYTE_STREAM_SPLIT" for column in floats},
        )
    return checksum(table)


def write_json(path: Path, content: object) -> None:
    """Write JSON under a temporary name and rename it."""
    write_text(path, json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n")


def write_text(path: Path, content: str) -> None:
    """Write a text file under a temporary name and rename it."""
    with temporary_beside(path) as temporary:
        temporary.write_text(content, "utf-8")


@contextmanager
def temporary_beside(path: Path) -> Iterator[Path]:
    """A name under which a file is written, and from which it is renamed when it is whole; its folder is made.

    The host is in it because on a cluster several write to one disk.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{socket.gethostname()}.{os.getpid()}")
    try:
        yield temporary
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def remove_strays(folder: Path) -> None:
    """Remove what is left in a folder of files whose writer was killed before they were whole."""
    for path in (*folder.glob(".*"), *folder.glob("*.parquet/.*")):
        if path.is_file():
            path.unlink()


def checksum(table: Any) -> str:
    """SHA-256 of the values of an Arrow table: equal if and only if every row of every column is.

    File bytes would not do: they hold versions and layout, which may differ where every value is the same.
    """
    digest = hashlib.sha256(str(table.num_rows).encode())
    for name in table.column_names:
        digest.update(name.encode())
        _add_values(digest, table.column(name).combine_chunks())
    return str(digest.hexdigest()[:32])


def _add_values(digest: Any, array: Any) -> None:
    if isinstance(array, pa.ChunkedArray):
        array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], array.type)
    digest.update(np.packbits(array.is_null().to_numpy(zero_copy_only=False)).tobytes())
    if pa.types.is_struct(array.type):
        for i in range(array.type.num_fields):
            _add_values(digest, array.field(i))
    elif pa.types.is_string(array.type):
        encoded = array.dictionary_encode()
        digest.update("\x00".join(encoded.dictionary.to_pylist()).encode())
        digest.update(encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).tobytes())
    elif pa.types.is_date32(array.type):
        _add_values(digest, array.cast(pa.int32()))
    else:
        zero = pa.scalar(0).cast(array.type)
        digest.update(array.fill_null(zero).to_numpy(zero_copy_only=False).tobytes())
