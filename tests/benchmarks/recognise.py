"""How fast `recognise` tells that a text is not Telegram's, over texts in 4 KB as a crawl has them, and over larger ones.

    python -m tests.benchmarks.recognise
    python -m tests.benchmarks.recognise --sources        # also over the sources and licences that Python brings

The texts are those of `tests/foreign_texts.py`, the texts of each form laid one behind the other and cut. Measured is the
processor's time, the best of five runs; a megabyte is 10^6 bytes of UTF-8.
"""

from __future__ import annotations

import argparse
import gc
from collections import defaultdict
from time import process_time
from typing import TYPE_CHECKING, Final

import tgparse

from ..foreign_texts import brought, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SIZES: Final = (4096, 65_536)
"""Code points of a document: a page of a crawl, and all that is ever looked at."""
RUNS: Final = 5


def forms(*, sources: bool) -> dict[str, str]:
    """Give all texts of each form as one."""
    texts: dict[str, list[str]] = defaultdict(list)
    for name, text in written():
        texts[name.partition("/")[0]].append(text)
    if sources:
        texts["sources"] = [text for _, text in brought()][:2000]
    return {form: "\n\n".join(each) for form, each in texts.items()}


def documents(text: str, size: int) -> Iterator[str]:
    """Cut a text; it is laid behind itself where it is shorter than a document."""
    while len(text) < size:
        text += f"\n\n{text}"
    for start in range(0, len(text) - size + 1, size):
        yield text[start : start + size]


def seconds(texts: Sequence[str]) -> float:
    """Give the processor's time of the quickest of some runs."""
    best = float("inf")
    gc.disable()
    try:
        for _ in range(RUNS):
            begun = process_time()
            for text in texts:
                tgparse.recognise(text)
            best = min(best, process_time() - begun)
    finally:
        gc.enable()
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sources", action="store_true", help="also read what Python brings along")
    args = parser.parse_args()
    texts = forms(sources=args.sources)
    print(f"{'form':<16}" + "".join(f"{size // 1024:>12} KB" for size in SIZES))
    spent, read = [0.0 for _ in SIZES], [0 for _ in SIZES]
    for form, text in texts.items():
        speeds: list[float] = []
        for i, size in enumerate(SIZES):
            cut = list(documents(text, size))
            took, length = seconds(cut), sum(len(each.encode()) for each in cut)
            spent[i] += took
            read[i] += length
            speeds.append(length / took / 1e6)
        print(f"{form:<16}" + "".join(f"{speed:>10.0f} MB/s" for speed in speeds))
    print(f"{'all':<16}" + "".join(f"{length / took / 1e6:>10.0f} MB/s" for length, took in zip(read, spent, strict=True)))


if __name__ == "__main__":
    main()
