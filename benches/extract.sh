#!/usr/bin/env bash
# What `gongkai extract` takes of generated reports in several formats: CPU time of all its processes, and how long its lines are.
# Prints one table, from which docs/scale.md works out what many reports cost.
#
#   benches/extract.sh [FORMAT…]      default: txt html docx pdf
#   REPORTS=2000 benches/extract.sh   how many files of each
#
# Printing PDF files needs Chromium ($CHROMIUM, or /usr/bin/chromium); $PRINTED distinct ones are printed, the rest are
# copies with other bytes.
set -euo pipefail
cd "$(dirname "$0")/.."
reports=${REPORTS:-1000}
printed=${PRINTED:-40}
[ $# -gt 0 ] && formats=("$@") || formats=(txt html docx pdf)

cargo build --locked --release --quiet --bin gongkai --example corpus
target=$(realpath "${CARGO_TARGET_DIR:-target}/release")
work=$(mktemp -d "${TMPDIR:-/tmp}/extract.XXXXXX")
trap 'rm -rf "$work"' EXIT

printf '%s cores, %s files of each format, load %s\n\n' "$(nproc)" "$reports" "$(cut -d' ' -f1 /proc/loadavg)"
row() { printf '%-6s %10s %8s %16s %10s %10s %8s\n' "$@"; }
row format 'KB a file' 'wall s' 'CPU s per 1,000' 'KB a line' 'gzip KB' 'peak MB'
for format in "${formats[@]}"; do
  portal=$work/$format
  "$target/examples/corpus" --bodies $(((reports + 3) / 4)) --years 4 --format "$format" --printed "$printed" --out "$portal"
  size=$(find "$portal/content/reports" -type f -printf '%s\n' | awk '{ sum += $1 } END { printf "%.0f", sum / NR / 1024 }')
  find "$portal/content/reports" -type f | sort >"$work/paths"
  # The time of the processes that read is counted with that of the one that started them; the memory is the largest of them.
  /usr/bin/time -o "$work/time" -f '%e %U %S %M' "$target/gongkai" --root "$portal" extract <"$work/paths" >"$work/lines"
  failed=$(grep -c '"error":{' "$work/lines" || true)
  [ "$failed" = 0 ] || echo "$failed of the lines are failures" >&2
  count=$(wc -l <"$work/paths")
  line=$(wc -c <"$work/lines")
  packed=$(gzip -c "$work/lines" | wc -c)
  read -r wall user system memory < <(tail -n 1 "$work/time")
  numbers=$(awk -v wall="$wall" -v cpu="$user $system" -v memory="$memory" -v count="$count" -v line="$line" -v packed="$packed" 'BEGIN {
    split(cpu, part)
    printf "%.2f %.2f %.1f %.1f %.0f", wall, (part[1] + part[2]) * 1000 / count, line / count / 1024, packed / count / 1024, memory / 1024
  }')
  # The numbers are words of their own, so they are not quoted.
  # shellcheck disable=SC2086
  row "$format" "$size" $numbers
  rm -rf "$portal" "$work/lines"
done
