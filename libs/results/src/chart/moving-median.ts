/** Fewer points have no trend. */
const LEAST_POINTS = 12;
const MOST_PLACES = 80;

/**
 * The median over a window of an eighth of the points, at least five, moved along the axis; empty for fewer than twelve points. Points
 * in any order; the answer ascends.
 */
export function movingMedian(points: readonly { readonly at: number; readonly value: number }[]) {
  if (points.length < LEAST_POINTS) return [];
  const sorted = points.toSorted((a, b) => a.at - b.at);
  const half = Math.max(2, Math.round(sorted.length / 16));
  const step = Math.max(1, Math.floor(sorted.length / MOST_PLACES));
  const places: { readonly at: number; readonly value: number }[] = [];
  for (let middle = half; middle < sorted.length - half; middle += step) {
    const window = sorted.slice(middle - half, middle + half + 1);
    places.push({ at: sorted[middle]!.at, value: median(window.map(({ value }) => value)) });
  }
  return places;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
