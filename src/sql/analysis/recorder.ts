/** Collects what one migration touches. */
import { combine, type Footprint, type Manner, type Touch, type Verb } from '../footprint.ts';
import { type Consequence, entitiesOf } from './consequence.ts';
import { displayName, type Entity, resourceName, type Space } from './entity.ts';
import { isHole, withoutHoles } from '../holes.ts';
import { PlacementRecorder } from './placement.ts';
import { isType } from './row-types.ts';

/** The resource that every change of a definition adds to, for queries that look at definitions of no particular name. */
const DEFINITIONS = 'definitions';
/** The resource that every gathering of statistics adds to, for queries that look at these. */
export const STATISTICS = 'statistics';
const WEIGHT: Readonly<Record<Manner, number>> = { read: 0, add: 1, write: 2 };

export class Recorder {
  readonly #touches = new Map<string, Touch>();
  /** Of the statement that is looked at. */
  line = 1;
  /** Of the statement that is looked at: whether it defines something, and what it makes or alters. */
  #definition = { isSome: false, written: new Set<Entity>() };
  /** How many conditions the statement that is looked at stands under. */
  conditions = 0;
  opaque: string | undefined;
  draws = false;
  #outside: string | undefined;
  /** See `Footprint`. */
  readonly locks = new Set<string>();
  readonly placement: PlacementRecorder;

  /** @param place the migration's place among those that are read */
  constructor(place: number) {
    this.placement = new PlacementRecorder(place, (table) => {
      this.statistics(table, 'read');
    });
  }

  noteDefinition(): void {
    this.#definition.isSome = true;
  }

  /** @returns what the work makes and alters, beside what it called; undefined where it was not noted to define something */
  defines(work: () => void): ReadonlySet<Entity> | undefined {
    const outer = this.#definition;
    const own = { isSome: false, written: new Set<Entity>() };
    this.#definition = own;
    work();
    this.#definition = outer;
    return own.isSome ? own.written : undefined;
  }

  touch(resource: string, manner: Manner, verb: Verb, label: string): void {
    const before = this.#touches.get(resource);
    if (before === undefined) {
      this.#touches.set(resource, { resource, manner, verb, label, line: this.line });
      return;
    }
    if (before.manner === 'write' || before.manner === manner) return;
    const combined = combine(before.manner, manner);
    const told = WEIGHT[manner] >= WEIGHT[before.manner] ? { verb, label, line: this.line } : before;
    this.#touches.set(resource, { resource, manner: combined, verb: told.verb, label: told.label, line: told.line });
  }

  /** In which manner a resource has been touched so far, if it has. */
  touched(resource: string): Manner | undefined {
    return this.#touches.get(resource)?.manner;
  }

  read(entity: Entity, verb: Verb = 'uses'): void {
    const told = entity.home ?? entity;
    this.touch(told.resource, 'read', verb, told.label);
    for (const { resource, label } of told.aliases) this.touch(resource, 'read', verb, label);
  }

  /** Looks up whatever these are about, and does nothing of it. */
  readAll(consequences: readonly Consequence[], verb?: Verb): void {
    for (const entity of entitiesOf(consequences)) this.read(entity, verb);
  }

  write(entity: Entity, verb: Verb): void {
    const told = entity.home ?? entity;
    const does = entity.home === undefined ? verb : 'alters';
    this.touch(told.resource, 'write', does, told.label);
    for (const { resource, label } of told.aliases) this.touch(resource, 'write', does, label);
    if (this.conditions > 0) told.loose = true;
    this.#definition.written.add(told);
    this.definitionsChange();
  }

  /** A change of the entity that commutes with other such changes. */
  add(entity: Entity, verb: Verb = 'adds to'): void {
    this.touch(entity.resource, 'add', verb, entity.label);
    for (const { resource, label } of entity.aliases) this.touch(resource, 'add', verb, label);
    this.definitionsChange();
  }

  /**
   * A table gets an index, which nobody notices who only looks at its columns; whoever looks at its rows may use the index, or be refused
   * for it. Others commute with it, except those that PostgreSQL may take for each other: which of two a foreign key stands on, and how
   * their copies for another table are called, depends on which came first.
   *
   * @param columns what they are called in the index
   * @param isNameShortened whether copies may be called like those of indexes on other columns
   */
  newIndex(entity: Entity, columns: readonly string[], isNameShortened: boolean): void {
    const alike = [...columns].sort().join(', ');
    for (const each of [entity, ...entity.aliases]) {
      const label = `the indexes of ${each.label}`;
      this.touch(each.rows, 'add', 'indexes', rowsOf(each));
      this.touch(indexesOf(each), isNameShortened ? 'write' : 'add', 'adds to', label);
      this.touch(`${indexesOf(each)} on ${alike}`, 'write', 'adds to', `${label} on ${alike}`);
    }
    this.definitionsChange();
  }

  /** Depends on which indexes a table has. */
  readIndexes(entity: Entity): void {
    for (const each of [entity, ...entity.aliases])
      this.touch(indexesOf(each), 'read', 'uses', `the indexes of ${each.label}`);
  }

