"""Duplicates by Splink: `by_splink.py PAIRS.csv PEOPLE.csv`, or two files to link; `--febrl` for their columns."""
import sys

import splink.comparison_level_library as level
import splink.comparison_library as cl
from prepared import febrl, people
from splink import Linker, SettingsCreator, block_on
from splink.backends.duckdb import DuckDBAPI


def names() -> cl.CustomComparison:
    """Names in any order, parts left out: it did better than Splink's own comparison of two name columns."""
    return cl.CustomComparison(output_column_name="name", comparison_levels=[
        level.NullLevel("name"),
        level.ExactMatchLevel("name", term_frequency_adjustments=True),
        level.JaroWinklerLevel("name", 0.95),
        level.ArrayIntersectLevel("parts", min_intersection=3),
        level.ArrayIntersectLevel("parts", min_intersection=2),
        level.JaroWinklerLevel("name", 0.88),
        level.ArrayIntersectLevel("parts", min_intersection=1),
        level.JaroWinklerLevel("name", 0.75),
        level.ElseLevel(),
    ])


def of_people() -> tuple[list, list, list]:
    """Comparisons, rules that find pairs, and rules under which the parameters are estimated."""
    comparisons = [
        names(),
        cl.DateOfBirthComparison("birth_date", input_is_string=True, invalid_dates_as_null=True),
        cl.ExactMatch("sex"),
        cl.ExactMatch("birth_country"),
        cl.LevenshteinAtThresholds("document_no", 1),
        cl.LevenshteinAtThresholds("tax_code", 1),
        cl.ExactMatch("phone"),
    ]
    pairs = [block_on("tax_code"), block_on("document_no"), block_on("phone"), block_on("name"),
             block_on("birth_date", "birth_country"), block_on("first", "birth_year"), block_on("last", "birth_year"),
             block_on("given_name", "birth_year"), block_on("family_name", "birth_year")]
    return comparisons, pairs, [block_on("birth_date"), block_on("name")]


def of_febrl() -> tuple[list, list, list]:
    comparisons = [
        cl.ForenameSurnameComparison("given_name", "surname"),
        cl.LevenshteinAtThresholds("date_of_birth", [1, 2]),
        cl.LevenshteinAtThresholds("soc_sec_id", [1, 2]),
        cl.JaroWinklerAtThresholds("address_1", [0.9, 0.7]),
        cl.JaroWinklerAtThresholds("suburb", [0.9, 0.7]),
        cl.LevenshteinAtThresholds("postcode", 1),
    ]
    pairs = [block_on("soc_sec_id"), block_on("date_of_birth"), block_on("given_name", "surname"),
             block_on("given_name", "postcode"), block_on("surname", "postcode"), block_on("address_1")]
    return comparisons, pairs, [block_on("date_of_birth"), block_on("given_name", "surname")]


def main(out: str, files: list[str], is_febrl: bool) -> None:
    database = DuckDBAPI()
    comparisons, pairs, trained_under = of_febrl() if is_febrl else of_people()
    settings = SettingsCreator(
        link_type="dedupe_only" if len(files) == 1 else "link_only",
        unique_id_column_name="rec_id",
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=pairs,
    )
    tables = [database.register((febrl if is_febrl else people)(file), dataset_display_name=f"side{at}")
              for at, file in enumerate(files)]
    linker = Linker(tables if len(tables) > 1 else tables[0], settings)
    linker.training.estimate_probability_two_random_records_match(pairs[:2], recall=0.5)
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    for rule in trained_under:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=0.01)
    database.duckdb_con.execute(
        f"""copy (select rec_id_l as id_a, rec_id_r as id_b, match_probability as score, 'review' as decision
                  from {found.physical_name}) to '{out}' (header)""")


if __name__ == "__main__":
    named = [argument for argument in sys.argv[1:] if argument != "--febrl"]
    main(named[0], named[1:], "--febrl" in sys.argv)
