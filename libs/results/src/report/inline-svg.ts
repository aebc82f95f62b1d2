import { BEHIND, CURVE_COLORS, INK, MUTED, PAPER, RULE } from '../chart/palette.ts';
import { renderSvg } from '../chart/render.ts';
import type { Figure } from './figures.ts';
import { html, trusted, type Markup } from './html.ts';

/** A figure inside a page: colours of text, lines and paper follow the page's theme; a phone gets the narrow layout. */
export function inlineFigure(figure: Figure): Markup {
  const wide = themed(renderSvg(figure.wide, `${figure.name}-wide`));
  const narrow = themed(renderSvg(figure.narrow, `${figure.name}-narrow`));
  return html`<figure id="${figure.name}">
    <div class="picture wide" role="img" aria-label="${figure.caption}">${trusted(wide)}</div>
    <div class="picture narrow" role="img" aria-label="${figure.caption}">${trusted(narrow)}</div>
    <figcaption>
      ${figure.caption}
      <a href="${figure.name}.svg">SVG</a>
      <a href="${figure.name}.png">PNG</a>
    </figcaption>
  </figure>`;
}

const THEMED: Readonly<Record<string, string>> = {
  [INK]: 'var(--ink)',
  [MUTED]: 'var(--muted)',
  [PAPER]: 'var(--paper)',
  [RULE]: 'var(--rule)',
  // What ECharts fills hollow symbols with.
  '#fff': 'var(--paper)',
  // The darkest of the curves' colours.
  [CURVE_COLORS[0]]: 'var(--blue)',
  [BEHIND]: 'var(--behind)',
};

function themed(svg: string): string {
  return Object.entries(THEMED).reduce(
    (text, [color, variable]) => text.replaceAll(`"${color}"`, `"${variable}"`),
    svg,
  );
}
