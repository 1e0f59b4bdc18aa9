"""How fast two worker processes of Spark read a long file, and whether they find what one machine finds, row by row.

    python -m tests.benchmarks.spark --megabytes 1100
    python -m tests.benchmarks.spark --rates            # what one core does with the pages of a crawl

The file is made of posts of three long paragraphs, some 3 000 bytes each, no two alike. Spark (`local-cluster[2,1,1024]`, nothing
beyond this machine) writes its table `posts` without extractors as Parquet; then `iter_posts` reads the file again, and each of its posts
is held to the row in its place. The rates are what the estimate in `tgparse.spark` rests on.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import tgparse
from tgparse.folding import count_breaks

from .texts import FIXTURES, fixture_texts, varied

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SENTENCE: Final = "the bridge over the river reopens and the trams cross it again, says the mayor of the town in his report no. "
PLACES: Final = ("line", "char_start", "char_end")


def print_rates(pages: int = 200, size: int = 5000) -> None:
    """Print how fast one core tells what is Telegram's, and parses it, in pages of a few kilobytes; the best of three runs."""
    prose = "\n".join(line for line in (FIXTURES.parent / "README.md").read_text("utf-8").split("\n") if line[:1].isalpha())
    telegram = fixture_texts()["compact_en.web-preview.txt"]
    works: tuple[tuple[str, str, Callable[[str], object]], ...] = (
        ("recognise, not Telegram", prose, tgparse.recognise),
        ("recognise, Telegram", telegram, tgparse.recognise),
        ("parse_text, every extractor", telegram, tgparse.parse_text),
    )
    for name, text, work in works:
        texts = [varied(text, size, f"{number}")[:size] for number in range(pages)]
        best = float("inf")
        for _ in range(3):
            begun = time.process_time()
            for page in texts:
                work(page)
            best = min(best, time.process_time() - begun)
        print(f"{name}: {sum(len(page.encode()) for page in texts) / best / 1e6:.1f} MB/s")


def write_posts(path: Path, megabytes: int) -> None:
    """Write posts until there are so many megabytes."""
    number = 0
    with path.open("w", encoding="utf-8") as file:
        while file.tell() < megabytes * 1_000_000:
            for number in range(number, number + 1000):  # noqa: B020 - it goes on where the last thousand ended.
                lines = "".join(f"{SENTENCE * 9}{number}.{line}\n" for line in range(3))
                file.write(f"Forwarded from City News {number % 97}\n🔹 Report {number}\n{lines}❤1👍{number % 13 + 1}\n")
            number += 1


def write_table(path: Path, out: Path, size: int) -> tuple[float, int]:
    """Let Spark write the table of posts; give the seconds that it took, start-up aside, and the number of splits."""
    os.environ |= {"SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
    from pyspark.sql import SparkSession

    from tgparse.spark import TelegramText

    builder = SparkSession.builder.master("local-cluster[2,1,1024]").config("spark.driver.bindAddress", "127.0.0.1")
    builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.ui.enabled", "false")
    spark = builder.config("spark.sql.session.timeZone", "UTC").config("spark.local.dir", str(out.parent)).getOrCreate()
    spark.dataSource.register(TelegramText)
    frame = spark.read.format("telegram_text").options(table="posts", extractors="none", size=size).load(str(path))
    splits = frame.rdd.getNumPartitions()
    begun = time.perf_counter()
    frame.write.parquet(str(out))
    elapsed = time.perf_counter() - begun
    spark.stop()
    return elapsed, splits


def compare(path: Path, out: Path) -> int:
    """Hold each post to its row; give their number."""
    import pyarrow.parquet

    # Its types leave the kinds of its lists open.
    open_file: Any = pyarrow.parquet.ParquetFile
    names = ("split_start", *PLACES, "forwarded_from", "headline", "text", "content_hash")
    files = sorted(out.glob("*.parquet"))
    batches = chain.from_iterable(open_file(file).iter_batches(columns=list(names)) for file in files)
    rows: Iterator[dict[str, Any]] = (row for batch in batches for row in batch.to_pylist())
    start = characters = lines = number = 0
    with path.open("rb") as stream:
        for number, (post, row) in enumerate(zip(tgparse.iter_posts(path, extractors=()), rows, strict=True), 1):
            if row["split_start"] != start:
                before = stream.read(row["split_start"] - start).decode()
                characters, lines, start = characters + len(before), lines + count_breaks(before), row["split_start"]
            place = (row["line"] + lines, row["char_start"] + characters, row["char_end"] + characters)
            forwarded, headline = post.forwarded_from and post.forwarded_from.name, post.headline and post.headline.text
            ours = (post.line, *post.span, forwarded, headline, post.body, post.content_hash)
            theirs = (*place, *(row[name] for name in names[4:]))
            if ours != theirs:
                message = f"post {number} differs: {ours} and {theirs}"
                raise AssertionError(message)
    return number


def main() -> None:
    """Measure, compare and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=1100, help="length of the file (default: 1100)")
    parser.add_argument("--rates", action="store_true", help="print what one core does, and nothing else")
    parser.add_argument("--size", type=int, default=1 << 26, help="bytes of a split (default: 64 MiB)")
    arguments = parser.parse_args()
    if arguments.rates:
        print_rates()
        return
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder, "posts.txt"), Path(folder, "posts")
        write_posts(path, arguments.megabytes)
        megabytes = path.stat().st_size / 1e6
        elapsed, splits = write_table(path, out, arguments.size)
        print(f"Spark: {megabytes:.0f} MB in {splits} splits: {elapsed:.1f} s, {megabytes / elapsed:.1f} MB/s", flush=True)
        begun, used = time.perf_counter(), time.process_time()
        number = compare(path, out)
        wall, cpu = time.perf_counter() - begun, time.process_time() - used
        print(f"one process, comparing: {wall:.1f} s, of the processor {cpu:.1f} s; {number} posts equal, row by row")


if __name__ == "__main__":
    main()
