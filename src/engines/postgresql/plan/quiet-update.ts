import { quoteLiteral } from "../quote.ts";
import { type TableName, tableSql } from "./attached.ts";

/** An update that the table's own triggers do not see; needs the table's owner and runs under a lock that the statement before it holds or this one takes. */
export function quietUpdateSql(table: TableName, set: string, where: string | null): string {
  const name = tableSql(table);
  const condition = where === null ? "" : `\n  WHERE ${where}`;
  return `DO $quiet$
DECLARE
  dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = ${quoteLiteral(name)}::regclass AND NOT tgisinternal AND tgenabled = 'O');
  dblead_one name;
BEGIN
  FOREACH dblead_one IN ARRAY dblead_loud LOOP
    EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', ${quoteLiteral(name)}, dblead_one);
  END LOOP;
  UPDATE ${name} SET ${set}${condition};
  FOREACH dblead_one IN ARRAY dblead_loud LOOP
    EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', ${quoteLiteral(name)}, dblead_one);
  END LOOP;
END
$quiet$`;
}
