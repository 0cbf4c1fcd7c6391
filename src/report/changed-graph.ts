/** A picture of what is new in a plan: what it depends on, and what depends on it, a step each way. */
import { mermaidText } from '../graph/draw.ts';
import type { PlannedMigration } from '../graph/plan.ts';
import { shorten } from './markdown/escape.ts';
import type { GraphDrawing } from './report-model.ts';

/** More are no picture that anybody reads. */
const MOST = 40;
/** Of a reason that is written on an arrow. */
const LONGEST_REASON = 80;

type Drawn = Pick<PlannedMigration, 'id' | 'dependsOn' | 'opaque'>;

/** @returns undefined where nothing is new, more is than a picture holds, or nothing of it depends on anything */
export function drawChanges(all: readonly Drawn[], newIds: ReadonlySet<string>): GraphDrawing | undefined {
  if (newIds.size === 0 || newIds.size > MOST) return undefined;
  const isBeside = ({ id, dependsOn }: Drawn) =>
    neededBy.has(id) || dependsOn.some((dependency) => newIds.has(dependency.id));
  const neededBy = new Set(
    all.flatMap(({ id, dependsOn }) => (newIds.has(id) ? dependsOn.map((each) => each.id) : [])),
  );
  const beside = all.filter((each) => !newIds.has(each.id) && isBeside(each));
  // The nearest ones in file order are most likely what somebody looks for.
  const nearest = beside.slice(Math.max(0, beside.length - (MOST - newIds.size)));
  const shownIds = new Set([...newIds, ...nearest.map(({ id }) => id)]);
  const shown = all.filter(({ id }) => shownIds.has(id));
  const names = new Map(shown.map(({ id }, index) => [id, `n${index}`]));
  const nodes = shown.map((each) => `  ${names.get(each.id) ?? ''}${shapeOf(each, newIds.has(each.id))}`);
  const arrows = shown.flatMap(({ id, dependsOn }) =>
    dependsOn
      .filter((dependency) => names.has(dependency.id) && (newIds.has(id) || newIds.has(dependency.id)))
      .map(({ id: before, because }) => {
        return `  ${names.get(before) ?? ''} -->|"${mermaidText(shorten(because, LONGEST_REASON))}"| ${names.get(id) ?? ''}`;
      }),
  );
  if (arrows.length === 0) return undefined;
  const head = ['flowchart TB', '  classDef new stroke-width:3px', '  classDef opaque stroke-dasharray: 5 5'];
  return { mermaid: `${[...head, ...nodes, ...arrows].join('\n')}\n`, leftOut: all.length - shown.length };
}

function shapeOf({ id, opaque }: Drawn, isNew: boolean): string {
  const name = opaque === false ? `["${mermaidText(id)}"]` : `{{"${mermaidText(`${id} (opaque)`)}"}}`;
  return `${name}${isNew ? ':::new' : opaque === false ? '' : ':::opaque'}`;
}
