import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { deflate, deflateSync } from 'node:zlib';
import { renderAsync, Resvg, type RenderedImage, type ResvgRenderOptions } from '@resvg/resvg-js';
import type { Drawing } from './layout.ts';
import { pngFile, scanlines, type Pixels } from './png.ts';

const MM_PER_INCH = 25.4;
const PIXELS_PER_INCH = 96;

/**
 * A figure as SVG text, the same for the same drawing. It says its size in millimetres (its coordinates are pixels of 96 an
 * inch), so that LaTeX and word processors include it as wide as a column or a page of print.
 * @param id begins every id inside, so that several figures can stand in one page.
 */
export function renderSvg({ width, height, svg }: Drawing, id: string): string {
  // Whole millimetres: 680 pixels are 180 mm and not 179.9.
  const across = Math.round((width / PIXELS_PER_INCH) * MM_PER_INCH);
  const down = Number(((across * height) / width).toFixed(2));
  const size = `width="${across}mm" height="${down}mm" viewBox="0 0 ${width} ${height}"`;
  const whole = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${size}>${named(svg, id)}</svg>`;
  // XML cannot hold everything that a text can.
  return whole.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
}

/** Ids and what refers to them, with a name in front. */
function named(svg: string, id: string): string {
  return svg
    .replace(/ id="([^"]*)"/g, ` id="${id}-$1"`)
    .replace(/url\(#([^)]*)\)/g, `url(#${id}-$1)`)
    .replace(/href="#([^"]*)"/g, `href="#${id}-$1"`);
}

/** Of print. */
const DOTS_PER_INCH = 300;
/** How many pictures are computed at once: on threads of their own, and each takes its pixels' memory. */
const AT_ONCE = 4;

/** An SVG on white paper as PNG bytes, at 300 dots an inch of its size, which the file says. */
export function renderPng(svg: string): Uint8Array {
  const pixels = pixelsOf(new Resvg(svg, pngOptions()).render());
  return pngFile(pixels, deflateSync(scanlines(pixels)), DOTS_PER_INCH);
}

/** As `renderPng`, of many: in the order given, several at once beside the program's own thread. */
export async function renderPngs(svgs: readonly string[]): Promise<Uint8Array[]> {
  const files = new Array<Uint8Array>(svgs.length);
  const options = pngOptions();
  let next = 0;
  const work = async () => {
    for (let at = next++; at < svgs.length; at = next++) {
      const pixels = pixelsOf(await renderAsync(svgs[at]!, options));
      files[at] = pngFile(pixels, await compress(scanlines(pixels)), DOTS_PER_INCH);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return files;
}

const compress = promisify(deflate);

/** resvg's own PNG is a third larger, and made on the thread that asks for it. */
function pixelsOf({ width, height, pixels: rgba }: RenderedImage): Pixels {
  return { width, height, rgba };
}

function pngOptions(): ResvgRenderOptions {
  const font = { fontFiles: fontFiles(), loadSystemFonts: false, defaultFontFamily: 'Inter' };
  return { fitTo: { mode: 'zoom', value: DOTS_PER_INCH / PIXELS_PER_INCH }, font, background: '#ffffff' };
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
