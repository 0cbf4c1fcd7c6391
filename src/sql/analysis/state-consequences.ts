/** Consequences as they are written into a kept state. */
import type { Argument, CatalogLookup, Consequence, Effect, Impenetrable, Mention } from './consequence.ts';
import { choose, type Codec, flag, list, optional, record, reference, text, word } from './state-tape.ts';

const OPS: Readonly<Record<Effect['op'], true>> = {
  read: true,
  insert: true,
  update: true,
  delete: true,
  use: true,
  call: true,
  alter: true,
  draw: true,
  reset: true,
};

const op = word<Consequence['op']>({ ...OPS, lookup: true, opaque: true, mention: true });
const perhapsText = optional(text);

/** `undefined` is a value that is not known, `null` is SQL's. */
const argumentValue: Codec<string | null | undefined> = {
  write: (tape, value) => {
    tape.whole(value === undefined ? 0 : value === null ? 1 : 2);
    if (typeof value === 'string') tape.text(value);
  },
  read: (tape) => choose(tape, [() => undefined, () => null, () => tape.text()])(),
};
const namedArgument = record<Exclude<Argument, string | null | undefined>>({ name: text, value: argumentValue });
const argument: Codec<Argument> = {
  write: (tape, value) => {
    const isNamed = typeof value === 'object' && value !== null;
    flag.write(tape, isNamed);
    if (isNamed) namedArgument.write(tape, value);
    else argumentValue.write(tape, value);
  },
  read: (tape) => (flag.read(tape) ? namedArgument.read(tape) : argumentValue.read(tape)),
};

const effect = record<Omit<Effect, 'op'>>({
  entity: reference,
  given: optional(list(argument)),
  argv: optional(list(text)),
});
const lookup = record<Omit<CatalogLookup, 'op'>>({ name: perhapsText });
const mention = record<Omit<Mention, 'op'>>({
  resource: text,
  label: text,
  adds: optional(flag),
  byNumber: optional(flag),
});
const impenetrable = record<Omit<Impenetrable, 'op'>>({ because: text, mayDefine: flag, outside: optional(flag) });
const consequence: Codec<Consequence> = {
  write: (tape, value) => {
    op.write(tape, value.op);
    if (value.op === 'lookup') lookup.write(tape, value);
    else if (value.op === 'mention') mention.write(tape, value);
    else if (value.op === 'opaque') impenetrable.write(tape, value);
    else effect.write(tape, value);
  },
  read: (tape) => {
    const does = op.read(tape);
    if (does === 'lookup') return { op: does, ...lookup.read(tape) };
    if (does === 'mention') return { op: does, ...mention.read(tape) };
    if (does === 'opaque') return { op: does, ...impenetrable.read(tape) };
    return { op: does, ...effect.read(tape) };
  },
};
export const consequences = list(consequence);
