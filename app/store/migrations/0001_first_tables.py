"""The first tables of a company file. Never edited after the first release."""

from alembic import op

revision = "0001"
down_revision = None

TABLES = (
    """CREATE TABLE last_agreed (system TEXT NOT NULL, kind TEXT NOT NULL, our_id TEXT NOT NULL,
    fields TEXT NOT NULL, at INTEGER NOT NULL, CONSTRAINT pk_last_agreed PRIMARY KEY (system,
    kind, our_id)) STRICT""",
    """CREATE TABLE audit (id INTEGER NOT NULL, at INTEGER NOT NULL, actor TEXT NOT NULL,
    operation TEXT NOT NULL, area TEXT NOT NULL, record TEXT NOT NULL, action TEXT NOT NULL,
    "before" TEXT, "after" TEXT, reason TEXT, origin TEXT, CONSTRAINT pk_audit PRIMARY KEY
    (id)) STRICT""",
    """CREATE INDEX ix_audit_area_record ON audit (area, record)""",
    """CREATE TRIGGER audit_refuses_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT,
    'audit is only ever added to'); END""",
    """CREATE TRIGGER audit_refuses_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT,
    'audit is only ever added to'); END""",
    """CREATE TABLE bill_runs (id INTEGER NOT NULL, period TEXT NOT NULL, invoice_date INTEGER,
    state TEXT NOT NULL, waivers TEXT NOT NULL, drafted_at INTEGER, approved_at INTEGER,
    first_number INTEGER, earlier_draft TEXT, summary TEXT, CONSTRAINT pk_bill_runs PRIMARY
    KEY (id)) STRICT""",
    """CREATE TABLE number_series (id INTEGER NOT NULL, next_number INTEGER NOT NULL, CONSTRAINT
    pk_number_series PRIMARY KEY (id)) STRICT""",
    """CREATE TABLE boundary_files (id INTEGER NOT NULL, state TEXT NOT NULL, vintage TEXT NOT
    NULL, file TEXT NOT NULL, content_hash TEXT NOT NULL, records INTEGER NOT NULL, left_out
    INTEGER NOT NULL, imported_at INTEGER NOT NULL, CONSTRAINT pk_boundary_files PRIMARY KEY
    (id), CONSTRAINT uq_boundary_files_state UNIQUE (state)) STRICT""",
    """CREATE TABLE company (id INTEGER NOT NULL, name TEXT NOT NULL, legal_name TEXT,
    address_line1 TEXT NOT NULL, address_line2 TEXT, city TEXT NOT NULL, region TEXT NOT NULL,
    postal_code TEXT NOT NULL, country TEXT NOT NULL, phone TEXT, support_phone TEXT, email
    TEXT, website TEXT, currency TEXT NOT NULL, timezone TEXT NOT NULL, invoice_prefix TEXT,
    next_invoice_number INTEGER NOT NULL, terms TEXT NOT NULL, unknown_caller TEXT NOT NULL,
    remit_to TEXT, CONSTRAINT pk_company PRIMARY KEY (id), CONSTRAINT ck_company_one_row CHECK
    (id = 1)) STRICT""",
    """CREATE TABLE accounts (id INTEGER NOT NULL, account_number TEXT NOT NULL, name TEXT NOT
    NULL, parent_account_number TEXT, btn TEXT, billing_name TEXT, address_line1 TEXT NOT
    NULL, address_line2 TEXT, city TEXT NOT NULL, region TEXT NOT NULL, postal_code TEXT NOT
    NULL, country TEXT NOT NULL, contact_name TEXT, billing_email TEXT, phone TEXT,
    bill_to_parent INTEGER NOT NULL, terms TEXT, bill_cycle_day INTEGER NOT NULL, timezone
    TEXT, customer_class TEXT NOT NULL, delivery TEXT NOT NULL, consolidated INTEGER NOT NULL,
    opened_on INTEGER, closed_on INTEGER, psa_id TEXT, accounting_id TEXT, contract_reference
    TEXT, CONSTRAINT pk_accounts PRIMARY KEY (id), CONSTRAINT ck_accounts_bill_to_parent CHECK
    (bill_to_parent IN (0, 1)), CONSTRAINT ck_accounts_consolidated CHECK (consolidated IN (0,
    1)), CONSTRAINT fk_accounts_parent_account_number FOREIGN KEY(parent_account_number)
    REFERENCES accounts (account_number) DEFERRABLE INITIALLY DEFERRED) STRICT""",
    """CREATE UNIQUE INDEX ux_accounts_key ON accounts (account_number)""",
    """CREATE TABLE sources (id INTEGER NOT NULL, source TEXT NOT NULL, format TEXT, profile
    TEXT, timezone TEXT, date_order TEXT NOT NULL, inbound_contexts TEXT, trunk_channels TEXT,
    access_code TEXT, cost_currency TEXT, CONSTRAINT pk_sources PRIMARY KEY (id)) STRICT""",
    """CREATE UNIQUE INDEX ux_sources_key ON sources (source)""",
    """CREATE TABLE products (id INTEGER NOT NULL, product_code TEXT NOT NULL, name TEXT NOT
    NULL, tax_category TEXT NOT NULL, gl_code TEXT NOT NULL, price INTEGER NOT NULL, billed
    TEXT NOT NULL, in_advance INTEGER NOT NULL, prorate INTEGER NOT NULL, line_kind TEXT NOT
    NULL, lines_per_unit INTEGER NOT NULL, CONSTRAINT pk_products PRIMARY KEY (id), CONSTRAINT
    ck_products_in_advance CHECK (in_advance IN (0, 1)), CONSTRAINT ck_products_prorate CHECK
    (prorate IN (0, 1))) STRICT""",
    """CREATE UNIQUE INDEX ux_products_key ON products (product_code)""",
    """CREATE TABLE rates (id INTEGER NOT NULL, deck_code TEXT NOT NULL, prefix TEXT NOT NULL,
    destination TEXT, rate INTEGER, interstate_rate INTEGER, intrastate_rate INTEGER,
    indeterminate_rate INTEGER, connect_fee INTEGER, initial_seconds INTEGER,
    increment_seconds INTEGER, in_allowance INTEGER NOT NULL, valid_from INTEGER NOT NULL,
    valid_to INTEGER, retired_in INTEGER, CONSTRAINT pk_rates PRIMARY KEY (id), CONSTRAINT
    ck_rates_in_allowance CHECK (in_allowance IN (0, 1))) STRICT""",
    """CREATE UNIQUE INDEX ux_rates_key ON rates (deck_code, prefix, valid_from) WHERE retired_in
    IS NULL""",
    """CREATE TABLE aliases (id INTEGER NOT NULL, alias TEXT NOT NULL, number TEXT NOT NULL,
    source TEXT, CONSTRAINT pk_aliases PRIMARY KEY (id)) STRICT""",
    """CREATE UNIQUE INDEX ux_aliases_key ON aliases (alias, coalesce(source, ''))""",
    """CREATE TABLE taxes (id INTEGER NOT NULL, tax_code TEXT NOT NULL, tax_name TEXT, bill_label
    TEXT, class TEXT NOT NULL, family TEXT NOT NULL, country TEXT NOT NULL, state TEXT,
    county_fips TEXT, place_fips TEXT, district TEXT, category TEXT, customer_class TEXT,
    effective_from INTEGER NOT NULL, effective_to INTEGER, date_basis TEXT, calc_method TEXT
    NOT NULL, rate INTEGER, unit_amount INTEGER, unit_kind TEXT, base_kind TEXT NOT NULL,
    base_includes TEXT, taxable_pct INTEGER, cap_units INTEGER, cap_scope TEXT, min_base
    INTEGER, max_base INTEGER, prorate TEXT, round_level TEXT, round_mode TEXT, calc_seq
    INTEGER, source_note TEXT, CONSTRAINT pk_taxes PRIMARY KEY (id)) STRICT""",
    """CREATE UNIQUE INDEX ux_taxes_key ON taxes (tax_code, country, coalesce(state, ''),
    coalesce(county_fips, ''), coalesce(place_fips, ''), coalesce(district, ''),
    coalesce(category, ''), coalesce(customer_class, ''), effective_from, coalesce(min_base,
    ''))""",
    """CREATE TABLE tax_shares (id INTEGER NOT NULL, category TEXT NOT NULL, effective_from
    INTEGER NOT NULL, effective_to INTEGER, interstate INTEGER, international INTEGER NOT
    NULL, source TEXT NOT NULL, CONSTRAINT pk_tax_shares PRIMARY KEY (id)) STRICT""",
    """CREATE UNIQUE INDEX ux_tax_shares_key ON tax_shares (category, effective_from)""",
    """CREATE TABLE registrations (id INTEGER NOT NULL, country TEXT NOT NULL, region TEXT,
    county_fips TEXT, place_fips TEXT, family TEXT NOT NULL, registration_number TEXT,
    effective_from INTEGER NOT NULL, effective_to INTEGER, allowance INTEGER, CONSTRAINT
    pk_registrations PRIMARY KEY (id)) STRICT""",
    """CREATE UNIQUE INDEX ux_registrations_key ON registrations (country, coalesce(region, ''),
    coalesce(county_fips, ''), coalesce(place_fips, ''), family)""",
    """CREATE TABLE form_499 (id INTEGER NOT NULL, category TEXT NOT NULL, with_broadband
    INTEGER, sold_to TEXT NOT NULL, annual_line TEXT NOT NULL, quarterly_line TEXT NOT NULL,
    note TEXT, CONSTRAINT pk_form_499 PRIMARY KEY (id), CONSTRAINT ck_form_499_with_broadband
    CHECK (with_broadband IN (0, 1))) STRICT""",
    """CREATE UNIQUE INDEX ux_form_499_key ON form_499 (category, coalesce(with_broadband, ''),
    sold_to)""",
    """CREATE TABLE usf_filing (id INTEGER NOT NULL, period TEXT NOT NULL, factor INTEGER,
    circularity INTEGER, recovery_in_base INTEGER, de_minimis INTEGER, lire INTEGER,
    projected_billed_interstate INTEGER, projected_billed_international INTEGER,
    projected_collected_interstate INTEGER, projected_collected_international INTEGER, note
    TEXT, CONSTRAINT pk_usf_filing PRIMARY KEY (id), CONSTRAINT ck_usf_filing_recovery_in_base
    CHECK (recovery_in_base IN (0, 1)), CONSTRAINT ck_usf_filing_de_minimis CHECK (de_minimis
    IN (0, 1)), CONSTRAINT ck_usf_filing_lire CHECK (lire IN (0, 1))) STRICT""",
    """CREATE UNIQUE INDEX ux_usf_filing_key ON usf_filing (period)""",
    """CREATE TABLE tax_service_pairs (id INTEGER NOT NULL, service TEXT NOT NULL, maps TEXT NOT
    NULL, code TEXT NOT NULL, category TEXT, "transaction" TEXT, service_type TEXT, family
    TEXT, class TEXT, note TEXT, CONSTRAINT pk_tax_service_pairs PRIMARY KEY (id)) STRICT""",
    """CREATE UNIQUE INDEX ux_tax_service_pairs_key ON tax_service_pairs (service, maps, code,
    coalesce(category, ''))""",
    """CREATE TABLE setup_versions (area TEXT NOT NULL, version INTEGER NOT NULL, CONSTRAINT
    pk_setup_versions PRIMARY KEY (area)) STRICT""",
    """CREATE TABLE plan_versions (id INTEGER NOT NULL, plan_code TEXT NOT NULL, content_hash
    TEXT NOT NULL, terms TEXT NOT NULL, CONSTRAINT pk_plan_versions PRIMARY KEY (id),
    CONSTRAINT uq_plan_versions_plan_code_content_hash UNIQUE (plan_code, content_hash))
    STRICT""",
    """CREATE TRIGGER plan_versions_refuses_delete BEFORE DELETE ON plan_versions BEGIN SELECT
    RAISE(ABORT, 'plan_versions is only ever added to'); END""",
    """CREATE TRIGGER plan_versions_refuses_update BEFORE UPDATE ON plan_versions BEGIN SELECT
    RAISE(ABORT, 'plan_versions is only ever added to'); END""",
    """CREATE TABLE closed_months (id INTEGER NOT NULL, period TEXT NOT NULL, closed_at INTEGER
    NOT NULL, closed_by TEXT NOT NULL, last_import INTEGER NOT NULL, proof TEXT NOT NULL,
    reopened_at INTEGER, reopened_by TEXT, reopened_why TEXT, CONSTRAINT pk_closed_months
    PRIMARY KEY (id)) STRICT""",
    """CREATE TABLE connections (system TEXT NOT NULL, role TEXT NOT NULL, settings TEXT NOT
    NULL, company TEXT NOT NULL, fingerprint TEXT NOT NULL, connected_at INTEGER NOT NULL,
    noticed_days INTEGER, CONSTRAINT pk_connections PRIMARY KEY (system)) STRICT""",
    """CREATE TABLE watermarks (system TEXT NOT NULL, family TEXT NOT NULL, mark TEXT, pulled_at
    INTEGER, whole_at INTEGER, walk INTEGER NOT NULL, CONSTRAINT pk_watermarks PRIMARY KEY
    (system, family)) STRICT""",
    """CREATE TABLE carrier_numbers (carrier TEXT NOT NULL, number TEXT NOT NULL, account_number
    TEXT, product_code TEXT, listed_on INTEGER NOT NULL, file TEXT NOT NULL, CONSTRAINT
    pk_carrier_numbers PRIMARY KEY (carrier, number)) STRICT""",
    """CREATE TABLE settled_counts (account_number TEXT NOT NULL, product_code TEXT NOT NULL,
    action TEXT NOT NULL, period TEXT NOT NULL, contract INTEGER, provisioned INTEGER NOT
    NULL, carrier INTEGER, until INTEGER, reason TEXT NOT NULL, settled_at INTEGER NOT NULL,
    settled_by TEXT NOT NULL, CONSTRAINT pk_settled_counts PRIMARY KEY (account_number,
    product_code)) STRICT""",
    """CREATE TABLE decisions ("key" TEXT NOT NULL, value TEXT NOT NULL, decided_at INTEGER NOT
    NULL, decided_by TEXT NOT NULL, CONSTRAINT pk_decisions PRIMARY KEY ("key")) STRICT""",
    """CREATE TABLE settled_drifts (system TEXT NOT NULL, invoice_number TEXT NOT NULL, digest
    TEXT NOT NULL, choice TEXT NOT NULL, amount INTEGER NOT NULL, settled_at INTEGER NOT NULL,
    settled_by TEXT NOT NULL, CONSTRAINT pk_settled_drifts PRIMARY KEY (system,
    invoice_number)) STRICT""",
    """CREATE TABLE company_file (name TEXT NOT NULL, value TEXT NOT NULL, CONSTRAINT
    pk_company_file PRIMARY KEY (name)) STRICT""",
    """CREATE TABLE mapping_profiles (name TEXT NOT NULL, content TEXT NOT NULL, CONSTRAINT
    pk_mapping_profiles PRIMARY KEY (name)) STRICT""",
    """CREATE TABLE inbox (id INTEGER NOT NULL, system TEXT NOT NULL, kind TEXT NOT NULL, record
    TEXT NOT NULL, flow TEXT NOT NULL, account_number TEXT, title TEXT NOT NULL, why TEXT NOT
    NULL, remedy TEXT NOT NULL, amount INTEGER, facts TEXT NOT NULL, first_at INTEGER NOT
    NULL, last_at INTEGER NOT NULL, times INTEGER NOT NULL, solved_at INTEGER, solved_by TEXT,
    CONSTRAINT pk_inbox PRIMARY KEY (id)) STRICT""",
    """CREATE UNIQUE INDEX uq_inbox_open ON inbox (system, kind, record) WHERE solved_at IS NULL""",
    """CREATE TABLE links (system TEXT NOT NULL, kind TEXT NOT NULL, our_id TEXT NOT NULL,
    their_id TEXT NOT NULL, version TEXT NOT NULL, total INTEGER, sent TEXT NOT NULL,
    linked_at INTEGER NOT NULL, name TEXT NOT NULL, CONSTRAINT pk_links PRIMARY KEY (system,
    kind, our_id), CONSTRAINT uq_links_system_kind_their_id UNIQUE (system, kind, their_id))
    STRICT""",
    """CREATE TABLE book_pairs (system TEXT NOT NULL, kind TEXT NOT NULL, code TEXT NOT NULL,
    their_id TEXT NOT NULL, CONSTRAINT pk_book_pairs PRIMARY KEY (system, kind, code)) STRICT""",
    """CREATE TABLE mail_settings (id INTEGER NOT NULL, settings TEXT NOT NULL, CONSTRAINT
    pk_mail_settings PRIMARY KEY (id)) STRICT""",
    """CREATE TABLE ignored_records (system TEXT NOT NULL, kind TEXT NOT NULL, their_id TEXT NOT
    NULL, reason TEXT NOT NULL, at INTEGER NOT NULL, said_by TEXT NOT NULL, CONSTRAINT
    pk_ignored_records PRIMARY KEY (system, kind, their_id)) STRICT""",
    """CREATE TABLE not_needed (system TEXT NOT NULL, account_number TEXT NOT NULL, reason TEXT
    NOT NULL, at INTEGER NOT NULL, said_by TEXT NOT NULL, CONSTRAINT pk_not_needed PRIMARY KEY
    (system, account_number)) STRICT""",
    """CREATE TABLE to_be_made (system TEXT NOT NULL, account_number TEXT NOT NULL, reason TEXT
    NOT NULL, at INTEGER NOT NULL, said_by TEXT NOT NULL, CONSTRAINT pk_to_be_made PRIMARY KEY
    (system, account_number)) STRICT""",
    """CREATE TABLE month_waivers (period TEXT NOT NULL, item TEXT NOT NULL, why TEXT NOT NULL,
    waived_by TEXT NOT NULL, waived_at INTEGER NOT NULL, CONSTRAINT pk_month_waivers PRIMARY
    KEY (period, item)) STRICT""",
    """CREATE TABLE onboarding (account_number TEXT NOT NULL, item TEXT NOT NULL, state TEXT NOT
    NULL, asked_whom TEXT NOT NULL, asked_at INTEGER, done_at INTEGER, note TEXT NOT NULL,
    CONSTRAINT pk_onboarding PRIMARY KEY (account_number, item)) STRICT""",
    """CREATE TABLE outbox (id INTEGER NOT NULL, system TEXT NOT NULL, verb TEXT NOT NULL, kind
    TEXT NOT NULL, our_id TEXT NOT NULL, digest TEXT NOT NULL, "key" TEXT NOT NULL, state TEXT
    NOT NULL, attempts INTEGER NOT NULL, last_error TEXT NOT NULL, their_id TEXT, their_number
    TEXT, created_at INTEGER NOT NULL, changed_at INTEGER NOT NULL, CONSTRAINT pk_outbox
    PRIMARY KEY (id), CONSTRAINT uq_outbox_system_verb_kind_our_id_digest UNIQUE (system,
    verb, kind, our_id, digest), CONSTRAINT uq_outbox_key UNIQUE ("key")) STRICT""",
    """CREATE TABLE payment_events (id INTEGER NOT NULL, system TEXT NOT NULL, source_id TEXT NOT
    NULL, event TEXT NOT NULL, account_number TEXT, invoice_number TEXT, happened_on INTEGER,
    learned_at INTEGER NOT NULL, amount INTEGER NOT NULL, "before" INTEGER, "after" INTEGER,
    currency TEXT NOT NULL, reference TEXT NOT NULL, words TEXT NOT NULL, CONSTRAINT
    pk_payment_events PRIMARY KEY (id)) STRICT""",
    """CREATE INDEX ix_payment_events_account_number ON payment_events (account_number)""",
    """CREATE INDEX ix_payment_events_invoice_number ON payment_events (invoice_number)""",
    """CREATE INDEX ix_payment_events_system_source_id ON payment_events (system, source_id)""",
    """CREATE TRIGGER payment_events_refuses_delete BEFORE DELETE ON payment_events BEGIN SELECT
    RAISE(ABORT, 'payment_events is only ever added to'); END""",
    """CREATE TRIGGER payment_events_refuses_update BEFORE UPDATE ON payment_events BEGIN SELECT
    RAISE(ABORT, 'payment_events is only ever added to'); END""",
    """CREATE TABLE payments (system TEXT NOT NULL, source_id TEXT NOT NULL, kind TEXT NOT NULL,
    state TEXT NOT NULL, account_number TEXT, customer_id TEXT, paid_on INTEGER, total INTEGER
    NOT NULL, unapplied INTEGER NOT NULL, currency TEXT NOT NULL, reference TEXT NOT NULL,
    method TEXT NOT NULL, kept_at INTEGER NOT NULL, CONSTRAINT pk_payments PRIMARY KEY
    (system, source_id)) STRICT""",
    """CREATE INDEX ix_payments_account_number ON payments (account_number)""",
    """CREATE TABLE psa_billing (system TEXT NOT NULL, family TEXT NOT NULL, source_id TEXT NOT
    NULL, reference TEXT NOT NULL, invoice_number TEXT, marked_at INTEGER, CONSTRAINT
    pk_psa_billing PRIMARY KEY (system, family, source_id)) STRICT""",
    """CREATE INDEX ix_psa_billing_reference ON psa_billing (reference)""",
    """CREATE TABLE remote_records (system TEXT NOT NULL, family TEXT NOT NULL, source_id TEXT
    NOT NULL, plain TEXT NOT NULL, hash TEXT NOT NULL, raw BLOB NOT NULL, modified_at INTEGER,
    gone INTEGER NOT NULL, walk INTEGER NOT NULL, changed_at INTEGER NOT NULL, CONSTRAINT
    pk_remote_records PRIMARY KEY (system, family, source_id)) STRICT""",
    """CREATE INDEX ix_remote_records_walk ON remote_records (system, family, walk)""",
    """CREATE TABLE review_marks (period TEXT NOT NULL, account_number TEXT NOT NULL, kind TEXT
    NOT NULL, fingerprint TEXT NOT NULL, reason TEXT NOT NULL, marked_at INTEGER NOT NULL,
    marked_by TEXT NOT NULL, CONSTRAINT pk_review_marks PRIMARY KEY (period, account_number))
    STRICT""",
    """CREATE TABLE step_times (period TEXT NOT NULL, step TEXT NOT NULL, seconds INTEGER NOT
    NULL, CONSTRAINT pk_step_times PRIMARY KEY (period, step)) STRICT""",
    """CREATE TABLE sync_plans (id INTEGER NOT NULL, made_at INTEGER NOT NULL, made_by TEXT NOT
    NULL, seal TEXT NOT NULL, title TEXT NOT NULL, "plan" TEXT NOT NULL, state TEXT NOT NULL,
    applied_at INTEGER, outcomes TEXT NOT NULL, CONSTRAINT pk_sync_plans PRIMARY KEY (id))
    STRICT""",
    """CREATE INDEX ix_sync_plans_seal ON sync_plans (seal)""",
    """CREATE TABLE tax_service (service TEXT NOT NULL, settings TEXT NOT NULL, CONSTRAINT
    pk_tax_service PRIMARY KEY (service)) STRICT""",
    """CREATE TABLE trash (id INTEGER NOT NULL, sheet TEXT NOT NULL, record TEXT NOT NULL,
    content TEXT NOT NULL, removed_at INTEGER NOT NULL, removed_by TEXT NOT NULL, CONSTRAINT
    pk_trash PRIMARY KEY (id)) STRICT""",
    """CREATE TABLE imports (id INTEGER NOT NULL, file TEXT NOT NULL, source TEXT NOT NULL,
    format TEXT NOT NULL, settings TEXT NOT NULL, content_hash TEXT NOT NULL, size_bytes
    INTEGER NOT NULL, imported_at INTEGER NOT NULL, records INTEGER NOT NULL, malformed
    INTEGER NOT NULL, raw_seconds INTEGER NOT NULL, program_version TEXT NOT NULL, CONSTRAINT
    pk_imports PRIMARY KEY (id), CONSTRAINT uq_imports_source_content_hash UNIQUE (source,
    content_hash)) STRICT""",
    """CREATE TABLE call_texts (id INTEGER NOT NULL, text TEXT NOT NULL, CONSTRAINT pk_call_texts
    PRIMARY KEY (id), CONSTRAINT uq_call_texts_text UNIQUE (text)) STRICT""",
    """CREATE TABLE call_carrier_codes (call_id INTEGER NOT NULL, carrier_code TEXT NOT NULL,
    CONSTRAINT pk_call_carrier_codes PRIMARY KEY (call_id)) STRICT""",
    """CREATE TABLE sealed_calls (call_id INTEGER NOT NULL, allowance_ms INTEGER NOT NULL, charge
    INTEGER NOT NULL, gross_charge INTEGER NOT NULL, CONSTRAINT pk_sealed_calls PRIMARY KEY
    (call_id)) STRICT""",
    """CREATE TABLE call_decisions (call_id INTEGER NOT NULL, held INTEGER NOT NULL, number_id
    INTEGER, released INTEGER NOT NULL, written_off INTEGER NOT NULL, why TEXT NOT NULL,
    decided_at INTEGER NOT NULL, CONSTRAINT pk_call_decisions PRIMARY KEY (call_id)) STRICT""",
    """CREATE TABLE bill_run_accounts (run_id INTEGER NOT NULL, account_number TEXT NOT NULL,
    CONSTRAINT pk_bill_run_accounts PRIMARY KEY (run_id, account_number), CONSTRAINT
    fk_bill_run_accounts_run_id FOREIGN KEY(run_id) REFERENCES bill_runs (id)) STRICT""",
    """CREATE TABLE run_traffic (run_id INTEGER NOT NULL, category TEXT NOT NULL,
    interstate_seconds INTEGER NOT NULL, international_seconds INTEGER NOT NULL,
    intrastate_seconds INTEGER NOT NULL, CONSTRAINT pk_run_traffic PRIMARY KEY (run_id,
    category), CONSTRAINT fk_run_traffic_run_id FOREIGN KEY(run_id) REFERENCES bill_runs (id))
    STRICT""",
    """CREATE TABLE invoices (id INTEGER NOT NULL, run_id INTEGER NOT NULL, account_number TEXT
    NOT NULL, invoice_number TEXT NOT NULL, period TEXT NOT NULL, period_start INTEGER NOT
    NULL, period_end INTEGER NOT NULL, invoice_date INTEGER NOT NULL, due_date INTEGER NOT
    NULL, currency TEXT NOT NULL, charges INTEGER NOT NULL, taxes INTEGER NOT NULL, total
    INTEGER NOT NULL, state TEXT NOT NULL, seal TEXT NOT NULL, voided_on INTEGER, CONSTRAINT
    pk_invoices PRIMARY KEY (id), CONSTRAINT fk_invoices_run_id FOREIGN KEY(run_id) REFERENCES
    bill_runs (id), CONSTRAINT uq_invoices_invoice_number UNIQUE (invoice_number)) STRICT""",
    """CREATE INDEX ix_invoices_account_number ON invoices (account_number)""",
    """CREATE INDEX ix_invoices_run_id ON invoices (run_id)""",
    """CREATE TABLE boundary_areas (id INTEGER NOT NULL, file_id INTEGER NOT NULL, county TEXT
    NOT NULL, place TEXT NOT NULL, districts TEXT NOT NULL, CONSTRAINT pk_boundary_areas
    PRIMARY KEY (id), CONSTRAINT fk_boundary_areas_file_id FOREIGN KEY(file_id) REFERENCES
    boundary_files (id)) STRICT""",
    """CREATE TABLE boundary_streets (id INTEGER NOT NULL, file_id INTEGER NOT NULL, street TEXT
    NOT NULL, CONSTRAINT pk_boundary_streets PRIMARY KEY (id), CONSTRAINT
    fk_boundary_streets_file_id FOREIGN KEY(file_id) REFERENCES boundary_files (id)) STRICT""",
    """CREATE TABLE boundaries (id INTEGER NOT NULL, file_id INTEGER NOT NULL, zip INTEGER NOT
    NULL, kind INTEGER NOT NULL, low INTEGER NOT NULL, high INTEGER NOT NULL, parity INTEGER
    NOT NULL, letters TEXT, by_unit INTEGER NOT NULL, street_id INTEGER, area_id INTEGER NOT
    NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, CONSTRAINT pk_boundaries PRIMARY KEY
    (id), CONSTRAINT fk_boundaries_file_id FOREIGN KEY(file_id) REFERENCES boundary_files
    (id)) STRICT""",
    """CREATE INDEX ix_boundaries_zip ON boundaries (file_id, zip)""",
    """CREATE TABLE certificate_files (id INTEGER NOT NULL, account_number TEXT NOT NULL,
    certificate_number TEXT NOT NULL, file_name TEXT NOT NULL, media_type TEXT NOT NULL,
    sha256 TEXT NOT NULL, content BLOB NOT NULL, attached_at INTEGER NOT NULL, attached_by
    TEXT NOT NULL, CONSTRAINT pk_certificate_files PRIMARY KEY (id), CONSTRAINT
    fk_certificate_files_account_number FOREIGN KEY(account_number) REFERENCES accounts
    (account_number)) STRICT""",
    """CREATE INDEX ix_certificate_files_certificate ON certificate_files (account_number,
    certificate_number)""",
    """CREATE TRIGGER certificate_files_refuses_delete BEFORE DELETE ON certificate_files BEGIN
    SELECT RAISE(ABORT, 'certificate_files is only ever added to'); END""",
    """CREATE TRIGGER certificate_files_refuses_update BEFORE UPDATE ON certificate_files BEGIN
    SELECT RAISE(ABORT, 'certificate_files is only ever added to'); END""",
    """CREATE TABLE locations (id INTEGER NOT NULL, location_code TEXT NOT NULL, account_number
    TEXT NOT NULL, name TEXT, address_line1 TEXT NOT NULL, address_line2 TEXT, city TEXT NOT
    NULL, region TEXT NOT NULL, postal_code TEXT NOT NULL, country TEXT NOT NULL, county_fips
    TEXT, place_fips TEXT, inside_city INTEGER, district TEXT, timezone TEXT, CONSTRAINT
    pk_locations PRIMARY KEY (id), CONSTRAINT ck_locations_inside_city CHECK (inside_city IN
    (0, 1)), CONSTRAINT fk_locations_account_number FOREIGN KEY(account_number) REFERENCES
    accounts (account_number) DEFERRABLE INITIALLY DEFERRED) STRICT""",
    """CREATE UNIQUE INDEX ux_locations_key ON locations (location_code)""",
    """CREATE TABLE rate_plans (id INTEGER NOT NULL, plan_code TEXT NOT NULL, name TEXT NOT NULL,
    deck_code TEXT NOT NULL, initial_seconds INTEGER NOT NULL, increment_seconds INTEGER NOT
    NULL, minimum_seconds INTEGER NOT NULL, free_below_seconds INTEGER NOT NULL, connect_fee
    INTEGER NOT NULL, deck_multiplier INTEGER NOT NULL, call_decimals INTEGER NOT NULL,
    call_rounding TEXT NOT NULL, minimum_charge INTEGER, maximum_charge INTEGER, inbound_rate
    INTEGER NOT NULL, toll_free_rate INTEGER NOT NULL, on_net TEXT NOT NULL,
    directory_assistance_fee INTEGER, allowance_minutes INTEGER NOT NULL, allowance_scope TEXT
    NOT NULL, allowance_connect_fee INTEGER NOT NULL, usage_product TEXT NOT NULL, CONSTRAINT
    pk_rate_plans PRIMARY KEY (id), CONSTRAINT ck_rate_plans_allowance_connect_fee CHECK
    (allowance_connect_fee IN (0, 1)), CONSTRAINT fk_rate_plans_usage_product FOREIGN
    KEY(usage_product) REFERENCES products (product_code) DEFERRABLE INITIALLY DEFERRED)
    STRICT""",
    """CREATE UNIQUE INDEX ux_rate_plans_key ON rate_plans (plan_code)""",
    """CREATE TABLE bundles (id INTEGER NOT NULL, product_code TEXT NOT NULL, component_no
    INTEGER NOT NULL, category TEXT NOT NULL, method TEXT NOT NULL, weight INTEGER, CONSTRAINT
    pk_bundles PRIMARY KEY (id), CONSTRAINT fk_bundles_product_code FOREIGN KEY(product_code)
    REFERENCES products (product_code) DEFERRABLE INITIALLY DEFERRED) STRICT""",
    """CREATE UNIQUE INDEX ux_bundles_key ON bundles (product_code, component_no)""",
    """CREATE TABLE plan_versions_in_force (plan_code TEXT NOT NULL, plan_version_id INTEGER NOT
    NULL, CONSTRAINT pk_plan_versions_in_force PRIMARY KEY (plan_code), CONSTRAINT
    fk_plan_versions_in_force_plan_version_id FOREIGN KEY(plan_version_id) REFERENCES
    plan_versions (id)) STRICT""",
    """CREATE TABLE payment_allocations (system TEXT NOT NULL, source_id TEXT NOT NULL, place
    INTEGER NOT NULL, document_id TEXT NOT NULL, invoice_number TEXT, amount INTEGER NOT NULL,
    applied_on INTEGER, uses_credit INTEGER NOT NULL, CONSTRAINT pk_payment_allocations
    PRIMARY KEY (system, source_id, place), CONSTRAINT fk_payment_allocations_system_source_id
    FOREIGN KEY(system, source_id) REFERENCES payments (system, source_id)) STRICT""",
    """CREATE INDEX ix_payment_allocations_invoice ON payment_allocations (invoice_number)""",
    """CREATE TABLE calls (id INTEGER NOT NULL, import_id INTEGER NOT NULL, "row" INTEGER NOT
    NULL, call_key TEXT NOT NULL, started_at INTEGER NOT NULL, started_micros INTEGER,
    raw_seconds INTEGER NOT NULL, caller INTEGER NOT NULL, called INTEGER NOT NULL,
    billing_number INTEGER NOT NULL, direction INTEGER NOT NULL, answered INTEGER NOT NULL,
    cost INTEGER, hold INTEGER NOT NULL, payer_rule INTEGER NOT NULL, number_id INTEGER,
    status INTEGER NOT NULL, reason INTEGER NOT NULL, call_class INTEGER NOT NULL,
    jurisdiction INTEGER NOT NULL, plan_version_id INTEGER, rate_id INTEGER, period INTEGER,
    rate INTEGER, billed_seconds INTEGER NOT NULL, charge INTEGER NOT NULL, invoice_id
    INTEGER, CONSTRAINT pk_calls PRIMARY KEY (id), CONSTRAINT fk_calls_import_id FOREIGN
    KEY(import_id) REFERENCES imports (id)) STRICT""",
    """CREATE INDEX calls_by_number ON calls (number_id, started_at, invoice_id)""",
    """CREATE INDEX calls_waiting ON calls (status, reason) WHERE status >= 2""",
    """CREATE TABLE key_blocks (id INTEGER NOT NULL, import_id INTEGER NOT NULL, first_call_id
    INTEGER NOT NULL, lowest TEXT NOT NULL, highest TEXT NOT NULL, hashes BLOB NOT NULL,
    offsets BLOB NOT NULL, CONSTRAINT pk_key_blocks PRIMARY KEY (id), CONSTRAINT
    fk_key_blocks_import_id FOREIGN KEY(import_id) REFERENCES imports (id)) STRICT""",
    """CREATE INDEX ix_key_blocks_import_id ON key_blocks (import_id)""",
    """CREATE TABLE malformed_rows (id INTEGER NOT NULL, import_id INTEGER NOT NULL, "row"
    INTEGER NOT NULL, reason INTEGER NOT NULL, column_name TEXT NOT NULL, message TEXT NOT
    NULL, raw TEXT NOT NULL, CONSTRAINT pk_malformed_rows PRIMARY KEY (id), CONSTRAINT
    fk_malformed_rows_import_id FOREIGN KEY(import_id) REFERENCES imports (id)) STRICT""",
    """CREATE INDEX ix_malformed_rows_import_id ON malformed_rows (import_id)""",
    """CREATE TABLE import_findings (id INTEGER NOT NULL, import_id INTEGER NOT NULL, "row"
    INTEGER, code TEXT NOT NULL, message TEXT NOT NULL, CONSTRAINT pk_import_findings PRIMARY
    KEY (id), CONSTRAINT fk_import_findings_import_id FOREIGN KEY(import_id) REFERENCES
    imports (id)) STRICT""",
    """CREATE INDEX ix_import_findings_import_id ON import_findings (import_id)""",
    """CREATE TABLE invoice_lines (invoice_id INTEGER NOT NULL, line_no INTEGER NOT NULL, kind
    TEXT NOT NULL, account_number TEXT NOT NULL, product_code TEXT NOT NULL, gl_code TEXT NOT
    NULL, tax_category TEXT NOT NULL, location_code TEXT NOT NULL, description TEXT NOT NULL,
    quantity INTEGER NOT NULL, unit_price INTEGER, amount INTEGER NOT NULL, start INTEGER NOT
    NULL, "end" INTEGER NOT NULL, reference TEXT NOT NULL, covered_days INTEGER NOT NULL,
    period_days INTEGER NOT NULL, late INTEGER NOT NULL, call_class TEXT, calls INTEGER,
    billed_seconds INTEGER, allowance_seconds INTEGER, exact INTEGER, CONSTRAINT
    pk_invoice_lines PRIMARY KEY (invoice_id, line_no), CONSTRAINT fk_invoice_lines_invoice_id
    FOREIGN KEY(invoice_id) REFERENCES invoices (id)) STRICT""",
    """CREATE INDEX invoice_lines_by_reference ON invoice_lines (reference)""",
    """CREATE TABLE invoice_tax_lines (invoice_id INTEGER NOT NULL, line_no INTEGER NOT NULL,
    tax_code TEXT NOT NULL, bill_label TEXT NOT NULL, class TEXT NOT NULL, family TEXT NOT
    NULL, jurisdiction TEXT NOT NULL, location_code TEXT, base INTEGER, units INTEGER,
    units_counted INTEGER, exempt_amount INTEGER NOT NULL, certificate_number TEXT, rate
    INTEGER NOT NULL, amount INTEGER NOT NULL, sequence INTEGER, source TEXT NOT NULL, trace
    TEXT, CONSTRAINT pk_invoice_tax_lines PRIMARY KEY (invoice_id, line_no), CONSTRAINT
    fk_invoice_tax_lines_invoice_id FOREIGN KEY(invoice_id) REFERENCES invoices (id)) STRICT""",
    """CREATE TABLE invoice_tax_parts (invoice_id INTEGER NOT NULL, tax_line_no INTEGER NOT NULL,
    line_no INTEGER NOT NULL, amount INTEGER NOT NULL, base INTEGER, units INTEGER, counted
    INTEGER, joined INTEGER NOT NULL, exempt INTEGER NOT NULL, CONSTRAINT pk_invoice_tax_parts
    PRIMARY KEY (invoice_id, tax_line_no, line_no), CONSTRAINT fk_invoice_tax_parts_invoice_id
    FOREIGN KEY(invoice_id) REFERENCES invoices (id)) STRICT""",
    """CREATE TABLE invoice_exposures (invoice_id INTEGER NOT NULL, exposure_no INTEGER NOT NULL,
    tax_code TEXT NOT NULL, family TEXT NOT NULL, jurisdiction TEXT NOT NULL, amount INTEGER
    NOT NULL, base INTEGER, units INTEGER, CONSTRAINT pk_invoice_exposures PRIMARY KEY
    (invoice_id, exposure_no), CONSTRAINT fk_invoice_exposures_invoice_id FOREIGN
    KEY(invoice_id) REFERENCES invoices (id)) STRICT""",
    """CREATE TABLE invoice_splits (invoice_id INTEGER NOT NULL, line_no INTEGER NOT NULL,
    component_no INTEGER NOT NULL, category TEXT NOT NULL, method TEXT NOT NULL, amount
    INTEGER NOT NULL, CONSTRAINT pk_invoice_splits PRIMARY KEY (invoice_id, line_no,
    component_no), CONSTRAINT fk_invoice_splits_invoice_id FOREIGN KEY(invoice_id) REFERENCES
    invoices (id)) STRICT""",
    """CREATE TABLE invoice_untaxed (invoice_id INTEGER NOT NULL, decision_no INTEGER NOT NULL,
    line_no INTEGER NOT NULL, category TEXT NOT NULL, tax_code TEXT NOT NULL, jurisdiction
    TEXT NOT NULL, why TEXT NOT NULL, source_note TEXT NOT NULL, CONSTRAINT pk_invoice_untaxed
    PRIMARY KEY (invoice_id, decision_no), CONSTRAINT fk_invoice_untaxed_invoice_id FOREIGN
    KEY(invoice_id) REFERENCES invoices (id)) STRICT""",
    """CREATE TABLE circuits (id INTEGER NOT NULL, circuit_code TEXT NOT NULL, account_number
    TEXT NOT NULL, location_code TEXT NOT NULL, kind TEXT NOT NULL, carrier TEXT,
    carrier_circuit_id TEXT, call_paths INTEGER, starts_on INTEGER NOT NULL, ends_on INTEGER,
    CONSTRAINT pk_circuits PRIMARY KEY (id), CONSTRAINT fk_circuits_account_number FOREIGN
    KEY(account_number) REFERENCES accounts (account_number) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_circuits_location_code FOREIGN KEY(location_code) REFERENCES locations
    (location_code) DEFERRABLE INITIALLY DEFERRED) STRICT""",
    """CREATE UNIQUE INDEX ux_circuits_key ON circuits (circuit_code)""",
    """CREATE TABLE rate_periods (id INTEGER NOT NULL, plan_code TEXT NOT NULL, name TEXT NOT
    NULL, days TEXT NOT NULL, "from" TEXT NOT NULL, "to" TEXT NOT NULL, multiplier INTEGER NOT
    NULL, CONSTRAINT pk_rate_periods PRIMARY KEY (id), CONSTRAINT fk_rate_periods_plan_code
    FOREIGN KEY(plan_code) REFERENCES rate_plans (plan_code) DEFERRABLE INITIALLY DEFERRED)
    STRICT""",
    """CREATE UNIQUE INDEX ux_rate_periods_key ON rate_periods (plan_code, name)""",
    """CREATE TABLE rate_tiers (id INTEGER NOT NULL, plan_code TEXT NOT NULL, kind TEXT NOT NULL,
    from_minutes INTEGER NOT NULL, multiplier INTEGER NOT NULL, CONSTRAINT pk_rate_tiers
    PRIMARY KEY (id), CONSTRAINT fk_rate_tiers_plan_code FOREIGN KEY(plan_code) REFERENCES
    rate_plans (plan_code) DEFERRABLE INITIALLY DEFERRED) STRICT""",
    """CREATE UNIQUE INDEX ux_rate_tiers_key ON rate_tiers (plan_code, from_minutes)""",
    """CREATE TABLE services (id INTEGER NOT NULL, service_code TEXT NOT NULL, account_number
    TEXT NOT NULL, location_code TEXT NOT NULL, product_code TEXT NOT NULL, quantity INTEGER
    NOT NULL, unit_price INTEGER, description TEXT, starts_on INTEGER NOT NULL, ends_on
    INTEGER, contract_line TEXT, CONSTRAINT pk_services PRIMARY KEY (id), CONSTRAINT
    fk_services_account_number FOREIGN KEY(account_number) REFERENCES accounts
    (account_number) DEFERRABLE INITIALLY DEFERRED, CONSTRAINT fk_services_location_code
    FOREIGN KEY(location_code) REFERENCES locations (location_code) DEFERRABLE INITIALLY
    DEFERRED, CONSTRAINT fk_services_product_code FOREIGN KEY(product_code) REFERENCES
    products (product_code) DEFERRABLE INITIALLY DEFERRED) STRICT""",
    """CREATE UNIQUE INDEX ux_services_key ON services (service_code)""",
    """CREATE TABLE charges (id INTEGER NOT NULL, reference TEXT NOT NULL, account_number TEXT
    NOT NULL, location_code TEXT NOT NULL, product_code TEXT NOT NULL, charged_on INTEGER NOT
    NULL, quantity INTEGER NOT NULL, unit_price INTEGER, description TEXT, credits TEXT,
    CONSTRAINT pk_charges PRIMARY KEY (id), CONSTRAINT fk_charges_account_number FOREIGN
    KEY(account_number) REFERENCES accounts (account_number) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_charges_location_code FOREIGN KEY(location_code) REFERENCES locations
    (location_code) DEFERRABLE INITIALLY DEFERRED, CONSTRAINT fk_charges_product_code FOREIGN
    KEY(product_code) REFERENCES products (product_code) DEFERRABLE INITIALLY DEFERRED) STRICT""",
    """CREATE UNIQUE INDEX ux_charges_key ON charges (reference)""",
    """CREATE TABLE exemptions (id INTEGER NOT NULL, account_number TEXT NOT NULL, location_code
    TEXT, certificate_number TEXT NOT NULL, kind TEXT NOT NULL, family TEXT NOT NULL, level
    TEXT NOT NULL, region TEXT, percent INTEGER NOT NULL, effective_from INTEGER NOT NULL,
    expires_on INTEGER, CONSTRAINT pk_exemptions PRIMARY KEY (id), CONSTRAINT
    fk_exemptions_account_number FOREIGN KEY(account_number) REFERENCES accounts
    (account_number) DEFERRABLE INITIALLY DEFERRED, CONSTRAINT fk_exemptions_location_code
    FOREIGN KEY(location_code) REFERENCES locations (location_code) DEFERRABLE INITIALLY
    DEFERRED) STRICT""",
    """CREATE UNIQUE INDEX ux_exemptions_key ON exemptions (account_number, certificate_number,
    family, level, coalesce(region, ''))""",
    """CREATE TABLE mailings (id INTEGER NOT NULL, invoice_id INTEGER NOT NULL, way TEXT NOT
    NULL, state TEXT NOT NULL, address TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT
    NULL, with_calls INTEGER NOT NULL, message_id TEXT NOT NULL, answer TEXT NOT NULL,
    attempts INTEGER NOT NULL, planned_at INTEGER NOT NULL, tried_at INTEGER, CONSTRAINT
    pk_mailings PRIMARY KEY (id), CONSTRAINT uq_mailings_invoice_id_way UNIQUE (invoice_id,
    way), CONSTRAINT fk_mailings_invoice_id FOREIGN KEY(invoice_id) REFERENCES invoices (id))
    STRICT""",
    """CREATE TABLE location_places (id INTEGER NOT NULL, location_code TEXT NOT NULL,
    effective_from INTEGER NOT NULL, county_fips TEXT, place_fips TEXT, inside_city INTEGER,
    district TEXT, method TEXT NOT NULL, reason TEXT NOT NULL, source TEXT NOT NULL,
    recorded_at INTEGER NOT NULL, CONSTRAINT pk_location_places PRIMARY KEY (id), CONSTRAINT
    ck_location_places_inside_city CHECK (inside_city IN (0, 1)), CONSTRAINT
    fk_location_places_location_code FOREIGN KEY(location_code) REFERENCES locations
    (location_code) DEFERRABLE INITIALLY DEFERRED) STRICT""",
    """CREATE UNIQUE INDEX ux_location_places_day ON location_places (location_code,
    effective_from)""",
    """CREATE TABLE tax_adjustments (id INTEGER NOT NULL, "plan" TEXT NOT NULL, account_number
    TEXT NOT NULL, invoice_number TEXT NOT NULL, tax_line TEXT NOT NULL, amount INTEGER NOT
    NULL, why TEXT NOT NULL, made_at INTEGER NOT NULL, invoice_id INTEGER, CONSTRAINT
    pk_tax_adjustments PRIMARY KEY (id), CONSTRAINT fk_tax_adjustments_invoice_id FOREIGN
    KEY(invoice_id) REFERENCES invoices (id)) STRICT""",
    """CREATE INDEX ix_tax_adjustments_account_number ON tax_adjustments (account_number)""",
    """CREATE INDEX ix_tax_adjustments_invoice_id ON tax_adjustments (invoice_id)""",
    """CREATE INDEX ix_tax_adjustments_invoice_number ON tax_adjustments (invoice_number)""",
    """CREATE INDEX ix_tax_adjustments_plan ON tax_adjustments ("plan")""",
    """CREATE TABLE tax_documents (id INTEGER NOT NULL, service TEXT NOT NULL, account_number
    TEXT NOT NULL, period TEXT NOT NULL, kind TEXT NOT NULL, revision INTEGER NOT NULL, code
    TEXT, state TEXT NOT NULL, request_hash TEXT NOT NULL, request BLOB NOT NULL, answer BLOB,
    filed_answer BLOB, attempts INTEGER NOT NULL, last_error TEXT NOT NULL, invoice_id
    INTEGER, created_at INTEGER NOT NULL, changed_at INTEGER NOT NULL, CONSTRAINT
    pk_tax_documents PRIMARY KEY (id), CONSTRAINT
    uq_tax_documents_account_number_period_kind_revision UNIQUE (account_number, period, kind,
    revision), CONSTRAINT uq_tax_documents_code UNIQUE (code), CONSTRAINT
    fk_tax_documents_invoice_id FOREIGN KEY(invoice_id) REFERENCES invoices (id)) STRICT""",
    """CREATE INDEX ix_tax_documents_hash ON tax_documents (request_hash)""",
    """CREATE INDEX ix_tax_documents_invoice_id ON tax_documents (invoice_id)""",
    """CREATE TABLE numbers (id INTEGER NOT NULL, number TEXT NOT NULL, account_number TEXT NOT
    NULL, location_code TEXT NOT NULL, circuit_code TEXT, kind TEXT NOT NULL, rate_plan TEXT
    NOT NULL, starts_on INTEGER NOT NULL, ends_on INTEGER, CONSTRAINT pk_numbers PRIMARY KEY
    (id), CONSTRAINT fk_numbers_account_number FOREIGN KEY(account_number) REFERENCES accounts
    (account_number) DEFERRABLE INITIALLY DEFERRED, CONSTRAINT fk_numbers_location_code
    FOREIGN KEY(location_code) REFERENCES locations (location_code) DEFERRABLE INITIALLY
    DEFERRED, CONSTRAINT fk_numbers_circuit_code FOREIGN KEY(circuit_code) REFERENCES circuits
    (circuit_code) DEFERRABLE INITIALLY DEFERRED, CONSTRAINT fk_numbers_rate_plan FOREIGN
    KEY(rate_plan) REFERENCES rate_plans (plan_code) DEFERRABLE INITIALLY DEFERRED) STRICT""",
    """CREATE UNIQUE INDEX ux_numbers_key ON numbers (number, starts_on)""",
)
"""Statements in their order."""


def upgrade() -> None:
    """Makes them all."""
    for statement in TABLES:
        op.get_bind().exec_driver_sql(" ".join(statement.split()))
