"""The two rate decks: every area code, the islands, a hundred and more countries, dated changes."""

from typing import Final

from sample_data.area_codes import ISLANDS, PROVINCES, TERRITORIES, US_STATES
from sample_data.catalogue import Row

FIRST_DAY: Final = "2026-01-01"

# prefix | where | landline, dollars a minute | mobile prefixes and their rate
_COUNTRIES: Final = """
7|Russia|0.145|79:0.235
20|Egypt|0.175|201:0.195
27|South Africa|0.085|276:0.215,277:0.215,278:0.215
30|Greece|0.035|306:0.075
31|Netherlands|0.035|316:0.095
32|Belgium|0.039|324:0.225
33|France|0.029|336:0.055,337:0.055
34|Spain|0.029|346:0.065
36|Hungary|0.035|3620:0.075,3630:0.075,3670:0.075
39|Italy|0.029|393:0.115
40|Romania|0.035|407:0.055
41|Switzerland|0.045|4176:0.275,4177:0.275,4178:0.275,4179:0.275
43|Austria|0.039|4366:0.125,4369:0.125
44|United Kingdom|0.025|447:0.059
45|Denmark|0.029|
46|Sweden|0.025|467:0.049
47|Norway|0.029|474:0.065,479:0.065
48|Poland|0.035|485:0.075,486:0.075
49|Germany|0.025|4915:0.049,4916:0.049,4917:0.049
51|Peru|0.039|519:0.055
52|Mexico|0.029|521:0.045
54|Argentina|0.045|549:0.215
55|Brazil|0.045|5511:0.055
56|Chile|0.035|569:0.065
57|Colombia|0.045|573:0.055
58|Venezuela|0.065|584:0.155
60|Malaysia|0.039|601:0.055
61|Australia|0.035|614:0.069
62|Indonesia|0.085|628:0.105
63|Philippines|0.155|639:0.195
64|New Zealand|0.035|642:0.095
65|Singapore|0.029|
66|Thailand|0.045|668:0.055
81|Japan|0.045|8170:0.145,8180:0.145,8190:0.145
82|South Korea|0.035|8210:0.065
84|Vietnam|0.095|849:0.105
86|China|0.035|861:0.039
90|Turkey|0.075|905:0.225
91|India|0.035|917:0.035,918:0.035,919:0.035
92|Pakistan|0.145|923:0.165
94|Sri Lanka|0.215|947:0.225
212|Morocco|0.245|2126:0.425
213|Algeria|0.145|
216|Tunisia|0.385|
220|Gambia|0.485|
221|Senegal|0.425|
225|Ivory Coast|0.345|
233|Ghana|0.245|
234|Nigeria|0.165|2348:0.185
237|Cameroon|0.345|
244|Angola|0.145|
249|Sudan|0.265|
251|Ethiopia|0.285|
254|Kenya|0.195|2547:0.215
255|Tanzania|0.335|
256|Uganda|0.335|
260|Zambia|0.285|
263|Zimbabwe|0.315|
264|Namibia|0.145|
297|Aruba|0.185|
298|Faroe Islands|0.145|
299|Greenland|0.445|
350|Gibraltar|0.095|
351|Portugal|0.029|3519:0.085
352|Luxembourg|0.045|
353|Ireland|0.029|3538:0.065
354|Iceland|0.035|
355|Albania|0.245|
356|Malta|0.075|
357|Cyprus|0.045|
358|Finland|0.055|3584:0.085,3585:0.085
359|Bulgaria|0.045|
370|Lithuania|0.085|
371|Latvia|0.125|
372|Estonia|0.065|
373|Moldova|0.245|
374|Armenia|0.195|
376|Andorra|0.075|
377|Monaco|0.165|
380|Ukraine|0.145|
381|Serbia|0.195|
385|Croatia|0.055|
386|Slovenia|0.145|
387|Bosnia and Herzegovina|0.225|
389|North Macedonia|0.245|
420|Czech Republic|0.035|
421|Slovakia|0.045|
423|Liechtenstein|0.165|
500|Falkland Islands|1.450|
501|Belize|0.295|
502|Guatemala|0.135|
503|El Salvador|0.195|
504|Honduras|0.205|
505|Nicaragua|0.245|
506|Costa Rica|0.055|5068:0.085
507|Panama|0.065|
509|Haiti|0.345|
590|Guadeloupe|0.085|
591|Bolivia|0.185|
592|Guyana|0.345|
593|Ecuador|0.185|
595|Paraguay|0.085|
597|Suriname|0.345|
598|Uruguay|0.095|
599|Curacao|0.145|
673|Brunei|0.065|
675|Papua New Guinea|0.985|
676|Tonga|0.785|
679|Fiji|0.345|
682|Cook Islands|1.350|
685|Samoa|0.885|
689|French Polynesia|0.345|
852|Hong Kong|0.035|
853|Macau|0.075|
855|Cambodia|0.105|
856|Laos|0.115|
880|Bangladesh|0.045|
886|Taiwan|0.029|8869:0.115
960|Maldives|0.985|
961|Lebanon|0.165|
962|Jordan|0.185|
965|Kuwait|0.125|
966|Saudi Arabia|0.165|
968|Oman|0.285|
971|United Arab Emirates|0.235|
972|Israel|0.029|9725:0.065
973|Bahrain|0.145|
974|Qatar|0.265|
975|Bhutan|0.145|
976|Mongolia|0.065|
977|Nepal|0.165|
994|Azerbaijan|0.285|
995|Georgia|0.145|
996|Kyrgyzstan|0.195|
998|Uzbekistan|0.125|
"""

