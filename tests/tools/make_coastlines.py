"""Write the coastlines that maps are drawn on: `python -m tests.tools.make_coastlines land-110m.json`.

The input is a file of the npm package world-atlas (`npm pack world-atlas@2.0.2`): Natural Earth's land at 1:110 million, which
is in the public domain, as TopoJSON. The output holds each ring as one list of whole hundredths of a degree: longitude and
latitude of its first point, then the steps to the next ones. A ring that crosses the 180th meridian goes on beyond it, and
stands twice, once on each side of the map; that of Antarctica, which runs around the pole, is closed along the map's lower edge.
"""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import tgparse

TABLE: Final = Path(tgparse.__file__).parent / "tables" / "coastlines.json"
INPUT: Final = "ead5f68119c49a9250902e7da303bcb209341bbb8fefe7369a439b48b704658a"
"""SHA-256 of land-110m.json in world-atlas 2.0.2."""
HALF: Final = 180_00
TURN: Final = 360_00
SOUTH: Final = -90_00
NOTICE: Final = "Made with Natural Earth (naturalearthdata.com), 1:110m land, public domain; from world-atlas 2.0.2."


def main(path: Path) -> None:
    """Read TopoJSON and write the table."""
    data = path.read_bytes()
    if sha256(data).hexdigest() != INPUT:
        sys.exit(f"{path} is not the file that this script was written for")
    rings = [steps(ring) for ring in land(json.loads(data)) if len(ring) > 3]
    lines = ",\n".join(json.dumps(ring, separators=(",", ":")) for ring in rings)
    TABLE.write_text(f'{{"notice": {json.dumps(NOTICE)},\n"rings": [\n{lines}\n]}}\n', "utf-8")


def land(topology: dict[str, Any]) -> list[list[tuple[int, int]]]:
    """Give the rings of all polygons in hundredths of a degree."""
    arcs = [decoded(arc, topology["transform"]) for arc in topology["arcs"]]
    polygons = [polygon for shape in topology["objects"]["land"]["geometries"] for polygon in shape["arcs"]]
    return [side for polygon in polygons for ring in polygon for side in sides(unwrapped(joined(ring, arcs)))]


def unwrapped(ring: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Let a ring go on beyond the 180th meridian, where it would jump to the other side."""
    points: list[tuple[int, int]] = []
    turn = 0
    for x, y in ring:
        if points and abs(x + turn - points[-1][0]) > HALF:
            turn += TURN if x + turn < points[-1][0] else -TURN
        points.append((x + turn, y))
    if turn:
        points += [(points[-1][0], SOUTH), (points[0][0], SOUTH), points[0]]
    return points


def sides(ring: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Give a ring, and where it leaves the map the same one once more on the other side."""
    low, high = min(x for x, _ in ring), max(x for x, _ in ring)
    shifts = [0, *([TURN] if low < -HALF else []), *([-TURN] if high > HALF else [])]
    return [[(x + shift, y) for x, y in ring] for shift in shifts]


def decoded(arc: list[list[int]], transform: dict[str, list[float]]) -> list[tuple[int, int]]:
    """Undo TopoJSON's quantisation: steps on a grid to positions."""
    (scale_x, scale_y), (x, y) = transform["scale"], transform["translate"]
    points: list[tuple[int, int]] = []
    column = row = 0
    for step_x, step_y in arc:
        column, row = column + step_x, row + step_y
        points.append((round(100 * (column * scale_x + x)), round(100 * (row * scale_y + y))))
    return points


def joined(ring: list[int], arcs: list[list[tuple[int, int]]]) -> list[tuple[int, int]]:
    """Join the arcs of a ring; a negative number is an arc backwards."""
    points: list[tuple[int, int]] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def steps(ring: list[tuple[int, int]]) -> list[int]:
    """Write a ring as its first point and the steps from there."""
    flat = list(ring[0])
    for (x, y), (next_x, next_y) in pairwise(ring):
        flat += [next_x - x, next_y - y]
    return flat


if __name__ == "__main__":
    main(Path(sys.argv[1]))
