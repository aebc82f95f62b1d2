/** Set when the program is bundled; sources of a checkout have no version. */
declare const GRIDSWEEP_VERSION: string | undefined;

export const VERSION = typeof GRIDSWEEP_VERSION === 'string' ? GRIDSWEEP_VERSION : 'checkout';
