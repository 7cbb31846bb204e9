"""Invented households of three, the same for every engine: whole euros, as the template counts in floats."""
import sys

import numpy


def write(persons, path):
    dice = numpy.random.default_rng(2018)
    count = persons // 3 * 3
    birth = numpy.datetime64("1930-01-01") + dice.integers(0, 87 * 365, count)
    salary = dice.choice([0, 1, 150, 499, 500, 501, 5999, 6000, 6001, 12400, 12401], count)
    salary = numpy.where(dice.random(count) < 0.6, dice.integers(0, 15_000, count), salary)
    salary = numpy.where(numpy.repeat(dice.random(count // 3) < 0.2, 3), salary % 200, salary)
    capital = numpy.where(dice.random(count) < 0.5, 0, dice.integers(0, 3_000, count))
    # One or two adults; the first always is one.
    adult = numpy.array([1, 0, 0])[numpy.arange(count) % 3] | (
        (numpy.arange(count) % 3 == 1) & numpy.repeat(dice.random(count // 3) < 0.6, 3)
    )
    with open(path, "w") as file:
        file.write("birth,salary,capital_returns,adult\n")
        for row in zip(birth.astype(str), salary, capital, adult):
            file.write("%s,%d,%d,%d\n" % row)


if __name__ == "__main__":
    write(int(sys.argv[1]), sys.argv[2])
