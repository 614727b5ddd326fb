"""How alike two free texts are: pairs of neighbouring characters, weighed by how rare they are (TF-IDF cosine)."""
from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy import sparse


def rows_of(first: Sequence[str], second: Sequence[str]) -> tuple[Any, Any]:
    """Two sparse tables, one row a text, each of length 1: the product of two rows is their likeness, 0 to 1."""
    grams = [Counter(text[i:i + 2] for i in range(len(text) - 1)) for text in [*first, *second]]
    number = {gram: k for k, gram in enumerate(sorted({gram for one in grams for gram in one}))}
    seen = Counter(gram for one in grams for gram in one)
    rows = np.array([row for row, one in enumerate(grams) for _ in one], np.int64)
    columns = np.array([number[gram] for one in grams for gram in one], np.int64)
    values = np.array([count * np.log(1 + len(grams) / seen[gram]) for one in grams for gram, count in one.items()])
    table = sparse.csr_matrix((values, (rows, columns)), (len(grams), max(1, len(number))))
    length = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    table = (sparse.diags(1 / np.where(length > 0, length, 1)) @ table).tocsr()
    return table[:len(first)], table[len(first):]
