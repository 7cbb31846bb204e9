"""Searches by nomenklatura: `by_nomenklatura.py HITS.csv TIMES.json PEOPLE.csv QUERIES.csv WORKPLACE`.

Its index blocks, its matcher `logic-v1` (or another, named by NOMENKLATURA) orders. The index is made for files:
asked one by one it takes about a second each. So it is asked once for all, and each query is counted its share.
"""
import csv
import json
import logging
import os
import resource
import sys
import time
from pathlib import Path

from followthemoney import Dataset, StatementEntity, model
from nomenklatura.blocker import Index
from nomenklatura.matching import ScoringConfig, get_algorithm
from nomenklatura.resolver import Linker
from nomenklatura.store.memory import MemoryStore

DATASET = Dataset.make({"name": "people", "title": "people"})
SEXES = {"M": "male", "F": "female"}
COLUMNS = {"birth_date": "birthDate", "birth_country": "birthCountry", "document_no": "idNumber", "tax_code": "taxNumber",
           "phone": "phone"}


def entity(row: dict) -> StatementEntity:
    made = StatementEntity(DATASET, {"schema": "Person", "id": row["rec_id"]})
    made.add("name", f"{row['given_name']} {row['family_name']}".strip())
    if row["given_name"] and row["family_name"]:
        made.add("firstName", row["given_name"])
        made.add("lastName", row["family_name"])
    made.add("gender", SEXES.get(row["sex"]))
    for ours, theirs in COLUMNS.items():
        made.add(theirs, row[ours] or None)
    return made


def rows(file: str) -> list[dict]:
    with open(file, newline="", encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


def main(out: str, times_out: str, people: str, queries: str, workplace: str) -> None:
    logging.disable(logging.WARNING)
    algorithm, config = get_algorithm(os.environ.get("NOMENKLATURA", "logic-v1")), ScoringConfig.defaults()
    store = MemoryStore(DATASET, Linker({}))
    with store.writer() as writer:
        for row in rows(people):
            writer.add_entity(entity(row))
    view = store.view(DATASET)
    index = Index(view, Path(workplace))
    index.build()
    asked = {row["rec_id"]: entity(row) for row in rows(queries)}
    began = time.perf_counter()
    blocks = list(index.match_entities(asked.values()))
    share = (time.perf_counter() - began) / len(asked)
    times, hits = [], []
    for query, matches in blocks:
        began = time.perf_counter()
        scored = [(algorithm.compare(asked[query.id], view.get_entity(one.id), config).score, one.id)
                  for one, _ in matches]
        # sorting keeps the order of the index among equals
        scored.sort(key=lambda hit: -hit[0])
        times.append((share + time.perf_counter() - began) * 1000)
        hits += [(query.id, rank, record) for rank, (_, record) in enumerate(scored[:10], 1)]
    with open(out, "w", newline="") as opened:
        csv.writer(opened).writerows([("rec_id", "rank", "matched_rec_id"), *hits])
    times.sort()
    Path(times_out).write_text(json.dumps({
        "p50": times[len(times) // 2], "p95": times[len(times) * 95 // 100],
        "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


if __name__ == "__main__":
    main(*sys.argv[1:])
