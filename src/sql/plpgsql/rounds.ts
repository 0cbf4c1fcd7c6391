/** Whether the rounds of a loop have nothing to do with one another, so that they may come in any order. */
import type { Node, Step } from './syntax.ts';

/** Each of them does no more than tell something or add a row that it knows by itself: nothing is set, left, changed or looked for. */
export function isByRow(body: readonly Node[]): boolean {
  return body.every((node) => {
    switch (node.kind) {
      case 'steps':
        return node.steps.every(isPlain);
      case 'choice':
        return node.before.every(isPlain) && node.arms.every((arm) => arm.tests.every(isPlain) && isByRow(arm.body));
      case 'leave':
        return node.how === 'continue' && node.before.every(isPlain);
      default:
        return false;
    }
  });
}

function isPlain(step: Step): boolean {
  if (step.kind === 'evaluate') return isKnown(step.code.sql.replace(/^\s*SELECT\b/i, ''));
  return step.kind === 'run' && /^\s*INSERT\b/i.test(step.code.sql) && isKnown(step.code.sql);
}

/** Whether it neither asks tables nor calls what may. */
function isKnown(sql: string): boolean {
  const called = sql.replace(/\bINTO\s+[\w."]+\s*\(/i, '').matchAll(/(\w+)"?\s*\(/g);
  return (
    !/\b(select|conflict|table)\b/i.test(sql) && [...called].every(([, name = '']) => HARMLESS.has(name.toLowerCase()))
  );
}

const HARMLESS = new Set(
  `and array char coalesce concat current_timestamp format gen_random_uuid greatest in json_build_object jsonb_build_object least left
   length lower md5 not now nullif numeric or replace right row substring then to_char trim upper uuid_generate_v4 values varchar
   when`.split(/\s+/),
);
