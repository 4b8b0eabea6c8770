#!/usr/bin/env bash
# Writes a random password for each service of docker-compose.yml into .env (0600) beside it, unless one is there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
umask 077
touch .env
chmod 600 .env
[[ -z $(tail -c 1 .env) ]] || echo >>.env
for name in POSTGRES_PASSWORD RECORDS_PASSWORD REDIS_PASSWORD MINIO_PASSWORD GRAFANA_PASSWORD; do
    grep -q "^$name=." .env || printf '%s=%s\n' "$name" "$(od -An -N20 -tx1 /dev/urandom | tr -d ' \n')" >>.env
done
