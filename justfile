# Approdo, from the desk of a developer. `just` alone lists the commands.

_list:
    @just --list

# Everything that the continuous integration looks at: format, clippy, tests, documentation, browser
check:
    bash scripts/test

# The Rust tests alone; stories on PostgreSQL want APPRODO_TEST_PG, which `just check` starts by itself
test *filter:
    cargo test --workspace {{ filter }}

# The service on ./data, rebuilt for debugging
run *options: web
    cargo run -p approdo -- serve {{ options }}

# A fictional city to look at
demo *options:
    bash scripts/demo {{ options }}

# Sheets, signs and script into web/dist
web:
    cd web && npm ci --ignore-scripts && npm run build

fmt:
    cargo fmt --all

# Advisories, licences and sources of every dependency (cargo install --locked cargo-deny)
deny:
    cargo deny check

# What the binary is made of, as CycloneDX
sbom:
    node scripts/sbom

# A release: package, list of parts, sums; --key FILE signs them, --check builds twice and compares
release *options:
    bash scripts/release {{ options }}
