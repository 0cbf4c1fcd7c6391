/** Statements as event triggers know them: by the tag of their command, and by what it has made. */
import type { Context } from './context.ts';

/** Tags of statements that write down all that they make and alter. */
const MAKING: Readonly<Record<string, readonly string[]>> = {
  CreateStmt: ['CREATE TABLE'],
  CreateTableAsStmt: ['CREATE TABLE AS', 'CREATE MATERIALIZED VIEW'],
  SelectStmt: ['SELECT INTO'],
  ViewStmt: ['CREATE VIEW'],
  IndexStmt: ['CREATE INDEX'],
  CreateSeqStmt: ['CREATE SEQUENCE'],
  CreateFunctionStmt: ['CREATE FUNCTION', 'CREATE PROCEDURE'],
  CreateTrigStmt: ['CREATE TRIGGER'],
  CreatePolicyStmt: ['CREATE POLICY'],
  CreateEnumStmt: ['CREATE TYPE'],
  CompositeTypeStmt: ['CREATE TYPE'],
  CreateDomainStmt: ['CREATE DOMAIN'],
  AlterTableStmt: ['ALTER '],
};

/** Of others. */
const TAGS: Readonly<Record<string, readonly string[]>> = {
  ...MAKING,
  CommentStmt: ['COMMENT'],
  GrantStmt: ['GRANT', 'REVOKE'],
  CreateSchemaStmt: ['CREATE SCHEMA'],
  RuleStmt: ['CREATE RULE'],
  AlterPolicyStmt: ['ALTER '],
  AlterFunctionStmt: ['ALTER '],
  AlterSeqStmt: ['ALTER '],
  AlterEnumStmt: ['ALTER '],
  AlterDomainStmt: ['ALTER '],
  AlterOwnerStmt: ['ALTER '],
  AlterObjectSchemaStmt: ['ALTER '],
  AlterDefaultPrivilegesStmt: ['ALTER '],
  RenameStmt: ['ALTER '],
  DropStmt: ['DROP '],
};

/** The tags that the command of such a statement may have, by all that they begin with; undefined where it may have any. */
export function tagsOf(statement: string): readonly string[] | undefined {
  return Object.hasOwn(TAGS, statement) ? TAGS[statement] : undefined;
}

/** Whether such a statement makes and alters nothing but what is written down of it. */
export function tellsWhatItMakes(statement: string): boolean {
  return Object.hasOwn(MAKING, statement);
}

/** Whether an event trigger for these tags is one for a command with such a tag. */
export function mayFire(wanted: ReadonlySet<string> | undefined, tags: readonly string[] | undefined): boolean {
  if (wanted === undefined || tags === undefined) return true;
  return [...wanted].some((tag) => tags.some((known) => (known.endsWith(' ') ? tag.startsWith(known) : tag === known)));
}

/** Different wherever event triggers are told of different things. */
export function keyOfMade({ made }: Pick<Context, 'made'>): string {
  return made === undefined ? '' : ` made ${[...made].map(({ number }) => number).join()}`;
}
