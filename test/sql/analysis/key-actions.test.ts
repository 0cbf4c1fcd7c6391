/** What becomes of rows whose keys refer to rows that go or change, and what that sets off. */
import { describe, expect, it } from '@jest/globals';
import { order } from './sets.ts';

const setup = (actions: string) => `CREATE TABLE log (x text);
  CREATE FUNCTION told() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log VALUES (TG_OP); RETURN NULL; END $$;
  CREATE TABLE teams (id int PRIMARY KEY, name text);
  CREATE TABLE pipes (id int, team int DEFAULT 1 REFERENCES teams ${actions});`;
const GONE = 'CREATE TRIGGER g AFTER DELETE ON pipes FOR EACH ROW EXECUTE FUNCTION told();';
const CHANGED = 'CREATE TRIGGER c AFTER UPDATE ON pipes FOR EACH ROW EXECUTE FUNCTION told();';
const UPDATE = 'UPDATE teams SET id = id + 1';
const DELETE = 'DELETE FROM teams';

describe('the action of a key', () => {
  it.each([
    ['ON DELETE CASCADE', GONE, DELETE, true],
    ['ON DELETE CASCADE', GONE, UPDATE, false],
    ['ON DELETE CASCADE', CHANGED, DELETE, false],
    ['ON DELETE SET NULL', CHANGED, DELETE, true],
    ['ON DELETE SET DEFAULT', CHANGED, DELETE, true],
    ['ON DELETE SET NULL', GONE, DELETE, false],
    ['ON UPDATE CASCADE', CHANGED, UPDATE, true],
    ['ON UPDATE SET NULL', CHANGED, UPDATE, true],
    ['ON UPDATE CASCADE', CHANGED, DELETE, false],
    ['ON DELETE RESTRICT ON UPDATE NO ACTION', GONE + CHANGED, DELETE, false],
    ['ON DELETE CASCADE ON UPDATE CASCADE', GONE + CHANGED, UPDATE, true],
  ])('%s with a trigger (%s) and %s sets it off: %s', async (actions, trigger, change, isSetOff) => {
    const found = await order(`${setup(actions)} ${trigger}`, "INSERT INTO log VALUES ('first')", change);
    expect(found).toBe(isSetOff ? 'ordered' : 'independent');
  });

  it('may be either of two where it is not known which key there is', async () => {
    const key = (action: string) => `ALTER TABLE pipes ADD CONSTRAINT k FOREIGN KEY (team) REFERENCES teams ${action};`;
    const either = `DO $$ BEGIN IF random() > 0.5 THEN ${key('ON DELETE CASCADE')} ELSE ${key('')} END IF; END $$;`;
    const found = await order(`${setup('')} ${GONE} ${either}`, "INSERT INTO log VALUES ('first')", DELETE);
    expect(found).toBe('ordered');
  });
});
