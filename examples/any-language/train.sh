#!/bin/sh
# Minimises f(x) = (x - 3)^2 by gradient descent with momentum. POSIX sh and awk are all it needs.
# It speaks the whole protocol of docs/commands.md, as a program in any language can.
set -eu
export LC_ALL=C

lr=0.1 momentum=0 steps=200 log_every=1
for argument; do
  case $argument in
    --lr=*) lr=${argument#*=} ;;
    --momentum=*) momentum=${argument#*=} ;;
    --steps=*) steps=${argument#*=} ;;
    --log_every=*) log_every=${argument#*=} ;;
    *)
      echo "$argument is not accepted; give --lr=, --momentum=, --steps= or --log_every=" >&2
      exit 78 # Never to be tried again.
      ;;
  esac
done

# Metrics are JSON lines; outside of Gridsweep they are printed.
report() {
  if [ -n "${GRIDSWEEP_METRICS_FILE:-}" ]; then echo "$1" >>"$GRIDSWEEP_METRICS_FILE"; else echo "$1"; fi
}

# A folder that is written aside gets its name when it is whole, and is reported after that.
checkpoint() {
  [ -n "${GRIDSWEEP_CHECKPOINT_DIR:-}" ] && [ "$step" != "$saved" ] || return 0
  folder=$GRIDSWEEP_CHECKPOINT_DIR/step-$step aside=$GRIDSWEEP_CHECKPOINT_DIR/aside
  rm -rf "$aside" "$folder" && mkdir "$aside" && echo "$step $x $velocity" >"$aside/state" && mv "$aside" "$folder" &&
    report "{\"checkpoint\":\"step-$step\",\"step\":$step}" && saved=$step
}

stopping=
[ -z "${GRIDSWEEP_METRICS_FILE:-}" ] || trap 'stopping=yes' TERM

# Where it starts depends on the seed, or on the checkpoint that an earlier attempt left.
step=0 x=$((10 + ${GRIDSWEEP_SEED:-0})) velocity=0 saved=
if [ "${GRIDSWEEP_RESUME:-}" = 1 ]; then
  for folder in "$GRIDSWEEP_CHECKPOINT_DIR"/step-*; do read -r step x velocity <"$folder/state"; done
  saved=$step
fi

while [ "$step" -lt "$steps" ]; do
  if [ -n "$stopping" ]; then
    checkpoint
    exit 75 # Handed back: a later attempt goes on.
  fi
  # With 17 digits every bit comes back.
  result=$(
    awk -v step="$step" -v steps="$steps" -v count="$log_every" -v x="$x" -v velocity="$velocity" \
      -v lr="$lr" -v momentum="$momentum" '
      function json(value) {
        value = sprintf("%.17g", value)
        return value ~ /nan/ ? "NaN" : value ~ /inf/ ? "Infinity" : value
      }
      BEGIN {
        while (count-- > 0 && step < steps) {
          velocity = momentum * velocity + 2 * (x - 3)
          x -= lr * velocity
          step++
        }
        print step, json(x), json(velocity), json((x - 3) * (x - 3))
      }'
  ) || {
    # The request to stop goes to every process of the group, awk too: then this piece is for the next attempt.
    [ -n "$stopping" ] || exit 1
    continue
  }
  read -r step x velocity loss <<END
$result
END
  report "{\"step\":$step,\"loss\":$loss}"
  # What is not finite any more stays so: that is this setting's result.
  case $loss in NaN | Infinity) break ;; esac
  # Where a request to stop ended mkdir or mv, it is made again on top of this loop.
  [ $((step % (10 * log_every))) -ne 0 ] || checkpoint || [ -n "$stopping" ]
done

report '{"done":true}'
