"""Judges answers and pairs by the column `true_id`, which no matcher is given, and measures what they cost."""
import csv
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

FACTS = ["birth_date", "document_no", "tax_code", "phone"]


def rows(file: Path) -> list[dict]:
    with open(file, newline="", encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


def measured(command: list) -> dict:
    """Runs a command to its end: its processor seconds, and its largest memory in MB."""
    launcher = [sys.executable, Path(__file__).parent / "measure.py"]
    ran = subprocess.run([str(word) for word in launcher + command], stdout=subprocess.PIPE)
    if ran.returncode:
        raise RuntimeError(f"{command[0]} {command[1]} failed")
    return json.loads(ran.stdout)


def recall(people: Path, queries: Path, hits: Path) -> dict:
    """The share of `P…` queries with a record of their person among the first ten; the same of the bare ones."""
    asked = [query for query in rows(queries) if query["true_id"].startswith("P")]
    persons = {query["true_id"]: [] for query in asked}
    for row in rows(people):
        if row["true_id"] in persons:
            persons[row["true_id"]].append(row)
    found = {}
    for hit in rows(hits):
        if int(hit["rank"]) <= 10:
            found.setdefault(hit["rec_id"], set()).add(hit["matched_rec_id"])
    tally = Counter()
    for query in asked:
        records = persons[query["true_id"]]
        is_hit = any(row["rec_id"] in found.get(query["rec_id"], ()) for row in records)
        is_bare = not any(query[fact] and query[fact] == row[fact] for row in records for fact in FACTS)
        tally.update(asked=1, hit=is_hit, bare=is_bare, bare_hit=is_bare and is_hit)
    return {"recall": tally["hit"] / tally["asked"], "bare": tally["bare_hit"] / max(tally["bare"], 1),
            "asked": tally["asked"], "bare_asked": tally["bare"]}


def person_of(row: dict) -> str:
    """The answer: `true_id`, or in FEBRL the number in `rec-17-dup-0`."""
    return row.get("true_id") or row["rec_id"].split("-")[1]


def f1(files: list[Path], pairs: Path, at_best: bool) -> float:
    """F1 of the pairs that the program calls a match; `at_best` of 100 thresholds instead, for a peer that leaves
    the threshold to who uses it: kinder than anyone can be who does not know the answers."""
    sides = [rows(file) for file in files]
    persons = {row["rec_id"]: person_of(row) for side in sides for row in side}
    counts = [Counter(map(person_of, side)) for side in sides]
    other = counts[-1] if len(sides) > 1 else {person: (n - 1) / 2 for person, n in counts[0].items()}
    actual = sum(n * other.get(person, 0) for person, n in counts[0].items())
    given, right = Counter(), Counter()
    with open(pairs, newline="", encoding="utf-8") as opened:
        for pair in csv.DictReader(opened):
            if at_best or pair["decision"] == "match":
                score = int(float(pair["score"]) * 100) if at_best else 0
                given[score] += 1
                right[score] += persons[pair["id_a"]] == persons[pair["id_b"]]
    best = all_given = all_right = 0
    for score in sorted(given, reverse=True):
        all_given, all_right = all_given + given[score], all_right + right[score]
        best = max(best, 2 * all_right / (all_given + actual))
    return best


def told(file: Path) -> dict:
    return json.loads(file.read_text())
