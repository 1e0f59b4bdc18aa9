"""The README's recipes for other engines do what they say, on the real ones."""

from __future__ import annotations

import os
import signal
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

import tgparse

from .conftest import readme_code
from .engines import POST, absolute, make_exports, of_one_machine, same

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.heavy,
    # What the engines warn of is not ours.
    pytest.mark.filterwarnings("ignore"),
]


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Start two Dask workers, each a process, in an empty folder."""
    distributed = pytest.importorskip("distributed", reason="Dask is an engine of its own")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "exports").mkdir()
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


def rows_in(folder: Path) -> list[dict[str, Any]]:
    import pyarrow.dataset

    return pyarrow.dataset.dataset(sorted(str(path) for path in folder.iterdir())).to_table().to_pylist()


def test_dask_writes_the_table_of_one_machine(client: Any, tmp_path: Path, fixtures: Path) -> None:
    make_exports(tmp_path / "exports", fixtures)
    code = readme_code("dask").replace('"exports/*.txt"', '"exports/*.txt", 1 << 19, errors="replace"')
    exec(code, {"client": client})  # noqa: S102
    assert sorted(path.name for path in tmp_path.glob("posts*")) == ["posts"]
    paths = [path.relative_to(tmp_path) for path in sorted((tmp_path / "exports").glob("*.txt"))]
    same("posts", absolute(rows_in(tmp_path / "posts"), tmp_path), of_one_machine(paths, "posts", errors="replace"))


def test_dask_survives_a_killed_worker(client: Any, tmp_path: Path) -> None:
    (tmp_path / "exports/long.txt").write_text("".join(map(POST.format, range(30_000))), "utf-8")
    victim = next(iter(client.run(os.getpid).values()))
    killed: list[int] = []

    def kill() -> None:
        while not list((tmp_path / "posts.part").glob("*.parquet")):
            time.sleep(0.02)
        os.kill(victim, signal.SIGKILL)
        killed.append(victim)

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    exec(readme_code("dask").replace('"exports/*.txt"', '"exports/*.txt", 1 << 18'), {"client": client})  # noqa: S102
    killer.join(timeout=60)
    assert killed
    assert victim not in client.run(os.getpid).values()
    path = tmp_path / "exports/long.txt"
    same("posts", absolute(rows_in(tmp_path / "posts"), tmp_path), of_one_machine([path.relative_to(tmp_path)], "posts"))


def test_dask_gives_no_name_to_what_is_not_whole(client: Any, tmp_path: Path) -> None:
    (tmp_path / "exports/long.txt").write_text("".join(map(POST.format, range(3000))), "utf-8")
    # A table that there is not fails in every task.
    with pytest.raises(ValueError, match="there is no table"):
        exec(readme_code("dask").replace('"posts")', '"post")'), {"client": client})  # noqa: S102
    assert not (tmp_path / "posts").exists()


def test_datatrove_cleans_telegram_and_leaves_the_rest(tmp_path: Path, fixtures: Path) -> None:
    why = "datatrove is an engine of its own"
    data, executor, readers, writers = (
        pytest.importorskip(f"datatrove.{name}", reason=why) for name in ("data", "executor", "pipeline.readers", "pipeline.writers.jsonl")
    )
    names: dict[str, Any] = {}
    exec(readme_code("datatrove"), names)  # noqa: S102
    doubled = (fixtures / "compact_en.web-preview.txt").read_text("utf-8")
    pages = [data.Document(doubled, "telegram"), data.Document("Call me Ishmael.\n\nSome years ago", "novel")]
    steps = [pages, names["TelegramOnce"](), writers.JsonlWriter(str(tmp_path / "clean"), compression=None)]
    executor.LocalPipelineExecutor(steps, logging_dir=str(tmp_path / "logs"), tasks=1, workers=1).run()
    cleaned: dict[str, str] = {document.id: document.text for document in readers.JsonlReader(str(tmp_path / "clean"))()}
    assert cleaned == {"telegram": tgparse.clean_text(doubled), "novel": pages[1].text}
    assert len(cleaned["telegram"]) < 0.7 * len(doubled)
