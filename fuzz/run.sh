#!/usr/bin/env bash
# Builds the fuzz targets and runs each: `fuzz/run.sh SECONDS [TARGET…]`, JOBS (2) at a time. What breaks a promise, takes more than
# 10 seconds or more than 2 GB is kept in fuzz/artifacts/ and printed (gzip, base64), and the run fails. LOGS names a folder
# for the logs.
# Stable Rust: the compiler's own coverage and libFuzzer are all that is needed.
set -euo pipefail
cd "$(dirname "$0")"
seconds="$1"
shift
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(text markdown html mhtml pdf docx xlsx csv corrections)
logs="${LOGS:-$PWD/target/logs}"
corpus="$PWD/target/corpus"
mkdir -p "$logs" "$corpus" artifacts
touch "$logs/.started"

host=$(rustc -vV | sed -n 's/^host: //p')
coverage="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=3 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing"
bins=()
for target in "${targets[@]}"; do bins+=(--bin "$target"); done
# The flags reach what runs here only where the target is named.
RUSTFLAGS="$coverage" cargo build --target-dir target --locked --release --target "$host" "${bins[@]}"
(cd .. && GONGKAI_SEED_FOLDER="$corpus" cargo test --quiet --locked --test formats -- --exact seeds_for_fuzzing)
mkdir -p "$corpus/pdf"
for page in ../tests/pdf/*.pdf; do
  [ ! -e "$page" ] || cp "$page" "$corpus/pdf/"
done

one() {
  local target="$1"
  mkdir -p "$corpus/$target"
  local folders=("$corpus/$target")
  [ ! -d "seeds/$target" ] || folders+=("seeds/$target")
  "target/$host/release/$target" "${folders[@]}" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
    -max_len=100000 -artifact_prefix="artifacts/$target-" -print_final_stats=1 >"$logs/$target.log" 2>&1
}
export -f one
export corpus logs seconds host
failed=0
printf '%s\n' "${targets[@]}" | xargs -P "${JOBS:-2}" -I{} bash -c 'one {} || { echo "{}: see '"$logs"'/{}.log"; exit 1; }' || failed=1
for target in "${targets[@]}"; do
  printf '%-12s %s\n' "$target" "$(grep -E 'stat::number_of_executed_units|SUMMARY' "$logs/$target.log" | tr -s ' \n' ' ')"
done
find artifacts -type f -newer "$logs/.started" | sort | while read -r found; do
  echo "$found"
  gzip -9nc "$found" | base64
done
exit "$failed"
