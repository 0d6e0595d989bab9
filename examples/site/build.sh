#!/bin/sh
# Puts the pages together. A generator would do this in a larger site.
set -e
mkdir -p dist
cp -R pages/. dist/
