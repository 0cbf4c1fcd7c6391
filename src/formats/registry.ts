/** All formats, in the order in which errors and documentation name them. */
import { atlas } from './atlas.ts';
import { dbmate } from './dbmate.ts';
import { diesel } from './diesel.ts';
import { drizzle } from './drizzle.ts';
import { flyway } from './flyway.ts';
import type { Format } from './format.ts';
import { golangMigrate } from './golang-migrate.ts';
import { goose } from './goose.ts';
import { graphileMigrate } from './graphile-migrate.ts';
import { liquibase } from './liquibase.ts';
import { nodePgMigrate } from './node-pg-migrate.ts';
import { plain } from './plain.ts';
import { prisma } from './prisma.ts';
import { sourcegraph } from './sourcegraph.ts';
import { sqitch } from './sqitch.ts';
import { sqlx } from './sqlx.ts';
import { supabase } from './supabase.ts';

export const FORMATS: readonly Format[] = [
  plain,
  golangMigrate,
  dbmate,
  goose,
  flyway,
  liquibase,
  prisma,
  drizzle,
  diesel,
  sqlx,
  sqitch,
  supabase,
  graphileMigrate,
  nodePgMigrate,
  atlas,
  sourcegraph,
];
