"""Faults while writing: a full disk, a place that cannot be written to, an interrupt at any moment. What was there stays whole."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

import tgparse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROOT: Final = Path(__file__).parents[1]
POST: Final = "Forwarded from City News {}\nThe bridge in Minsk reopens on 5 May 2022\nThe tram runs #tag{}\n❤1👍1\n"
OLD: Final = "what was there"
WRITERS: Final[Mapping[str, Callable[[tgparse.Document, Path], object]]] = {
    "parquet": tgparse.to_parquet,
    "csv": tgparse.to_csv,
    "jsonl": tgparse.to_jsonl,
    "rows as jsonl": partial(tgparse.to_jsonl, table="dates"),
    "sqlite": tgparse.to_sqlite,
    "report": tgparse.to_report,
    "geojson": tgparse.to_geojson,
    "gexf": lambda doc, path: tgparse.to_graph(doc, path.with_suffix(".gexf")),
    "graphml": lambda doc, path: tgparse.to_graph(doc, path.with_suffix(".graphml")),
}
"""Everything that writes a file."""
PROGRAM: Final = """
import sys
from pathlib import Path
from tests.test_write_faults import {name}
{name}(Path(sys.argv[1]))
"""


def document(posts: int = 300) -> tgparse.Document:
    return tgparse.parse_text("".join(POST.format(n, n) for n in range(posts)), source="export.txt")


def place_for(name: str, folder: Path) -> Path:
    """Make a folder for one writer with an old file in it."""
    place = folder / name.replace(" ", "-") / f"file.{name if name in {'gexf', 'graphml'} else 'out'}"
    place.parent.mkdir()
    place.write_text(OLD)
    return place


def in_a_process(name: str, folder: Path) -> None:
    """Run one of the programs below by itself, since it breaks what the tests need."""
    command = [sys.executable, "-c", PROGRAM.format(name=name), str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert "done" in done.stdout


def warm(folder: Path) -> None:
    """Import what is imported at the first use: the writing is to fail, and nothing else."""
    doc = document(1)
    for name, write in WRITERS.items():
        write(doc, folder / "warm" / f"{name}.out")


def fill_the_disk(folder: Path) -> None:
    """Write where no file may be longer than 2 KB: as on a full disk, writing fails in the midst."""
    import resource

    doc = document()
    warm(folder)
    places = {name: place_for(name, folder) for name in WRITERS}
    resource.setrlimit(resource.RLIMIT_FSIZE, (2048, resource.RLIM_INFINITY))
    for name, write in WRITERS.items():
        try:
            write(doc, places[name])
        except Exception as error:  # noqa: BLE001 - SQLite and Arrow have errors of their own
            assert "arge" in str(error) or "full" in str(error) or "I/O" in str(error), (name, error)  # noqa: PT017
        else:
            raise AssertionError(name)
        assert_untouched(places[name])
    print("done")  # noqa: T201


def assert_untouched(place: Path) -> None:
    assert place.read_text() == OLD, place
    assert [path.name for path in place.parent.iterdir()] == [place.name], place


@pytest.mark.skipif(os.name != "posix", reason="limits are POSIX's")
def test_a_full_disk_leaves_what_was_there_and_nothing_else(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    pytest.importorskip("networkx")
    in_a_process("fill_the_disk", tmp_path)


def write_where_nobody_may(folder: Path) -> None:
    """Write as a user who may read the folder only."""
    doc = document(3)
    warm(folder)
    places = {name: place_for(name, folder) for name in WRITERS}
    for place in places.values():
        place.parent.chmod(0o555)
    for parent in (folder, *folder.parents[:-1]):
        if parent.stat().st_uid == os.geteuid():
            parent.chmod(parent.stat().st_mode | 0o055)
    if os.geteuid() == 0:
        os.seteuid(65534)
    for name, write in WRITERS.items():
        try:
            write(doc, places[name])
        except OSError:
            pass
        except Exception as error:  # noqa: BLE001 - SQLite has errors of its own
            assert "unable to open" in str(error), (name, error)  # noqa: PT017
        else:
            raise AssertionError(name)
        assert_untouched(places[name])
    print("done")  # noqa: T201


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="users are POSIX's")
def test_a_folder_that_is_read_only_stays_as_it_was(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    pytest.importorskip("networkx")
    in_a_process("write_where_nobody_may", tmp_path)


def interrupt_everywhere(folder: Path) -> None:
    """Interrupt each writer at many moments of its work, as Ctrl-C does: by a signal, wherever it is."""
    import signal
    import time

    doc = document(200)
    places = {name: place_for(name, folder) for name in WRITERS}

    armed = False

    def stop(*_: object) -> None:
        """Interrupt the writer, not the test: a signal that comes when the writer is done finds nothing to stop."""
        nonlocal armed
        if armed:
            armed = False
            raise KeyboardInterrupt

    signal.signal(signal.SIGALRM, stop)
    interrupted = 0
    for name, write in WRITERS.items():
        place = places[name]
        began = time.monotonic()
        write(doc, place)
        whole = time.monotonic() - began
        for moment in range(1, 21):
            place.write_text(OLD)
            for other in place.parent.iterdir():
                if other != place:
                    other.unlink()
            stopped = False
            try:
                armed = True
                signal.setitimer(signal.ITIMER_REAL, max(1e-4, whole * moment / 20))
                write(doc, place)
                armed = False
            except KeyboardInterrupt:
                stopped = True
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
            if not stopped:
                continue
            # By now the interrupt is handled and its traceback gone: until then it holds a context that it hit at its very door.
            interrupted += 1
            strays = [path.name for path in place.parent.iterdir() if path.suffix == ".part" or "journal" in path.name]
            assert not strays, (name, strays)
            assert place.read_bytes() == OLD.encode() or place.stat().st_size > 200, name
    assert interrupted > 20, interrupted
    print("done")  # noqa: T201


@pytest.mark.heavy
@pytest.mark.skipif(os.name != "posix", reason="timers are POSIX's")
def test_an_interrupt_at_any_moment_leaves_a_whole_file_and_no_stray_one(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    pytest.importorskip("networkx")
    in_a_process("interrupt_everywhere", tmp_path)


@pytest.mark.parametrize("name", WRITERS)
def test_a_folder_is_not_replaced(name: str, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    pytest.importorskip("networkx")
    folder = tmp_path / (f"folder.{name}" if name in {"gexf", "graphml"} else "folder")
    folder.mkdir()
    with pytest.raises(OSError, match="director"):
        WRITERS[name](document(2), folder)
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]
    assert not list(folder.iterdir())
