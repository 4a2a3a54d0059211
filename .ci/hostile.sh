#!/usr/bin/env bash
# Runs the program on files made to harm it and prints what each took; fails where one takes more than 5 seconds or 500 MB,
# or ends in another way than with a report or a diagnostic.
# Usage: .ci/hostile.sh GONGKAI [FOLDER]: the program; a folder that keeps the files.
set -euo pipefail
program=$(realpath "$1")
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
folder=$(realpath -m "${2:-$work/hostile}")
seconds=5 megabytes=500

GONGKAI_HOSTILE_FOLDER="$folder" cargo test --locked --release --test hostile -- --exact hostile_files_in_full_size

bad=0 count=0
while read -r file; do
  count=$((count + 1))
  code=0
  # The program starts before its limits are known to it: what it may not have it is refused, and ends.
  (ulimit -v 2000000; exec /usr/bin/time -o "$work/time" -f '%e %M' timeout -k 1 $((seconds * 4)) \
    "$program" show "$file") >"$work/out" 2>&1 </dev/null || code=$?
  read -r took kilobytes < <(tail -n 1 "$work/time")
  verdict=ok
  [ "$code" -le 1 ] || verdict="ended with $code"
  grep -q '\[internal\]' "$work/out" && verdict="a panic"
  awk -v a="$took" -v b="$seconds" 'BEGIN { exit !(a > b) }' && verdict="too slow"
  [ "$kilobytes" -le $((megabytes * 1024)) ] || verdict="too large"
  # Hundreds of truncated and random files are shown only where they are of interest.
  if [ "$verdict" != ok ] || [[ "$file" != */broken/* ]]; then
    printf '%-40s %7s s %6d MB  %s\n' "${file#"$folder"/}" "$took" $((kilobytes / 1024)) "$verdict"
  fi
  [ "$verdict" = ok ] || bad=$((bad + 1))
done < <(find "$folder" -type f | sort)
echo "$count files, $bad beyond the limits"

# All of them at once, as many machines would read them: each has its line, and none ends a process.
portal=$work/portal
mkdir -p "$portal/content"
cp -r "$folder" "$portal/content/reports"
find "$portal/content/reports" -type f | sort >"$work/paths"
"$program" --root "$portal" extract --timeout $((seconds * 4)) --memory 2000 <"$work/paths" >"$work/lines" 2>"$work/err"
[ "$(wc -l <"$work/lines")" = "$(wc -l <"$work/paths")" ]
ended=$(grep -c '"code":"extract-\(time\|died\)"' "$work/lines" || true)
echo "$ended of them ended a process of gongkai extract"
[ "$ended" = 0 ]
[ "$bad" -eq 0 ]
