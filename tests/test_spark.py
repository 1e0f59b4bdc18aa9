"""Spark on a real cluster of two worker processes: the tables of one machine, whatever dies on the way."""

from __future__ import annotations

import doctest
import os
import shutil
import signal
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import tgparse
from tgparse.export.arrow import arrow_schema, iter_batches
from tgparse.export.columns import columns
from tgparse.export.rows import iter_rows

from .conftest import readme_code
from .engines import POST, WHOLE, absolute, make_exports, of_one_machine, same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import DataFrame, SparkSession

pytestmark = [
    pytest.mark.heavy,
    # What Spark, py4j and pandas warn of is not ours.
    pytest.mark.filterwarnings("ignore"),
]
SIZE = 1 << 17
CRASHING = """
import os, signal

def crash(raw, found, options):
    if "The bridge over the river 99000 reopens" in raw.text:
        os.kill(os.getpid(), signal.SIGKILL)
    return ()
"""


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """Start two workers on this machine, which nobody outside can reach and which reach nobody."""
    pytest.importorskip("pyspark", reason="Spark is an extra")
    if shutil.which("java") is None:
        pytest.skip("no Java here: apt-get install default-jre-headless")
    from pyspark.sql import SparkSession

    folder = tmp_path_factory.mktemp("spark")
    (folder / "crashing.py").write_text(CRASHING, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("PYTHONPATH", str(folder))
        settings = {
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
            "spark.ui.enabled": "false",
            "spark.local.dir": str(folder),
            "spark.sql.warehouse.dir": str(folder / "warehouse"),
            "spark.sql.session.timeZone": "UTC",
            "spark.sql.shuffle.partitions": "4",
            # Spark's older way of writing times keeps no zone.
            "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
            "spark.executorEnv.PYTHONPATH": str(folder),
            "spark.ui.showConsoleProgress": "false",
        }
        builder = SparkSession.builder.master("local-cluster[2,1,1024]").appName("tgparse")
        for name, value in settings.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("OFF")
        from tgparse.spark import TelegramText

        session.dataSource.register(TelegramText)
        yield session
        session.stop()


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory, fixtures: Path) -> Path:
    """Make files of many kinds: long ones that are cut, others that are not, and broken ones among them."""
    return make_exports(tmp_path_factory.mktemp("exports"), fixtures)


def read(spark: SparkSession, pattern: str | Path, **options: Any) -> DataFrame:
    return spark.read.format("telegram_text").options(**{"size": SIZE, **options}).load(str(pattern))


def written(frame: DataFrame, folder: Path) -> list[dict[str, Any]]:
    """Let Spark write a table, and read its rows back in the order of the splits."""
    import pyarrow.dataset

    frame.write.parquet(str(folder))
    assert (folder / "_SUCCESS").exists()
    files = sorted(str(path) for path in folder.glob("*.parquet"))
    return pyarrow.dataset.dataset(files).to_table().to_pylist()


def test_the_tables_are_those_of_one_machine_row_by_row(spark: SparkSession, exports: Path, tmp_path: Path) -> None:
    paths = sorted(exports.iterdir())
    frame = read(spark, exports / "*", table="dates")
    assert frame.rdd.getNumPartitions() > len(paths) + 6
    rows = written(frame, tmp_path / "out")
    same("dates", absolute(rows, exports), of_one_machine(paths, "dates"))


