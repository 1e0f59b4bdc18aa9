"""Faults: threads, copies, files that vanish, Ctrl-C, broken Unicode, and documents too large for comfort."""

from __future__ import annotations

import copy
import io
import json
import os
import pickle
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

import tgparse

from .fuzz.laws import check_document, items_of
from .tools.lay_out import FIXTURES, MANIFEST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT: Final = Path(__file__).parents[1]
POST: Final = "Forwarded from City News\nThe bridge reopens on 5 May 2022\nThe tram runs\nThe tram runs\n❤1👍1\n"
SMALL: Final = sorted(MANIFEST, key=lambda name: (FIXTURES / name).stat().st_size)[:16]


# Threads and copies.


def test_sixteen_threads_give_what_one_gives() -> None:
    """In a process of its own, so that the threads also race for the tables that the first parse loads."""
    program = (
        "import hashlib, sys, tgparse\n"
        "from concurrent.futures import ThreadPoolExecutor\n"
        "def parse(path): return hashlib.sha256(tgparse.parse_file(path).model_dump_json().encode()).hexdigest()\n"
        "paths = sys.argv[1:] * 3\n"
        "with ThreadPoolExecutor(16) as pool: many = list(pool.map(parse, paths))\n"
        "print(many == [parse(path) for path in paths])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *(str(FIXTURES / name) for name in SMALL[:4])],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "True\n"


@pytest.mark.parametrize("name", SMALL)
def test_everything_that_is_found_copies_pickles_and_hashes(name: str) -> None:
    doc = tgparse.parse_file(FIXTURES / name)
    for same in (pickle.loads(pickle.dumps(doc)), copy.copy(doc), copy.deepcopy(doc)):  # noqa: S301
        assert same == doc
        assert list(same.lines) == list(doc.lines)
    things = [
        *items_of(doc),
        *doc.posts,
        *doc.lines,
        *(post.dated for post in doc.posts),
        doc.options,
        doc.channel,
        tgparse.recognise(doc.text),
    ]
    twins = pickle.loads(pickle.dumps(things))  # noqa: S301
    assert twins == things
    assert [hash(twin) for twin in twins] == [hash(thing) for thing in things]
    assert hash(copy.deepcopy(doc)) == hash(doc)


# Broken Unicode.


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        ("a\ud800b \ud83d\ude00 #x\udc00 5 May 2022\n", None),
        ("Forwarded from A\ud800\nBridge\udfff\n❤1👍1\n", "web-preview"),
        (
            '{"name":"A\\ud800","type":"public_channel","id":1,"messages":[{"id":1,"type":"message","text":"B\\udc00 \ud800"}]}',
            "desktop-json",
        ),
        (
            '<div class="message default" id="message1"><div class="body"><div class="text">A&#xD800;B\ud800</div></div></div>',
            "desktop-html",
        ),
    ],
)
def test_a_text_with_lone_surrogates_gives_valid_json(text: str, dialect: str | None) -> None:
    doc = tgparse.parse_text(text, dialect=dialect)
    dumped = doc.model_dump_json().encode("utf-8")
    assert json.loads(dumped)["posts"]
    assert "TG003" in {diagnostic.code for diagnostic in doc.diagnostics}
    check_document(doc)


# Many files.


@pytest.mark.skipif(os.name != "posix", reason="pipes and devices among the files are POSIX's")
@pytest.mark.parametrize("workers", [1, 2])
def test_of_a_thousand_files_the_good_ones_come_and_each_bad_one_has_its_name(tmp_path: Path, workers: int) -> None:
    kinds: dict[int, bytes] = {
        1: b"\x1f\x8b\x08\x00",
        2: b"\x89PNG\r\n\x1a\n",
        3: b"abc \x00 def",
        4: b"",
        5: b'{"messages":',
        6: "Привет".encode()[:-1],
    }
    paths = [tmp_path / f"{number:04}.txt" for number in range(990)]
    for number, path in enumerate(paths):
        path.write_bytes(kinds.get(number % 10, POST.encode()))
    strangers = {
        name: tmp_path / f"{name}.txt" for name in ("folder", "dangling", "loop", "pipe", "device", "a" * 300, "not there", "nul\0")
    }
    strangers["folder"].mkdir()
    strangers["dangling"].symlink_to(tmp_path / "nothing")
    strangers["loop"].symlink_to(strangers["loop"])
    os.mkfifo(strangers["pipe"])
    strangers["device"].symlink_to("/dev/zero")
    strangers["in a file"] = paths[0] / "x.txt"
    strangers["name"] = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    strangers["name"].write_bytes(POST.encode())
    for place, path in enumerate(strangers.values()):
        paths.insert(100 * place + 7, path)
    docs = list(tgparse.parse_files(_vanishing(paths), workers=workers))
    names = [str(path).replace("\udce9", "\\udce9") for path in paths]
    assert [doc.source for doc in docs] == names
    good = [name for name, path in zip(names, paths, strict=True) if path.name.startswith(("0", "caf")) and path.is_file()]
    readable = [name for name in good if Path(name).name[:3] == "caf" or int(name[-5]) not in {1, 2, 3, 6}]
    assert [doc.source for doc in docs if doc.ok] == readable
    assert all(doc.posts for doc in docs if doc.ok and doc.text)
    assert all([diagnostic.code for diagnostic in doc.diagnostics] == ["TG001"] for doc in docs if not doc.ok)
    assert all(json.loads(doc.model_dump_json())["source"] == doc.source for doc in docs[::9])


def _vanishing(paths: list[Path]) -> Iterator[Path]:
    """Give the paths, and take every tenth away right before it is read."""
    for path in paths:
        if path.name[:1] == "0" and path.name[3] == "9":
            path.unlink(missing_ok=True)
        yield path


