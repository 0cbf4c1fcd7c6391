/**
 * What sets are about. Only where much of what happens is of a few kinds does it often happen that two migrations have nothing in
 * common but that: a trigger that writes where another migration writes, say.
 */
import { ABOUT_DEFINITIONS } from './focus/definitions.ts';
import { ABOUT_DOINGS } from './focus/doings.ts';
import type { Focuses } from './focus/focuses.ts';

export const FOCUSES: Focuses = { ...ABOUT_DEFINITIONS, ...ABOUT_DOINGS };
