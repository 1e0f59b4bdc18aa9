"""Compare the entities of the library with those of the slow model in `tests/reference_entities.py`.

    python -m tests.tools.compare_entities 300000 [--seed 1]

The texts are random; each that is read differently is shown. The tests do the same with fewer.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter

from tests.reference_entities import find, random_text
from tgparse.extractors.entities import find_entities


def main() -> int:
    """Compare on as many texts as are asked for; 1 if any differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=int)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    source = random.Random(arguments.seed)  # noqa: S311  Texts to test with are no secret.
    kinds: Counter[str] = Counter()
    different = 0
    for _ in range(arguments.texts):
        text = random_text(source)
        expected, found = find(text), find_entities(text)
        kinds.update(hit.kind for hit in expected)
        if [*map(tuple, found)] != [*map(tuple, expected)]:
            different += 1
            print(f"{text!r}\n  model   {expected}\n  library {found}")
    print(f"{arguments.texts} texts, {dict(kinds)}; {different} texts read differently")
    return min(different, 1)


if __name__ == "__main__":
    raise SystemExit(main())