def test_a_file_that_changes_while_it_is_read_is_what_was_read(tmp_path: Path) -> None:
    path = tmp_path / "growing.txt"
    path.write_text(POST * 20_000, encoding="utf-8")
    posts = tgparse.iter_posts(path)
    first = next(posts)
    with path.open("r+b") as stream:
        stream.truncate(len(POST.encode()) * 16_000 + 7)
    assert first.index == 0
    count = 1 + sum(1 for _ in posts)
    assert 1 < count <= 16_001


# Ctrl-C.


@pytest.mark.skipif(os.name != "posix", reason="signals of a process group are POSIX's")
@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_ends_all_and_leaves_no_process(tmp_path: Path, workers: int) -> None:
    for number in range(40):
        (tmp_path / f"{number}.txt").write_text(POST * 10_000, encoding="utf-8")
    # A shell lets what it runs in the background ignore the signal, and Python leaves it so.
    program = (
        "import signal, sys, tgparse\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "print('begun', flush=True)\n"
        f"if __name__ == '__main__': [print(doc.source, flush=True) for doc in tgparse.parse_files(sys.argv[1], workers={workers})]\n"
    )
    script = tmp_path / "script.py"
    script.write_text(program, encoding="utf-8")
    # A group of its own, which gets the signal as a whole, as those of a terminal do.
    process = subprocess.Popen(
        [sys.executable, str(script), str(tmp_path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(2.5)
    os.killpg(process.pid, signal.SIGINT)
    began = time.monotonic()
    _, errors = process.communicate(timeout=120)
    assert time.monotonic() - began < 60, "a file takes a second or two, the queue of them without end would take minutes"
    assert process.returncode in {-signal.SIGINT, 1, 130}
    assert "KeyboardInterrupt" in errors
    # From Python 3.14 on a server forks the workers; it ends when it hears that its parent has, and the system buries it when it can.
    until = time.monotonic() + 30
    while _is_alive(process.pid) and time.monotonic() < until:
        time.sleep(0.1)
    assert not _is_alive(process.pid)


def _is_alive(group: int) -> bool:
    """Tell whether any process of the group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


# Large documents.


def write_posts(first: int, count: int) -> bytes:
    """Write posts of a doubled export, no two of which are alike."""
    words = [f"{a}{b}{c}" for a in ("bri", "lan", "mo", "sta", "tre") for b in ("do", "ga", "li", "nu") for c in ("", "n", "rt", "s")]
    lines: list[str] = []
    for number in range(first, first + count):
        draw = random.Random(number)  # noqa: S311 - the same posts on every machine
        tail = [f"{' '.join(draw.choices(words, k=12))} {number}", f"On {1 + number % 28} May 2022 in Geneva #tag{number % 50}"]
        lines += [f"Forwarded from City News {number % 300}", f"Headline {number}", *tail, *tail, f"❤{1 + number % 90}👍{1 + number % 7}"]
    return ("\n".join(lines) + "\n").encode()


class Generated(io.RawIOBase):
    """A file of so many bytes that is made while it is read."""

    def __init__(self, size: int, make: Callable[[int], bytes]) -> None:
        super().__init__()
        self.size, self.make = size, make
        self.given = self.number = 0
        self.rest = b""

    def read(self, size: int = -1, /) -> bytes:
        """Give the next bytes."""
        while len(self.rest) < size and self.given + len(self.rest) < self.size:
            self.rest += self.make(self.number)
            self.number += 1
        piece, self.rest = self.rest[:size], self.rest[size:]
        self.given += len(piece)
        return piece


def _memory() -> float:
    """Give the megabytes that the process holds."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize() / 1e6


def _streamed(size: int, make: Callable[[int], bytes]) -> tuple[int, float, float]:
    """Count the posts of a stream, and tell the most memory that its first quarter and its rest took above what was there."""
    before = _memory()
    stream = Generated(size, make)
    most = [0.0, 0.0]
    count = 0
    for post in tgparse.iter_posts(stream, source="generated"):  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        count += 1
        if post.index % 50 == 0:
            part = stream.given > size / 4
            most[part] = max(most[part], _memory() - before)
    return count, most[0], most[1]


SHAPES: Final[dict[str, Callable[[int], bytes]]] = {
    "posts": lambda number: write_posts(100 * number, 100),
    "one endless line": lambda _: b"The bridge over the river reopens on Monday " * 2000,
    "equal lines": lambda _: b"The bridge over the river reopens\n" * 2000,
    "markers": lambda _: b"Forwarded from City News\n" * 2000,
}


@pytest.mark.heavy
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="asks Linux for the memory")
@pytest.mark.parametrize("shape", SHAPES)
def test_a_stream_takes_no_more_memory_when_it_is_longer(shape: str) -> None:
    count, first, rest = _streamed(24_000_000, SHAPES[shape])
    assert count > 5
    assert rest < max(1.25 * first, first + 20)
    assert rest < 250


@pytest.mark.heavy
def test_a_document_of_fifty_thousand_posts() -> None:
    data = write_posts(0, 50_000)
    doc = tgparse.parse_bytes(data, source="large")
    assert len(doc.posts) == 50_000
    assert all(len(post.paragraphs) == 3 and len(post.repeats) == 2 and post.forwarded_from for post in doc.posts)
    assert sum(1 for _ in doc.rows("posts")) == 50_000
    assert len(list(doc.lines)) == 350_000
    assert [post.index for post in tgparse.iter_posts(io.BytesIO(data), source="large")] == list(range(50_000))
