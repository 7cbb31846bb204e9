"""The toy law in OpenFisca or PolicyEngine: six variables of January 2018 for the people of a file.

peer.py openfisca|policyengine PEOPLE CELLS
Writes every cell in cents and prints cells and processor seconds; reading and setting of inputs apart.
"""
import sys
import time

import numpy

PERIOD = "2018-01"
OF_PERSON = ["basic_income", "income_tax", "social_security_contribution"]
OF_HOUSEHOLD = ["household_income", "total_benefits", "parenting_allowance"]


def people(path):
    columns = numpy.genfromtxt(path, delimiter=",", skip_header=1, dtype=str, unpack=True)
    birth, salary, capital, adult = columns
    return birth.astype("datetime64[D]"), salary.astype(float), capital.astype(float), adult == "1"


def openfisca(count, adult):
    from openfisca_core.simulations import SimulationBuilder
    from openfisca_country_template import CountryTaxBenefitSystem

    builder = SimulationBuilder()
    system = CountryTaxBenefitSystem()
    builder.create_entities(system)
    return build(builder, system, count, adult, ("adult", "child"))


def policyengine(count, adult):
    from policyengine_core.country_template import CountryTaxBenefitSystem
    from policyengine_core.simulations import SimulationBuilder

    builder = SimulationBuilder()
    system = CountryTaxBenefitSystem()
    builder.create_entities(system)
    return build(builder, system, count, adult, ("parent", "child"))


def build(builder, system, count, adult, roles):
    builder.declare_person_entity("person", numpy.arange(count))
    household = builder.declare_entity("household", numpy.arange(count // 3))
    builder.join_with_persons(
        household, numpy.arange(count) // 3, roles=numpy.where(adult, roles[0], roles[1])
    )
    return builder.build(system)


def main(engine, path, cells):
    birth, salary, capital, adult = people(path)
    simulation = {"openfisca": openfisca, "policyengine": policyengine}[engine](len(birth), adult)
    simulation.set_input("birth", "ETERNITY" if engine == "policyengine" else PERIOD, birth)
    simulation.set_input("salary", PERIOD, salary)
    if engine == "openfisca":
        simulation.set_input("capital_returns", PERIOD, capital)
    begin = time.process_time()
    found = {name: simulation.calculate(name, PERIOD) for name in OF_PERSON + OF_HOUSEHOLD}
    spent = time.process_time() - begin
    print(f"{engine},{len(birth)},{sum(len(values) for values in found.values())},{spent:.6f}")
    cents = {name: numpy.rint(values.astype(float) * 100).astype(int) for name, values in found.items()}
    numpy.savetxt(cells + ".persons.csv", numpy.stack([cents[name] for name in OF_PERSON], 1), "%d", ",")
    numpy.savetxt(cells + ".households.csv", numpy.stack([cents[name] for name in OF_HOUSEHOLD], 1), "%d", ",")


if __name__ == "__main__":
    main(*sys.argv[1:])
