import { expect, test } from 'vitest';
import { SHADE, shade } from './shade.ts';

const rgb = (hex: string) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

/** W3C's relative luminance (WCAG 2.2). */
function luminance(color: readonly number[]): number {
  const [red, green, blue] = color.map((byte) => {
    const value = byte / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(a: readonly number[], b: readonly number[]): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
}

const THEMES = [
  { name: 'white paper', paper: rgb('#ffffff'), ink: rgb('#1b1f24') },
  { name: 'the dark page', paper: rgb('#1a1d21'), ink: rgb('#e8eaed') },
];
const WHITE = rgb('#fefefe');

test.each(THEMES)('text on every shade has a contrast of 4.5 on $name', ({ paper, ink }) => {
  for (let step = 0; step <= 1000; step += 1) {
    const { opacity, isDark } = shade(step / 1000);
    const fill = rgb(SHADE).map((channel, at) => opacity * channel + (1 - opacity) * paper[at]!);
    expect(contrast(fill, isDark ? WHITE : ink), `share ${step / 1000}`).toBeGreaterThanOrEqual(4.5);
  }
});

test('more is always stronger', () => {
  const opacities = Array.from({ length: 101 }, (_, at) => shade(at / 100).opacity);
  expect(opacities.every((opacity, at) => at === 0 || opacity > opacities[at - 1]!)).toBe(true);
  expect(opacities.at(-1)).toBe(1);
});
