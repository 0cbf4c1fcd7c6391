/** What tells functions of one name apart: the types of their arguments, as written. */
import type { FunctionParameter } from 'libpg-query';
import { typeNameOf, type TypeName } from '../../ast.ts';

/** Of what is given only. One too many does no harm. */
export function signatureOf(parameters: readonly FunctionParameter[]): string {
  return parameters
    .filter(isInput)
    .map(({ argType }) => (argType === undefined ? '' : written(argType)))
    .join(',');
}

export function isInput({ mode }: FunctionParameter): boolean {
  return mode !== 'FUNC_PARAM_OUT' && mode !== 'FUNC_PARAM_TABLE';
}

/** Of `orders.total%TYPE` nothing is kept but the type that the column had, so that it may be any, and another one each time. */
const OF_A_COLUMN = '%TYPE';

function written(type: TypeName): string {
  const name = typeNameOf(type).join('.');
  if (type.pct_type === true) return `${name}${OF_A_COLUMN}`;
  return `${name.replace(/^(public|pg_catalog)\./, '')}${'[]'.repeat(type.arrayBounds?.length ?? 0)}`;
}

/** Whether both are surely those of one function. */
export function isSame(one: string, other: string): boolean {
  return one === other && !one.includes(OF_A_COLUMN);
}

export function mayBeSame(one: string, other: string): boolean {
  return one === other || one.includes(OF_A_COLUMN) || other.includes(OF_A_COLUMN);
}
