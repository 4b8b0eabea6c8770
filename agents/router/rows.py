"""The embedding table read row by row from its file, so that it takes no resident memory however much is asked."""

import os
import weakref
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Rows:
    """Indexing with an array of row numbers gives these rows, as indexing the table itself would."""

    def __init__(self, path: Path, table: NDArray[Any]):
        """`table` is the mapped array of the file: its shape, its type and where in the file it begins are taken."""
        assert isinstance(table, np.memmap)
        assert table.ndim == 2
        assert table.flags["C_CONTIGUOUS"]
        self._shape, self._dtype, self._begin = table.shape, table.dtype, table.offset
        self._stride = table.strides[0]
        self._file = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self._file)

    def __getitem__(self, numbers: NDArray[Any]) -> NDArray[Any]:
        found = np.empty((len(numbers), self._shape[1]), dtype=self._dtype)
        room, stride = found.data.cast("B"), self._stride
        for place, number in enumerate(numbers.tolist()):
            if not 0 <= number < self._shape[0]:
                raise IndexError(f"row {number} of a table of {self._shape[0]}")
            row = room[place * stride : (place + 1) * stride]
            if os.preadv(self._file, [row], self._begin + number * stride) != stride:
                raise OSError(f"the table ends before row {number}. Next: python -m agents.router.build")
        return found
