"""Makes the files that the figures are measured on: `python data.py FOLDER [10k|100k|1m …]`.

`people-N.csv` and `queries-N.csv` are what the generator of the synthetic people gives for that size and
seed. `more-N.csv` are further queries in the same mixture, four for persons of that file to one for somebody
who is not on file: of the 500 of the generator only four dozen are *bare*, sharing no birth date, document,
fiscal code or telephone with any record of their person.
"""
import itertools
import os
import random
import sys
from pathlib import Path

SHARED = Path(os.environ.get("APPRODO_SHARED", Path(__file__).parents[3] / "shared")) / "data/people"
sys.path.insert(0, str(SHARED))
import generate  # noqa: E402

SIZES = {"10k": (10_000, 20260), "100k": (100_000, 20261), "1m": (1_000_000, 20262)}
MORE = 6_000


def make(folder: Path, size: str) -> None:
    records, seed = SIZES[size]
    dice, asked = random.Random(-seed), {}

    def record(rng, person, first, places):
        # a die of its own, so that the records stay those of the plain generator
        if first and dice.random() < 1.1 * MORE / (records * 0.6) and person.true_id.startswith("P"):
            asked[person.true_id] = generate.record(dice, person, False, places)
        return generate.record(rng, person, first, places)

    rows, queries = generate.generate(records, 500, seed, make=record)
    on_file = {row[1] for row in rows}
    more = [row for person, row in asked.items() if person in on_file]
    dice.shuffle(more)
    more = more[:MORE] + strangers(len(more[:MORE]) // 4, seed)
    generate.write(folder / f"people-{size}.csv", rows)
    generate.write(folder / f"queries-{size}.csv", queries)
    generate.write(folder / f"more-{size}.csv", [["M%05d" % at] + row for at, row in enumerate(more)])


def strangers(count: int, seed: int) -> list[list[str]]:
    """Queries for persons who are not on file."""
    dice, world = random.Random(f"strangers {seed}"), generate.communities()
    shares = [share for share, *_ in generate.COUNTRIES]
    weights = ([code for _, code, *_ in generate.COUNTRIES], list(itertools.accumulate(shares)))
    places = {code: place for _, code, place, _ in generate.COUNTRIES}
    persons = [generate.person(dice, f"X{at:07}", world, weights) for at in range(count)]
    return [generate.record(dice, person, False, places) for person in persons]


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[2:] or SIZES:
        make(target, name)
