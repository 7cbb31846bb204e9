"""One table of what was seen: the best of the tries of each engine."""
import sys
from collections import defaultdict

rates = defaultdict(float)
for line in open(sys.argv[1]):
    engine, persons, cells, seconds = line.strip().split(",")
    key = engine, int(persons)
    rates[key] = max(rates[key], int(cells) / float(seconds))
print(f"{'engine':14}{'persons':>10}{'million cells/s':>18}{'Approdo is':>12}")
for (engine, persons), rate in sorted(rates.items(), key=lambda row: (row[0][1], -row[1])):
    own = rates["approdo", persons]
    print(f"{engine:14}{persons:>10}{rate / 1e6:>18.2f}{own / rate:>11.1f}x")
