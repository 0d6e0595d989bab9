#!/bin/sh
# Puts the pages together: one frame around each, the style sheet under a name that changes with its content.
set -eu
rm -rf public
mkdir -p public/assets public/chapters
sum=$(sha256sum site/assets/style.css | cut -c1-8)
cp site/assets/style.css "public/assets/style.$sum.css"
for page in site/*.html site/chapters/*.html; do
  to=public/${page#site/}
  { printf '<!doctype html><link rel="stylesheet" href="/assets/style.%s.css">\n' "$sum"; cat "$page"; } >"$to"
done
