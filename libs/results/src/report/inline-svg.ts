import { BEHIND, CURVE_COLORS, INK, MUTED, PAPER, RULE } from '../chart/palette.ts';
import { renderSvg } from '../chart/render.ts';
import { figureFiles } from './figure-files.ts';
import type { Figure } from './figures.ts';
import { html, trusted, type Markup } from './html.ts';

/**
 * A figure inside a page: colours of text, lines and paper follow the page's theme; a phone gets the narrow layout.
 * @param number in the page's order.
 */
export function inlineFigure(figure: Figure, number: number): Markup {
  const wide = themed(renderSvg(figure.wide, `${figure.name}-wide`), figure.wide.width);
  const narrow = themed(renderSvg(figure.narrow, `${figure.name}-narrow`), figure.narrow.width);
  const label = `Figure ${number}. ${figure.caption}`;
  const [wideFiles, narrowFiles] = figureFiles(figure.name);
  return html`<figure id="${figure.name}">
    <div class="picture wide" role="img" aria-label="${label}">${trusted(wide)}</div>
    <div class="picture narrow" role="img" aria-label="${label}">${trusted(narrow)}</div>
    <figcaption>
      <b>Figure ${number}.</b> ${figure.caption}
      <span class="files">
        180 mm: <a href="${wideFiles.svg}">SVG</a> <a href="${wideFiles.png}">PNG</a> · 85 mm:
        <a href="${narrowFiles.svg}">SVG</a> <a href="${narrowFiles.png}">PNG</a>
      </span>
    </figcaption>
  </figure> `;
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

/** As wide as the drawing at most, and no wider than its place. */
function themed(svg: string, width: number): string {
  const colored = Object.entries(THEMED).reduce(
    (text, [color, variable]) => text.replaceAll(`"${color}"`, `"${variable}"`),
    svg,
  );
  return colored.replace(/ width="[^"]*" height="[^"]*"/, ` style="max-width:${width}px"`);
}
