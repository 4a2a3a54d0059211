#!/usr/bin/env bash
# Makes report files in every layout and format, some of them printed by a browser and an office suite, reads them back and
# holds every figure against what was printed; writes the table of results into docs/reading.md.
# Usage: .ci/formats.sh [FILES [PRINTED]]: how many files are made here in all, and how many of each kind are printed.
# NODE_FOLDER names a folder with the packages of .ci/package.json, PRINTED_FOLDER one that keeps the printed files.
set -euo pipefail
cd "$(dirname "$0")/.."
files="${1:-2000}" printed="${2:-80}"
root=$PWD

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
folder="${PRINTED_FOLDER:-$work/printed}"
node="${NODE_FOLDER:-$work/node}"
mkdir -p "$folder" "$node"
cp .ci/print.mjs .ci/package.json .ci/package-lock.json .ci/.npmrc "$node"
[ -d "$node/node_modules" ] || (cd "$node" && npm ci --ignore-scripts --no-fund --no-audit)

read_back=(cargo test --locked --release --test formats)
export GONGKAI_PRINTED_FOLDER="$folder"

GONGKAI_TO_PRINT="$printed" "${read_back[@]}" -- --exact pages_for_other_programs_to_print

(cd "$node" && timeout 15m node print.mjs "$folder"/pdf-chromium*)
for kind in "$folder"/pdf-libreoffice*; do
  pages=()
  for page in "$kind"/*.html "$kind"/*.docx; do
    if [ -e "$page" ] && [ ! -e "${page%.*}.pdf" ]; then pages+=("$page"); fi
  done
  [ ${#pages[@]} -gt 0 ] || continue
  timeout 15m soffice "-env:UserInstallation=file://$work/office" --headless \
    --convert-to pdf --outdir "$kind" "${pages[@]}" >"$work/office.log" 2>&1 || { cat "$work/office.log"; exit 1; }
  echo "${#pages[@]} documents printed"
done

GONGKAI_GENERATED_REPORTS="$files" GONGKAI_READING_TABLE="$root/docs/reading.md" \
  "${read_back[@]}" -- --exact --nocapture every_figure_comes_back_right_or_not_at_all
