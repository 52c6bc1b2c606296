#!/bin/bash
# Run once by the PostgreSQL image: the owner migrates, the application role serves.
set -eu
psql -v ON_ERROR_STOP=1 -U postgres -v owner="$OWNER_PASSWORD" -v application="$APPLICATION_PASSWORD" <<'SQL'
CREATE ROLE caseflow_owner LOGIN PASSWORD :'owner';
CREATE ROLE caseflow LOGIN PASSWORD :'application';
CREATE DATABASE caseflow OWNER caseflow_owner;
REVOKE ALL ON DATABASE caseflow FROM PUBLIC;
GRANT CONNECT ON DATABASE caseflow TO caseflow;
SQL
