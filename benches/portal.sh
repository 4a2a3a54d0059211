#!/usr/bin/env bash
# What a portal of a whole country takes to build and to check: generated text reports (see examples/corpus), cold (nothing
# is known), warm (nothing has changed) and with one report changed, and the same for a small portal beside it. Prints one table.
#
#   benches/portal.sh                    3200 bodies of 7 years, on disk and in memory (/dev/shm)
#   BODIES=400 YEARS=3 benches/portal.sh /dev/shm
#
# Wall time on a shared machine swings by a factor of two, CPU time by half: the ratio to the floor, which runs right after,
# is what to compare. The floor writes as many files of the same sizes from memory, in as many threads (examples/floor).
set -euo pipefail
cd "$(dirname "$0")/.."
bodies=${BODIES:-3200}
years=${YEARS:-7}
small=${SMALL:-100}
[ $# -gt 0 ] && places=("$@") || places=("${TMPDIR:-/tmp}" /dev/shm)

cargo build --locked --release --quiet --bin gongkai --example corpus --example floor
target=${CARGO_TARGET_DIR:-target}/release
work=()
trap 'rm -rf "${work[@]}"' EXIT

# measured COMMAND…: wall seconds, CPU seconds, how many cores were busy, and the most memory in MB.
measured() {
  # check ends with 1 where a file of ours is wrong, which is no failure here.
  /usr/bin/time -o "$at/time" -f '%e %U %S %M' "$@" >/dev/null 2>&1 || [ $? -eq 1 ]
  tail -n 1 "$at/time" | awk '{ cpu = $2 + $3; printf "%.2f %.2f %.2f %.0f", $1, cpu, cpu / ($1 > 0 ? $1 : 1), $4 / 1024 }'
}

row() { printf '%-9s %-28s %8s %8s %6s %8s %9s %9s %8s\n' "$@"; }

printf '%s cores, %s bodies of %s years (small: %s bodies), load %s\n\n' \
  "$(nproc)" "$bodies" "$years" "$small" "$(cut -d' ' -f1 /proc/loadavg)"
row place run 'wall s' 'CPU s' cores 'peak MB' files MB 'x floor'
for place in "${places[@]}"; do
  at=$(mktemp -d "$place/portal.XXXXXX")
  work+=("$at")
  for count in "$small" "$bodies"; do
    portal=$at/$count
    "$target/examples/corpus" --bodies "$count" --years "$years" --out "$portal"
    printf 'title = "样例门户"\nlanguages = ["zh"]\nsource_pages = false\n' >"$portal/site.toml"
    build=("$target/gongkai" --root "$portal" build)
    cold=$(measured "${build[@]}" --fresh)
    files=$(find "$portal/public" -type f | wc -l)
    size=$(find "$portal/public" -type f -printf '%s\n' | awk '{ sum += $1 } END { printf "%.0f", sum / 1048576 }')
    floor=$(measured "$target/examples/floor" "$portal/public" "$at/floor")
    rm -rf "$at/floor"
    times() { awk -v run="$1" -v floor="$floor" 'BEGIN { split(run, r); split(floor, f); printf "%.1f", r[2] / (f[2] > 0 ? f[2] : 0.01) }'; }
    reports=$((count * years))
    # The words of a run are its numbers, so they are not quoted.
    # shellcheck disable=SC2086
    {
      row "$place" "floor of $reports" $floor "$files" "$size" 1.0
      row "$place" "build $reports cold" $cold "$files" "$size" "$(times "$cold")"
      warm=$(measured "${build[@]}")
      row "$place" "build $reports warm" $warm "$files" "$size" "$(times "$warm")"
      changed=$(find "$portal/content/reports" -name '2023.txt' | sort | sed -n 1p)
      printf '\n另有一句话。\n' >>"$changed"
      one=$(measured "${build[@]}")
      row "$place" "build $reports one changed" $one "$files" "$size" "$(times "$one")"
      row "$place" "check $reports cold" $(measured "$target/gongkai" --root "$portal" check --fresh) - - -
      row "$place" "check $reports warm" $(measured "$target/gongkai" --root "$portal" check) - - -
    }
    rm -rf "$portal"
  done
done
