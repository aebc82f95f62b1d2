import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';
import { CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { SVGRenderer } from 'echarts/renderers';
import type { Drawing } from './layout.ts';

/**
 * A figure as SVG text, the same for the same drawing.
 * @param id begins every id and class inside, so that several figures can stand in one page.
 */
export function renderSvg({ width, height, option }: Drawing, id: string): string {
  use([
    ...[CustomChart, LineChart, ScatterChart, SVGRenderer, LabelLayout],
    ...[GridComponent, LegendComponent, TitleComponent],
  ]);
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption(option);
    return (
      chart
        .renderToSVGString()
        // Rules for a pointer over the figure, of no use in a still picture, under names that are counted over all figures.
        .replace(/<style ?>[^]*?<\/style>\s*/g, '')
        .replace(/ class="[^"]*"/g, '')
        // zrender counts its instances in the ids it makes.
        .replace(/\bzr\d+-/g, `${id}-`)
        // XML cannot hold everything that a text can.
        .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    );
  } finally {
    chart.dispose();
  }
}

/** An SVG as PNG bytes. @param pixelRatio pixels per CSS pixel. */
export function renderPng(svg: string, pixelRatio = 2): Uint8Array {
  const font = { fontFiles: fontFiles(), loadSystemFonts: false, defaultFontFamily: 'Inter' };
  return new Resvg(svg, { fitTo: { mode: 'zoom', value: pixelRatio }, font }).render().asPng();
}

/** Regular and semi-bold Inter (SIL Open Font License), by their names in the package they come from. */
const FONTS = ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf'] as const;

/** Files of the font that figures are set in: beside the bundled program (fonts/), or in node_modules when run from source. */
export function fontFiles(): string[] {
  return FONTS.map((font) => {
    const bundled = fileURLToPath(new URL(`./fonts/${font.split('/')[1]!}`, import.meta.url));
    return existsSync(bundled) ? bundled : createRequire(import.meta.url).resolve(`@expo-google-fonts/inter/${font}`);
  });
}
