// What a migrated database says of itself: read from the system catalogs, and from nowhere else, so that what is made of
// it (types, schema, the page of data) cannot differ from what the migrations do. In an order that does not depend on
// when or by which version of PostgreSQL something was made.
import type pg from 'pg'

export type Column = {
  name: string
  type: string
  /** The type without what limits it: `text` for a domain over text, `enum`, or the name itself. */
  base: string
  labels: string[] | null
  notNull: boolean
  hasDefault: boolean
  identity: '' | 'a' | 'd'
  /** Worked out by the database from other columns of the row. */
  workedOut: boolean
  default: string | null
  comment: string | null
}
export type Table = { name: string, comment: string | null, columns: Column[] }

/** All tables of ours with their columns, tables by name and columns as they stand. */
export async function readTables(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<{ tables: Table[] | null }>(`
    select json_agg(json_build_object('name', c.relname, 'comment', obj_description(c.oid, 'pg_class'), 'columns', (
      select json_agg(json_build_object(
        'name', a.attname,
        'type', format_type(a.atttypid, a.atttypmod),
        'base', case when b.typtype = 'e' then 'enum' else format_type(b.oid, null) end,
        'labels', (select json_agg(e.enumlabel order by e.enumsortorder) from pg_enum e where e.enumtypid = b.oid),
        'notNull', a.attnotnull,
        'hasDefault', a.atthasdef,
        'identity', a.attidentity,
        'workedOut', a.attgenerated <> '',
        'default', pg_get_expr(d.adbin, d.adrelid),
        'comment', col_description(c.oid, a.attnum)) order by a.attnum)
      from pg_attribute a
      join pg_type t on t.oid = a.atttypid
      join pg_type b on b.oid = case when t.typtype = 'd' then t.typbasetype else t.oid end
      left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    )) order by c.relname collate "C") as tables
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not exists (
      select from pg_depend where objid = c.oid and classid = 'pg_class'::regclass and deptype = 'e')`)
  return rows[0]?.tables ?? []
}
