/** One hue, readable on white and on dark paper, which shows through: the stronger the more. */
export const SHADE = '#12609f';

/** Between these opacities neither ink nor white reads well on white paper. */
const DARK_FROM = 0.835;
const LIGHT_TO = 0.73;
const LEAST = 0.09;

export interface Shade {
  readonly opacity: number;
  /** Whether text on it is white on any paper; else it is in ink. */
  readonly isDark: boolean;
}

/** @param share of the scale, from 0 to 1. Opacities on which no text would read are stepped over. */
export function shade(share: number): Shade {
  const turn = 0.8;
  if (share < turn) return { opacity: LEAST + (share / turn) * (LIGHT_TO - LEAST), isDark: false };
  return { opacity: DARK_FROM + ((share - turn) / (1 - turn)) * (1 - DARK_FROM), isDark: true };
}
