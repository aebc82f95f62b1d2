/**
 * Expected largest of k values drawn without replacement from n, exactly: Σ v₍ᵢ₎ C(i − 1, k − 1) / C(n, k) over the values in ascending
 * order. What a search of k random settings finds (J. Dodge et al., "Show Your Work", EMNLP 2019, whose estimator draws with
 * replacement and is biased low; this is the unbiased one of R. Tang et al., "Showing Your Work Doesn't Always Work", ACL 2020).
 * @param ascending values; −Infinity for one without a result
 * @param k from 1 to their number
 * @returns null where all k could be without a result
 */
export function expectedLargest(ascending: readonly number[], k: number): number | null {
  let expected = 0;
  let weight = k / ascending.length;
  for (let i = ascending.length; i >= k; i -= 1) {
    const value = ascending[i - 1]!;
    if (value === -Infinity) return null;
    expected += weight * value;
    // C(i − 2, k − 1) / C(i − 1, k − 1)
    weight *= i === 1 ? 0 : (i - k) / (i - 1);
  }
  return expected;
}

/**
 * Expected best of k values drawn without replacement, for each count that is asked for.
 * @param goalSign 1 where larger is better, −1 where smaller is
 * @param otherwise what a value that is not finite counts as; undefined: as one without a result
 * @returns null where all k could be without a result
 */
export function expectedBestOf(
  values: readonly number[],
  counts: readonly number[],
  goalSign: 1 | -1,
  otherwise?: number,
): (number | null)[] {
  const missing = otherwise === undefined ? -Infinity : goalSign * otherwise;
  const ascending = values.map((value) => (Number.isFinite(value) ? goalSign * value : missing)).sort((a, b) => a - b);
  return counts.map((k) => {
    const expected = expectedLargest(ascending, k);
    return expected === null ? null : goalSign * expected;
  });
}

/** 1 to n; of a large n about so many counts, evenly spread on a logarithmic scale, the first and the last among them. */
export function spreadCounts(n: number, most: number): number[] {
  if (n <= most) return Array.from({ length: n }, (_, at) => at + 1);
  const spread = Array.from({ length: most }, (_, at) => Math.round(n ** (at / (most - 1))));
  return [...new Set(spread)];
}
