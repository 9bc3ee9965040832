#!/usr/bin/env bash
# bash sign-in.sh creator@marquee.localhost marquee-demo: prints a token for `Authorization: Bearer`.
set -euo pipefail
web=${3:-http://localhost:3000}

curl -sf -D - -o /dev/null "$web/api/auth/sign-in/email" -H "origin: $web" -H 'content-type: application/json' \
  -d "{\"email\": \"$1\", \"password\": \"$2\"}" | tr -d '\r' | sed -n 's/^set-auth-token: //Ip'
