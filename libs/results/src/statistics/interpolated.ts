/**
 * A smooth function that takes long, on 0 to `last`: computed at whole numbers, once and only where needed, with a cubic through four
 * neighbours in between.
 * @param last at least 3
 */
export function interpolated(exact: (place: number) => number, last: number): (place: number) => number {
  const values = new Float64Array(last + 1);
  const known = new Uint8Array(last + 1);
  const compute = (first: number) => {
    for (let place = first; place < first + 4; place += 1) {
      if (known[place] === 1) continue;
      values[place] = exact(place);
      known[place] = 1;
    }
  };
  return (place) => {
    const first = Math.min(Math.max(Math.floor(place) - 1, 0), last - 3);
    compute(first);
    const t = place - first;
    return (
      (-values[first]! * (t - 1) * (t - 2) * (t - 3)) / 6 +
      (values[first + 1]! * t * (t - 2) * (t - 3)) / 2 -
      (values[first + 2]! * t * (t - 1) * (t - 3)) / 2 +
      (values[first + 3]! * t * (t - 1) * (t - 2)) / 6
    );
  };
}