def test_the_posts_of_tens_of_megabytes_are_those_of_one_machine(spark: SparkSession, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("".join(map(POST.format, range(210_000))), "utf-8")
    assert path.stat().st_size > 20_000_000
    frame = spark.read.format("telegram_text").options(size=1 << 22, extractors="none").load(str(path))
    rows = written(frame, tmp_path / "out")
    same("posts", absolute(rows, tmp_path), of_one_machine([path], "posts", extractors=()))


@pytest.mark.parametrize("table", ["furniture", "lines", "locations", "reactions"])
def test_whole_files_have_all_tables(spark: SparkSession, exports: Path, table: str) -> None:
    paths = sorted(exports / name for name in WHOLE)
    rows = [row.asDict() for row in read(spark, exports / "[cse]*", table=table).collect()]
    assert {row.pop("split_start") for row in rows} == {0}
    same(table, rows, of_one_machine(paths, table))


def test_a_broken_file_is_told_and_harms_no_other(spark: SparkSession, exports: Path, tmp_path: Path) -> None:
    torn = tmp_path / "torn.txt"
    posts = [POST.format(number).encode() for number in range(30_000)]
    torn.write_bytes(b"".join([*posts[:17_000], b"\xff\n", *posts[17_000:]]))
    paths = [str(path) for path in (exports / "picture.txt", exports / "encoding.utf-16.txt", torn, tmp_path / "missing.txt")]

    def rows(table: str) -> list[Any]:
        return spark.read.format("telegram_text").options(size=1 << 19, extractors="none", table=table).load(paths).collect()

    told = rows("diagnostics")
    broken = {(Path(row.source).name, row.message.split(":")[-1].strip()[:30]) for row in told if row.code == "TG001"}
    assert sorted(name for name, _ in broken) == ["missing.txt", "picture.txt", "torn.txt"]
    count = Counter(Path(row.source).name for row in rows("posts"))
    # The split with the byte that is no text has no rows at all; those before and behind it have theirs.
    assert 20_000 < count.pop("torn.txt") < 29_000
    assert set(count) == {"encoding.utf-16.txt"}


def executors(spark: SparkSession) -> list[int]:
    """Give the processes of this session's workers."""
    found: list[int] = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            line = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if (
            b"CoarseGrainedExecutorBackend" in line
            and spark.sparkContext.applicationId.encode() in line
            and b"java" in line.split(b"\0")[0]
        ):
            found.append(int(process.name))
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="finds the workers under /proc")
def test_a_killed_worker_costs_nothing_but_time(spark: SparkSession, exports: Path, tmp_path: Path) -> None:
    path = exports / "long.compact_en.web-preview.txt"
    expected = of_one_machine([path], "hashtags")
    tracker = spark.sparkContext.statusTracker()
    killed: list[int] = []

    def kill_one() -> None:
        # Once a task is done, and others are not.
        while not killed:
            stages = [info for stage in tracker.getActiveStageIds() if (info := tracker.getStageInfo(stage)) is not None]
            if any(info.numCompletedTasks > 0 and info.numActiveTasks > 1 for info in stages):
                killed.append(executors(spark)[0])
                os.kill(killed[0], signal.SIGKILL)
            time.sleep(0.02)

    before = executors(spark)
    assert len(before) == 2
    killer = threading.Thread(target=kill_one, daemon=True)
    killer.start()
    rows = written(spark.read.format("telegram_text").options(size=SIZE // 2, table="hashtags").load(str(path)), tmp_path / "out")
    killer.join(timeout=60)
    assert killed
    assert killed[0] in before
    assert killed[0] not in executors(spark)
    same("hashtags", absolute(rows, exports), expected)


def test_a_split_that_always_fails_leaves_nothing_behind(spark: SparkSession, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("".join(POST.format(number) for number in range(100_000)), "utf-8")
    frame = read(spark, path, size=1 << 21, extractors="crashing:crash")
    with pytest.raises(Exception, match=r"(?s)aborted.*4 times"):
        frame.write.parquet(str(tmp_path / "out"))
    assert not (tmp_path / "out" / "_SUCCESS").exists()
    assert not list((tmp_path / "out").rglob("*.parquet"))


def test_of_equal_posts_the_first_stays_with_all_its_sightings(spark: SparkSession, exports: Path, tmp_path: Path) -> None:
    from tgparse.spark import first_posts

    for name in ("a.txt", "b.txt"):
        shutil.copy(exports / "long.river_ru.web-preview.txt", tmp_path / name)
    posts = read(spark, tmp_path / "*.txt", extractors="none")
    every = [row.asDict() for row in posts.collect()]
    first: dict[Any, dict[str, Any]] = {}
    sightings: dict[Any, list[tuple[Any, ...]]] = {}
    for row in sorted(every, key=lambda row: (row["source"], row["split_start"], row["char_start"])):
        key = (row["source"], row["split_start"], row["post"]) if row["is_empty"] else row["content_hash"]
        first.setdefault(key, row)
        sightings.setdefault(key, []).append(tuple(row[name] for name in ("source", "split_start", "char_start", "post", "line")))
    kept = {(row.source, row.split_start, row.post): row.asDict(recursive=True) for row in first_posts(posts).collect()}
    assert len(kept) == len(first) < len(every)
    for key, row in first.items():
        found = kept[row["source"], row["split_start"], row["post"]]
        assert [tuple(seen.values()) for seen in found.pop("sightings")] == sightings[key]
        assert found == row


def test_a_column_of_texts_gives_the_rows_of_parse_texts(spark: SparkSession, fixtures: Path) -> None:
    from tgparse.spark import parse_frame

    texts = [(path.name, path.read_text("utf-8")) for path in sorted(fixtures.glob("*_*.txt"))]
    texts += [("novel", "Call me Ishmael.\n\nSome years ago"), ("empty", "")]
    pages = spark.createDataFrame([*texts, ("none", None)], "url string, text string").repartition(3)
    for table in ("points", "dates", "furniture", "diagnostics"):
        rows = sorted((row.asDict() for row in parse_frame(pages, table=table).collect()), key=lambda row: row["source"])
        documents = sorted(tgparse.parse_texts(pair for pair in texts if pair[1]), key=lambda document: document.source)
        expected = [row for document in documents for row in iter_rows(document, table)]
        schema = arrow_schema(table, plain=True)
        same(table, rows, [row for batch in iter_batches(expected, columns(table), schema) for row in batch.to_pylist()])
    only = parse_frame(pages, telegram_only=True, extractors=()).select("source").distinct().collect()
    assert {row.source for row in only} == {name for name, text in texts if tgparse.recognise(text, url=name).is_telegram}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"tabel": "posts"}, "telegram_text has no option 'tabel'; did you mean 'table'?"),
        ({"table": "post"}, "there is no table 'post'"),
        ({"size": "64MB"}, "the option size is a number of bytes, 1 or more, not '64MB'"),
        ({"dialect": "web"}, "there is no dialect 'web'"),
        ({"demonyms": "perhaps"}, "should be a valid boolean"),
        ({"reference_date": "yesterday"}, "should be a valid date"),
        ({"extractors": "date"}, "there is no extractor 'date'; there are entities, dates"),
    ],
)
def test_wrong_options_are_told_before_anything_is_read(spark: SparkSession, exports: Path, options: dict[str, str], told: str) -> None:
    with pytest.raises(Exception) as error:  # noqa: PT011 - Spark's own exception holds ours as text.
        spark.read.format("telegram_text").options(**options).load(str(exports))
    assert told in str(error.value)