  rows(entity: Entity, manner: 'read' | 'write'): void {
    const verb = manner === 'read' ? 'reads' : 'changes';
    this.touch(entity.rows, manner, verb, rowsOf(entity));
    for (const each of entity.aliases) this.touch(each.rows, manner, verb, rowsOf(each));
  }

  /** What PostgreSQL knows of a table's rows: by that it decides how to look for them. */
  statistics(entity: Entity, manner: 'read' | 'write'): void {
    const label = `the statistics of ${entity.label}`;
    const verb = manner === 'read' ? 'uses' : 'changes';
    for (const each of [entity, ...entity.aliases]) this.touch(`statistics of ${each.resource}`, manner, verb, label);
    if (manner === 'write') this.touch(STATISTICS, 'add', 'changes', STATISTICS);
  }

  /** Looks a name up and finds nothing. */
  absence(space: Space, schema: string | undefined, name: string): void {
    this.touch(resourceName(space, schema, name), 'read', 'names', `the name ${displayName(schema, name)}`);
  }

  /** The name of a constraint of any table of a schema. Those that are numbered that high are not told apart everywhere. */
  constraintName(schema: string, name: string, manner: Manner, verb: Verb): void {
    this.touch(`constraint ${schema}.${name}`, manner, verb, `the constraint name ${name}`);
    if (/\d\d$/.test(name)) this.numberedConstraints(schema, 'read', 'names');
  }

  numberedConstraints(schema: string, manner: Manner, verb: Verb): void {
    this.touch(`numbered constraints of ${schema}`, manner, verb, `the numbered constraint names of schema ${schema}`);
  }

  /** A name is taken, given up or exchanged: whoever asks the catalogs for it sees that. */
  nameChanges(entity: Entity): void {
    this.touch(`any ${entity.name}`, 'add', 'changes', `the name ${entity.name}`);
    // A view is a rule of this name.
    if (entity.kind === 'view' || entity.kind === 'materialized view')
      this.touch('any _RETURN', 'add', 'changes', 'the name _RETURN');
    if (
      entity.home === undefined &&
      entity.schema !== undefined &&
      (entity.space === 'relation' || entity.space === 'type' || entity.space === 'routine')
    ) {
      this.touch(
        membersOf(entity.space, entity.schema),
        'add',
        'adds to',
        `the ${entity.space}s of schema ${entity.schema}`,
      );
    }
    // A sequence brings no type, and is refused all the same where one has its name.
    if (entity.kind === 'sequence') this.absence('type', entity.schema, entity.name);
    // Most relations bring a row type of their own name.
    if (entity.space === 'relation' && isType(entity)) {
      const name = displayName(entity.schema, entity.name);
      this.touch(resourceName('type', entity.schema, entity.name), 'write', 'names', `the type name ${name}`);
    }
    // Its array type is called otherwise where that name is taken.
    if (isType(entity)) this.absence('type', entity.schema, `_${entity.name}`);
    this.definitionsChange();
  }

  /** Depends on which relations or routines a schema has. */
  readMembers(space: 'relation' | 'type' | 'routine', schema: string): void {
    this.touch(membersOf(space, schema), 'read', 'reads', `the ${space}s of schema ${schema}`);
  }

  /** Asks the catalogs for objects of a name, existing or not. */
  readName(name: string): void {
    this.touch(`any ${name}`, 'read', 'reads', `the name ${name}`);
  }

  readDefinitions(): void {
    this.touch(DEFINITIONS, 'read', 'reads', 'the system catalogs');
  }

  /** The first reason is the one told. */
  giveUp(because: string): void {
    this.opaque ??= because;
  }

  /** @param because as `giveUp` takes it: `reads a file of the server` */
  reachOutside(because: string): void {
    this.#outside ??= `line ${this.line} ${because}`;
  }

  footprint(): Footprint {
    // Temporary objects are the session's own.
    const touches = [...this.#touches.values()].filter(({ resource }) => !resource.includes(' pg_temp.')).map(asTold);
    const { draws, locks } = this;
    const opaque = this.opaque === undefined ? undefined : withoutHoles(this.opaque);
    return { touches, opaque, outside: this.#outside, draws, byPlacement: this.placement.found, locks };
  }

  /** Something changes that queries over the catalogs show. */
  definitionsChange(): void {
    this.touch(DEFINITIONS, 'add', 'changes', 'the system catalogs');
  }
}

/** The resource, whose name is in the label, keeps the placeholder, by which it is the same in other migrations. */
function asTold(touch: Touch): Touch {
  return isHole(touch.resource) ? { ...touch, label: withoutHoles(touch.label) } : touch;
}

function rowsOf({ schema, name }: Entity): string {
  return `the rows of ${displayName(schema, name)}`;
}

function indexesOf({ resource }: Entity): string {
  return `indexes of ${resource}`;
}

function membersOf(space: 'relation' | 'type' | 'routine', schema: string): string {
  return `${space}s of ${schema}`;
}
