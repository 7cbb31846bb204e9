"""The people of a file made ready for peers that compare Latin text: romanised, lower case, without accents."""
import re

import pandas
from normality import ascii_text

COLUMNS = ["rec_id", "given_name", "family_name", "sex", "birth_date", "birth_country", "document_no", "tax_code",
           "phone"]


def romanised(name: str) -> str:
    return " ".join(re.findall("[a-z0-9]+", (ascii_text(name) or "").lower()))


def people(file: str) -> pandas.DataFrame:
    """The records by the columns of the import, never the answer; what is not known is None."""
    frame = pandas.read_csv(file, dtype=str, keep_default_na=False)[COLUMNS]
    frame["given_name"] = frame["given_name"].map(romanised)
    frame["family_name"] = frame["family_name"].map(romanised)
    # sorted, so that given and family name exchanged are the same name
    frame["name"] = (frame["given_name"] + " " + frame["family_name"]).map(lambda name: " ".join(sorted(name.split())))
    frame["parts"] = frame["name"].str.split()
    frame["first"], frame["last"] = frame["parts"].str[0], frame["parts"].str[-1]
    frame["birth_year"] = frame["birth_date"].str[:4]
    return frame.replace("", None).where(lambda cells: cells.notna(), None)


def febrl(file: str) -> pandas.DataFrame:
    return pandas.read_csv(file, dtype=str, keep_default_na=False).replace("", None)
