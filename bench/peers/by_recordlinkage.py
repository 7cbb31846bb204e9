"""Duplicates by recordlinkage: `by_recordlinkage.py PAIRS.csv PEOPLE.csv`, or two files; `--febrl` for their columns."""
import sys

import pandas
import recordlinkage
from prepared import febrl, people

PEOPLE_BLOCKS = [["tax_code"], ["document_no"], ["phone"], ["name"], ["birth_date"], ["first", "birth_year"],
                 ["last", "birth_year"]]
# What agrees, summed: its classifier that learns without labels (ECM) came to 0.808 and 0.453 at 10,000 and 100,000.
WEIGHTS = {"name": 2, "born": 2, "document_no": 3, "tax_code": 3, "phone": 1.5}
FEBRL_BLOCKS = [["soc_sec_id"], ["date_of_birth"], ["given_name", "surname"], ["given_name", "postcode"],
                ["surname", "postcode"]]


def of_people() -> recordlinkage.Compare:
    compare = recordlinkage.Compare()
    compare.string("name", "name", method="jarowinkler", threshold=0.88, label="name")
    compare.string("given_name", "given_name", method="jarowinkler", threshold=0.9, label="given")
    compare.string("family_name", "family_name", method="jarowinkler", threshold=0.9, label="family")
    compare.string("birth_date", "birth_date", method="levenshtein", threshold=0.85, label="born")
    for column in ["birth_year", "sex", "birth_country", "phone"]:
        compare.exact(column, column, label=column)
    for column in ["document_no", "tax_code"]:
        compare.string(column, column, method="levenshtein", threshold=0.85, label=column)
    return compare


def of_febrl() -> recordlinkage.Compare:
    compare = recordlinkage.Compare()
    for column in ["given_name", "surname", "address_1", "suburb"]:
        compare.string(column, column, method="jarowinkler", threshold=0.85, label=column)
    for column in ["date_of_birth", "soc_sec_id", "postcode"]:
        compare.string(column, column, method="levenshtein", threshold=0.75, label=column)
    return compare


def main(out: str, files: list[str], is_febrl: bool) -> None:
    sides = [(febrl if is_febrl else people)(file).set_index("rec_id") for file in files]
    index = recordlinkage.Index()
    for block in FEBRL_BLOCKS if is_febrl else PEOPLE_BLOCKS:
        index.block(block)
    pairs = index.index(*sides)
    features = (of_febrl() if is_febrl else of_people()).compute(pairs, *sides)
    weights = pandas.Series(WEIGHTS).reindex(features.columns, fill_value=1)
    scores = (features * weights).sum(axis=1)
    table = pandas.DataFrame({"id_a": pairs.get_level_values(0), "id_b": pairs.get_level_values(1),
                              "score": scores.to_numpy() / (scores.max() * 1.01), "decision": "review"})
    table.to_csv(out, index=False)


if __name__ == "__main__":
    named = [argument for argument in sys.argv[1:] if argument != "--febrl"]
    main(named[0], named[1:], "--febrl" in sys.argv)
