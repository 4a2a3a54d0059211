#!/usr/bin/env bash
# How long reading takes: generated reports in several formats, cold (nothing is known) and warm (nothing has changed).
# Prints one table. Wall time on a shared machine swings by a factor of two; CPU time is what to compare.
#
#   benches/reading.sh [FORMAT…]      default: txt html docx pdf
#   REPORTS=1000 benches/reading.sh   how many files of each
#
# Printing PDF files needs Chromium ($CHROMIUM, or /usr/bin/chromium); $PRINTED distinct ones are printed, the rest are
# copies with other bytes. Measured is `gongkai check`: reading, checking, and comparing across years.
set -euo pipefail
cd "$(dirname "$0")/.."
reports=${REPORTS:-1000}
printed=${PRINTED:-40}
[ $# -gt 0 ] && formats=("$@") || formats=(txt html docx pdf)

cargo build --locked --release --quiet --bin gongkai --example corpus
target=${CARGO_TARGET_DIR:-target}/release
work=$(mktemp -d "${TMPDIR:-/tmp}/reading.XXXXXX")
trap 'rm -rf "$work"' EXIT

# measured PORTAL ARGUMENTS…: wall and CPU seconds and the most memory of one run, and how many files it read.
measured() {
  local portal=$1 read
  shift
  # check ends with 1 where a file of ours is wrong, which is no failure here.
  /usr/bin/time -o "$work/time" -f '%e %U %S %M' "$target/gongkai" --root "$portal" --lang en check -v "$@" \
    >/dev/null 2>"$work/said" || true
  read=$(sed -n 's/.*read: \([0-9]*\)$/\1/p' "$work/said" | head -n 1)
  tail -n 1 "$work/time" | awk -v read="${read:-?}" '{ printf "%8.2f %8.2f %8.0f %8s", $1, $2 + $3, $4 / 1024, read }'
}

printf '%s cores, %s files of each format\n\n' "$(nproc)" "$reports"
printf '%-6s %-5s %8s %8s %8s %8s %10s\n' format cache 'wall s' 'CPU s' 'peak MB' read 'KB a file'
for format in "${formats[@]}"; do
  portal=$work/$format
  # Four years of each body, so that both editions and figures across years are there.
  "$target/examples/corpus" --bodies $(((reports + 3) / 4)) --years 4 --format "$format" --printed "$printed" --out "$portal"
  size=$(find "$portal/content/reports" -type f -printf '%s\n' | awk '{ sum += $1 } END { printf "%.0f", sum / NR / 1024 }')
  printf '%-6s %-5s %s %10s\n' "$format" cold "$(measured "$portal" --fresh)" "$size"
  printf '%-6s %-5s %s %10s\n' "$format" warm "$(measured "$portal")" "$size"
  rm -rf "$portal"
done
