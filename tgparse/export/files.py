"""One pass over what is given that fills the files of one table or of several, and what stands beside them."""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from ..errors import TgparseError
from ..writing import is_device, replacing
from .columns import OF_DOCUMENTS, TABLE_NAMES, columns
from .provenance import provenance
from .rows import iter_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from os import PathLike

    from ..parts import Walk
    from .rows import Row

    Tables = str | Iterable[str]


class Output(Protocol):
    """What a table is written with."""

    def finish(self, told: dict[str, Any]) -> None:
        """Write what is left, and where it all comes from."""
        ...

    def close(self) -> None:
        """Let go of the file, finished or not."""
        ...


class Sink(Output, Protocol):
    """What takes the rows of one table."""

    def add(self, row: Row) -> None:
        """Take a row."""
        ...


OutputT = TypeVar("OutputT", bound=Output)


def write_tables(
    walk: Walk,
    path: str | PathLike[str],
    *,
    table: str,
    tables: Tables | None,
    ending: str,
    make_sink: Callable[[str, Path], Sink],
    beside: bool = False,
) -> Path:
    """Write one table to a file, or several to the files of a folder, in one pass; with `beside` their metadata to files of their own."""
    names = chosen_tables(tables if tables is not None else (table,), of_posts=walk.of_posts)
    target = Path(path)
    places = table_places(target, names, ending=None if tables is None else ending)
    with ExitStack() as stack:
        sinks = open_sinks(stack, places, make_sink)
        described_beside = {name: place for name, place in places.items() if beside and not is_device(place)}
        metadata = {name: stack.enter_context(replacing(metadata_place(place))) for name, place in described_beside.items()}
        for part in walk:
            for name, sink in sinks.items():
                for row in iter_rows(part, name):
                    sink.add(row)
        for name, sink in sinks.items():
            told = provenance(walk, [name])
            sink.finish(told)
            if name in metadata:
                write_metadata(metadata[name], {"file": places[name].name, **told, "columns": described(name)})
    return target


def table_places(target: Path, names: Iterable[str], *, ending: str | None) -> dict[str, Path]:
    """Give the file of each table: the target itself, or with an ending one of that folder."""
    return {name: target if ending is None else target / f"{name}{ending}" for name in names}


def open_sinks(stack: ExitStack, places: Mapping[str, Path], make_sink: Callable[[str, Path], OutputT]) -> dict[str, OutputT]:
    """Open what writes each table; the files stand in their places when the stack is left in peace."""
    sinks: dict[str, OutputT] = {}
    for name, place in places.items():
        sinks[name] = make_sink(name, stack.enter_context(replacing(place)))
        stack.callback(sinks[name].close)
    return sinks


def metadata_place(place: Path) -> Path:
    """Name the file that says where another one comes from, where that has no room for it.

    >>> metadata_place(Path("points.csv")).name
    'points.csv-metadata.json'
    """
    return place.with_name(place.name + "-metadata.json")


def write_metadata(place: Path, told: dict[str, Any]) -> None:
    """Write metadata as JSON for people and programs."""
    place.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", "utf-8")


def described(table: str) -> list[dict[str, Any]]:
    """Describe the columns of a table."""
    return [column._asdict() for column in columns(table)]


def chosen_tables(tables: Tables, *, of_posts: bool) -> Sequence[str]:
    """Give the names of the tables to write, checked.

    A stream of posts has all tables but those that only a Document can give: "all" leaves them out, and by name they are an error.

    >>> chosen_tables("all", of_posts=True)[-1]
    'found'
    """
    if tables == "all":
        return [name for name in TABLE_NAMES if not (of_posts and name in OF_DOCUMENTS)]
    names = [tables] if isinstance(tables, str) else list(dict.fromkeys(tables))
    if not names or "all" in names:
        message = "name the tables, such as tables=['posts', 'dates'], or write all of them into a folder with tables='all'"
        raise ValueError(message)
    for name in names:
        columns(name)
        if of_posts and name in OF_DOCUMENTS:
            message = f"only a Document knows its {name}, and these are posts: use parse_file or parse_files instead of iter_posts"
            raise TgparseError(message)
    return names
