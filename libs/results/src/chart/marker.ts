import type { CurveStyle } from './palette.ts';
import { PAPER } from './palette.ts';
import { element, polygon } from './svg.ts';

/** A point's mark, of the curve's own shape. @param radius in pixels. */
export function marker(x: number, y: number, { symbol, color }: CurveStyle, radius = 3.5): string {
  const isHollow = symbol.startsWith('empty');
  const look = {
    fill: isHollow ? PAPER : color,
    stroke: isHollow ? color : PAPER,
    'stroke-width': isHollow ? 1.5 : 0.75,
  };
  switch (symbol.replace('empty', '').toLowerCase()) {
    case 'circle':
      return element('circle', { cx: x, cy: y, r: radius, ...look });
    case 'rect': {
      const side = 1.8 * radius;
      return element('rect', { x: x - side / 2, y: y - side / 2, width: side, height: side, ...look });
    }
    case 'triangle':
      return polygon(around(x, y, 1.2 * radius, [-90, 30, 150]), look);
    case 'diamond':
      return polygon(around(x, y, 1.3 * radius, [-90, 0, 90, 180]), look);
    default:
      return '';
  }
}

function around(x: number, y: number, radius: number, degrees: readonly number[]): [number, number][] {
  return degrees.map((degree) => {
    const angle = (degree / 180) * Math.PI;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  });
}