def test_every_setting_is_an_option(spark: SparkSession, fixtures: Path) -> None:
    settings = {"languages": "en, ru", "date_order": "MDY", "demonyms": "true", "reference_date": "2023-05-01", "repeats": "keep"}
    rows = [row.asDict() for row in read(spark, fixtures / "river_ru.web-preview.txt", table="locations", **settings).collect()]
    chosen = tgparse.Options(languages=("en", "ru"), date_order="MDY", demonyms=True, reference_date="2023-05-01", repeats="keep")  # type: ignore[arg-type]
    expected = tgparse.parse_file(fixtures / "river_ru.web-preview.txt", options=chosen).rows("locations")
    assert [(row["text"], row["char_start"]) for row in rows] == [(row["text"], row["char_start"]) for row in expected]


def test_the_examples_hold(spark: SparkSession) -> None:
    import tgparse.spark as module

    tried = doctest.testmod(module, extraglobs={"spark": spark}, optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    assert tried.failed == 0
    assert tried.attempted > 4


def test_the_readme_runs(spark: SparkSession, exports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(exports, tmp_path / "exports")
    (tmp_path / "exports" / "long.river_ru.web-preview.txt").write_text(POST * 2, "utf-8")
    texts = [("t.me/s/news", "Forwarded from City News\n🔹 Bridge reopens\n🔹 Trams run")]
    spark.createDataFrame(texts, ["url", "text"]).write.parquet(str(tmp_path / "pages"))
    # Relative names are those of the driver when Spark began.
    code = readme_code("spark").replace('("exports/', f'("{tmp_path}/exports/')
    for name in ("posts", "pages", "points"):
        code = code.replace(f'parquet("{name}")', f'parquet("{tmp_path}/{name}")')
    exec(code, {"spark": spark})  # noqa: S102
    assert spark.read.parquet(str(tmp_path / "points")).count() == 2
    seen = spark.read.parquet(str(tmp_path / "posts")).filter("headline like 'The bridge over%'").collect()
    assert [len(row.sightings) for row in seen] == [2]
