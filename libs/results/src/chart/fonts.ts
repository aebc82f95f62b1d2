import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Regular and semi-bold Inter (SIL Open Font License), by their names in the package they come from. */
const FONTS = ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf'] as const;

/** Files of the font that figures are set in: beside the bundled program (fonts/), or in node_modules when run from source. */
export function fontFiles(): string[] {
  return FONTS.map((font) => {
    const bundled = fileURLToPath(new URL(`./fonts/${font.split('/')[1]!}`, import.meta.url));
    return existsSync(bundled) ? bundled : createRequire(import.meta.url).resolve(`@expo-google-fonts/inter/${font}`);
  });
}
