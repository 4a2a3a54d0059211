#!/usr/bin/env bash
# The example of running on many machines, on this one: 2,000 generated reports are extracted by two Dask workers, one of which
# is killed on the way; the lines are those of a plain run, and the site built from them is the site built from the files.
# Usage: .ci/distributed.sh GONGKAI CORPUS [FOLDER]: the program; the example `corpus`; a folder for the portal and the Python packages.
set -euo pipefail
program=$(realpath "$1") corpus=$(realpath "$2")
cd "$(dirname "$0")/.."
if [ $# -gt 2 ]; then
  work=$3
else
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
fi

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check -r examples/distributed/requirements.txt
"$corpus" --bodies 500 --years 4 --out "$work/portal"

"$work/venv/bin/python" examples/distributed/run.py --gongkai "$program" --root "$work/portal" --out "$work/facts" \
  --workers 2 --batch 50 --kill-after 10

(cd "$work/portal" && find content/reports -name '*.txt' | sort | "$program" extract) >"$work/plain.jsonl"
[ "$(wc -l <"$work/plain.jsonl")" = 2000 ]
cmp <(sort "$work/plain.jsonl") <(cat "$work"/facts/*.jsonl | sort)
echo "the lines are those of a plain run"

# One language halves what is written; tests/extract.rs compares both.
printf 'title = "样例门户"\nlanguages = ["zh"]\n' >"$work/portal/site.toml"
"$program" --root "$work/portal" build --out "$work/from-files" 2>/dev/null
"$program" --root "$work/portal" build --out "$work/from-lines" --extracted "$work/facts/*.jsonl" 2>/dev/null
diff -r "$work/from-files" "$work/from-lines"
rm -rf "$work/from-files" "$work/from-lines" "$work/portal" "$work/facts" "$work/plain.jsonl"
echo "the site is that of the files"
