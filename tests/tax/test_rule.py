from app.tax.rule import TAXES


def test_the_columns_are_those_of_the_published_table_in_its_order() -> None:
    names = [column.name for column in TAXES.columns.values()]
    assert ",".join(names) == (
        "tax_code,tax_name,bill_label,class,family,country,state,county_fips,place_fips,district,"
        "category,customer_class,effective_from,effective_to,date_basis,calc_method,rate,"
        "unit_amount,unit_kind,base_kind,base_includes,taxable_pct,cap_units,cap_scope,min_base,"
        "max_base,prorate,round_level,round_mode,calc_seq,source_note"
    )


def test_the_required_columns_are_the_documented_ones() -> None:
    required = {name for name, column in TAXES.columns.items() if column.required}
    assert required == {
        "tax_code",
        "class_",
        "family",
        "effective_from",
        "calc_method",
        "base_kind",
    }
