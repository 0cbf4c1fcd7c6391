/** The version of migrate-action, for what it makes; a test holds it against package.json. */
export const VERSION = '0.1.0';
