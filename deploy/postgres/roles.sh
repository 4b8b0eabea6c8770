#!/bin/bash
# Run once by the image, on an empty volume: the records belong to an ordinary role. A superuser would pass
# row-level security.
set -euo pipefail
psql -v ON_ERROR_STOP=1 -v secret="$RECORDS_PASSWORD" --username "$POSTGRES_USER" --dbname postgres <<'SQL'
CREATE ROLE eva LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'secret';
CREATE DATABASE eva OWNER eva;
REVOKE ALL ON DATABASE eva FROM PUBLIC;
SQL
