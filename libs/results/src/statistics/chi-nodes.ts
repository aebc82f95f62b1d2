export interface Node {
  readonly at: number;
  readonly weight: number;
}

/**
 * Nodes and weights of the mean of f(S/σ), where S² estimates a variance σ² from normal values: df · S²/σ² is chi-squared. By
 * the trapezoidal rule over the logarithm of S/σ, whose density goes with exp(df · (u − e^2u / 2)) and whose standard deviation is
 * near (2 df)^−½; exact to about 1e-9 for a smooth f. Weights add up to 1.
 */
export function chiNodes(degreesOfFreedom: number): Node[] {
  const step = 0.4 / Math.sqrt(2 * degreesOfFreedom + 1);
  const densities: Node[] = [];
  const add = (u: number) => {
    const weight = Math.exp(degreesOfFreedom * (u - Math.expm1(2 * u) / 2));
    densities.push({ at: Math.exp(u), weight });
    return weight > NEGLIGIBLE;
  };
  for (let index = 0; add(index * step); index += 1);
  for (let index = -1; add(index * step); index -= 1);
  const total = densities.reduce((sum, { weight }) => sum + weight, 0);
  return densities.map(({ at, weight }) => ({ at, weight: weight / total }));
}

const NEGLIGIBLE = 1e-13;
