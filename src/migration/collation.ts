/** The order that JavaScript's `localeCompare` gives names in English, by which some tools order theirs. */

/** As `a.localeCompare(b, 'en')`. */
export function compareInEnglish(a: string, b: string): number {
  return simply(a, b) ?? a.localeCompare(b, 'en');
}

/**
 * Where names first differ in digits or small letters, or one goes on from the other, as those do that begin with a time, every language's
 * rules agree with the characters' codes. The rules themselves take 14 ms to load.
 */
function simply(a: string, b: string): number | undefined {
  let at = 0;
  while (at < a.length && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  // Accents and the like could go with what stands before them.
  if (!ASCII.test(a) || !ASCII.test(b)) return undefined;
  if (at === a.length || at === b.length) return a.length - b.length;
  const isSimple = SIMPLE.test(a.charAt(at)) && SIMPLE.test(b.charAt(at));
  return isSimple ? a.charCodeAt(at) - b.charCodeAt(at) : undefined;
}

const ASCII = /^[ -~]*$/;
const SIMPLE = /[\da-z]/;
