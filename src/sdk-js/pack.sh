#!/bin/sh -e
# Packs this package into the example, which has to work beside a checkout and without a registry, and notes its digest there.
cd "$(dirname "$0")"
example=../../examples/integrations
npm pack --silent --pack-destination "$example/vendor"
cd "$example"
npm install --package-lock-only --no-audit --no-fund ./vendor/slipway-sdk-1.0.0.tgz
