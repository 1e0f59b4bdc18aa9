#!/usr/bin/env python3
"""Learn what each sign of a place is worth, and print it as the rows of `tgparse/extractors/locations/weights.py`.

    python tests/tools/learn_places.py CASES [CASES ...] [--prior 0.5]

CASES are JSON Lines, `{id, text, gold: [{start, end, optional?}]}`, of a licence that allows it: IDRISI-RE (CC BY 4.0),
FactRuEval-2016 (MIT) and this repository's own gold set. Logistic regression by AdaGrad in plain Python, pulled towards the
weights that stand now, so that a sign seldom seen keeps what it had. What is printed is to be read and rounded, not pasted blindly.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter, defaultdict
from math import exp, sqrt
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).parents[2]))

from tgparse.extractors.locations.finder import weigh
from tgparse.extractors.locations.toponym import static
from tgparse.extractors.locations.weights import WEIGHTS

Example = tuple[tuple[str, ...], int]
EPOCHS: Final = 12
RATE: Final = 0.2


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out a leading article and what trails a name, as scorers do."""
    head = re.match(r"[#@]|(?:the|The|THE)\s+", text[start:end])
    tail = re.search(r"(?:['’]s|['’]|[.,;:\s])$", text[start:end])
    if head and head.end() < end - start:
        return trim(text, start + head.end(), end)
    return trim(text, start, start + tail.start()) if tail and tail.start() else (start, end)


def read_examples(case: dict[str, Any]) -> list[Example]:
    """Give every name of a case with its signs and whether it is a place."""
    text = case["text"]
    gold = {trim(text, mention["start"], mention["end"]) for mention in case["gold"] if not mention.get("optional")}
    free = [(mention["start"], mention["end"]) for mention in case["gold"] if mention.get("optional")]
    examples: list[Example] = []
    for found in weigh(text):
        if any(found.start < end and start < found.end for start, end in free):
            continue
        signs = (*(static(found.key)[1] if found.numbers else ("bias",)), *found.signs)
        examples.append((signs, int(trim(text, found.start, found.end) in gold)))
    return examples


def learn(examples: list[Example], *, prior: float, seed: int = 1) -> dict[str, float]:
    """Fit the weights: AdaGrad on the log loss, with a pull towards the old weights."""
    old = {**WEIGHTS}
    weights = dict(old)
    seen = Counter(sign for signs, _ in examples for sign in signs)
    past: defaultdict[str, float] = defaultdict(lambda: 1.0)
    shuffled = list(examples)
    generator = random.Random(seed)  # noqa: S311 - the order of examples is no secret
    for _ in range(EPOCHS):
        generator.shuffle(shuffled)
        for signs, label in shuffled:
            logit = sum([weights[sign] for sign in signs])
            error = label - 1 / (1 + exp(-max(-30.0, min(30.0, logit))))
            for sign in signs:
                gradient = error - prior * (weights[sign] - old[sign]) / seen[sign]
                past[sign] += gradient * gradient
                weights[sign] += RATE * gradient / sqrt(past[sign])
    return weights


def main() -> int:
    """Print the weights learned beside those that stand."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("cases", type=Path, nargs="+")
    parser.add_argument("--prior", type=float, default=0.5)
    args = parser.parse_args()
    examples = [example for path in args.cases for line in path.open(encoding="utf-8") for example in read_examples(json.loads(line))]
    weights = learn(examples, prior=args.prior)
    seen = Counter(sign for signs, _ in examples for sign in signs)
    right = Counter(sign for signs, label in examples if label for sign in signs)
    for sign, old in WEIGHTS.items():
        print(f'    "{sign}": {weights[sign]:.1f},  # {old:.1f} before; {right[sign]} of {seen[sign]}')
    good = sum((sum([weights[sign] for sign in signs]) > 0) == bool(label) for signs, label in examples)
    print(f"{len(examples)} names, {good / max(1, len(examples)):.4f} right", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