# prefix | where | rate | first day | first day no longer: what is dated within the two months
_DATED: Final = """
447|United Kingdom, mobile|0.059|2026-01-01|2026-10-15
447|United Kingdom, mobile|0.064|2026-10-15|
447700|United Kingdom, mobile, special|0.110|2026-01-01|2026-10-10
4917|Germany, mobile|0.049|2026-01-01|2026-10-20
4917|Germany, mobile|0.045|2026-10-20|
61491|Australia, mobile, special|0.089|2026-10-12|
"""


def rates() -> list[Row]:
    """The rows of both decks."""
    return [*_standard(), *_wholesale()]


def _row(deck: str, prefix: str, destination: str, **columns: str) -> Row:
    return {
        "deck_code": deck,
        "prefix": prefix,
        "destination": destination,
        "valid_from": FIRST_DAY,
        **columns,
    }


def _three(interstate: str, intrastate: str, indeterminate: str) -> Row:
    return {
        "interstate_rate": interstate,
        "intrastate_rate": intrastate,
        "indeterminate_rate": indeterminate,
    }


def _standard() -> list[Row]:
    rows = [
        _row(
            "STANDARD",
            "1",
            "United States, new area codes",
            **_three("0.0275", "0.0325", "0.0325"),
            in_allowance="yes",
        )
    ]
    for state, codes in sorted(US_STATES.items()):
        dear = state in {"AK", "HI"}
        prices = _three("0.0390", "0.0450", "0.0450") if dear else _three("0.024", "0.029", "0.029")
        rows += [
            _row("STANDARD", f"1{code}", f"United States, {state}", **prices, in_allowance="yes")
            for code in sorted(codes)
        ]
    for province, codes in sorted(PROVINCES.items()):
        rate = "0.075" if province == "NT" else "0.026"
        rows += [
            _row("STANDARD", f"1{code}", f"Canada, {province}", rate=rate, in_allowance="yes")
            for code in sorted(codes)
        ]
    rows += [_row("STANDARD", f"1{c}", name, rate=rate) for c, name, rate in TERRITORIES]
    rows += [
        _row("STANDARD", f"1{c}", name, rate=rate, initial_seconds="60", increment_seconds="60")
        for c, name, rate in ISLANDS
    ]
    rows.append(
        _row(
            "STANDARD",
            "1900",
            "Premium 900",
            rate="1.99",
            connect_fee="0.50",
            initial_seconds="60",
            increment_seconds="60",
        )
    )
    return rows + _abroad("STANDARD")


def _abroad(deck: str, *, only_landline: bool = False) -> list[Row]:
    dated = {line.split("|")[0] for line in _DATED.strip().splitlines()}
    rows = []
    for line in _COUNTRIES.strip().splitlines():
        prefix, name, landline, mobiles = line.split("|")
        rows.append(_abroad_row(deck, prefix, name, landline))
        for mobile in filter(None, mobiles.split(",")):
            code, rate = mobile.split(":")
            if code not in dated and not only_landline:
                rows.append(_abroad_row(deck, code, f"{name}, mobile", rate))
    for line in _DATED.strip().splitlines():
        prefix, name, rate, first, until = line.split("|")
        if not only_landline:
            rows.append(
                _abroad_row(deck, prefix, name, rate) | {"valid_from": first, "valid_to": until}
            )
    return rows


def _abroad_row(deck: str, prefix: str, name: str, rate: str) -> Row:
    """A country's row: 30/6, Mexico by the minute; cheap ones count as included minutes never."""
    step = ("60", "60") if prefix.startswith("52") else ("30", "6")
    row = _row(deck, prefix, name, initial_seconds=step[0], increment_seconds=step[1])
    # Half of the world is written in the column `interstate_rate`, as carriers' decks do.
    column = "rate" if len(prefix) % 2 else "interstate_rate"
    return row | {column: rate}


def _wholesale() -> list[Row]:
    """A short deck: one row for the country, which must never price the islands."""
    rows = [
        _row("WHOLESALE", "1", "United States and Canada", **_three("0.0185", "0.0245", "0.0265")),
        _row("WHOLESALE", "1907", "United States, AK", **_three("0.0420", "0.0520", "0.0520")),
        _row("WHOLESALE", "1808", "United States, HI", **_three("0.0240", "0.0280", "0.0280")),
        _row("WHOLESALE", "1867", "Canada, north", rate="0.068"),
    ]
    rows += [
        _row("WHOLESALE", f"1{code}", name, rate=rate, initial_seconds="30", increment_seconds="6")
        for code, name, rate in ISLANDS
        if code != "658"  # Jamaica's newer code was forgotten: suspense, never the price of `1`
    ]
    return rows + _abroad("WHOLESALE", only_landline=True)
