export const id = 62;
export const ids = [62];
export const modules = {

/***/ 62:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Analysis: () => (/* binding */ Analysis)
});

// EXTERNAL MODULE: ./build/sql/parse.js
var parse = __webpack_require__(8412);
;// CONCATENATED MODULE: ./build/sql/analysis/catalog.js
class Catalog {
    #bySpace = new Map();
    /** By space, schema and name: looked up more often than anything else, and so without putting a key together. */
    #byPlace = new Map();
    #byName = new Map();
    /** The same of routines alone: a name such as `id` is that of a thousand columns. */
    #routines = new Map();
    /** Grows with every change, so that what was worked out from it can be kept as long as it holds. */
    version = 0;
    /** Why it may not know everything any more, as a clause, and the last entity made before: later ones are known. */
    uncertain;
    #relationNames = new Set();
    /** Names under which triggers see the rows of a statement (`REFERENCING NEW TABLE AS`). */
    transitionTables = new Set();
    /** Extensions whose contents are not known: a name that nobody made may be theirs. */
    unknownExtensions = new Set();
    find(space, schema, name) {
        return this.#byPlace.get(space)?.get(schema)?.get(name);
    }
    /** Everything with this bare name, parts of relations included. */
    named(name) {
        return this.#byName.get(name) ?? NONE;
    }
    /** Every routine with this bare name. */
    routinesNamed(name) {
        return this.#routines.get(name) ?? NONE;
    }
    add(entity) {
        this.version += 1;
        if (entity.space === 'relation')
            this.#relationNames.add(entity.name);
        if (entity.home === undefined) {
            const named = this.#placeOf(entity);
            const replaced = named.get(entity.name);
            if (replaced !== undefined && replaced !== entity)
                this.#leaveSpace(replaced);
            named.set(entity.name, entity);
            addTo(this.#bySpace, entity.space, entity);
        }
        addTo(this.#byName, entity.name, entity);
        if (entity.space === 'routine')
            addTo(this.#routines, entity.name, entity);
        return entity;
    }
    remove(entity) {
        this.version += 1;
        this.#forget(entity);
        for (const used of [...entity.uses]) {
            entity.disuse(used);
            used.disown(entity);
        }
        for (const user of [...entity.usedBy])
            user.disuse(entity);
        entity.owner?.disown(entity);
        for (const parent of entity.parents)
            parent.separate(entity);
        for (const child of entity.children)
            entity.separate(child);
        this.unknownExtensions.delete(entity);
        // What another may have, too, stays.
        for (const owned of [...entity.owned])
            if (owned.owner === entity && !owned.loose)
                this.remove(owned);
    }
    rename(entity, schema, name) {
        this.#forget(entity);
        entity.rename(schema, name);
        this.add(entity);
    }
    /** Whether it is there without a doubt: nothing unseen can have dropped or renamed it since it was made. */
    isSure(entity) {
        return entity.certain && (this.uncertain === undefined || entity.number > this.uncertain.since);
    }
    /** Whether a relation in any schema has ever been known by this name. */
    everHadRelation(name) {
        return this.#relationNames.has(name);
    }
    /** Whether there has ever been anything in this space. */
    everHad(space) {
        return this.#bySpace.has(space);
    }
    /** For what a definition change makes different without adding or removing anything. */
    changed() {
        this.version += 1;
    }
    /** In the order in which they were made. */
    all(space, schema) {
        if (schema === undefined)
            return this.#bySpace.get(space) ?? NONE;
        return this.#byPlace.get(space)?.get(schema)?.values() ?? NONE;
    }
    #forget(entity) {
        if (this.find(entity.space, entity.schema, entity.name) === entity)
            this.#leaveSpace(entity);
        removeFrom(this.#byName, entity.name, entity);
        if (entity.space === 'routine')
            removeFrom(this.#routines, entity.name, entity);
    }
    #leaveSpace(entity) {
        this.#bySpace.get(entity.space)?.delete(entity);
        this.#placeOf(entity).delete(entity.name);
    }
    #placeOf({ space, schema }) {
        const schemas = getOrMake(this.#byPlace, space, () => new Map());
        return getOrMake(schemas, schema, () => new Map());
    }
}
const NONE = new Set();
function addTo(index, key, entity) {
    getOrMake(index, key, () => new Set()).add(entity);
}
function removeFrom(index, key, entity) {
    const entities = index.get(key);
    entities?.delete(entity);
    if (entities?.size === 0)
        index.delete(key);
}
function getOrMake(map, key, make) {
    let value = map.get(key);
    if (value === undefined) {
        value = make();
        map.set(key, value);
    }
    return value;
}

;// CONCATENATED MODULE: ./build/sql/analysis/entity.js
/**
 * What the symbolic catalog holds: the objects that the migrations read so far have made, as PostgreSQL's own catalogs would have
 * them, without rows. Objects refer to one another directly, so a rename changes what every reference is called, as in PostgreSQL.
 */
/** What consequences are about, as far as it has an entity. */
function entitiesOf(consequences) {
    return consequences.flatMap((consequence) => ('entity' in consequence ? consequence.entity : []));
}
let created = 0;
/** The number of the newest entity. */
function lastEntity() {
    return created;
}
/** Most entities are columns, and most of those have to do with no other: they are all given this. */
const NO_ENTITIES = new Set();
const NO_NAMES = new Set();
const NO_COLUMNS = new Map();
class Entity {
    number = (created += 1);
    space;
    kind;
    /** False where it depends on a condition whether it exists. */
    certain = true;
    /** Another kind that it may be instead: of two that had the same name, nobody knows which is there. */
    orElse;
    /** Whether it may be another one than known, or stand otherwise: built on something else, or gone with its owner. */
    loose = false;
    /** A part's relation. */
    home;
    owner;
    /** What using it does: a view's query, a default, a check, a policy, an index expression, a trigger's function, a partition key. */
    consequences = [];
    /** For constraints and indexes: columns of the home they stand on; undefined when any may be. */
    columns;
    /** Of indexes and statistics. */
    naming;
    events;
    foreignKey;
    overloads = [];
    /** Whether a column draws from a sequence of its own, or a view may be written through. */
    temporary = false;
    /** Of triggers: whether they may wait until the transaction ends. */
    deferrable = false;
    /** Whether it is the default partition. */
    takesTheRest = false;
    /** Roles that own it by ALTER … OWNER TO: what it does by itself, they do. */
    ownedBy = NO_NAMES;
    #schema;
    #name;
    #resource;
    #uses;
    #usedBy;
    #owned;
    #children;
    #parents;
    #aliases;
    #referring;
    constructor(space, kind, schema, name, home) {
        this.space = space;
        this.kind = kind;
        this.#schema = schema;
        this.#name = name;
        this.home = home;
    }
    get schema() {
        return this.#schema;
    }
    get name() {
        return this.#name;
    }
    /** To be called by the catalog alone, which finds it by its name. */
    rename(schema, name) {
        this.#schema = schema;
        this.#name = name;
        this.#resource = undefined;
    }
    /** The resource whose state this is. Asked for all the time, so it is put together once. */
    get resource() {
        if (this.home !== undefined)
            return this.home.resource;
        return (this.#resource ??= resourceName(this.space, this.#schema, this.#name));
    }
    get label() {
        if (this.home !== undefined)
            return `${this.kind} ${this.name} of ${this.home.label}`;
        return `${this.kind} ${displayName(this.schema, this.name)}`;
    }
    get rows() {
        return `rows ${qualified(this.schema, this.name)}`;
    }
    /** What it was built on, which therefore cannot go before it. */
    get uses() {
        return this.#uses ?? NO_ENTITIES;
    }
    get usedBy() {
        return this.#usedBy ?? NO_ENTITIES;
    }
    /** What goes when it goes: a table's parts, indexes and sequences, an extension's members. */
    get owned() {
        return this.#owned ?? NO_ENTITIES;
    }
    /** Inheritance and partitions. */
    get children() {
        return this.#children ?? NO_ENTITIES;
    }
    get parents() {
        return this.#parents ?? NO_ENTITIES;
    }
    /** Itself by the other names that it may have: what happens to one happens to all. */
    get aliases() {
        return this.#aliases ?? NO_ENTITIES;
    }
    /** Columns whose values stand for objects, as those of `regclass` do, with that type as far as it is known. */
    get referring() {
        return this.#referring ?? NO_COLUMNS;
    }
    refer(column, type) {
        (this.#referring ??= new Map()).set(column, type);
    }
    /** Its children and theirs. */
    get descendants() {
        return this.#children === undefined ? NO_ENTITIES : reach(this, (entity) => entity.children);
    }
    get ancestors() {
        return this.#parents === undefined ? NO_ENTITIES : reach(this, (entity) => entity.parents);
    }
    /** Records that it was built on another. */
    use(other) {
        if (other === this)
            return;
        (this.#uses ??= new Set()).add(other);
        (other.#usedBy ??= new Set()).add(this);
    }
    /** Records that it was built on whatever these are about. */
    useAll(consequences) {
        for (const entity of entitiesOf(consequences))
            this.use(entity);
    }
    disuse(other) {
        this.#uses?.delete(other);
        other.#usedBy?.delete(this);
    }
    own(other) {
        this.share(other);
        other.owner = this;
    }
    /** It goes when this goes, and stays its owner's. */
    share(other) {
        (this.#owned ??= new Set()).add(other);
    }
    disown(other) {
        this.#owned?.delete(other);
    }
    adopt(child) {
        (this.#children ??= new Set()).add(child);
        (child.#parents ??= new Set()).add(this);
    }
    /** The other may be the same by another name. */
    alias(other) {
        for (const each of [this, ...this.aliases]) {
            (each.#aliases ??= new Set()).add(other);
            (other.#aliases ??= new Set()).add(each);
        }
    }
    /** Child and parent no more. */
    separate(child) {
        this.#children?.delete(child);
        child.#parents?.delete(this);
    }
}
function reach(from, next) {
    const found = new Set(next(from));
    for (const entity of found)
        for (const further of next(entity))
            found.add(further);
    return found;
}
function resourceName(space, schema, name) {
    return `${space} ${qualified(schema, name)}`;
}
/** As a person writes it: what is in `public` goes without saying. */
function displayName(schema, name) {
    return schema === undefined || schema === 'public' ? name : `${schema}.${name}`;
}
function qualified(schema, name) {
    return schema === undefined ? name : `${schema}.${name}`;
}
/** Whose objects lie in a schema, and go with it. */
const SPACES_IN_SCHEMAS = [
    'relation',
    'type',
    'routine',
    'collation',
    'conversion',
    'operator class',
    'operator family',
    'statistics',
    'text search',
];

;// CONCATENATED MODULE: ./build/sql/analysis/context.js

const NOBODY_ELSE = new Set();
const DEFAULT_SEARCH_PATH = ['$user', 'public'];
/** Where temporary objects live: a schema that is always searched first, and empty again for the next migration. */
const TEMPORARY = 'pg_temp';
/** Runs `work` as something that may or may not happen. */
function conditionally(context, work) {
    context.recorder.conditions += 1;
    try {
        work();
    }
    finally {
        context.recorder.conditions -= 1;
    }
}
/** Runs `work` for everything that it may be about: where that is several, it happens to one of them. */
function forOneOf(context, items, work) {
    const all = () => {
        for (const item of items)
            work(item);
    };
    if (items.length > 1)
        conditionally(context, all);
    else
        all();
}
/** Runs `work` as what defines something that may be another one of its name. */
function defining(context, entity, work) {
    if (entity.loose)
        conditionally(context, work);
    else
        work();
}
function isConditional(context) {
    return context.recorder.conditions > 0;
}
/** The schemas in which an unqualified name is looked up. */
function searchedSchemas(context) {
    return context.session.searchPath.flatMap((schema) => {
        if (schema !== '$user')
            return [schema];
        const { user, session } = context;
        const users = session.actingAs.size > 0 ? [...session.actingAs] : user === undefined ? [] : [user];
        return users.filter((name) => context.catalog.find('schema', undefined, name) !== undefined);
    });
}
/** Where a new object without a schema goes: the first schema of the path that is there. */
function creationSchema(context) {
    for (const schema of searchedSchemas(context)) {
        if (schema === 'pg_catalog')
            continue;
        if (schema === 'public' || schema === TEMPORARY)
            return schema;
        const known = context.catalog.find('schema', undefined, schema);
        if (known !== undefined && context.catalog.isSure(known))
            return schema;
        context.recorder.touch(`schema ${schema}`, 'read', 'names', `schema ${schema}`);
        // It may be there although no migration is known to have made it.
        if (known !== undefined || context.catalog.uncertain !== undefined || !context.beganEmpty) {
            giveUp(context, `makes something in the first schema of ${context.session.searchPath.join(', ')} that exists`, true);
            return schema;
        }
    }
    return 'public';
}
/** Nothing sure can be said about what comes of something that has been there since before a migration that cannot be read. */
function doubt(context, entity, does) {
    const { uncertain } = context.catalog;
    if (uncertain === undefined || entity.number > uncertain.since || entity.temporary)
        return;
    giveUp(context, `${does} ${entity.label}, and an earlier migration ${uncertain.because}`, false);
}
/** Marks the migration as one that nothing sure can be said about. */
function giveUp(context, because, mayDefine) {
    context.recorder.giveUp(`line ${context.recorder.line} ${because}`);
    if (mayDefine) {
        context.catalog.uncertain = { because, since: lastEntity() };
        context.catalog.changed();
    }
}

;// CONCATENATED MODULE: ./build/sql/ast.js
function tagOf(node) {
    for (const tag in node)
        return tag;
    return '';
}
/** The strings of a list of `String` nodes; other nodes are left out. */
function stringsOf(nodes) {
    const strings = [];
    for (const node of nodes ?? [])
        if ('String' in node)
            strings.push(node.String.sval ?? '');
    return strings;
}
/** A constant string, also behind casts: `'x'::text`. */
function constantString(node) {
    if (node === undefined)
        return undefined;
    if ('A_Const' in node)
        return node.A_Const.sval === undefined ? undefined : (node.A_Const.sval.sval ?? '');
    if ('TypeCast' in node)
        return constantString(node.TypeCast.arg);
    return undefined;
}
/** The objects of DROP, COMMENT and the like: a list of strings, a string, a type name or an object with arguments. */
function nameOf(node) {
    if (node === undefined)
        return [];
    if ('List' in node)
        return stringsOf(node.List.items);
    if ('String' in node)
        return [node.String.sval ?? ''];
    if ('TypeName' in node)
        return stringsOf(node.TypeName.names);
    if ('ObjectWithArgs' in node)
        return stringsOf(node.ObjectWithArgs.objname);
    return [];
}
function nameOfRange(range) {
    const name = range.relname ?? '';
    return range.schemaname === undefined ? [name] : [range.schemaname, name];
}
/** Splits a name in its own syntax, as `regclass` reads it: `app."Order Items"`. Undefined if it is none. */
function parseName(text) {
    const parts = [];
    let rest = text.trim();
    for (;;) {
        const match = /^(?:"((?:[^"]|"")+)"|([\p{L}_][\p{L}\p{N}_$]*))\s*(\.\s*)?/u.exec(rest);
        if (match === null)
            return undefined;
        parts.push(match[1] === undefined ? (match[2] ?? '').toLowerCase() : match[1].replaceAll('""', '"'));
        rest = rest.slice(match[0].length);
        if (match[3] === undefined)
            return rest === '' ? parts : undefined;
    }
}
/** The element type's own name: arrays have one that begins with an underscore, or bounds. */
function typeNameOf(type) {
    return stringsOf(type.names);
}
/** Kinds of node that the grammar allows alone at these fields, so that the parser leaves their tag out. */
const UNTAGGED = {
    relation: 'RangeVar',
    rel: 'RangeVar',
    typeName: 'TypeName',
    withClause: 'WithClause',
    over: 'WindowDef',
    onConflictClause: 'OnConflictClause',
};
/**
 * Calls `visit` for every node below a value, outermost first, with its tag and fields. What `visit` answers with true is its own
 * business: nothing below it is visited.
 */
function walk(value, visit, field = '', parent = '') {
    if (Array.isArray(value)) {
        for (const element of value)
            walk(element, visit, field, parent);
        return;
    }
    if (typeof value !== 'object' || value === null)
        return;
    const fields = value;
    const tag = tagOf(fields);
    if (isTag(tag))
        enter(tag, fields[tag], visit);
    else
        enter(untaggedKind(field, parent), fields, visit);
}
function enter(tag, fields, visit) {
    if (tag !== '' && visit(tag, fields))
        return;
    for (const key in fields) {
        const child = fields[key];
        if (typeof child === 'object')
            walk(child, visit, key, tag);
    }
}
/** Tags begin with a capital, as no field does. */
function isTag(key) {
    const first = key.charCodeAt(0);
    return first >= CAPITAL_A && first <= CAPITAL_Z;
}
const CAPITAL_A = 0x41;
const CAPITAL_Z = 0x5a;
function untaggedKind(field, parent) {
    if (parent === 'SelectStmt' && (field === 'larg' || field === 'rarg'))
        return 'SelectStmt';
    return UNTAGGED[field] ?? '';
}

;// CONCATENATED MODULE: ./build/sql/analysis/acting.js
/**
 * Acting as another role: a view, a function with SECURITY DEFINER and the check of a foreign key may do what the owner of something
 * may. That hangs on every grant to the role, and to everybody.
 */

const EVERYBODY = 'privileges of everybody';
/** From now on the role owns it. */
function own(context, entity, role) {
    entity.ownedBy = isConditional(context) ? new Set([...entity.ownedBy, role]) : new Set([role]);
    context.catalog.changed();
}
/** Runs `work` as these roles do. */
function actingAs(context, roles, work) {
    const before = context.session.actingAs;
    if (roles.size > 0)
        context.session.actingAs = roles;
    work();
    context.session.actingAs = before;
}
/** What its owner may do matters; whoever runs the migrations may do everything with what it made itself. */
function actAsOwner(context, entity) {
    for (const name of entity.ownedBy) {
        if (name === (context.user ?? 'postgres'))
            continue;
        context.recorder.touch(EVERYBODY, 'read', 'uses', 'what everybody may do');
        actAs(context, name, new Set());
    }
}
/** A role may do what the roles it is a member of may. */
function actAs(context, name, seen) {
    if (seen.has(name))
        return;
    seen.add(name);
    context.recorder.touch(`role ${name}`, 'read', 'uses', `role ${name}`);
    for (const other of context.catalog.find('role', undefined, name)?.uses ?? []) {
        if (other.space === 'role')
            actAs(context, other.name, seen);
    }
}
/** A grant to PUBLIC. */
function grantToEverybody({ recorder }) {
    recorder.touch(EVERYBODY, 'add', 'adds to', 'what everybody may do');
}

;// CONCATENATED MODULE: ./build/sql/analysis/auto-names.js

/** PostgreSQL's NAMEDATALEN, less the closing zero. Bytes. */
const LONGEST = 63;
/** `table_column_label`, shortened where it is too long: the longer of the first two parts first. */
function objectName(table, column, label) {
    let first = Buffer.byteLength(table);
    let second = column === undefined ? 0 : Buffer.byteLength(column);
    const available = LONGEST - (Buffer.byteLength(label) + 1) - (column === undefined ? 0 : 1);
    while (first + second > available) {
        if (first > second)
            first -= 1;
        else
            second -= 1;
    }
    const parts = [clip(table, first), ...(column === undefined ? [] : [clip(column, second)]), label];
    return parts.join('_');
}
/** An identifier as PostgreSQL stores it. */
function clip(name, bytes = LONGEST) {
    if (Buffer.byteLength(name) <= bytes)
        return name;
    let end = bytes;
    const buffer = Buffer.from(name);
    // Never in the middle of a character.
    while (end > 0 && ((buffer[end] ?? 0) & 0xc0) === 0x80)
        end -= 1;
    return buffer.subarray(0, end).toString();
}
/** The column part of an index's name. */
function columnsPart(columns) {
    let name = '';
    for (const column of columns) {
        if (name !== '')
            name += '_';
        if (Buffer.byteLength(name) >= LONGEST)
            break;
        name += column;
    }
    return clip(name);
}
/** What the columns of an index are called; equal ones are numbered. */
function indexColumns(elements) {
    const names = [];
    for (const element of elements) {
        if (!('IndexElem' in element))
            continue;
        const base = element.IndexElem.name ?? expressionName(element.IndexElem) ?? 'expr';
        let name = base;
        for (let number = 1; names.includes(name); number += 1) {
            const suffix = String(number);
            name = clip(base, LONGEST - suffix.length) + suffix;
        }
        names.push(name);
    }
    return names;
}
/** As a result column of that expression would be called (`FigureColname`). */
function expressionName({ expr }) {
    return figureName(expr)?.name;
}
function figureName(node) {
    if (node === undefined)
        return undefined;
    const strong = (name) => (name === undefined ? undefined : { name, strong: true });
    if ('ColumnRef' in node)
        return strong(stringsOf(node.ColumnRef.fields).at(-1));
    if ('FuncCall' in node)
        return strong(stringsOf(node.FuncCall.funcname).at(-1));
    if ('A_Indirection' in node) {
        const field = stringsOf(node.A_Indirection.indirection).at(-1);
        return field === undefined ? figureName(node.A_Indirection.arg) : strong(field);
    }
    if ('TypeCast' in node) {
        const inner = figureName(node.TypeCast.arg);
        if (inner?.strong === true)
            return inner;
        const type = stringsOf(node.TypeCast.typeName?.names).at(-1);
        return type === undefined ? inner : { name: type, strong: false };
    }
    if ('CollateClause' in node)
        return figureName(node.CollateClause.arg);
    if ('CoalesceExpr' in node)
        return strong('coalesce');
    if ('MinMaxExpr' in node)
        return strong(node.MinMaxExpr.op === 'IS_LEAST' ? 'least' : 'greatest');
    if ('A_ArrayExpr' in node)
        return strong('array');
    if ('RowExpr' in node)
        return strong('row');
    if ('CaseExpr' in node)
        return figureName(node.CaseExpr.defresult) ?? { name: 'case', strong: false };
    if ('A_Expr' in node)
        return node.A_Expr.kind === 'AEXPR_NULLIF' ? strong('nullif') : undefined;
    return undefined;
}

;// CONCATENATED MODULE: ./build/sql/known/contrib-names.js
const CONTRIB = {
    adminpack: {
        schema: 'pg_catalog',
        impureFunctions: `pg_file_rename pg_file_sync pg_file_unlink pg_file_write pg_logdir_ls`,
    },
    amcheck: {
        relocatable: true,
        impureFunctions: `bt_index_check bt_index_parent_check gin_index_check verify_heapam`,
    },
    autoinc: {
        relocatable: true,
        impureFunctions: `autoinc`,
    },
    bloom: {
        relocatable: true,
        impureFunctions: `blhandler`,
        operatorClasses: `int4_ops text_ops`,
        operatorFamilies: `int4_ops text_ops`,
        defaultOperatorClasses: `bloom:int4 bloom:text`,
        accessMethods: `bloom`,
    },
    bool_plperl: {
        relocatable: true,
        requires: `plperl`,
        functions: `bool_to_plperl plperl_to_bool`,
    },
    bool_plperlu: {
        relocatable: true,
        requires: `plperlu`,
        functions: `bool_to_plperlu plperlu_to_bool`,
    },
    btree_gin: {
        relocatable: true,
        functions: `
gin_btree_consistent gin_compare_prefix_anyenum gin_compare_prefix_bit gin_compare_prefix_bool gin_compare_prefix_bpchar
gin_compare_prefix_bytea gin_compare_prefix_char gin_compare_prefix_cidr gin_compare_prefix_date
gin_compare_prefix_float4 gin_compare_prefix_float8 gin_compare_prefix_inet gin_compare_prefix_int2
gin_compare_prefix_int4 gin_compare_prefix_int8 gin_compare_prefix_interval gin_compare_prefix_macaddr
gin_compare_prefix_macaddr8 gin_compare_prefix_money gin_compare_prefix_name gin_compare_prefix_numeric
gin_compare_prefix_oid gin_compare_prefix_text gin_compare_prefix_time gin_compare_prefix_timestamp
gin_compare_prefix_timestamptz gin_compare_prefix_timetz gin_compare_prefix_uuid gin_compare_prefix_varbit gin_enum_cmp
gin_extract_query_anyenum gin_extract_query_bit gin_extract_query_bool gin_extract_query_bpchar gin_extract_query_bytea
gin_extract_query_char gin_extract_query_cidr gin_extract_query_date gin_extract_query_float4 gin_extract_query_float8
gin_extract_query_inet gin_extract_query_int2 gin_extract_query_int4 gin_extract_query_int8 gin_extract_query_interval
gin_extract_query_macaddr gin_extract_query_macaddr8 gin_extract_query_money gin_extract_query_name
gin_extract_query_numeric gin_extract_query_oid gin_extract_query_text gin_extract_query_time
gin_extract_query_timestamp gin_extract_query_timestamptz gin_extract_query_timetz gin_extract_query_uuid
gin_extract_query_varbit gin_extract_value_anyenum gin_extract_value_bit gin_extract_value_bool gin_extract_value_bpchar
gin_extract_value_bytea gin_extract_value_char gin_extract_value_cidr gin_extract_value_date gin_extract_value_float4
gin_extract_value_float8 gin_extract_value_inet gin_extract_value_int2 gin_extract_value_int4 gin_extract_value_int8
gin_extract_value_interval gin_extract_value_macaddr gin_extract_value_macaddr8 gin_extract_value_money
gin_extract_value_name gin_extract_value_numeric gin_extract_value_oid gin_extract_value_text gin_extract_value_time
gin_extract_value_timestamp gin_extract_value_timestamptz gin_extract_value_timetz gin_extract_value_uuid
gin_extract_value_varbit gin_numeric_cmp
`,
        operatorClasses: `
bit_ops bool_ops bpchar_ops bytea_ops char_ops cidr_ops date_ops enum_ops float4_ops float8_ops inet_ops int2_ops
int4_ops int8_ops interval_ops macaddr8_ops macaddr_ops money_ops name_ops numeric_ops oid_ops text_ops time_ops
timestamp_ops timestamptz_ops timetz_ops uuid_ops varbit_ops varchar_ops
`,
        operatorFamilies: `
bit_ops bool_ops bpchar_ops bytea_ops char_ops cidr_ops date_ops enum_ops float4_ops float8_ops inet_ops int2_ops
int4_ops int8_ops interval_ops macaddr8_ops macaddr_ops money_ops name_ops numeric_ops oid_ops text_ops time_ops
timestamp_ops timestamptz_ops timetz_ops uuid_ops varbit_ops varchar_ops
`,
        defaultOperatorClasses: `
gin:anyenum gin:bit gin:bool gin:bpchar gin:bytea gin:char gin:cidr gin:date gin:float4 gin:float8 gin:inet gin:int2
gin:int4 gin:int8 gin:interval gin:macaddr gin:macaddr8 gin:money gin:name gin:numeric gin:oid gin:text gin:time
gin:timestamp gin:timestamptz gin:timetz gin:uuid gin:varbit gin:varchar
`,
    },
    btree_gist: {
        relocatable: true,
        functions: `
cash_dist date_dist float4_dist float8_dist gbt_bit_compress gbt_bit_consistent gbt_bit_penalty gbt_bit_picksplit
gbt_bit_same gbt_bit_sortsupport gbt_bit_union gbt_bool_compress gbt_bool_consistent gbt_bool_fetch gbt_bool_penalty
gbt_bool_picksplit gbt_bool_same gbt_bool_sortsupport gbt_bool_union gbt_bpchar_compress gbt_bpchar_consistent
gbt_bpchar_sortsupport gbt_bytea_compress gbt_bytea_consistent gbt_bytea_penalty gbt_bytea_picksplit gbt_bytea_same
gbt_bytea_sortsupport gbt_bytea_union gbt_cash_compress gbt_cash_consistent gbt_cash_distance gbt_cash_fetch
gbt_cash_penalty gbt_cash_picksplit gbt_cash_same gbt_cash_sortsupport gbt_cash_union gbt_date_compress
gbt_date_consistent gbt_date_distance gbt_date_fetch gbt_date_penalty gbt_date_picksplit gbt_date_same
gbt_date_sortsupport gbt_date_union gbt_decompress gbt_enum_compress gbt_enum_consistent gbt_enum_fetch gbt_enum_penalty
gbt_enum_picksplit gbt_enum_same gbt_enum_sortsupport gbt_enum_union gbt_float4_compress gbt_float4_consistent
gbt_float4_distance gbt_float4_fetch gbt_float4_penalty gbt_float4_picksplit gbt_float4_same gbt_float4_sortsupport
gbt_float4_union gbt_float8_compress gbt_float8_consistent gbt_float8_distance gbt_float8_fetch gbt_float8_penalty
gbt_float8_picksplit gbt_float8_same gbt_float8_sortsupport gbt_float8_union gbt_inet_compress gbt_inet_consistent
gbt_inet_penalty gbt_inet_picksplit gbt_inet_same gbt_inet_sortsupport gbt_inet_union gbt_int2_compress
gbt_int2_consistent gbt_int2_distance gbt_int2_fetch gbt_int2_penalty gbt_int2_picksplit gbt_int2_same
gbt_int2_sortsupport gbt_int2_union gbt_int4_compress gbt_int4_consistent gbt_int4_distance gbt_int4_fetch
gbt_int4_penalty gbt_int4_picksplit gbt_int4_same gbt_int4_sortsupport gbt_int4_union gbt_int8_compress
gbt_int8_consistent gbt_int8_distance gbt_int8_fetch gbt_int8_penalty gbt_int8_picksplit gbt_int8_same
gbt_int8_sortsupport gbt_int8_union gbt_intv_compress gbt_intv_consistent gbt_intv_decompress gbt_intv_distance
gbt_intv_fetch gbt_intv_penalty gbt_intv_picksplit gbt_intv_same gbt_intv_sortsupport gbt_intv_union gbt_macad8_compress
gbt_macad8_consistent gbt_macad8_fetch gbt_macad8_penalty gbt_macad8_picksplit gbt_macad8_same gbt_macad8_sortsupport
gbt_macad8_union gbt_macad_compress gbt_macad_consistent gbt_macad_fetch gbt_macad_penalty gbt_macad_picksplit
gbt_macad_same gbt_macad_union gbt_macaddr_sortsupport gbt_numeric_compress gbt_numeric_consistent gbt_numeric_penalty
gbt_numeric_picksplit gbt_numeric_same gbt_numeric_sortsupport gbt_numeric_union gbt_oid_compress gbt_oid_consistent
gbt_oid_distance gbt_oid_fetch gbt_oid_penalty gbt_oid_picksplit gbt_oid_same gbt_oid_sortsupport gbt_oid_union
gbt_text_compress gbt_text_consistent gbt_text_penalty gbt_text_picksplit gbt_text_same gbt_text_sortsupport
gbt_text_union gbt_time_compress gbt_time_consistent gbt_time_distance gbt_time_fetch gbt_time_penalty
gbt_time_picksplit gbt_time_same gbt_time_sortsupport gbt_time_union gbt_timetz_compress gbt_timetz_consistent
gbt_ts_compress gbt_ts_consistent gbt_ts_distance gbt_ts_fetch gbt_ts_penalty gbt_ts_picksplit gbt_ts_same
gbt_ts_sortsupport gbt_ts_union gbt_tstz_compress gbt_tstz_consistent gbt_tstz_distance gbt_uuid_compress
gbt_uuid_consistent gbt_uuid_fetch gbt_uuid_penalty gbt_uuid_picksplit gbt_uuid_same gbt_uuid_sortsupport gbt_uuid_union
gbt_var_decompress gbt_var_fetch gbt_varbit_sortsupport gbtreekey16_in gbtreekey16_out gbtreekey2_in gbtreekey2_out
gbtreekey32_in gbtreekey32_out gbtreekey4_in gbtreekey4_out gbtreekey8_in gbtreekey8_out gbtreekey_var_in
gbtreekey_var_out gist_translate_cmptype_btree int2_dist int4_dist int8_dist interval_dist oid_dist time_dist ts_dist
tstz_dist
`,
        types: `gbtreekey16 gbtreekey2 gbtreekey32 gbtreekey4 gbtreekey8 gbtreekey_var`,
        operators: `<->`,
        operatorClasses: `
gist_bit_ops gist_bool_ops gist_bpchar_ops gist_bytea_ops gist_cash_ops gist_cidr_ops gist_date_ops gist_enum_ops
gist_float4_ops gist_float8_ops gist_inet_ops gist_int2_ops gist_int4_ops gist_int8_ops gist_interval_ops
gist_macaddr8_ops gist_macaddr_ops gist_numeric_ops gist_oid_ops gist_text_ops gist_time_ops gist_timestamp_ops
gist_timestamptz_ops gist_timetz_ops gist_uuid_ops gist_vbit_ops
`,
        operatorFamilies: `
gist_bit_ops gist_bool_ops gist_bpchar_ops gist_bytea_ops gist_cash_ops gist_cidr_ops gist_date_ops gist_enum_ops
gist_float4_ops gist_float8_ops gist_inet_ops gist_int2_ops gist_int4_ops gist_int8_ops gist_interval_ops
gist_macaddr8_ops gist_macaddr_ops gist_numeric_ops gist_oid_ops gist_text_ops gist_time_ops gist_timestamp_ops
gist_timestamptz_ops gist_timetz_ops gist_uuid_ops gist_vbit_ops
`,
        defaultOperatorClasses: `
gist:anyenum gist:bit gist:bool gist:bpchar gist:bytea gist:cidr gist:date gist:float4 gist:float8 gist:inet gist:int2
gist:int4 gist:int8 gist:interval gist:macaddr gist:macaddr8 gist:money gist:numeric gist:oid gist:text gist:time
gist:timestamp gist:timestamptz gist:timetz gist:uuid gist:varbit
`,
    },
    citext: {
        relocatable: true,
        functions: `
citext citext_cmp citext_eq citext_ge citext_gt citext_hash citext_hash_extended citext_larger citext_le citext_lt
citext_ne citext_pattern_cmp citext_pattern_ge citext_pattern_gt citext_pattern_le citext_pattern_lt citext_smaller
citextin citextout max min regexp_match regexp_matches regexp_replace regexp_split_to_array regexp_split_to_table
replace split_part strpos texticlike texticnlike texticregexeq texticregexne translate
`,
        impureFunctions: `citextrecv citextsend`,
        types: `citext`,
        operators: `!~ !~* !~~ !~~* < <= <> = > >= ~ ~* ~<=~ ~<~ ~>=~ ~>~ ~~ ~~*`,
        operatorClasses: `citext_ops citext_pattern_ops`,
        operatorFamilies: `citext_ops citext_pattern_ops`,
        casts: `
bool>citext bpchar>citext citext>bpchar citext>text citext>varchar inet>citext text>citext varchar>citext
`,
    },
    cube: {
        relocatable: true,
        functions: `
cube cube_cmp cube_contained cube_contains cube_coord cube_coord_llur cube_dim cube_distance cube_enlarge cube_eq
cube_ge cube_gt cube_in cube_inter cube_is_point cube_le cube_ll_coord cube_lt cube_ne cube_out cube_overlap cube_recv
cube_send cube_size cube_subset cube_union cube_ur_coord distance_chebyshev distance_taxicab g_cube_consistent
g_cube_distance g_cube_penalty g_cube_picksplit g_cube_same g_cube_union
`,
        types: `cube`,
        operators: `&& -> < <#> <-> <= <=> <> <@ = > >= @> ~>`,
        operatorClasses: `cube_ops gist_cube_ops`,
        operatorFamilies: `cube_ops gist_cube_ops`,
    },
    dblink: {
        relocatable: true,
        impureFunctions: `
dblink dblink_build_sql_delete dblink_build_sql_insert dblink_build_sql_update dblink_cancel_query dblink_close
dblink_connect dblink_connect_u dblink_current_query dblink_disconnect dblink_error_message dblink_exec
dblink_fdw_validator dblink_fetch dblink_get_connections dblink_get_notify dblink_get_pkey dblink_get_result
dblink_is_busy dblink_open dblink_send_query
`,
        types: `dblink_pkey_results`,
        foreignDataWrappers: `dblink_fdw`,
    },
    dict_int: {
        relocatable: true,
        impureFunctions: `dintdict_init dintdict_lexize`,
        textSearch: `intdict intdict_template`,
    },
    dict_xsyn: {
        relocatable: true,
        impureFunctions: `dxsyn_init dxsyn_lexize`,
        textSearch: `xsyn xsyn_template`,
    },
    earthdistance: {
        relocatable: true,
        requires: `cube`,
        functions: `
earth earth_box earth_distance gc_to_sec geo_distance latitude ll_to_earth longitude sec_to_gc
`,
        types: `earth`,
        operators: `<@>`,
    },
    file_fdw: {
        relocatable: true,
        impureFunctions: `file_fdw_handler file_fdw_validator`,
        foreignDataWrappers: `file_fdw`,
    },
    fuzzystrmatch: {
        relocatable: true,
        functions: `
daitch_mokotoff difference dmetaphone dmetaphone_alt levenshtein levenshtein_less_equal metaphone soundex text_soundex
`,
    },
    hstore: {
        relocatable: true,
        functions: `
akeys avals defined delete each exist exists_all exists_any fetchval ghstore_compress ghstore_consistent
ghstore_decompress ghstore_in ghstore_options ghstore_out ghstore_penalty ghstore_picksplit ghstore_same ghstore_union
gin_consistent_hstore gin_extract_hstore gin_extract_hstore_query hs_concat hs_contained hs_contains hstore hstore_cmp
hstore_eq hstore_ge hstore_gt hstore_hash hstore_hash_extended hstore_in hstore_le hstore_lt hstore_ne hstore_out
hstore_recv hstore_send hstore_subscript_handler hstore_to_array hstore_to_json hstore_to_json_loose hstore_to_jsonb
hstore_to_jsonb_loose hstore_to_matrix hstore_version_diag isdefined isexists populate_record skeys slice slice_array
svals tconvert
`,
        types: `ghstore hstore`,
        operators: `#<# #<=# #= #># #>=# %# %% - -> <> <@ = ? ?& ?| @> ||`,
        operatorClasses: `btree_hstore_ops gin_hstore_ops gist_hstore_ops hash_hstore_ops`,
        operatorFamilies: `btree_hstore_ops gin_hstore_ops gist_hstore_ops hash_hstore_ops`,
        casts: `_text>hstore hstore>json hstore>jsonb`,
    },
    hstore_plperl: {
        relocatable: true,
        requires: `hstore plperl`,
        functions: `hstore_to_plperl plperl_to_hstore`,
    },
    hstore_plperlu: {
        relocatable: true,
        requires: `hstore plperlu`,
        functions: `hstore_to_plperlu plperlu_to_hstore`,
    },
    hstore_plpython2u: {
        relocatable: true,
        requires: `hstore plpython2u`,
        functions: `hstore_to_plpython2 plpython2_to_hstore`,
    },
    hstore_plpython3u: {
        relocatable: true,
        requires: `hstore plpython3u`,
        functions: `hstore_to_plpython3 plpython3_to_hstore`,
    },
    hstore_plpythonu: {
        relocatable: true,
        requires: `hstore plpythonu`,
        functions: `hstore_to_plpython plpython_to_hstore`,
    },
    insert_username: {
        relocatable: true,
        impureFunctions: `insert_username`,
    },
    intagg: {
        relocatable: true,
        functions: `int_array_aggregate int_array_enum`,
        impureFunctions: `int_agg_final_array int_agg_state`,
    },
    intarray: {
        relocatable: true,
        functions: `
_int_contained _int_contains _int_different _int_inter _int_overlap _int_same _int_union _intbig_in _intbig_out boolop
bqarr_in bqarr_out g_int_compress g_int_consistent g_int_decompress g_int_options g_int_penalty g_int_picksplit
g_int_same g_int_union g_intbig_compress g_intbig_consistent g_intbig_decompress g_intbig_options g_intbig_penalty
g_intbig_picksplit g_intbig_same g_intbig_union ginint4_consistent ginint4_queryextract icount idx intarray_del_elem
intarray_push_array intarray_push_elem intset intset_subtract intset_union_elem querytree rboolop sort sort_asc
sort_desc subarray uniq
`,
        impureFunctions: `
_int_contained_joinsel _int_contained_sel _int_contains_joinsel _int_contains_sel _int_matchsel _int_overlap_joinsel
_int_overlap_sel
`,
        types: `intbig_gkey query_int`,
        operators: `# & && + - <@ @> @@ | ~~`,
        operatorClasses: `gin__int_ops gist__int_ops gist__intbig_ops`,
        operatorFamilies: `gin__int_ops gist__int_ops gist__intbig_ops`,
        defaultOperatorClasses: `gist:_int4`,
    },
    isn: {
        relocatable: true,
        functions: `
btean13cmp btisbn13cmp btisbncmp btismn13cmp btismncmp btissn13cmp btissncmp btupccmp ean13_in ean13_out hashean13
hashisbn hashisbn13 hashismn hashismn13 hashissn hashissn13 hashupc is_valid isbn isbn13 isbn13_in isbn_in ismn ismn13
ismn13_in ismn_in isn_out isneq isnge isngt isnle isnlt isnne issn issn13 issn13_in issn_in make_valid upc upc_in
`,
        impureFunctions: `isn_weak`,
        types: `ean13 isbn isbn13 ismn ismn13 issn issn13 upc`,
        operators: `< <= <> = > >=`,
        operatorClasses: `ean13_ops isbn13_ops isbn_ops ismn13_ops ismn_ops issn13_ops issn_ops upc_ops`,
        operatorFamilies: `isn_ops`,
        casts: `
ean13>isbn ean13>isbn13 ean13>ismn ean13>ismn13 ean13>issn ean13>issn13 ean13>upc isbn13>ean13 isbn13>isbn isbn>ean13
isbn>isbn13 ismn13>ean13 ismn13>ismn ismn>ean13 ismn>ismn13 issn13>ean13 issn13>issn issn>ean13 issn>issn13 upc>ean13
`,
    },
    jsonb_plperl: {
        relocatable: true,
        requires: `plperl`,
        functions: `jsonb_to_plperl plperl_to_jsonb`,
    },
    jsonb_plperlu: {
        relocatable: true,
        requires: `plperlu`,
        functions: `jsonb_to_plperlu plperlu_to_jsonb`,
    },
    jsonb_plpython2u: {
        relocatable: true,
        requires: `plpython2u`,
        functions: `jsonb_to_plpython2 plpython2_to_jsonb`,
    },
    jsonb_plpython3u: {
        relocatable: true,
        requires: `plpython3u`,
        functions: `jsonb_to_plpython3 plpython3_to_jsonb`,
    },
    jsonb_plpythonu: {
        relocatable: true,
        requires: `plpythonu`,
        functions: `jsonb_to_plpython plpython_to_jsonb`,
    },
    lo: {
        relocatable: true,
        functions: `lo_oid`,
        impureFunctions: `lo_manage`,
        types: `lo`,
    },
    ltree: {
        relocatable: true,
        functions: `
_lt_q_regex _lt_q_rregex _ltq_extract_regex _ltq_regex _ltq_rregex _ltree_compress _ltree_consistent
_ltree_extract_isparent _ltree_extract_risparent _ltree_gist_options _ltree_isparent _ltree_penalty _ltree_picksplit
_ltree_r_isparent _ltree_r_risparent _ltree_risparent _ltree_same _ltree_union _ltxtq_exec _ltxtq_extract_exec
_ltxtq_rexec hash_ltree hash_ltree_extended index lca lquery_in lquery_out lquery_recv lquery_send lt_q_regex
lt_q_rregex ltq_regex ltq_rregex ltree2text ltree_addltree ltree_addtext ltree_cmp ltree_compress ltree_consistent
ltree_decompress ltree_eq ltree_ge ltree_gist_in ltree_gist_options ltree_gist_out ltree_gt ltree_in ltree_isparent
ltree_le ltree_lt ltree_ne ltree_out ltree_penalty ltree_picksplit ltree_recv ltree_risparent ltree_same ltree_send
ltree_textadd ltree_union ltreeparentsel ltxtq_exec ltxtq_in ltxtq_out ltxtq_recv ltxtq_rexec ltxtq_send nlevel subltree
subpath text2ltree
`,
        types: `lquery ltree ltree_gist ltxtquery`,
        operators: `< <= <> <@ = > >= ? ?<@ ?@ ?@> ?~ @ @> ^<@ ^? ^@ ^@> ^~ || ~`,
        operatorClasses: `gist__ltree_ops gist_ltree_ops hash_ltree_ops ltree_ops`,
        operatorFamilies: `gist__ltree_ops gist_ltree_ops hash_ltree_ops ltree_ops`,
    },
    ltree_plpython2u: {
        relocatable: true,
        requires: `ltree plpython2u`,
        functions: `ltree_to_plpython2`,
    },
    ltree_plpython3u: {
        relocatable: true,
        requires: `ltree plpython3u`,
        functions: `ltree_to_plpython3`,
    },
    ltree_plpythonu: {
        relocatable: true,
        requires: `ltree plpythonu`,
        functions: `ltree_to_plpython`,
    },
    moddatetime: {
        relocatable: true,
        impureFunctions: `moddatetime`,
    },
    old_snapshot: {
        relocatable: true,
        impureFunctions: `pg_old_snapshot_time_mapping`,
    },
    pageinspect: {
        relocatable: true,
        impureFunctions: `
brin_metapage_info brin_page_items brin_page_type brin_revmap_data bt_metap bt_multi_page_stats bt_page_items
bt_page_stats fsm_page_contents get_raw_page gin_leafpage_items gin_metapage_info gin_page_opaque_info gist_page_items
gist_page_items_bytea gist_page_opaque_info hash_bitmap_info hash_metapage_info hash_page_items hash_page_stats
hash_page_type heap_page_item_attrs heap_page_items heap_tuple_infomask_flags page_checksum page_header tuple_data_split
`,
    },
    pg_buffercache: {
        relocatable: true,
        impureFunctions: `
pg_buffercache_evict pg_buffercache_evict_all pg_buffercache_evict_relation pg_buffercache_numa_pages
pg_buffercache_pages pg_buffercache_summary pg_buffercache_usage_counts
`,
        relations: `pg_buffercache pg_buffercache_numa`,
    },
    pg_freespacemap: {
        relocatable: true,
        impureFunctions: `pg_freespace`,
    },
    pg_logicalinspect: {
        relocatable: true,
        impureFunctions: `pg_get_logical_snapshot_info pg_get_logical_snapshot_meta`,
    },
    pg_prewarm: {
        relocatable: true,
        impureFunctions: `autoprewarm_dump_now autoprewarm_start_worker pg_prewarm`,
    },
    pg_stat_statements: {
        relocatable: true,
        impureFunctions: `pg_stat_statements pg_stat_statements_info pg_stat_statements_reset`,
        relations: `pg_stat_statements pg_stat_statements_info`,
    },
    pg_surgery: {
        relocatable: true,
        impureFunctions: `heap_force_freeze heap_force_kill`,
    },
    pg_trgm: {
        relocatable: true,
        functions: `
gin_extract_query_trgm gin_extract_value_trgm gin_trgm_consistent gin_trgm_triconsistent gtrgm_compress gtrgm_consistent
gtrgm_decompress gtrgm_distance gtrgm_in gtrgm_options gtrgm_out gtrgm_penalty gtrgm_picksplit gtrgm_same gtrgm_union
show_trgm similarity similarity_dist strict_word_similarity strict_word_similarity_dist_commutator_op
strict_word_similarity_dist_op word_similarity word_similarity_dist_commutator_op word_similarity_dist_op
`,
        impureFunctions: `
set_limit show_limit similarity_op strict_word_similarity_commutator_op strict_word_similarity_op
word_similarity_commutator_op word_similarity_op
`,
        types: `gtrgm`,
        operators: `% %> %>> <% <-> <->> <->>> <<% <<-> <<<->`,
        operatorClasses: `gin_trgm_ops gist_trgm_ops`,
        operatorFamilies: `gin_trgm_ops gist_trgm_ops`,
    },
    pg_visibility: {
        relocatable: true,
        impureFunctions: `
pg_check_frozen pg_check_visible pg_truncate_visibility_map pg_visibility pg_visibility_map pg_visibility_map_summary
`,
    },
    pg_walinspect: {
        relocatable: true,
        impureFunctions: `
pg_get_wal_block_info pg_get_wal_record_info pg_get_wal_records_info pg_get_wal_records_info_till_end_of_wal
pg_get_wal_stats pg_get_wal_stats_till_end_of_wal
`,
    },
    pgcrypto: {
        relocatable: true,
        functions: `
armor crypt dearmor decrypt decrypt_iv digest encrypt encrypt_iv hmac pgp_armor_headers pgp_key_id pgp_pub_decrypt
pgp_pub_decrypt_bytea pgp_sym_decrypt pgp_sym_decrypt_bytea
`,
        impureFunctions: `
fips_mode gen_random_bytes gen_random_uuid gen_salt pgp_pub_encrypt pgp_pub_encrypt_bytea pgp_sym_encrypt
pgp_sym_encrypt_bytea
`,
    },
    pgrowlocks: {
        relocatable: true,
        impureFunctions: `pgrowlocks`,
    },
    pgstattuple: {
        relocatable: true,
        impureFunctions: `
pg_relpages pgstatginindex pgstathashindex pgstatindex pgstattuple pgstattuple_approx
`,
    },
    plperl: {
        schema: 'pg_catalog',
        impureFunctions: `plperl_call_handler plperl_inline_handler plperl_validator`,
        languages: `plperl`,
    },
    plperlu: {
        schema: 'pg_catalog',
        impureFunctions: `plperlu_call_handler plperlu_inline_handler plperlu_validator`,
        languages: `plperlu`,
    },
    plpython3u: {
        schema: 'pg_catalog',
        impureFunctions: `plpython3_call_handler plpython3_inline_handler plpython3_validator`,
        languages: `plpython3u`,
    },
    pltcl: {
        schema: 'pg_catalog',
        impureFunctions: `pltcl_call_handler`,
        languages: `pltcl`,
    },
    pltclu: {
        schema: 'pg_catalog',
        impureFunctions: `pltclu_call_handler`,
        languages: `pltclu`,
    },
    postgres_fdw: {
        relocatable: true,
        impureFunctions: `
postgres_fdw_disconnect postgres_fdw_disconnect_all postgres_fdw_get_connections postgres_fdw_handler
postgres_fdw_validator
`,
        foreignDataWrappers: `postgres_fdw`,
    },
    refint: {
        relocatable: true,
        impureFunctions: `check_foreign_key check_primary_key`,
    },
    seg: {
        relocatable: true,
        functions: `
gseg_consistent gseg_penalty gseg_picksplit gseg_same gseg_union seg_center seg_cmp seg_contained seg_contains
seg_different seg_ge seg_gt seg_in seg_inter seg_le seg_left seg_lower seg_lt seg_out seg_over_left seg_over_right
seg_overlap seg_right seg_same seg_size seg_union seg_upper
`,
        types: `seg`,
        operators: `&& &< &> < << <= <> <@ = > >= >> @>`,
        operatorClasses: `gist_seg_ops seg_ops`,
        operatorFamilies: `gist_seg_ops seg_ops`,
    },
    sslinfo: {
        relocatable: true,
        impureFunctions: `
ssl_cipher ssl_client_cert_present ssl_client_dn ssl_client_dn_field ssl_client_serial ssl_extension_info ssl_is_used
ssl_issuer_dn ssl_issuer_field ssl_version
`,
    },
    tablefunc: {
        relocatable: true,
        impureFunctions: `connectby crosstab crosstab2 crosstab3 crosstab4 normal_rand`,
        types: `tablefunc_crosstab_2 tablefunc_crosstab_3 tablefunc_crosstab_4`,
    },
    tcn: {
        relocatable: true,
        impureFunctions: `triggered_change_notification`,
    },
    tsm_system_rows: {
        relocatable: true,
        impureFunctions: `system_rows`,
    },
    tsm_system_time: {
        relocatable: true,
        impureFunctions: `system_time`,
    },
    unaccent: {
        relocatable: true,
        impureFunctions: `unaccent unaccent_init unaccent_lexize`,
        textSearch: `unaccent`,
    },
    'uuid-ossp': {
        relocatable: true,
        functions: `
uuid_generate_v3 uuid_generate_v5 uuid_nil uuid_ns_dns uuid_ns_oid uuid_ns_url uuid_ns_x500
`,
        impureFunctions: `uuid_generate_v1 uuid_generate_v1mc uuid_generate_v4`,
    },
    xml2: {
        functions: `
xml_encode_special_chars xpath_bool xpath_list xpath_nodeset xpath_number xpath_string
`,
        impureFunctions: `xml_valid xpath_table xslt_process`,
    },
};

;// CONCATENATED MODULE: ./build/sql/known/further-names.js
const FURTHER = {
    address_standardizer: {
        relocatable: true,
        functions: `parse_address standardize_address`,
        types: `stdaddr`,
    },
    address_standardizer_data_us: {
        relocatable: true,
        relations: `us_gaz us_gaz_id_seq us_lex us_lex_id_seq us_rules us_rules_id_seq`,
    },
    age: {
        schema: 'ag_catalog',
        schemas: `ag_catalog`,
        impureFunctions: `
_ag_enforce_edge_uniqueness _ag_enforce_edge_uniqueness2 _ag_enforce_edge_uniqueness3 _ag_enforce_edge_uniqueness4
_agehash_self_test _cypher_create_clause _cypher_delete_clause _cypher_merge_clause _cypher_set_clause _extract_label_id
_get_vertex_by_graphid _label_id age_all_shortest_paths age_create_barbell_graph age_delete_global_graphs age_endnode
age_eq_tilde age_exists age_finish_pg_upgrade age_graph_stats age_invalidate_graph_cache age_keys age_label age_labels
age_match_vle_edge_to_id_qual age_materialize_vle_edges age_materialize_vle_path age_nodes age_pg_upgrade_status
age_prepare_cypher age_prepare_pg_upgrade age_rand age_reduce_transfn age_relationships age_revert_pg_upgrade_changes
age_shortest_path age_startnode age_timestamp age_type age_vertex_stats age_vle agtype_add agtype_any_add agtype_any_div
agtype_any_mod agtype_any_mul agtype_any_sub agtype_concat agtype_div agtype_hash_cmp agtype_mod agtype_mul agtype_neg
agtype_pow agtype_string_match_ends_with agtype_string_match_starts_with agtype_sub agtype_volatile_wrapper alter_graph
create_complete_graph create_elabel create_graph create_subgraph create_vlabel cypher drop_graph drop_label
get_cypher_keywords graph_exists graphid_hash_cmp load_edges_from_file load_labels_from_file
`,
        functions: `
_agtype_build_edge _agtype_build_path _agtype_build_vertex _graphid _label_name age_abs age_acos age_agtype_float8_accum
age_agtype_larger_aggtransfn age_agtype_smaller_aggtransfn age_agtype_sum age_asin age_atan age_atan2 age_avg
age_build_vle_match_edge age_ceil age_collect age_collect_aggfinalfn age_collect_aggtransfn age_cos age_cot age_degrees
age_e age_end_id age_exp age_float8_stddev_pop_aggfinalfn age_float8_stddev_samp_aggfinalfn age_floor age_head age_id
age_is_valid_label_name age_isempty age_last age_left age_length age_log age_log10 age_ltrim age_max age_min
age_percentile_aggtransfn age_percentile_cont_aggfinalfn age_percentile_disc_aggfinalfn age_percentilecont
age_percentiledisc age_pi age_properties age_radians age_range age_reduce age_replace age_reverse age_right age_round
age_rtrim age_sign age_sin age_size age_split age_sqrt age_start_id age_stdev age_stdevp age_substring age_sum age_tail
age_tan age_toboolean age_tobooleanlist age_tofloat age_tofloatlist age_tointeger age_tointegerlist age_tolower
age_tostring age_tostringlist age_toupper age_trim age_unnest agtype_access_operator agtype_access_slice agtype_any_eq
agtype_any_ge agtype_any_gt agtype_any_le agtype_any_lt agtype_any_ne agtype_array_element agtype_array_element_text
agtype_array_to_agtype agtype_btree_cmp agtype_build_list agtype_build_map agtype_build_map_nonull agtype_contained_by
agtype_contained_by_top_level agtype_contains agtype_contains_top_level agtype_eq agtype_exists agtype_exists_agtype
agtype_exists_all agtype_exists_all_agtype agtype_exists_any agtype_exists_any_agtype agtype_extract_path
agtype_extract_path_text agtype_ge agtype_gt agtype_in agtype_in_operator agtype_le agtype_lt agtype_ne
agtype_object_field agtype_object_field_agtype agtype_object_field_text agtype_object_field_text_agtype agtype_out
agtype_recv agtype_send agtype_string_match_contains agtype_to_bool agtype_to_float8 agtype_to_graphid agtype_to_int2
agtype_to_int4 agtype_to_int4_array agtype_to_int8 agtype_to_json agtype_to_jsonb agtype_to_text agtype_typecast_bool
agtype_typecast_edge agtype_typecast_float agtype_typecast_int agtype_typecast_numeric agtype_typecast_path
agtype_typecast_vertex bool_to_agtype edge_eq edge_ne edge_to_agtype edge_to_json edge_to_jsonb float8_to_agtype
gin_compare_agtype gin_consistent_agtype gin_extract_agtype gin_extract_agtype_query gin_triconsistent_agtype
graphid_btree_cmp graphid_btree_sort graphid_eq graphid_ge graphid_gt graphid_in graphid_le graphid_lt graphid_ne
graphid_out graphid_recv graphid_send graphid_to_agtype int4_to_agtype int8_to_agtype jsonb_to_agtype text_to_agtype
vertex_eq vertex_ne vertex_to_agtype vertex_to_json vertex_to_jsonb
`,
        casts: `
_agtype>agtype agtype>_int4 agtype>bool agtype>float8 agtype>graphid agtype>int2 agtype>int4 agtype>int8 agtype>json
agtype>jsonb agtype>text bool>agtype edge>agtype edge>json edge>jsonb float8>agtype graphid>agtype int4>agtype
int8>agtype jsonb>agtype vertex>agtype vertex>json vertex>jsonb
`,
        types: `agtype edge graphid label_id label_kind vertex`,
        operators: `#> #>> % * + - -> ->> / < <<@ <= <> <@ = =~ > >= ? ?& ?| @> @>> ^ ||`,
        operatorClasses: `agtype_ops_btree agtype_ops_hash gin_agtype_ops graphid_ops graphid_ops_hash`,
        operatorFamilies: `agtype_ops_btree agtype_ops_hash gin_agtype_ops graphid_ops graphid_ops_hash`,
        relations: `ag_graph ag_label`,
    },
    debversion: {
        relocatable: true,
        types: `debversion`,
        functions: `
debversion debversion_cmp debversion_eq debversion_ge debversion_gt debversion_hash debversion_larger debversion_le
debversion_lt debversion_ne debversion_smaller debversionin debversionout max min
`,
        impureFunctions: `debversionrecv debversionsend`,
        casts: `
bpchar>debversion debversion>bpchar debversion>text debversion>varchar text>debversion varchar>debversion
`,
        operators: `< <= <> = > >=`,
        operatorClasses: `debversion_ops`,
        operatorFamilies: `debversion_ops`,
    },
    extra_window_functions: {
        functions: `
first_value_ignore_nulls flip_flop lag_ignore_nulls last_value_ignore_nulls lead_ignore_nulls nth_value
nth_value_from_last nth_value_from_last_ignore_nulls nth_value_ignore_nulls
`,
    },
    first_last_agg: {
        relocatable: true,
        functions: `first first_sfunc last last_sfunc`,
    },
    hll: {
        functions: `
hll hll_add hll_add_agg hll_add_rev hll_cardinality hll_deserialize hll_empty hll_eq hll_expthresh hll_hash_any
hll_hash_bigint hll_hash_boolean hll_hash_bytea hll_hash_integer hll_hash_smallint hll_hash_text hll_hashval
hll_hashval_eq hll_hashval_in hll_hashval_int4 hll_hashval_ne hll_hashval_out hll_in hll_log2m hll_ne hll_out hll_print
hll_recv hll_regwidth hll_schema_version hll_send hll_serialize hll_set_defaults hll_set_max_sparse
hll_set_output_version hll_sparseon hll_type hll_typmod_in hll_typmod_out hll_union hll_union_agg
`,
        impureFunctions: `
hll_add_trans0 hll_add_trans1 hll_add_trans2 hll_add_trans3 hll_add_trans4 hll_card_unpacked hll_ceil_card_unpacked
hll_floor_card_unpacked hll_pack hll_union_internal hll_union_trans
`,
        types: `hll hll_hashval`,
        operators: `# <> = ||`,
        casts: `bytea>hll hll>hll int4>hll_hashval int8>hll_hashval`,
    },
    http: {
        types: `content_type http_header http_method http_request http_response`,
        impureFunctions: `
http http_delete http_get http_head http_header http_list_curlopt http_patch http_post http_put http_reset_curlopt
http_set_curlopt
`,
        functions: `bytea_to_text http_headers text_to_bytea urlencode`,
    },
    hypopg: {
        relocatable: true,
        impureFunctions: `
hypopg hypopg_create_index hypopg_drop_index hypopg_get_indexdef hypopg_relation_size hypopg_reset hypopg_reset_index
`,
        relations: `hypopg_list_indexes`,
    },
    icu_ext: {
        relocatable: true,
        functions: `
icu_case_compare icu_compare icu_is_normalized icu_normalize icu_replace icu_sort_key icu_strpos
`,
        impureFunctions: `
icu_char_name icu_character_boundaries icu_collation_attributes icu_confusable_strings_check icu_default_locale
icu_line_boundaries icu_locales_list icu_number_spellout icu_sentence_boundaries icu_set_default_locale icu_spoof_check
icu_transform icu_transforms_list icu_unicode_version icu_version icu_word_boundaries
`,
    },
    ip4r: {
        relocatable: true,
        functions: `
cidr cidr_split family in_range ip4 ip4_and ip4_cmp ip4_contained_by ip4_contains ip4_eq ip4_ge ip4_gt ip4_hash_extended
ip4_in ip4_le ip4_lt ip4_minus_bigint ip4_minus_int ip4_minus_ip4 ip4_minus_numeric ip4_neq ip4_net_lower ip4_net_upper
ip4_netmask ip4_not ip4_or ip4_out ip4_plus_bigint ip4_plus_int ip4_plus_numeric ip4_recv ip4_send ip4_xor ip4hash ip4r
ip4r_cmp ip4r_contained_by ip4r_contained_by_strict ip4r_contains ip4r_contains_strict ip4r_eq ip4r_ge ip4r_gt
ip4r_hash_extended ip4r_in ip4r_inter ip4r_le ip4r_lt ip4r_neq ip4r_net_mask ip4r_net_prefix ip4r_out ip4r_overlaps
ip4r_recv ip4r_send ip4r_size ip4r_size_exact ip4r_union ip4rhash ip6 ip6_and ip6_cmp ip6_contained_by ip6_contains
ip6_eq ip6_ge ip6_gt ip6_hash_extended ip6_in ip6_le ip6_lt ip6_minus_bigint ip6_minus_int ip6_minus_ip6
ip6_minus_numeric ip6_neq ip6_net_lower ip6_net_upper ip6_netmask ip6_not ip6_or ip6_out ip6_plus_bigint ip6_plus_int
ip6_plus_numeric ip6_recv ip6_send ip6_xor ip6hash ip6r ip6r_cmp ip6r_contained_by ip6r_contained_by_strict
ip6r_contains ip6r_contains_strict ip6r_eq ip6r_ge ip6r_gt ip6r_hash_extended ip6r_in ip6r_inter ip6r_le ip6r_lt
ip6r_neq ip6r_net_mask ip6r_net_prefix ip6r_out ip6r_overlaps ip6r_recv ip6r_send ip6r_size ip6r_size_exact ip6r_union
ip6rhash ipaddress ipaddress_and ipaddress_cmp ipaddress_contained_by ipaddress_contains ipaddress_eq ipaddress_ge
ipaddress_gt ipaddress_hash_extended ipaddress_in ipaddress_le ipaddress_lt ipaddress_minus_bigint ipaddress_minus_int
ipaddress_minus_ipaddress ipaddress_minus_numeric ipaddress_neq ipaddress_net_lower ipaddress_net_upper ipaddress_not
ipaddress_or ipaddress_out ipaddress_plus_bigint ipaddress_plus_int ipaddress_plus_numeric ipaddress_recv ipaddress_send
ipaddress_xor ipaddresshash iprange iprange_cmp iprange_contained_by iprange_contained_by_strict iprange_contains
iprange_contains_strict iprange_eq iprange_ge iprange_gt iprange_hash iprange_hash_extended iprange_in iprange_inter
iprange_le iprange_lt iprange_neq iprange_net_mask iprange_net_prefix iprange_out iprange_overlaps iprange_recv
iprange_send iprange_size iprange_size_exact iprange_union iprangehash is_cidr lower masklen text to_bigint to_bit
to_bytea to_double to_numeric upper
`,
        impureFunctions: `
gip4r_compress gip4r_consistent gip4r_decompress gip4r_fetch gip4r_penalty gip4r_picksplit gip4r_same gip4r_union
gip6r_compress gip6r_consistent gip6r_decompress gip6r_fetch gip6r_penalty gip6r_picksplit gip6r_same gip6r_union
gipr_compress gipr_consistent gipr_decompress gipr_fetch gipr_penalty gipr_picksplit gipr_same gipr_union
`,
        types: `ip4 ip4r ip6 ip6r ipaddress iprange`,
        operators: `# & && + - / < << <<= <= <> = > >= >> >>= @ @@ | ~`,
        operatorClasses: `
btree_ip4_ops btree_ip4r_ops btree_ip6_ops btree_ip6r_ops btree_ipaddress_ops btree_iprange_ops gist_ip4r_ops
gist_ip6r_ops gist_iprange_ops hash_ip4_ops hash_ip4r_ops hash_ip6_ops hash_ip6r_ops hash_ipaddress_ops hash_iprange_ops
`,
        operatorFamilies: `
btree_ip4_ops btree_ip4r_ops btree_ip6_ops btree_ip6r_ops btree_ipaddress_ops btree_iprange_ops gist_ip4r_ops
gist_ip6r_ops gist_iprange_ops hash_ip4_ops hash_ip4r_ops hash_ip6_ops hash_ip6r_ops hash_ipaddress_ops hash_iprange_ops
`,
        casts: `
bit>ip4 bit>ip6 bit>ipaddress bytea>ip4 bytea>ip6 bytea>ipaddress cidr>ip4r cidr>ip6r cidr>iprange float8>ip4 inet>ip4
inet>ip6 inet>ipaddress int8>ip4 ip4>bytea ip4>cidr ip4>float8 ip4>int8 ip4>ip4r ip4>ipaddress ip4>iprange ip4>numeric
ip4>text ip4>varbit ip4r>cidr ip4r>iprange ip4r>text ip4r>varbit ip6>bytea ip6>cidr ip6>ip6r ip6>ipaddress ip6>iprange
ip6>numeric ip6>text ip6>varbit ip6r>cidr ip6r>iprange ip6r>text ip6r>varbit ipaddress>bytea ipaddress>cidr
ipaddress>ip4 ipaddress>ip6 ipaddress>iprange ipaddress>numeric ipaddress>text ipaddress>varbit iprange>cidr
iprange>ip4r iprange>ip6r iprange>text iprange>varbit numeric>ip4 numeric>ip6 text>ip4 text>ip4r text>ip6 text>ip6r
text>ipaddress text>iprange varbit>ip4 varbit>ip4r varbit>ip6 varbit>ip6r varbit>ipaddress
`,
    },
    jsquery: {
        relocatable: true,
        functions: `
gin_compare_jsonb_path_value gin_compare_jsonb_value_path gin_compare_partial_jsonb_path_value
gin_compare_partial_jsonb_value_path gin_consistent_jsonb_path_value gin_consistent_jsonb_value_path
gin_debug_query_path_value gin_debug_query_value_path gin_extract_jsonb_path_value gin_extract_jsonb_query_path_value
gin_extract_jsonb_query_value_path gin_extract_jsonb_value_path gin_triconsistent_jsonb_path_value
gin_triconsistent_jsonb_value_path json_jsquery_exec json_jsquery_filter jsquery_cmp jsquery_eq jsquery_ge jsquery_gt
jsquery_hash jsquery_in jsquery_join_and jsquery_join_or jsquery_json_exec jsquery_le jsquery_lt jsquery_ne jsquery_not
jsquery_out
`,
        types: `jsquery`,
        operators: `! & < <= <> = > >= @@ | ~~`,
        operatorClasses: `jsonb_path_value_ops jsonb_value_path_ops jsquery_ops`,
        operatorFamilies: `jsonb_path_value_ops jsonb_value_path_ops jsquery_ops`,
    },
    orafce: {
        schemas: `
dbms_alert dbms_assert dbms_output dbms_pipe dbms_random dbms_sql dbms_utility oracle plunit plvchr plvdate plvlex
plvstr plvsubst utl_file
`,
        functions: `
dbms_assert.enquote_literal dbms_assert.enquote_name dbms_assert.noop dbms_assert.object_name
dbms_assert.qualified_sql_name dbms_assert.schema_name dbms_assert.simple_sql_name dbms_random.initialize
dbms_random.seed dbms_random.string dbms_random.terminate oracle.add_days_to_timestamp oracle.add_months oracle.bitand
oracle.btrim oracle.cosh oracle.decode oracle.get_full_version_num oracle.get_major_version oracle.get_major_version_num
oracle.get_platform oracle.get_status oracle.greatest oracle.instr oracle.last_day oracle.least oracle.length
oracle.lengthb oracle.listagg oracle.listagg1_transfn oracle.listagg2_transfn oracle.listagg_finalfn oracle.lnnvl
oracle.lpad oracle.ltrim oracle.median oracle.median4_finalfn oracle.median4_transfn oracle.median8_finalfn
oracle.median8_transfn oracle.mod oracle.months_between oracle.nanvl oracle.next_day oracle.nlssort
oracle.numtodsinterval oracle.nvarchar2 oracle.nvarchar2_transform oracle.nvarchar2in oracle.nvarchar2out
oracle.nvarchar2typmodin oracle.nvarchar2typmodout oracle.nvl oracle.nvl2 oracle.regexp_instr oracle.regexp_replace
oracle.remainder oracle.round oracle.rpad oracle.rtrim oracle.set_nls_sort oracle.sinh oracle.strposb oracle.substr
oracle.substrb oracle.subtract oracle.tanh oracle.to_multi_byte oracle.to_number oracle.to_single_byte oracle.trunc
oracle.varchar2 oracle.varchar2_transform oracle.varchar2in oracle.varchar2out oracle.varchar2typmodin
oracle.varchar2typmodout oracle.wm_concat oracle.wm_concat_transfn plunit.assert_equals plunit.assert_false
plunit.assert_not_equals plunit.assert_not_null plunit.assert_null plunit.assert_true plunit.fail plvchr._is_kind
plvchr.char_name plvchr.first plvchr.is_blank plvchr.is_digit plvchr.is_letter plvchr.is_other plvchr.is_quote
plvchr.last plvchr.nth plvchr.quoted1 plvchr.quoted2 plvchr.stripped plvdate.add_bizdays plvdate.bizdays_between
plvdate.isbizday plvdate.nearest_bizday plvdate.next_bizday plvdate.prev_bizday plvlex.tokens plvstr.betwn plvstr.instr
plvstr.is_prefix plvstr.left plvstr.lpart plvstr.lstrip plvstr.normalize plvstr.right plvstr.rpart plvstr.rstrip
plvstr.rvrs plvstr.substr plvstr.swap
`,
        impureFunctions: `
dbms_alert._signal dbms_alert.defered_signal dbms_alert.register dbms_alert.remove dbms_alert.removeall
dbms_alert.set_defaults dbms_alert.signal dbms_alert.waitany dbms_alert.waitone dbms_output.disable dbms_output.enable
dbms_output.get_line dbms_output.get_lines dbms_output.new_line dbms_output.put dbms_output.put_line
dbms_output.serveroutput dbms_pipe.__list_pipes dbms_pipe.create_pipe dbms_pipe.next_item_type dbms_pipe.pack_message
dbms_pipe.purge dbms_pipe.receive_message dbms_pipe.remove_pipe dbms_pipe.reset_buffer dbms_pipe.send_message
dbms_pipe.unique_session_name dbms_pipe.unpack_message_bytea dbms_pipe.unpack_message_date
dbms_pipe.unpack_message_number dbms_pipe.unpack_message_record dbms_pipe.unpack_message_text
dbms_pipe.unpack_message_timestamp dbms_random.normal dbms_random.random dbms_random.value dbms_sql.bind_array
dbms_sql.bind_variable dbms_sql.bind_variable_f dbms_sql.close_cursor dbms_sql.column_value dbms_sql.column_value_f
dbms_sql.debug_cursor dbms_sql.define_array dbms_sql.define_column dbms_sql.describe_columns dbms_sql.describe_columns_f
dbms_sql.execute dbms_sql.execute_and_fetch dbms_sql.fetch_rows dbms_sql.is_open dbms_sql.last_row_count
dbms_sql.open_cursor dbms_sql.parse dbms_utility.format_call_stack dbms_utility.get_time oracle.dbtimezone oracle.dump
oracle.nvarchar2recv oracle.nvarchar2send oracle.orafce__obsolete_to_date oracle.orafce_concat2 oracle.regexp_count
oracle.regexp_like oracle.regexp_substr oracle.replace_empty_strings oracle.replace_null_strings oracle.sessiontimezone
oracle.sysdate oracle.to_char oracle.to_date oracle.translate_oracle_modifiers oracle.unistr oracle.varchar2recv
oracle.varchar2send plvdate.days_inmonth plvdate.default_holidays plvdate.include_start plvdate.including_start
plvdate.isleapyear plvdate.noinclude_start plvdate.set_nonbizday plvdate.unset_nonbizday plvdate.unuse_easter
plvdate.unuse_great_friday plvdate.use_easter plvdate.use_great_friday plvdate.using_easter plvdate.using_great_friday
plvdate.version plvsubst.setsubst plvsubst.string plvsubst.subst utl_file.fclose utl_file.fclose_all utl_file.fcopy
utl_file.fflush utl_file.fgetattr utl_file.fopen utl_file.fremove utl_file.frename utl_file.get_line
utl_file.get_nextline utl_file.is_open utl_file.new_line utl_file.put utl_file.put_line utl_file.putf utl_file.tmpdir
`,
        types: `
dbms_sql.desc_rec oracle.date oracle.nvarchar2 oracle.varchar2 utl_file.file_type
`,
        operators: `oracle.+ oracle.- oracle.||`,
        relations: `
dbms_pipe.db_pipes oracle.dba_segments oracle.dual oracle.product_component_version oracle.user_cons_columns
oracle.user_constraints oracle.user_ind_columns oracle.user_objects oracle.user_procedures oracle.user_source
oracle.user_tab_columns oracle.user_tables oracle.user_views utl_file.utl_file_dir
`,
        casts: `
bpchar>nvarchar2 bpchar>varchar2 date>nvarchar2 date>varchar2 float4>nvarchar2 float4>varchar2 float8>nvarchar2
float8>varchar2 int2>nvarchar2 int2>varchar2 int4>nvarchar2 int4>varchar2 int8>nvarchar2 int8>varchar2
interval>nvarchar2 interval>varchar2 numeric>nvarchar2 numeric>varchar2 nvarchar2>bpchar nvarchar2>date nvarchar2>float4
nvarchar2>float8 nvarchar2>int2 nvarchar2>int4 nvarchar2>int8 nvarchar2>interval nvarchar2>numeric nvarchar2>nvarchar2
nvarchar2>text nvarchar2>timestamp nvarchar2>varchar text>nvarchar2 text>varchar2 timestamp>nvarchar2 timestamp>varchar2
varchar2>bpchar varchar2>date varchar2>float4 varchar2>float8 varchar2>int2 varchar2>int4 varchar2>int8
varchar2>interval varchar2>numeric varchar2>text varchar2>timestamp varchar2>varchar varchar2>varchar2 varchar>nvarchar2
varchar>varchar2
`,
    },
    periods: {
        requires: `btree_gist`,
        schemas: `periods`,
        functions: `
periods._choose_name periods._choose_portion_view_name periods.contains periods.equals periods.immediately_precedes
periods.immediately_succeeds periods.overlaps periods.precedes periods.succeeds
`,
        impureFunctions: `
periods._serialize periods.add_for_portion_view periods.add_foreign_key periods.add_period
periods.add_system_time_period periods.add_system_versioning periods.add_unique_key periods.drop_for_portion_view
periods.drop_foreign_key periods.drop_period periods.drop_protection periods.drop_system_time_period
periods.drop_system_versioning periods.drop_unique_key periods.fk_insert_check periods.fk_update_check
periods.generated_always_as_row_start_end periods.health_checks periods.rename_following
periods.set_system_time_period_excluded_columns periods.truncate_system_versioning periods.uk_delete_check
periods.uk_update_check periods.update_portion_of periods.validate_foreign_key_new_row
periods.validate_foreign_key_old_row periods.write_history
`,
        types: `periods.drop_behavior periods.fk_actions periods.fk_match_types`,
        relations: `
periods.for_portion_views periods.foreign_keys periods.information_schema__periods periods.periods
periods.system_time_periods periods.system_versioning periods.unique_keys
`,
        eventTriggers: `periods_drop_protection periods_health_checks periods_rename_following`,
    },
    pg_bigm: {
        relocatable: true,
        functions: `
bigm_similarity bigmtextcmp gin_bigm_compare_partial gin_bigm_consistent gin_extract_query_bigm gin_extract_value_bigm
likequery pg_gin_pending_stats show_bigm
`,
        impureFunctions: `bigm_similarity_op`,
        operators: `=%`,
        operatorClasses: `gin_bigm_ops`,
        operatorFamilies: `gin_bigm_ops`,
    },
    pg_cron: {
        schema: 'pg_catalog',
        schemas: `cron`,
        impureFunctions: `
cron.alter_job cron.job_cache_invalidate cron.schedule cron.schedule_in_database cron.unschedule
`,
        relations: `cron.job cron.job_run_details cron.jobid_seq cron.runid_seq`,
    },
    pg_graphql: {
        schema: 'graphql',
        schemas: `graphql`,
        impureFunctions: `_internal_resolve exception get_schema_version increment_schema_version resolve`,
        functions: `comment_directive`,
        relations: `seq_schema_version`,
        eventTriggers: `graphql_watch_ddl graphql_watch_drop`,
    },
    pg_hashids: {
        relocatable: true,
        impureFunctions: `hash_decode hash_encode id_decode id_decode_once id_encode`,
    },
    pg_jsonschema: {
        types: `jsonschema`,
        impureFunctions: `
json_matches_compiled_schema json_matches_schema jsonb_matches_compiled_schema jsonb_matches_schema jsonschema_from_json
jsonschema_from_jsonb jsonschema_in jsonschema_is_valid jsonschema_out jsonschema_validation_errors
`,
    },
    pg_net: {
        schemas: `net`,
        impureFunctions: `
net._await_response net._http_collect_response net.check_worker_is_up net.http_collect_response net.http_delete
net.http_get net.http_post net.wait_until_running net.wake net.worker_restart
`,
        functions: `net._encode_url_with_params_array net._urlencode_string`,
        types: `net.http_method net.http_response net.http_response_result net.request_status`,
        relations: `net._http_response net.http_request_queue net.http_request_queue_id_seq`,
    },
    pg_partman: {
        functions: `check_automatic_maintenance_value check_epoch_type check_partition_type`,
        impureFunctions: `
apply_cluster apply_constraints apply_foreign_keys apply_grants apply_privileges apply_publications autovacuum_off
autovacuum_reset calculate_time_partition_info check_control_type check_default check_name_length check_parent
check_subpart_sameconfig check_subpartition_limits check_unique_column check_version create_function_id
create_function_time create_id_function create_id_partition create_next_time_partition create_parent create_partition_id
create_partition_time create_prev_time_partition create_sub_parent create_time_function create_time_partition
create_trigger drop_constraints drop_id_partition drop_partition_column drop_partition_id drop_partition_time
drop_time_partition dump_partitioned_table_definition inherit_replica_identity inherit_template_properties
partition_data_id partition_data_proc partition_data_time partition_gap_fill reapply_constraints_proc reapply_privileges
replay_preserved_privs run_analyze run_maintenance run_maintenance_proc show_partition_info show_partition_name
show_partitions stop_sub_partition time_partition_maintenance_true_trig undo_partition undo_partition_id
undo_partition_native undo_partition_proc undo_partition_time
`,
        types: `check_default_table check_unique_table`,
        relations: `
custom_time_partitions part_config part_config_pre_500_data part_config_sub part_config_sub_pre_500_data part_grants
table_privs
`,
    },
    pg_similarity: {
        relocatable: true,
        functions: `
block cosine dice euclidean gin_extract_query_token gin_extract_value_token gin_token_consistent hamming hamming_text
jaccard jaro jarowinkler lev levslow matchingcoefficient mongeelkan needlemanwunsch overlapcoefficient qgram
smithwaterman smithwatermangotoh soundex
`,
        impureFunctions: `
block_op cosine_op dice_op euclidean_op hamming_op hamming_text_op jaccard_op jaro_op jarowinkler_op lev_op levslow_op
matchingcoefficient_op mongeelkan_op needlemanwunsch_op overlapcoefficient_op qgram_op smithwaterman_op
smithwatermangotoh_op soundex_op
`,
        operators: `~!! ~!~ ~## ~#~ ~%% ~** ~*~ ~++ ~-~ ~== ~=~ ~?? ~@@ ~@~ ~^^ ~|| ~~~`,
        operatorClasses: `gin_similarity_ops`,
        operatorFamilies: `gin_similarity_ops`,
    },
    pg_stat_kcache: {
        relocatable: true,
        requires: `pg_stat_statements`,
        impureFunctions: `pg_stat_kcache pg_stat_kcache_reset`,
        relations: `pg_stat_kcache pg_stat_kcache_detail`,
    },
    pg_uuidv7: {
        relocatable: true,
        impureFunctions: `
uuid_generate_v7 uuid_timestamp_to_v7 uuid_timestamptz_to_v7 uuid_v7_to_timestamp uuid_v7_to_timestamptz
`,
    },
    pgaudit: {
        relocatable: true,
        impureFunctions: `pgaudit_ddl_command_end pgaudit_sql_drop`,
        eventTriggers: `pgaudit_ddl_command_end pgaudit_sql_drop`,
    },
    pgjwt: {
        requires: `pgcrypto`,
        functions: `algorithm_sign sign try_cast_double url_decode url_encode verify`,
    },
    pgmp: {
        relocatable: true,
        functions: `
_mpq_agg_add _mpq_agg_max _mpq_agg_min _mpq_agg_mul _mpq_from_agg _mpz_agg_add _mpz_agg_and _mpz_agg_ior _mpz_agg_max
_mpz_agg_min _mpz_agg_mul _mpz_agg_xor _mpz_from_agg abs bin bit_and bit_or bit_xor cdiv_qr clrbit com combit congruent
congruent_2exp den divisible divisible_2exp even fac fdiv_qr fib fib2 float4 float8 gcd gcdext gmp_max_bitcnt
gmp_version hamdist int2 int4 int8 inv invert jacobi kronecker lcm legendre limit_den lucnum lucnum2 max min mpq mpq_add
mpq_cmp mpq_div mpq_div_2exp mpq_eq mpq_ge mpq_gt mpq_hash mpq_in mpq_le mpq_lt mpq_mul mpq_mul_2exp mpq_ne mpq_neg
mpq_out mpq_sub mpq_to_numeric mpq_uplus mpz mpz_add mpz_and mpz_cdiv_q mpz_cdiv_q_2exp mpz_cdiv_r mpz_cdiv_r_2exp
mpz_cmp mpz_divexact mpz_eq mpz_fdiv_q mpz_fdiv_q_2exp mpz_fdiv_r mpz_fdiv_r_2exp mpz_ge mpz_gt mpz_hash mpz_in mpz_ior
mpz_le mpz_lt mpz_mul mpz_mul_2exp mpz_ne mpz_neg mpz_out mpz_sub mpz_tdiv_q mpz_tdiv_q_2exp mpz_tdiv_r mpz_tdiv_r_2exp
mpz_uplus mpz_xor nextprime num odd perfect_power perfect_square popcount pow powm probab_prime prod remove root rootrem
scan0 scan1 setbit sgn sqrt sqrtrem sum tdiv_qr text tstbit
`,
        impureFunctions: `
randinit randinit_lc_2exp randinit_lc_2exp_size randinit_mt randseed rrandomb urandomb urandomm
`,
        types: `mpq mpz`,
        operators: `# % %> & * + +% +%> +/ +>> - -% -%> -/ ->> / /! /? < << <= <> = > >= >> >>? ^ |`,
        operatorClasses: `mpq_ops mpz_ops`,
        operatorFamilies: `mpq_ops mpz_ops`,
        casts: `
float4>mpq float4>mpz float8>mpq float8>mpz int2>mpq int2>mpz int4>mpq int4>mpz int8>mpq int8>mpz mpq>float4 mpq>float8
mpq>int2 mpq>int4 mpq>int8 mpq>mpz mpq>numeric mpz>float4 mpz>float8 mpz>int2 mpz>int4 mpz>int8 mpz>mpq mpz>numeric
numeric>mpq numeric>mpz
`,
    },
    pgmq: {
        schema: 'pgmq',
        schemas: `pgmq`,
        impureFunctions: `
_belongs_to_pgmq _ensure_pg_partman_installed _extension_exists _get_partition_col _get_pg_partman_major_version
_get_pg_partman_schema acquire_queue_lock archive convert_archive_partitioned create create_non_partitioned
create_partitioned create_unlogged delete detach_archive drop_queue format_table_name list_queues metrics metrics_all
pgmq_archive pgmq_create pgmq_create_non_partitioned pgmq_create_partitioned pgmq_delete pgmq_drop_queue
pgmq_list_queues pgmq_metrics pgmq_metrics_all pgmq_pop pgmq_purge_queue pgmq_read pgmq_read_with_poll pgmq_send
pgmq_send_batch pgmq_set_vt pop purge_queue read read_with_poll send send_batch set_vt validate_queue_name
`,
        types: `message_record metrics_result queue_record`,
        relations: `meta`,
    },
    pgroonga: {
        schemas: `pgroonga`,
        impureFunctions: `
pgroonga.command pgroonga.flush pgroonga.highlight_html pgroonga.match_positions_byte pgroonga.match_positions_character
pgroonga.query_expand pgroonga.query_extract_keywords pgroonga.score pgroonga.table_name pgroonga_command
pgroonga_database_remove pgroonga_flush pgroonga_handler pgroonga_index_column_name pgroonga_list_broken_indexes
pgroonga_list_lagged_indexes pgroonga_query_expand pgroonga_score pgroonga_set_writable pgroonga_table_name
pgroonga_vacuum pgroonga_wal_set_applied_position pgroonga_wal_status
`,
        functions: `
pgroonga.command_escape_value pgroonga.contain_varchar_array pgroonga.escape pgroonga.match_in_text
pgroonga.match_in_text_array pgroonga.match_in_varchar pgroonga.match_jsonb pgroonga.match_query pgroonga.match_regexp
pgroonga.match_script_jsonb pgroonga.match_term pgroonga.match_text pgroonga.match_text_array pgroonga.match_varchar
pgroonga.prefix_in_text pgroonga.prefix_in_text_array pgroonga.prefix_rk_in_text pgroonga.prefix_rk_in_text_array
pgroonga.prefix_rk_text pgroonga.prefix_rk_text_array pgroonga.prefix_text pgroonga.prefix_text_array
pgroonga.query_escape pgroonga.query_in_text pgroonga.query_in_text_array pgroonga.query_in_varchar pgroonga.query_jsonb
pgroonga.query_text pgroonga.query_text_array pgroonga.query_varchar pgroonga.regexp_text pgroonga.regexp_varchar
pgroonga.script_jsonb pgroonga.script_text pgroonga.script_text_array pgroonga.script_varchar pgroonga.similar_text
pgroonga.similar_text_array pgroonga.similar_varchar pgroonga.snippet_html pgroonga_command_escape_value
pgroonga_condition pgroonga_contain_varchar_array pgroonga_equal_query_text_array
pgroonga_equal_query_text_array_condition pgroonga_equal_query_varchar_array
pgroonga_equal_query_varchar_array_condition pgroonga_equal_text pgroonga_equal_text_condition pgroonga_equal_varchar
pgroonga_equal_varchar_condition pgroonga_escape pgroonga_highlight_html pgroonga_is_writable
pgroonga_language_model_vectorize pgroonga_match_in_text pgroonga_match_in_text_array pgroonga_match_in_varchar
pgroonga_match_jsonb pgroonga_match_positions_byte pgroonga_match_positions_character pgroonga_match_query
pgroonga_match_regexp pgroonga_match_script_jsonb pgroonga_match_term pgroonga_match_text pgroonga_match_text_array
pgroonga_match_text_array_condition pgroonga_match_text_array_condition_with_scorers pgroonga_match_text_condition
pgroonga_match_text_condition_with_scorers pgroonga_match_varchar pgroonga_match_varchar_condition
pgroonga_match_varchar_condition_with_scorers pgroonga_normalize pgroonga_not_prefix_in_text pgroonga_prefix_in_text
pgroonga_prefix_in_text_array pgroonga_prefix_in_varchar pgroonga_prefix_in_varchar_array pgroonga_prefix_rk_in_text
pgroonga_prefix_rk_in_text_array pgroonga_prefix_rk_in_varchar pgroonga_prefix_rk_in_varchar_array
pgroonga_prefix_rk_text pgroonga_prefix_rk_text_array pgroonga_prefix_rk_varchar pgroonga_prefix_rk_varchar_array
pgroonga_prefix_text pgroonga_prefix_text_array pgroonga_prefix_text_array_condition pgroonga_prefix_text_condition
pgroonga_prefix_varchar pgroonga_prefix_varchar_array pgroonga_prefix_varchar_array_condition
pgroonga_prefix_varchar_condition pgroonga_query_escape pgroonga_query_extract_keywords pgroonga_query_in_text
pgroonga_query_in_text_array pgroonga_query_in_varchar pgroonga_query_jsonb pgroonga_query_text
pgroonga_query_text_array pgroonga_query_text_array_condition pgroonga_query_text_array_condition_with_scorers
pgroonga_query_text_condition pgroonga_query_text_condition_with_scorers pgroonga_query_varchar
pgroonga_query_varchar_condition pgroonga_query_varchar_condition_with_scorers pgroonga_regexp_in_text
pgroonga_regexp_in_varchar pgroonga_regexp_text pgroonga_regexp_text_array pgroonga_regexp_text_array_condition
pgroonga_regexp_varchar pgroonga_result_to_jsonb_objects pgroonga_result_to_recordset pgroonga_script_jsonb
pgroonga_script_text pgroonga_script_text_array pgroonga_script_varchar pgroonga_similar_distance_text_condition
pgroonga_similar_text pgroonga_similar_text_array pgroonga_similar_text_condition pgroonga_similar_varchar
pgroonga_snippet_html pgroonga_tokenize pgroonga_wal_apply pgroonga_wal_truncate
`,
        operators: `
!&^| %% &= &=~ &> &? &?> &?| &@ &@* &@> &@| &@~ &@~| &^ &^> &^| &^~ &^~> &^~| &\` &~ &~? &~| <&@*> @@ @~
`,
        operatorClasses: `
pgroonga.bool_ops pgroonga.float4_ops pgroonga.float8_ops pgroonga.int2_ops pgroonga.int4_ops pgroonga.int8_ops
pgroonga.jsonb_ops pgroonga.jsonb_ops_v2 pgroonga.text_array_full_text_search_ops
pgroonga.text_array_full_text_search_ops_v2 pgroonga.text_array_term_search_ops_v2 pgroonga.text_full_text_search_ops
pgroonga.text_full_text_search_ops_v2 pgroonga.text_regexp_ops pgroonga.text_regexp_ops_v2
pgroonga.text_term_search_ops_v2 pgroonga.timestamp_ops pgroonga.timestamptz_ops pgroonga.varchar_array_ops
pgroonga.varchar_array_term_search_ops_v2 pgroonga.varchar_full_text_search_ops pgroonga.varchar_full_text_search_ops_v2
pgroonga.varchar_ops pgroonga.varchar_regexp_ops pgroonga.varchar_regexp_ops_v2 pgroonga_bool_ops pgroonga_float4_ops
pgroonga_float8_ops pgroonga_int2_ops pgroonga_int4_array_ops pgroonga_int4_ops pgroonga_int8_ops
pgroonga_jsonb_full_text_search_ops_v2 pgroonga_jsonb_ops pgroonga_jsonb_ops_v2 pgroonga_text_array_full_text_search_ops
pgroonga_text_array_full_text_search_ops_v2 pgroonga_text_array_regexp_ops_v2 pgroonga_text_array_term_search_ops_v2
pgroonga_text_full_text_search_ops pgroonga_text_full_text_search_ops_v2 pgroonga_text_regexp_ops
pgroonga_text_regexp_ops_v2 pgroonga_text_semantic_search_ops_v2 pgroonga_text_term_search_ops_v2 pgroonga_timestamp_ops
pgroonga_timestamptz_ops pgroonga_uuid_ops pgroonga_varchar_array_ops pgroonga_varchar_array_term_search_ops_v2
pgroonga_varchar_full_text_search_ops pgroonga_varchar_full_text_search_ops_v2 pgroonga_varchar_ops
pgroonga_varchar_regexp_ops pgroonga_varchar_regexp_ops_v2 pgroonga_varchar_term_search_ops_v2
`,
        operatorFamilies: `
pgroonga.bool_ops pgroonga.float4_ops pgroonga.float8_ops pgroonga.int2_ops pgroonga.int4_ops pgroonga.int8_ops
pgroonga.jsonb_ops pgroonga.jsonb_ops_v2 pgroonga.text_array_full_text_search_ops
pgroonga.text_array_full_text_search_ops_v2 pgroonga.text_array_term_search_ops_v2 pgroonga.text_full_text_search_ops
pgroonga.text_full_text_search_ops_v2 pgroonga.text_regexp_ops pgroonga.text_regexp_ops_v2
pgroonga.text_term_search_ops_v2 pgroonga.timestamp_ops pgroonga.timestamptz_ops pgroonga.varchar_array_ops
pgroonga.varchar_array_term_search_ops_v2 pgroonga.varchar_full_text_search_ops pgroonga.varchar_full_text_search_ops_v2
pgroonga.varchar_ops pgroonga.varchar_regexp_ops pgroonga.varchar_regexp_ops_v2 pgroonga_bool_ops pgroonga_float4_ops
pgroonga_float8_ops pgroonga_int2_ops pgroonga_int4_array_ops pgroonga_int4_ops pgroonga_int8_ops
pgroonga_jsonb_full_text_search_ops_v2 pgroonga_jsonb_ops pgroonga_jsonb_ops_v2 pgroonga_text_array_full_text_search_ops
pgroonga_text_array_full_text_search_ops_v2 pgroonga_text_array_regexp_ops_v2 pgroonga_text_array_term_search_ops_v2
pgroonga_text_full_text_search_ops pgroonga_text_full_text_search_ops_v2 pgroonga_text_regexp_ops
pgroonga_text_regexp_ops_v2 pgroonga_text_semantic_search_ops_v2 pgroonga_text_term_search_ops_v2 pgroonga_timestamp_ops
pgroonga_timestamptz_ops pgroonga_uuid_ops pgroonga_varchar_array_ops pgroonga_varchar_array_term_search_ops_v2
pgroonga_varchar_full_text_search_ops pgroonga_varchar_full_text_search_ops_v2 pgroonga_varchar_ops
pgroonga_varchar_regexp_ops pgroonga_varchar_regexp_ops_v2 pgroonga_varchar_term_search_ops_v2
`,
        defaultOperatorClasses: `
pgroonga:_int4 pgroonga:_text pgroonga:_varchar pgroonga:bool pgroonga:float4 pgroonga:float8 pgroonga:int2
pgroonga:int4 pgroonga:int8 pgroonga:jsonb pgroonga:text pgroonga:timestamp pgroonga:timestamptz pgroonga:uuid
pgroonga:varchar
`,
        types: `
pgroonga_condition pgroonga_full_text_search_condition pgroonga_full_text_search_condition_with_scorers
`,
        accessMethods: `pgroonga`,
    },
    pgrouting: {
        relocatable: true,
        requires: `postgis`,
        functions: `
_pgr_array_reverse _pgr_articulationpoints _pgr_bellmanford _pgr_biconnectedcomponents _pgr_binarybreadthfirstsearch
_pgr_bipartite _pgr_breadthfirstsearch _pgr_bridges _pgr_connectedcomponents _pgr_cuthillmckeeordering
_pgr_dagshortestpath _pgr_edgecoloring _pgr_edwardmoore _pgr_endpoint _pgr_hawickcircuits _pgr_isplanar _pgr_linegraph
_pgr_linegraphfull _pgr_makeconnected _pgr_maxflowmincost _pgr_quote_ident _pgr_sequentialvertexcoloring _pgr_startpoint
_pgr_strongcomponents _pgr_turnrestrictedpath pgr_full_version pgr_version
`,
        impureFunctions: `
_pgr_alphashape _pgr_astar _pgr_bdastar _pgr_bddijkstra _pgr_boost_version _pgr_build_type _pgr_checkcolumn
_pgr_checkquery _pgr_checkverttab _pgr_chinesepostman _pgr_compilation_date _pgr_compiler_version _pgr_contraction
_pgr_createindex _pgr_depthfirstsearch _pgr_dijkstra _pgr_dijkstranear _pgr_dijkstravia _pgr_drivingdistance
_pgr_edgedisjointpaths _pgr_floydwarshall _pgr_get_statement _pgr_getcolumnname _pgr_getcolumntype _pgr_gettablename
_pgr_git_hash _pgr_iscolumnindexed _pgr_iscolumnintable _pgr_johnson _pgr_kruskal _pgr_ksp
_pgr_lengauertarjandominatortree _pgr_lib_version _pgr_maxcardinalitymatch _pgr_maxflow _pgr_msg _pgr_onerror
_pgr_operating_system _pgr_parameter_check _pgr_pgsql_version _pgr_pickdeliver _pgr_pickdelivereuclidean _pgr_pointtoid
_pgr_prim _pgr_stoerwagner _pgr_topologicalsort _pgr_transitiveclosure _pgr_trsp _pgr_trsp_withpoints _pgr_trspvia
_pgr_trspvia_withpoints _pgr_trspviavertices _pgr_tsp _pgr_tspeuclidean _pgr_versionless _pgr_vrponedepot
_pgr_withpoints _pgr_withpointsdd _pgr_withpointsksp _pgr_withpointsvia _trsp _v4trsp pgr_alphashape pgr_analyzegraph
pgr_analyzeoneway pgr_articulationpoints pgr_astar pgr_astarcost pgr_astarcostmatrix pgr_bdastar pgr_bdastarcost
pgr_bdastarcostmatrix pgr_bddijkstra pgr_bddijkstracost pgr_bddijkstracostmatrix pgr_bellmanford
pgr_biconnectedcomponents pgr_binarybreadthfirstsearch pgr_bipartite pgr_boykovkolmogorov pgr_breadthfirstsearch
pgr_bridges pgr_chinesepostman pgr_chinesepostmancost pgr_connectedcomponents pgr_contraction pgr_createtopology
pgr_createverticestable pgr_cuthillmckeeordering pgr_dagshortestpath pgr_degree pgr_depthfirstsearch pgr_dijkstra
pgr_dijkstracost pgr_dijkstracostmatrix pgr_dijkstranear pgr_dijkstranearcost pgr_dijkstravia pgr_drivingdistance
pgr_edgecoloring pgr_edgedisjointpaths pgr_edmondskarp pgr_edwardmoore pgr_extractvertices pgr_findcloseedges
pgr_floydwarshall pgr_hawickcircuits pgr_isplanar pgr_johnson pgr_kruskal pgr_kruskalbfs pgr_kruskaldd pgr_kruskaldfs
pgr_ksp pgr_lengauertarjandominatortree pgr_linegraph pgr_linegraphfull pgr_makeconnected pgr_maxcardinalitymatch
pgr_maxflow pgr_maxflowmincost pgr_maxflowmincost_cost pgr_nodenetwork pgr_pickdeliver pgr_pickdelivereuclidean pgr_prim
pgr_primbfs pgr_primdd pgr_primdfs pgr_pushrelabel pgr_sequentialvertexcoloring pgr_stoerwagner pgr_strongcomponents
pgr_topologicalsort pgr_transitiveclosure pgr_trsp pgr_trsp_withpoints pgr_trspvia pgr_trspvia_withpoints
pgr_trspviaedges pgr_trspviavertices pgr_tsp pgr_tspeuclidean pgr_turnrestrictedpath pgr_vrponedepot pgr_withpoints
pgr_withpointscost pgr_withpointscostmatrix pgr_withpointsdd pgr_withpointsksp pgr_withpointsvia
`,
    },
    pgsodium: {
        schema: 'pgsodium',
        schemas: `pgsodium pgsodium_masks`,
        impureFunctions: `
create_key create_mask_view crypto_aead_det_decrypt crypto_aead_det_encrypt crypto_aead_det_keygen
crypto_aead_det_noncegen crypto_aead_ietf_decrypt crypto_aead_ietf_encrypt crypto_aead_ietf_keygen
crypto_aead_ietf_noncegen crypto_auth crypto_auth_hmacsha256 crypto_auth_hmacsha256_keygen crypto_auth_hmacsha256_verify
crypto_auth_hmacsha512 crypto_auth_hmacsha512_keygen crypto_auth_hmacsha512_verify crypto_auth_keygen crypto_auth_verify
crypto_box_new_keypair crypto_box_new_seed crypto_box_noncegen crypto_generichash crypto_generichash_keygen
crypto_ipcrypt_decrypt crypto_ipcrypt_encrypt crypto_ipcrypt_keygen crypto_ipcrypt_nd_decrypt crypto_ipcrypt_nd_encrypt
crypto_ipcrypt_nd_keygen crypto_ipcrypt_nd_tweakgen crypto_ipcrypt_ndx_decrypt crypto_ipcrypt_ndx_encrypt
crypto_ipcrypt_ndx_keygen crypto_ipcrypt_ndx_tweakgen crypto_ipcrypt_pfx_decrypt crypto_ipcrypt_pfx_encrypt
crypto_ipcrypt_pfx_keygen crypto_kdf_derive_from_key crypto_kdf_keygen crypto_kx_client_session_keys
crypto_kx_new_keypair crypto_kx_new_seed crypto_kx_server_session_keys crypto_pwhash_saltgen crypto_pwhash_str
crypto_secretbox crypto_secretbox_keygen crypto_secretbox_noncegen crypto_secretbox_open crypto_secretstream_keygen
crypto_shorthash crypto_shorthash_keygen crypto_sign_new_keypair crypto_sign_new_seed crypto_signcrypt_new_keypair
crypto_signcrypt_sign_after crypto_signcrypt_sign_before crypto_signcrypt_verify_after crypto_signcrypt_verify_before
crypto_signcrypt_verify_public crypto_stream_xchacha20_keygen crypto_stream_xchacha20_noncegen decrypted_columns
derive_key disable_security_label_trigger enable_security_label_trigger encrypted_column encrypted_columns get_key_by_id
get_key_by_name get_named_keys has_mask mask_columns mask_role pgsodium_derive quote_assoc randombytes_buf
randombytes_new_seed randombytes_random randombytes_uniform trg_mask_update update_mask update_masks version
`,
        functions: `
crypto_box crypto_box_open crypto_box_seal crypto_box_seal_open crypto_box_seed_new_keypair crypto_cmp
crypto_hash_sha256 crypto_hash_sha512 crypto_ipcrypt_bin2ip crypto_ipcrypt_ip2bin crypto_kx_seed_new_keypair
crypto_pwhash crypto_pwhash_str_verify crypto_sign crypto_sign_detached crypto_sign_final_create
crypto_sign_final_verify crypto_sign_init crypto_sign_open crypto_sign_seed_new_keypair crypto_sign_update
crypto_sign_update_agg crypto_sign_update_agg1 crypto_sign_update_agg2 crypto_sign_verify_detached
crypto_stream_xchacha20 crypto_stream_xchacha20_xor crypto_stream_xchacha20_xor_ic randombytes_buf_deterministic
sodium_base642bin sodium_bin2base64
`,
        types: `
_key_id_context crypto_box_keypair crypto_kx_keypair crypto_kx_session crypto_sign_keypair crypto_signcrypt_keypair
crypto_signcrypt_state_key key_status key_type
`,
        relations: `key key_key_id_seq mask_columns masking_rule seclabel valid_key`,
        eventTriggers: `pgsodium_trg_mask_update`,
    },
    pgtap: {
        relocatable: true,
        requires: `plpgsql`,
        functions: `
_array_to_sorted_string _contract_on _error_diag _expand_context _expand_on _expand_vol _ident_array_to_sorted_string
_ident_array_to_string _nosuch _pg_sv_table_accessible _refine_vol os_name pg_version pg_version_num pgtap_version
`,
        impureFunctions: `
_add _alike _ancestor_of _are _areni _assets_are _cast_exists _cdi _cexists _ckeys _cleanup _cmp_types _col_is_null
_constraint _currtest _db_privs _def_is _definer _dexists _do_ne _docomp _ext_exists _extensions _extras _finish
_fkexists _fprivs_are _func_compare _funkargs _get _get_ac_privs _get_col_ns_type _get_col_privs _get_col_type
_get_context _get_db_owner _get_db_privs _get_dtype _get_fdw_privs _get_func_owner _get_func_privs _get_index_owner
_get_lang_privs _get_language_owner _get_latest _get_note _get_opclass_owner _get_rel_owner _get_schema_owner
_get_schema_privs _get_sequence_privs _get_server_privs _get_table_privs _get_tablespace_owner _get_tablespaceprivs
_get_type_owner _got_func _grolist _has_def _has_group _has_role _has_type _has_user _hasc _have_index _ikeys _inherited
_is_indexed _is_instead _is_schema _is_super _is_trusted _is_verbose _keys _lang _missing _op_exists _opc_exists _partof
_parts _pg_sv_column_array _pg_sv_type_array _prokind _query _quote_ident_like _relcomp _relexists _relne _returns
_rexists _rule_on _runem _runner _set _strict _table_privs _temptable _temptypes _time_trials _tlike _todo _trig
_type_func _types_are _unalike _vol add_result alike any_column_privs_are bag_eq bag_has bag_hasnt bag_ne can
cast_context_is casts_are check_test cmp_ok col_default_is col_has_check col_has_default col_hasnt_default col_is_fk
col_is_null col_is_pk col_is_unique col_isnt_fk col_isnt_pk col_not_null col_type_is collect_tap column_privs_are
columns_are composite_owner_is database_privs_are db_owner_is diag diag_test_name display_oper do_tap doesnt_imatch
doesnt_match domain_type_is domain_type_isnt domains_are enum_has_labels enums_are extensions_are fail fdw_privs_are
findfuncs finish fk_ok foreign_table_owner_is foreign_tables_are function_lang_is function_owner_is function_privs_are
function_returns functions_are groups_are has_cast has_check has_column has_composite has_domain has_enum has_extension
has_fk has_foreign_table has_function has_group has_index has_inherited_tables has_language has_leftop
has_materialized_view has_opclass has_operator has_pk has_relation has_rightop has_role has_rule has_schema has_sequence
has_table has_tablespace has_trigger has_type has_unique has_user has_view hasnt_cast hasnt_column hasnt_composite
hasnt_domain hasnt_enum hasnt_extension hasnt_fk hasnt_foreign_table hasnt_function hasnt_group hasnt_index
hasnt_inherited_tables hasnt_language hasnt_leftop hasnt_materialized_view hasnt_opclass hasnt_operator hasnt_pk
hasnt_relation hasnt_rightop hasnt_role hasnt_rule hasnt_schema hasnt_sequence hasnt_table hasnt_tablespace
hasnt_trigger hasnt_type hasnt_user hasnt_view ialike imatches in_todo index_is_primary index_is_type index_is_unique
index_owner_is indexes_are is is_aggregate is_ancestor_of is_clustered is_definer is_descendent_of is_empty is_indexed
is_member_of is_normal_function is_partition_of is_partitioned is_procedure is_strict is_superuser is_window isa_ok isnt
isnt_aggregate isnt_ancestor_of isnt_definer isnt_descendent_of isnt_empty isnt_member_of isnt_normal_function
isnt_partitioned isnt_procedure isnt_strict isnt_superuser isnt_window language_is_trusted language_owner_is
language_privs_are languages_are lives_ok matches materialized_view_owner_is materialized_views_are no_plan num_failed
ok opclass_owner_is opclasses_are operators_are partitions_are pass performs_ok performs_within plan policies_are
policy_cmd_is policy_roles_are relation_owner_is results_eq results_ne roles_are row_eq rule_is_instead rule_is_on
rules_are runtests schema_owner_is schema_privs_are schemas_are sequence_owner_is sequence_privs_are sequences_are
server_privs_are set_eq set_has set_hasnt set_ne skip table_owner_is table_privs_are tables_are tablespace_owner_is
tablespace_privs_are tablespaces_are throws_ilike throws_imatching throws_like throws_matching throws_ok todo todo_end
todo_start trigger_is triggers_are type_owner_is types_are unalike unialike users_are view_owner_is views_are
volatility_is
`,
        types: `_time_trial_type`,
        relations: `pg_all_foreign_keys tap_funky`,
    },
    plpgsql_check: {
        requires: `plpgsql`,
        impureFunctions: `
__plpgsql_show_dependency_tb plpgsql_check_function plpgsql_check_function_tb plpgsql_check_pragma
plpgsql_coverage_branches plpgsql_coverage_statements plpgsql_profiler_function_statements_tb
plpgsql_profiler_function_tb plpgsql_profiler_functions_all plpgsql_profiler_install_fake_queryid_hook
plpgsql_profiler_remove_fake_queryid_hook plpgsql_profiler_reset plpgsql_profiler_reset_all plpgsql_show_dependency_tb
`,
    },
    postgis: {
        functions: `
_postgis_check_library_version _postgis_deprecate _postgis_scripts_pgsql_version _postgis_scripts_version_cmp_key
_st_3ddfullywithin _st_3ddwithin _st_3dintersects _st_asgml _st_asx3d _st_bestsrid _st_concavehull _st_contains
_st_containsproperly _st_coveredby _st_covers _st_crosses _st_dfullywithin _st_distancetree _st_distanceuncached
_st_dwithin _st_dwithinuncached _st_equals _st_expand _st_geomfromgml _st_intersects _st_linecrossingdirection
_st_longestline _st_maxdistance _st_orderingequals _st_overlaps _st_pointoutside _st_sortablehash _st_touches
_st_voronoi _st_within box box2d box2d_in box2d_out box2df_in box2df_out box3d box3d_in box3d_out box3dtobox bytea
contains_2d equals geography geography_cmp geography_distance_knn geography_eq geography_ge geography_gt geography_in
geography_le geography_lt geography_out geography_overlaps geography_recv geography_send geography_spgist_choose_nd
geography_spgist_compress_nd geography_spgist_config_nd geography_spgist_inner_consistent_nd
geography_spgist_leaf_consistent_nd geography_spgist_picksplit_nd geography_typmod_in geography_typmod_out geometry
geometry_above geometry_below geometry_cmp geometry_contained_3d geometry_contains geometry_contains_3d
geometry_contains_nd geometry_distance_box geometry_distance_centroid geometry_distance_centroid_nd
geometry_distance_cpa geometry_eq geometry_ge geometry_gt geometry_hash geometry_in geometry_le geometry_left
geometry_lt geometry_neq geometry_out geometry_overabove geometry_overbelow geometry_overlaps geometry_overlaps_3d
geometry_overlaps_nd geometry_overleft geometry_overright geometry_recv geometry_right geometry_same geometry_same_3d
geometry_same_nd geometry_send geometry_sortsupport geometry_spgist_choose_2d geometry_spgist_choose_3d
geometry_spgist_choose_nd geometry_spgist_compress_2d geometry_spgist_compress_3d geometry_spgist_compress_nd
geometry_spgist_config_2d geometry_spgist_config_3d geometry_spgist_config_nd geometry_spgist_inner_consistent_2d
geometry_spgist_inner_consistent_3d geometry_spgist_inner_consistent_nd geometry_spgist_leaf_consistent_2d
geometry_spgist_leaf_consistent_3d geometry_spgist_leaf_consistent_nd geometry_spgist_picksplit_2d
geometry_spgist_picksplit_3d geometry_spgist_picksplit_nd geometry_typmod_in geometry_typmod_out geometry_within
geometry_within_nd geometrytype geomfromewkb geomfromewkt get_proj4_from_srid gidx_in gidx_out is_contained_2d json
jsonb overlaps_2d overlaps_geog overlaps_nd path pgis_asflatgeobuf_finalfn pgis_asflatgeobuf_transfn
pgis_asgeobuf_finalfn pgis_asgeobuf_transfn pgis_asmvt_combinefn pgis_asmvt_deserialfn pgis_asmvt_finalfn
pgis_asmvt_serialfn pgis_asmvt_transfn pgis_geometry_union_parallel_combinefn pgis_geometry_union_parallel_deserialfn
pgis_geometry_union_parallel_finalfn pgis_geometry_union_parallel_serialfn pgis_geometry_union_parallel_transfn point
polygon postgis_addbbox postgis_dropbbox postgis_full_version postgis_geos_compiled_version postgis_geos_noop
postgis_geos_version postgis_getbbox postgis_hasbbox postgis_lib_build_date postgis_lib_revision postgis_lib_version
postgis_libjson_version postgis_liblwgeom_version postgis_libprotobuf_version postgis_libxml_version postgis_noop
postgis_proj_compiled_version postgis_proj_version postgis_scripts_build_date postgis_scripts_installed
postgis_scripts_released postgis_srs postgis_srs_all postgis_srs_codes postgis_srs_search postgis_svn_version
postgis_transform_geometry postgis_transform_pipeline_geometry postgis_type_name postgis_typmod_dims postgis_typmod_srid
postgis_typmod_type postgis_version postgis_wagyu_version spheroid_in spheroid_out st_3dclosestpoint st_3ddfullywithin
st_3ddistance st_3ddwithin st_3dextent st_3dinterpolatepoint st_3dintersects st_3dlength st_3dlineinterpolatepoint
st_3dlongestline st_3dmakebox st_3dmaxdistance st_3dperimeter st_3dshortestline st_addmeasure st_addpoint st_affine
st_angle st_area st_area2d st_asbinary st_asencodedpolyline st_asewkb st_asewkt st_asflatgeobuf st_asgeobuf st_asgml
st_ashexewkb st_askml st_aslatlontext st_asmarc21 st_asmvt st_asmvtgeom st_assvg st_astext st_astwkb st_asx3d st_azimuth
st_bdmpolyfromtext st_bdpolyfromtext st_boundary st_boundingdiagonal st_box2dfromgeohash st_buffer st_buildarea
st_catmullromsmoothing st_centroid st_chaikinsmoothing st_cleangeometry st_clipbybox2d st_closestpoint
st_closestpointofapproach st_clusterdbscan st_clusterintersecting st_clusterintersectingwin st_clusterrelatewin
st_clusterwithin st_clusterwithinwin st_collect st_collectionextract st_collectionhomogenize st_combinebbox
st_concavehull st_contains st_containsproperly st_controlpoints st_convexhull st_coorddim st_coverageclean
st_coverageedges st_coverageinvalidedges st_coveragesimplify st_coverageunion st_coveredby st_covers st_cpawithin
st_crosses st_curven st_curvetoline st_degree st_delaunaytriangles st_dfullywithin st_difference st_dimension
st_disjoint st_distance st_distancecpa st_distancesphere st_distancespheroid st_dump st_dumppoints st_dumprings
st_dumpsegments st_dwithin st_endm st_endpoint st_envelope st_equals st_evaluate st_expand st_extent st_exteriorring
st_filterbym st_flipcoordinates st_force2d st_force3d st_force3dm st_force3dz st_force4d st_forcecollection
st_forcecurve st_forcepolygonccw st_forcepolygoncw st_forcerhr st_forcesfs st_frechetdistance st_fromflatgeobuf
st_fromflatgeobuftotable st_geogfromtext st_geogfromwkb st_geographyfromtext st_geohash st_geomcollfromtext
st_geomcollfromwkb st_geometricmedian st_geometryfromtext st_geometryn st_geometrytype st_geomfromewkb st_geomfromewkt
st_geomfromgeohash st_geomfromgeojson st_geomfromgml st_geomfromkml st_geomfrommarc21 st_geomfromtext st_geomfromtwkb
st_geomfromwkb st_gmltosql st_hasarc st_hasm st_hasz st_hausdorffdistance st_hexagon st_hexagongrid st_interiorringn
st_interpolatepoint st_intersection st_intersects st_inversetransformpipeline st_isclosed st_iscollection st_isempty
st_isnurbscurve st_ispolygonccw st_ispolygoncw st_isring st_issimple st_isvalid st_isvaliddetail st_isvalidreason
st_isvalidtrajectory st_knots st_largestemptycircle st_length st_length2d st_length2dspheroid st_lengthspheroid
st_letters st_linecrossingdirection st_lineextend st_linefromencodedpolyline st_linefrommultipoint st_linefromtext
st_linefromwkb st_lineinterpolatepoint st_lineinterpolatepoints st_linelocatepoint st_linemerge st_linestringfromwkb
st_linesubstring st_linetocurve st_locatealong st_locatebetween st_locatebetweenelevations st_longestline st_m
st_makebox2d st_makeenvelope st_makeline st_makenurbscurve st_makepoint st_makepointm st_makepolygon st_makevalid
st_maxdistance st_maximuminscribedcircle st_memcollect st_memsize st_memunion st_minimumboundingcircle
st_minimumboundingradius st_minimumclearance st_minimumclearanceline st_minimumspanningtree st_mlinefromtext
st_mlinefromwkb st_mmax st_mmin st_mpointfromtext st_mpointfromwkb st_mpolyfromtext st_mpolyfromwkb st_msize st_multi
st_multilinefromwkb st_multilinestringfromtext st_multipointfromtext st_multipointfromwkb st_multipolyfromwkb
st_multipolygonfromtext st_ndims st_node st_normalize st_npoints st_nrings st_numcontrolpoints st_numcurves
st_numgeometries st_numinteriorring st_numinteriorrings st_numpatches st_numpoints st_nurbscurveisrational
st_nurbstolinestring st_offsetcurve st_orderingequals st_orientedenvelope st_overlaps st_patchn st_perimeter
st_perimeter2d st_point st_pointfromgeohash st_pointfromtext st_pointfromwkb st_pointinsidecircle st_pointm st_pointn
st_pointonsurface st_points st_pointz st_pointzm st_polyfromtext st_polyfromwkb st_polygon st_polygonfromtext
st_polygonfromwkb st_polygonize st_project st_quantizecoordinates st_reduceprecision st_relate st_relatematch
st_removeirrelevantpointsforview st_removepoint st_removerepeatedpoints st_removesmallparts st_reverse st_rotate
st_rotatex st_rotatey st_rotatez st_scale st_scroll st_segmentize st_seteffectivearea st_setendm st_setpoint st_setsrid
st_setstartm st_sharedpaths st_shiftlongitude st_shortestline st_simplify st_simplifypolygonhull
st_simplifypreservetopology st_simplifyvw st_snap st_snaptogrid st_split st_square st_squaregrid st_srid st_startm
st_startpoint st_subdivide st_summary st_swapordinates st_symdifference st_tileenvelope st_touches st_transform
st_transformpipeline st_translate st_transscale st_triangulatepolygon st_unaryunion st_union st_voronoilines
st_voronoipolygons st_weights st_within st_wkbtosql st_wkttosql st_wrapx st_x st_xmax st_xmin st_xsize st_y st_ymax
st_ymin st_ysize st_z st_zmax st_zmflag st_zmin st_zsize text
`,
        impureFunctions: `
_postgis_index_extent _postgis_join_selectivity _postgis_pgsql_version _postgis_selectivity _postgis_stats addauth
addgeometrycolumn checkauth checkauthtrigger disablelongtransactions dropgeometrycolumn dropgeometrytable
enablelongtransactions find_srid geog_brin_inclusion_add_value geog_brin_inclusion_merge geog_brin_inclusion_mergeable
geography_analyze geography_gist_compress geography_gist_consistent geography_gist_decompress geography_gist_distance
geography_gist_penalty geography_gist_picksplit geography_gist_same geography_gist_union geom2d_brin_inclusion_add_value
geom2d_brin_inclusion_merge geom3d_brin_inclusion_add_value geom3d_brin_inclusion_merge geom3d_brin_inclusion_mergeable
geom4d_brin_inclusion_add_value geom4d_brin_inclusion_merge geom4d_brin_inclusion_mergeable geometry_analyze
geometry_gist_compress_2d geometry_gist_compress_nd geometry_gist_consistent_2d geometry_gist_consistent_nd
geometry_gist_decompress_2d geometry_gist_decompress_nd geometry_gist_distance_2d geometry_gist_distance_nd
geometry_gist_penalty_2d geometry_gist_penalty_nd geometry_gist_picksplit_2d geometry_gist_picksplit_nd
geometry_gist_same_2d geometry_gist_same_nd geometry_gist_sortsupport_2d geometry_gist_union_2d geometry_gist_union_nd
gettransactionid gserialized_gist_joinsel_2d gserialized_gist_joinsel_nd gserialized_gist_sel_2d gserialized_gist_sel_nd
lockrow longtransactionsenabled pgis_geometry_accum_transfn pgis_geometry_clusterintersecting_finalfn
pgis_geometry_clusterwithin_finalfn pgis_geometry_collect_finalfn pgis_geometry_coverageunion_finalfn
pgis_geometry_makeline_finalfn pgis_geometry_polygonize_finalfn populate_geometry_columns postgis_cache_bbox
postgis_constraint_dims postgis_constraint_srid postgis_constraint_type postgis_extensions_upgrade
postgis_index_supportfn st_asgeojson st_clusterkmeans st_estimatedextent st_findextent st_generatepoints
st_symmetricdifference unlockrows updategeometrysrid
`,
        types: `box2d box2df box3d geography geometry geometry_dump gidx spheroid valid_detail`,
        operators: `
&& &&& &/& &< &<| &> < <#> <-> << <<->> <<@ <<| <= <> = > >= >> @ @>> @@ |&> |=| |>> ~ ~= ~== ~~ ~~=
`,
        relations: `geography_columns geometry_columns spatial_ref_sys`,
        operatorClasses: `
brin_geography_inclusion_ops brin_geometry_inclusion_ops_2d brin_geometry_inclusion_ops_3d
brin_geometry_inclusion_ops_4d btree_geography_ops btree_geometry_ops gist_geography_ops gist_geometry_ops_2d
gist_geometry_ops_nd hash_geometry_ops spgist_geography_ops_nd spgist_geometry_ops_2d spgist_geometry_ops_3d
spgist_geometry_ops_nd
`,
        operatorFamilies: `
brin_geography_inclusion_ops brin_geometry_inclusion_ops_2d brin_geometry_inclusion_ops_3d
brin_geometry_inclusion_ops_4d btree_geography_ops btree_geometry_ops gist_geography_ops gist_geometry_ops_2d
gist_geometry_ops_nd hash_geometry_ops spgist_geography_ops_nd spgist_geometry_ops_2d spgist_geometry_ops_3d
spgist_geometry_ops_nd
`,
        casts: `
box2d>box3d box2d>geometry box3d>box box3d>box2d box3d>geometry bytea>geography bytea>geometry geography>bytea
geography>geography geography>geometry geometry>box geometry>box2d geometry>box3d geometry>bytea geometry>geography
geometry>geometry geometry>json geometry>jsonb geometry>path geometry>point geometry>polygon geometry>text path>geometry
point>geometry polygon>geometry text>geometry
`,
    },
    postgis_raster: {
        requires: `postgis`,
        functions: `
__st_countagg_transfn _raster_constraint_nodata_values _raster_constraint_out_db _st_aspect4ma _st_asraster _st_clip
_st_colormap _st_contains _st_containsproperly _st_convertarray4ma _st_count _st_countagg_finalfn _st_countagg_transfn
_st_coveredby _st_covers _st_dfullywithin _st_dwithin _st_gdalwarp _st_grayscale4ma _st_hillshade4ma _st_histogram
_st_intersects _st_mapalgebra _st_neighborhood _st_overlaps _st_pixelascentroids _st_pixelaspolygons _st_quantile
_st_rastertoworldcoord _st_reclass _st_roughness4ma _st_samealignment_finalfn _st_samealignment_transfn _st_setvalues
_st_slope4ma _st_summarystats _st_summarystats_finalfn _st_summarystats_transfn _st_tile _st_touches _st_tpi4ma
_st_tri4ma _st_union_finalfn _st_union_transfn _st_within _st_worldtorastercoord box3d bytea
geometry_contained_by_raster geometry_raster_contain geometry_raster_overlap postgis_gdal_version
postgis_raster_lib_build_date postgis_raster_lib_version postgis_raster_scripts_installed raster_above raster_below
raster_contain raster_contained raster_contained_by_geometry raster_eq raster_geometry_contain raster_geometry_overlap
raster_hash raster_in raster_left raster_out raster_overabove raster_overbelow raster_overlap raster_overleft
raster_overright raster_right raster_same st_addband st_approxcount st_approxhistogram st_approxquantile
st_approxsummarystats st_asbinary st_asgdalraster st_ashexwkb st_asjpeg st_aspect st_aspng st_asraster st_asrasteragg
st_astiff st_aswkb st_band st_bandfilesize st_bandfiletimestamp st_bandisnodata st_bandmetadata st_bandnodatavalue
st_bandpath st_bandpixeltype st_clip st_colormap st_contains st_containsproperly st_contour st_convexhull st_count
st_countagg st_coveredby st_covers st_dfullywithin st_disjoint st_distinct4ma st_dumpaspolygons st_dumpvalues st_dwithin
st_envelope st_fromgdalraster st_gdaldrivers st_georeference st_geotransform st_grayscale st_hasnoband st_height
st_hillshade st_histogram st_interpolateraster st_intersectionfractions st_intersects st_invdistweight4ma
st_iscoveragetile st_isempty st_makeemptycoverage st_makeemptyraster st_mapalgebra st_mapalgebraexpr st_mapalgebrafct
st_mapalgebrafctngb st_max4ma st_mean4ma st_memsize st_metadata st_min4ma st_minconvexhull st_mindist4ma
st_minpossiblevalue st_nearestvalue st_neighborhood st_notsamealignmentreason st_numbands st_overlaps st_pixelascentroid
st_pixelascentroids st_pixelaspoint st_pixelaspoints st_pixelaspolygon st_pixelaspolygons st_pixelheight st_pixelofvalue
st_pixelwidth st_polygon st_quantile st_range4ma st_rastertoworldcoord st_rastertoworldcoordx st_rastertoworldcoordy
st_rastfromhexwkb st_rastfromwkb st_reclass st_reclassexact st_resample st_rescale st_resize st_reskew st_roughness
st_samealignment st_scalex st_scaley st_setbandindex st_setbandisnodata st_setbandpath st_setgeoreference
st_setgeotransform st_setm st_setrotation st_setscale st_setskew st_setsrid st_setupperleft st_setvalues st_setz
st_skewx st_skewy st_slope st_snaptogrid st_srid st_stddev4ma st_sum4ma st_summarystats st_summarystatsagg st_tile
st_touches st_tpi st_transform st_tri st_union st_upperleftx st_upperlefty st_value st_width st_within
st_worldtorastercoord st_worldtorastercoordx st_worldtorastercoordy
`,
        impureFunctions: `
_add_overview_constraint _add_raster_constraint _add_raster_constraint_alignment _add_raster_constraint_blocksize
_add_raster_constraint_coverage_tile _add_raster_constraint_extent _add_raster_constraint_nodata_values
_add_raster_constraint_num_bands _add_raster_constraint_out_db _add_raster_constraint_pixel_types
_add_raster_constraint_scale _add_raster_constraint_spatially_unique _add_raster_constraint_srid
_drop_overview_constraint _drop_raster_constraint _drop_raster_constraint_alignment _drop_raster_constraint_blocksize
_drop_raster_constraint_coverage_tile _drop_raster_constraint_extent _drop_raster_constraint_nodata_values
_drop_raster_constraint_num_bands _drop_raster_constraint_out_db _drop_raster_constraint_pixel_types
_drop_raster_constraint_regular_blocking _drop_raster_constraint_scale _drop_raster_constraint_spatially_unique
_drop_raster_constraint_srid _overview_constraint _overview_constraint_info _raster_constraint_info_alignment
_raster_constraint_info_blocksize _raster_constraint_info_coverage_tile _raster_constraint_info_extent
_raster_constraint_info_index _raster_constraint_info_nodata_values _raster_constraint_info_num_bands
_raster_constraint_info_out_db _raster_constraint_info_pixel_types _raster_constraint_info_regular_blocking
_raster_constraint_info_scale _raster_constraint_info_spatially_unique _raster_constraint_info_srid
_raster_constraint_pixel_types _st_asrasteragg_finalfn _st_asrasteragg_transfn _st_valuecount _updaterastersrid
addoverviewconstraints addrasterconstraints dropoverviewconstraints droprasterconstraints postgis_noop st_createoverview
st_intersection st_retile st_rotation st_setbandnodatavalue st_setvalue st_summary st_valuecount st_valuepercent
updaterastersrid
`,
        types: `
addbandarg agg_count agg_samealignment geomval rastbandarg raster reclassarg summarystats unionarg
`,
        operators: `&& &< &<| &> << <<| = >> @ |&> |>> ~ ~=`,
        relations: `raster_columns raster_overviews`,
        operatorClasses: `hash_raster_ops`,
        operatorFamilies: `hash_raster_ops`,
        casts: `raster>box3d raster>bytea raster>geometry`,
    },
    postgis_sfcgal: {
        relocatable: true,
        requires: `postgis`,
        functions: `
cg_2drotate cg_3dalphawrapping cg_3darea cg_3dbuffer cg_3dconvexhull cg_3ddifference cg_3ddistance cg_3dintersection
cg_3dintersects cg_3drotate cg_3dscale cg_3dscalearoundcenter cg_3dtranslate cg_3dunion cg_alphashape
cg_approxconvexpartition cg_approximatemedialaxis cg_area cg_constraineddelaunaytriangles cg_difference cg_distance
cg_extrude cg_extrudestraightskeleton cg_forcelhr cg_generateflatroof cg_generategableroof cg_generatehippedroof
cg_generateroof cg_generateskillionroof cg_greeneapproxconvexpartition cg_intersection cg_intersects cg_isplanar
cg_issolid cg_makesolid cg_minkowskisum cg_nurbscurveapproximate cg_nurbscurvederivative cg_nurbscurveinterpolate
cg_optimalalphashape cg_optimalconvexpartition cg_orientation cg_polygonrepair cg_rotate cg_rotatex cg_rotatey
cg_rotatez cg_scale cg_simplify cg_straightskeleton cg_straightskeletonpartition cg_tesselate cg_translate
cg_triangulate cg_union cg_visibility cg_volume cg_ymonotonepartition postgis_sfcgal_full_version postgis_sfcgal_noop
postgis_sfcgal_scripts_installed postgis_sfcgal_version st_3darea st_3dconvexhull st_3ddifference st_3dintersection
st_3dunion st_alphashape st_approximatemedialaxis st_constraineddelaunaytriangles st_extrude st_forcelhr st_isplanar
st_issolid st_makesolid st_minkowskisum st_optimalalphashape st_orientation st_straightskeleton st_tesselate st_volume
`,
    },
    postgis_tiger_geocoder: {
        schema: 'tiger',
        requires: `fuzzystrmatch postgis`,
        schemas: `tiger tiger_data`,
        functions: `
count_words cull_null diff_zip end_soundex geocode_intersection get_last_words get_tract greatest_hn includes_address
interpolate_from_address is_pretype least_hn levenshtein_ignore_case loader_macro_replace normalize_address
nullable_levenshtein numeric_streets_equal pagc_normalize_address pprint_addy rate_attributes utmzone zip_range
`,
        impureFunctions: `
create_census_base_tables drop_dupe_featnames_generate_script drop_indexes_generate_script
drop_nation_tables_generate_script drop_state_tables_generate_script geocode geocode_address geocode_location
get_geocode_setting install_geocode_settings install_missing_indexes install_pagc_tables loader_generate_census_script
loader_generate_nation_script loader_generate_script loader_load_staged_data location_extract
location_extract_countysub_exact location_extract_countysub_fuzzy location_extract_place_exact
location_extract_place_fuzzy missing_indexes_generate_script reverse_geocode set_geocode_setting setsearchpathforinstall
state_extract topology_load_tiger
`,
        types: `norm_addy`,
        relations: `
addr addr_gid_seq addrfeat addrfeat_gid_seq bg bg_gid_seq county county_gid_seq county_lookup countysub_lookup cousub
cousub_gid_seq direction_lookup edges edges_gid_seq faces faces_gid_seq featnames featnames_gid_seq geocode_settings
geocode_settings_default loader_lookuptables loader_platform loader_variables pagc_gaz pagc_gaz_id_seq pagc_lex
pagc_lex_id_seq pagc_rules pagc_rules_id_seq place place_gid_seq place_lookup secondary_unit_lookup state state_gid_seq
state_lookup street_type_lookup tabblock tabblock20 tabblock_gid_seq tract tract_gid_seq zcta5 zcta5_gid_seq zip_lookup
zip_lookup_all zip_lookup_base zip_state zip_state_loc
`,
    },
    postgis_topology: {
        schema: 'topology',
        requires: `postgis`,
        schemas: `topology`,
        functions: `
_asgmlnode _checkedgelinking postgis_topology_scripts_installed topoelement topoelementarray_agg topoelementarray_append
toporingisccw
`,
        impureFunctions: `
_asgmledge _asgmlface _registermissingfaces _st_adjacentedges _st_mintolerance _topogeo_addlinestringnoface
_validatetopologyedgelinking _validatetopologygetfaceshellmaximaledgering _validatetopologygetringedges
_validatetopologyrings addedge addface addnode addtopogeometrycolumn addtosearchpath asgml astopojson cleartopogeom
copytopology createtopogeom createtopology droptopogeometrycolumn droptopology equals findlayer findtopology
findvertexsegmentpairsbelowdistance fixcorrupttopogeometrycolumn geometry geometrytype getedgebypoint getfacebypoint
getfacecontainingpoint getnodebypoint getnodeedges getringedges gettopogeomelementarray gettopogeomelements
gettopologyid gettopologyname gettopologysrid intersects layertrigger maketopologyprecise polygonize
populate_topology_layer relationtrigger removeunusedprimitives renametopogeometrycolumn renametopology st_addedgemodface
st_addedgenewfaces st_addisoedge st_addisonode st_changeedgegeom st_createtopogeo st_geometrytype st_getfaceedges
st_getfacegeometry st_inittopogeo st_modedgeheal st_modedgesplit st_moveisonode st_newedgeheal st_newedgessplit
st_remedgemodface st_remedgenewface st_remisonode st_removeisoedge st_removeisonode st_simplify st_srid
topogeo_addgeometry topogeo_addlinestring topogeo_addpoint topogeo_addpolygon topogeo_loadgeometry topogeom_addelement
topogeom_addtopogeom topogeom_remelement topologysummary totaltopologysize totopogeom upgradetopology validatetopology
validatetopologyprecision validatetopologyrelation
`,
        types: `
getfaceedges_returntype topoelement topoelementarray topogeometry validatetopology_returntype
`,
        relations: `layer topology topology_id_seq`,
        casts: `topogeometry>_int8 topogeometry>geometry`,
    },
    prefix: {
        relocatable: true,
        functions: `
gpr_compress gpr_consistent gpr_decompress gpr_picksplit gpr_picksplit_jordan gpr_picksplit_presort gpr_same gpr_union
length prefix_range prefix_range_cmp prefix_range_contained_by prefix_range_contained_by_strict prefix_range_contains
prefix_range_contains_strict prefix_range_eq prefix_range_ge prefix_range_gt prefix_range_in prefix_range_inter
prefix_range_le prefix_range_lt prefix_range_neq prefix_range_out prefix_range_overlaps prefix_range_recv
prefix_range_send prefix_range_union text
`,
        impureFunctions: `gpr_penalty pr_penalty`,
        types: `prefix_range`,
        operators: `& && < <= <> <@ = > >= @> |`,
        operatorClasses: `btree_prefix_range_ops gist_prefix_range_ops`,
        operatorFamilies: `btree_prefix_range_ops gist_prefix_range_ops`,
        casts: `prefix_range>text text>prefix_range`,
    },
    q3c: {
        relocatable: true,
        functions: `
q3c_ang2ipix q3c_dist q3c_dist_pm q3c_ellipse_join q3c_ellipse_nearby_it q3c_ellipse_query q3c_ellipse_query_it
q3c_in_ellipse q3c_in_poly q3c_ipix2ang q3c_join q3c_join_pm q3c_nearby_it q3c_nearby_pm_it q3c_pixarea q3c_poly_query
q3c_poly_query_it q3c_radial_query q3c_radial_query_it q3c_sel q3c_seljoin q3c_seloper q3c_sindist q3c_sindist_pm
q3c_version
`,
        impureFunctions: `q3c_ipixcenter`,
        types: `q3c_type`,
        operators: `==<<>>==`,
    },
    rum: {
        relocatable: true,
        functions: `
rum_anyarray_config rum_anyarray_consistent rum_anyarray_ordering rum_bit_compare_prefix rum_bit_extract_query
rum_bit_extract_value rum_btree_consistent rum_bytea_compare_prefix rum_bytea_extract_query rum_bytea_extract_value
rum_char_compare_prefix rum_char_extract_query rum_char_extract_value rum_cidr_compare_prefix rum_cidr_extract_query
rum_cidr_extract_value rum_date_compare_prefix rum_date_extract_query rum_date_extract_value rum_extract_anyarray
rum_extract_anyarray_query rum_extract_tsquery rum_extract_tsquery_hash rum_extract_tsvector rum_extract_tsvector_hash
rum_float4_compare_prefix rum_float4_config rum_float4_distance rum_float4_extract_query rum_float4_extract_value
rum_float4_key_distance rum_float4_left_distance rum_float4_outer_distance rum_float4_right_distance
rum_float8_compare_prefix rum_float8_config rum_float8_distance rum_float8_extract_query rum_float8_extract_value
rum_float8_key_distance rum_float8_left_distance rum_float8_outer_distance rum_float8_right_distance
rum_inet_compare_prefix rum_inet_extract_query rum_inet_extract_value rum_int2_compare_prefix rum_int2_config
rum_int2_distance rum_int2_extract_query rum_int2_extract_value rum_int2_key_distance rum_int2_left_distance
rum_int2_outer_distance rum_int2_right_distance rum_int4_compare_prefix rum_int4_config rum_int4_distance
rum_int4_extract_query rum_int4_extract_value rum_int4_key_distance rum_int4_left_distance rum_int4_outer_distance
rum_int4_right_distance rum_int8_compare_prefix rum_int8_config rum_int8_distance rum_int8_extract_query
rum_int8_extract_value rum_int8_key_distance rum_int8_left_distance rum_int8_outer_distance rum_int8_right_distance
rum_interval_compare_prefix rum_interval_extract_query rum_interval_extract_value rum_macaddr_compare_prefix
rum_macaddr_extract_query rum_macaddr_extract_value rum_money_compare_prefix rum_money_config rum_money_distance
rum_money_extract_query rum_money_extract_value rum_money_key_distance rum_money_left_distance rum_money_outer_distance
rum_money_right_distance rum_numeric_cmp rum_numeric_compare_prefix rum_numeric_extract_query rum_numeric_extract_value
rum_oid_compare_prefix rum_oid_config rum_oid_distance rum_oid_extract_query rum_oid_extract_value rum_oid_key_distance
rum_oid_left_distance rum_oid_outer_distance rum_oid_right_distance rum_text_compare_prefix rum_text_extract_query
rum_text_extract_value rum_time_compare_prefix rum_time_extract_query rum_time_extract_value
rum_timestamp_compare_prefix rum_timestamp_config rum_timestamp_consistent rum_timestamp_distance
rum_timestamp_extract_query rum_timestamp_extract_value rum_timestamp_key_distance rum_timestamp_left_distance
rum_timestamp_outer_distance rum_timestamp_right_distance rum_timestamptz_distance rum_timestamptz_key_distance
rum_timestamptz_left_distance rum_timestamptz_right_distance rum_timetz_compare_prefix rum_timetz_extract_query
rum_timetz_extract_value rum_ts_distance rum_ts_join_pos rum_ts_score rum_tsquery_addon_consistent
rum_tsquery_consistent rum_tsquery_distance rum_tsquery_pre_consistent rum_tsvector_config rum_varbit_compare_prefix
rum_varbit_extract_query rum_varbit_extract_value ruminv_extract_tsquery ruminv_extract_tsvector ruminv_tsquery_config
ruminv_tsvector_consistent tsquery_to_distance_query
`,
        impureFunctions: `rum_anyarray_distance rum_anyarray_similar rumhandler`,
        types: `rum_distance_query`,
        operators: `% <=> <=| |=>`,
        operatorClasses: `
rum_anyarray_addon_ops rum_anyarray_ops rum_bit_ops rum_bytea_ops rum_char_ops rum_cidr_ops rum_date_ops rum_float4_ops
rum_float8_ops rum_inet_ops rum_int2_ops rum_int4_ops rum_int8_ops rum_interval_ops rum_macaddr_ops rum_money_ops
rum_numeric_ops rum_oid_ops rum_text_ops rum_time_ops rum_timestamp_ops rum_timestamptz_ops rum_timetz_ops
rum_tsquery_ops rum_tsvector_addon_ops rum_tsvector_hash_addon_ops rum_tsvector_hash_ops rum_tsvector_hash_timestamp_ops
rum_tsvector_hash_timestamptz_ops rum_tsvector_ops rum_tsvector_timestamp_ops rum_tsvector_timestamptz_ops
rum_varbit_ops rum_varchar_ops
`,
        operatorFamilies: `
rum_anyarray_addon_ops rum_anyarray_ops rum_bit_ops rum_bytea_ops rum_char_ops rum_cidr_ops rum_date_ops rum_float4_ops
rum_float8_ops rum_inet_ops rum_int2_ops rum_int4_ops rum_int8_ops rum_interval_ops rum_macaddr_ops rum_money_ops
rum_numeric_ops rum_oid_ops rum_text_ops rum_time_ops rum_timestamp_ops rum_timestamptz_ops rum_timetz_ops
rum_tsquery_ops rum_tsvector_addon_ops rum_tsvector_hash_addon_ops rum_tsvector_hash_ops rum_tsvector_hash_timestamp_ops
rum_tsvector_hash_timestamptz_ops rum_tsvector_ops rum_tsvector_timestamp_ops rum_tsvector_timestamptz_ops
rum_varbit_ops rum_varchar_ops
`,
        defaultOperatorClasses: `
rum:anyarray rum:bit rum:bytea rum:char rum:cidr rum:date rum:float4 rum:float8 rum:inet rum:int2 rum:int4 rum:int8
rum:interval rum:macaddr rum:money rum:numeric rum:oid rum:text rum:time rum:timestamp rum:timestamptz rum:timetz
rum:tsquery rum:tsvector rum:varbit rum:varchar
`,
        casts: `tsquery>rum_distance_query`,
        accessMethods: `rum`,
    },
    semver: {
        relocatable: true,
        functions: `
get_semver_major get_semver_minor get_semver_patch get_semver_prerelease hash_semver is_semver max min semver semver_cmp
semver_eq semver_ge semver_gt semver_in semver_larger semver_le semver_lt semver_ne semver_out semver_recv semver_send
semver_smaller semvermultirange semverrange text to_semver
`,
        types: `semver semvermultirange semverrange`,
        operators: `< <= <> = > >=`,
        operatorClasses: `semver_ops`,
        operatorFamilies: `semver_ops`,
        casts: `
float4>semver float8>semver int2>semver int4>semver int8>semver numeric>semver semver>text semverrange>semvermultirange
text>semver
`,
    },
    supabase_vault: {
        schema: 'vault',
        schemas: `vault`,
        functions: `_crypto_aead_det_decrypt _crypto_aead_det_encrypt _crypto_aead_det_noncegen`,
        relations: `decrypted_secrets secrets`,
        impureFunctions: `create_secret update_secret`,
    },
    tdigest: {
        relocatable: true,
        functions: `
tdigest tdigest_add tdigest_add_digest tdigest_add_digest_array tdigest_add_digest_array_values
tdigest_add_digest_trimmed tdigest_add_digest_values tdigest_add_double tdigest_add_double_array
tdigest_add_double_array_count tdigest_add_double_array_values tdigest_add_double_array_values_count
tdigest_add_double_count tdigest_add_double_count_trimmed tdigest_add_double_trimmed tdigest_add_double_values
tdigest_add_double_values_count tdigest_array_percentiles tdigest_array_percentiles_of tdigest_avg tdigest_combine
tdigest_count tdigest_deserial tdigest_digest tdigest_digest_avg tdigest_digest_sum tdigest_double_array tdigest_in
tdigest_json tdigest_out tdigest_percentile tdigest_percentile_of tdigest_percentiles tdigest_percentiles_of
tdigest_recv tdigest_send tdigest_serial tdigest_sum tdigest_trimmed_avg tdigest_trimmed_sum tdigest_union
`,
        types: `tdigest`,
        casts: `tdigest>_float8 tdigest>json`,
    },
    temporal_tables: {
        relocatable: true,
        impureFunctions: `set_system_time versioning`,
    },
    timescaledb: {
        schemas: `
_timescaledb_cache _timescaledb_catalog _timescaledb_config _timescaledb_functions _timescaledb_internal
timescaledb_experimental timescaledb_information
`,
        impureFunctions: `
_timescaledb_functions.alter_job_set_hypertable_id _timescaledb_functions.attach_osm_table_chunk
_timescaledb_functions.cagg_get_bucket_function_info _timescaledb_functions.cagg_get_grouping_columns
_timescaledb_functions.cagg_validate_query _timescaledb_functions.cagg_watermark
_timescaledb_functions.cagg_watermark_materialized _timescaledb_functions.chunk_constraint_add_table_constraint
_timescaledb_functions.chunk_id_from_relid _timescaledb_functions.chunk_rewrite_cleanup
_timescaledb_functions.chunk_statistics _timescaledb_functions.chunk_statistics_reset
_timescaledb_functions.chunk_status _timescaledb_functions.chunks_local_size _timescaledb_functions.compact_chunk
_timescaledb_functions.compressed_chunk_local_stats _timescaledb_functions.constraint_clone
_timescaledb_functions.create_chunk _timescaledb_functions.create_compressed_chunk
_timescaledb_functions.decompress_batch _timescaledb_functions.drop_chunk _timescaledb_functions.drop_osm_chunk
_timescaledb_functions.estimate_compressed_batch_size _timescaledb_functions.estimate_uncompressed_size
_timescaledb_functions.extension_state _timescaledb_functions.fk_referenced_check _timescaledb_functions.freeze_chunk
_timescaledb_functions.generate_uuid _timescaledb_functions.get_approx_row_count _timescaledb_functions.get_chunk_info
_timescaledb_functions.get_chunk_info_by_id _timescaledb_functions.get_chunk_primary_range
_timescaledb_functions.get_chunk_primary_range_by_id _timescaledb_functions.get_compressed_chunk_index_for_recompression
_timescaledb_functions.get_create_command _timescaledb_functions.get_hypertable_info
_timescaledb_functions.get_hypertable_info_by_id _timescaledb_functions.get_integer_now_func
_timescaledb_functions.get_orderby_defaults _timescaledb_functions.get_primary_dimension
_timescaledb_functions.get_segmentby_defaults _timescaledb_functions.hypertable_get_tenant_tracking_info
_timescaledb_functions.hypertable_local_size _timescaledb_functions.hypertable_osm_range_update
_timescaledb_functions.hypertable_status _timescaledb_functions.hypertable_status_text
_timescaledb_functions.jsonb_get_matching_index_entry _timescaledb_functions.lock_osm_chunk_dimension_slice
_timescaledb_functions.metadata_insert_trigger _timescaledb_functions.policy_compaction
_timescaledb_functions.policy_compaction_check _timescaledb_functions.policy_compression
_timescaledb_functions.policy_compression_check _timescaledb_functions.policy_compression_execute
_timescaledb_functions.policy_job_stat_history_retention _timescaledb_functions.policy_job_stat_history_retention_check
_timescaledb_functions.policy_recompression _timescaledb_functions.policy_refresh_continuous_aggregate
_timescaledb_functions.policy_refresh_continuous_aggregate_check _timescaledb_functions.policy_reorder
_timescaledb_functions.policy_reorder_check _timescaledb_functions.policy_retention
_timescaledb_functions.policy_retention_check _timescaledb_functions.process_ddl_event
_timescaledb_functions.range_value_to_pretty _timescaledb_functions.rebuild_columnstore
_timescaledb_functions.rebuild_sparse_index _timescaledb_functions.recompress_chunk_segmentwise
_timescaledb_functions.relation_approximate_size _timescaledb_functions.relation_size
_timescaledb_functions.remove_dropped_chunk_metadata _timescaledb_functions.restart_background_workers
_timescaledb_functions.restore_fk_check_triggers _timescaledb_functions.show_chunk
_timescaledb_functions.start_background_workers _timescaledb_functions.stop_background_workers
_timescaledb_functions.subtract_integer_from_now _timescaledb_functions.tenant_tracking_map
_timescaledb_functions.time_to_internal _timescaledb_functions.tsl_loaded _timescaledb_functions.unfreeze_chunk
_timescaledb_internal.alter_job_set_hypertable_id _timescaledb_internal.attach_osm_table_chunk
_timescaledb_internal.cagg_watermark _timescaledb_internal.cagg_watermark_materialized
_timescaledb_internal.chunk_id_from_relid _timescaledb_internal.chunk_status _timescaledb_internal.chunks_local_size
_timescaledb_internal.compressed_chunk_local_stats _timescaledb_internal.compressed_chunk_remote_stats
_timescaledb_internal.create_chunk _timescaledb_internal.create_compressed_chunk _timescaledb_internal.drop_chunk
_timescaledb_internal.freeze_chunk _timescaledb_internal.generate_uuid _timescaledb_internal.get_approx_row_count
_timescaledb_internal.get_compressed_chunk_index_for_recompression _timescaledb_internal.get_create_command
_timescaledb_internal.get_git_commit _timescaledb_internal.get_os_info _timescaledb_internal.get_partition_for_key
_timescaledb_internal.get_partition_hash _timescaledb_internal.hypertable_local_size
_timescaledb_internal.interval_to_usec _timescaledb_internal.policy_compression
_timescaledb_internal.policy_compression_check _timescaledb_internal.policy_job_stat_history_retention
_timescaledb_internal.policy_job_stat_history_retention_check _timescaledb_internal.policy_recompression
_timescaledb_internal.policy_refresh_continuous_aggregate
_timescaledb_internal.policy_refresh_continuous_aggregate_check _timescaledb_internal.policy_reorder
_timescaledb_internal.policy_reorder_check _timescaledb_internal.policy_retention
_timescaledb_internal.policy_retention_check _timescaledb_internal.process_ddl_event
_timescaledb_internal.range_value_to_pretty _timescaledb_internal.recompress_chunk_segmentwise
_timescaledb_internal.relation_size _timescaledb_internal.restart_background_workers _timescaledb_internal.show_chunk
_timescaledb_internal.start_background_workers _timescaledb_internal.stop_background_workers
_timescaledb_internal.subtract_integer_from_now _timescaledb_internal.time_to_internal _timescaledb_internal.to_date
_timescaledb_internal.to_interval _timescaledb_internal.to_timestamp _timescaledb_internal.to_timestamp_without_timezone
_timescaledb_internal.to_unix_microseconds _timescaledb_internal.tsl_loaded _timescaledb_internal.unfreeze_chunk
add_columnstore_policy add_compaction_policy add_compression_policy add_continuous_aggregate_policy add_dimension
add_job add_reorder_policy add_retention_policy alter_job approximate_row_count attach_chunk attach_tablespace by_hash
by_range chunk_columnstore_stats chunk_compression_stats chunks_detailed_size compress_chunk convert_to_columnstore
convert_to_rowstore create_hypertable decompress_chunk delete_job detach_chunk detach_tablespace detach_tablespaces
disable_chunk_skipping drop_chunks enable_chunk_skipping generate_uuidv7 get_telemetry_report
hypertable_approximate_detailed_size hypertable_approximate_size hypertable_columnstore_stats
hypertable_compression_stats hypertable_detailed_size hypertable_index_size hypertable_size interpolate locf
merge_chunks merge_chunks_concurrently move_chunk recompress_chunk refresh_continuous_aggregate
remove_columnstore_policy remove_compaction_policy remove_compression_policy remove_continuous_aggregate_policy
remove_reorder_policy remove_retention_policy reorder_chunk run_job set_chunk_time_interval set_integer_now_func
set_number_partitions set_partitioning_interval show_chunks show_tablespaces split_chunk time_bucket_gapfill
timescaledb_experimental.add_policies timescaledb_experimental.alter_policies
timescaledb_experimental.remove_all_policies timescaledb_experimental.remove_policies
timescaledb_experimental.show_policies timescaledb_post_restore timescaledb_pre_restore to_uuidv7
`,
        functions: `
_timescaledb_functions.align_to_bucket _timescaledb_functions.bloom1_contains _timescaledb_functions.bloom1_contains_any
_timescaledb_functions.bloom1_contains_any_hashes _timescaledb_functions.bloom1_hash _timescaledb_functions.bloom1in
_timescaledb_functions.bloom1out _timescaledb_functions.bookend_deserializefunc _timescaledb_functions.bookend_finalfunc
_timescaledb_functions.bookend_serializefunc _timescaledb_functions.chunk_status_text
_timescaledb_functions.compressed_data_column_size _timescaledb_functions.compressed_data_has_nulls
_timescaledb_functions.compressed_data_in _timescaledb_functions.compressed_data_info
_timescaledb_functions.compressed_data_out _timescaledb_functions.compressed_data_recv
_timescaledb_functions.compressed_data_send _timescaledb_functions.compressed_data_to_array
_timescaledb_functions.dimension_info_in _timescaledb_functions.dimension_info_out
_timescaledb_functions.first_combinefunc _timescaledb_functions.first_sfunc _timescaledb_functions.get_git_commit
_timescaledb_functions.get_internal_time_max _timescaledb_functions.get_internal_time_min
_timescaledb_functions.get_os_info _timescaledb_functions.get_partition_for_key
_timescaledb_functions.get_partition_hash _timescaledb_functions.hist_combinefunc
_timescaledb_functions.hist_deserializefunc _timescaledb_functions.hist_finalfunc
_timescaledb_functions.hist_serializefunc _timescaledb_functions.hist_sfunc _timescaledb_functions.index_matches
_timescaledb_functions.interval_to_usec _timescaledb_functions.last_combinefunc _timescaledb_functions.last_sfunc
_timescaledb_functions.make_multirange_from_internal_time _timescaledb_functions.make_range_from_internal_time
_timescaledb_functions.to_date _timescaledb_functions.to_interval _timescaledb_functions.to_timestamp
_timescaledb_functions.to_timestamp_without_timezone _timescaledb_functions.to_unix_microseconds first histogram last
time_bucket to_uuidv7_boundary uuid_timestamp uuid_timestamp_micros uuid_version
`,
        eventTriggers: `timescaledb_ddl_command_end timescaledb_ddl_sql_drop`,
        relations: `
_timescaledb_cache.cache_inval_bgw_job _timescaledb_cache.cache_inval_extension
_timescaledb_cache.cache_inval_hypertable _timescaledb_catalog.bgw_job _timescaledb_catalog.bgw_job_id_seq
_timescaledb_catalog.chunk _timescaledb_catalog.chunk_column_stats _timescaledb_catalog.chunk_column_stats_id_seq
_timescaledb_catalog.chunk_constraint _timescaledb_catalog.chunk_id_seq _timescaledb_catalog.chunk_rewrite
_timescaledb_catalog.compression_algorithm _timescaledb_catalog.compression_chunk_size
_timescaledb_catalog.compression_settings _timescaledb_catalog.continuous_agg
_timescaledb_catalog.continuous_aggs_bucket_function _timescaledb_catalog.continuous_aggs_hypertable_invalidation_log
_timescaledb_catalog.continuous_aggs_invalidation_threshold _timescaledb_catalog.continuous_aggs_jobs_refresh_ranges
_timescaledb_catalog.continuous_aggs_materialization_invalidation_log
_timescaledb_catalog.continuous_aggs_materialization_ranges _timescaledb_catalog.continuous_aggs_tenant_tracking
_timescaledb_catalog.continuous_aggs_watermark _timescaledb_catalog.dimension _timescaledb_catalog.dimension_id_seq
_timescaledb_catalog.dimension_slice _timescaledb_catalog.dimension_slice_id_seq _timescaledb_catalog.hypertable
_timescaledb_catalog.hypertable_cagg_settings _timescaledb_catalog.hypertable_id_seq _timescaledb_catalog.metadata
_timescaledb_catalog.tablespace _timescaledb_catalog.tablespace_id_seq _timescaledb_config.bgw_job
_timescaledb_internal.bgw_job_stat _timescaledb_internal.bgw_job_stat_history
_timescaledb_internal.bgw_job_stat_history_id_seq _timescaledb_internal.bgw_policy_chunk_stats
_timescaledb_internal.compressed_chunk_stats _timescaledb_internal.hypertable_chunk_local_size
timescaledb_experimental.policies timescaledb_information.chunk_columnstore_settings
timescaledb_information.chunk_compression_settings timescaledb_information.chunks
timescaledb_information.compression_settings timescaledb_information.continuous_aggregates
timescaledb_information.dimensions timescaledb_information.hypertable_columnstore_settings
timescaledb_information.hypertable_compression_settings timescaledb_information.hypertables
timescaledb_information.job_errors timescaledb_information.job_history timescaledb_information.job_stats
timescaledb_information.jobs timescaledb_information.stat_chunk_activity
`,
        types: `
_timescaledb_internal.bloom1 _timescaledb_internal.compressed_data _timescaledb_internal.dimension_info
`,
    },
    unit: {
        requires: `plpgsql`,
        functions: `
ampere au avg becquerel byte candela cbrt celsius coulomb day dbl_unit_div dbl_unit_mul decibel degree_arc dimension
farad gray hectare henry hertz hour joule katal kelvin kilogram liter lumen lux max meter min minute minute_arc mole
newton ohm pascal radian round second second_arc siemens sievert sqrt stddev stddev_pop stddev_samp steradian sum tesla
tonne unit unit_accum unit_add unit_at unit_at_double unit_avg unit_cmp unit_dbl_div unit_dbl_mul unit_diff unit_div
unit_eq unit_ge unit_greatest unit_gt unit_in unit_le unit_least unit_lt unit_mul unit_ne unit_neg unit_out unit_pow
unit_recv unit_send unit_stddev_pop unit_stddev_samp unit_strict_cmp unit_strict_eq unit_strict_ge unit_strict_gt
unit_strict_le unit_strict_lt unit_strict_ne unit_sub unit_var_pop unit_var_samp unitmultirange unitrange value var_pop
var_samp variance volt watt weber
`,
        impureFunctions: `unit_is_hashed unit_load unit_reset`,
        types: `unit unit_accum_t unitmultirange unitrange`,
        operators: `* + - / < << <<= <<>> <= <> = == > >= >> >>= @ @@ ^ |/ ||/`,
        relations: `unit_prefixes unit_units`,
        operatorClasses: `unit_ops unit_strict_ops`,
        operatorFamilies: `unit_ops unit_strict_ops`,
        casts: `unitrange>unitmultirange`,
    },
    vector: {
        relocatable: true,
        functions: `
array_to_halfvec array_to_sparsevec array_to_vector avg binary_quantize cosine_distance halfvec halfvec_accum
halfvec_add halfvec_avg halfvec_cmp halfvec_combine halfvec_concat halfvec_eq halfvec_ge halfvec_gt halfvec_in
halfvec_l2_squared_distance halfvec_le halfvec_lt halfvec_mul halfvec_ne halfvec_negative_inner_product halfvec_out
halfvec_recv halfvec_send halfvec_spherical_distance halfvec_sub halfvec_to_float4 halfvec_to_sparsevec
halfvec_to_vector halfvec_typmod_in hamming_distance inner_product jaccard_distance l1_distance l2_distance l2_norm
l2_normalize sparsevec sparsevec_cmp sparsevec_eq sparsevec_ge sparsevec_gt sparsevec_in sparsevec_l2_squared_distance
sparsevec_le sparsevec_lt sparsevec_ne sparsevec_negative_inner_product sparsevec_out sparsevec_recv sparsevec_send
sparsevec_to_halfvec sparsevec_to_vector sparsevec_typmod_in subvector sum vector vector_accum vector_add vector_avg
vector_cmp vector_combine vector_concat vector_dims vector_eq vector_ge vector_gt vector_in vector_l2_squared_distance
vector_le vector_lt vector_mul vector_ne vector_negative_inner_product vector_norm vector_out vector_recv vector_send
vector_spherical_distance vector_sub vector_to_float4 vector_to_halfvec vector_to_sparsevec vector_typmod_in
`,
        casts: `
_float4>halfvec _float4>sparsevec _float4>vector _float8>halfvec _float8>sparsevec _float8>vector _int4>halfvec
_int4>sparsevec _int4>vector _numeric>halfvec _numeric>sparsevec _numeric>vector halfvec>_float4 halfvec>halfvec
halfvec>sparsevec halfvec>vector sparsevec>halfvec sparsevec>sparsevec sparsevec>vector vector>_float4 vector>halfvec
vector>sparsevec vector>vector
`,
        operators: `* + - < <#> <%> <+> <-> <= <=> <> <~> = > >= ||`,
        impureFunctions: `
hnsw_bit_support hnsw_halfvec_support hnsw_sparsevec_support hnswhandler ivfflat_bit_support ivfflat_halfvec_support
ivfflathandler
`,
        accessMethods: `hnsw ivfflat`,
        operatorClasses: `
bit_hamming_ops bit_jaccard_ops halfvec_cosine_ops halfvec_ip_ops halfvec_l1_ops halfvec_l2_ops halfvec_ops
sparsevec_cosine_ops sparsevec_ip_ops sparsevec_l1_ops sparsevec_l2_ops sparsevec_ops vector_cosine_ops vector_ip_ops
vector_l1_ops vector_l2_ops vector_ops
`,
        operatorFamilies: `
bit_hamming_ops bit_jaccard_ops halfvec_cosine_ops halfvec_ip_ops halfvec_l1_ops halfvec_l2_ops halfvec_ops
sparsevec_cosine_ops sparsevec_ip_ops sparsevec_l1_ops sparsevec_l2_ops sparsevec_ops vector_cosine_ops vector_ip_ops
vector_l1_ops vector_l2_ops vector_ops
`,
        types: `halfvec sparsevec vector`,
    },
};

;// CONCATENATED MODULE: ./build/sql/known/name-table.js
/** Looks names up; takes the lists apart at the first question only, as most programs ask few of the tables. */
class NameTable {
    #versions;
    #all;
    #groups;
    constructor(versions) {
        this.#versions = versions;
    }
    /** @param major undefined: in any version */
    has(name, major) {
        if (major === undefined) {
            this.#all ??= new Set(Object.values(this.#versions).flatMap(name_table_words));
            return this.#all.has(name);
        }
        this.#groups ??= Object.entries(this.#versions).map(([majors, names]) => ({
            majors: new Set(majors.split(' ').map(Number)),
            names: new Set(name_table_words(names)),
        }));
        return this.#groups.some(({ majors, names }) => majors.has(major) && names.has(name));
    }
}
/** The words of a text, in order. */
function name_table_words(text) {
    return text.match(/\S+/g) ?? [];
}

;// CONCATENATED MODULE: ./build/sql/known/extensions.js
/**
 * What well-known extensions bring into a database: those in PostgreSQL's own packages, in all supported versions together, and some
 * that come separately, in the versions at hand. An extension may have more than is known here, where a newer version of it has.
 */



/** Kinds of what an extension can bring. Functions are also procedures and aggregates; `impureFunctions` are among them. */
const KINDS = [
    'functions',
    'impureFunctions',
    'types',
    'operators',
    'relations',
    'operatorClasses',
    'operatorFamilies',
    'defaultOperatorClasses',
    'casts',
    'accessMethods',
    'languages',
    'textSearch',
    'foreignDataWrappers',
    'eventTriggers',
    'schemas',
];
/** Every database is created with it; all that it has is built in. */
const PLPGSQL = { plpgsql: { schema: 'pg_catalog' } };
const DATA = new Map(Object.entries({ ...FURTHER, ...CONTRIB, ...PLPGSQL }));
const known = new Map();
/** Undefined: nothing is known of such an extension. */
function extension(name) {
    const data = DATA.get(name);
    if (data === undefined)
        return undefined;
    const made = known.get(name) ?? read(name, data);
    known.set(name, made);
    return made;
}
function read(name, data) {
    const listed = (kind) => name_table_words(data[kind] ?? '');
    const set = (kind) => [
        kind,
        new Set([...listed(kind), ...(kind === 'functions' ? listed('impureFunctions') : [])]),
    ];
    return {
        ...Object.fromEntries(KINDS.map(set)),
        name,
        schema: data.schema,
        relocatable: data.relocatable ?? false,
        requires: name_table_words(data.requires ?? ''),
    };
}
/**
 * The extensions that bring something of this kind and name, in no particular order.
 *
 * @param schema where it is looked for; undefined: anywhere. An extension that can be created in any schema may be in this one.
 */
function extensionsWith(kind, name, schema) {
    return [...new Set(places(kind, name, schema))];
}
function extensionsWithFunction(name, schema) {
    return extensionsWith('functions', name, schema);
}
/** Also arrays, `_citext`, and the row types of relations. */
function extensionsWithType(name, schema) {
    const elements = name.startsWith('_') ? [name, name.slice(1)] : [name];
    const found = elements.flatMap((element) => [
        ...places('types', element, schema),
        ...places('relations', element, schema),
    ]);
    return [...new Set(found)];
}
function extensionsWithOperator(name, schema) {
    return extensionsWith('operators', name, schema);
}
/** A table, view or sequence. */
function extensionsWithRelation(name, schema) {
    return extensionsWith('relations', name, schema);
}
function extensionsWithOperatorClass(name, schema) {
    return extensionsWith('operatorClasses', name, schema);
}
/**
 * The extensions by which an index with this access method on this type needs no operator class: `gist` on `int4` does with
 * `btree_gist`. Says nothing about the extensions' own types.
 *
 * @param type as in `pg_type`; undefined: any
 */
function extensionsWithDefaultOperatorClass(accessMethod, type) {
    const own = [...DATA].filter(([, { defaultOperatorClasses = '' }]) => words(defaultOperatorClasses).some((pair) => {
        const [method, indexed = ''] = pair.split(':');
        const isPolymorphic = indexed === 'anyarray' ? type?.startsWith('_') !== false : indexed === 'anyenum';
        return method === accessMethod && (type === undefined || indexed === type || isPolymorphic);
    }));
    return own.map(([name]) => name);
}
function places(kind, name, schema) {
    const all = index(kind).get(name) ?? [];
    return all
        .filter((place) => schema === undefined || (place.schema ?? schema) === schema)
        .map((place) => place.extension);
}
const indexes = new Map();
function index(kind) {
    const made = indexes.get(kind) ?? buildIndex(kind);
    indexes.set(kind, made);
    return made;
}
function buildIndex(kind) {
    const built = new Map();
    for (const [extension, data] of DATA) {
        const lists = kind === 'functions' ? [data.functions, data.impureFunctions] : [data[kind]];
        for (const listed of lists.flatMap((list) => name_table_words(list ?? ''))) {
            const dot = listed.indexOf('.');
            const name = listed.slice(dot + 1);
            const place = { extension, schema: dot === -1 ? data.schema : listed.slice(0, dot) };
            const places = built.get(name);
            if (places === undefined)
                built.set(name, [place]);
            else
                places.push(place);
        }
    }
    return built;
}

;// CONCATENATED MODULE: ./build/sql/known/builtin-names.js
/** The names of PostgreSQL itself, under the versions that have them. Written by scripts/known-names.js. */
const FUNCTIONS = {
    '14': `
close_lb close_sl dist_bl dist_lb path_center pg_backup_start_time pg_is_in_backup pg_start_backup pg_stop_backup
`,
    '14 15 16': `
interval_accum interval_accum_inv interval_combine pg_read_file_old pg_rotate_logfile_old
pg_stat_get_bgwriter_buf_written_checkpoints pg_stat_get_bgwriter_requested_checkpoints
pg_stat_get_bgwriter_timed_checkpoints pg_stat_get_buf_fsync_backend pg_stat_get_buf_written_backend
pg_stat_get_checkpoint_sync_time pg_stat_get_checkpoint_write_time
`,
    '14 15 16 17': `pg_timezone_abbrevs`,
    '14 15 16 17 18': `
RI_FKey_cascade_del RI_FKey_cascade_upd RI_FKey_check_ins RI_FKey_check_upd RI_FKey_noaction_del RI_FKey_noaction_upd
RI_FKey_restrict_del RI_FKey_restrict_upd RI_FKey_setdefault_del RI_FKey_setdefault_upd RI_FKey_setnull_del
RI_FKey_setnull_upd abbrev abs aclcontains acldefault aclexplode aclinsert aclitemeq aclitemin aclitemout aclremove acos
acosd acosh age amvalidate any_in any_out anyarray_in anyarray_out anyarray_recv anyarray_send anycompatible_in
anycompatible_out anycompatiblearray_in anycompatiblearray_out anycompatiblearray_recv anycompatiblearray_send
anycompatiblemultirange_in anycompatiblemultirange_out anycompatiblenonarray_in anycompatiblenonarray_out
anycompatiblerange_in anycompatiblerange_out anyelement_in anyelement_out anyenum_in anyenum_out anymultirange_in
anymultirange_out anynonarray_in anynonarray_out anyrange_in anyrange_out anytextcat area areajoinsel areasel array_agg
array_agg_array_finalfn array_agg_array_transfn array_agg_finalfn array_agg_transfn array_append array_cat array_dims
array_eq array_fill array_ge array_gt array_in array_larger array_le array_length array_lower array_lt array_ndims
array_ne array_out array_position array_positions array_prepend array_recv array_remove array_replace array_send
array_smaller array_subscript_handler array_to_json array_to_string array_to_tsvector array_typanalyze
array_unnest_support array_upper arraycontained arraycontains arraycontjoinsel arraycontsel arrayoverlap ascii asin
asind asinh atan atan2 atan2d atand atanh avg bernoulli big5_to_euc_tw big5_to_mic big5_to_utf8
binary_upgrade_create_empty_extension binary_upgrade_set_missing_value binary_upgrade_set_next_array_pg_type_oid
binary_upgrade_set_next_heap_pg_class_oid binary_upgrade_set_next_index_pg_class_oid
binary_upgrade_set_next_multirange_array_pg_type_oid binary_upgrade_set_next_multirange_pg_type_oid
binary_upgrade_set_next_pg_authid_oid binary_upgrade_set_next_pg_enum_oid binary_upgrade_set_next_pg_type_oid
binary_upgrade_set_next_toast_pg_class_oid binary_upgrade_set_record_init_privs bit bit_and bit_count bit_in bit_length
bit_or bit_out bit_recv bit_send bit_xor bitand bitcat bitcmp biteq bitge bitgt bitle bitlt bitne bitnot bitor
bitshiftleft bitshiftright bittypmodin bittypmodout bitxor bool bool_accum bool_accum_inv bool_alltrue bool_and
bool_anytrue bool_or booland_statefunc booleq boolge boolgt boolin boolle boollt boolne boolor_statefunc boolout
boolrecv boolsend bound_box box box_above box_above_eq box_add box_below box_below_eq box_center box_contain
box_contain_pt box_contained box_distance box_div box_eq box_ge box_gt box_in box_intersect box_le box_left box_lt
box_mul box_out box_overabove box_overbelow box_overlap box_overleft box_overright box_recv box_right box_same box_send
box_sub bpchar bpchar_larger bpchar_pattern_ge bpchar_pattern_gt bpchar_pattern_le bpchar_pattern_lt bpchar_smaller
bpchar_sortsupport bpcharcmp bpchareq bpcharge bpchargt bpchariclike bpcharicnlike bpcharicregexeq bpcharicregexne
bpcharin bpcharle bpcharlike bpcharlt bpcharne bpcharnlike bpcharout bpcharrecv bpcharregexeq bpcharregexne bpcharsend
bpchartypmodin bpchartypmodout brin_bloom_add_value brin_bloom_consistent brin_bloom_opcinfo brin_bloom_options
brin_bloom_summary_in brin_bloom_summary_out brin_bloom_summary_recv brin_bloom_summary_send brin_bloom_union
brin_desummarize_range brin_inclusion_add_value brin_inclusion_consistent brin_inclusion_opcinfo brin_inclusion_union
brin_minmax_add_value brin_minmax_consistent brin_minmax_multi_add_value brin_minmax_multi_consistent
brin_minmax_multi_distance_date brin_minmax_multi_distance_float4 brin_minmax_multi_distance_float8
brin_minmax_multi_distance_inet brin_minmax_multi_distance_int2 brin_minmax_multi_distance_int4
brin_minmax_multi_distance_int8 brin_minmax_multi_distance_interval brin_minmax_multi_distance_macaddr
brin_minmax_multi_distance_macaddr8 brin_minmax_multi_distance_numeric brin_minmax_multi_distance_pg_lsn
brin_minmax_multi_distance_tid brin_minmax_multi_distance_time brin_minmax_multi_distance_timestamp
brin_minmax_multi_distance_timetz brin_minmax_multi_distance_uuid brin_minmax_multi_opcinfo brin_minmax_multi_options
brin_minmax_multi_summary_in brin_minmax_multi_summary_out brin_minmax_multi_summary_recv brin_minmax_multi_summary_send
brin_minmax_multi_union brin_minmax_opcinfo brin_minmax_union brin_summarize_new_values brin_summarize_range brinhandler
broadcast btarraycmp btboolcmp btbpchar_pattern_cmp btbpchar_pattern_sortsupport btcharcmp btequalimage btfloat48cmp
btfloat4cmp btfloat4sortsupport btfloat84cmp btfloat8cmp btfloat8sortsupport bthandler btint24cmp btint28cmp btint2cmp
btint2sortsupport btint42cmp btint48cmp btint4cmp btint4sortsupport btint82cmp btint84cmp btint8cmp btint8sortsupport
btnamecmp btnamesortsupport btnametextcmp btoidcmp btoidsortsupport btoidvectorcmp btrecordcmp btrecordimagecmp btrim
bttext_pattern_cmp bttext_pattern_sortsupport bttextcmp bttextnamecmp bttextsortsupport bttidcmp btvarstrequalimage
bytea_sortsupport bytea_string_agg_finalfn bytea_string_agg_transfn byteacat byteacmp byteaeq byteage byteagt byteain
byteale bytealike bytealt byteane byteanlike byteaout bytearecv byteasend cardinality cash_cmp cash_div_cash
cash_div_flt4 cash_div_flt8 cash_div_int2 cash_div_int4 cash_div_int8 cash_eq cash_ge cash_gt cash_in cash_le cash_lt
cash_mi cash_mul_flt4 cash_mul_flt8 cash_mul_int2 cash_mul_int4 cash_mul_int8 cash_ne cash_out cash_pl cash_recv
cash_send cash_words cashlarger cashsmaller cbrt ceil ceiling center char char_length character_length chareq charge
chargt charin charle charlt charne charout charrecv charsend chr cideq cidin cidout cidr cidr_in cidr_out cidr_recv
cidr_send cidrecv cidsend circle circle_above circle_add_pt circle_below circle_center circle_contain circle_contain_pt
circle_contained circle_distance circle_div_pt circle_eq circle_ge circle_gt circle_in circle_le circle_left circle_lt
circle_mul_pt circle_ne circle_out circle_overabove circle_overbelow circle_overlap circle_overleft circle_overright
circle_recv circle_right circle_same circle_send circle_sub_pt clock_timestamp close_ls close_lseg close_pb close_pl
close_ps close_sb col_description concat concat_ws contjoinsel contsel convert convert_from convert_to corr cos cosd
cosh cot cotd count covar_pop covar_samp cstring_in cstring_out cstring_recv cstring_send cume_dist cume_dist_final
current_database current_query current_schema current_schemas current_setting current_user currtid2 currval
cursor_to_xml cursor_to_xmlschema database_to_xml database_to_xml_and_xmlschema database_to_xmlschema date date_bin
date_cmp date_cmp_timestamp date_cmp_timestamptz date_eq date_eq_timestamp date_eq_timestamptz date_ge date_ge_timestamp
date_ge_timestamptz date_gt date_gt_timestamp date_gt_timestamptz date_in date_larger date_le date_le_timestamp
date_le_timestamptz date_lt date_lt_timestamp date_lt_timestamptz date_mi date_mi_interval date_mii date_ne
date_ne_timestamp date_ne_timestamptz date_out date_part date_pl_interval date_pli date_recv date_send date_smaller
date_sortsupport date_trunc datemultirange daterange daterange_canonical daterange_subdiff datetime_pl datetimetz_pl
dcbrt decode degrees dense_rank dense_rank_final dexp diagonal diameter dispell_init dispell_lexize dist_bp dist_bs
dist_cpoint dist_cpoly dist_lp dist_ls dist_pathp dist_pb dist_pc dist_pl dist_polyc dist_polyp dist_ppath dist_ppoly
dist_ps dist_sb dist_sl dist_sp div dlog1 dlog10 domain_in domain_recv dpow dround dsimple_init dsimple_lexize
dsnowball_init dsnowball_lexize dsqrt dsynonym_init dsynonym_lexize dtrunc elem_contained_by_multirange
elem_contained_by_range encode enum_cmp enum_eq enum_first enum_ge enum_gt enum_in enum_larger enum_last enum_le enum_lt
enum_ne enum_out enum_range enum_recv enum_send enum_smaller eqjoinsel eqsel euc_cn_to_mic euc_cn_to_utf8
euc_jis_2004_to_shift_jis_2004 euc_jis_2004_to_utf8 euc_jp_to_mic euc_jp_to_sjis euc_jp_to_utf8 euc_kr_to_mic
euc_kr_to_utf8 euc_tw_to_big5 euc_tw_to_mic euc_tw_to_utf8 event_trigger_in event_trigger_out every exp extract
factorial family fdw_handler_in fdw_handler_out first_value float4 float48div float48eq float48ge float48gt float48le
float48lt float48mi float48mul float48ne float48pl float4_accum float4abs float4div float4eq float4ge float4gt float4in
float4larger float4le float4lt float4mi float4mul float4ne float4out float4pl float4recv float4send float4smaller
float4um float4up float8 float84div float84eq float84ge float84gt float84le float84lt float84mi float84mul float84ne
float84pl float8_accum float8_avg float8_combine float8_corr float8_covar_pop float8_covar_samp float8_regr_accum
float8_regr_avgx float8_regr_avgy float8_regr_combine float8_regr_intercept float8_regr_r2 float8_regr_slope
float8_regr_sxx float8_regr_sxy float8_regr_syy float8_stddev_pop float8_stddev_samp float8_var_pop float8_var_samp
float8abs float8div float8eq float8ge float8gt float8in float8larger float8le float8lt float8mi float8mul float8ne
float8out float8pl float8recv float8send float8smaller float8um float8up floor flt4_mul_cash flt8_mul_cash
fmgr_c_validator fmgr_internal_validator fmgr_sql_validator format format_type gb18030_to_utf8 gbk_to_utf8 gcd
gen_random_uuid generate_series generate_series_int4_support generate_series_int8_support generate_subscripts get_bit
get_byte get_current_ts_config getdatabaseencoding getpgusername gin_clean_pending_list gin_cmp_prefix gin_cmp_tslexeme
gin_compare_jsonb gin_consistent_jsonb gin_consistent_jsonb_path gin_extract_jsonb gin_extract_jsonb_path
gin_extract_jsonb_query gin_extract_jsonb_query_path gin_extract_tsquery gin_extract_tsvector gin_triconsistent_jsonb
gin_triconsistent_jsonb_path gin_tsquery_consistent gin_tsquery_triconsistent ginarrayconsistent ginarrayextract
ginarraytriconsistent ginhandler ginqueryarrayextract gist_box_consistent gist_box_distance gist_box_penalty
gist_box_picksplit gist_box_same gist_box_union gist_circle_compress gist_circle_consistent gist_circle_distance
gist_point_compress gist_point_consistent gist_point_distance gist_point_fetch gist_point_sortsupport gist_poly_compress
gist_poly_consistent gist_poly_distance gisthandler gtsquery_compress gtsquery_consistent gtsquery_penalty
gtsquery_picksplit gtsquery_same gtsquery_union gtsvector_compress gtsvector_consistent gtsvector_decompress
gtsvector_options gtsvector_penalty gtsvector_picksplit gtsvector_same gtsvector_union gtsvectorin gtsvectorout
has_any_column_privilege has_column_privilege has_database_privilege has_foreign_data_wrapper_privilege
has_function_privilege has_language_privilege has_schema_privilege has_sequence_privilege has_server_privilege
has_table_privilege has_tablespace_privilege has_type_privilege hash_aclitem hash_aclitem_extended hash_array
hash_array_extended hash_multirange hash_multirange_extended hash_numeric hash_numeric_extended hash_range
hash_range_extended hash_record hash_record_extended hashbpchar hashbpcharextended hashchar hashcharextended hashenum
hashenumextended hashfloat4 hashfloat4extended hashfloat8 hashfloat8extended hashhandler hashinet hashinetextended
hashint2 hashint2extended hashint4 hashint4extended hashint8 hashint8extended hashmacaddr hashmacaddr8
hashmacaddr8extended hashmacaddrextended hashname hashnameextended hashoid hashoidextended hashoidvector
hashoidvectorextended hashtext hashtextextended hashtid hashtidextended hashvarlena hashvarlenaextended
heap_tableam_handler height host hostmask iclikejoinsel iclikesel icnlikejoinsel icnlikesel icregexeqjoinsel
icregexeqsel icregexnejoinsel icregexnesel in_range index_am_handler_in index_am_handler_out inet_client_addr
inet_client_port inet_gist_compress inet_gist_consistent inet_gist_fetch inet_gist_penalty inet_gist_picksplit
inet_gist_same inet_gist_union inet_in inet_merge inet_out inet_recv inet_same_family inet_send inet_server_addr
inet_server_port inet_spg_choose inet_spg_config inet_spg_inner_consistent inet_spg_leaf_consistent inet_spg_picksplit
inetand inetmi inetmi_int8 inetnot inetor inetpl initcap int2 int24div int24eq int24ge int24gt int24le int24lt int24mi
int24mul int24ne int24pl int28div int28eq int28ge int28gt int28le int28lt int28mi int28mul int28ne int28pl int2_accum
int2_accum_inv int2_avg_accum int2_avg_accum_inv int2_mul_cash int2_sum int2abs int2and int2div int2eq int2ge int2gt
int2in int2int4_sum int2larger int2le int2lt int2mi int2mod int2mul int2ne int2not int2or int2out int2pl int2recv
int2send int2shl int2shr int2smaller int2um int2up int2vectorin int2vectorout int2vectorrecv int2vectorsend int2xor int4
int42div int42eq int42ge int42gt int42le int42lt int42mi int42mul int42ne int42pl int48div int48eq int48ge int48gt
int48le int48lt int48mi int48mul int48ne int48pl int4_accum int4_accum_inv int4_avg_accum int4_avg_accum_inv
int4_avg_combine int4_mul_cash int4_sum int4abs int4and int4div int4eq int4ge int4gt int4in int4inc int4larger int4le
int4lt int4mi int4mod int4mul int4multirange int4ne int4not int4or int4out int4pl int4range int4range_canonical
int4range_subdiff int4recv int4send int4shl int4shr int4smaller int4um int4up int4xor int8 int82div int82eq int82ge
int82gt int82le int82lt int82mi int82mul int82ne int82pl int84div int84eq int84ge int84gt int84le int84lt int84mi
int84mul int84ne int84pl int8_accum int8_accum_inv int8_avg int8_avg_accum int8_avg_accum_inv int8_avg_combine
int8_avg_deserialize int8_avg_serialize int8_mul_cash int8_sum int8abs int8and int8dec int8dec_any int8div int8eq int8ge
int8gt int8in int8inc int8inc_any int8inc_float8_float8 int8larger int8le int8lt int8mi int8mod int8mul int8multirange
int8ne int8not int8or int8out int8pl int8pl_inet int8range int8range_canonical int8range_subdiff int8recv int8send
int8shl int8shr int8smaller int8um int8up int8xor integer_pl_date inter_lb inter_sb inter_sl internal_in internal_out
interval interval_avg interval_cmp interval_div interval_eq interval_ge interval_gt interval_hash interval_hash_extended
interval_in interval_larger interval_le interval_lt interval_mi interval_mul interval_ne interval_out interval_pl
interval_pl_date interval_pl_time interval_pl_timestamp interval_pl_timestamptz interval_pl_timetz interval_recv
interval_send interval_smaller interval_support interval_um intervaltypmodin intervaltypmodout is_normalized isclosed
isempty isfinite ishorizontal iso8859_1_to_utf8 iso8859_to_utf8 iso_to_koi8r iso_to_mic iso_to_win1251 iso_to_win866
isopen isparallel isperp isvertical johab_to_utf8 json_agg json_agg_finalfn json_agg_transfn json_array_element
json_array_element_text json_array_elements json_array_elements_text json_array_length json_build_array
json_build_object json_each json_each_text json_extract_path json_extract_path_text json_in json_object json_object_agg
json_object_agg_finalfn json_object_agg_transfn json_object_field json_object_field_text json_object_keys json_out
json_populate_record json_populate_recordset json_recv json_send json_strip_nulls json_to_record json_to_recordset
json_to_tsvector json_typeof jsonb_agg jsonb_agg_finalfn jsonb_agg_transfn jsonb_array_element jsonb_array_element_text
jsonb_array_elements jsonb_array_elements_text jsonb_array_length jsonb_build_array jsonb_build_object jsonb_cmp
jsonb_concat jsonb_contained jsonb_contains jsonb_delete jsonb_delete_path jsonb_each jsonb_each_text jsonb_eq
jsonb_exists jsonb_exists_all jsonb_exists_any jsonb_extract_path jsonb_extract_path_text jsonb_ge jsonb_gt jsonb_hash
jsonb_hash_extended jsonb_in jsonb_insert jsonb_le jsonb_lt jsonb_ne jsonb_object jsonb_object_agg
jsonb_object_agg_finalfn jsonb_object_agg_transfn jsonb_object_field jsonb_object_field_text jsonb_object_keys jsonb_out
jsonb_path_exists jsonb_path_exists_opr jsonb_path_exists_tz jsonb_path_match jsonb_path_match_opr jsonb_path_match_tz
jsonb_path_query jsonb_path_query_array jsonb_path_query_array_tz jsonb_path_query_first jsonb_path_query_first_tz
jsonb_path_query_tz jsonb_populate_record jsonb_populate_recordset jsonb_pretty jsonb_recv jsonb_send jsonb_set
jsonb_set_lax jsonb_strip_nulls jsonb_subscript_handler jsonb_to_record jsonb_to_recordset jsonb_to_tsvector
jsonb_typeof jsonpath_in jsonpath_out jsonpath_recv jsonpath_send justify_days justify_hours justify_interval
koi8r_to_iso koi8r_to_mic koi8r_to_utf8 koi8r_to_win1251 koi8r_to_win866 koi8u_to_utf8 lag language_handler_in
language_handler_out last_value lastval latin1_to_mic latin2_to_mic latin2_to_win1250 latin3_to_mic latin4_to_mic lcm
lead left length like like_escape likejoinsel likesel line line_distance line_eq line_horizontal line_in line_interpt
line_intersect line_out line_parallel line_perp line_recv line_send line_vertical ln lo_close lo_creat lo_create
lo_export lo_from_bytea lo_get lo_import lo_lseek lo_lseek64 lo_open lo_put lo_tell lo_tell64 lo_truncate lo_truncate64
lo_unlink log log10 loread lower lower_inc lower_inf lowrite lpad lseg lseg_center lseg_distance lseg_eq lseg_ge lseg_gt
lseg_horizontal lseg_in lseg_interpt lseg_intersect lseg_le lseg_length lseg_lt lseg_ne lseg_out lseg_parallel lseg_perp
lseg_recv lseg_send lseg_vertical ltrim macaddr macaddr8 macaddr8_and macaddr8_cmp macaddr8_eq macaddr8_ge macaddr8_gt
macaddr8_in macaddr8_le macaddr8_lt macaddr8_ne macaddr8_not macaddr8_or macaddr8_out macaddr8_recv macaddr8_send
macaddr8_set7bit macaddr_and macaddr_cmp macaddr_eq macaddr_ge macaddr_gt macaddr_in macaddr_le macaddr_lt macaddr_ne
macaddr_not macaddr_or macaddr_out macaddr_recv macaddr_send macaddr_sortsupport make_date make_interval make_time
make_timestamp make_timestamptz makeaclitem masklen matchingjoinsel matchingsel max md5 mic_to_big5 mic_to_euc_cn
mic_to_euc_jp mic_to_euc_kr mic_to_euc_tw mic_to_iso mic_to_koi8r mic_to_latin1 mic_to_latin2 mic_to_latin3
mic_to_latin4 mic_to_sjis mic_to_win1250 mic_to_win1251 mic_to_win866 min min_scale mod mode mode_final money
mul_d_interval multirange multirange_adjacent_multirange multirange_adjacent_range multirange_after_multirange
multirange_after_range multirange_before_multirange multirange_before_range multirange_cmp
multirange_contained_by_multirange multirange_contained_by_range multirange_contains_elem multirange_contains_multirange
multirange_contains_range multirange_eq multirange_ge multirange_gist_compress multirange_gist_consistent multirange_gt
multirange_in multirange_intersect multirange_intersect_agg_transfn multirange_le multirange_lt multirange_minus
multirange_ne multirange_out multirange_overlaps_multirange multirange_overlaps_range multirange_overleft_multirange
multirange_overleft_range multirange_overright_multirange multirange_overright_range multirange_recv multirange_send
multirange_typanalyze multirange_union multirangesel mxid_age name nameconcatoid nameeq nameeqtext namege namegetext
namegt namegttext nameiclike nameicnlike nameicregexeq nameicregexne namein namele nameletext namelike namelt namelttext
namene namenetext namenlike nameout namerecv nameregexeq nameregexne namesend neqjoinsel neqsel netmask network
network_cmp network_eq network_ge network_gt network_larger network_le network_lt network_ne network_overlap
network_smaller network_sortsupport network_sub network_subeq network_subset_support network_sup network_supeq
networkjoinsel networksel nextval nlikejoinsel nlikesel normalize notlike now npoints nth_value ntile num_nonnulls
num_nulls numeric numeric_abs numeric_accum numeric_accum_inv numeric_add numeric_avg numeric_avg_accum
numeric_avg_combine numeric_avg_deserialize numeric_avg_serialize numeric_cmp numeric_combine numeric_deserialize
numeric_div numeric_div_trunc numeric_eq numeric_exp numeric_ge numeric_gt numeric_in numeric_inc numeric_larger
numeric_le numeric_ln numeric_log numeric_lt numeric_mod numeric_mul numeric_ne numeric_out numeric_pl_pg_lsn
numeric_poly_avg numeric_poly_combine numeric_poly_deserialize numeric_poly_serialize numeric_poly_stddev_pop
numeric_poly_stddev_samp numeric_poly_sum numeric_poly_var_pop numeric_poly_var_samp numeric_power numeric_recv
numeric_send numeric_serialize numeric_smaller numeric_sortsupport numeric_sqrt numeric_stddev_pop numeric_stddev_samp
numeric_sub numeric_sum numeric_support numeric_uminus numeric_uplus numeric_var_pop numeric_var_samp numerictypmodin
numerictypmodout nummultirange numnode numrange numrange_subdiff obj_description octet_length oid oideq oidge oidgt
oidin oidlarger oidle oidlt oidne oidout oidrecv oidsend oidsmaller oidvectoreq oidvectorge oidvectorgt oidvectorin
oidvectorle oidvectorlt oidvectorne oidvectorout oidvectorrecv oidvectorsend oidvectortypes on_pb on_pl on_ppath on_ps
on_sb on_sl ordered_set_transition ordered_set_transition_multi overlaps overlay parse_ident path path_add path_add_pt
path_contain_pt path_distance path_div_pt path_in path_inter path_length path_mul_pt path_n_eq path_n_ge path_n_gt
path_n_le path_n_lt path_npoints path_out path_recv path_send path_sub_pt pclose percent_rank percent_rank_final
percentile_cont percentile_cont_float8_final percentile_cont_float8_multi_final percentile_cont_interval_final
percentile_cont_interval_multi_final percentile_disc percentile_disc_final percentile_disc_multi_final pg_advisory_lock
pg_advisory_lock_shared pg_advisory_unlock pg_advisory_unlock_all pg_advisory_unlock_shared pg_advisory_xact_lock
pg_advisory_xact_lock_shared pg_available_extension_versions pg_available_extensions pg_backend_pid pg_blocking_pids
pg_cancel_backend pg_char_to_encoding pg_client_encoding pg_collation_actual_version pg_collation_for
pg_collation_is_visible pg_column_compression pg_column_is_updatable pg_column_size pg_conf_load_time pg_config
pg_control_checkpoint pg_control_init pg_control_recovery pg_control_system pg_conversion_is_visible
pg_copy_logical_replication_slot pg_copy_physical_replication_slot pg_create_logical_replication_slot
pg_create_physical_replication_slot pg_create_restore_point pg_current_logfile pg_current_snapshot
pg_current_wal_flush_lsn pg_current_wal_insert_lsn pg_current_wal_lsn pg_current_xact_id pg_current_xact_id_if_assigned
pg_cursor pg_database_size pg_ddl_command_in pg_ddl_command_out pg_ddl_command_recv pg_ddl_command_send
pg_dependencies_in pg_dependencies_out pg_dependencies_recv pg_dependencies_send pg_describe_object
pg_drop_replication_slot pg_encoding_max_length pg_encoding_to_char pg_event_trigger_ddl_commands
pg_event_trigger_dropped_objects pg_event_trigger_table_rewrite_oid pg_event_trigger_table_rewrite_reason
pg_export_snapshot pg_extension_config_dump pg_extension_update_paths pg_filenode_relation pg_function_is_visible
pg_get_backend_memory_contexts pg_get_catalog_foreign_keys pg_get_constraintdef pg_get_expr pg_get_function_arg_default
pg_get_function_arguments pg_get_function_identity_arguments pg_get_function_result pg_get_function_sqlbody
pg_get_functiondef pg_get_indexdef pg_get_keywords pg_get_multixact_members pg_get_object_address
pg_get_partition_constraintdef pg_get_partkeydef pg_get_publication_tables pg_get_replica_identity_index
pg_get_replication_slots pg_get_ruledef pg_get_serial_sequence pg_get_shmem_allocations pg_get_statisticsobjdef
pg_get_statisticsobjdef_columns pg_get_statisticsobjdef_expressions pg_get_triggerdef pg_get_userbyid pg_get_viewdef
pg_get_wal_replay_pause_state pg_has_role pg_hba_file_rules pg_identify_object pg_identify_object_as_address
pg_import_system_collations pg_index_column_has_property pg_index_has_property pg_indexam_has_property
pg_indexam_progress_phasename pg_indexes_size pg_is_in_recovery pg_is_other_temp_schema pg_is_wal_replay_paused
pg_isolation_test_session_is_blocked pg_jit_available pg_last_committed_xact pg_last_wal_receive_lsn
pg_last_wal_replay_lsn pg_last_xact_replay_timestamp pg_listening_channels pg_lock_status pg_log_backend_memory_contexts
pg_logical_emit_message pg_logical_slot_get_binary_changes pg_logical_slot_get_changes
pg_logical_slot_peek_binary_changes pg_logical_slot_peek_changes pg_ls_archive_statusdir pg_ls_dir pg_ls_logdir
pg_ls_tmpdir pg_ls_waldir pg_lsn pg_lsn_cmp pg_lsn_eq pg_lsn_ge pg_lsn_gt pg_lsn_hash pg_lsn_hash_extended pg_lsn_in
pg_lsn_larger pg_lsn_le pg_lsn_lt pg_lsn_mi pg_lsn_mii pg_lsn_ne pg_lsn_out pg_lsn_pli pg_lsn_recv pg_lsn_send
pg_lsn_smaller pg_mcv_list_in pg_mcv_list_items pg_mcv_list_out pg_mcv_list_recv pg_mcv_list_send pg_my_temp_schema
pg_ndistinct_in pg_ndistinct_out pg_ndistinct_recv pg_ndistinct_send pg_nextoid pg_node_tree_in pg_node_tree_out
pg_node_tree_recv pg_node_tree_send pg_notification_queue_usage pg_notify pg_opclass_is_visible pg_operator_is_visible
pg_opfamily_is_visible pg_options_to_table pg_partition_ancestors pg_partition_root pg_partition_tree
pg_postmaster_start_time pg_prepared_statement pg_prepared_xact pg_promote pg_read_binary_file pg_read_file
pg_relation_filenode pg_relation_filepath pg_relation_is_publishable pg_relation_is_updatable pg_relation_size
pg_reload_conf pg_replication_origin_advance pg_replication_origin_create pg_replication_origin_drop
pg_replication_origin_oid pg_replication_origin_progress pg_replication_origin_session_is_setup
pg_replication_origin_session_progress pg_replication_origin_session_reset pg_replication_origin_session_setup
pg_replication_origin_xact_reset pg_replication_origin_xact_setup pg_replication_slot_advance pg_rotate_logfile
pg_safe_snapshot_blocking_pids pg_sequence_last_value pg_sequence_parameters pg_show_all_file_settings
pg_show_all_settings pg_show_replication_origin_status pg_size_bytes pg_size_pretty pg_sleep pg_sleep_for pg_sleep_until
pg_snapshot_in pg_snapshot_out pg_snapshot_recv pg_snapshot_send pg_snapshot_xip pg_snapshot_xmax pg_snapshot_xmin
pg_stat_clear_snapshot pg_stat_file pg_stat_get_activity pg_stat_get_analyze_count pg_stat_get_archiver
pg_stat_get_autoanalyze_count pg_stat_get_autovacuum_count pg_stat_get_backend_activity
pg_stat_get_backend_activity_start pg_stat_get_backend_client_addr pg_stat_get_backend_client_port
pg_stat_get_backend_dbid pg_stat_get_backend_idset pg_stat_get_backend_pid pg_stat_get_backend_start
pg_stat_get_backend_userid pg_stat_get_backend_wait_event pg_stat_get_backend_wait_event_type
pg_stat_get_backend_xact_start pg_stat_get_bgwriter_buf_written_clean pg_stat_get_bgwriter_maxwritten_clean
pg_stat_get_bgwriter_stat_reset_time pg_stat_get_blocks_fetched pg_stat_get_blocks_hit pg_stat_get_buf_alloc
pg_stat_get_db_active_time pg_stat_get_db_blk_read_time pg_stat_get_db_blk_write_time pg_stat_get_db_blocks_fetched
pg_stat_get_db_blocks_hit pg_stat_get_db_checksum_failures pg_stat_get_db_checksum_last_failure
pg_stat_get_db_conflict_all pg_stat_get_db_conflict_bufferpin pg_stat_get_db_conflict_lock
pg_stat_get_db_conflict_snapshot pg_stat_get_db_conflict_startup_deadlock pg_stat_get_db_conflict_tablespace
pg_stat_get_db_deadlocks pg_stat_get_db_idle_in_transaction_time pg_stat_get_db_numbackends pg_stat_get_db_session_time
pg_stat_get_db_sessions pg_stat_get_db_sessions_abandoned pg_stat_get_db_sessions_fatal pg_stat_get_db_sessions_killed
pg_stat_get_db_stat_reset_time pg_stat_get_db_temp_bytes pg_stat_get_db_temp_files pg_stat_get_db_tuples_deleted
pg_stat_get_db_tuples_fetched pg_stat_get_db_tuples_inserted pg_stat_get_db_tuples_returned
pg_stat_get_db_tuples_updated pg_stat_get_db_xact_commit pg_stat_get_db_xact_rollback pg_stat_get_dead_tuples
pg_stat_get_function_calls pg_stat_get_function_self_time pg_stat_get_function_total_time pg_stat_get_ins_since_vacuum
pg_stat_get_last_analyze_time pg_stat_get_last_autoanalyze_time pg_stat_get_last_autovacuum_time
pg_stat_get_last_vacuum_time pg_stat_get_live_tuples pg_stat_get_mod_since_analyze pg_stat_get_numscans
pg_stat_get_progress_info pg_stat_get_replication_slot pg_stat_get_slru pg_stat_get_snapshot_timestamp
pg_stat_get_subscription pg_stat_get_tuples_deleted pg_stat_get_tuples_fetched pg_stat_get_tuples_hot_updated
pg_stat_get_tuples_inserted pg_stat_get_tuples_returned pg_stat_get_tuples_updated pg_stat_get_vacuum_count
pg_stat_get_wal pg_stat_get_wal_receiver pg_stat_get_wal_senders pg_stat_get_xact_blocks_fetched
pg_stat_get_xact_blocks_hit pg_stat_get_xact_function_calls pg_stat_get_xact_function_self_time
pg_stat_get_xact_function_total_time pg_stat_get_xact_numscans pg_stat_get_xact_tuples_deleted
pg_stat_get_xact_tuples_fetched pg_stat_get_xact_tuples_hot_updated pg_stat_get_xact_tuples_inserted
pg_stat_get_xact_tuples_returned pg_stat_get_xact_tuples_updated pg_stat_reset pg_stat_reset_replication_slot
pg_stat_reset_shared pg_stat_reset_single_function_counters pg_stat_reset_single_table_counters pg_stat_reset_slru
pg_statistics_obj_is_visible pg_switch_wal pg_table_is_visible pg_table_size pg_tablespace_databases
pg_tablespace_location pg_tablespace_size pg_terminate_backend pg_timezone_names pg_total_relation_size pg_trigger_depth
pg_try_advisory_lock pg_try_advisory_lock_shared pg_try_advisory_xact_lock pg_try_advisory_xact_lock_shared
pg_ts_config_is_visible pg_ts_dict_is_visible pg_ts_parser_is_visible pg_ts_template_is_visible pg_type_is_visible
pg_typeof pg_visible_in_snapshot pg_wal_lsn_diff pg_wal_replay_pause pg_wal_replay_resume pg_walfile_name
pg_walfile_name_offset pg_xact_commit_timestamp pg_xact_commit_timestamp_origin pg_xact_status phraseto_tsquery pi
plainto_tsquery plpgsql_call_handler plpgsql_inline_handler plpgsql_validator point point_above point_add point_below
point_distance point_div point_eq point_horiz point_in point_left point_mul point_ne point_out point_recv point_right
point_send point_sub point_vert poly_above poly_below poly_center poly_contain poly_contain_pt poly_contained
poly_distance poly_in poly_left poly_npoints poly_out poly_overabove poly_overbelow poly_overlap poly_overleft
poly_overright poly_recv poly_right poly_same poly_send polygon popen position positionjoinsel positionsel
postgresql_fdw_validator pow power prefixjoinsel prefixsel prsd_end prsd_headline prsd_lextype prsd_nexttoken prsd_start
pt_contained_circle pt_contained_poly query_to_xml query_to_xml_and_xmlschema query_to_xmlschema querytree quote_ident
quote_literal quote_nullable radians radius random range_adjacent range_adjacent_multirange range_after
range_after_multirange range_agg range_agg_finalfn range_agg_transfn range_before range_before_multirange range_cmp
range_contained_by range_contained_by_multirange range_contains range_contains_elem range_contains_multirange range_eq
range_ge range_gist_consistent range_gist_penalty range_gist_picksplit range_gist_same range_gist_union range_gt
range_in range_intersect range_intersect_agg range_intersect_agg_transfn range_le range_lt range_merge range_minus
range_ne range_out range_overlaps range_overlaps_multirange range_overleft range_overleft_multirange range_overright
range_overright_multirange range_recv range_send range_typanalyze range_union rangesel rank rank_final
raw_array_subscript_handler record_eq record_ge record_gt record_image_eq record_image_ge record_image_gt
record_image_le record_image_lt record_image_ne record_in record_le record_lt record_ne record_out record_recv
record_send regclass regclassin regclassout regclassrecv regclasssend regcollationin regcollationout regcollationrecv
regcollationsend regconfigin regconfigout regconfigrecv regconfigsend regdictionaryin regdictionaryout regdictionaryrecv
regdictionarysend regexeqjoinsel regexeqsel regexnejoinsel regexnesel regexp_match regexp_matches regexp_replace
regexp_split_to_array regexp_split_to_table regnamespacein regnamespaceout regnamespacerecv regnamespacesend
regoperatorin regoperatorout regoperatorrecv regoperatorsend regoperin regoperout regoperrecv regopersend regprocedurein
regprocedureout regprocedurerecv regproceduresend regprocin regprocout regprocrecv regprocsend regr_avgx regr_avgy
regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy regrolein regroleout regrolerecv regrolesend
regtypein regtypeout regtyperecv regtypesend repeat replace reverse right round row_number row_security_active
row_to_json rpad rtrim satisfies_hash_partition scalargejoinsel scalargesel scalargtjoinsel scalargtsel scalarlejoinsel
scalarlesel scalarltjoinsel scalarltsel scale schema_to_xml schema_to_xml_and_xmlschema schema_to_xmlschema session_user
set_bit set_byte set_config set_masklen setseed setval setweight sha224 sha256 sha384 sha512 shell_in shell_out
shift_jis_2004_to_euc_jis_2004 shift_jis_2004_to_utf8 shobj_description sign similar_escape similar_to_escape sin sind
sinh sjis_to_euc_jp sjis_to_mic sjis_to_utf8 slope spg_bbox_quad_config spg_box_quad_choose spg_box_quad_config
spg_box_quad_inner_consistent spg_box_quad_leaf_consistent spg_box_quad_picksplit spg_kd_choose spg_kd_config
spg_kd_inner_consistent spg_kd_picksplit spg_poly_quad_compress spg_quad_choose spg_quad_config
spg_quad_inner_consistent spg_quad_leaf_consistent spg_quad_picksplit spg_range_quad_choose spg_range_quad_config
spg_range_quad_inner_consistent spg_range_quad_leaf_consistent spg_range_quad_picksplit spg_text_choose spg_text_config
spg_text_inner_consistent spg_text_leaf_consistent spg_text_picksplit spghandler split_part sqrt starts_with
statement_timestamp stddev stddev_pop stddev_samp string_agg string_agg_finalfn string_agg_transfn string_to_array
string_to_table strip strpos substr substring sum suppress_redundant_updates_trigger system table_am_handler_in
table_am_handler_out table_to_xml table_to_xml_and_xmlschema table_to_xmlschema tan tand tanh text text_ge text_gt
text_larger text_le text_lt text_pattern_ge text_pattern_gt text_pattern_le text_pattern_lt text_smaller textanycat
textcat texteq texteqname textgename textgtname texticlike texticlike_support texticnlike texticregexeq
texticregexeq_support texticregexne textin textlen textlename textlike textlike_support textltname textne textnename
textnlike textout textrecv textregexeq textregexeq_support textregexne textsend thesaurus_init thesaurus_lexize tideq
tidge tidgt tidin tidlarger tidle tidlt tidne tidout tidrecv tidsend tidsmaller time time_cmp time_eq time_ge time_gt
time_hash time_hash_extended time_in time_larger time_le time_lt time_mi_interval time_mi_time time_ne time_out
time_pl_interval time_recv time_send time_smaller time_support timedate_pl timeofday timestamp timestamp_cmp
timestamp_cmp_date timestamp_cmp_timestamptz timestamp_eq timestamp_eq_date timestamp_eq_timestamptz timestamp_ge
timestamp_ge_date timestamp_ge_timestamptz timestamp_gt timestamp_gt_date timestamp_gt_timestamptz timestamp_hash
timestamp_hash_extended timestamp_in timestamp_larger timestamp_le timestamp_le_date timestamp_le_timestamptz
timestamp_lt timestamp_lt_date timestamp_lt_timestamptz timestamp_mi timestamp_mi_interval timestamp_ne
timestamp_ne_date timestamp_ne_timestamptz timestamp_out timestamp_pl_interval timestamp_recv timestamp_send
timestamp_smaller timestamp_sortsupport timestamp_support timestamptypmodin timestamptypmodout timestamptz
timestamptz_cmp timestamptz_cmp_date timestamptz_cmp_timestamp timestamptz_eq timestamptz_eq_date
timestamptz_eq_timestamp timestamptz_ge timestamptz_ge_date timestamptz_ge_timestamp timestamptz_gt timestamptz_gt_date
timestamptz_gt_timestamp timestamptz_in timestamptz_larger timestamptz_le timestamptz_le_date timestamptz_le_timestamp
timestamptz_lt timestamptz_lt_date timestamptz_lt_timestamp timestamptz_mi timestamptz_mi_interval timestamptz_ne
timestamptz_ne_date timestamptz_ne_timestamp timestamptz_out timestamptz_pl_interval timestamptz_recv timestamptz_send
timestamptz_smaller timestamptztypmodin timestamptztypmodout timetypmodin timetypmodout timetz timetz_cmp timetz_eq
timetz_ge timetz_gt timetz_hash timetz_hash_extended timetz_in timetz_larger timetz_le timetz_lt timetz_mi_interval
timetz_ne timetz_out timetz_pl_interval timetz_recv timetz_send timetz_smaller timetzdate_pl timetztypmodin
timetztypmodout timezone to_ascii to_char to_date to_hex to_json to_jsonb to_number to_regclass to_regcollation
to_regnamespace to_regoper to_regoperator to_regproc to_regprocedure to_regrole to_regtype to_timestamp to_tsquery
to_tsvector transaction_timestamp translate trigger_in trigger_out trim_array trim_scale trunc ts_debug ts_delete
ts_filter ts_headline ts_lexize ts_match_qv ts_match_tq ts_match_tt ts_match_vq ts_parse ts_rank ts_rank_cd ts_rewrite
ts_stat ts_token_type ts_typanalyze tsm_handler_in tsm_handler_out tsmatchjoinsel tsmatchsel tsmultirange tsq_mcontained
tsq_mcontains tsquery_and tsquery_cmp tsquery_eq tsquery_ge tsquery_gt tsquery_le tsquery_lt tsquery_ne tsquery_not
tsquery_or tsquery_phrase tsqueryin tsqueryout tsqueryrecv tsquerysend tsrange tsrange_subdiff tstzmultirange tstzrange
tstzrange_subdiff tsvector_cmp tsvector_concat tsvector_eq tsvector_ge tsvector_gt tsvector_le tsvector_lt tsvector_ne
tsvector_to_array tsvector_update_trigger tsvector_update_trigger_column tsvectorin tsvectorout tsvectorrecv
tsvectorsend txid_current txid_current_if_assigned txid_current_snapshot txid_snapshot_in txid_snapshot_out
txid_snapshot_recv txid_snapshot_send txid_snapshot_xip txid_snapshot_xmax txid_snapshot_xmin txid_status
txid_visible_in_snapshot uhc_to_utf8 unique_key_recheck unistr unknownin unknownout unknownrecv unknownsend unnest upper
upper_inc upper_inf utf8_to_big5 utf8_to_euc_cn utf8_to_euc_jis_2004 utf8_to_euc_jp utf8_to_euc_kr utf8_to_euc_tw
utf8_to_gb18030 utf8_to_gbk utf8_to_iso8859 utf8_to_iso8859_1 utf8_to_johab utf8_to_koi8r utf8_to_koi8u
utf8_to_shift_jis_2004 utf8_to_sjis utf8_to_uhc utf8_to_win uuid_cmp uuid_eq uuid_ge uuid_gt uuid_hash
uuid_hash_extended uuid_in uuid_le uuid_lt uuid_ne uuid_out uuid_recv uuid_send uuid_sortsupport var_pop var_samp varbit
varbit_in varbit_out varbit_recv varbit_send varbit_support varbitcmp varbiteq varbitge varbitgt varbitle varbitlt
varbitne varbittypmodin varbittypmodout varchar varchar_support varcharin varcharout varcharrecv varcharsend
varchartypmodin varchartypmodout variance version void_in void_out void_recv void_send websearch_to_tsquery width
width_bucket win1250_to_latin2 win1250_to_mic win1251_to_iso win1251_to_koi8r win1251_to_mic win1251_to_win866
win866_to_iso win866_to_koi8r win866_to_mic win866_to_win1251 win_to_utf8 xid xid8cmp xid8eq xid8ge xid8gt xid8in xid8le
xid8lt xid8ne xid8out xid8recv xid8send xideq xideqint4 xidin xidneq xidneqint4 xidout xidrecv xidsend xml xml_in
xml_is_well_formed xml_is_well_formed_content xml_is_well_formed_document xml_out xml_recv xml_send xmlagg xmlcomment
xmlconcat2 xmlexists xmlvalidate xpath xpath_exists
`,
    '15 16 17 18': `
binary_upgrade_set_next_heap_relfilenode binary_upgrade_set_next_index_relfilenode
binary_upgrade_set_next_pg_tablespace_oid binary_upgrade_set_next_toast_relfilenode has_parameter_privilege
int8inc_support multirange_agg_finalfn multirange_agg_transfn pg_backup_start pg_backup_stop
pg_database_collation_actual_version pg_get_wal_resource_managers pg_ident_file_mappings pg_ls_logicalmapdir
pg_ls_logicalsnapdir pg_ls_replslotdir pg_settings_get_flags pg_stat_force_next_flush pg_stat_get_recovery_prefetch
pg_stat_get_subscription_stats pg_stat_have_stats pg_stat_reset_subscription_stats pg_stop_making_pinned_objects
regexp_count regexp_instr regexp_like regexp_substr text_starts_with_support window_dense_rank_support
window_rank_support window_row_number_support xid8_larger xid8_smaller
`,
    '16 17 18': `
any_value any_value_transfn array_agg_array_combine array_agg_array_deserialize array_agg_array_serialize
array_agg_combine array_agg_deserialize array_agg_serialize array_sample array_shuffle date_add date_subtract erf erfc
json_agg_strict json_agg_strict_transfn json_object_agg_strict json_object_agg_strict_transfn json_object_agg_unique
json_object_agg_unique_strict json_object_agg_unique_strict_transfn json_object_agg_unique_transfn jsonb_agg_strict
jsonb_agg_strict_transfn jsonb_object_agg_strict jsonb_object_agg_strict_transfn jsonb_object_agg_unique
jsonb_object_agg_unique_strict jsonb_object_agg_unique_strict_transfn jsonb_object_agg_unique_transfn
pg_input_error_info pg_input_is_valid pg_log_standby_snapshot pg_split_walfile_name pg_stat_get_backend_subxact
pg_stat_get_db_conflict_logicalslot pg_stat_get_io pg_stat_get_lastscan pg_stat_get_tuples_newpage_updated
pg_stat_get_xact_tuples_newpage_updated random_normal string_agg_combine string_agg_deserialize string_agg_serialize
system_user window_cume_dist_support window_ntile_support window_percent_rank_support
`,
    '17 18': `
binary_upgrade_add_sub_rel_state binary_upgrade_logical_slot_has_caught_up binary_upgrade_replorigin_advance
elem_contained_by_range_support icu_unicode_version interval_avg_accum interval_avg_accum_inv interval_avg_combine
interval_avg_deserialize interval_avg_serialize interval_sum jsonb_populate_record_valid pg_available_wal_summaries
pg_basetype pg_column_toast_chunk_id pg_get_wait_events pg_get_wal_summarizer_state
pg_stat_get_checkpointer_buffers_written pg_stat_get_checkpointer_num_requested pg_stat_get_checkpointer_num_timed
pg_stat_get_checkpointer_restartpoints_performed pg_stat_get_checkpointer_restartpoints_requested
pg_stat_get_checkpointer_restartpoints_timed pg_stat_get_checkpointer_stat_reset_time pg_stat_get_checkpointer_sync_time
pg_stat_get_checkpointer_write_time pg_sync_replication_slots pg_wal_summary_contents range_contains_elem_support to_bin
to_oct to_regtypemod unicode_assigned unicode_version uuid_extract_timestamp uuid_extract_version xmltext
`,
    '18': `
array_append_support array_prepend_support array_reverse array_sort array_subscript_handler_support btboolskipsupport
btcharskipsupport btint2skipsupport btint4skipsupport btint8skipsupport btoidskipsupport bytea bytea_larger
bytea_smaller casefold crc32 crc32c date_skipsupport gamma generate_series_numeric_support
generate_series_timestamp_support gist_translate_cmptype_common has_largeobject_privilege hashbool hashboolextended
hashbytea hashbyteaextended hashcid hashcidextended hashdate hashdateextended hashxid hashxid8 hashxid8extended
hashxidextended lgamma pg_clear_attribute_stats pg_clear_relation_stats pg_get_acl pg_get_aios pg_get_loaded_modules
pg_get_sequence_data pg_get_shmem_allocations_numa pg_ls_summariesdir pg_numa_available pg_restore_attribute_stats
pg_restore_relation_stats pg_stat_get_backend_io pg_stat_get_backend_wal pg_stat_get_checkpointer_num_performed
pg_stat_get_checkpointer_slru_written pg_stat_get_db_parallel_workers_launched pg_stat_get_db_parallel_workers_to_launch
pg_stat_get_total_analyze_time pg_stat_get_total_autoanalyze_time pg_stat_get_total_autovacuum_time
pg_stat_get_total_vacuum_time pg_stat_reset_backend_stats pg_timezone_abbrevs_abbrevs pg_timezone_abbrevs_zone
range_sortsupport record_larger record_smaller timestamp_skipsupport timestamptz_hash timestamptz_hash_extended
uuid_skipsupport uuidv4 uuidv7
`,
};
const TYPES = {
    '14 15 16 17 18': `
aclitem any anyarray anycompatible anycompatiblearray anycompatiblemultirange anycompatiblenonarray anycompatiblerange
anyelement anyenum anymultirange anynonarray anyrange bit bool box bpchar bytea char cid cidr circle cstring date
datemultirange daterange event_trigger fdw_handler float4 float8 gtsvector index_am_handler inet int2 int2vector int4
int4multirange int4range int8 int8multirange int8range internal interval json jsonb jsonpath language_handler line lseg
macaddr macaddr8 money name numeric nummultirange numrange oid oidvector path pg_brin_bloom_summary
pg_brin_minmax_multi_summary pg_ddl_command pg_dependencies pg_lsn pg_mcv_list pg_ndistinct pg_node_tree pg_snapshot
point polygon record refcursor regclass regcollation regconfig regdictionary regnamespace regoper regoperator regproc
regprocedure regrole regtype table_am_handler text tid time timestamp timestamptz timetz trigger tsm_handler
tsmultirange tsquery tsrange tstzmultirange tstzrange tsvector txid_snapshot unknown uuid varbit varchar void xid xid8
xml
`,
};
const OPERATORS = {
    '14 15 16 17 18': `
!! !~ !~* !~~ !~~* # ## #- #> #>> % & && &< &<| &> * *< *<= *<> *= *> *>= + - -> ->> -|- / < <-> << <<= <<| <= <> <@ <^
= > >= >> >>= >^ ? ?# ?& ?- ?-| ?| ?|| @ @-@ @> @? @@ @@@ ^ ^@ | |&> |/ |>> || ||/ ~ ~* ~<=~ ~<~ ~= ~>=~ ~>~ ~~ ~~*
`,
};
const RELATIONS = {
    '14 15 16 17 18': `
pg_aggregate pg_am pg_amop pg_amproc pg_attrdef pg_attribute pg_auth_members pg_authid pg_available_extension_versions
pg_available_extensions pg_backend_memory_contexts pg_cast pg_class pg_collation pg_config pg_constraint pg_conversion
pg_cursors pg_database pg_db_role_setting pg_default_acl pg_depend pg_description pg_enum pg_event_trigger pg_extension
pg_file_settings pg_foreign_data_wrapper pg_foreign_server pg_foreign_table pg_group pg_hba_file_rules pg_index
pg_indexes pg_inherits pg_init_privs pg_language pg_largeobject pg_largeobject_metadata pg_locks pg_matviews
pg_namespace pg_opclass pg_operator pg_opfamily pg_partitioned_table pg_policies pg_policy pg_prepared_statements
pg_prepared_xacts pg_proc pg_publication pg_publication_rel pg_publication_tables pg_range pg_replication_origin
pg_replication_origin_status pg_replication_slots pg_rewrite pg_roles pg_rules pg_seclabel pg_seclabels pg_sequence
pg_sequences pg_settings pg_shadow pg_shdepend pg_shdescription pg_shmem_allocations pg_shseclabel pg_stat_activity
pg_stat_all_indexes pg_stat_all_tables pg_stat_archiver pg_stat_bgwriter pg_stat_database pg_stat_database_conflicts
pg_stat_gssapi pg_stat_progress_analyze pg_stat_progress_basebackup pg_stat_progress_cluster pg_stat_progress_copy
pg_stat_progress_create_index pg_stat_progress_vacuum pg_stat_replication pg_stat_replication_slots pg_stat_slru
pg_stat_ssl pg_stat_subscription pg_stat_sys_indexes pg_stat_sys_tables pg_stat_user_functions pg_stat_user_indexes
pg_stat_user_tables pg_stat_wal pg_stat_wal_receiver pg_stat_xact_all_tables pg_stat_xact_sys_tables
pg_stat_xact_user_functions pg_stat_xact_user_tables pg_statio_all_indexes pg_statio_all_sequences pg_statio_all_tables
pg_statio_sys_indexes pg_statio_sys_sequences pg_statio_sys_tables pg_statio_user_indexes pg_statio_user_sequences
pg_statio_user_tables pg_statistic pg_statistic_ext pg_statistic_ext_data pg_stats pg_stats_ext pg_stats_ext_exprs
pg_subscription pg_subscription_rel pg_tables pg_tablespace pg_timezone_abbrevs pg_timezone_names pg_transform
pg_trigger pg_ts_config pg_ts_config_map pg_ts_dict pg_ts_parser pg_ts_template pg_type pg_user pg_user_mapping
pg_user_mappings pg_views
`,
    '15 16 17 18': `
pg_ident_file_mappings pg_parameter_acl pg_publication_namespace pg_stat_recovery_prefetch pg_stat_subscription_stats
`,
    '16 17 18': `pg_stat_io`,
    '17 18': `pg_stat_checkpointer pg_wait_events`,
    '18': `pg_aios pg_shmem_allocations_numa`,
};
const OPERATOR_CLASSES = {
    '14 15 16 17 18': `
aclitem_ops array_ops bit_minmax_ops bit_ops bool_ops box_inclusion_ops box_ops bpchar_bloom_ops bpchar_minmax_ops
bpchar_ops bpchar_pattern_ops bytea_bloom_ops bytea_minmax_ops bytea_ops char_bloom_ops char_minmax_ops char_ops cid_ops
cidr_ops circle_ops date_bloom_ops date_minmax_multi_ops date_minmax_ops date_ops enum_ops float4_bloom_ops
float4_minmax_multi_ops float4_minmax_ops float4_ops float8_bloom_ops float8_minmax_multi_ops float8_minmax_ops
float8_ops inet_bloom_ops inet_inclusion_ops inet_minmax_multi_ops inet_minmax_ops inet_ops int2_bloom_ops
int2_minmax_multi_ops int2_minmax_ops int2_ops int4_bloom_ops int4_minmax_multi_ops int4_minmax_ops int4_ops
int8_bloom_ops int8_minmax_multi_ops int8_minmax_ops int8_ops interval_bloom_ops interval_minmax_multi_ops
interval_minmax_ops interval_ops jsonb_ops jsonb_path_ops kd_point_ops macaddr8_bloom_ops macaddr8_minmax_multi_ops
macaddr8_minmax_ops macaddr8_ops macaddr_bloom_ops macaddr_minmax_multi_ops macaddr_minmax_ops macaddr_ops money_ops
multirange_ops name_bloom_ops name_minmax_ops name_ops numeric_bloom_ops numeric_minmax_multi_ops numeric_minmax_ops
numeric_ops oid_bloom_ops oid_minmax_multi_ops oid_minmax_ops oid_ops oidvector_ops pg_lsn_bloom_ops
pg_lsn_minmax_multi_ops pg_lsn_minmax_ops pg_lsn_ops point_ops poly_ops quad_point_ops range_inclusion_ops range_ops
record_image_ops record_ops text_bloom_ops text_minmax_ops text_ops text_pattern_ops tid_bloom_ops tid_minmax_multi_ops
tid_minmax_ops tid_ops time_bloom_ops time_minmax_multi_ops time_minmax_ops time_ops timestamp_bloom_ops
timestamp_minmax_multi_ops timestamp_minmax_ops timestamp_ops timestamptz_bloom_ops timestamptz_minmax_multi_ops
timestamptz_minmax_ops timestamptz_ops timetz_bloom_ops timetz_minmax_multi_ops timetz_minmax_ops timetz_ops tsquery_ops
tsvector_ops uuid_bloom_ops uuid_minmax_multi_ops uuid_minmax_ops uuid_ops varbit_minmax_ops varbit_ops varchar_ops
varchar_pattern_ops xid8_ops xid_ops
`,
};
const OPERATOR_FAMILIES = {
    '14 15 16 17 18': `
aclitem_ops array_ops bit_minmax_ops bit_ops bool_ops box_inclusion_ops box_ops bpchar_bloom_ops bpchar_minmax_ops
bpchar_ops bpchar_pattern_ops bytea_bloom_ops bytea_minmax_ops bytea_ops char_bloom_ops char_minmax_ops char_ops cid_ops
circle_ops date_ops datetime_bloom_ops datetime_minmax_multi_ops datetime_minmax_ops datetime_ops enum_ops
float_bloom_ops float_minmax_multi_ops float_minmax_ops float_ops integer_bloom_ops integer_minmax_multi_ops
integer_minmax_ops integer_ops interval_bloom_ops interval_minmax_multi_ops interval_minmax_ops interval_ops jsonb_ops
jsonb_path_ops kd_point_ops macaddr8_bloom_ops macaddr8_minmax_multi_ops macaddr8_minmax_ops macaddr8_ops
macaddr_bloom_ops macaddr_minmax_multi_ops macaddr_minmax_ops macaddr_ops money_ops multirange_ops name_bloom_ops
name_minmax_ops network_bloom_ops network_inclusion_ops network_minmax_multi_ops network_minmax_ops network_ops
numeric_bloom_ops numeric_minmax_multi_ops numeric_minmax_ops numeric_ops oid_bloom_ops oid_minmax_multi_ops
oid_minmax_ops oid_ops oidvector_ops pg_lsn_bloom_ops pg_lsn_minmax_multi_ops pg_lsn_minmax_ops pg_lsn_ops point_ops
poly_ops quad_point_ops range_inclusion_ops range_ops record_image_ops record_ops text_bloom_ops text_minmax_ops
text_ops text_pattern_ops tid_bloom_ops tid_minmax_multi_ops tid_minmax_ops tid_ops time_bloom_ops time_minmax_multi_ops
time_minmax_ops time_ops timestamp_ops timestamptz_ops timetz_bloom_ops timetz_minmax_multi_ops timetz_minmax_ops
timetz_ops tsquery_ops tsvector_ops uuid_bloom_ops uuid_minmax_multi_ops uuid_minmax_ops uuid_ops varbit_minmax_ops
varbit_ops xid8_ops xid_ops
`,
};
const COLLATIONS = {
    '14 15 16 17 18': `C POSIX default ucs_basic`,
    '16 17 18': `unicode`,
    '17 18': `pg_c_utf8`,
    '18': `pg_unicode_fast`,
};
const TEXT_SEARCH_CONFIGURATIONS = {
    '14 15 16 17 18': `
arabic armenian basque catalan danish dutch english finnish french german greek hindi hungarian indonesian irish italian
lithuanian nepali norwegian portuguese romanian russian serbian simple spanish swedish tamil turkish yiddish
`,
    '18': `estonian`,
};
const TEXT_SEARCH_DICTIONARIES = {
    '14 15 16 17 18': `
arabic_stem armenian_stem basque_stem catalan_stem danish_stem dutch_stem english_stem finnish_stem french_stem
german_stem greek_stem hindi_stem hungarian_stem indonesian_stem irish_stem italian_stem lithuanian_stem nepali_stem
norwegian_stem portuguese_stem romanian_stem russian_stem serbian_stem simple spanish_stem swedish_stem tamil_stem
turkish_stem yiddish_stem
`,
    '18': `estonian_stem`,
};
const TEXT_SEARCH_PARSERS = {
    '14 15 16 17 18': `default`,
};
const TEXT_SEARCH_TEMPLATES = {
    '14 15 16 17 18': `ispell simple snowball synonym thesaurus`,
};
const LANGUAGES = {
    '14 15 16 17 18': `c internal plpgsql sql`,
};
const ACCESS_METHODS = {
    '14 15 16 17 18': `brin btree gin gist hash heap spgist`,
};
const ROLES = {
    '14 15 16 17 18': `
pg_database_owner pg_execute_server_program pg_monitor pg_read_all_data pg_read_all_settings pg_read_all_stats
pg_read_server_files pg_signal_backend pg_stat_scan_tables pg_write_all_data pg_write_server_files
`,
    '15 16 17 18': `pg_checkpoint`,
    '16 17 18': `pg_create_subscription pg_use_reserved_connections`,
    '17 18': `pg_maintain`,
    '18': `pg_signal_autovacuum_worker`,
};
const INFORMATION_SCHEMA_RELATIONS = {
    '14 15 16 17 18': `
_pg_foreign_data_wrappers _pg_foreign_servers _pg_foreign_table_columns _pg_foreign_tables _pg_user_mappings
administrable_role_authorizations applicable_roles attributes character_sets check_constraint_routine_usage
check_constraints collation_character_set_applicability collations column_column_usage column_domain_usage
column_options column_privileges column_udt_usage columns constraint_column_usage constraint_table_usage
data_type_privileges domain_constraints domain_udt_usage domains element_types enabled_roles
foreign_data_wrapper_options foreign_data_wrappers foreign_server_options foreign_servers foreign_table_options
foreign_tables information_schema_catalog_name key_column_usage parameters referential_constraints role_column_grants
role_routine_grants role_table_grants role_udt_grants role_usage_grants routine_column_usage routine_privileges
routine_routine_usage routine_sequence_usage routine_table_usage routines schemata sequences sql_features
sql_implementation_info sql_parts sql_sizing table_constraints table_privileges tables transforms
triggered_update_columns triggers udt_privileges usage_privileges user_defined_types user_mapping_options user_mappings
view_column_usage view_routine_usage view_table_usage views
`,
};
const INFORMATION_SCHEMA_TYPES = {
    '14 15 16 17 18': `cardinal_number character_data sql_identifier time_stamp yes_or_no`,
};
const INFORMATION_SCHEMA_FUNCTIONS = {
    '14 15 16 17 18': `
_pg_char_max_length _pg_char_octet_length _pg_datetime_precision _pg_expandarray _pg_index_position _pg_interval_type
_pg_numeric_precision _pg_numeric_precision_radix _pg_numeric_scale _pg_truetypid _pg_truetypmod
`,
};

;// CONCATENATED MODULE: ./build/sql/known/builtin.js
/**
 * The names a database has before any migration ran. All of them lie in `pg_catalog`, unless said otherwise.
 *
 * Every function takes the major version of the server; without it, a name is known that any supported version has. That a name is
 * built in does not mean that no migration makes another of the same name: a migration for PostgreSQL 14 may well define the
 * `uuidv7()` that came with 18, and any migration may add a `lower` for a type of its own.
 */


/** PostgreSQL makes one for each locale of the ICU library, and one for each locale of the machine. */
const LOCALE_COLLATION = /-x-icu$|^[a-z]{2,3}(_[A-Z]{2})?([.@][\w.@-]+)?$|^C\.[\w-]+$/;
const SCHEMAS = new Set(['pg_catalog', 'information_schema', 'pg_toast', 'public']);
const builtin_known = (versions) => {
    const table = new NameTable(versions);
    return (name, major) => table.has(name, major);
};
/** Also aggregates, window functions and procedures. */
const isBuiltinFunction = builtin_known(FUNCTIONS);
const isBuiltinOperator = builtin_known(OPERATORS);
/** Of any access method. */
const isBuiltinOperatorClass = builtin_known(OPERATOR_CLASSES);
/** Of any access method. */
const isBuiltinOperatorFamily = builtin_known(OPERATOR_FAMILIES);
const isBuiltinTextSearchConfiguration = builtin_known(TEXT_SEARCH_CONFIGURATIONS);
const isBuiltinTextSearchDictionary = builtin_known(TEXT_SEARCH_DICTIONARIES);
const isBuiltinTextSearchParser = builtin_known(TEXT_SEARCH_PARSERS);
const isBuiltinTextSearchTemplate = builtin_known(TEXT_SEARCH_TEMPLATES);
/** `plpgsql` among them: every database is created with that extension. */
const isBuiltinLanguage = builtin_known(LANGUAGES);
const isBuiltinAccessMethod = builtin_known(ACCESS_METHODS);
/** The predefined roles; not the superuser, whose name is anybody's choice. */
const isBuiltinRole = builtin_known(ROLES);
const isTypeProper = builtin_known(TYPES);
const isRelation = builtin_known(RELATIONS);
const isNamedCollation = builtin_known(COLLATIONS);
const isInformationSchemaRelation = builtin_known(INFORMATION_SCHEMA_RELATIONS);
const isInformationSchemaType = builtin_known(INFORMATION_SCHEMA_TYPES);
const isInformationSchemaFunction = builtin_known(INFORMATION_SCHEMA_FUNCTIONS);
/** By the name in `pg_type`, which the parser gives for spellings such as `int` too: `int4`, `_int4`, `pg_class`. */
function isBuiltinType(name, major) {
    const isElement = (element) => isTypeProper(element, major) || isRelation(element, major);
    return isElement(name) || (name.startsWith('_') && isElement(name.slice(1)));
}
/** Which locales a machine has is its own affair, so whatever is named as a locale is taken for one. */
function isBuiltinCollation(name, major) {
    return isNamedCollation(name, major) || LOCALE_COLLATION.test(name);
}
/** The tables and views of `pg_catalog`, where unqualified names are found, and of `information_schema`. */
function isCatalogRelation(schema, name, major) {
    if (schema === undefined || schema === 'pg_catalog')
        return isRelation(name, major);
    return schema === 'information_schema' && isInformationSchemaRelation(name, major);
}
/** The domains of `information_schema` and the row types of its views. */
function isBuiltinInformationSchemaType(name, major) {
    const isElement = (element) => isInformationSchemaType(element, major) || isInformationSchemaRelation(element, major);
    return isElement(name) || (name.startsWith('_') && isElement(name.slice(1)));
}
function isBuiltinInformationSchemaFunction(name, major) {
    return isInformationSchemaFunction(name, major);
}
/** `public` is there too, though it can be dropped. */
function isBuiltinSchema(name) {
    return SCHEMAS.has(name);
}

;// CONCATENATED MODULE: ./build/sql/analysis/resolve.js
/** Finds what a name stands for, and touches what the search looks at: also names that nobody has taken. */




const NOTHING = { entities: [], builtin: false };
const BUILTIN = { entities: [], builtin: true };
/** A table, view, index, sequence or type of the migrations. */
function findRelation(context, name) {
    const [schema, relation] = splitName(name);
    const builtin = isCatalogRelation(schema, relation);
    if (builtin && catalogComesFirst(context, schema))
        return BUILTIN;
    const found = search(context, 'relation', schema, relation);
    return found.entities.length === 0 && builtin ? BUILTIN : found;
}
function findType(context, name) {
    const [schema, type] = splitName(name);
    if (schema === 'information_schema')
        return isBuiltinInformationSchemaType(type) ? BUILTIN : NOTHING;
    const builtin = (schema === undefined || schema === 'pg_catalog') && isBuiltinType(type);
    if (builtin && catalogComesFirst(context, schema))
        return BUILTIN;
    const found = searchTypes(context, schema, type);
    if (found.entities.length > 0)
        return found;
    if (builtin)
        return BUILTIN;
    // An array type is called as its elements with an underscore.
    if (type.startsWith('_'))
        return findType(context, schema === undefined ? [type.slice(1)] : [schema, type.slice(1)]);
    blameExtensions(context, extensionsWithType(type));
    return NOTHING;
}
/** Every routine that a call by this name may reach: overloads are chosen by argument types, which are not worked out here. */
function findRoutine(context, name) {
    const [schema, routine] = splitName(name);
    const builtin = schema === 'information_schema'
        ? isBuiltinInformationSchemaFunction(routine)
        : (schema === undefined || schema === 'pg_catalog') && isBuiltinFunction(routine);
    if (schema === 'pg_catalog' || schema === 'information_schema') {
        const own = context.catalog.find('routine', schema, routine);
        return { entities: own === undefined ? [] : [own], builtin };
    }
    const entities = [];
    for (const candidate of schema === undefined ? [TEMPORARY, ...searchedSchemas(context)] : [schema]) {
        const entity = context.catalog.find('routine', candidate, routine);
        if (entity !== undefined) {
            context.recorder.read(entity);
            entities.push(entity);
        }
        else if (candidate !== TEMPORARY) {
            context.recorder.absence('routine', candidate, routine);
        }
    }
    if (entities.length === 0 && !builtin)
        blameExtensions(context, extensionsWithFunction(routine));
    return { entities, builtin };
}
/** Objects of the other spaces that live in schemas: collations, text search, conversions, operator classes, statistics. */
function findOther(context, space, name) {
    const [schema, object] = splitName(name);
    return search(context, space, schema, object);
}
/** Objects without a schema: roles, schemas, extensions, languages … */
function findGlobal(context, space, name) {
    const entity = context.catalog.find(space, undefined, name);
    if (entity === undefined)
        context.recorder.absence(space, undefined, name);
    else
        context.recorder.read(entity);
    return entity;
}
/** What a name nobody made stands for is only known as long as everything that was run could be read. */
function unknownName(context, kind, name) {
    const shown = displayName(name.length > 1 ? name.at(-2) : undefined, name.at(-1) ?? '');
    const { uncertain } = context.catalog;
    if (uncertain !== undefined)
        giveUp(context, `uses ${kind} ${shown}, and an earlier migration ${uncertain.because}`, false);
    else if (!isConditional(context))
        giveUp(context, `uses ${kind} ${shown}, which no migration makes`, false);
}
function splitName(name) {
    return [name.length > 1 ? name.at(-2) : undefined, name.at(-1) ?? ''];
}
/** A type by itself, or the row type of a relation, whichever schema of the path has one first. */
function searchTypes(context, schema, name) {
    const { catalog, recorder } = context;
    const entities = [];
    for (const candidate of schema === undefined ? [TEMPORARY, ...searchedSchemas(context)] : [schema]) {
        if (candidate !== TEMPORARY)
            recorder.absence('type', candidate, name);
        const relation = catalog.find('relation', candidate, name);
        const hasRows = relation !== undefined && relation.kind !== 'index' && relation.kind !== 'sequence';
        const here = [catalog.find('type', candidate, name) ?? [], hasRows ? relation : []]
            .flat()
            .filter((entity) => entity !== context.session.making);
        for (const entity of here)
            recorder.read(entity);
        entities.push(...here);
        if (here.some((entity) => catalog.isSure(entity)))
            break;
    }
    return { entities, builtin: false };
}
function search(context, space, schema, name) {
    const entities = [];
    for (const candidate of schema === undefined ? [TEMPORARY, ...searchedSchemas(context)] : [schema]) {
        const entity = context.catalog.find(space, candidate, name);
        if (entity === undefined) {
            if (candidate !== TEMPORARY)
                context.recorder.absence(space, candidate, name);
            continue;
        }
        context.recorder.read(entity);
        if (entity.orElse !== undefined)
            giveUp(context, `uses ${entity.label}, which may be a ${entity.orElse} instead`, false);
        entities.push(entity);
        if (context.catalog.isSure(entity))
            break;
    }
    return { entities, builtin: false };
}
/** `pg_catalog` is searched first unless the path names it at another place. */
function catalogComesFirst(context, schema) {
    if (schema !== undefined)
        return true;
    return !context.session.searchPath.includes('pg_catalog') || context.session.searchPath[0] === 'pg_catalog';
}
/** A name that an extension brings is there only once the extension is. */
function blameExtensions(context, candidates) {
    for (const name of candidates)
        findGlobal(context, 'extension', name);
    for (const extension of context.catalog.unknownExtensions)
        context.recorder.read(extension);
}

;// CONCATENATED MODULE: ./build/sql/analysis/row-types.js
/** The types of a relation's columns, or of some of them. */
function rowTypes(relation, columns) {
    if (!isView(relation))
        return columnTypes(relation, columns);
    const types = new Set();
    addRowTypes(relation, new Set(), types);
    return types;
}
/** Columns of a view are whatever its query makes of others and of what functions give. */
function addRowTypes(relation, seen, types) {
    if (seen.has(relation))
        return;
    seen.add(relation);
    for (const type of columnTypes(relation))
        types.add(type);
    if (isView(relation))
        typesIn(relation.consequences, seen, types);
}
function isView({ kind }) {
    return kind === 'view' || kind === 'materialized view';
}
/** The types that columns of a query may have. */
function typesIn(consequences, seen = new Set(), types = new Set()) {
    for (const consequence of consequences) {
        if (!('entity' in consequence))
            continue;
        const { op, entity } = consequence;
        if (op === 'use')
            types.add(entity);
        else if (op !== 'call')
            addRowTypes(entity, seen, types);
        else
            for (const used of typesOfCall(entity))
                types.add(used);
    }
    return types;
}
/** These types, and those of the fields that they have. */
function withFields(types) {
    const all = new Set(types);
    for (const type of all)
        if (type.space === 'relation')
            for (const field of rowTypes(type))
                all.add(field);
    return all;
}
/** An operator gives what its functions give. */
function typesOfCall(entity) {
    const functions = entity.space === 'operator' ? [...entity.uses].filter(({ space }) => space === 'routine') : [];
    return [entity, ...functions].flatMap(({ uses }) => [...uses].filter(isType));
}
/** What a table made from a query may have is known of the table alone. */
function* columnTypes(entity, columns) {
    if (entity.kind === 'table')
        for (const used of entity.uses)
            if (isType(used))
                yield used;
    for (const part of entity.owned) {
        if (part.kind !== 'column' || columns?.has(part.name) === false)
            continue;
        for (const used of part.uses)
            if (isType(used))
                yield used;
    }
}
function isType(entity) {
    return (entity.space === 'type' || (entity.space === 'relation' && entity.kind !== 'sequence' && entity.kind !== 'index'));
}

;// CONCATENATED MODULE: ./build/sql/analysis/named-object.js
/** What a type name, or a text read as one of the `reg…` types, stands for. */




const REFERENCES = new Set(`regclass regcollation regconfig regdictionary regnamespace regoper regoperator regproc regprocedure regrole regtype`.split(' '));
/** Whether a type's values stand for objects: read from their names, and written as what these are by then. */
function isReference(type) {
    const name = typeNameOf(type);
    return REFERENCES.has(name.at(-1) ?? '') && (name.length === 1 || name.at(-2) === 'pg_catalog');
}
/** A type that is looked up, with what using its values may do. */
function typeConsequences(context, type) {
    const name = typeNameOf(type);
    // `orders.total%TYPE`
    if (type.pct_type === true) {
        const column = new Set(name.slice(-1));
        return findRelation(context, name.slice(0, -1)).entities.flatMap((relation) => [relation, ...rowTypes(relation, column)].map((entity) => ({ op: 'use', entity })));
    }
    return findType(context, name).entities.map((entity) => ({ op: 'use', entity }));
}
/** What a text names when it is read as one of the `reg…` types. */
function namedObject(context, kind, text) {
    const bare = text.replace(/\(.*$/s, '').trim();
    const name = parseName(bare)?.map((part) => clip(part));
    if (name === undefined)
        return [{ op: 'lookup' }];
    const use = (entities) => entities.map((entity) => ({ op: 'use', entity }));
    switch (kind) {
        case 'regclass':
            return use(findRelation(context, name).entities);
        case 'regtype':
            return use(findType(context, name).entities);
        case 'regproc':
        case 'regprocedure':
            return use(findRoutine(context, name).entities);
        case 'regnamespace':
            return use([...context.catalog.named(name.at(-1) ?? '')].filter(({ space }) => space === 'schema'));
        default:
            return [{ op: 'lookup', name: name.at(-1) }];
    }
}

;// CONCATENATED MODULE: ./build/sql/analysis/references.js



/** What may be a column of any name. */
const ANY_COLUMN = '';
/** The resource that whatever gives an object another name, or ends it, adds to. */
const NAMES_IN_USE = 'names of objects';
const UNBOUNDED = { op: 'lookup' };
/** A column gets this type, or whole rows of these. */
function noteReferences(part, type, types) {
    const home = part.home ?? part;
    const column = part.home === undefined ? ANY_COLUMN : part.name;
    if (isReference(type))
        home.refer(column, typeNameOf(type).at(-1) ?? '');
    else if (entitiesOf(types).some(({ referring }) => referring.size > 0))
        home.refer(column, '');
}
/** What one has, the other has too. */
function copyReferences(from, to) {
    for (const [column, type] of from.referring)
        to.refer(column, type);
}
/** Whether a query may give such values. */
function mayRefer(consequences, seen = new Set()) {
    return entitiesOf(consequences).some((entity) => {
        if (seen.has(entity))
            return false;
        seen.add(entity);
        return entity.referring.size > 0 || (entity.kind === 'view' && mayRefer(entity.consequences, seen));
    });
}
/** The names that a statement gives to such columns of a table. */
function namesGiven(context, relation, tag, fields) {
    if (tag === 'DeleteStmt')
        return [];
    if (relation.kind === 'view')
        return mayRefer(relation.consequences) ? [UNBOUNDED] : [];
    if (relation.referring.size === 0)
        return [];
    const targets = targetsOf(tag, fields);
    if (targets === undefined)
        return [UNBOUNDED];
    return targets.flatMap(({ column, value }) => {
        const type = relation.referring.get(column) ?? relation.referring.get(ANY_COLUMN);
        if (type === undefined || isNothing(value))
            return [];
        const text = constantString(value);
        return text === undefined || type === '' ? [UNBOUNDED] : namedObject(context, type, text);
    });
}
/** What a default of such a column means by a constant. */
function nameByDefault(context, part, expression) {
    const type = part.home?.referring.get(part.name);
    if (type === undefined || isNothing(expression))
        return [];
    const text = constantString(expression);
    return text === undefined || type === '' ? [UNBOUNDED] : namedObject(context, type, text);
}
/** Defaults are seen to where they are defined, and what is taken over from the row that was to be inserted with that row. */
function isNothing(value) {
    if (value === undefined)
        return false;
    if ('ColumnRef' in value)
        return stringsOf(value.ColumnRef.fields).at(-2) === 'excluded';
    return 'SetToDefault' in value || ('A_Const' in value && value.A_Const.isnull === true);
}
/** Columns and what they get; undefined if that is not known. */
function targetsOf(tag, fields) {
    if (tag === 'UpdateStmt')
        return assignments(fields['targetList']);
    const columns = fields['cols']?.map(nameOfTarget);
    const select = fields['selectStmt'];
    if (tag !== 'InsertStmt' || columns === undefined)
        return undefined;
    const rows = select !== undefined && 'SelectStmt' in select ? rowsOf(select.SelectStmt) : [];
    const conflict = fields['onConflictClause'];
    return [
        ...columns.flatMap((column, place) => rows.map((row) => ({ column, value: row[place] }))),
        ...assignments(conflict?.targetList),
    ];
}
/** The expressions of each row, as far as they are told apart. */
function rowsOf({ valuesLists, targetList, op, larg, rarg }) {
    if (op !== undefined && op !== 'SETOP_NONE')
        return [larg, rarg].flatMap((side) => (side === undefined ? [] : rowsOf(side)));
    if (valuesLists !== undefined)
        return valuesLists.map((row) => ('List' in row ? (row.List.items ?? []) : []));
    const values = (targetList ?? []).map((node) => ('ResTarget' in node ? node.ResTarget.val : undefined));
    // What stands behind a star has no known place.
    const star = values.findIndex((node) => isStar(node));
    return [star < 0 ? values : values.slice(0, star)];
}
function isStar(node) {
    const last = node !== undefined && 'ColumnRef' in node ? node.ColumnRef.fields?.at(-1) : undefined;
    return last !== undefined && 'A_Star' in last;
}
function assignments(targets = []) {
    return targets.map((node) => ({
        column: nameOfTarget(node),
        value: 'ResTarget' in node ? node.ResTarget.val : undefined,
    }));
}
function nameOfTarget(node) {
    return 'ResTarget' in node ? (node.ResTarget.name ?? '') : '';
}

;// CONCATENATED MODULE: ./build/sql/analysis/perform.js
/** Touches everything that consequences reach: through views, triggers, foreign keys, rules, policies, partitions and calls. */




/** The resource that a publication of all tables changes: it refuses changes of rows that nothing identifies. */
const ALL_TABLES_PUBLISHED = 'publications of all tables';
/** The resource that foreign keys add to: rows that go or change are looked for in every table that refers to theirs. */
function referencesTo(entity) {
    return `references to ${entity.resource}`;
}
function perform(context, consequences) {
    for (const consequence of consequences) {
        switch (consequence.op) {
            case 'lookup':
                lookUp(context, consequence.name);
                break;
            case 'mention':
                context.recorder.touch(consequence.resource, 'read', 'uses', consequence.label);
                break;
            case 'opaque':
                giveUp(context, consequence.because, consequence.mayDefine);
                if (consequence.outside === true)
                    context.recorder.reachOutside(consequence.because);
                break;
            default:
                performOnce(context, consequence);
        }
    }
}
function lookUp(context, name) {
    const { recorder, catalog } = context;
    if (name === undefined) {
        recorder.readDefinitions();
        return;
    }
    recorder.readName(name);
    for (const entity of catalog.named(name)) {
        recorder.read(entity, 'reads');
        // Definitions are shown with the names of what they use, and beside what goes with them.
        for (const part of [entity, ...entity.owned])
            for (const used of part.uses)
                recorder.read(used);
        for (const other of [...entity.owned, ...entity.parents, ...entity.children])
            if (other.home === undefined)
                recorder.read(other);
        if (entity.schema !== undefined)
            recorder.touch(`schema ${entity.schema}`, 'read', 'uses', `schema ${entity.schema}`);
    }
    if (catalog.uncertain !== undefined && catalog.named(name).size === 0)
        recorder.readDefinitions();
}
/** The same on the same catalog touches nothing new, and a row's triggers may well lead back to where they began. */
function performOnce(context, { op, entity, given }) {
    const { done, catalog } = context;
    if (done.version !== catalog.version) {
        done.version = catalog.version;
        done.keys.clear();
    }
    const path = context.session.searchPath;
    // Bodies are read by the search path of the moment.
    const place = path === DEFAULT_SEARCH_PATH ? '' : path.join();
    const key = given === undefined ? `${op} ${entity.number} ${place}` : `${op} ${entity.number} ${place} ${keyOfGiven(given)}`;
    if (done.keys.has(key) || done.active.has(key))
        return;
    done.left -= 1;
    if (done.left <= 0) {
        giveUp(context, 'sets off more than can be followed', true);
        return;
    }
    done.keys.add(key);
    done.active.add(key);
    performOne(context, op, entity, given);
    for (const other of entity.aliases)
        performOne(context, op, other, given);
    done.active.delete(key);
}
/** An argument that is NULL is not one that is unknown. */
function keyOfGiven(given) {
    return JSON.stringify(given?.map((text) => (text === undefined ? 0 : text)));
}
function performOne(context, op, entity, given) {
    const { recorder } = context;
    switch (op) {
        case 'use':
            recorder.read(entity);
            useTypes(context, entity);
            return;
        case 'read':
            readRelation(context, entity);
            return;
        case 'alter':
            alterEntry(context, entity);
            return;
        case 'call':
            recorder.read(entity, 'calls');
            // Arguments are read as values of its parameters' types.
            useTypesOf(context, entity);
            actAsOwner(context, entity);
            context.callRoutine(context, entity, given);
            return;
        case 'draw':
            recorder.draws = true;
            recorder.read(entity);
            recorder.rows(entity, 'write');
            return;
        default:
            changeRows(context, entity, op);
    }
}
/** Whoever uses it finds it otherwise, and with a table its indexes, with an index its table. */
function alterEntry({ recorder }, entity) {
    recorder.write(entity, 'alters');
    for (const owned of entity.owned) {
        for (const index of [owned, ...owned.owned])
            if (index.kind === 'index')
                recorder.write(index, 'alters');
    }
    if (entity.kind === 'index')
        for (const table of entity.uses)
            recorder.write(table, 'alters');
}
/** What a domain checks, what a composite type is made of. */
function useTypes(context, entity) {
    if (entity.kind === 'domain' && entity.referring.size > 0)
        context.recorder.readDefinitions();
    perform(context, entity.consequences.filter((consequence) => entity.kind === 'domain' || consequence.op === 'use'));
    if (entity.kind === 'domain')
        useTypesOf(context, entity);
    if (entity.kind === 'table')
        useTypesOf(context, entity);
    for (const part of entity.owned)
        if (part.kind === 'column')
            perform(context, useOf(part.uses));
}
/** The types that something is made of: what a constant beside it is read as. */
function useTypesOf(context, entity) {
    perform(context, useOf([...entity.uses].filter(isType)));
}
/**
 * What a constant beside the columns of a relation is read as: its columns' types.
 *
 * @param columns names in an expression, if not all matter; one that is no column may stand for the row as a whole
 */
function useRow(context, relation, columns) {
    const own = new Set([...relation.owned].filter(({ kind }) => kind === 'column').map(({ name }) => name));
    const known = columns !== undefined && [...columns].every((name) => own.has(name));
    perform(context, useOf(rowTypes(relation, known ? columns : undefined)));
}
function useOf(entities) {
    return [...entities].map((entity) => ({ op: 'use', entity }));
}
function readRelation(context, entity) {
    const { recorder } = context;
    refuseForeign(context, entity);
    recorder.read(entity, 'reads');
    if (entity.kind === 'view')
        actAsOwner(context, entity);
    recorder.touch(`privileges ${entity.resource}`, 'read', 'uses', `the privileges on ${entity.label}`);
    switch (entity.kind) {
        case 'view':
            // It may be made of another query by now.
            doubt(context, entity, 'reads');
            perform(context, entity.consequences);
            return;
        case 'index':
            return;
        default:
            recorder.rows(entity, 'read');
            if (entity.referring.size > 0)
                recorder.touch(NAMES_IN_USE, 'read', 'reads', NAMES_IN_USE);
            perform(context, useOf(columnTypes(entity)));
            performParts(context, entity, (part) => part.kind === 'policy');
            for (const child of entity.children)
                perform(context, [{ op: 'read', entity: child }]);
    }
}
function changeRows(context, entity, op) {
    const { recorder } = context;
    refuseForeign(context, entity);
    if (entity.kind === 'view')
        actAsOwner(context, entity);
    if (entity.kind === 'sequence' || entity.kind === 'index') {
        recorder.write(entity, 'changes');
        return;
    }
    setOff(context, entity, op);
    if (entity.kind === 'view')
        perform(context, writesThrough(entity, op));
    else
        recorder.rows(entity, 'write');
    if (op !== 'insert')
        perform(context, [{ op: 'read', entity }]);
    // A row may have to move to another partition.
    if (op === 'update') {
        for (const child of entity.children)
            perform(context, [
                { op: 'delete', entity: child },
                { op: 'insert', entity: child },
            ]);
    }
}
/** What happens beside the change itself where rows of a relation change. */
function setOff(context, entity, op) {
    const { recorder } = context;
    // Triggers, rules or policies may have come to it unseen.
    doubt(context, entity, 'changes rows of');
    recorder.read(entity);
    recorder.touch(`privileges ${entity.resource}`, 'read', 'uses', `the privileges on ${entity.label}`);
    recorder.touch(ALL_TABLES_PUBLISHED, 'read', 'uses', ALL_TABLES_PUBLISHED);
    perform(context, useOf(columnTypes(entity)));
    performParts(context, entity, (part) => fires(part, op));
    for (const index of entity.owned)
        if (index.kind === 'index')
            perform(context, index.consequences);
    referenceRows(context, entity, op);
    for (const child of entity.children)
        perform(context, [{ op, entity: child }]);
    // A row of a partition is a row of its parents, whose row triggers were cloned to it.
    for (const parent of entity.ancestors)
        performParts(context, parent, (part) => fires(part, op));
    // Which partition it belongs to hangs on all keys above.
    if (op !== 'delete')
        for (const each of [entity, ...entity.ancestors])
            performKey(context, each);
}
/** What the key of a partitioned table calls. */
function performKey(context, { kind, consequences }) {
    if (kind === 'table')
        perform(context, consequences);
}
/** Several foreign tables may show the same rows, which are elsewhere. */
function refuseForeign(context, entity) {
    if (entity.kind !== 'foreign table')
        return;
    const because = `uses ${entity.label}, whose rows are elsewhere`;
    giveUp(context, because, false);
    context.recorder.reachOutside(because);
}
/** Parts that act when rows change: defaults, checks, triggers, rules, policies. */
function fires(part, op) {
    switch (part.kind) {
        case 'trigger':
        case 'rule':
            return part.events === undefined || part.events[op];
        case 'column':
        case 'constraint':
            return op !== 'delete';
        default:
            return part.kind === 'policy';
    }
}
function performParts(context, entity, which) {
    for (const part of [...entity.owned]) {
        if (part.consequences.length === 0 || part.home === undefined || !which(part))
            continue;
        if (part.deferrable)
            context.session.postponed.add(part);
        // Whether a row comes to it is not known.
        conditionally(context, () => {
            perform(context, part.consequences);
        });
    }
}
/** What triggers were to do at the end: names now mean what they mean now. */
function performPostponed(context) {
    for (const part of context.session.postponed) {
        conditionally(context, () => {
            perform(context, part.consequences);
        });
    }
}
/** New rows look at the rows they refer to; rows that go are looked for in those that refer to them, or take them along. */
function referenceRows(context, entity, op) {
    const { recorder } = context;
    if (op !== 'delete') {
        for (const part of entity.owned) {
            if (part.foreignKey !== undefined) {
                recorder.read(part.foreignKey.to);
                recorder.rows(part.foreignKey.to, 'read');
                actAsOwner(context, part.foreignKey.to);
            }
        }
    }
    if (op === 'insert')
        return;
    for (const { child, cascades } of referencesOf(context, entity)) {
        perform(context, [{ op: 'read', entity: child }]);
        actAsOwner(context, child);
        if (cascades)
            perform(context, [
                { op: 'update', entity: child },
                { op: 'delete', entity: child },
            ]);
    }
}
/** Who refers to rows of a table, or to those of the whole that it is a partition of. */
function referencesOf({ recorder }, entity) {
    return [entity, ...entity.ancestors].flatMap((to) => {
        recorder.touch(referencesTo(to), 'read', 'uses', `the references to ${to.label}`);
        return [...to.usedBy].flatMap(({ home: child, foreignKey }) => child === undefined || foreignKey === undefined ? [] : [{ child, cascades: foreignKey.cascades }]);
    });
}
/** What a view reads, it writes to when it is updatable; if it is not, triggers or rules do something else instead. */
function writesThrough(view, op) {
    return view.consequences.flatMap((consequence) => consequence.op === 'read' ? [consequence, { op, entity: consequence.entity }] : [consequence]);
}
/** Rows of several tables go at once, with those that refer to them when it cascades. */
function truncate(context, entity, cascade, restartIdentity, seen = new Set()) {
    // Foreign keys may lead back.
    if (seen.has(entity))
        return;
    seen.add(entity);
    const { recorder } = context;
    // References to it may have come unseen.
    doubt(context, entity, 'empties');
    recorder.read(entity);
    recorder.rows(entity, 'write');
    recorder.touch(ALL_TABLES_PUBLISHED, 'read', 'uses', ALL_TABLES_PUBLISHED);
    performParts(context, entity, (part) => part.kind === 'trigger' && part.events?.truncate !== false);
    if (restartIdentity) {
        for (const part of entity.owned) {
            for (const owned of [part, ...part.owned])
                if (owned.kind === 'sequence')
                    perform(context, [{ op: 'draw', entity: owned }]);
        }
    }
    for (const child of entity.children)
        truncate(context, child, cascade, restartIdentity, seen);
    for (const { child } of referencesOf(context, entity)) {
        if (child === entity)
            continue;
        recorder.read(child);
        if (cascade)
            truncate(context, child, cascade, restartIdentity, seen);
    }
}

// EXTERNAL MODULE: ./build/sql/footprint.js
var footprint = __webpack_require__(7328);
;// CONCATENATED MODULE: ./build/sql/analysis/recorder.js
/** Collects what one migration touches. */


/** The resource that every change of a definition adds to, for queries that look at definitions of no particular name. */
const DEFINITIONS = 'definitions';
const WEIGHT = { read: 0, add: 1, write: 2 };
class Recorder {
    #touches = new Map();
    /** Of the statement that is looked at. */
    line = 1;
    /** How many conditions the statement that is looked at stands under. */
    conditions = 0;
    opaque;
    draws = false;
    #outside;
    /** See `Footprint`. */
    locks = new Set();
    touch(resource, manner, verb, label) {
        const before = this.#touches.get(resource);
        if (before === undefined) {
            this.#touches.set(resource, { resource, manner, verb, label, line: this.line });
            return;
        }
        if (before.manner === 'write' || before.manner === manner)
            return;
        const combined = (0,footprint/* combine */.kg)(before.manner, manner);
        const told = WEIGHT[manner] >= WEIGHT[before.manner] ? { verb, label, line: this.line } : before;
        this.#touches.set(resource, { resource, manner: combined, verb: told.verb, label: told.label, line: told.line });
    }
    /** In which manner a resource has been touched so far, if it has. */
    touched(resource) {
        return this.#touches.get(resource)?.manner;
    }
    read(entity, verb = 'uses') {
        const told = entity.home ?? entity;
        this.touch(told.resource, 'read', verb, told.label);
        for (const { resource, label } of told.aliases)
            this.touch(resource, 'read', verb, label);
    }
    /** Looks up whatever these are about, and does nothing of it. */
    readAll(consequences, verb) {
        for (const entity of entitiesOf(consequences))
            this.read(entity, verb);
    }
    write(entity, verb) {
        const told = entity.home ?? entity;
        const does = entity.home === undefined ? verb : 'alters';
        this.touch(told.resource, 'write', does, told.label);
        for (const { resource, label } of told.aliases)
            this.touch(resource, 'write', does, label);
        if (this.conditions > 0)
            told.loose = true;
        this.definitionsChange();
    }
    /** A change of the entity that commutes with other such changes. */
    add(entity, verb = 'adds to') {
        this.touch(entity.resource, 'add', verb, entity.label);
        for (const { resource, label } of entity.aliases)
            this.touch(resource, 'add', verb, label);
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
    newIndex(entity, columns, isNameShortened) {
        const alike = [...columns].sort().join(', ');
        for (const each of [entity, ...entity.aliases]) {
            const label = `the indexes of ${each.label}`;
            this.touch(each.rows, 'add', 'indexes', recorder_rowsOf(each));
            this.touch(indexesOf(each), isNameShortened ? 'write' : 'add', 'adds to', label);
            this.touch(`${indexesOf(each)} on ${alike}`, 'write', 'adds to', `${label} on ${alike}`);
        }
        this.definitionsChange();
    }
    /** Depends on which indexes a table has. */
    readIndexes(entity) {
        for (const each of [entity, ...entity.aliases])
            this.touch(indexesOf(each), 'read', 'uses', `the indexes of ${each.label}`);
    }
    rows(entity, manner) {
        const verb = manner === 'read' ? 'reads' : 'changes';
        this.touch(entity.rows, manner, verb, recorder_rowsOf(entity));
        for (const each of entity.aliases)
            this.touch(each.rows, manner, verb, recorder_rowsOf(each));
    }
    /** Looks a name up and finds nothing. */
    absence(space, schema, name) {
        this.touch(resourceName(space, schema, name), 'read', 'names', `the name ${displayName(schema, name)}`);
    }
    /** A name is taken, given up or exchanged: whoever asks the catalogs for it sees that. */
    nameChanges(entity) {
        this.touch(`any ${entity.name}`, 'add', 'changes', `the name ${entity.name}`);
        if (entity.home === undefined &&
            entity.schema !== undefined &&
            (entity.space === 'relation' || entity.space === 'type' || entity.space === 'routine')) {
            this.touch(membersOf(entity.space, entity.schema), 'add', 'adds to', `the ${entity.space}s of schema ${entity.schema}`);
        }
        // A sequence brings no type, and is refused all the same where one has its name.
        if (entity.kind === 'sequence')
            this.absence('type', entity.schema, entity.name);
        // Most relations bring a row type of their own name.
        if (entity.space === 'relation' && entity.kind !== 'index' && entity.kind !== 'sequence') {
            const name = displayName(entity.schema, entity.name);
            this.touch(resourceName('type', entity.schema, entity.name), 'write', 'names', `the type name ${name}`);
        }
        this.definitionsChange();
    }
    /** Depends on which relations or routines a schema has. */
    readMembers(space, schema) {
        this.touch(membersOf(space, schema), 'read', 'reads', `the ${space}s of schema ${schema}`);
    }
    /** Asks the catalogs for objects of a name, existing or not. */
    readName(name) {
        this.touch(`any ${name}`, 'read', 'reads', `the name ${name}`);
    }
    readDefinitions() {
        this.touch(DEFINITIONS, 'read', 'reads', 'the system catalogs');
    }
    /** The first reason is the one told. */
    giveUp(because) {
        this.opaque ??= because;
    }
    /** @param because as `giveUp` takes it: `reads a file of the server` */
    reachOutside(because) {
        this.#outside ??= `line ${this.line} ${because}`;
    }
    footprint() {
        // Temporary objects are the session's own.
        const touches = [...this.#touches.values()].filter(({ resource }) => !resource.includes(' pg_temp.'));
        return { touches, opaque: this.opaque, outside: this.#outside, draws: this.draws, locks: this.locks };
    }
    /** Something changes that queries over the catalogs show. */
    definitionsChange() {
        this.touch(DEFINITIONS, 'add', 'changes', 'the system catalogs');
    }
}
function recorder_rowsOf({ schema, name }) {
    return `the rows of ${displayName(schema, name)}`;
}
function indexesOf({ resource }) {
    return `indexes of ${resource}`;
}
function membersOf(space, schema) {
    return `${space}s of ${schema}`;
}

// EXTERNAL MODULE: ./build/sql/scan.js
var scan = __webpack_require__(810);
;// CONCATENATED MODULE: ./build/sql/plpgsql/syntax.js
/** A PL/pgSQL body taken apart into the SQL it holds and the order in which that may run. */
/** The steps of these and of all within them, in the order in which they stand. */
function* stepsIn(nodes) {
    for (const node of nodes) {
        switch (node.kind) {
            case 'steps':
                yield* node.steps;
                break;
            case 'block':
                yield* node.declarations;
                yield* stepsIn(node.body);
                for (const handler of node.handlers ?? [])
                    yield* stepsIn(handler);
                break;
            case 'choice':
                yield* node.before;
                for (const arm of node.arms) {
                    yield* arm.tests;
                    yield* stepsIn(arm.body);
                }
                break;
            case 'loop':
                yield* node.before;
                yield* node.each;
                yield* stepsIn(node.body);
                break;
            case 'leave':
                yield* node.before;
                break;
        }
    }
}
/** What the body has that cannot be read, as a clause. */
class Unreadable extends Error {
}

;// CONCATENATED MODULE: ./build/sql/plpgsql/tokens.js
/** A PL/pgSQL body token by token, and stretches of SQL in it. */


/** Characters that allow an operator to end in a sign. */
const FREE_SIGN = /[~!@#%^&|`?]/;
/** The tokens of a text as PL/pgSQL's lexer has them, the last one of kind `end`. */
function tokenize(text) {
    const tokens = [];
    const scanner = new scan/* Scanner */.L(text);
    for (;;) {
        const kind = scanner.next();
        if (kind === 'operator')
            scanner.end = scanner.start + operatorOf(text.slice(scanner.start, scanner.end)).length;
        else if (text.startsWith('..', scanner.start) && kind === 'symbol')
            scanner.end = scanner.start + 2;
        const { start, end } = scanner;
        const slice = text.slice(start, end);
        tokens.push({ kind, text: slice, word: kind === 'word' ? foldCase(slice) : '', start, end });
        if (kind === 'end') {
            if (scanner.unterminated !== undefined)
                throw new Unreadable(`a ${scanner.unterminated.what} that does not end`);
            return tokens;
        }
    }
}
/** An operator of several characters leaves a sign at its end to what follows: `x =-1`. */
function operatorOf(text) {
    if (FREE_SIGN.test(text))
        return text;
    return text.replace(/(?<=.)[-+]+$/, '');
}
function foldCase(name) {
    return /[A-Z]/.test(name) ? name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : name;
}
/** The name that a word or a quoted identifier stands for. */
function tokens_nameOf(token) {
    if (token.kind === 'word')
        return token.word;
    if (token.kind === 'parameter')
        return token.text;
    // With `U&`, escapes would have to be undone first.
    if (token.kind === 'identifier' && token.text.startsWith('"'))
        return token.text.slice(1, -1).replaceAll('""', '"');
    throw new Unreadable(`"${token.text}" where a name is expected`);
}
/** Walks the tokens of a body. */
class TokenReader {
    #text;
    #tokens;
    #firstLine;
    #at = 0;
    /** Where `lineOf` has counted to. */
    #counted = { offset: 0, line: 0 };
    /** The text begins at line `firstLine` of what it is taken from. */
    constructor(text, firstLine) {
        this.#text = text;
        this.#tokens = tokenize(text);
        this.#firstLine = firstLine;
    }
    peek(ahead = 0) {
        const token = this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)];
        if (token === undefined)
            throw new Unreadable('nothing');
        return token;
    }
    next() {
        const token = this.peek();
        if (token.kind === 'end')
            throw new Unreadable('an end before its time');
        this.#at += 1;
        return token;
    }
    /** Whether the token is this keyword (lower case) or mark. */
    sees(what, ahead = 0) {
        return isToken(this.peek(ahead), what);
    }
    /** Takes the token if it is this one. */
    takes(what) {
        const seen = this.sees(what);
        if (seen)
            this.#at += 1;
        return seen;
    }
    expect(what) {
        if (!this.takes(what))
            throw new Unreadable(`"${this.peek().text}" where "${what}" is expected`);
    }
    /** A name with what qualifies it. */
    path() {
        const parts = [tokens_nameOf(this.next())];
        while (this.takes('.'))
            parts.push(tokens_nameOf(this.next()));
        return parts;
    }
    get line() {
        return this.lineOf(this.peek());
    }
    lineOf(token) {
        if (token.start < this.#counted.offset)
            this.#counted = { offset: 0, line: 0 };
        let { line } = this.#counted;
        for (let at = this.#counted.offset; at < token.start; at += 1)
            if (this.#text[at] === '\n')
                line += 1;
        this.#counted = { offset: token.start, line };
        return this.#firstLine + line;
    }
    /** The tokens up to the first of these that stands in no parentheses or brackets; it is left to be taken. */
    until(...ends) {
        const tokens = [];
        for (let depth = 0;;) {
            const token = this.peek();
            if (depth === 0 && ends.some((end) => isToken(token, end)))
                return tokens;
            depth += depthOf(token);
            if (depth < 0)
                throw new Unreadable('a parenthesis too many');
            tokens.push(this.next());
        }
    }
    /** Its text with all that stands between. */
    textOf(tokens) {
        const [first] = tokens;
        const last = tokens.at(-1);
        return first === undefined || last === undefined ? '' : this.#text.slice(first.start, last.end);
    }
    /** These tokens with `before` in front of them, as SQL. */
    code(tokens, before = '') {
        const [first] = tokens;
        if (first === undefined)
            throw new Unreadable(`nothing where SQL is expected before "${this.peek().text}"`);
        return { sql: before + this.textOf(tokens), line: this.lineOf(first) };
    }
    /** The expression up to the first of these. */
    expression(...ends) {
        return this.code(this.until(...ends), 'SELECT ');
    }
}
function isToken(token, what) {
    if (token.kind === 'word')
        return token.word === what;
    return token.kind !== 'string' && token.kind !== 'identifier' && token.text === what;
}
function depthOf(token) {
    if (isToken(token, '(') || isToken(token, '['))
        return 1;
    return isToken(token, ')') || isToken(token, ']') ? -1 : 0;
}

;// CONCATENATED MODULE: ./build/sql/plpgsql/audit.js

/** What the library puts in where it writes CASE and the arguments of cursors as other SQL. */
const ADDED = new Set(['select', 'in', 'as', '(', ')', ',']);
const CASE_VARIABLE = /^"__Case__Variable_\d+__"$/;
/** A clause about what of the library's reading is not among `texts`. Throws what the library throws. */
function auditBody(parser, definition, texts) {
    const counts = new Map();
    for (const text of texts) {
        for (const token of tokenize(text))
            counts.set(keyOf(token), (counts.get(keyOf(token)) ?? 0) + 1);
    }
    const parsed = parseBody(parser, definition);
    let queries = 0;
    for (const query of queriesOf(parsed)) {
        queries += 1;
        for (const token of query) {
            const key = keyOf(token);
            const left = (counts.get(key) ?? 0) - 1;
            counts.set(key, left);
            if (left < 0 && !ADDED.has(key) && !CASE_VARIABLE.test(key))
                return `${token.text} in a place that is not understood`;
        }
    }
    // Without a body in it, the library has not taken the text for PL/pgSQL.
    return queries === 0 && !JSON.stringify(parsed).includes('"action"')
        ? 'a body that the parser does not see'
        : undefined;
}
/** The library refuses some types of results that PostgreSQL does not mind: `mood[]`. What a body runs does not depend on it. */
function parseBody(parser, definition) {
    try {
        return parser.parsePlPgSQLSync(definition);
    }
    catch (error) {
        const refusal = error instanceof Error ? error.message : String(error);
        if (!/cannot return type/.test(refusal))
            throw error;
        return parser.parsePlPgSQLSync(definition.replace(/\bRETURNS\s+(?!TABLE\b)[^\s(]+(?:\s*\[\s*\])+/i, 'RETURNS text'));
    }
}
function keyOf({ kind, word, text }) {
    return kind === 'word' ? word : text;
}
function* queriesOf(value) {
    if (Array.isArray(value)) {
        for (const item of value)
            yield* queriesOf(item);
    }
    else if (typeof value === 'object' && value !== null) {
        for (const [key, item] of Object.entries(value)) {
            if (key === 'query' && typeof item === 'string')
                yield 'parseMode' in value ? queryOf(item, value.parseMode) : tokenize(item);
            else
                yield* queriesOf(item);
        }
    }
}
/** The parse modes of assignments, by how many parts the target's name has. */
const ASSIGNMENTS = [3, 4, 5];
/** An assignment's target is a name, and SQL only if it has subscripts. */
function queryOf(query, parseMode) {
    const tokens = tokenize(query);
    if (!ASSIGNMENTS.includes(parseMode))
        return tokens;
    let depth = 0;
    const operator = tokens.findIndex((token) => {
        depth += depthOf(token);
        return depth === 0 && (isToken(token, ':=') || isToken(token, '='));
    });
    const target = tokens.slice(0, operator);
    return [...(target.some((token) => isToken(token, '[')) ? target : []), ...tokens.slice(operator + 1)];
}

;// CONCATENATED MODULE: ./build/sql/plpgsql/source.js


/** Throws `Unreadable` for anything but one statement with a body in PL/pgSQL. */
function findSource(parser, definition) {
    const [only, ...others] = parser.parseSync(definition).stmts ?? [];
    const statement = only?.stmt;
    if (statement === undefined || others.length > 0)
        throw new Unreadable('not exactly one statement');
    if ('DoStmt' in statement) {
        const body = bodyOf(statement.DoStmt.args);
        return { body, line: lineOfBody(definition, body), parameters: [], isTrigger: false };
    }
    if (!('CreateFunctionStmt' in statement))
        throw new Unreadable('a statement that has no body');
    const { options, parameters = [], funcname = [], returnType, sql_body: atomic } = statement.CreateFunctionStmt;
    if (atomic !== undefined)
        throw new Unreadable('a body in SQL');
    const body = bodyOf(options);
    return {
        body,
        line: lineOfBody(definition, body),
        name: lastString(funcname),
        parameters: parametersOf(parameters),
        isTrigger: lastString(returnType?.names ?? []) === 'trigger',
    };
}
function bodyOf(options = []) {
    let body;
    let language = 'plpgsql';
    for (const option of options) {
        if (!('DefElem' in option))
            continue;
        const { defname, arg } = option.DefElem;
        if (arg === undefined)
            continue;
        if (defname === 'language')
            language = stringOf(arg) ?? '';
        if (defname === 'as')
            body = 'List' in arg ? lastString(arg.List.items ?? []) : stringOf(arg);
    }
    if (language.toLowerCase() !== 'plpgsql')
        throw new Unreadable(`a body in the language ${language}`);
    if (body === undefined)
        throw new Unreadable('no body');
    return body;
}
function stringOf(node) {
    return 'String' in node ? (node.String.sval ?? '') : undefined;
}
function lastString(nodes) {
    const last = nodes.at(-1);
    return last === undefined ? undefined : stringOf(last);
}
/** VARIADIC is left out: such a parameter holds an array of what is given. */
const INPUTS = new Set(['FUNC_PARAM_DEFAULT', 'FUNC_PARAM_IN', 'FUNC_PARAM_INOUT']);
function parametersOf(nodes) {
    return nodes.flatMap((node) => {
        if (!('FunctionParameter' in node))
            return [];
        const { name, argType, mode = 'FUNC_PARAM_DEFAULT' } = node.FunctionParameter;
        return [{ name, type: argType, isInput: INPUTS.has(mode) }];
    });
}
function lineOfBody(definition, body) {
    const scanner = new scan/* Scanner */.L(definition);
    for (let kind = scanner.next(); kind !== 'end'; kind = scanner.next()) {
        if (kind !== 'string')
            continue;
        const text = definition.slice(scanner.start, scanner.end);
        const open = /^\$[^$]*\$|^'/.exec(text)?.[0];
        if (open === undefined)
            continue;
        const inner = text.slice(open.length, -open.length);
        if (inner === body || (open === "'" && inner.replaceAll("''", "'") === body)) {
            return definition.slice(0, scanner.start).split('\n').length;
        }
    }
    // With escapes, or in several pieces: its lines are not those of the definition.
    return 1;
}

;// CONCATENATED MODULE: ./build/sql/plpgsql/declarations.js

/** Reads declarations up to the block's BEGIN. */
function readDeclarations(reader) {
    const steps = [];
    while (!reader.sees('begin')) {
        // DECLARE may be said again before any of them.
        if (!reader.takes('declare'))
            steps.push(...readDeclaration(reader));
    }
    return steps;
}
function readDeclaration(reader) {
    const name = tokens_nameOf(reader.next());
    if (reader.sees('alias') && reader.sees('for', 1)) {
        reader.next();
        reader.next();
        const alias = reader.path();
        reader.expect(';');
        return [{ kind: 'declare', variable: { name, alias } }];
    }
    const scroll = reader.sees('no') && reader.sees('scroll', 1) ? 2 : reader.sees('scroll') ? 1 : 0;
    if (reader.sees('cursor', scroll)) {
        for (let taken = 0; taken <= scroll; taken += 1)
            reader.next();
        return readCursor(name, reader);
    }
    reader.takes('constant');
    const type = readType(reader);
    if (reader.takes('collate'))
        reader.path();
    if (reader.takes('not'))
        reader.expect('null');
    const found = { kind: 'type', ...type };
    const declare = { kind: 'declare', variable: { name, type: type.name } };
    if (reader.takes(';'))
        return [found, declare, { kind: 'assign', target: [name], source: { kind: 'null' } }];
    if (!reader.takes(':=') && !reader.takes('='))
        reader.expect('default');
    const code = reader.expression(';');
    reader.expect(';');
    const given = { kind: 'assign', target: [name], source: { kind: 'value', code } };
    return [found, { kind: 'evaluate', code }, declare, given];
}
const ENDS = ['collate', 'not', '=', ':=', 'default', ';', ',', ')'];
function readType(reader) {
    const { line } = reader;
    return { name: reader.code(reader.until(...ENDS)).sql, line };
}
/** After CURSOR. Its query runs where it is opened, not here. */
function readCursor(name, reader) {
    const steps = [];
    if (reader.takes('(')) {
        do {
            // Its name is known to the query alone.
            reader.next();
            steps.push({ kind: 'type', ...readType(reader) });
        } while (reader.takes(','));
        reader.expect(')');
    }
    if (!reader.takes('is'))
        reader.expect('for');
    const query = reader.code(reader.until(';'));
    reader.expect(';');
    return [...steps, { kind: 'declare', variable: { name, query } }];
}

;// CONCATENATED MODULE: ./build/sql/plpgsql/simple.js
/** PL/pgSQL's statements that hold no others. */


/** Reads a statement whose first word is `word`; what PL/pgSQL does not know is SQL. */
function readSimple(reader, word) {
    switch (word) {
        case 'null':
            reader.next();
            return [];
        case 'perform':
            reader.next();
            return [evaluate(reader.expression(';'))];
        case 'assert':
            reader.next();
            return readList(reader, ';');
        case 'raise':
            reader.next();
            return readRaise(reader);
        case 'execute':
            reader.next();
            return readExecute(reader);
        case 'open':
            reader.next();
            return readOpen(reader);
        case 'fetch':
        case 'move':
            reader.next();
            return readFetch(reader);
        case 'close':
            reader.next();
            reader.path();
            return [];
        case 'get':
            reader.next();
            return readDiagnostics(reader);
        case 'call':
            return readCall(reader);
        default:
            return readSql(reader, word);
    }
}
function evaluate(code) {
    return { kind: 'evaluate', code };
}
/** Expressions between commas. */
function readList(reader, ...ends) {
    const steps = [];
    do
        steps.push(evaluate(reader.expression(',', ...ends)));
    while (reader.takes(','));
    return steps;
}
/** The expressions after USING, if that comes next. */
function using(reader, ...ends) {
    return reader.takes('using') ? readList(reader, ...ends) : [];
}
/** Variables between commas. */
function readTargets(reader) {
    const targets = [];
    do
        targets.push(reader.path());
    while (reader.takes(','));
    return targets;
}
/** These variables may have any value from now on. */
function unknownTargets(targets) {
    return targets.map((target) => ({ kind: 'assign', target, source: { kind: 'unknown' } }));
}
/** `x := …`, `r.f[1] = …`. */
function readAssignment(reader) {
    const tokens = reader.until(':=', '=', ';');
    const [first] = tokens;
    if (first === undefined || reader.sees(';'))
        throw new Unreadable('an assignment without a value');
    reader.next();
    const code = reader.expression(';');
    if (tokens.some((token) => isToken(token, '['))) {
        // The target as a value evaluates what its subscripts do.
        const subscripts = evaluate(reader.code(tokens, 'SELECT '));
        return [subscripts, evaluate(code), ...unknownTargets([[tokens_nameOf(first)]])];
    }
    const target = tokens.filter((token) => !isToken(token, '.')).map(tokens_nameOf);
    return [evaluate(code), { kind: 'assign', target, source: { kind: 'value', code } }];
}
/** After RAISE. */
function readRaise(reader) {
    const steps = [];
    // A level, a condition's name, SQLSTATE and its code, or a message.
    while (reader.peek().kind === 'word' && !reader.sees('using'))
        reader.next();
    while (reader.peek().kind === 'string')
        reader.next();
    if (reader.takes(','))
        steps.push(...readList(reader, 'using', ';'));
    if (reader.takes('using')) {
        do {
            reader.next();
            if (!reader.takes('='))
                reader.expect(':=');
            steps.push(evaluate(reader.expression(',', ';')));
        } while (reader.takes(','));
    }
    return steps;
}
/** After EXECUTE. */
function readExecute(reader) {
    const code = reader.expression('into', 'using', ';');
    const before = [];
    const after = [];
    while (!reader.sees(';')) {
        if (reader.takes('into')) {
            reader.takes('strict');
            after.push(...unknownTargets(readTargets(reader)));
        }
        else if (reader.sees('using')) {
            before.push(...using(reader, 'into', ';'));
        }
        else {
            throw new Unreadable(`"${reader.peek().text}" after EXECUTE`);
        }
    }
    return [...before, { kind: 'execute', code }, ...after];
}
/** After OPEN. */
function readOpen(reader) {
    const { line } = reader;
    const cursor = reader.path();
    // A variable that names no cursor yet is given the name of the new one.
    const named = unknownTargets([cursor]);
    if (reader.sees('(')) {
        return [...readArguments(reader, reader.until(';')), { kind: 'open', cursor, line }];
    }
    if (reader.sees(';'))
        return [{ kind: 'open', cursor, line }];
    reader.takes('no');
    reader.takes('scroll');
    reader.expect('for');
    if (!reader.takes('execute'))
        return [{ kind: 'run', code: reader.code(reader.until(';')) }, ...named];
    const code = reader.expression('using', ';');
    return [...using(reader, ';'), { kind: 'execute', code }, ...named];
}
/** The loop over a bound cursor that `tokens` between IN and LOOP make. */
function cursorOf(reader, tokens) {
    const [first] = tokens;
    if (first === undefined || ['select', 'values', 'with'].includes(first.word))
        return undefined;
    const open = tokens.findIndex((token) => isToken(token, '('));
    const path = open === -1 ? tokens : tokens.slice(0, open);
    const isPath = path.every((token, at) => (at % 2 === 0 ? isName(token) : isToken(token, '.')));
    if (!isPath || path.length % 2 === 0)
        return undefined;
    const cursor = path.filter((_, at) => at % 2 === 0).map(tokens_nameOf);
    const steps = open === -1 ? [] : readArguments(reader, tokens.slice(open));
    return [...steps, { kind: 'open', cursor, line: reader.lineOf(first) }];
}
function isName({ kind }) {
    return kind === 'word' || kind === 'identifier' || kind === 'parameter';
}
/** `(1, name := 2)` */
function readArguments(reader, tokens) {
    const steps = [];
    let depth = 0;
    let value = [];
    for (const token of tokens) {
        const before = depth;
        depth += depthOf(token);
        if (before === 0 || depth === 0 || (before === 1 && isToken(token, ','))) {
            if (value.length > 0)
                steps.push(evaluate(reader.code(value, 'SELECT ')));
            value = [];
            // What stands between, or after, the parentheses would have been taken for nothing.
            if (before === 0 && (!isToken(token, '(') || token !== tokens[0]))
                throw new Unreadable(`"${token.text}" after arguments`);
        }
        else if (value.length === 1 && (isToken(token, ':=') || isToken(token, '=>'))) {
            value = [];
        }
        else {
            value.push(token);
        }
    }
    return steps;
}
/** After FETCH or MOVE. */
function readFetch(reader) {
    const steps = [];
    const tokens = reader.until('from', 'in', 'into', ';');
    if (reader.takes('from') || reader.takes('in')) {
        const [first, second] = tokens;
        const step = ['absolute', 'relative', 'forward', 'backward'].includes(first?.word ?? '');
        const fixed = ['next', 'prior', 'first', 'last', 'all'];
        const count = step ? tokens.slice(1) : tokens;
        const [only] = count;
        if (only !== undefined && !(count.length === 1 && fixed.includes((step ? second : first)?.word ?? '')))
            steps.push(evaluate(reader.code(count, 'SELECT ')));
        reader.path();
    }
    else if (!tokens.every((token, at) => (at % 2 === 0 ? isName(token) : isToken(token, '.')))) {
        throw new Unreadable('FETCH without FROM');
    }
    if (reader.takes('into'))
        steps.push(...unknownTargets(readTargets(reader)));
    return steps;
}
/** After GET: `STACKED DIAGNOSTICS x = ROW_COUNT, …`. */
function readDiagnostics(reader) {
    if (!reader.takes('current'))
        reader.takes('stacked');
    reader.expect('diagnostics');
    const targets = [];
    do {
        targets.push(reader.path());
        if (!reader.takes('='))
            reader.expect(':=');
        tokens_nameOf(reader.next());
    } while (reader.takes(','));
    return unknownTargets(targets);
}
/** Any variable among the arguments may be one that the procedure gives a value. */
function readCall(reader) {
    const tokens = reader.until(';');
    const names = tokens.filter(isName).map((token) => [tokens_nameOf(token)]);
    return [{ kind: 'run', code: reader.code(tokens) }, ...unknownTargets(names)];
}
/** After RETURN. */
function readReturn(reader) {
    const nameFollows = ['.', ';', '[', '::'].some((mark) => reader.sees(mark, 1));
    if (reader.sees('next')) {
        reader.next();
        return { kind: 'steps', steps: reader.sees(';') ? [] : [evaluate(reader.expression(';'))] };
    }
    if (reader.sees('query') && !nameFollows) {
        reader.next();
        if (!reader.takes('execute'))
            return { kind: 'steps', steps: [{ kind: 'run', code: reader.code(reader.until(';')) }] };
        const code = reader.expression('using', ';');
        return { kind: 'steps', steps: [...using(reader, ';'), { kind: 'execute', code }] };
    }
    return { kind: 'leave', how: 'return', before: reader.sees(';') ? [] : [evaluate(reader.expression(';'))] };
}
/** After EXIT or CONTINUE. */
function readExit(reader, how) {
    const label = reader.sees(';') || reader.sees('when') ? undefined : tokens_nameOf(reader.next());
    const before = reader.takes('when') ? [evaluate(reader.expression(';'))] : [];
    return { kind: 'leave', how, before, label };
}
/** A whole SQL statement. The variables after INTO, which may stand anywhere in it, are PL/pgSQL's and not part of it. */
function readSql(reader, first) {
    const { line } = reader;
    const parts = [];
    const targets = [];
    let tokens = [];
    let depth = 0;
    let previous = '';
    for (;;) {
        const token = reader.peek();
        if (depth === 0 && isToken(token, ';'))
            break;
        const isTarget = isToken(token, 'into') && !['insert', 'merge'].includes(previous) && first !== 'import';
        if (isTarget) {
            if (targets.length > 0)
                throw new Unreadable('two times INTO');
            parts.push(reader.textOf(tokens));
            tokens = [];
            reader.next();
            reader.takes('strict');
            targets.push(...readTargets(reader));
            previous = '';
        }
        else {
            depth += depthOf(token);
            previous = token.word;
            tokens.push(reader.next());
        }
    }
    parts.push(reader.textOf(tokens));
    const code = { sql: parts.join(' ').trim(), line };
    if (code.sql === '')
        throw new Unreadable('a statement without words');
    const rows = targets.map((target, column) => {
        return {
            kind: 'assign',
            target,
            source: { kind: 'row', code, column: targets.length === 1 ? 'all' : column, orNull: true },
        };
    });
    return [{ kind: 'run', code }, ...rows];
}

;// CONCATENATED MODULE: ./build/sql/plpgsql/statements.js
/**
 * PL/pgSQL's statements. Each token of a body is either taken here by name, as part of the language, or belongs to SQL that is
 * handed on; there is nothing that is skipped.
 */




/** PL/pgSQL's own reserved words: no variable can have such a name without quotes. */
const RESERVED = new Set('all begin by case declare else end execute for foreach from if in into loop not null or strict then to using when while'.split(' '));
const CLOSERS = ['end', 'else', 'elsif', 'elseif', 'when', 'exception'];
/** Reads a whole body. */
function readFunction(reader) {
    while (reader.takes('#')) {
        // #variable_conflict use_column, #option dump, #print_strict_params on: how names are looked up is the caller's to over-estimate.
        reader.next();
        reader.next();
    }
    const block = readBlock(reader, readLabel(reader));
    reader.takes(';');
    if (reader.peek().kind !== 'end')
        throw new Unreadable(`"${reader.peek().text}" after the body's end`);
    return block;
}
function readLabel(reader) {
    if (!reader.takes('<<'))
        return undefined;
    const label = tokens_nameOf(reader.next());
    reader.expect('>>');
    return label;
}
function readBlock(reader, label) {
    const declarations = reader.takes('declare') ? readDeclarations(reader) : [];
    reader.expect('begin');
    const body = readStatements(reader);
    const handlers = reader.takes('exception') ? readHandlers(reader) : undefined;
    closeWith(reader);
    return { kind: 'block', label, declarations, body, handlers };
}
function readHandlers(reader) {
    const handlers = [];
    while (reader.takes('when')) {
        // Conditions are names and codes: nothing is evaluated.
        reader.until('then');
        reader.expect('then');
        handlers.push(readStatements(reader));
    }
    return handlers;
}
/** END, what it ends, and perhaps the label again. The semicolon is left. */
function closeWith(reader, what) {
    reader.expect('end');
    if (what !== undefined)
        reader.expect(what);
    if (!reader.sees(';') && reader.peek().kind !== 'end')
        tokens_nameOf(reader.next());
}
function readStatements(reader) {
    const nodes = [];
    while (startsAssignment(reader) || !CLOSERS.some((closer) => reader.sees(closer))) {
        nodes.push(readStatement(reader));
        reader.expect(';');
    }
    return nodes;
}
/** Words that are not reserved are names where a name can be meant. */
function startsAssignment(reader) {
    const { kind, word } = reader.peek();
    if (kind === 'word' ? RESERVED.has(word) : kind !== 'identifier' && kind !== 'parameter')
        return false;
    return [':=', '=', '[', '.'].some((mark) => reader.sees(mark, 1));
}
function readStatement(reader) {
    if (startsAssignment(reader))
        return { kind: 'steps', steps: readAssignment(reader) };
    const label = readLabel(reader);
    const { word } = reader.peek();
    switch (word) {
        case 'declare':
        case 'begin':
            return readBlock(reader, label);
        case 'loop':
            return readLoop(reader, label, [], []);
        case 'while':
            reader.next();
            return readLoop(reader, label, [], [{ kind: 'evaluate', code: reader.expression('loop') }]);
        case 'for':
            reader.next();
            return readFor(reader, label);
        case 'foreach':
            reader.next();
            return readForeach(reader, label);
    }
    if (label !== undefined)
        throw new Unreadable(`"${reader.peek().text}" with a label`);
    switch (word) {
        case 'if':
            reader.next();
            return readIf(reader);
        case 'case':
            reader.next();
            return readCase(reader);
        case 'exit':
        case 'continue':
            reader.next();
            return readExit(reader, word);
        case 'return':
            reader.next();
            return readReturn(reader);
        default:
            return { kind: 'steps', steps: readSimple(reader, word) };
    }
}
function readIf(reader) {
    const arms = [];
    do {
        const tests = [{ kind: 'evaluate', code: reader.expression('then') }];
        reader.expect('then');
        arms.push({ tests, body: readStatements(reader) });
    } while (reader.takes('elsif') || reader.takes('elseif'));
    if (reader.takes('else'))
        arms.push({ tests: [], body: readStatements(reader) });
    closeStatement(reader, 'if');
    return { kind: 'choice', before: [], arms };
}
function readCase(reader) {
    const subject = reader.sees('when') ? undefined : reader.expression('when');
    const arms = [];
    while (reader.takes('when')) {
        const tokens = reader.until('then');
        // The subject is evaluated once, before: here only what it is compared to is.
        const { sql, line } = reader.code(tokens);
        const code = { sql: subject === undefined ? `SELECT ${sql}` : `SELECT NULL IN (${sql})`, line };
        const tests = [{ kind: 'evaluate', code }];
        reader.expect('then');
        arms.push({ tests, body: readStatements(reader) });
    }
    if (reader.takes('else'))
        arms.push({ tests: [], body: readStatements(reader) });
    closeStatement(reader, 'case');
    return { kind: 'choice', before: subject === undefined ? [] : [{ kind: 'evaluate', code: subject }], arms };
}
function closeStatement(reader, what) {
    reader.expect('end');
    reader.expect(what);
}
function readLoop(reader, label, before, each) {
    reader.expect('loop');
    const body = readStatements(reader);
    closeWith(reader, 'loop');
    return { kind: 'loop', label, before, each, body };
}
function readFor(reader, label) {
    const targets = readTargets(reader);
    reader.expect('in');
    if (reader.takes('execute')) {
        const before = [{ kind: 'execute', code: reader.expression('loop', 'using') }, ...using(reader, 'loop')];
        return readLoop(reader, label, before, unknownTargets(targets));
    }
    const [target = []] = targets;
    const [name = ''] = target;
    const reverse = reader.takes('reverse');
    const tokens = reader.until('..', 'loop');
    if (reader.takes('..')) {
        const steps = [{ kind: 'evaluate', code: reader.code(tokens, 'SELECT ') }];
        steps.push({ kind: 'evaluate', code: reader.expression('loop', 'by') });
        if (reader.takes('by'))
            steps.push({ kind: 'evaluate', code: reader.expression('loop') });
        const variable = { kind: 'declare', variable: { name, type: 'integer' } };
        return readLoop(reader, label, steps, [variable, { kind: 'assign', target, source: { kind: 'integer' } }]);
    }
    if (reverse)
        throw new Unreadable('REVERSE without bounds');
    const cursor = cursorOf(reader, tokens);
    if (cursor !== undefined) {
        // The variable is a new one, whose rows are the cursor's.
        const variable = { kind: 'declare', variable: { name } };
        return readLoop(reader, label, cursor, [variable, { kind: 'assign', target, source: { kind: 'unknown' } }]);
    }
    const code = reader.code(tokens);
    const rows = targets.map((to, column) => {
        return {
            kind: 'assign',
            target: to,
            source: { kind: 'row', code, column: targets.length === 1 ? 'all' : column, orNull: false },
        };
    });
    return readLoop(reader, label, [{ kind: 'run', code }], rows);
}
function readForeach(reader, label) {
    const targets = readTargets(reader);
    const sliced = reader.takes('slice');
    if (sliced)
        reader.next();
    reader.expect('in');
    reader.expect('array');
    const code = reader.expression('loop');
    const [target, ...others] = targets;
    const each = sliced || target === undefined || others.length > 0
        ? unknownTargets(targets)
        : [{ kind: 'assign', target, source: { kind: 'element', code } }];
    return readLoop(reader, label, [{ kind: 'evaluate', code }], each);
}

// EXTERNAL MODULE: ./build/sql/quote.js
var quote = __webpack_require__(9427);
;// CONCATENATED MODULE: ./build/sql/plpgsql/values.js
/** What is known of a value before it is there: the texts it may be, as far as they are known. */
/** How many texts are told apart. */
const MOST = 256;
const ANYWHERE = new Map();
/** The circumstance that something unknown is null. */
const ABSENT = 'absent';
const NULL = { kind: 'texts', texts: [{ parts: null, choices: ANYWHERE }] };
const UNKNOWN = unknown('raw');
function unknown(kind, more = {}) {
    return { kind: 'texts', texts: [{ parts: [{ kind, ...more }], choices: ANYWHERE }] };
}
function values_known(text) {
    return { kind: 'texts', texts: [{ parts: [text], choices: ANYWHERE }] };
}
/** A value as text. */
function textsOf(value) {
    switch (value.kind) {
        case 'texts':
            return value.texts;
        case 'counter':
            return textsOf(unknown('digits', { present: true }));
        case 'array':
        case 'row':
            return textsOf(UNKNOWN);
    }
}
/** A value that may be any of these. */
function ofTexts(texts) {
    const different = new Map(texts.map((text) => [values_keyOf(text), text]));
    return different.size > MOST ? UNKNOWN : { kind: 'texts', texts: [...different.values()] };
}
function values_keyOf({ parts, choices }) {
    return JSON.stringify([parts, [...choices].sort()]);
}
/** A value that is one of two. */
function either(a, b) {
    if (a === b && a !== undefined)
        return a;
    if (a?.kind !== 'texts' || b?.kind !== 'texts')
        return UNKNOWN;
    return ofTexts([...a.texts, ...b.texts]);
}
/** The value, and null beside each text that turns out to be null if a piece of it is. */
function orNull(value) {
    const texts = textsOf(value).flatMap((text) => {
        const certain = text.parts?.every((part) => typeof part === 'string' || part.present === true);
        return certain === false ? [text, { parts: null, choices: new Map([...text.choices, [ABSENT, 0]]) }] : [text];
    });
    return ofTexts(texts);
}
/** Whether the text comes about only where something unknown is null. */
function isFarFetched({ choices }) {
    return choices.has(ABSENT);
}
/** A text known to the last letter. */
function constantOf({ parts }) {
    return parts?.every((part) => typeof part === 'string') === true ? parts.join('') : undefined;
}
/** The one unknown piece that is the whole text. */
function pieceOf({ parts }) {
    const [only] = parts ?? [];
    return parts?.length === 1 && typeof only === 'object' ? only : undefined;
}
/** The value as one that stays what it is: each unknown piece gets an origin, numbered by `next`. */
function settled(value, next) {
    if (value.kind !== 'texts')
        return value;
    const texts = value.texts.map(({ parts, choices }) => {
        const settledParts = parts?.map((part) => {
            return typeof part === 'string' || part.origin !== undefined ? part : { ...part, origin: String(next()) };
        });
        return { parts: settledParts ?? null, choices };
    });
    return { kind: 'texts', texts };
}
/** Every way to choose one text out of each list, where they go together; undefined if there are too many. */
function combine(lists) {
    let combined = [{ parts: [], choices: ANYWHERE }];
    for (const texts of lists) {
        const next = [];
        for (const before of combined) {
            for (const text of texts) {
                const choices = join(before.choices, text.choices);
                if (choices !== undefined)
                    next.push({ parts: [...before.parts, text.parts], choices });
                if (next.length > MOST)
                    return undefined;
            }
        }
        combined = next;
    }
    return combined;
}
function join(a, b) {
    for (const [list, element] of b)
        if ((a.get(list) ?? element) !== element)
            return undefined;
    return new Map([...a, ...b]);
}
/** One value made of several. `make` gets a text of each. */
function build(values, make) {
    const combined = combine(values.map(textsOf));
    if (combined === undefined)
        return UNKNOWN;
    return ofTexts(combined.map(({ parts, choices }) => ({ parts: make(parts), choices })));
}
/** The elements of a list, each under the circumstance that it is the one chosen. */
function chosen(elements, choice) {
    const texts = elements.flatMap((alternatives, element) => alternatives.flatMap(({ parts, choices }) => {
        const joined = join(choices, new Map([[choice, element]]));
        return joined === undefined ? [] : [{ parts, choices: joined }];
    }));
    return ofTexts(texts);
}
const SIMPLE_ARRAY = /^\{([^{}"\\]*)\}$/;
/** The elements of an array, or of a text that is one. */
function elementsOf(value) {
    if (value.kind === 'array')
        return value.elements;
    if (value.kind !== 'texts')
        return undefined;
    const [only, ...others] = value.texts;
    const inner = only === undefined || others.length > 0 ? undefined : SIMPLE_ARRAY.exec(constantOf(only) ?? '')?.[1];
    if (inner === undefined)
        return undefined;
    const words = inner.trim() === '' ? [] : inner.split(',').map((word) => word.trim());
    return words.map((word) => textsOf(word.toLowerCase() === 'null' ? NULL : values_known(word)));
}

;// CONCATENATED MODULE: ./build/sql/plpgsql/quoting.js


/** As quote_ident() and %I write it. */
function asIdentifier(parser, parts) {
    if (parts === null)
        return null;
    const constant = constantOf({ parts });
    if (constant !== undefined)
        return [isPlainName(parser, constant) ? constant : (0,quote/* quoteIdentifier */.C)(constant)];
    return [{ ...quoted(parts), kind: 'identifier' }];
}
function isPlainName(parser, name) {
    if (!/^[a-z_][a-z0-9_]*$/.test(name))
        return false;
    const [token] = parser.scanSync(name).tokens;
    return token !== undefined && ['NO_KEYWORD', 'UNRESERVED_KEYWORD'].includes(token.keywordName);
}
/** As quote_literal() writes it. */
function asLiteral(parts) {
    if (parts === null)
        return null;
    const constant = constantOf({ parts });
    if (constant !== undefined)
        return [(0,quote/* quoteLiteral */.c)(constant)];
    return [{ ...quoted(parts), kind: 'literal' }];
}
/** As quote_nullable() and %L write it: never null. */
function asNullable(parts) {
    if (parts === null)
        return ['NULL'];
    return asLiteral(parts)?.map((part) => (typeof part === 'string' ? part : { ...part, present: true })) ?? null;
}
/** What remains known of a text once it is quoted. */
function quoted(parts) {
    const { from, origin } = pieceOf({ parts }) ?? {};
    return { from, origin, present: parts.every((part) => typeof part === 'string' || part.present === true) };
}
const SPECIFIER = /%(?:%|(\d+\$)?(-)?(\*(?:\d+\$)?|\d+)?([sIL]))/g;
/** What format() makes of its arguments, the format first. */
function format(parser, [template, ...values]) {
    if (template?.kind !== 'texts')
        return UNKNOWN;
    // With nothing to fill in, a sign in what is not known makes it fail, or, doubled, is one of an unknown name.
    if (values.length === 0 && template.texts.every(({ parts }) => !signsIn(parts)))
        return template;
    const formats = new Map();
    for (const text of template.texts) {
        if (text.parts === null)
            continue;
        // Where the format itself is made of pieces, signs in those would be taken for specifiers.
        const constant = constantOf(text);
        const items = constant === undefined ? undefined : itemsOf(constant);
        if (constant === undefined || items === undefined)
            return UNKNOWN;
        formats.set(constant, items);
    }
    const items = [...formats.values()].flat().filter((item) => typeof item === 'object');
    const filled = values.map((value, at) => {
        const uses = items.filter((item) => item.at === at).map((item) => item.as);
        // To %I null is an error, to %s an empty text, and a literal hole may be NULL.
        if (formats.size === 1 && uses.includes('I'))
            return ofTexts(textsOf(value).filter(({ parts }) => parts !== null));
        return uses.includes('s') ? orNull(value) : value;
    });
    return build([template, ...filled], ([parts, ...args]) => {
        const items = formats.get(constantOf({ parts: parts ?? null }) ?? '');
        return parts === null || items === undefined ? null : fill(parser, items, args);
    });
}
function signsIn(parts) {
    return parts?.some((part) => typeof part === 'string' && part.includes('%')) === true;
}
/** Undefined for what format() refuses, and for widths, which nobody uses in SQL. */
function itemsOf(template) {
    const items = [];
    let end = 0;
    let next = 0;
    for (const match of template.matchAll(SPECIFIER)) {
        const before = template.slice(end, match.index);
        if (before.includes('%'))
            return undefined;
        items.push(before);
        end = match.index + match[0].length;
        const [all, position, minus, width, as] = match;
        if (all === '%%') {
            items.push('%');
            continue;
        }
        if (minus !== undefined || width !== undefined)
            return undefined;
        const at = position === undefined ? next : Number.parseInt(position, 10) - 1;
        next = at + 1;
        items.push({ at, as: as === 'I' || as === 'L' ? as : 's' });
    }
    const rest = template.slice(end);
    return rest.includes('%') ? undefined : [...items, rest];
}
/** Null where format() fails, which is as good as a text that is null: nothing is run. */
function fill(parser, items, values) {
    const parts = [];
    for (const item of items) {
        if (typeof item === 'string') {
            parts.push(item);
            continue;
        }
        const value = values[item.at];
        if (value === undefined)
            return null;
        const written = item.as === 'I' ? asIdentifier(parser, value) : item.as === 'L' ? asNullable(value) : (value ?? []);
        if (written === null)
            return null;
        parts.push(...written);
    }
    return parts;
}

;// CONCATENATED MODULE: ./build/sql/plpgsql/rows.js


/** Columns of the system's catalogs that hold an object's name, none of which has the same name but another meaning elsewhere. */
const NAMES = new Set(('relname nspname conname attname proname typname tgname indexname tablename schemaname viewname matviewname sequencename ' +
    'policyname polname rulename rolname usename groname datname spcname extname evtname collname lanname opcname opfname ' +
    'srvname fdwname pubname subname stxname statistics_name foreign_table_name foreign_table_schema foreign_server_name ' +
    'table_name table_schema table_catalog column_name constraint_name constraint_schema trigger_name trigger_schema ' +
    'event_object_table event_object_schema event_object_column routine_name routine_schema specific_name specific_schema ' +
    'sequence_name sequence_schema schema_name view_name view_schema domain_name domain_schema udt_name udt_schema ' +
    'unique_constraint_name unique_constraint_schema tableowner indexowner viewowner sequenceowner schema_owner role_name').split(' '));
/**
 * A row of a query. `id` is one that no other query and no other run of this one has; `text` is the query itself, if it is to be
 * named as where its values come from.
 */
function rowOf(query, evaluate, id, text) {
    const nothing = { field: () => UNKNOWN, column: () => UNKNOWN };
    const items = rows_itemsOf(query, evaluate, id);
    const columns = columnsOf(items, id, text);
    if (query.valuesLists !== undefined) {
        const values = valuesColumns(query.valuesLists, evaluate, id);
        return { ...nothing, column: (index) => values[index] ?? UNKNOWN };
    }
    if (query.op !== undefined && query.op !== 'SETOP_NONE')
        return nothing;
    // Evaluated at once: variables may have other values by the time a column is asked for.
    const targets = [];
    let hasStar = false;
    for (const node of query.targetList ?? []) {
        if (!('ResTarget' in node) || node.ResTarget.val === undefined)
            return nothing;
        const { name, val } = node.ResTarget;
        if (rows_isStar(val)) {
            hasStar = true;
            continue;
        }
        targets.push({ name: name ?? rows_nameOfTarget(val), value: elementOf(evaluate(val, columns), val, id) });
    }
    return {
        field(name) {
            const named = targets.filter((target) => target.name === name);
            const [only] = named;
            if (named.length > 1)
                return UNKNOWN;
            if (only !== undefined)
                return only.value;
            return hasStar ? (columns([name]) ?? UNKNOWN) : UNKNOWN;
        },
        column(index) {
            return hasStar ? UNKNOWN : (targets[index]?.value ?? UNKNOWN);
        },
    };
}
/** `SELECT unnest(…)` gives one row for each element. */
function elementOf(value, node, id) {
    if (!('FuncCall' in node) || stringsOf(node.FuncCall.funcname).at(-1) !== 'unnest')
        return value;
    const elements = elementsOf(value);
    return elements === undefined ? UNKNOWN : chosen(elements, id);
}
function rows_isStar(node) {
    return 'ColumnRef' in node && (node.ColumnRef.fields ?? []).some((field) => 'A_Star' in field);
}
/** The name that PostgreSQL gives a column without AS. */
function rows_nameOfTarget(node) {
    if ('ColumnRef' in node)
        return stringsOf(node.ColumnRef.fields).at(-1) ?? '';
    if ('FuncCall' in node)
        return stringsOf(node.FuncCall.funcname).at(-1) ?? '';
    if ('TypeCast' in node) {
        const inner = node.TypeCast.arg === undefined ? '' : rows_nameOfTarget(node.TypeCast.arg);
        return inner === '' ? (stringsOf(node.TypeCast.typeName?.names).at(-1) ?? '') : inner;
    }
    return '';
}
function rows_itemsOf(query, evaluate, id) {
    const local = new Set((query.withClause?.ctes ?? []).map((node) => ('CommonTableExpr' in node ? node.CommonTableExpr.ctename : '')));
    let count = 0;
    const read = (node) => {
        count += 1;
        const choice = `${id}.${count}`;
        if ('JoinExpr' in node) {
            // Names given to a join as a whole would hide those in it.
            const { jointype, larg, rarg, alias } = node.JoinExpr;
            if (alias !== undefined || larg === undefined || rarg === undefined)
                return [OPAQUE];
            const joined = [...read(larg), ...read(rarg)];
            return jointype === 'JOIN_INNER' ? joined : joined.map(optional);
        }
        if ('RangeVar' in node)
            return [relationItem(node.RangeVar, local)];
        if ('RangeSubselect' in node)
            return [subselectItem(node.RangeSubselect, evaluate, choice)];
        if ('RangeFunction' in node)
            return [unnestItem(node, evaluate, choice)];
        return [OPAQUE];
    };
    return (query.fromClause ?? []).flatMap(read);
}
/** An outer join has rows without a counterpart. */
function optional(item) {
    return {
        ...item,
        isOptional: true,
        columns: item.columns?.map(({ name, value }) => ({ name, value: either(value, NULL) })),
    };
}
const OPAQUE = { name: '', isCatalog: false };
function relationItem({ schemaname, relname = '', alias }, local) {
    const inCatalog = schemaname === 'pg_catalog' || schemaname === 'information_schema';
    const isCatalog = inCatalog || (schemaname === undefined && relname.startsWith('pg_') && !local.has(relname));
    return { name: alias?.aliasname ?? relname, isCatalog: isCatalog && alias?.colnames === undefined };
}
function subselectItem({ subquery, alias }, evaluate, choice) {
    const name = alias?.aliasname ?? '';
    const lists = subquery !== undefined && 'SelectStmt' in subquery ? subquery.SelectStmt.valuesLists : undefined;
    if (lists === undefined)
        return { name, isCatalog: false };
    const names = stringsOf(alias?.colnames);
    const values = valuesColumns(lists, evaluate, choice);
    return {
        name,
        isCatalog: false,
        columns: values.map((value, at) => ({ name: names[at] ?? `column${at + 1}`, value })),
    };
}
function unnestItem(node, evaluate, choice) {
    const { functions = [], alias } = node.RangeFunction;
    const name = alias?.aliasname ?? '';
    const [only, ...others] = functions;
    const [call] = only !== undefined && 'List' in only ? (only.List.items ?? []) : [];
    if (call === undefined || others.length > 0 || !('FuncCall' in call))
        return { name, isCatalog: false };
    const { funcname, args = [] } = call.FuncCall;
    const [array, ...more] = args;
    if (stringsOf(funcname).at(-1) !== 'unnest' || array === undefined || more.length > 0)
        return { name, isCatalog: false };
    const elements = elementsOf(evaluate(array, () => undefined));
    if (elements === undefined)
        return { name, isCatalog: false };
    const column = stringsOf(alias?.colnames)[0] ?? alias?.aliasname ?? 'unnest';
    return { name, isCatalog: false, columns: [{ name: column, value: chosen(elements, choice) }] };
}
/** Each column of VALUES, whose rows go together. */
function valuesColumns(lists, evaluate, choice) {
    const rows = lists.map((list) => ('List' in list ? (list.List.items ?? []) : []));
    const width = Math.max(0, ...rows.map((row) => row.length));
    return Array.from({ length: width }, (_, column) => {
        const elements = rows.map((row) => {
            const cell = row[column];
            return textsOf(cell === undefined ? UNKNOWN : evaluate(cell, () => undefined));
        });
        return chosen(elements, choice);
    });
}
function columnsOf(items, id, text) {
    return (path) => {
        const column = path.at(-1) ?? '';
        const origin = `${id}.${path.join('.')}`;
        const qualifier = path.length > 1 ? path.at(-2) : undefined;
        const candidates = items.filter(({ name }) => qualifier === undefined || name === qualifier);
        if (candidates.length === 0)
            return undefined;
        const found = candidates.flatMap(({ columns = [] }) => columns.filter(({ name }) => name === column));
        const [only, ...others] = found;
        if (only !== undefined && others.length === 0)
            return only.value;
        const unknowns = candidates.filter(({ columns }) => columns === undefined);
        const isName = NAMES.has(column) && unknowns.length > 0 && unknowns.every(({ isCatalog }) => isCatalog);
        return unknown(isName ? 'name' : 'raw', {
            from: text,
            origin,
            present: isName && !candidates.some(({ isOptional }) => isOptional),
        });
    };
}

;// CONCATENATED MODULE: ./build/sql/plpgsql/types.js


const TEXT = ['text', 'varchar', 'character varying', 'citext'];
const INTEGERS = ['int', 'integer', 'int2', 'int4', 'int8', 'smallint', 'bigint', 'oid', 'serial', 'bigserial'];
const types_NAMES = ['regclass', 'regtype', 'regproc', 'regprocedure', 'regnamespace', 'regrole'];
const PLAIN = [
    'uuid',
    'bool',
    'boolean',
    'date',
    'timestamp',
    'timestamptz',
    'time',
    'timetz',
    'numeric',
    'interval',
    'float8',
    'float4',
    'double precision',
    'real',
];
function kindOf(name) {
    if (TEXT.includes(name))
        return 'text';
    if (INTEGERS.includes(name))
        return 'integer';
    if (types_NAMES.includes(name))
        return 'name';
    if (name === 'name')
        return 'short';
    if (PLAIN.includes(name))
        return 'plain';
    return name === 'record' ? 'row' : 'other';
}
/** The kind of a type in SQL. */
function ofType({ names, arrayBounds, typmods, setof, pct_type: isReference }) {
    const parts = stringsOf(names);
    const [name = '', schema] = [...parts].reverse();
    if (setof === true || isReference === true || (schema !== undefined && schema !== 'pg_catalog'))
        return 'other';
    const kind = kindOf(name);
    if (arrayBounds !== undefined)
        return kind === 'text' || kind === 'short' ? 'texts' : 'other';
    // A cast to varchar(3) cuts what is longer.
    return kind === 'text' && typmods !== undefined ? 'other' : kind;
}
/** The kind of a type as a declaration writes it. */
function ofDeclaredType(text) {
    const type = text.toLowerCase().replace(/\s+/g, ' ').trim();
    const plain = /^(?:pg_catalog\.)?([a-z0-9_ ]+?)( ?\(.*\))?( ?\[\d*\]| array)?( with(out)? time zone)?$/.exec(type);
    const kind = kindOf(plain?.[1] ?? '');
    if (plain?.[3] === undefined)
        return kind;
    return kind === 'text' || kind === 'short' ? 'texts' : 'other';
}
/** A relation that is visible by such a name is written by it; others are qualified and quoted as need be. */
const PLAIN_NAME = /^[a-z_][a-z0-9_]*$/;
/** The type `name` cuts what is longer. */
const SHORT = /^[\x20-\x7e]{0,63}$/;
/** A value once it is of such a type. */
function toType(value, kind) {
    switch (kind) {
        case 'text':
            return value.kind === 'counter' || value.kind === 'row' ? { kind: 'texts', texts: textsOf(value) } : value;
        case 'texts': {
            const elements = elementsOf(value);
            return elements === undefined ? UNKNOWN : { kind: 'array', elements };
        }
        case 'integer':
            return value.kind === 'counter' ? value : mapUnlessNull(value, 'digits', /^(?:0|[1-9]\d*)$/);
        case 'short':
            return mapUnlessNull(value, 'raw', SHORT);
        case 'name':
            return mapUnlessNull(value, 'name', PLAIN_NAME);
        case 'plain':
            return mapUnlessNull(value, 'plain', /^\b$/);
        case 'row':
            return value.kind === 'row' ? value : UNKNOWN;
        case 'other':
            return UNKNOWN;
    }
}
/** Texts that are of the form `same` are written as they are. */
function mapUnlessNull(value, kind, same) {
    const pieces = unknown(kind);
    const texts = textsOf(value).map((text) => {
        const constant = constantOf(text);
        if (text.parts === null || (constant !== undefined && same.test(constant)))
            return text;
        // A name that is not known is no longer for having this type.
        if (kind === 'raw' && pieceOf(text) !== undefined)
            return text;
        return { parts: textsOf(pieces)[0]?.parts ?? null, choices: text.choices };
    });
    return ofTexts(texts);
}

;// CONCATENATED MODULE: ./build/sql/plpgsql/evaluate.js





const evaluate_NO_COLUMNS = () => undefined;
class Evaluator {
    #parser;
    #lookup;
    #nextId;
    constructor(parser, lookup, nextId) {
        this.#parser = parser;
        this.#lookup = lookup;
        this.#nextId = nextId;
    }
    /** The value of `SELECT expression`. */
    expression(sql) {
        const query = this.#query(sql);
        if (query === undefined)
            return UNKNOWN;
        const [target, ...others] = query.targetList ?? [];
        if (others.length > 0 || target === undefined || !('ResTarget' in target) || target.ResTarget.val === undefined)
            return UNKNOWN;
        // `x := relname FROM pg_class` is a query, and may find nothing.
        if (query.fromClause !== undefined || query.whereClause !== undefined)
            return either(this.#row(query, evaluate_NO_COLUMNS, sql).column(0), NULL);
        return this.#value(target.ResTarget.val, evaluate_NO_COLUMNS);
    }
    /** A row of a query. */
    row(sql) {
        const query = this.#query(sql);
        return query === undefined ? undefined : this.#row(query, evaluate_NO_COLUMNS, sql);
    }
    #query(sql) {
        const [only, ...others] = this.#parser.parseSync(sql).stmts ?? [];
        const statement = only?.stmt;
        return statement !== undefined && others.length === 0 && 'SelectStmt' in statement
            ? statement.SelectStmt
            : undefined;
    }
    #row(query, outside, text) {
        const evaluate = (node, columns) => {
            return settled(this.#value(node, (path) => columns(path) ?? outside(path)), this.#nextId);
        };
        return rowOf(query, evaluate, `q${this.#nextId()}`, text);
    }
    #value(node, columns) {
        if ('A_Const' in node) {
            const { sval, ival, isnull } = node.A_Const;
            if (isnull === true)
                return NULL;
            if (sval !== undefined)
                return values_known(sval.sval ?? '');
            return ival === undefined ? UNKNOWN : values_known(String(ival.ival ?? 0));
        }
        if ('ColumnRef' in node)
            return this.#reference(stringsOf(node.ColumnRef.fields), node.ColumnRef.fields?.length ?? 0, columns);
        if ('ParamRef' in node)
            return this.#lookup([`$${node.ParamRef.number ?? 0}`]) ?? UNKNOWN;
        if ('TypeCast' in node)
            return this.#cast(node.TypeCast, columns);
        if ('CollateClause' in node)
            return node.CollateClause.arg === undefined ? UNKNOWN : this.#value(node.CollateClause.arg, columns);
        if ('A_Expr' in node)
            return this.#operation(node.A_Expr, columns);
        if ('FuncCall' in node)
            return this.#call(node.FuncCall, columns);
        if ('A_ArrayExpr' in node)
            return this.#array(node.A_ArrayExpr.elements ?? [], columns);
        if ('A_Indirection' in node)
            return this.#subscript(node.A_Indirection, columns);
        if ('CoalesceExpr' in node)
            return this.#coalesce(node.CoalesceExpr.args ?? [], columns);
        if ('CaseExpr' in node) {
            const { args = [], defresult } = node.CaseExpr;
            const results = args.map((when) => ('CaseWhen' in when ? when.CaseWhen.result : undefined));
            return [...results, defresult]
                .map((result) => (result === undefined ? NULL : this.#value(result, columns)))
                .reduce(either);
        }
        if ('SubLink' in node) {
            const { subLinkType, subselect } = node.SubLink;
            if (subLinkType !== 'EXPR_SUBLINK' || subselect === undefined || !('SelectStmt' in subselect))
                return UNKNOWN;
            return either(this.#row(subselect.SelectStmt, columns, undefined).column(0), NULL);
        }
        if ('SQLValueFunction' in node)
            return NAME_FUNCTIONS.has(node.SQLValueFunction.op ?? '') ? unknown('name', { present: true }) : UNKNOWN;
        return UNKNOWN;
    }
    #reference(path, parts, columns) {
        if (path.length !== parts)
            return UNKNOWN;
        const column = columns(path);
        const variable = this.#lookup(path);
        // Which of the two it is depends on settings, and on columns that are not known.
        if (column !== undefined && variable !== undefined)
            return UNKNOWN;
        return column ?? variable ?? UNKNOWN;
    }
    #cast({ arg, typeName }, columns) {
        if (arg === undefined || typeName === undefined)
            return UNKNOWN;
        return toType(this.#value(arg, columns), ofType(typeName));
    }
    #operation({ kind, name, lexpr, rexpr }, columns) {
        if (lexpr === undefined || rexpr === undefined)
            return UNKNOWN;
        if (kind === 'AEXPR_NULLIF')
            return either(this.#value(lexpr, columns), NULL);
        const [operator, ...others] = stringsOf(name);
        if (kind !== 'AEXPR_OP' || operator !== '||' || others.length > 0)
            return UNKNOWN;
        const values = [this.#value(lexpr, columns), this.#value(rexpr, columns)];
        if (values.some((value) => value.kind === 'array'))
            return UNKNOWN;
        return build(values, (parts) => (parts.includes(null) ? null : parts.flatMap((part) => part ?? [])));
    }
    #array(nodes, columns) {
        const values = nodes.map((node) => this.#value(node, columns));
        if (values.some((value) => value.kind === 'array'))
            return UNKNOWN;
        return { kind: 'array', elements: values.map(textsOf) };
    }
    #subscript({ arg, indirection = [] }, columns) {
        const [only, ...others] = indirection;
        if (arg === undefined || only === undefined || others.length > 0 || !('A_Indices' in only))
            return UNKNOWN;
        const { is_slice: isSlice, uidx } = only.A_Indices;
        const elements = elementsOf(this.#value(arg, columns));
        if (isSlice === true || uidx === undefined || elements === undefined)
            return UNKNOWN;
        const index = this.#value(uidx, columns);
        if (index.kind === 'counter')
            return either(chosen(elements, index.choice), NULL);
        // Outside of its bounds an array has nothing.
        return ofTexts([...elements.flat(), ...textsOf(NULL)]);
    }
    #coalesce(nodes, columns) {
        const texts = [];
        for (const node of nodes) {
            const more = textsOf(this.#value(node, columns));
            texts.push(...more.filter(({ parts }) => parts !== null));
            if (more.every((text) => constantOf(text) !== undefined))
                return ofTexts(texts);
        }
        return ofTexts([...texts, ...textsOf(NULL)]);
    }
    #call({ funcname, args = [], func_variadic: isVariadic }, columns) {
        const [name = '', schema] = stringsOf(funcname).reverse();
        if (isVariadic === true || (schema !== undefined && schema !== 'pg_catalog'))
            return UNKNOWN;
        const values = args.map((arg) => this.#value(arg, columns));
        const [first = UNKNOWN, second] = values;
        switch (name) {
            case 'format':
                return format(this.#parser, values);
            case 'concat':
                return build(values.map(orNull), (parts) => parts.flatMap((part) => part ?? []));
            case 'quote_ident':
                return build([first], ([parts]) => asIdentifier(this.#parser, parts ?? null));
            case 'quote_literal':
                return build([first], ([parts]) => asLiteral(parts ?? null));
            case 'quote_nullable':
                return build([first], ([parts]) => asNullable(parts ?? null));
            case 'unnest':
                return first;
            case 'lower':
                return build([first], ([parts]) => changeCase(parts, (text) => text.toLowerCase()));
            case 'upper':
                return build([first], ([parts]) => changeCase(parts, (text) => text.toUpperCase()));
            case 'btrim':
                return values.length === 1
                    ? build([first], ([parts]) => mapConstant(parts, (text) => text.replace(/^ +| +$/g, '')))
                    : UNKNOWN;
            case 'replace':
                return build(values, replace);
            case 'to_char':
                return second !== undefined && textsOf(second).every((text) => DIGITS_ONLY.test(constantOf(text) ?? ' '))
                    ? unknown('name')
                    : UNKNOWN;
            case 'current_database':
            case 'current_schema':
            case 'to_regclass':
                return unknown('name');
            case 'length':
            case 'array_length':
            case 'cardinality':
            case 'count':
            case 'nextval':
            case 'hashtext':
                return unknown('digits');
            default:
                return UNKNOWN;
        }
    }
}
const NAME_FUNCTIONS = new Set([
    'SVFOP_CURRENT_USER',
    'SVFOP_CURRENT_ROLE',
    'SVFOP_USER',
    'SVFOP_SESSION_USER',
    'SVFOP_CURRENT_CATALOG',
    'SVFOP_CURRENT_SCHEMA',
]);
/** Formats of to_char() that give nothing but digits and underscores. */
const DIGITS_ONLY = /^(?:YYYY|YY|MM|DDD|DD|HH24|HH12|HH|MI|SS|MS|US|IYYY|IW|WW|Q|_)+$/;
/** Names and numbers remain such in either case. */
function changeCase(parts, change) {
    if (parts === null || parts === undefined)
        return null;
    return parts.flatMap((part) => {
        if (typeof part === 'string')
            return mapConstant([part], change) ?? [];
        return part.kind === 'name' || part.kind === 'digits'
            ? [{ kind: part.kind, present: part.present }]
            : [{ kind: 'raw' }];
    });
}
function mapConstant(parts, change) {
    if (parts === null || parts === undefined)
        return null;
    const constant = constantOf({ parts });
    // Case is all that ASCII letters have that is the same in every locale.
    return constant === undefined || /[^\x20-\x7e\s]/.test(constant) ? [{ kind: 'raw' }] : [change(constant)];
}
function replace(values) {
    if (values.includes(null))
        return null;
    const [text, what, by] = values.map((parts) => constantOf({ parts }));
    if (text === undefined || what === undefined || by === undefined || what === '')
        return [{ kind: 'raw' }];
    return [text.replaceAll(what, () => by)];
}

;// CONCATENATED MODULE: ./build/sql/plpgsql/render.js
/** Writes a text of which parts are not known as SQL with placeholders, if it is certain what kind of thing each part is. */

const PLACEHOLDER = 'migrate_action_hole_';
/** Numbers that stand for unknown ones begin with this. */
const DIGITS = 918273640;
/** Undefined where an unknown part may be anything, or takes part in something that is neither a name nor a literal. */
function render(parts) {
    const draft = draftOf(parts);
    if (draft === undefined)
        return undefined;
    const holes = [];
    const names = new Map();
    const sql = write(draft, (part, kind) => {
        const key = `${kind} ${signatureOf(part) ?? `only ${holes.length}`}`;
        const known = names.get(key);
        if (known !== undefined)
            return known;
        const placeholder = `${PLACEHOLDER}${holes.length + 1}`;
        holes.push({ placeholder, kind, from: wholeOf(part)?.from });
        names.set(key, placeholder);
        return placeholder;
    });
    return sql === undefined ? undefined : { sql, holes };
}
/** The piece that is all there is. */
function wholeOf({ sql, spans }) {
    const [only, ...others] = spans;
    return only !== undefined && others.length === 0 && only.start === 0 && only.end === sql.length
        ? only.piece
        : undefined;
}
/** Equal for what is certainly the same text. */
function signatureOf({ sql, spans }) {
    let signature = '';
    let at = 0;
    for (const { start, end, piece } of spans) {
        if (piece.origin === undefined)
            return undefined;
        signature += `${sql.slice(at, start)}{${piece.kind} ${piece.origin}}`;
        at = end;
    }
    return signature + sql.slice(at);
}
/** Something of the right kind in the place of each unknown part. */
function draftOf(parts) {
    const spans = [];
    let sql = '';
    for (const [index, part] of parts.entries()) {
        if (typeof part === 'string') {
            sql += part;
            continue;
        }
        if (part.kind === 'raw')
            return undefined;
        const start = sql.length;
        // Behind a minus sign, a negative number would begin a comment.
        if (part.kind === 'digits' && sql.endsWith('-'))
            return undefined;
        sql +=
            part.kind === 'digits' ? String(DIGITS + index) : part.kind === 'literal' ? `'part_${index}'` : `part_${index}`;
        spans.push({ start, end: sql.length, piece: part });
    }
    return { sql, spans };
}
/** Token by token, since a name may be part of a longer one: `idx_` and a table's name. */
function write(draft, nameFor) {
    const { sql } = draft;
    const scanner = new scan/* Scanner */.L(sql);
    const left = new Set(draft.spans);
    let written = '';
    let end = 0;
    for (let kind = scanner.next(); kind !== 'end'; kind = scanner.next()) {
        const inside = draft.spans.filter((span) => span.start < scanner.end && span.end > scanner.start);
        if (inside.length === 0)
            continue;
        const part = partOf({ sql, spans: inside }, scanner.start, scanner.end);
        const token = part === undefined ? undefined : writeToken(kind, part, nameFor);
        if (token === undefined)
            return undefined;
        written += sql.slice(end, scanner.start) + token;
        end = scanner.end;
        for (const span of inside)
            left.delete(span);
    }
    // What is in no token is in a comment, which a literal could end.
    if ([...left].some(({ piece }) => piece.kind === 'literal'))
        return undefined;
    return written + sql.slice(end);
}
/** A stretch of a text; undefined if it cuts one of these spans. */
function partOf({ sql, spans }, from, to) {
    if (spans.some(({ start, end }) => start < from || end > to))
        return undefined;
    const moved = spans.map(({ start, end, piece }) => ({ start: start - from, end: end - from, piece }));
    return { sql: sql.slice(from, to), spans: moved };
}
function writeToken(kind, token, nameFor) {
    const { sql, spans } = token;
    const kinds = spans.map(({ piece }) => piece.kind);
    const inner = partOf(token, 1, sql.length - 1);
    if (kind === 'word')
        return kinds.includes('plain') ? undefined : nameFor(token, 'identifier');
    if (kind === 'number')
        return wholeOf(token)?.kind === 'digits' ? sql : undefined;
    if (kind === 'identifier' && sql.startsWith('"'))
        return inner === undefined ? undefined : nameFor(inner, 'identifier');
    if (kind !== 'string')
        return undefined;
    if (wholeOf(token)?.kind === 'literal')
        return `'${nameFor(token, 'literal')}'`;
    if (!sql.startsWith("'"))
        return writeDollarQuoted(token, nameFor);
    return inner === undefined || kinds.includes('literal') ? undefined : `'${nameFor(inner, 'literal')}'`;
}
/** In the body of a function or a DO statement, parts are what they are in SQL. */
function writeDollarQuoted(token, nameFor) {
    const { sql } = token;
    const [tag] = /^\$[^$]*\$/.exec(sql) ?? [];
    if (tag === undefined)
        return undefined;
    const inner = partOf(token, tag.length, sql.length - tag.length);
    const written = inner === undefined ? undefined : write(inner, nameFor);
    return written === undefined ? undefined : tag + written + tag;
}

;// CONCATENATED MODULE: ./build/sql/plpgsql/variables.js



class Variables {
    #scopes = [];
    #nextId;
    #values = new Map();
    constructor(source, given, nextId) {
        this.#nextId = nextId;
        this.#scopes.push(new Map());
        let inputs = 0;
        for (const [index, { name, type, isInput }] of source.parameters.entries()) {
            const variable = { kind: type === undefined ? 'other' : ofType(type) };
            this.#scopes[0]?.set(`$${index + 1}`, variable);
            if (name !== undefined)
                this.#scopes[0]?.set(name, variable);
            const value = isInput ? given[inputs] : undefined;
            if (isInput)
                inputs += 1;
            this.set(variable, value === undefined ? UNKNOWN : value === null ? NULL : values_known(value));
        }
        if (source.isTrigger)
            this.#declareTrigger();
    }
    #declareTrigger() {
        const given = (name, kind, value) => {
            const variable = { kind };
            this.#scopes[0]?.set(name, variable);
            this.set(variable, value);
        };
        const words = (text) => ofTexts(text.split(' ').flatMap((word) => textsOf(values_known(word))));
        for (const name of ['tg_table_name', 'tg_relname', 'tg_table_schema', 'tg_name'])
            given(name, 'text', unknown('name', { present: true }));
        given('tg_op', 'text', words('INSERT UPDATE DELETE TRUNCATE'));
        given('tg_when', 'text', ofTexts([...textsOf(words('BEFORE AFTER')), ...textsOf(values_known('INSTEAD OF'))]));
        given('tg_level', 'text', words('ROW STATEMENT'));
        given('tg_relid', 'integer', UNKNOWN);
        given('tg_nargs', 'integer', UNKNOWN);
        given('tg_argv', 'texts', UNKNOWN);
        given('new', 'row', UNKNOWN);
        given('old', 'row', UNKNOWN);
    }
    open() {
        this.#scopes.push(new Map());
    }
    close() {
        this.#scopes.pop();
    }
    declare({ name, type, alias, query }) {
        const [aliased, ...rest] = alias ?? [];
        const same = aliased === undefined ? undefined : this.find(aliased);
        if (alias !== undefined && (same === undefined || rest.length > 0))
            throw new Unreadable(`an alias for ${alias.join('.')}`);
        const variable = same ?? { kind: type === undefined ? 'row' : ofDeclaredType(type), query };
        this.#scopes.at(-1)?.set(name, variable);
        if (same === undefined)
            this.set(variable, UNKNOWN);
    }
    find(name) {
        return this.#scopes.findLast((scope) => scope.has(name))?.get(name);
    }
    /** Undefined where no variable has that name. */
    lookup(path) {
        const [name = '', field, ...rest] = path;
        const variable = this.find(name);
        if (variable === undefined)
            return undefined;
        const value = this.#values.get(variable) ?? UNKNOWN;
        if (field === undefined)
            return value;
        return value.kind === 'row' && rest.length === 0 ? value.row.field(field) : UNKNOWN;
    }
    set(variable, value) {
        this.#values.set(variable, settled(toType(value, variable.kind), this.#nextId));
    }
    /** Forgets what these hold. A name with a qualifier may be a field of the one or the other variable in that block. */
    forget(paths) {
        for (const [name = '', qualified] of paths) {
            const variable = this.find(name);
            if (variable !== undefined)
                this.set(variable, UNKNOWN);
            if (qualified === undefined)
                continue;
            for (const scope of this.#scopes) {
                const other = scope.get(qualified);
                if (other !== undefined)
                    this.set(other, UNKNOWN);
            }
        }
    }
    get state() {
        return new Map(this.#values);
    }
    restore(state) {
        this.#values = new Map(state);
    }
    /** What holds after any of these. */
    merge(states) {
        const [first, ...others] = states;
        if (first === undefined)
            return;
        const merged = new Map(first);
        for (const state of others) {
            for (const [variable, value] of merged)
                merged.set(variable, either(value, state.get(variable)));
        }
        this.#values = merged;
    }
}
/** Everything that is given a value in these. */
function changedIn(nodes) {
    return changedBy(stepsIn(nodes));
}
/** What has an alias may be changed by that. */
function* changedBy(steps) {
    for (const step of steps) {
        if (step.kind === 'assign')
            yield step.target;
        else if (step.kind === 'declare' && step.variable.alias !== undefined)
            yield step.variable.alias;
    }
}

;// CONCATENATED MODULE: ./build/sql/plpgsql/walk.js




class Walker {
    events = [];
    /** Queries that have been given to cursors; they are events where the cursors are opened, if they are. */
    queries = [];
    #parser;
    #variables;
    #evaluator;
    #lastId = 0;
    /** Whether the function, or a block of it, may have been left before its end. */
    #left = false;
    constructor(parser, source, given) {
        const nextId = () => (this.#lastId += 1);
        this.#parser = parser;
        this.#variables = new Variables(source, given, nextId);
        this.#evaluator = new Evaluator(parser, (path) => this.#variables.lookup(path), nextId);
    }
    /** A block whose statements run for certain unless `conditional`. */
    block(block, conditional) {
        const variables = this.#variables;
        variables.open();
        this.#steps(block.declarations, conditional);
        const { handlers } = block;
        const changed = [...changedIn([block])];
        const before = variables.state;
        this.#nodes(block.body, conditional || handlers !== undefined);
        for (const handler of handlers ?? []) {
            // The guarded part may have failed anywhere.
            variables.restore(before);
            variables.forget(changed);
            this.#nodes(handler, true);
        }
        variables.close();
        // EXIT may leave a block with a label from anywhere.
        if (handlers !== undefined || block.label !== undefined)
            variables.forget(changed);
    }
    #nodes(nodes, conditional) {
        for (const node of nodes)
            this.#node(node, conditional);
    }
    #node(node, conditional) {
        switch (node.kind) {
            case 'block':
                this.block(node, conditional);
                break;
            case 'steps':
                this.#steps(node.steps, conditional);
                break;
            case 'choice':
                this.#choice(node, conditional);
                break;
            case 'loop': {
                this.#steps(node.before, conditional);
                const changed = [...changedBy(node.each), ...changedIn(node.body)];
                this.#variables.forget(changed);
                this.#variables.open();
                this.#steps(node.each, true);
                this.#nodes(node.body, true);
                this.#variables.close();
                this.#variables.forget(changed);
                break;
            }
            case 'leave':
                this.#steps(node.before, conditional);
                // Without a label EXIT leaves a loop, whose statements are conditional anyway.
                if (node.how === 'return' || (node.how === 'exit' && node.label !== undefined))
                    this.#left = true;
                break;
        }
    }
    #choice({ before, arms }, conditional) {
        this.#steps(before, conditional);
        const start = this.#variables.state;
        const ends = arms.some(({ tests }) => tests.length === 0) ? [] : [start];
        for (const [index, arm] of arms.entries()) {
            this.#variables.restore(start);
            this.#steps(arm.tests, conditional || index > 0);
            this.#nodes(arm.body, true);
            if (arm.body.at(-1)?.kind !== 'leave')
                ends.push(this.#variables.state);
        }
        this.#variables.merge(ends);
    }
    #steps(steps, conditional) {
        for (const [index, step] of steps.entries()) {
            if (step.kind !== 'assign')
                this.#step(step, conditional || this.#left);
            else if (steps[index - 1]?.kind !== 'assign')
                this.#assign(assignmentsFrom(steps, index));
        }
    }
    #step(step, conditional) {
        switch (step.kind) {
            case 'run':
                this.events.push({ kind: 'statement', ...step.code, conditional });
                break;
            case 'evaluate':
                this.events.push({ kind: 'expression', ...step.code, conditional });
                break;
            case 'execute': {
                this.events.push({ kind: 'expression', ...step.code, conditional });
                const { line } = step.code;
                const { statements, unknown } = this.#textsOf(step.code);
                const because = 'EXECUTE of text that is put together at run time';
                if (statements.length > 0)
                    this.events.push({ kind: 'dynamic', statements, conditional, line });
                for (const onlyIf of unknown)
                    this.events.push({
                        kind: 'unreadable',
                        because,
                        conditional,
                        line,
                        onlyIf: onlyIf === '' ? undefined : onlyIf,
                    });
                break;
            }
            case 'open': {
                const [name = '', ...rest] = step.cursor;
                const query = rest.length > 0 ? undefined : this.#variables.find(name)?.query;
                const because = `a cursor, ${step.cursor.join('.')}, whose query is not known`;
                this.events.push(query === undefined
                    ? { kind: 'unreadable', because, conditional, line: step.line }
                    : { kind: 'statement', ...query, conditional });
                break;
            }
            case 'type':
                this.events.push(step);
                break;
            case 'declare':
                this.#variables.declare(step.variable);
                if (step.variable.query !== undefined)
                    this.queries.push(step.variable.query.sql);
                break;
        }
    }
    /**
     * Every text that the expression may give, as far as they are known, and the queries that those which are not known come from:
     * where such a text comes from none, there is an empty one.
     */
    #textsOf(code) {
        const found = new Map();
        const unknown = new Set();
        let broken = false;
        for (const text of textsOf(this.#evaluator.expression(code.sql))) {
            // EXECUTE of null is an error.
            if (text.parts === null)
                continue;
            const statement = render(text.parts);
            if (statement === undefined)
                unknown.add(originOf(text.parts));
            else if (this.#isSql(statement.sql))
                found.set(statement.sql, joined(found.get(statement.sql), statement));
            else if (statement.holes.length > 0 && !isFarFetched(text))
                unknown.add('');
            else
                broken = true;
        }
        // A text that is an error beside others comes from a circumstance that does not occur; alone, it may be this parser's error.
        if (broken && found.size === 0 && unknown.size === 0)
            unknown.add('');
        return { statements: unknown.has('') ? [] : [...found.values()], unknown: unknown.has('') ? NOWHERE : unknown };
    }
    #isSql(text) {
        try {
            this.#parser.parseSync(text);
            return true;
        }
        catch {
            return false;
        }
    }
    /** Gives values to several variables at once: each is evaluated before any is changed. */
    #assign(assignments) {
        const rows = new Map();
        const values = assignments.map(({ target: [name = '', ...rest], source }) => {
            const variable = rest.length > 0 ? undefined : this.#variables.find(name);
            return { variable, value: variable && this.#valueOf(source, variable.kind === 'row', rows) };
        });
        for (const [index, { variable, value }] of values.entries()) {
            if (variable !== undefined && value !== undefined)
                this.#variables.set(variable, value);
            else
                this.#variables.forget(assignments.slice(index, index + 1).map(({ target }) => target));
        }
    }
    #valueOf(source, isRow, rows) {
        switch (source.kind) {
            case 'value':
                return this.#evaluator.expression(source.code.sql);
            case 'row': {
                const { code, column, orNull } = source;
                if (!rows.has(code))
                    rows.set(code, this.#evaluator.row(code.sql));
                const row = rows.get(code);
                if (row === undefined)
                    return UNKNOWN;
                if (column === 'all' && isRow)
                    return { kind: 'row', row: orNull ? perhapsNone(row) : row };
                const value = row.column(column === 'all' ? 0 : column);
                return orNull ? either(value, NULL) : value;
            }
            case 'element': {
                const elements = elementsOf(this.#evaluator.expression(source.code.sql));
                return elements === undefined ? UNKNOWN : chosen(elements, this.#choiceId());
            }
            case 'integer':
                return { kind: 'counter', choice: this.#choiceId() };
            case 'null':
                return NULL;
            case 'unknown':
                return UNKNOWN;
        }
    }
    #choiceId() {
        return `l${(this.#lastId += 1)}`;
    }
}
const NOWHERE = new Set(['']);
/** The query that gives a part of a text of which anything may be made; empty where there is none. */
function originOf(parts) {
    const raw = parts.find((part) => typeof part !== 'string' && part.kind === 'raw' && part.from !== undefined);
    return typeof raw === 'object' ? (raw.from ?? '') : '';
}
/** The assignments that follow one another from here on. */
function assignmentsFrom(steps, start) {
    const assignments = [];
    for (const step of steps.slice(start)) {
        if (step.kind !== 'assign')
            break;
        assignments.push(step);
    }
    return assignments;
}
function perhapsNone(row) {
    return { field: (name) => either(row.field(name), NULL), column: (index) => either(row.column(index), NULL) };
}
/** Two texts that differ in nothing but where their names come from. */
function joined(a, b) {
    if (a === undefined)
        return b;
    return {
        sql: b.sql,
        holes: b.holes.map((hole, at) => ({ ...hole, from: hole.from === a.holes[at]?.from ? hole.from : undefined })),
    };
}

;// CONCATENATED MODULE: ./build/sql/plpgsql/body.js






/** In characters. Far larger texts end the parser for good. */
const LARGEST = 1_000_000;
/**
 * Reads the body of a whole CREATE FUNCTION, CREATE PROCEDURE or DO statement in PL/pgSQL. Default values and types of parameters
 * belong to the statement, not to its body. Never throws: what cannot be read is one event.
 *
 * @param given what a call is known to give the input parameters, in their order; a trigger function gets nothing
 */
function readBody(parser, definition, given = []) {
    if (definition.length > LARGEST)
        return [unreadable('a body of more than a million characters')];
    if (given.some((value) => value !== undefined))
        return body_read(parser, definition, given);
    const key = `${given.length} ${definition}`;
    const known = kept.get(key);
    if (known !== undefined)
        return known;
    const events = body_read(parser, definition, given);
    if (definition.length <= LONGEST_KEPT) {
        if (kept.size >= MOST_KEPT)
            kept.clear();
        kept.set(key, events);
    }
    return events;
}
/**
 * The types of its variables: all that PostgreSQL looks up when a function is made. The rest is read when something may call it,
 * which takes several times as long, and many a function is made and called by no migration. Empty for a body without structure.
 */
function declaredTypes(parser, definition) {
    if (definition.length > LARGEST)
        return [];
    try {
        return [...stepsIn([blockOf(findSource(parser, definition))])].filter((step) => step.kind === 'type');
    }
    catch {
        return [];
    }
}
/** A body is read whenever something may call its function. */
const kept = new Map();
const MOST_KEPT = 2000;
/** In characters. */
const LONGEST_KEPT = 10_000;
function body_read(parser, definition, given) {
    try {
        const source = findSource(parser, definition);
        const walker = new Walker(parser, source, given);
        walker.block(blockOf(source), false);
        const { events, queries } = walker;
        const texts = [...body_textsOf(events), ...queries];
        const unknown = checkTexts(parser, texts) ?? auditBody(parser, definition, texts);
        return unknown === undefined ? events : [unreadable(unknown)];
    }
    catch (error) {
        if (error instanceof Unreadable)
            return [unreadable(error.message)];
        const reason = error instanceof Error ? error.message : String(error);
        return [unreadable(`PL/pgSQL that cannot be parsed (${reason})`)];
    }
}
function blockOf({ body, line }) {
    return readFunction(new TokenReader(body, line));
}
function unreadable(because) {
    return { kind: 'unreadable', because, conditional: false, line: 1 };
}
function body_textsOf(events) {
    return events.flatMap((event) => (event.kind === 'statement' || event.kind === 'expression' ? [event.sql] : []));
}
/** A clause about a text that PostgreSQL's parser does not take for SQL. */
function checkTexts(parser, texts) {
    for (const text of texts) {
        try {
            if (parser.parseSync(text).stmts?.length !== 1)
                return `"${text}", which is not one statement`;
        }
        catch (error) {
            return `"${text}", which is not SQL (${error instanceof Error ? error.message : String(error)})`;
        }
    }
    return undefined;
}

;// CONCATENATED MODULE: ./build/sql/analysis/holes.js
/** Names in SQL put together at run time that nobody knows: placeholders stand for them in the text that is read. */
const HOLE = 'migrate_action_hole_';
function isHole(name) {
    return name.includes(HOLE);
}

;// CONCATENATED MODULE: ./build/sql/analysis/catalog-joins.js
/**
 * The catalogs that a query looks at, and which of them its conditions bind to objects that it names: by themselves, or as what
 * belongs to a bound one. `pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace` with a name for `n` shows everything in a schema.
 */


/** Columns whose value is the name of what the row is about. */
const NAMING_COLUMNS = new Set(`relname tablename table_name viewname matviewname indexname sequencename sequence_name typname proname routine_name specific_name
   conname constraint_name tgname trigger_name polname policyname nspname schema_name rolname usename role_name extname pubname
   evtname lanname collname oprname amname opcname rulename stxname user_defined_type_name event_object_table`.split(/\s+/));
/** Columns that hold the identity of what the row is about, or belongs to. */
const OWNING_COLUMNS = new Set('attrelid conrelid indrelid indexrelid tgrelid polrelid seqrelid adrelid enumtypid contypid typrelid inhrelid prrelid ev_class'.split(' '));
/** What the names of a catalog's columns begin with. */
const PREFIXES = new Map(`pg_class rel pg_namespace nsp pg_attribute att pg_type typ pg_proc pro pg_constraint con pg_index ind pg_trigger tg pg_policy pol
   pg_enum enum pg_roles rol pg_authid rol pg_extension ext pg_publication pub pg_event_trigger evt pg_language lan pg_collation coll
   pg_operator opr pg_statistic_ext stx pg_sequence seq pg_attrdef ad pg_inherits inh`
    .split(/\s+/)
    .flatMap((word, place, words) => (place % 2 === 0 ? [[word, words[place + 1] ?? '']] : [])));
/** Whether the value of a column is the name of what its row is about, and not of what that uses. */
function isNaming({ source: { relation }, column }) {
    if (/^domain(s|_constraints)$/.test(relation) && column === 'domain_name')
        return true;
    if (/^pg_available_extension/.test(relation))
        return column === 'name';
    // What is published hangs on other tables, schemas and partitions as well.
    if (relation === 'pg_publication_tables')
        return false;
    // What a view or constraint uses is told beside its own name.
    if (relation.endsWith('_usage') && relation !== 'key_column_usage')
        return column === 'constraint_name';
    return NAMING_COLUMNS.has(column);
}
/** Whether the value of a column is the identity of what its row is about or belongs to. */
function isIdentifying({ column }) {
    return column === 'oid' || OWNING_COLUMNS.has(column);
}
function catalogSources(from, isQuery) {
    const sources = [];
    walk(from, (tag, fields) => {
        if (tag === 'RangeSubselect' || tag === 'SubLink')
            return true;
        if (tag !== 'RangeVar')
            return false;
        const range = fields;
        const relation = range.relname ?? '';
        if (range.schemaname === undefined && isQuery(relation))
            return true;
        if (isCatalogRelation(range.schemaname, relation))
            sources.push({ relation, alias: range.alias?.aliasname ?? relation });
        return true;
    });
    return sources;
}
/** The column of one of the catalogs, if it is known of which. */
function columnOf(node, sources) {
    if (node === undefined)
        return undefined;
    // `lower(relname)` would stand for several names: only casts are seen through.
    if ('TypeCast' in node)
        return columnOf(node.TypeCast.arg, sources);
    if (!('ColumnRef' in node))
        return undefined;
    const parts = stringsOf(node.ColumnRef.fields);
    const [column, alias] = [parts.at(-1), parts.at(-2)];
    if (column === undefined)
        return undefined;
    const possible = alias !== undefined
        ? sources.filter((source) => source.alias === alias)
        : sources.length === 1
            ? sources
            : sources.filter(({ relation }) => column.startsWith(PREFIXES.get(relation) ?? ' '));
    const [source, ...others] = possible;
    return source === undefined || others.length > 0 ? undefined : { source, column };
}
/** The conditions of a query's joins. An outer join keeps rows of some tables for which its condition does not hold. */
function joinConditions(from) {
    const inner = [];
    const outer = [];
    walk(from, (tag, fields) => {
        if (tag === 'RangeSubselect')
            return true;
        const condition = fields['quals'];
        if (tag !== 'JoinExpr' || condition === undefined)
            return false;
        const kind = fields['jointype'];
        if (kind === 'JOIN_INNER')
            inner.push(condition);
        else {
            const sides = kind === 'JOIN_LEFT' ? ['larg'] : kind === 'JOIN_RIGHT' ? ['rarg'] : ['larg', 'rarg'];
            const kept = sides.flatMap((side) => catalogSources([fields[side]], () => false));
            outer.push({ condition, kept: new Set(kept.map(({ alias }) => alias)) });
        }
        return false;
    });
    return { inner, outer };
}
/** Whether all are bound. @param bound those that are by themselves */
function areBound(sources, bound, joined) {
    const links = joined.flatMap(({ conditions, kept }) => conditions
        .flatMap((condition) => linksOf(condition, sources))
        .filter(([{ source }]) => kept?.has(source.alias) !== true));
    const reached = new Set(bound);
    for (const from of reached) {
        for (const [one, other] of links)
            if (other.source === from && isOf(one, other))
                reached.add(one.source);
    }
    return sources.every((source) => reached.has(source));
}
/** `a.attrelid = c.oid`, both ways round. */
function linksOf(condition, sources) {
    if (!('A_Expr' in condition) || condition.A_Expr.kind !== 'AEXPR_OP')
        return [];
    const { name, lexpr, rexpr } = condition.A_Expr;
    const [left, right] = [columnOf(lexpr, sources), columnOf(rexpr, sources)];
    if (stringsOf(name).at(-1) !== '=' || left === undefined || right === undefined)
        return [];
    return [
        [left, right],
        [right, left],
    ];
}
/** Whether the row of one follows from that of the other: it is the one that is meant there, or belongs to it. */
function isOf(one, other) {
    return isIdentifying(one) || (isNaming(one) && isNaming(other));
}

;// CONCATENATED MODULE: ./build/sql/analysis/catalog-lookup.js
/**
 * What a query over the system catalogs depends on: `SELECT 1 FROM pg_type WHERE typname = 'mood'` on objects called mood, and
 * nothing else. A query that does not pin names down depends on every definition there is.
 */




/** They do not change with any migration, or say nothing about definitions. */
const CONSTANT = new Set(`pg_available_extensions pg_available_extension_versions pg_settings pg_file_settings pg_timezone_names pg_timezone_abbrevs
   pg_database pg_config pg_hba_file_rules pg_stat_activity pg_stat_ssl pg_locks pg_tablespace information_schema_catalog_name
   sql_features sql_implementation_info sql_parts sql_sizing character_sets`.split(/\s+/));
/** Their rows connect objects in ways that a name does not bound. */
const CONNECTING = new Set('pg_depend pg_shdepend'.split(' '));
function catalogLookups(context, select, isQuery) {
    const sources = catalogSources(select['fromClause'], isQuery).filter(({ relation }) => !isConstant(relation, select));
    if (sources.length === 0)
        return [];
    const values = sources.some(({ relation }) => relation === 'pg_sequences') ? sequences(context) : [];
    return [...values, ...lookups(context, select, sources, isQuery)];
}
/** What could be installed is always the same, as long as nobody asks for what is. */
function isConstant(relation, select) {
    if (!CONSTANT.has(relation))
        return false;
    return !relation.startsWith('pg_available') || !tells(select, /^installed/);
}
/** Whether a query speaks of such a column, or of all. */
function tells(select, column) {
    let found = false;
    walk(select, (tag, fields) => {
        found ||= tag === 'A_Star';
        if (tag === 'ColumnRef')
            found ||= column.test(stringsOf(fields['fields']).at(-1) ?? '');
        return false;
    });
    return found;
}
/** This catalog tells not only of what sequences there are, but where they stand. */
function sequences({ catalog }) {
    return [...catalog.all('relation')].flatMap((entity) => entity.kind === 'sequence' ? { op: 'read', entity } : []);
}
function lookups(context, select, sources, isQuery) {
    if (sources.some(({ relation }) => CONNECTING.has(relation)))
        return [{ op: 'lookup' }];
    const joins = joinConditions(select['fromClause']);
    const strict = [...conjuncts(select['whereClause']), ...joins.inner.flatMap(conjuncts)];
    const bound = new Set();
    const consequences = strict.flatMap((condition) => {
        const named = namesIn(context, condition, sources, isQuery);
        if (named !== undefined)
            bound.add(named.source);
        return named?.consequences ?? [];
    });
    // Every catalog must be tied to a name, or by a join to one that is.
    const outer = joins.outer.map(({ condition, kept }) => ({ conditions: conjuncts(condition), kept }));
    return areBound(sources, bound, [{ conditions: strict }, ...outer]) ? consequences : [{ op: 'lookup' }];
}
/** The parts of a condition that must all hold. */
function conjuncts(node) {
    if (node === undefined)
        return [];
    if ('BoolExpr' in node && node.BoolExpr.boolop === 'AND_EXPR')
        return (node.BoolExpr.args ?? []).flatMap(conjuncts);
    return [node];
}
/** What `column = constant`, `constant = column` or `column IN (constants)` names; undefined if it names nothing. */
function namesIn(context, condition, sources, isQuery) {
    if (!('A_Expr' in condition))
        return undefined;
    const { kind, name, lexpr, rexpr } = condition.A_Expr;
    const symbol = stringsOf(name).at(-1);
    if (symbol !== '=' || (kind !== 'AEXPR_OP' && kind !== 'AEXPR_IN' && kind !== 'AEXPR_OP_ANY'))
        return undefined;
    const left = columnOf(lexpr, sources);
    const column = left ?? columnOf(rexpr, sources);
    const values = valuesOf(left === undefined ? lexpr : rexpr);
    if (column === undefined || values === undefined)
        return undefined;
    const { source } = column;
    if (isNaming(column)) {
        const texts = values.map(constantString);
        return texts.every((text) => text !== undefined)
            ? { source, consequences: texts.map((text) => ({ op: 'lookup', name: clip(text) })) }
            : undefined;
    }
    if (!isIdentifying(column))
        return undefined;
    const found = values.map((value) => identified(context, value, isQuery));
    return found.every((one) => one !== undefined) ? { source, consequences: found.flat() } : undefined;
}
function valuesOf(node) {
    if (node === undefined)
        return undefined;
    if ('List' in node)
        return node.List.items ?? [];
    if ('A_ArrayExpr' in node)
        return node.A_ArrayExpr.elements ?? [];
    if ('TypeCast' in node && node.TypeCast.arg !== undefined && 'A_ArrayExpr' in node.TypeCast.arg)
        return valuesOf(node.TypeCast.arg);
    return [node];
}
/** `'orders'::regclass`, also behind `::oid`, `to_regclass('orders')`, and `(SELECT oid FROM pg_class WHERE relname = 'orders')`. */
function identified(context, node, isQuery) {
    if ('SubLink' in node)
        return ofSubquery(context, node.SubLink.subselect, isQuery);
    if ('TypeCast' in node) {
        const { arg, typeName } = node.TypeCast;
        const type = typeName === undefined ? '' : (typeNameOf(typeName).at(-1) ?? '');
        const text = type.startsWith('reg') && arg !== undefined && 'A_Const' in arg ? constantString(arg) : undefined;
        if (text !== undefined)
            return lookedUp(context, type, text);
        return arg === undefined ? undefined : identified(context, arg, isQuery);
    }
    if ('FuncCall' in node) {
        const name = stringsOf(node.FuncCall.funcname).at(-1) ?? '';
        const text = constantString(node.FuncCall.args?.[0]);
        return name.startsWith('to_reg') && text !== undefined
            ? lookedUp(context, name.slice('to_'.length), text)
            : undefined;
    }
    return undefined;
}
/** What a query for the identity of an object of a name looks up. */
function ofSubquery(context, query, isQuery) {
    if (query === undefined || !('SelectStmt' in query))
        return undefined;
    const { fromClause = [], targetList = [], withClause } = query.SelectStmt;
    const [target] = targetList;
    const [source] = fromClause;
    // By its target it is an object of the one catalog it looks at.
    const isIdentity = withClause === undefined &&
        fromClause.length === 1 &&
        targetList.length === 1 &&
        source !== undefined &&
        'RangeVar' in source &&
        target !== undefined &&
        'ResTarget' in target &&
        columnOf(target.ResTarget.val, catalogSources(fromClause, isQuery))?.column === 'oid';
    if (!isIdentity)
        return undefined;
    const found = catalogLookups(context, query.SelectStmt, isQuery);
    return found.length > 0 && found.every(isNamed) ? found : undefined;
}
/** Whether it is about known objects or names only. */
function isNamed(consequence) {
    return consequence.op !== 'lookup' || consequence.name !== undefined;
}
/** The object itself, and what the catalogs show of its name beside its definition: comments, grants. */
function lookedUp(context, type, text) {
    const name = parseName(text.replace(/\(.*$/s, ''))?.at(-1) ?? text.split('.').at(-1)?.replaceAll('"', '');
    return [...namedObject(context, type, text), { op: 'lookup', name }];
}

;// CONCATENATED MODULE: ./build/sql/analysis/never-made.js
/** Queries for the definition of a view that no migration has made so far: they find nothing, and nothing is done with it. */




/** Of the catalogs of views the columns that hold their names. */
const never_made_NAMES = new Map([
    ['views', 'table_name'],
    ['pg_views', 'viewname'],
    ['pg_matviews', 'matviewname'],
]);
/** Whether a query certainly has no rows; its own lookups are touched where it runs. */
function findsNothing(context, sql) {
    const { catalog, beganEmpty } = context;
    // What nobody can see may have made it, or an extension brought it.
    if (!beganEmpty || catalog.uncertain !== undefined || catalog.everHad('extension'))
        return false;
    const parsed = context.parse(sql);
    const [only, ...others] = typeof parsed === 'string' ? [] : parsed;
    if (only === undefined || others.length > 0 || !('SelectStmt' in only))
        return false;
    const { fromClause = [], whereClause, withClause } = only.SelectStmt;
    const [source, ...more] = fromClause;
    if (source === undefined || more.length > 0 || withClause !== undefined || !('RangeVar' in source))
        return false;
    const range = source.RangeVar;
    const column = never_made_NAMES.get(range.relname ?? '');
    if (column === undefined || !findRelation(context, nameOfRange(range)).builtin)
        return false;
    return conjuncts(whereClause).some((condition) => {
        const name = never_made_constantOf(condition, column);
        return name !== undefined && !isBuiltin(name) && !catalog.everHadRelation(name);
    });
}
/** The constant that a condition wants a column to be. */
function never_made_constantOf(condition, column) {
    if (!('A_Expr' in condition))
        return undefined;
    const { kind, name, lexpr, rexpr } = condition.A_Expr;
    if (kind !== 'AEXPR_OP' || stringsOf(name).join() !== '=' || lexpr === undefined || !('ColumnRef' in lexpr))
        return undefined;
    return stringsOf(lexpr.ColumnRef.fields).at(-1) === column ? constantString(rexpr) : undefined;
}
function isBuiltin(name) {
    return isCatalogRelation(undefined, name) || isCatalogRelation('information_schema', name);
}

;// CONCATENATED MODULE: ./build/sql/analysis/body-events.js







/** So many statements are read for one EXECUTE before nothing is said about it. */
const MOST_EXPANSIONS = 5000;
function readEvents(context, events) {
    for (const event of events) {
        if (event.kind !== 'type' && event.conditional) {
            conditionally(context, () => {
                readEvent(context, event);
            });
        }
        else {
            readEvent(context, event);
        }
    }
}
function readEvent(context, event) {
    switch (event.kind) {
        case 'statement':
        case 'expression':
            context.readText(context, event.sql);
            return;
        case 'type':
            body_events_readType(context, event.name);
            return;
        case 'dynamic':
            readDynamic(context, event.statements);
            return;
        default:
            if (event.onlyIf !== undefined && findsNothing(context, event.onlyIf))
                return;
            giveUp(context, `runs ${event.because}`, true);
    }
}
/** A variable's type: `orders%ROWTYPE`, `orders.total%TYPE`, or one written as in SQL. */
function body_events_readType(context, text) {
    const [, name = text, suffix] = /^(.*?)\s*%\s*(ROWTYPE|TYPE)\b/is.exec(text) ?? [];
    const plain = parseName(name.replace(/^setof\s+/i, '').replace(/\s*(\(.*|\[.*)$/s, ''));
    if (suffix === undefined) {
        // What it is given may be a name.
        if (plain !== undefined && isReference({ names: plain.map((part) => ({ String: { sval: part } })) }))
            context.recorder.readDefinitions();
        // Spellings such as `character varying` are all PostgreSQL's own.
        if (plain !== undefined && !isUnnamed(plain.join('.'))) {
            perform(context, findType(context, plain).entities.map((entity) => ({ op: 'use', entity })));
        }
        return;
    }
    if (plain === undefined)
        return;
    // `variable%TYPE` names nothing outside.
    const relation = suffix.toUpperCase() === 'ROWTYPE' ? plain : plain.slice(0, -1);
    if (relation.length === 0)
        return;
    for (const entity of findRelation(context, relation).entities)
        context.recorder.read(entity);
}
const UNNAMED = new Set([
    'record',
    'refcursor',
    'trigger',
    'int',
    'integer',
    'bigint',
    'smallint',
    'boolean',
    'real',
    'decimal',
    'numeric',
]);
function isUnnamed(name) {
    return UNNAMED.has(name);
}
function readDynamic(context, statements) {
    const read = () => {
        for (const statement of statements)
            readTemplate(context, statement);
    };
    // One of several runs, or one with a name that nobody knows.
    if (statements.length === 1 && statements[0]?.holes.length === 0)
        read();
    else
        conditionally(context, read);
}
/** Where a relation's name is not known, it is read for every relation there is. */
function readTemplate(context, { sql, holes }) {
    const names = holes.filter(({ kind }) => kind === 'identifier').map(({ placeholder }) => placeholder);
    if (names.length === 0) {
        context.readText(context, sql);
        return;
    }
    const relation = isOnlyOf(context, sql, ABOUT_ROLES)
        ? undefined
        : names.find((placeholder) => standsForRelation(sql, placeholder));
    const [only] = names;
    const schema = names.length === 1 && only !== undefined ? schemaOfCall(sql, only) : undefined;
    if (only !== undefined && schema !== undefined && context.catalog.uncertain === undefined) {
        callAny(context, sql, only, schema);
        return;
    }
    if (relation === undefined || context.catalog.uncertain !== undefined) {
        const bounded = isOnlyOf(context, sql, ABOUT_PRIVILEGES);
        giveUp(context, 'runs SQL with a name that is only known at run time', !bounded);
        // Event triggers may define more.
        if (bounded)
            context.readText(context, sql);
        return;
    }
    const made = new RegExp(String.raw `^\s*CREATE\b[^(]*?\s(?:IF\s+NOT\s+EXISTS\s+)?(?:"?\w+"?\s*\.\s*)?"?${relation}`, 'i').exec(sql);
    if (made !== null && !/\sON\s/i.test(made[0])) {
        // Of a partition all that matters is known: what its parent is.
        giveUp(context, 'makes an object whose name is only known at run time', !/\sPARTITION\s+OF\s/i.test(sql));
        return;
    }
    context.recorder.readDefinitions();
    let expansions = 0;
    for (const entity of [...context.catalog.all('relation')]) {
        if (entity.kind !== 'table' &&
            entity.kind !== 'view' &&
            entity.kind !== 'materialized view' &&
            entity.kind !== 'sequence')
            continue;
        expansions += 1;
        if (expansions > MOST_EXPANSIONS) {
            giveUp(context, 'runs SQL for more relations than can be followed', true);
            return;
        }
        const name = `${body_events_quoted(entity.schema ?? 'public')}.${body_events_quoted(entity.name)}`;
        const filled = sql.replaceAll(qualifiedHole(relation), name);
        const rest = holes.filter(({ placeholder }) => placeholder !== relation && filled.includes(placeholder));
        if (rest.some(({ placeholder, kind }) => kind === 'identifier' && !isHarmless(filled, placeholder))) {
            giveUp(context, 'runs SQL with several names that are only known at run time', true);
            return;
        }
        context.readText(context, filled);
    }
}
/** The schema in which the name is only known to be a function's: `SELECT app.hole($1)`. */
function schemaOfCall(sql, placeholder) {
    const [name, schema] = new RegExp(String.raw `^\s*(?:SELECT|CALL|PERFORM)\s+("(?:[^"]|"")+"|\w+)\s*\.\s*"?${placeholder}"?\s*\(`, 'i').exec(sql) ?? [];
    if (name === undefined || schema === undefined || sql.slice(name.length).includes(placeholder))
        return undefined;
    return parseName(schema)?.[0];
}
/** Calls each function of the schema: it may be any of them, and no other. */
function callAny(context, sql, placeholder, schema) {
    const routines = [...context.catalog.all('routine', schema)];
    if (routines.length > MOST_EXPANSIONS) {
        giveUp(context, 'runs SQL for more functions than can be followed', true);
        return;
    }
    context.recorder.readMembers('routine', schema);
    for (const { name } of routines)
        context.readText(context, sql.replace(new RegExp(`"?${placeholder}"?`), () => body_events_quoted(name)));
}
/** Nothing has to be known of a role or a privilege for a later statement to touch what it names. */
const ABOUT_ROLES = new Set(['CreateRoleStmt', 'AlterRoleStmt', 'DropRoleStmt', 'GrantRoleStmt']);
const ABOUT_PRIVILEGES = new Set([...ABOUT_ROLES, 'GrantStmt']);
function isOnlyOf(context, sql, tags) {
    const trees = context.parse(sql);
    return typeof trees !== 'string' && trees.every((node) => tags.has(tagOf(node)));
}
function body_events_quoted(name) {
    return `"${name.replaceAll('"', '""')}"`;
}
/** The placeholder with a schema in front, which may be one itself. */
function qualifiedHole(placeholder) {
    return new RegExp(`(?:"?[\\w]+"?\\s*\\.\\s*)?"?${placeholder}\\b"?`, 'g');
}
/** Behind these words stands a relation. */
const RELATION_BEFORE = String.raw `\b(?:TABLE|VIEW|SEQUENCE|FROM|INTO|UPDATE|JOIN|ON|REFERENCES|ONLY|EXISTS|TRUNCATE|LOCK|ANALYZE|VACUUM|PARTITION|INHERIT)\s+(?:"?\w+"?\s*\.\s*)?"?`;
/** A name before a dot is a schema's. */
function standsForRelation(sql, placeholder) {
    return new RegExp(String.raw `${RELATION_BEFORE}${placeholder}\b(?!"?\s*\.)`, 'i').test(sql);
}
/** Behind these words stands an object of its own, or what becomes of the relation. */
const OTHER_BEFORE = String.raw `\b(?:RENAME\s+TO|SET\s+SCHEMA|REFERENCES|PARTITION|INHERIT|FROM|JOIN|FUNCTION|PROCEDURE|(?<!UPDATE\s)OF|TYPE)\s+(?:"?\w+"?\s*\.\s*)?"?`;
/** Names of parts of the relation that is known: its columns, constraints, triggers. */
function isHarmless(sql, placeholder) {
    return (isHole(placeholder) &&
        !new RegExp(OTHER_BEFORE + placeholder, 'i').test(sql) &&
        new RegExp(`^\\s*(?:ALTER\\s+TABLE|CREATE\\s+(?:OR\\s+REPLACE\\s+)?TRIGGER|DROP\\s+TRIGGER)\\b`, 'i').test(sql));
}

;// CONCATENATED MODULE: ./build/sql/analysis/routine-call.js
/** What calling a function does, as far as its body can be read. */






/** So often is a body read inside itself before its arguments are taken to be anything. */
const DEEPEST = 3;
function callRoutine(context, routine, given) {
    conditionally(context, () => {
        for (const overload of routine.overloads)
            callOverload(context, routine, overload, given);
    });
}
/** One overload may well call another of the same name, or itself with other arguments. */
function callOverload(outside, routine, overload, known) {
    const { arity } = overload;
    if (arity !== undefined && known !== undefined && (known.length < arity.least || known.length > arity.most))
        return;
    const before = outside.calling.filter((call) => call.overload === overload);
    const given = before.length < DEEPEST ? known : undefined;
    const key = given === undefined ? '' : keyOfGiven(given);
    if (before.some((call) => call.given === key))
        return;
    const context = { ...outside, calling: [...outside.calling, { overload, given: key }] };
    perform(context, overload.consequences);
    lookUpReferences(context, overload, routine_call_valuesOf(known, overload));
    const { searchPath } = overload;
    const inside = searchPath === undefined ? context : { ...context, session: { ...context.session, searchPath } };
    switch (overload.language) {
        case 'sql':
            doubt(context, routine, 'calls');
            actingAs(inside, routine.ownedBy, () => {
                if (overload.body !== undefined)
                    context.readText(inside, overload.body);
            });
            break;
        case 'plpgsql':
            doubt(context, routine, 'calls');
            actingAs(inside, routine.ownedBy, () => {
                readEvents(inside, readBody(context.parser, overload.definition, routine_call_valuesOf(given, overload)));
            });
            break;
        case 'c':
        case 'internal':
        case 'aggregate':
        case 'extension':
            break;
        default:
            giveUp(context, `calls ${routine.label}, whose language ${overload.language} is not read`, true);
    }
}
/** An argument may be a name that is read as an object's. */
function lookUpReferences(context, { references = [] }, values = []) {
    for (const [place, type] of references.entries()) {
        const text = values[place];
        if (type !== undefined && typeof text === 'string')
            perform(context, namedObject(context, type, text));
    }
}
/** The values of its parameters, as far as they are known. What is not given has its default. */
function routine_call_valuesOf(given, { parameters = [], defaults = [] }) {
    if (given === undefined)
        return undefined;
    const byPlace = given.flatMap((argument) => (routine_call_isNamed(argument) ? [] : [argument]));
    const byName = new Map(given.filter(routine_call_isNamed).map(({ name, value }) => [name, value]));
    if (byName.size === 0)
        return [...byPlace, ...defaults.slice(byPlace.length)];
    return parameters.map((name, place) => {
        if (place < byPlace.length)
            return byPlace[place];
        return name !== undefined && byName.has(name) ? byName.get(name) : defaults[place];
    });
}
function routine_call_isNamed(argument) {
    return typeof argument === 'object' && argument !== null;
}

;// CONCATENATED MODULE: ./build/sql/analysis/define.js
/** Makes, changes and drops entities of the catalog, and touches what goes with it. */







/** Privileges that new objects are born with. */
const DEFAULT_PRIVILEGES = 'default privileges';
const EVENT_TRIGGERS = 'event triggers';
/** Everything that changes a definition fires the event triggers there are. */
function definitionStatement(context) {
    context.recorder.touch(EVENT_TRIGGERS, 'read', 'uses', EVENT_TRIGGERS);
    for (const trigger of context.catalog.all('event trigger')) {
        conditionally(context, () => {
            perform(context, trigger.consequences);
        });
    }
}
/** Where an object of this name is made: `[schema, name]`. */
function placeOf(context, name, temporary = false) {
    const [schema, object] = splitName(name);
    return [temporary ? TEMPORARY : (schema ?? creationSchema(context)), object];
}
/**
 * An object that lives in a schema. What has the name already stays where it is uncertain which of the two there will be.
 *
 * @param guarded whether it is no error that something has the name already
 */
function create(context, space, kind, schema, name, guarded = isConditional(context)) {
    const { catalog, recorder } = context;
    touchSchema(context, schema);
    recorder.touch(DEFAULT_PRIVILEGES, 'read', 'uses', DEFAULT_PRIVILEGES);
    const found = catalog.find(space, schema, name);
    // Under a condition that does not hold, or in vain: what is there is of another kind.
    const isInVain = found !== undefined && isConditional(context) && found.kind !== kind && catalog.isSure(found);
    // Of what belongs to the one nothing belongs to the other.
    const isEither = found !== undefined && !isInVain && guarded && found.kind !== kind;
    // Made for sure, where something only may have been: that was not there.
    const isOnlyOne = found !== undefined && !guarded && !catalog.isSure(found) && !isReplaceable(found, kind);
    const existing = isInVain || isEither || isOnlyOne ? undefined : found;
    // Which of the two it is, is not known.
    const isOneOfTwo = existing !== undefined && guarded && !isReplaceable(existing, kind);
    if (isOnlyOne)
        catalog.remove(found);
    const entity = existing ?? new Entity(space, kind, schema, name);
    if (isInVain) {
        entity.certain = false;
    }
    else if (existing === undefined) {
        entity.certain = !isConditional(context);
        entity.temporary = schema === TEMPORARY;
        catalog.add(entity);
        if (isEither) {
            entity.orElse = found.kind;
            giveUp(context, `makes ${kind} ${name}, which may be a ${found.kind} already`, false);
        }
    }
    else {
        catalog.changed();
        // It is there in any case now, the one or the other.
        if (!isConditional(context))
            entity.certain = true;
        if (!guarded)
            entity.orElse = undefined;
        entity.kind = kind;
    }
    const { actingAs } = context.session;
    if (actingAs.size > 0)
        entity.ownedBy = new Set([...entity.ownedBy, ...actingAs]);
    recorder.write(entity, 'creates');
    // Where several are called so, their names are shown with their schemas.
    if ([...catalog.named(name)].some((other) => other.home === undefined && other !== entity))
        namesInUseChange(context, entity);
    entity.loose = existing === undefined ? isEither : existing.loose || isOneOfTwo;
    recorder.nameChanges(entity);
    return entity;
}
/** Whether a statement that makes one of its name may be about it: one more function of that name, or another query for a view. */
function isReplaceable({ space, kind }, made) {
    return space === 'routine' || (kind === 'view' && made === 'view');
}
/** An object outside of schemas. */
function createGlobal(context, space, kind, name) {
    const { catalog, recorder } = context;
    const existing = catalog.find(space, undefined, name);
    const entity = existing ?? catalog.add(new Entity(space, kind, undefined, name));
    if (existing === undefined)
        entity.certain = !isConditional(context);
    else
        catalog.changed();
    recorder.write(entity, 'creates');
    recorder.nameChanges(entity);
    return entity;
}
/** A column, constraint, trigger … of a relation, which it changes. */
function createPart(context, home, kind, name) {
    const { catalog, recorder } = context;
    const existing = findPart(home, kind, name);
    const part = existing ?? catalog.add(new Entity('part', kind, home.schema, name, home));
    home.own(part);
    if (existing === undefined)
        part.certain = !isConditional(context);
    else
        catalog.changed();
    recorder.nameChanges(part);
    return part;
}
function findPart(home, kind, name) {
    for (const part of home.owned)
        if (part.home !== undefined && part.kind === kind && part.name === name)
            return part;
    return undefined;
}
/** Consequences known now replace those before, or join them where either may hold. */
function setConsequences(context, entity, consequences) {
    entity.consequences = distinct(isConditional(context) ? [...entity.consequences, ...consequences] : consequences);
    entity.useAll(consequences);
    context.catalog.changed();
}
/** Once is enough: what is joined again and again must not grow. */
function distinct(consequences) {
    const keyOf = (consequence) => 'entity' in consequence
        ? `${consequence.op} ${consequence.entity.number} ${JSON.stringify(consequence.given)}`
        : JSON.stringify(consequence);
    return [...new Map(consequences.map((consequence) => [keyOf(consequence), consequence])).values()];
}
/** Objects in a schema keep it from being dropped. */
function touchSchema(context, schema) {
    if (schema === undefined || schema === TEMPORARY)
        return;
    const label = `schema ${schema}`;
    context.recorder.touch(resourceName('schema', undefined, schema), 'read', 'uses', label);
}
/**
 * Drops an entity with what belongs to it, and under CASCADE with what was built on it. Where it is uncertain whether that happens
 * it stays, and everything is touched all the same.
 */
function drop(context, entity, cascade, seen = new Set()) {
    if (seen.has(entity))
        return;
    seen.add(entity);
    const { catalog, recorder } = context;
    recorder.write(entity, 'drops');
    recorder.nameChanges(entity);
    namesInUseChange(context, entity);
    touchSchema(context, entity.schema);
    if (entity.foreignKey !== undefined)
        touchReferences(context, entity.foreignKey.to);
    touchConstraintName(context, entity);
    if (entity.kind === 'event trigger')
        recorder.touch(EVENT_TRIGGERS, 'write', 'changes', EVENT_TRIGGERS);
    for (const used of [...entity.uses, ...entity.parents]) {
        recorder.read(used);
    }
    leaveTheRest(context, entity);
    // Its rows were rows of theirs.
    for (const parent of entity.ancestors)
        recorder.rows(parent, 'write');
    if (entity.owner !== undefined && entity.home === undefined)
        recorder.add(entity.owner.home ?? entity.owner, 'alters');
    const dropToo = (other, isSure) => {
        if (isSure && !other.loose)
            drop(context, other, cascade, seen);
        else
            conditionally(context, () => {
                drop(context, other, cascade, seen);
            });
    };
    for (const owned of [...entity.owned])
        dropToo(owned, true);
    for (const user of [...entity.usedBy]) {
        const isTwin = entity.kind === 'index' && user.kind === 'index';
        // Without the one that it may be built on it may be built on another.
        if (cascade || isTwin)
            dropToo(user, cascade && entity.certain && !mayStay(entity, user));
        else
            recorder.read(user);
    }
    for (const child of [...entity.children])
        dropToo(child, true);
    const { home } = entity;
    if (entity.kind === 'column' && home !== undefined && !seen.has(home)) {
        for (const other of [...home.owned]) {
            const standing = stands(other, entity.name);
            if (standing !== 'no')
                dropToo(other, standing === 'surely');
        }
        // Of views and foreign keys it is only known that they use its table.
        if (cascade)
            for (const user of [...home.usedBy])
                dropToo(user, false);
    }
    // A part of what may be this or that goes with the one and stays with the other.
    if (isConditional(context) || (entity.home !== undefined && entity.loose)) {
        entity.certain = false;
        catalog.changed();
    }
    else {
        catalog.remove(entity);
    }
}
/** Rows that a partition would have taken may come to the default one, once it is gone. */
function leaveTheRest({ recorder }, partition) {
    for (const parent of partition.parents) {
        for (const sibling of parent.children) {
            if (!sibling.takesTheRest || sibling === partition)
                continue;
            for (const each of [sibling, ...sibling.descendants])
                recorder.write(each, 'alters');
        }
    }
}
/** Values of columns that refer to it are shown otherwise from now on. */
function namesInUseChange({ recorder }, { home }) {
    if (home === undefined)
        recorder.touch(NAMES_IN_USE, 'add', 'changes', NAMES_IN_USE);
}
/** Whether something of a relation goes with one of its columns. */
function stands(owned, column) {
    if (owned.kind !== 'index' && owned.kind !== 'constraint' && owned.kind !== 'statistics') {
        return owned.kind === 'trigger' || owned.kind === 'policy' || owned.kind === 'rule' ? 'perhaps' : 'no';
    }
    if (owned.columns === undefined || isHole(column))
        return 'perhaps';
    return owned.columns.has(column) ? 'surely' : 'no';
}
/** A column may lose no more than its default, a domain a check, a table a column, and of several functions of a name one may go. */
function mayStay(entity, user) {
    if (user.kind === 'table' && isType(entity))
        return true;
    return user.kind === 'column' || (user.kind === 'domain' && entity.space !== 'type') || user.overloads.length > 1;
}
/** Names that PostgreSQL chooses for constraints are not used twice in a schema, whichever tables they are of. */
function touchConstraintName(context, entity, name = entity.name) {
    if (entity.kind !== 'constraint' || entity.home === undefined)
        return;
    const resource = `constraint ${entity.home.schema ?? ''}.${name}`;
    context.recorder.touch(resource, 'write', 'changes', `the constraint name ${name}`);
}
/** A foreign key comes or goes. */
function touchReferences(context, to) {
    context.recorder.touch(referencesTo(to), 'add', 'adds to', `the references to ${to.label}`);
}
/** Gives it another name or schema. Where that is uncertain, both names are there from now on. */
function rename(context, entity, schema, name) {
    const { catalog, recorder } = context;
    recorder.write(entity, 'renames');
    recorder.nameChanges(entity);
    namesInUseChange(context, entity);
    touchConstraintName(context, entity);
    touchSchema(context, entity.schema);
    touchSchema(context, schema);
    const taken = entity.home === undefined ? catalog.find(entity.space, schema, name) : undefined;
    // Which of several functions of a name it is for is not worked out.
    const isOverloaded = entity.space === 'routine' && (entity.overloads.length > 1 || taken !== undefined);
    if (isConditional(context) || (isOverloaded && taken !== entity)) {
        const alias = taken ?? new Entity(entity.space, entity.kind, schema, name, entity.home);
        if (alias !== entity)
            joinTo(alias, entity);
        alias.certain = false;
        entity.certain = false;
        if (entity.home === undefined)
            catalog.add(alias);
        recorder.write(alias, 'renames');
        recorder.nameChanges(alias);
        return;
    }
    for (const part of entity.owned)
        touchConstraintName(context, part);
    // It can only be one that is not there.
    if (taken !== undefined && taken !== entity)
        catalog.remove(taken);
    catalog.rename(entity, schema, name);
    recorder.write(entity, 'renames');
    recorder.nameChanges(entity);
    touchConstraintName(context, entity);
    for (const part of entity.owned)
        touchConstraintName(context, part);
}
/** What an object is, another one of its kind may be too. */
function joinTo(other, entity) {
    entity.alias(other);
    for (const used of entity.uses)
        other.use(used);
    for (const user of entity.usedBy)
        user.use(other);
    for (const owned of entity.owned) {
        other.share(owned);
        owned.loose = true;
    }
    for (const child of entity.children)
        other.adopt(child);
    for (const parent of entity.parents)
        parent.adopt(other);
    other.owner ??= entity.owner;
    entity.owner?.share(other);
    other.consequences = distinct([...other.consequences, ...entity.consequences]);
    other.columns = entity.columns;
    for (const [column, type] of entity.referring)
        other.refer(column, type);
    other.naming ??= entity.naming;
    other.ownedBy = new Set([...other.ownedBy, ...entity.ownedBy]);
    other.takesTheRest ||= entity.takesTheRest;
    other.events ??= entity.events;
    other.foreignKey ??= entity.foreignKey;
    other.overloads = [...other.overloads, ...entity.overloads];
    other.temporary ||= entity.temporary;
}

;// CONCATENATED MODULE: ./build/sql/known/effects.js
/** What calling a function does beyond computing a value from its arguments, as far as the order of migrations is concerned. */
const HARMLESS = { kind: 'harmless', volatile: false };
const VOLATILE = { kind: 'harmless', volatile: true };
const CATALOGS = { kind: 'touches', touching: [{ on: 'catalogs' }] };
function opaque(because) {
    return { kind: 'opaque', because, outside: false };
}
function outside(because) {
    return { kind: 'opaque', because, outside: true };
}
function touches(...touching) {
    return { kind: 'touches', touching };
}
function reads(argument, naming, state = 'definition') {
    return { on: 'named', argument, naming, state, manner: 'read' };
}
function writes(argument, naming, state = 'definition') {
    return { on: 'named', argument, naming, state, manner: 'write' };
}

;// CONCATENATED MODULE: ./build/sql/known/effect-table.js

/** Finds a function's effect in groups of them. */
class EffectTable {
    #groups;
    #read;
    constructor(groups) {
        this.#groups = groups;
    }
    /**
     * Undefined: no group names it, called with so many arguments.
     *
     * @param argumentCount undefined: unknown, so the effect of any number will do
     */
    find(name, argumentCount) {
        const fits = ({ arity }) => arity === undefined || argumentCount === undefined || arity === argumentCount;
        this.#read ??= effect_table_read(this.#groups);
        const { byName, byPrefix } = this.#read;
        const found = byName.get(name)?.find(fits) ?? byPrefix.find(({ prefix }) => name.startsWith(prefix));
        return found?.effect;
    }
}
function effect_table_read(groups) {
    const byName = new Map();
    const byPrefix = [];
    for (const [names, effect] of groups) {
        for (const word of name_table_words(names)) {
            const [name = '', arity] = word.split('/');
            const entry = { arity: arity === undefined ? undefined : Number(arity), effect };
            if (name.endsWith('*'))
                byPrefix.push({ prefix: name.slice(0, -1), effect });
            else
                byName.set(name, [...(byName.get(name) ?? []), entry]);
        }
    }
    return { byName, byPrefix };
}

;// CONCATENATED MODULE: ./build/sql/known/builtin-effects.js
/**
 * Which functions of PostgreSQL do more than compute a value, judged one by one: every volatile function is here, every stable one
 * that looks at definitions, and every one to which an object can be named.
 *
 * Left out, and so taken for pure, is what depends on nothing but the session's settings, time zone and date style among them.
 */


const runs = (...queries) => ({ kind: 'runs', queries });
/** They take SQL as text, and run it. */
const SQL = [
    ['query_to_xml query_to_xmlschema query_to_xml_and_xmlschema ts_stat', runs(0)],
    // With three arguments it replaces one value by another and runs nothing.
    ['ts_rewrite/2', runs(1)],
];
const OTHER_OBJECTS = opaque('reads whatever a schema or the database contains');
/** They read or change what an argument names. */
const NAMED = [
    ['nextval setval', touches(writes(0, 'regclass', 'value'))],
    ['currval pg_sequence_last_value pg_get_sequence_data', touches(reads(0, 'regclass', 'value'))],
    // Each answers for the sequence that this session drew from last, which whoever drew from it touches already.
    ['lastval', HARMLESS],
    ['pg_sequence_parameters', touches(reads(0, 'regclass'))],
    // The answer is the name of the sequence that belongs to the column, which may have been renamed by itself.
    ['pg_get_serial_sequence', touches(reads(0, 'regclass'), { on: 'catalogs' })],
    ['to_regclass regclass regclassin', touches(reads(0, 'regclass'))],
    ['to_regtype to_regtypemod regtypein', touches(reads(0, 'regtype'))],
    ['to_regproc regprocin', touches(reads(0, 'regproc'))],
    ['to_regprocedure regprocedurein', touches(reads(0, 'regprocedure'))],
    ['to_regoper regoperin', touches(reads(0, 'regoper'))],
    ['to_regoperator regoperatorin', touches(reads(0, 'regoperator'))],
    ['to_regnamespace regnamespacein', touches(reads(0, 'regnamespace'))],
    ['to_regrole regrolein', touches(reads(0, 'regrole'))],
    ['to_regcollation regcollationin', touches(reads(0, 'regcollation'))],
    ['regconfigin', touches(reads(0, 'regconfig'))],
    ['regdictionaryin', touches(reads(0, 'regdictionary'))],
    [
        'pg_relation_size pg_table_size pg_indexes_size pg_total_relation_size currtid2',
        touches(reads(0, 'regclass', 'rows')),
    ],
    ['table_to_xml table_to_xml_and_xmlschema', touches(reads(0, 'regclass', 'rows'))],
    [
        `table_to_xmlschema pg_relation_filenode pg_relation_filepath pg_get_replica_identity_index pg_index_has_property
     pg_index_column_has_property satisfies_hash_partition`,
        touches(reads(0, 'regclass')),
    ],
    [
        'brin_summarize_new_values brin_summarize_range brin_desummarize_range gin_clean_pending_list',
        touches(writes(0, 'regclass', 'rows')),
    ],
    ['pg_basetype', touches(reads(0, 'regtype'))],
    ['pg_input_is_valid pg_input_error_info', touches(reads(1, 'regtype'))],
    ['enum_first enum_last enum_range', touches({ on: 'argument type', argument: 0 })],
    // Their first argument is there for its type only.
    [
        `json_populate_record json_populate_recordset jsonb_populate_record jsonb_populate_record_valid jsonb_populate_recordset
     pg_typeof`,
        touches({ on: 'argument type', argument: 0 }),
    ],
    // One argument less, and it is the configuration of the session's settings that they use.
    [
        `to_tsvector/2 to_tsquery/2 plainto_tsquery/2 phraseto_tsquery/2 websearch_to_tsquery/2 json_to_tsvector/3
     jsonb_to_tsvector/3 ts_debug/2 ts_headline/4`,
        touches(reads(0, 'regconfig')),
    ],
    // Three may be configuration, document and query, or document, query and options.
    ['ts_headline/3', touches(reads(0, 'regconfig'), { on: 'setting', setting: 'default_text_search_config' })],
    [
        `to_tsvector/1 to_tsquery/1 plainto_tsquery/1 phraseto_tsquery/1 websearch_to_tsquery/1 json_to_tsvector/2
     jsonb_to_tsvector/2 ts_debug/1 ts_headline/2 get_current_ts_config ts_match_tq ts_match_tt`,
        touches({ on: 'setting', setting: 'default_text_search_config' }),
    ],
    ['ts_lexize', touches(reads(0, 'regdictionary'))],
    ['ts_parse ts_token_type', touches(reads(0, 'text search parser'))],
    // The first names the configuration, the second a column that does, row by row.
    ['tsvector_update_trigger', touches(reads(1, 'regconfig'))],
    ['tsvector_update_trigger_column', CATALOGS],
    ['current_setting', touches({ on: 'setting', setting: 0 })],
    ['schema_to_xml schema_to_xml_and_xmlschema schema_to_xmlschema', OTHER_OBJECTS],
    ['database_to_xml database_to_xml_and_xmlschema database_to_xmlschema', OTHER_OBJECTS],
    ['cursor_to_xml cursor_to_xmlschema', opaque('reads what a cursor was opened for')],
];
/** They look at definitions, grants or comments, of objects that a number stands for, or of all those that a named one refers to. */
const builtin_effects_DEFINITIONS = [
    [
        `pg_get_constraintdef pg_get_expr pg_get_function_arg_default pg_get_function_arguments
     pg_get_function_identity_arguments pg_get_function_result pg_get_function_sqlbody pg_get_functiondef pg_get_indexdef
     pg_get_partition_constraintdef pg_get_partkeydef pg_get_ruledef pg_get_statisticsobjdef
     pg_get_statisticsobjdef_columns pg_get_statisticsobjdef_expressions pg_get_triggerdef pg_get_userbyid pg_get_viewdef
     pg_get_acl pg_get_object_address pg_get_publication_tables`,
        CATALOGS,
    ],
    [
        `obj_description shobj_description col_description format_type oidvectortypes pg_describe_object pg_identify_object
     pg_identify_object_as_address pg_filenode_relation amvalidate pg_indexam_has_property pg_replication_origin_oid
     pg_partition_tree pg_partition_ancestors pg_partition_root pg_relation_is_publishable pg_relation_is_updatable
     pg_column_is_updatable pg_tablespace_databases row_security_active enum_in enum_recv`,
        CATALOGS,
    ],
    // Memberships of roles decide too, and ownership.
    [
        `has_any_column_privilege has_column_privilege has_database_privilege has_foreign_data_wrapper_privilege
     has_function_privilege has_language_privilege has_largeobject_privilege has_parameter_privilege has_schema_privilege
     has_sequence_privilege has_server_privilege has_table_privilege has_tablespace_privilege has_type_privilege pg_has_role`,
        CATALOGS,
    ],
    [
        `pg_collation_is_visible pg_conversion_is_visible pg_function_is_visible pg_opclass_is_visible pg_operator_is_visible
     pg_opfamily_is_visible pg_statistics_obj_is_visible pg_table_is_visible pg_ts_config_is_visible pg_ts_dict_is_visible
     pg_ts_parser_is_visible pg_ts_template_is_visible pg_type_is_visible`,
        CATALOGS,
    ],
    // As texts, these values are names, and an object may have got another one.
    [
        `regclassout regcollationout regconfigout regdictionaryout regnamespaceout regoperatorout regoperout regprocedureout
     regprocout regroleout regtypeout`,
        CATALOGS,
    ],
    ['current_schema current_schemas', touches({ on: 'search path' })],
];
const FILES = 'reads files of the server';
const REPLICATION = 'changes the state of replication';
const STATISTICS = 'changes statistics of a relation that its arguments name';
/** They change the session, the server or what is outside of the catalogs. */
const STATE = [
    ['set_config', { kind: 'sets' }],
    ['setseed', HARMLESS],
    [
        'lo_creat lo_create lo_from_bytea lo_put lo_truncate lo_truncate64 lo_unlink lowrite lo_close',
        touches({ on: 'large objects', manner: 'write' }),
    ],
    ['lo_get lo_lseek lo_lseek64 lo_open lo_tell lo_tell64 loread', touches({ on: 'large objects', manner: 'read' })],
    ['lo_export', opaque('writes a file of the server')],
    ['lo_import', outside(FILES)],
    [
        `pg_advisory_lock pg_advisory_lock_shared pg_advisory_unlock pg_advisory_unlock_all pg_advisory_unlock_shared
     pg_advisory_xact_lock pg_advisory_xact_lock_shared pg_try_advisory_lock pg_try_advisory_lock_shared
     pg_try_advisory_xact_lock pg_try_advisory_xact_lock_shared`,
        touches({ on: 'advisory locks', manner: 'write' }),
    ],
    // Whoever listens is none of the migrations.
    ['pg_notify', HARMLESS],
    ['pg_cancel_backend pg_terminate_backend', opaque('ends other sessions or what they do')],
    ['pg_reload_conf', opaque('makes changed settings of the server take effect')],
    ['pg_promote pg_wal_replay_pause pg_wal_replay_resume', opaque('changes the role of the server')],
    [
        `pg_copy_logical_replication_slot pg_copy_physical_replication_slot pg_create_logical_replication_slot
     pg_create_physical_replication_slot pg_drop_replication_slot pg_logical_slot_get_binary_changes
     pg_logical_slot_get_changes pg_logical_slot_peek_binary_changes pg_logical_slot_peek_changes
     pg_replication_slot_advance pg_replication_origin_advance pg_replication_origin_create pg_replication_origin_drop
     pg_replication_origin_session_reset pg_replication_origin_session_setup pg_replication_origin_xact_reset
     pg_replication_origin_xact_setup pg_sync_replication_slots`,
        opaque(REPLICATION),
    ],
    [
        'pg_backup_start pg_backup_stop pg_start_backup pg_stop_backup',
        opaque('begins or ends a backup, of which there is only one at a time'),
    ],
    [
        `pg_ls_archive_statusdir pg_ls_dir pg_ls_logdir pg_ls_logicalmapdir pg_ls_logicalsnapdir pg_ls_replslotdir
     pg_ls_summariesdir pg_ls_tmpdir pg_ls_waldir pg_read_binary_file pg_read_file pg_read_file_old pg_stat_file
     pg_current_logfile pg_hba_file_rules pg_ident_file_mappings pg_show_all_file_settings`,
        outside(FILES),
    ],
    ['pg_import_system_collations', opaque('creates collations')],
    ['pg_extension_config_dump', opaque('changes what belongs to an extension')],
    [
        'pg_clear_attribute_stats pg_clear_relation_stats pg_restore_attribute_stats pg_restore_relation_stats',
        opaque(STATISTICS),
    ],
    ['binary_upgrade_* pg_nextoid pg_stop_making_pinned_objects', opaque('decides on identities in the catalogs')],
    // Their effect is on logs, statistics and the write-ahead log, which nothing in the database depends on.
    [
        `pg_create_restore_point pg_log_backend_memory_contexts pg_log_standby_snapshot pg_logical_emit_message
     pg_rotate_logfile pg_rotate_logfile_old pg_stat_clear_snapshot pg_stat_force_next_flush pg_stat_reset
     pg_stat_reset_backend_stats pg_stat_reset_replication_slot pg_stat_reset_shared
     pg_stat_reset_single_function_counters pg_stat_reset_single_table_counters pg_stat_reset_slru
     pg_stat_reset_subscription_stats pg_switch_wal`,
        VOLATILE,
    ],
    ['pg_sleep pg_sleep_for pg_sleep_until', HARMLESS],
];
/** They are there for constraints and languages, which answer for what they do; nobody can call them. */
const INTERNAL = [
    ['RI_FKey_* unique_key_recheck', opaque('is the trigger of a constraint, told apart from its constraint')],
    [
        'plpgsql_call_handler plpgsql_validator fmgr_c_validator fmgr_internal_validator fmgr_sql_validator',
        opaque('is a part of a language'),
    ],
];
/** Their value depends on the moment, on chance or on what the server is doing. */
const MOMENTARY = [
    ['now transaction_timestamp statement_timestamp clock_timestamp timeofday age/1', VOLATILE],
    ['random random_normal array_sample array_shuffle gen_random_uuid uuidv4 uuidv7', VOLATILE],
    [
        `pg_current_snapshot pg_current_xact_id pg_current_xact_id_if_assigned pg_export_snapshot pg_last_committed_xact
     pg_xact_commit_timestamp pg_xact_commit_timestamp_origin pg_xact_status txid_current txid_current_if_assigned
     txid_current_snapshot txid_status pg_get_multixact_members mxid_age`,
        VOLATILE,
    ],
    [
        `pg_available_wal_summaries pg_current_wal_flush_lsn pg_current_wal_insert_lsn pg_current_wal_lsn
     pg_get_wal_replay_pause_state pg_get_wal_summarizer_state pg_is_wal_replay_paused pg_last_wal_receive_lsn
     pg_last_wal_replay_lsn pg_last_xact_replay_timestamp pg_replication_origin_progress
     pg_replication_origin_session_is_setup pg_replication_origin_session_progress pg_show_replication_origin_status
     pg_get_replication_slots pg_wal_summary_contents pg_is_in_backup pg_backup_start_time`,
        VOLATILE,
    ],
    [
        `pg_backend_pid pg_blocking_pids pg_safe_snapshot_blocking_pids pg_isolation_test_session_is_blocked pg_lock_status
     pg_notification_queue_usage pg_prepared_xact pg_my_temp_schema pg_is_other_temp_schema pg_conf_load_time
     pg_postmaster_start_time pg_column_toast_chunk_id`,
        VOLATILE,
    ],
    [
        `pg_control_checkpoint pg_control_init pg_control_recovery pg_control_system pg_database_size pg_tablespace_size
     pg_get_aios pg_get_backend_memory_contexts pg_get_shmem_allocations pg_get_shmem_allocations_numa
     pg_get_loaded_modules`,
        VOLATILE,
    ],
    ['pg_stat_get_* pg_stat_have_stats', VOLATILE],
];
/** They tell of the session, the server or their arguments what no migration can change for another. */
const TOLD = [
    [
        `current_database current_query current_user getdatabaseencoding getpgusername inet_client_addr inet_client_port
     inet_server_addr inet_server_port pg_client_encoding session_user system_user version`,
        HARMLESS,
    ],
    [
        `pg_available_extension_versions pg_available_extensions pg_char_to_encoding pg_collation_actual_version
     pg_collation_for pg_column_compression pg_column_size pg_config pg_cursor pg_database_collation_actual_version
     pg_dependencies_send pg_encoding_to_char pg_event_trigger_ddl_commands pg_event_trigger_dropped_objects
     pg_event_trigger_table_rewrite_oid pg_event_trigger_table_rewrite_reason pg_extension_update_paths
     pg_get_catalog_foreign_keys pg_get_keywords pg_get_wait_events pg_get_wal_resource_managers pg_is_in_recovery
     pg_jit_available pg_listening_channels pg_mcv_list_items pg_mcv_list_send pg_ndistinct_send pg_node_tree_send
     pg_numa_available pg_options_to_table pg_prepared_statement pg_settings_get_flags pg_show_all_settings
     pg_split_walfile_name pg_tablespace_location pg_timezone_abbrevs pg_timezone_abbrevs_abbrevs
     pg_timezone_abbrevs_zone pg_timezone_names pg_trigger_depth`,
        HARMLESS,
    ],
    ['timezone suppress_redundant_updates_trigger', HARMLESS],
];
const BUILTIN_EFFECTS = [
    ...SQL,
    ...NAMED,
    ...builtin_effects_DEFINITIONS,
    ...STATE,
    ...INTERNAL,
    ...MOMENTARY,
    ...TOLD,
];
const TABLE = new EffectTable(BUILTIN_EFFECTS);
/**
 * What calling the function of `pg_catalog` does beyond computing a value from its arguments; undefined: nothing.
 *
 * @param argumentCount undefined: unknown
 */
function builtinFunctionEffect(name, argumentCount) {
    return TABLE.find(name, argumentCount);
}

;// CONCATENATED MODULE: ./build/sql/analysis/builtin-call.js
/** What a call of one of PostgreSQL's own functions does besides giving a value. */





function builtinCall(context, name, args) {
    const effect = builtinFunctionEffect(name, args.length);
    if (effect === undefined)
        return [];
    switch (effect.kind) {
        case 'harmless':
            return [];
        case 'touches':
            return effect.touching.flatMap((touching) => {
                const now = touchingConsequences(context, touching, args);
                const later = touching.on === 'named' ? foundLater(touching, name, args.at(touching.argument)) : [];
                // What is found by then need not be there, or stay.
                return later.length === 0 ? now : [...now.filter(({ op }) => op !== 'use'), ...later];
            });
        case 'runs':
            return [{ op: 'opaque', because: `calls ${name}(), which runs SQL given as text`, mayDefine: true }];
        case 'sets':
            return setting(context, args);
        default:
            return [
                {
                    op: 'opaque',
                    because: `calls ${name}(), which ${effect.because}`,
                    mayDefine: false,
                    outside: effect.outside,
                },
            ];
    }
}
function touchingConsequences(context, touching, args) {
    switch (touching.on) {
        case 'named': {
            const { argument } = touching;
            const node = args.at(argument);
            const text = constantString(node);
            if (text === undefined || isHole(text))
                return anyObject(context, touching);
            return namedObject(context, touching.naming, text).flatMap((found) => {
                if (found.op !== 'use')
                    return [found];
                if (touching.state === 'value')
                    return [{ op: touching.manner === 'write' ? 'draw' : 'read', entity: found.entity }];
                if (touching.state === 'rows')
                    return [{ op: 'read', entity: found.entity }];
                return [found];
            });
        }
        case 'catalogs':
            return [{ op: 'lookup' }];
        case 'large objects':
            return [{ op: 'opaque', because: 'works on large objects', mayDefine: false }];
        case 'own relation':
            return [{ op: 'opaque', because: `uses ${touching.name}`, mayDefine: false }];
        default:
            // Settings are the session's own, advisory locks only make others wait, and an argument's type is looked up with the argument.
            return [];
    }
}
/** A text is read as a name whenever the expression is evaluated, which in a default or a view is another time. */
function foundLater(touching, called, node) {
    const text = constantString(node);
    if (text === undefined || (!called.startsWith('to_reg') && !isCastToText(node)))
        return [];
    if (touching.state !== 'definition')
        return [{ op: 'opaque', because: `finds ${text} by its name whenever ${called}() is called`, mayDefine: false }];
    return [{ op: 'lookup', name: parseName(text.replace(/\(.*$/s, ''))?.at(-1) }];
}
/** `'s'::text`, also behind `::regclass`. */
function isCastToText(node) {
    if (node === undefined || !('TypeCast' in node))
        return false;
    const { arg, typeName } = node.TypeCast;
    return isCastToText(arg) || !(typeNameOf(typeName ?? {}).at(-1) ?? '').startsWith('reg');
}
/** A sequence named by a value that only the run knows may be any that there is. */
function anyObject(context, touching) {
    if (touching.state !== 'value')
        return [{ op: 'lookup' }];
    const sequences = [...context.catalog.all('relation')].filter(({ kind }) => kind === 'sequence');
    return [
        { op: 'lookup' },
        ...sequences.map((entity) => ({ op: touching.manner === 'write' ? 'draw' : 'read', entity })),
    ];
}
/** `set_config('search_path', '', false)`, as pg_dump writes it. */
function setting(context, args) {
    const name = constantString(args[0]);
    const value = constantString(args[1]);
    if (name === undefined)
        return [{ op: 'opaque', because: 'sets a setting that only the run knows', mayDefine: true }];
    if (['role', 'session_authorization'].includes(name.toLowerCase())) {
        if (value !== undefined)
            context.session.actingAs = new Set(value === 'none' ? [] : [value]);
        return [{ op: 'opaque', because: 'acts as another role', mayDefine: value === undefined }];
    }
    if (name.toLowerCase() !== 'search_path')
        return [];
    if (value === undefined || isConditional(context)) {
        return [{ op: 'opaque', because: 'sets search_path to what only the run knows', mayDefine: true }];
    }
    const before = context.session.searchPath;
    if (!isFalse(args[2]))
        context.session.afterwards ??= before;
    context.session.searchPath = value
        .split(',')
        .map((schema) => schema.trim().replace(/^"(.*)"$/, '$1'))
        .filter((schema) => schema !== '');
    return [];
}
function isFalse(node) {
    return node !== undefined && 'A_Const' in node && node.A_Const.boolval?.boolval !== true;
}

;// CONCATENATED MODULE: ./build/sql/analysis/catalog-change.js
/** Changes of the system catalogs by hand: an update of what is known nowhere else, on objects that the statement names. */


/** Columns that say how an object works, or what is known of its rows, but not what it is made of. */
const MANNERS = new Map([
    ['pg_index', new Set(['indisready', 'indisvalid', 'indisclustered'])],
    ['pg_class', new Set(['reltuples', 'relpages', 'relallvisible'])],
]);
const catalog_change_UNBOUNDED = { op: 'opaque', because: 'changes the system catalogs themselves', mayDefine: true };
/** @param fields a statement that changes rows of a catalog */
function catalogChanges(context, tag, fields) {
    const range = fields['relation'];
    const isPlain = tag === 'UpdateStmt' && fields['fromClause'] === undefined && fields['withClause'] === undefined;
    if (!isPlain || !changesManners(range, fields['targetList']))
        return [catalog_change_UNBOUNDED];
    const query = { fromClause: [{ RangeVar: range }], whereClause: fields['whereClause'] };
    const found = catalogLookups(context, query, () => false);
    return found.every(isNamed)
        ? found.flatMap((consequence) => [consequence, ...alterations(context, consequence)])
        : [catalog_change_UNBOUNDED];
}
function changesManners({ relname = '' }, targets = []) {
    const columns = MANNERS.get(relname);
    return (columns !== undefined &&
        targets.every((target) => 'ResTarget' in target && columns.has(target.ResTarget.name ?? '')));
}
/** Whatever has the name, in any schema. */
function alterations({ catalog }, consequence) {
    if ('entity' in consequence)
        return [{ op: 'alter', entity: consequence.entity }];
    if (consequence.op !== 'lookup' || consequence.name === undefined)
        return [];
    return [...catalog.named(consequence.name)].map((entity) => ({ op: 'alter', entity }));
}

;// CONCATENATED MODULE: ./build/sql/analysis/query.js
/**
 * What running a query or evaluating an expression does, as consequences on resolved objects.
 *
 * Every node is visited, whatever its kind: a relation, function, operator or type cannot hide in a clause that nobody thought of.
 */










const query_NO_NAMES = new Set();
/** The consequences of a query, an expression, or any list of these. What it looks up is touched at once. */
function consequencesOf(context, tree, tag = '') {
    const collector = new Collector(context);
    collector.collect(tag === '' ? tree : { [tag]: tree }, query_NO_NAMES);
    return collector.consequences;
}
/** The same of an expression on the columns of a relation. */
function consequencesOn(context, relation, tree) {
    useRow(context, relation, columnsIn(tree));
    return consequencesOf(context, tree);
}
/** Columns an expression stands on; undefined when it takes the row as a whole, or may. */
function columnsIn(expression) {
    const columns = new Set();
    walk(expression, (tag, fields) => {
        if (tag === 'A_Star')
            columns.add(undefined);
        if (tag === 'ColumnRef')
            columns.add(stringsOf(fields['fields']).at(-1));
        return false;
    });
    const named = [...columns].filter((name) => name !== undefined);
    return named.length === columns.size ? new Set(named) : undefined;
}
/** A data-changing statement's consequences on the relation it names. */
const CHANGES = {
    InsertStmt: ['insert'],
    UpdateStmt: ['update'],
    DeleteStmt: ['delete'],
};
class Collector {
    consequences = [];
    #context;
    constructor(context) {
        this.#context = context;
    }
    collect(tree, scope) {
        walk(tree, (tag, fields) => this.#visit(tag, fields, scope));
    }
    /** @returns whether everything below the node is seen to */
    #visit(tag, fields, scope) {
        switch (tag) {
            case 'SelectStmt':
                this.#select(fields, scope);
                return true;
            case 'InsertStmt':
            case 'UpdateStmt':
            case 'DeleteStmt':
            case 'MergeStmt':
                this.#change(tag, fields, scope);
                return true;
            case 'RangeVar':
                this.#relation(fields, scope);
                return true;
            case 'FuncCall':
                this.#call(fields);
                return false;
            case 'TypeName':
                this.consequences.push(...typeConsequences(this.#context, fields));
                return false;
            case 'TypeCast':
                this.#cast(fields);
                return false;
            case 'A_Expr':
            case 'SubLink':
            case 'SortBy':
                this.#operator(stringsOf((fields['name'] ?? fields['operName'] ?? fields['useOp'])));
                return false;
            case 'CollateClause':
                findOther(this.#context, 'collation', stringsOf(fields['collname']));
                return false;
            case 'ColumnRef':
                this.#attributeNotation(fields);
                return true;
            default:
                return false;
        }
    }
    #select(fields, scope) {
        const inner = this.#with(fields, scope);
        this.consequences.push(...catalogLookups(this.#context, fields, (name) => inner.has(name)));
        for (const [key, child] of Object.entries(fields)) {
            if (key === 'withClause' || key === 'intoClause')
                continue;
            walk(child, (tag, below) => this.#visit(tag, below, inner), key, 'SelectStmt');
        }
    }
    #change(tag, fields, scope) {
        const inner = this.#with(fields, scope);
        const range = fields['relation'];
        const { entities, builtin } = findRelation(this.#context, nameOfRange(range));
        if (builtin) {
            this.consequences.push(...catalogChanges(this.#context, tag, fields));
        }
        else if (entities.length === 0) {
            unknownName(this.#context, 'relation', nameOfRange(range));
        }
        for (const entity of entities) {
            useRow(this.#context, entity);
            for (const op of changesOf(tag, fields))
                this.consequences.push({ op, entity });
            this.consequences.push(...namesGiven(this.#context, entity, tag, fields));
        }
        for (const [key, child] of Object.entries(fields)) {
            if (key === 'withClause' || key === 'relation')
                continue;
            walk(child, (below, body) => this.#visit(below, body, inner), key, tag);
        }
    }
    /** Visits the WITH queries of a statement, and gives the names that its other clauses see. */
    #with(fields, scope) {
        const clause = fields['withClause'];
        if (clause === undefined)
            return scope;
        const visible = new Set(scope);
        const queries = (clause.ctes ?? []).flatMap((node) => ('CommonTableExpr' in node ? [node.CommonTableExpr] : []));
        if (clause.recursive === true)
            queries.forEach(({ ctename }) => visible.add(ctename ?? ''));
        for (const query of queries) {
            this.collect(query.ctequery, new Set(visible));
            visible.add(query.ctename ?? '');
        }
        return visible;
    }
    #relation(range, scope) {
        const name = nameOfRange(range);
        if (name.length === 1 && scope.has(name[0] ?? ''))
            return;
        const { entities, builtin } = findRelation(this.#context, name);
        if (entities.length === 0 && !builtin) {
            if (name.length === 1 && this.#context.catalog.transitionTables.has(name[0] ?? ''))
                return;
            unknownName(this.#context, 'relation', name);
        }
        for (const entity of entities) {
            useRow(this.#context, entity);
            this.consequences.push({ op: 'read', entity });
        }
    }
    #call(fields) {
        const name = stringsOf(fields['funcname']);
        const { entities, builtin } = findRoutine(this.#context, name);
        if (builtin)
            this.consequences.push(...builtinCall(this.#context, name.at(-1) ?? '', (fields['args'] ?? [])));
        else if (entities.length === 0)
            unknownName(this.#context, 'function', name);
        const given = entities.length > 0 ? argumentsOf((fields['args'] ?? [])) : undefined;
        for (const entity of entities) {
            useTypesOf(this.#context, entity);
            this.consequences.push({ op: 'call', entity, given });
        }
    }
    /** `'app.orders'::regclass` looks a relation up, and a text that only the run knows may name any. */
    #cast(fields) {
        const type = fields['typeName'];
        if (!isReference(type))
            return;
        const arg = fields['arg'];
        const text = constantString(arg);
        if (text !== undefined)
            this.consequences.push(...namedObject(this.#context, typeNameOf(type).at(-1) ?? '', text));
        else if (!isIdentity(arg))
            this.consequences.push({ op: 'lookup' });
    }
    /** What a user-made operator of this symbol calls; whichever operand types it is for. */
    #operator(name) {
        const symbol = name.at(-1);
        if (symbol === undefined)
            return;
        const resource = `operator ${symbol}`;
        this.consequences.push({ op: 'mention', resource, label: `operator ${symbol}` });
        const made = this.#context.catalog.find('operator', undefined, symbol);
        if (made !== undefined)
            this.consequences.push({ op: 'call', entity: made });
        else if (!isBuiltinOperator(symbol)) {
            for (const name of extensionsWithOperator(symbol))
                findGlobal(this.#context, 'extension', name);
            for (const entity of this.#context.catalog.unknownExtensions)
                this.#context.recorder.read(entity);
        }
    }
    /** `row.name` may be a function called on the row. */
    #attributeNotation(fields) {
        const parts = stringsOf(fields['fields']);
        const last = parts.at(-1);
        if (parts.length < 2 || last === undefined)
            return;
        for (const entity of this.#context.catalog.routinesNamed(last))
            this.consequences.push({ op: 'call', entity });
    }
}
/** A number, or a column of the catalogs, which stands for an object that was found in another way. */
function isIdentity(node) {
    if (node === undefined || 'A_Const' in node)
        return true;
    if ('TypeCast' in node)
        return isIdentity(node.TypeCast.arg);
    return ('ColumnRef' in node &&
        /(oid|relid|typid|inhparent|objid|rettype)$/.test(stringsOf(node.ColumnRef.fields).at(-1) ?? ''));
}
/** Arguments as far as they are constants, by which a body may name tables. */
function argumentsOf(args) {
    return args.map((node) => {
        if (!('NamedArgExpr' in node))
            return constantString(node);
        return { name: node.NamedArgExpr.name ?? '', value: constantString(node.NamedArgExpr.arg) };
    });
}
function changesOf(tag, fields) {
    if (tag === 'MergeStmt')
        return ['insert', 'update', 'delete'];
    const conflict = fields['onConflictClause'];
    return conflict?.action === 'ONCONFLICT_UPDATE' ? ['insert', 'update'] : (CHANGES[tag] ?? []);
}

;// CONCATENATED MODULE: ./build/sql/analysis/statements/relation.js





/** Whether something of this name exists for sure, in the schema where it would be made. */
function isThere(context, range) {
    const [schema, name] = placeOf(context, nameOfRange(range), range.relpersistence === 't');
    const existing = context.catalog.find('relation', schema, name);
    if (existing === undefined || !context.catalog.isSure(existing))
        return false;
    context.recorder.read(existing, 'names');
    return true;
}
/** @param ifNotExists whether the statement says so */
function createRelation(context, range, kind, ifNotExists = false) {
    const [schema, name] = placeOf(context, nameOfRange(range), range.relpersistence === 't');
    const relation = create(context, 'relation', kind, schema, name, ifNotExists || isConditional(context));
    if (schema === TEMPORARY)
        return relation;
    context.recorder.rows(relation, 'write');
    // A row type's array is called like the table with an underscore; who has that name is asked to make way.
    if (name.startsWith('_'))
        context.recorder.absence('relation', schema, name.replace(/^_+/, ''));
    return relation;
}
/**
 * The first name of its kind that nobody has, or all that may be the first; every name tried matters.
 *
 * @param takenBy whether something else has the name
 */
function freeNames(context, schema, table, column, label, space = 'relation', takenBy = () => 'no') {
    const names = [];
    for (let pass = 0;; pass += 1) {
        const name = objectName(table, column, pass === 0 ? label : `${label}${pass}`);
        const other = context.catalog.find(space, schema, name);
        context.recorder.absence(space, schema, name);
        const taken = [takenBy(name), other === undefined ? 'no' : context.catalog.isSure(other) ? 'surely' : 'perhaps'];
        if (taken.includes('surely'))
            continue;
        names.push(name);
        if (!taken.includes('perhaps'))
            return names;
    }
}
/** Whether a constraint of the schema has the name, which then matters. */
function takenByConstraint(context, schema, name) {
    const { catalog, recorder } = context;
    const others = [...catalog.named(name)].filter(({ kind, home }) => kind === 'constraint' && home?.schema === schema);
    if (others.length === 0)
        return 'no';
    recorder.touch(`constraint ${schema}.${name}`, 'read', 'names', `the constraint name ${name}`);
    return others.some((other) => catalog.isSure(other) && !other.loose) ? 'surely' : 'perhaps';
}

;// CONCATENATED MODULE: ./build/sql/analysis/statements/copied-index.js
/** Indexes and statistics that PostgreSQL makes like others: for partitions, and by LIKE. Their names follow their columns. */





const copied_index_UNKNOWN = { columns: ['expr'], label: 'idx' };
/** An index of a table like one of another, as if it had been made without a name. Several if several names may be free. */
function copyIndex(context, index, table) {
    const naming = index.naming ?? copied_index_UNKNOWN;
    const { columns, label } = naming;
    const schema = table.schema ?? 'public';
    const ofConstraint = label !== 'idx';
    const part = label === 'pkey' ? undefined : columnsPart(columns);
    const names = freeNames(context, schema, table.name, part, label, 'relation', (each) => ofConstraint ? takenByConstraint(context, schema, each) : 'no');
    const copies = [];
    forOneOf(context, names, (name) => {
        const copy = create(context, 'relation', 'index', schema, name);
        copies.push(copy);
        copy.naming = naming;
        defining(context, copy, () => {
            setConsequences(context, copy, index.consequences);
        });
        copy.columns = copy.loose ? undefined : index.columns;
        copy.use(table);
        table.own(copy);
        if (!ofConstraint)
            return;
        context.recorder.touch(`constraint ${schema}.${name}`, 'write', 'creates', `the constraint name ${name}`);
        const constraint = createPart(context, table, 'constraint', name);
        constraint.columns = index.columns;
        constraint.own(copy);
    });
    return copies;
}
/**
 * That of a partition belongs to the one above. PostgreSQL may take one of the partition's own that is like it instead, which then
 * goes with the index above.
 */
function copyToPartition(context, index, partition) {
    const own = [...partition.owned].filter((other) => isLike(other, index));
    for (const other of own)
        other.use(index);
    const make = () => {
        for (const copy of copyIndex(context, index, partition)) {
            copy.use(index);
            index.own(copy);
        }
    };
    if (own.length > 0)
        conditionally(context, make);
    else
        make();
}
function isLike(own, index) {
    if (own.kind !== 'index')
        return false;
    if (own.columns === undefined || index.columns === undefined)
        return true;
    return own.columns.size === index.columns.size && [...own.columns].every((name) => index.columns?.has(name));
}
function copyStatistics(context, statistics, table) {
    const schema = table.schema ?? 'public';
    const { columns } = statistics.naming ?? copied_index_UNKNOWN;
    forOneOf(context, nameStatistics(context, schema, table, columns), (name) => {
        const copy = create(context, 'statistics', 'statistics', schema, name);
        copy.naming = statistics.naming;
        defining(context, copy, () => {
            setConsequences(context, copy, statistics.consequences);
        });
        copy.columns = copy.loose ? undefined : statistics.columns;
        copy.use(table);
        table.own(copy);
    });
}
/** The name that PostgreSQL chooses, numbered among those of its schema, or all that it may be. */
function nameStatistics(context, schema, table, columns) {
    const names = freeNames(context, schema, table.name, columnsPart(columns), 'stat', 'statistics');
    context.recorder.touch(resourceName('statistics', schema, '*'), 'write', 'creates', 'unnamed statistics');
    return names;
}

;// CONCATENATED MODULE: ./build/sql/analysis/statements/constraint.js










/** @param column the column it is written at, if at one */
function addConstraint(context, table, constraint, column) {
    switch (constraint.contype) {
        case 'CONSTR_CHECK':
            addCheck(context, table, constraint, column);
            return;
        case 'CONSTR_NOTNULL':
            addNotNull(context, table, stringsOf(constraint.keys)[0] ?? column ?? '', constraint);
            return;
        case 'CONSTR_PRIMARY':
        case 'CONSTR_UNIQUE':
        case 'CONSTR_EXCLUSION':
            addIndexed(context, table, constraint, column);
            return;
        case 'CONSTR_FOREIGN':
            addForeignKey(context, table, constraint, column);
            return;
        default:
            giveUp(context, `has a constraint of an unknown kind (${String(constraint.contype)})`, true);
    }
}
function addCheck(context, table, constraint, column) {
    const columns = columnsIn(constraint.raw_expr);
    const only = columns?.size === 1 ? [...columns][0] : undefined;
    const part = namePart(context, table, constraint, column ?? only, 'check');
    part.columns = columns;
    const consequences = consequencesOn(context, table, constraint.raw_expr);
    setConsequences(context, part, consequences);
    // Rows that are there are checked.
    perform(context, consequences);
}
/** From version 18 on it is a constraint with a name, one for a column; before, there being one more does no harm. */
function addNotNull(context, table, column, constraint = {}) {
    const isThere = [...table.owned].some(({ naming }) => naming?.label === 'not_null' && naming.columns[0] === column);
    if (isThere)
        return;
    const part = namePart(context, table, constraint, column, 'not_null');
    part.columns = new Set([column]);
    part.naming = { columns: [column], label: 'not_null' };
}
/** It goes with its name. */
function dropNotNull(context, table, column) {
    for (const part of [...table.owned]) {
        if (part.naming?.label === 'not_null' && part.naming.columns[0] === column)
            drop(context, part, false);
    }
}
/** The constraint under its own name, or the one that PostgreSQL would choose. */
function namePart(context, table, constraint, column, label) {
    const schema = table.schema ?? 'public';
    const given = constraint.conname;
    const name = given ?? freeConstraintName(context, schema, table.name, column, label);
    // PostgreSQL chooses names that no other constraint of the schema has; a given one may repeat them.
    const resource = `constraint ${schema}.${name}`;
    context.recorder.touch(resource, given === undefined ? 'write' : 'add', 'creates', `the constraint name ${name}`);
    return createPart(context, table, 'constraint', name);
}
function freeConstraintName(context, schema, table, column, label) {
    for (let pass = 0;; pass += 1) {
        const name = objectName(table, column, pass === 0 ? label : `${label}${pass}`);
        const taken = takenByConstraint(context, schema, name);
        if (taken === 'no')
            return name;
        // It may be called so.
        if (taken === 'perhaps') {
            context.recorder.touch(`constraint ${schema}.${name}`, 'write', 'creates', `the constraint name ${name}`);
            context.recorder.touch(`any ${name}`, 'add', 'changes', `the name ${name}`);
        }
    }
}
function addIndexed(context, table, constraint, column) {
    const schema = table.schema ?? 'public';
    const existing = constraint.indexname;
    const elements = constraint.exclusions ?? [];
    const keys = stringsOf(constraint.keys);
    const columns = elements.length > 0 ? exclusionColumns(elements) : keys.length > 0 ? keys : column === undefined ? [] : [column];
    const kind = constraint.contype === 'CONSTR_PRIMARY' ? 'pkey' : constraint.contype === 'CONSTR_UNIQUE' ? 'key' : 'excl';
    if (existing !== undefined) {
        adoptIndex(context, table, existing, constraint.conname, kind);
        return;
    }
    const naming = { columns: [...columns, ...stringsOf(constraint.including)], label: kind };
    const names = constraint.conname === undefined
        ? freeNames(context, schema, table.name, kind === 'pkey' ? undefined : columnsPart(naming.columns), kind, 'relation', 
        // PostgreSQL chooses a name that no other constraint of the schema has, either.
        (each) => takenByConstraint(context, schema, each))
        : [constraint.conname];
    const parameters = elements.flatMap((node) => ('List' in node ? (node.List.items ?? []) : []));
    const consequences = [
        ...consequencesOn(context, table, [elements, constraint.where_clause]),
        ...operatorClasses(context, parameters),
    ];
    const own = elements.length > 0 ? columnsOfExclusion(elements, constraint.where_clause) : new Set(naming.columns);
    forOneOf(context, names, (name) => {
        const index = create(context, 'relation', 'index', schema, name);
        index.columns = index.loose ? undefined : own;
        index.naming = naming;
        index.use(table);
        table.own(index);
        const part = createPart(context, table, 'constraint', name);
        part.columns = index.columns;
        part.own(index);
        const manner = constraint.conname === undefined ? 'write' : 'add';
        context.recorder.touch(`constraint ${schema}.${name}`, manner, 'creates', `the constraint name ${name}`);
        defining(context, index, () => {
            setConsequences(context, index, consequences);
        });
        for (const child of table.descendants)
            copyToPartition(context, index, child);
    });
    perform(context, consequences);
    if (kind === 'pkey')
        for (const each of columns)
            addNotNull(context, table, each);
    if (elements.length > 0) {
        const method = constraint.access_method ?? 'gist';
        context.recorder.touch(`access method ${method}`, 'read', 'uses', `access method ${method}`);
    }
}
function exclusionColumns(elements) {
    const parameters = elements.flatMap((node) => ('List' in node ? (node.List.items ?? []).slice(0, 1) : []));
    return indexColumns(parameters);
}
/** The columns it stands on, those of expressions too; undefined when any may be. */
function columnsOfExclusion(elements, where) {
    const parameters = elements.flatMap((node) => ('List' in node ? (node.List.items ?? []).slice(0, 1) : []));
    const plain = parameters.flatMap((node) => ('IndexElem' in node ? (node.IndexElem.name ?? []) : []));
    const others = columnsIn([parameters, where]);
    return others && new Set([...plain, ...others]);
}
/** `UNIQUE USING INDEX`: the index takes the constraint's name. */
function adoptIndex(context, table, indexName, constraintName, label) {
    const { entities } = findRelation(context, table.schema === undefined ? [indexName] : [table.schema, indexName]);
    for (const index of entities) {
        context.recorder.write(index, 'alters');
        const part = createPart(context, table, 'constraint', constraintName ?? indexName);
        part.columns = index.columns;
        if (constraintName !== undefined && constraintName !== indexName) {
            rename(context, index, index.schema, constraintName);
        }
        part.own(index);
        table.own(index);
        if (label === 'pkey')
            for (const each of index.columns ?? [])
                addNotNull(context, table, each);
        if (index.naming !== undefined)
            index.naming = { ...index.naming, label };
    }
}
function addForeignKey(context, table, constraint, column) {
    const own = stringsOf(constraint.fk_attrs);
    const columns = own.length > 0 ? own : column === undefined ? [] : [column];
    const first = namePart(context, table, constraint, columnsPart(columns), 'fkey');
    first.columns = isConditional(context) ? undefined : new Set(columns);
    const range = constraint.pktable;
    if (range === undefined)
        return;
    const { entities } = findRelation(context, nameOfRange(range));
    if (entities.length === 0)
        unknownName(context, 'table', nameOfRange(range));
    for (const to of entities) {
        const part = keyTo(context, first, to);
        part.use(to);
        for (const child of to.descendants)
            context.recorder.read(child);
        // Which of its indexes the key stands on, and whether rows that are there refer to rows that are.
        context.recorder.read(to, 'uses');
        context.recorder.readIndexes(to);
        if (constraint.skip_validation !== true)
            context.recorder.rows(to, 'read');
        const cascades = [constraint.fk_del_action, constraint.fk_upd_action].some((action) => action === 'c' || action === 'n' || action === 'd');
        part.foreignKey = { to, cascades: cascades || (isConditional(context) && part.foreignKey?.cascades === true) };
        touchReferences(context, to);
    }
    context.catalog.changed();
}
/** One of its name may be there already, and refer to another table; or it is not known to which of several. */
function keyTo(context, part, to) {
    if (part.foreignKey === undefined || part.foreignKey.to === to || part.home === undefined)
        return part;
    const other = context.catalog.add(new Entity('part', 'constraint', part.schema, part.name, part.home));
    other.certain = false;
    part.home.own(other);
    return other;
}
/** What operator classes and collations that are named do. */
function operatorClasses(context, elements) {
    return elements.flatMap((node) => {
        if (!('IndexElem' in node))
            return [];
        const name = stringsOf(node.IndexElem.opclass);
        if (node.IndexElem.collation !== undefined)
            findOther(context, 'collation', stringsOf(node.IndexElem.collation));
        const classes = name.length > 0 ? findOther(context, 'operator class', name).entities : [];
        return classes.flatMap(({ consequences }) => consequences);
    });
}

;// CONCATENATED MODULE: ./build/sql/analysis/statements/sequence.js








function createSequence(context, statement) {
    const range = statement.sequence;
    if (range === undefined)
        return;
    definitionStatement(context);
    if (statement.if_not_exists === true && isThere(context, range))
        return;
    const sequence = createRelation(context, range, 'sequence', statement.if_not_exists);
    readOptions(context, sequence, statement.options ?? []);
}
function alterSequence(context, statement) {
    const range = statement.sequence;
    if (range === undefined)
        return;
    definitionStatement(context);
    const { entities } = findRelation(context, nameOfRange(range));
    if (entities.length === 0 && statement.missing_ok !== true)
        unknownName(context, 'sequence', nameOfRange(range));
    for (const sequence of entities) {
        context.recorder.write(sequence, 'alters');
        context.recorder.rows(sequence, 'write');
        readOptions(context, sequence, statement.options ?? []);
    }
}
function readOptions(context, sequence, options) {
    perform(context, consequencesOf(context, options));
    for (const node of options) {
        if ('DefElem' in node && node.DefElem.defname === 'owned_by')
            setOwner(context, sequence, nameOf(node.DefElem.arg));
    }
}
/** `OWNED BY table.column`, or `NONE`. */
function setOwner(context, sequence, name) {
    const before = sequence.owner;
    if (before !== undefined)
        context.recorder.read(before.home ?? before);
    // Whose it was, it may still be.
    if (!isConditional(context)) {
        before?.disown(sequence);
        sequence.owner = undefined;
    }
    if (name.length < 2)
        return;
    const { entities } = findRelation(context, name.slice(0, -1));
    forOneOf(context, entities, (table) => {
        context.recorder.add(table, 'alters');
        if (isConditional(context))
            sequence.loose = true;
        (findPart(table, 'column', name.at(-1) ?? '') ?? table).own(sequence);
        sequence.use(table);
    });
}
/** The sequence of a serial or identity column, under the name that is free: `orders_id_seq`. */
function createOwnedSequence(context, table, column, part, options) {
    const named = options.find((node) => 'DefElem' in node && node.DefElem.defname === 'sequence_name');
    const given = named !== undefined && 'DefElem' in named ? nameOf(named.DefElem.arg) : [];
    const schema = given.length > 1 ? (given[0] ?? '') : (table.schema ?? 'public');
    const names = given.length > 0 ? given.slice(-1) : freeNames(context, schema, table.name, column, 'seq');
    forOneOf(context, names, (name) => {
        const sequence = create(context, 'relation', 'sequence', schema, name);
        sequence.use(table);
        context.recorder.rows(sequence, 'write');
        part.own(sequence);
        part.consequences = [...part.consequences, { op: 'draw', entity: sequence }];
    });
    addNotNull(context, table, column);
    context.catalog.changed();
}

;// CONCATENATED MODULE: ./build/sql/analysis/statements/table.js













function createTable(context, statement) {
    createTableOf(context, statement, 'table');
}
function createTableOf(context, statement, kind) {
    const range = statement.relation;
    if (range === undefined)
        return;
    definitionStatement(context);
    if (statement.if_not_exists === true && isThere(context, range))
        return;
    // They are looked for before it is there: one of its own name is elsewhere on the search path.
    const parents = (statement.inhRelations ?? []).flatMap((node) => tableOf(context, node));
    const likenesses = (statement.tableElts ?? []).map((node) => 'TableLikeClause' in node ? tablesNamed(context, node.TableLikeClause.relation) : []);
    const table = createRelation(context, range, kind, statement.if_not_exists);
    if (statement.accessMethod !== undefined)
        findGlobal(context, 'access method', statement.accessMethod);
    const { making } = context.session;
    context.session.making = table;
    defining(context, table, () => {
        defineTable(context, table, statement, parents, likenesses);
    });
    context.session.making = making;
}
function tableOf(context, node) {
    return 'RangeVar' in node ? tablesNamed(context, node.RangeVar) : [];
}
function tablesNamed(context, range) {
    if (range === undefined)
        return [];
    const { entities } = findRelation(context, nameOfRange(range));
    if (entities.length === 0)
        unknownName(context, 'table', nameOfRange(range));
    return entities;
}
/** Columns, constraints and parents of a new table. */
function defineTable(context, table, statement, parents, likenesses) {
    const bound = statement.partbound;
    table.takesTheRest = bound?.is_default === true;
    inherit(context, table, parents, bound !== undefined);
    if (statement.ofTypename !== undefined)
        beOf(context, table, statement.ofTypename);
    for (const node of statement.tableElts ?? [])
        if ('ColumnDef' in node)
            addColumn(context, table, node.ColumnDef);
    for (const [position, node] of (statement.tableElts ?? []).entries()) {
        if ('Constraint' in node)
            addConstraint(context, table, node.Constraint, undefined);
        else if ('TableLikeClause' in node)
            copyLike(context, table, likenesses[position] ?? [], node.TableLikeClause.options ?? 0);
        else if (!('ColumnDef' in node))
            giveUp(context, 'has a table element of an unknown kind', true);
    }
    const rest = consequencesOf(context, [statement.partspec, statement.partbound, statement.options]);
    perform(context, rest);
    setConsequences(context, table, [...table.consequences, ...rest]);
}
/** A partition or child: what is done to the parent is done to it, and its rows are the parent's. */
function inherit(context, child, parents, asPartition = false) {
    for (const parent of parents) {
        context.recorder.write(parent, 'alters');
        context.recorder.rows(parent, 'read');
        // Rows that are there must be where the keys say.
        if (asPartition)
            for (const each of [parent, ...parent.ancestors])
                performKey(context, each);
        // A default partition is searched for rows that now belong elsewhere.
        if (asPartition) {
            for (const sibling of parent.children) {
                if (!sibling.takesTheRest)
                    continue;
                for (const each of [sibling, ...sibling.descendants]) {
                    context.recorder.read(each);
                    context.recorder.rows(each, 'read');
                }
            }
        }
        parent.adopt(child);
        const indexes = [...parent.owned].filter(({ kind }) => asPartition && kind === 'index');
        for (const index of indexes)
            for (const each of [child, ...child.descendants])
                copyToPartition(context, index, each);
        for (const part of parent.owned) {
            if (part.home === undefined)
                continue;
            for (const used of part.uses)
                context.recorder.read(used);
            if (part.foreignKey !== undefined)
                context.recorder.rows(part.foreignKey.to, 'read');
            perform(context, part.kind === 'trigger' || part.kind === 'rule' || part.kind === 'policy' ? [] : part.consequences);
        }
        for (const each of [child, ...child.descendants])
            copyParts(context, parent, each);
    }
}
/** A typed table changes with its type. */
function beOf(context, table, typeName) {
    useType(context, table, typeName);
    for (const type of findType(context, typeNameOf(typeName)).entities) {
        type.adopt(table);
        copyParts(context, type, table);
    }
}
/** What a child has of its parent goes when the parent's own goes, and stays when they are separated. */
function copyParts(context, parent, child) {
    copyReferences(parent, child);
    for (const used of parent.uses)
        if (isType(used))
            child.use(used);
    for (const part of parent.owned) {
        if (part.home !== undefined && (part.kind === 'column' || part.kind === 'constraint'))
            copyPart(context, part, child);
    }
}
function copyPart(context, part, home) {
    const copy = createPart(context, home, part.kind, part.name);
    for (const used of part.uses)
        copy.use(used);
    // What it has of its own it may keep.
    setConsequences(context, copy, [...copy.consequences, ...part.consequences]);
    copy.columns = part.columns;
    copy.naming ??= part.naming;
    if (part.kind === 'constraint') {
        const resource = `constraint ${home.schema ?? ''}.${part.name}`;
        context.recorder.touch(resource, 'add', 'creates', `the constraint name ${part.name}`);
    }
    copy.foreignKey = part.foreignKey;
    if (part.foreignKey !== undefined)
        touchReferences(context, part.foreignKey.to);
}
/** Bits of `TableLikeOption`. */
const INCLUDING_COMMENTS = 1;
const INCLUDING_INDEXES = 1 << 6;
const INCLUDING_STATISTICS = 1 << 7;
/** `LIKE other INCLUDING ALL` copies columns, and on request much else. */
function copyLike(context, table, sources, options) {
    for (const source of sources) {
        readComment(context, source, options);
        if ((options & INCLUDING_INDEXES) !== 0)
            context.recorder.readIndexes(source);
        copyReferences(source, table);
        for (const type of rowTypes(source))
            table.use(type);
        for (const part of [...source.owned]) {
            for (const used of part.uses)
                context.recorder.read(used);
            if (part.home !== undefined && (part.kind === 'column' || part.naming?.label === 'not_null' || options !== 0))
                copyPart(context, part, table);
            if (part.kind === 'index' && (options & INCLUDING_INDEXES) !== 0)
                copyIndex(context, part, table);
            if (part.kind === 'statistics' && (options & INCLUDING_STATISTICS) !== 0)
                copyStatistics(context, part, table);
            if (part.kind === 'index' || part.kind === 'statistics')
                readComment(context, part, options);
            if (options !== 0 && part.kind === 'column')
                copyIdentity(context, table, part);
        }
    }
}
/** An identity column's copy has a sequence of its own, if that is copied too. A partition's column draws from its parent's. */
function copyIdentity(context, table, column) {
    const copy = findPart(table, 'column', column.name);
    if (copy === undefined)
        return;
    for (const consequence of column.consequences) {
        if (consequence.op !== 'draw' || consequence.entity.owner?.kind !== 'column')
            continue;
        // With the options of the other.
        context.recorder.read(consequence.entity);
        createOwnedSequence(context, table, column.name, copy, []);
        for (const sequence of copy.owned)
            sequence.certain = false;
    }
}
function readComment(context, entity, options) {
    if ((options & INCLUDING_COMMENTS) === 0)
        return;
    context.recorder.touch(`comment on ${entity.resource}`, 'read', 'reads', `the comment on ${entity.label}`);
}
function addColumn(context, table, column) {
    const name = column.colname ?? '';
    const part = createPart(context, table, 'column', name);
    const type = column.typeName;
    if (type !== undefined) {
        const serial = serialType(type);
        if (serial)
            createOwnedSequence(context, table, name, part, []);
        else
            useType(context, part, type);
    }
    useCollation(context, part, column);
    joinConsequences(context, part, consequencesOf(context, column.raw_default));
    for (const node of column.constraints ?? [])
        if ('Constraint' in node)
            columnConstraint(context, table, part, name, node.Constraint);
}
function useCollation(context, part, { collClause }) {
    if (collClause === undefined)
        return;
    for (const entity of findOther(context, 'collation', stringsOf(collClause.collname)).entities)
        part.use(entity);
}
function columnConstraint(context, table, part, column, constraint) {
    switch (constraint.contype) {
        case 'CONSTR_DEFAULT':
        case 'CONSTR_GENERATED':
            joinConsequences(context, part, [
                ...consequencesOn(context, table, constraint.raw_expr),
                ...nameByDefault(context, part, constraint.raw_expr),
            ]);
            return;
        case 'CONSTR_IDENTITY':
            createOwnedSequence(context, table, column, part, constraint.options ?? []);
            return;
        case 'CONSTR_NULL':
        case 'CONSTR_ATTR_ENFORCED':
        case 'CONSTR_ATTR_NOT_ENFORCED':
        case 'CONSTR_ATTR_DEFERRABLE':
        case 'CONSTR_ATTR_NOT_DEFERRABLE':
        case 'CONSTR_ATTR_DEFERRED':
        case 'CONSTR_ATTR_IMMEDIATE':
            return;
        default:
            addConstraint(context, table, constraint, column);
    }
}
const SERIAL = new Set(['serial', 'serial2', 'serial4', 'serial8', 'bigserial', 'smallserial']);
function serialType(type) {
    const name = typeNameOf(type);
    return name.length === 1 && SERIAL.has(name[0] ?? '');
}
/** Values of the type will be there: it cannot go first, and what it checks is checked. */
function useType(context, entity, type) {
    const consequences = typeConsequences(context, type);
    perform(context, consequences);
    entity.useAll(consequences);
    noteReferences(entity, type, consequences);
    if (type.pct_type === true)
        return;
    // An extension's type belongs to the extension: it is found by its name above.
    findType(context, stringsOf(type.names));
}
/** Adds what a default, a check or a generated column does to what its part did before. */
function joinConsequences(context, part, more) {
    if (more.length === 0)
        return;
    setConsequences(context, part, [...part.consequences, ...more]);
    // Existing rows get the value, or are checked.
    perform(context, more);
}

;// CONCATENATED MODULE: ./build/sql/analysis/statements/alter-table.js












function alterTable(context, statement) {
    const range = statement.relation;
    if (range === undefined)
        return;
    definitionStatement(context);
    const { entities, builtin } = findRelation(context, nameOfRange(range));
    if (builtin)
        giveUp(context, 'alters the system catalogs themselves', true);
    else if (entities.length === 0 && statement.missing_ok !== true)
        unknownName(context, 'table', nameOfRange(range));
    forOneOf(context, entities, (relation) => {
        context.recorder.write(relation, 'alters');
        context.recorder.rows(relation, 'write');
        for (const command of statement.cmds ?? []) {
            if ('AlterTableCmd' in command)
                alter(context, relation, command.AlterTableCmd, range.inh === true);
        }
        touchNeighbours(context, relation);
    });
}
/** Whoever is built on it must still be as it was, and partitions and children change with it. */
function touchNeighbours(context, relation) {
    for (const child of relation.descendants) {
        context.recorder.write(child, 'alters');
        context.recorder.rows(child, 'write');
        copyParts(context, relation, child);
    }
    for (const parent of relation.parents)
        context.recorder.read(parent);
    for (const user of [...relation.usedBy, ...[...relation.owned].flatMap((part) => [...part.usedBy])]) {
        context.recorder.read(user);
    }
}
/** They change the table's own entry and nothing else, or only what is stored how. */
const alter_table_PLAIN = new Set([
    'AT_CheckNotNull',
    'AT_SetStatistics',
    'AT_SetOptions',
    'AT_ResetOptions',
    'AT_SetStorage',
    'AT_SetCompression',
    'AT_SetLogged',
    'AT_SetUnLogged',
    'AT_DropOids',
    'AT_SetRelOptions',
    'AT_ResetRelOptions',
    'AT_ReplaceRelOptions',
    'AT_EnableRowSecurity',
    'AT_DisableRowSecurity',
    'AT_ForceRowSecurity',
    'AT_NoForceRowSecurity',
    'AT_GenericOptions',
    'AT_AlterColumnGenericOptions',
    'AT_ClusterOn',
    'AT_DropCluster',
    'AT_EnableTrig',
    'AT_EnableAlwaysTrig',
    'AT_EnableReplicaTrig',
    'AT_DisableTrig',
    'AT_EnableTrigAll',
    'AT_DisableTrigAll',
    'AT_EnableTrigUser',
    'AT_DisableTrigUser',
    'AT_EnableRule',
    'AT_EnableAlwaysRule',
    'AT_EnableReplicaRule',
    'AT_DisableRule',
    'AT_ReplicaIdentity',
]);
function alter(context, relation, command, inherited) {
    const kind = String(command.subtype);
    const name = command.name ?? '';
    const cascade = command.behavior === 'DROP_CASCADE';
    if (alter_table_PLAIN.has(kind))
        return;
    switch (kind) {
        case 'AT_AddColumn':
            if (command.def !== undefined && 'ColumnDef' in command.def)
                addColumnTo(context, relation, command.def.ColumnDef, command.missing_ok === true);
            return;
        case 'AT_DropColumn':
            dropColumn(context, relation, name, cascade);
            if (inherited)
                for (const child of relation.descendants)
                    dropColumn(context, child, name, cascade);
            return;
        case 'AT_ColumnDefault':
        case 'AT_CookedColumnDefault':
            setDefault(context, relation, name, command.def);
            return;
        case 'AT_SetExpression':
        case 'AT_DropExpression':
            setDefault(context, relation, name, command.def);
            return;
        case 'AT_AddIdentity':
            identity(context, relation, name, command.def);
            return;
        case 'AT_SetIdentity':
        case 'AT_DropIdentity':
            changeSequences(context, relation, name, kind === 'AT_DropIdentity');
            return;
        case 'AT_AlterColumnType':
            changeType(context, relation, name, command.def);
            return;
        case 'AT_SetNotNull':
            addNotNull(context, relation, name);
            return;
        case 'AT_DropNotNull':
            dropNotNull(context, relation, name);
            return;
        case 'AT_AddConstraint':
        case 'AT_AddIndexConstraint':
            if (command.def !== undefined && 'Constraint' in command.def)
                addConstraint(context, relation, command.def.Constraint, undefined);
            return;
        case 'AT_ValidateConstraint':
        case 'AT_AlterConstraint':
            for (const part of partsNamed(relation, 'constraint', name)) {
                perform(context, part.consequences);
                if (part.foreignKey !== undefined)
                    context.recorder.rows(part.foreignKey.to, 'read');
                for (const used of part.uses)
                    context.recorder.read(used);
            }
            return;
        case 'AT_DropConstraint':
            dropConstraints(context, relation, name, cascade);
            return;
        case 'AT_AttachPartition':
        case 'AT_DetachPartition':
        case 'AT_DetachPartitionFinalize':
            partition(context, relation, command.def, kind === 'AT_AttachPartition');
            return;
        case 'AT_AddInherit':
            if (command.def !== undefined && 'RangeVar' in command.def)
                inherit(context, relation, tablesNamed(context, command.def.RangeVar));
            return;
        case 'AT_DropInherit':
            if (command.def !== undefined && 'RangeVar' in command.def) {
                for (const parent of findRelation(context, nameOfRange(command.def.RangeVar)).entities)
                    separate(context, relation, parent);
            }
            return;
        case 'AT_AddOf':
            if (command.def !== undefined && 'TypeName' in command.def)
                beOf(context, relation, command.def.TypeName);
            return;
        case 'AT_DropOf':
            if (!isConditional(context))
                for (const type of relation.parents)
                    if (type.kind === 'type')
                        type.separate(relation);
            return;
        case 'AT_ChangeOwner': {
            const role = command.newowner?.rolename;
            const entity = role === undefined ? undefined : findGlobal(context, 'role', role);
            if (entity !== undefined)
                relation.use(entity);
            if (role !== undefined)
                own(context, relation, role);
            for (const part of relation.owned) {
                for (const sequence of part.owned) {
                    if (sequence.kind !== 'sequence')
                        continue;
                    context.recorder.write(sequence, 'alters');
                    if (role !== undefined)
                        own(context, sequence, role);
                }
            }
            return;
        }
        case 'AT_SetAccessMethod':
            findGlobal(context, 'access method', name);
            return;
        case 'AT_SetTableSpace':
            findGlobal(context, 'tablespace', name);
            return;
        default:
            giveUp(context, `alters ${relation.label} in an unknown way (${kind})`, true);
    }
}
function addColumnTo(context, relation, column, guarded) {
    const existing = findPart(relation, 'column', column.colname ?? '');
    if (guarded && existing !== undefined && context.catalog.isSure(existing))
        return;
    addColumn(context, relation, column);
}
/** With the column go the indexes, constraints, statistics and sequences that stand on it, and their names are free again. */
function dropColumn(context, relation, name, cascade) {
    for (const owned of [...relation.owned]) {
        const isColumn = owned.kind === 'column' && (owned.name === name || isHole(name));
        const standsOnIt = owned.kind !== 'column' && stands(owned, name);
        if (isColumn)
            drop(context, owned, cascade);
        else if (standsOnIt === 'surely' && !owned.loose)
            drop(context, owned, cascade);
        else if (standsOnIt === 'surely' || standsOnIt === 'perhaps') {
            conditionally(context, () => {
                drop(context, owned, cascade);
            });
        }
    }
    if (cascade) {
        // Views and foreign keys that use the column go; which columns they use is not known.
        for (const user of [...relation.usedBy]) {
            conditionally(context, () => {
                drop(context, user, cascade);
            });
        }
    }
}
function setDefault(context, relation, name, expression) {
    for (const part of columns(context, relation, name)) {
        for (const used of part.uses)
            context.recorder.read(used);
        // A serial column's sequence stays, and so may what an earlier default did: nothing is lost by expecting it.
        if (expression === undefined)
            continue;
        joinConsequences(context, part, [
            ...consequencesOn(context, relation, expression),
            ...nameByDefault(context, part, expression),
        ]);
    }
}
function identity(context, relation, name, definition) {
    const options = definition !== undefined && 'Constraint' in definition ? (definition.Constraint.options ?? []) : [];
    for (const part of columns(context, relation, name))
        createOwnedSequence(context, relation, name, part, options);
}
function changeSequences(context, relation, name, gone) {
    for (const part of columns(context, relation, name)) {
        for (const owned of [...part.owned]) {
            if (owned.kind !== 'sequence')
                continue;
            context.recorder.write(owned, gone ? 'drops' : 'alters');
            context.recorder.rows(owned, 'write');
            if (!gone)
                continue;
            if (!isConditional(context)) {
                part.consequences = part.consequences.filter((consequence) => !('entity' in consequence) || consequence.entity !== owned);
            }
            const goes = () => {
                drop(context, owned, false);
            };
            if (owned.loose)
                conditionally(context, goes);
            else
                goes();
        }
    }
}
/** Rows are rewritten, indexes and constraints built again, also those of other tables that refer to the column. */
function changeType(context, relation, name, definition) {
    if (definition === undefined || !('ColumnDef' in definition))
        return;
    const { typeName, raw_default: using } = definition.ColumnDef;
    for (const part of columns(context, relation, name)) {
        for (const used of [...part.uses]) {
            context.recorder.read(used);
            if (!isConditional(context) && (used.kind === 'type' || used.kind === 'domain'))
                part.disuse(used);
        }
        if (typeName !== undefined)
            useType(context, part, typeName);
        useCollation(context, part, definition.ColumnDef);
        perform(context, consequencesOn(context, relation, using));
        perform(context, part.consequences);
    }
    for (const owned of relation.owned) {
        if (owned.kind === 'index' || owned.kind === 'constraint') {
            if (owned.kind === 'index')
                context.recorder.write(owned, 'alters');
            perform(context, owned.consequences);
            if (owned.foreignKey !== undefined)
                context.recorder.rows(owned.foreignKey.to, 'read');
            for (const used of owned.uses)
                context.recorder.read(used);
        }
    }
    for (const user of relation.usedBy) {
        if (user.foreignKey !== undefined && user.home !== undefined) {
            context.recorder.write(user.home, 'alters');
            context.recorder.rows(user.home, 'read');
        }
    }
}
function dropConstraints(context, relation, name, cascade) {
    const parts = partsNamed(relation, 'constraint', name);
    for (const part of parts) {
        const work = () => {
            drop(context, part, cascade);
        };
        if (isHole(name))
            conditionally(context, work);
        else
            work();
    }
    if (parts.length === 0) {
        context.recorder.touch(`any ${name}`, 'add', 'drops', `constraint ${name}`);
        if (context.catalog.uncertain !== undefined)
            unknownName(context, 'constraint', [name]);
        // It goes by another name here, whichever it is.
        for (const part of [...relation.owned].filter(({ kind }) => kind === 'constraint')) {
            conditionally(context, () => {
                drop(context, part, cascade);
            });
        }
    }
    // A key that others refer to goes with their references.
    if (cascade) {
        for (const user of [...relation.usedBy]) {
            if (user.foreignKey === undefined)
                continue;
            conditionally(context, () => {
                drop(context, user, cascade);
            });
        }
    }
    for (const child of relation.children)
        dropConstraints(context, child, name, cascade);
}
function partition(context, parent, definition, attach) {
    if (definition === undefined || !('PartitionCmd' in definition))
        return;
    const range = definition.PartitionCmd.name;
    if (range === undefined)
        return;
    const { entities } = findRelation(context, nameOfRange(range));
    if (entities.length === 0)
        unknownName(context, 'relation', nameOfRange(range));
    forOneOf(context, entities, (child) => {
        context.recorder.write(child, 'alters');
        if (child.kind === 'index') {
            if (attach)
                parent.own(child);
            const table = child.owner?.home ?? child.owner;
            if (table !== undefined)
                context.recorder.write(table, 'alters');
            return;
        }
        context.recorder.rows(child, 'write');
        if (attach) {
            const takesTheRest = definition.PartitionCmd.bound?.is_default === true;
            child.takesTheRest = takesTheRest || (isConditional(context) && child.takesTheRest);
            inherit(context, child, [parent], true);
            for (const part of child.owned)
                perform(context, part.consequences);
        }
        else {
            separate(context, child, parent);
        }
    });
}
function separate(context, child, parent) {
    context.recorder.write(parent, 'alters');
    context.recorder.write(child, 'alters');
    context.recorder.rows(parent, 'write');
    leaveTheRest(context, child);
    // No row may refer to one that is another table's from now on.
    for (const referred of [parent, ...parent.ancestors]) {
        for (const user of referred.usedBy) {
            if (user.foreignKey?.to === referred && user.home !== undefined)
                perform(context, [{ op: 'read', entity: user.home }]);
        }
    }
    if (context.recorder.conditions > 0)
        return;
    parent.separate(child);
    context.catalog.changed();
}
function columns(context, relation, name) {
    const found = partsNamed(relation, 'column', name);
    return found.length > 0 ? found : [createPart(context, relation, 'column', name)];
}
function partsNamed(relation, kind, name) {
    return [...relation.owned].filter((part) => part.home !== undefined && part.kind === kind && (part.name === name || isHole(name)));
}

;// CONCATENATED MODULE: ./build/sql/known/extension-effects.js
/**
 * Which functions of extensions do more than compute a value from their arguments, judged one by one. What an extension declares
 * immutable is taken for pure where nothing is said here; whatever else is not judged may do anything.
 */



const ROWS_OF_FIRST = touches(reads(0, 'regclass', 'rows'));
const PART_OF_LANGUAGE = opaque('is a part of a language');
const ELSEWHERE = outside('talks to other servers');
const extension_effects_FILES = outside('reads or writes files of the server');
const PARTITIONS = opaque('creates, alters or drops partitions of tables that its arguments name');
const TABLE_BY_TEXT = opaque('reads or alters a table that its arguments name by its parts');
const SQL_BY_TEXT = opaque('runs SQL that its arguments are parts of');
const UNJUDGED = opaque('belongs to an extension and does what nothing is known of');
/** Coordinate systems are looked up in a table that migrations may add to. */
const COORDINATES = touches({ on: 'own relation', name: 'spatial_ref_sys', manner: 'read' });
const extension_effects_CONTRIB = {
    adminpack: [['*', extension_effects_FILES]],
    amcheck: [['*', ROWS_OF_FIRST]],
    // Its arguments are pairs of a column and the sequence for it.
    autoinc: [['autoinc', touches(...[1, 3, 5, 7].map((argument) => writes(argument, 'regclass', 'value')))]],
    bloom: [['blhandler', HARMLESS]],
    citext: [['citextrecv citextsend', HARMLESS]],
    dblink: [
        ['dblink_build_sql_delete dblink_build_sql_insert dblink_build_sql_update', ROWS_OF_FIRST],
        ['dblink_get_pkey', touches(reads(0, 'regclass'))],
        ['dblink_fdw_validator', HARMLESS],
        ['*', ELSEWHERE],
    ],
    dict_int: [['*', HARMLESS]],
    dict_xsyn: [['*', HARMLESS]],
    // The wrappers are harmless; foreign tables are what they read and write.
    file_fdw: [['*', HARMLESS]],
    insert_username: [['insert_username', HARMLESS]],
    intagg: [['*', HARMLESS]],
    intarray: [['_int_*', HARMLESS]],
    // It sets a mode of the session.
    isn: [['isn_weak', HARMLESS]],
    lo: [['lo_manage', touches({ on: 'large objects', manner: 'write' })]],
    moddatetime: [['moddatetime', VOLATILE]],
    old_snapshot: [['*', VOLATILE]],
    pageinspect: [
        ['get_raw_page bt_metap bt_page_items bt_page_stats bt_multi_page_stats hash_bitmap_info', ROWS_OF_FIRST],
        ['tuple_data_split', touches(reads(0, 'regclass'))],
        ['brin_page_items gist_page_items heap_page_item_attrs', touches(reads(1, 'regclass'))],
        ['*', HARMLESS],
    ],
    pg_buffercache: [['*', VOLATILE]],
    pg_freespacemap: [['pg_freespace', ROWS_OF_FIRST]],
    pg_logicalinspect: [['*', extension_effects_FILES]],
    pg_prewarm: [
        ['pg_prewarm', ROWS_OF_FIRST],
        ['autoprewarm_*', VOLATILE],
    ],
    pg_stat_statements: [['*', VOLATILE]],
    pg_surgery: [['*', touches(writes(0, 'regclass', 'rows'))]],
    // Some set or ask for a limit of the session, and operators go by it.
    pg_trgm: [['*', HARMLESS]],
    pg_visibility: [
        ['pg_truncate_visibility_map', touches(writes(0, 'regclass', 'rows'))],
        ['*', ROWS_OF_FIRST],
    ],
    pg_walinspect: [['*', VOLATILE]],
    pgcrypto: [
        ['fips_mode', HARMLESS],
        ['gen_random_bytes gen_random_uuid gen_salt', VOLATILE],
        ['pgp_pub_encrypt pgp_pub_encrypt_bytea pgp_sym_encrypt pgp_sym_encrypt_bytea', VOLATILE],
    ],
    pgrowlocks: [['pgrowlocks', ROWS_OF_FIRST]],
    pgstattuple: [['*', ROWS_OF_FIRST]],
    plperl: [['*', PART_OF_LANGUAGE]],
    plperlu: [['*', PART_OF_LANGUAGE]],
    plpython3u: [['*', PART_OF_LANGUAGE]],
    pltcl: [['*', PART_OF_LANGUAGE]],
    pltclu: [['*', PART_OF_LANGUAGE]],
    postgres_fdw: [
        ['postgres_fdw_get_connections', VOLATILE],
        ['*', HARMLESS],
    ],
    // Where among the arguments the table stands depends on how many columns there are.
    refint: [['*', opaque('reads or changes tables that its arguments name')]],
    sslinfo: [['*', HARMLESS]],
    tablefunc: [
        ['crosstab/1 crosstab2 crosstab3 crosstab4', { kind: 'runs', queries: [0] }],
        ['crosstab/2', { kind: 'runs', queries: [0, 1] }],
        ['connectby', SQL_BY_TEXT],
        ['normal_rand', VOLATILE],
    ],
    tcn: [['triggered_change_notification', HARMLESS]],
    tsm_system_rows: [['system_rows', VOLATILE]],
    tsm_system_time: [['system_time', VOLATILE]],
    unaccent: [
        ['unaccent/2', touches(reads(0, 'regdictionary'))],
        ['unaccent/1 unaccent_init unaccent_lexize', HARMLESS],
    ],
    'uuid-ossp': [['uuid_generate_v1 uuid_generate_v1mc uuid_generate_v4', VOLATILE]],
    xml2: [
        ['xpath_table', SQL_BY_TEXT],
        ['xml_valid xslt_process', HARMLESS],
    ],
};
const extension_effects_FURTHER = {
    address_standardizer: [
        ['standardize_address', touches(...[0, 1, 2].map((argument) => reads(argument, 'regclass', 'rows')))],
    ],
    debversion: [['*', HARMLESS]],
    hll: [['*', HARMLESS]],
    http: [
        // They set up a request, or the session.
        ['http_header http_list_curlopt http_reset_curlopt http_set_curlopt', HARMLESS],
        ['http http_delete http_get http_head http_patch http_post http_put', ELSEWHERE],
    ],
    icu_ext: [['*', HARMLESS]],
    ip4r: [['*', HARMLESS]],
    orafce: [
        ['sysdate unique_session_name get_time normal random value', VOLATILE],
        [
            'dbtimezone orafce_concat2 regexp_count regexp_like regexp_substr sessiontimezone to_char to_date unistr',
            HARMLESS,
        ],
    ],
    pg_bigm: [['*', HARMLESS]],
    pg_cron: [
        // What is scheduled runs later, on its own.
        [
            'alter_job schedule schedule_in_database unschedule',
            touches({ on: 'own relation', name: 'cron.job', manner: 'write' }),
        ],
        ['job_cache_invalidate', HARMLESS],
    ],
    pg_hashids: [['*', HARMLESS]],
    pg_jsonschema: [['*', HARMLESS]],
    pg_net: [
        // Requests are queued, and sent once the transaction is over.
        [
            'http_delete http_get http_post',
            touches({ on: 'own relation', name: 'net.http_request_queue', manner: 'write' }),
        ],
    ],
    pg_partman: [['*', PARTITIONS]],
    pg_similarity: [['*', HARMLESS]],
    pg_stat_kcache: [['*', VOLATILE]],
    pg_uuidv7: [
        ['uuid_generate_v7', VOLATILE],
        ['*', HARMLESS],
    ],
    pgaudit: [['*', HARMLESS]],
    pgmp: [['rand* rrandomb urandomb urandomm', VOLATILE]],
    pgroonga: [
        ['score pgroonga_score', VOLATILE],
        ['highlight_html match_positions_byte match_positions_character query_extract_keywords pgroonga_handler', HARMLESS],
        ['table_name pgroonga_table_name pgroonga_index_column_name', CATALOGS],
    ],
    pgrouting: [['*', SQL_BY_TEXT]],
    pgsodium: [
        [
            'randombytes_* crypto_box_new_* crypto_kx_new_* crypto_sign_new_* crypto_pwhash_saltgen crypto_pwhash_str',
            VOLATILE,
        ],
        [
            `crypto_aead_det_keygen crypto_aead_det_noncegen crypto_aead_ietf_keygen crypto_aead_ietf_noncegen
       crypto_auth_hmacsha256_keygen crypto_auth_hmacsha512_keygen crypto_auth_keygen crypto_box_noncegen
       crypto_generichash_keygen crypto_kdf_keygen crypto_secretbox_keygen crypto_secretbox_noncegen
       crypto_secretstream_keygen crypto_shorthash_keygen crypto_stream_xchacha20_keygen
       crypto_stream_xchacha20_noncegen`,
            VOLATILE,
        ],
    ],
    plpgsql_check: [['*', UNJUDGED]],
    postgis: [
        [
            `addgeometrycolumn dropgeometrycolumn dropgeometrytable find_srid populate_geometry_columns updategeometrysrid
       st_estimatedextent st_findextent st_fromflatgeobuftotable`,
            TABLE_BY_TEXT,
        ],
        ['_postgis_index_extent _postgis_selectivity _postgis_join_selectivity _postgis_stats', TABLE_BY_TEXT],
        ['postgis_constraint_dims postgis_constraint_srid postgis_constraint_type', CATALOGS],
        [
            `addauth checkauth checkauthtrigger disablelongtransactions enablelongtransactions gettransactionid lockrow
       longtransactionsenabled unlockrows`,
            opaque('locks rows, or makes tables and triggers for that'),
        ],
        ['postgis_extensions_upgrade', opaque('upgrades extensions')],
        ['st_generatepoints', VOLATILE],
        ['*', COORDINATES],
    ],
    postgis_raster: [
        [
            `_add_* _drop_* _overview_* _raster_constraint_info_* _updaterastersrid addoverviewconstraints addrasterconstraints
       dropoverviewconstraints droprasterconstraints st_createoverview st_retile st_valuecount st_valuepercent
       _st_valuecount updaterastersrid`,
            TABLE_BY_TEXT,
        ],
        ['*', COORDINATES],
    ],
    postgis_sfcgal: [['*', HARMLESS]],
    prefix: [['*', HARMLESS]],
    q3c: [['*', HARMLESS]],
    rum: [['*', HARMLESS]],
    supabase_vault: [['create_secret update_secret', touches({ on: 'own relation', name: 'secrets', manner: 'write' })]],
    temporal_tables: [
        ['versioning', touches(writes(1, 'regclass', 'rows'))],
        ['set_system_time', HARMLESS],
    ],
    timescaledb: [
        ['by_hash by_range interpolate locf time_bucket_gapfill', HARMLESS],
        ['generate_uuidv7 to_uuidv7', VOLATILE],
        ['time_bucket first last histogram', HARMLESS],
    ],
    vector: [['*', HARMLESS]],
};
/** By extension. */
const EXTENSION_EFFECTS = { ...extension_effects_FURTHER, ...extension_effects_CONTRIB };
const tables = new Map();
const impure = new Map();
/**
 * What calling the function of the extension does beyond computing a value from its arguments; undefined: nothing.
 *
 * @param name without its schema
 * @param argumentCount undefined: unknown
 */
function extensionFunctionEffect(of, name, argumentCount) {
    const table = tables.get(of) ?? new EffectTable(groupsOf(of));
    tables.set(of, table);
    return table.find(name, argumentCount) ?? (isImpure(of, name) ? UNJUDGED : undefined);
}
function groupsOf(name) {
    return Object.hasOwn(EXTENSION_EFFECTS, name) ? (EXTENSION_EFFECTS[name] ?? []) : [];
}
/** Of an extension that is not known, any may be. */
function isImpure(of, name) {
    const known = extension(of);
    if (known === undefined)
        return true;
    const bare = impure.get(of) ?? new Set([...known.impureFunctions].map((listed) => listed.replace(/^[^.]+\./, '')));
    impure.set(of, bare);
    return bare.has(name);
}

;// CONCATENATED MODULE: ./build/sql/analysis/statements/extension.js






function createExtension(context, statement) {
    definitionStatement(context);
    const name = statement.extname ?? '';
    const existing = context.catalog.find('extension', undefined, name);
    if (existing !== undefined && context.catalog.isSure(existing) && statement.if_not_exists === true) {
        context.recorder.read(existing, 'names');
        return;
    }
    const cascade = (statement.options ?? []).some((node) => 'DefElem' in node && node.DefElem.defname === 'cascade');
    install(context, name, schemaOption(statement.options), cascade);
}
function schemaOption(options) {
    for (const node of options ?? []) {
        if ('DefElem' in node && node.DefElem.defname === 'schema')
            return nameOf(node.DefElem.arg).at(-1);
    }
    return undefined;
}
function install(context, name, schema, cascade) {
    const contents = extension(name);
    const entity = createGlobal(context, 'extension', 'extension', name);
    if (schema !== undefined)
        findGlobal(context, 'schema', schema);
    if (contents === undefined) {
        context.catalog.unknownExtensions.add(entity);
        // It may bring operator classes that indexes take by default.
        for (const method of METHODS)
            touchMethod(context, method);
        return;
    }
    for (const required of contents.requires) {
        if (cascade && context.catalog.find('extension', undefined, required) === undefined)
            install(context, required, schema, true);
        const other = findGlobal(context, 'extension', required);
        if (other !== undefined)
            entity.use(other);
    }
    const place = contents.schema ?? schema ?? creationSchema(context);
    // It goes with its schema.
    const home = context.catalog.find('schema', undefined, place);
    if (home !== undefined)
        entity.use(home);
    for (const own of contents.schemas)
        entity.own(createGlobal(context, 'schema', 'schema', own));
    for (const relation of contents.relations)
        entity.own(create(context, 'relation', 'table', place, relation));
    for (const routine of contents.functions) {
        const made = create(context, 'routine', 'function', place, routine);
        made.overloads = [
            {
                signature: '',
                definition: '',
                language: 'extension',
                searchPath: undefined,
                body: undefined,
                consequences: effectsOf(context, name, routine, place),
            },
        ];
        entity.own(made);
    }
    for (const type of contents.types)
        entity.own(create(context, 'type', 'type', place, type));
    for (const symbol of contents.operators) {
        const operator = createPart(context, createGlobal(context, 'operator', 'operator', symbol), 'operator', `of extension ${name}`);
        // Its home keeps it too: others may have made operators of the same symbol.
        entity.share(operator);
    }
    for (const language of contents.languages)
        entity.own(createGlobal(context, 'language', 'language', language));
    for (const wrapper of contents.foreignDataWrappers) {
        entity.own(createGlobal(context, 'foreign-data wrapper', 'foreign-data wrapper', wrapper));
    }
    if (contents.textSearch.size > 0)
        context.recorder.touch('text search', 'write', 'changes', 'text search');
    for (const object of contents.textSearch)
        entity.own(create(context, 'text search', 'text search', place, object));
    if (contents.eventTriggers.size > 0) {
        context.recorder.touch(EVENT_TRIGGERS, 'write', 'changes', EVENT_TRIGGERS);
        giveUp(context, `makes extension ${name}, which acts whenever a definition changes`, true);
    }
    for (const family of contents.operatorClasses) {
        context.recorder.touch(`operator class ${place}.${family}`, 'write', 'creates', `operator class ${family}`);
    }
    for (const method of [...METHODS, ...contents.accessMethods]) {
        if (contents.operatorClasses.size > 0 || contents.accessMethods.has(method))
            touchMethod(context, method);
    }
}
/** Those for which it matters whether a type has a class by default: every type that can be sorted has one for B-trees. */
const METHODS = ['gist', 'gin', 'spgist', 'brin', 'hash'];
function touchMethod(context, method) {
    context.recorder.touch(`access method ${method}`, 'write', 'adds to', `access method ${method}`);
}
/** What its functions do beyond giving a value is followed where they read the extension's own tables, or what is defined. */
function effectsOf(context, extension, routine, place) {
    const effect = extensionFunctionEffect(extension, routine);
    if (effect === undefined || effect.kind === 'harmless')
        return [];
    const followed = effect.kind === 'touches' ? effect.touching.map((each) => readOf(context, each, place)) : [undefined];
    const known = followed.filter((each) => each !== undefined);
    if (known.length === followed.length)
        return known;
    return [
        {
            op: 'opaque',
            because: `calls ${routine}() of extension ${extension}, which does more than give a value`,
            mayDefine: true,
            outside: effect.kind === 'opaque' && effect.outside,
        },
    ];
}
function readOf(context, touching, place) {
    if (touching.on === 'catalogs')
        return { op: 'lookup' };
    if (touching.on !== 'own relation' || touching.manner !== 'read')
        return undefined;
    const entity = context.catalog.find('relation', place, touching.name);
    return entity && { op: 'read', entity };
}
function alterExtension(context, statement) {
    definitionStatement(context);
    const entity = findGlobal(context, 'extension', statement.extname ?? '');
    if (entity !== undefined)
        touchMembers(context, entity);
}
function touchMembers(context, entity) {
    context.recorder.write(entity, 'alters');
    for (const owned of entity.owned)
        context.recorder.write(owned, 'alters');
}
/** Its operators and operator classes are found in another schema from now on. */
function touchMembersMoved(context, entity, to) {
    touchMembers(context, entity);
    const contents = extension(entity.name);
    const homes = [...entity.uses].filter(({ space }) => space === 'schema').map(({ name }) => name);
    for (const schema of new Set([...homes, 'public', to])) {
        for (const family of contents?.operatorClasses ?? [])
            context.recorder.touch(`operator class ${schema}.${family}`, 'write', 'alters', `operator class ${family}`);
    }
    for (const method of METHODS)
        touchMethod(context, method);
}
function alterExtensionContents(context, statement) {
    definitionStatement(context);
    giveUp(context, `changes what belongs to extension ${statement.extname ?? ''}`, true);
}
function dropExtension(context, name, guarded, cascade) {
    const entity = findGlobal(context, 'extension', name);
    context.recorder.touch(`extension ${name}`, 'write', 'drops', `extension ${name}`);
    // Indexes by its operator classes and columns in its collations keep it, though they are not known to.
    context.recorder.readDefinitions();
    if (entity === undefined) {
        if (!guarded)
            giveUp(context, `drops extension ${name}, which no migration makes`, true);
        return;
    }
    if (context.catalog.unknownExtensions.has(entity) && cascade)
        giveUp(context, `drops extension ${name} with all that depends on it`, true);
    const contents = extension(name);
    for (const symbol of contents?.operators ?? [])
        context.recorder.touch(`operator ${symbol}`, 'write', 'drops', `operator ${symbol}`);
    for (const method of METHODS) {
        if ((contents?.operatorClasses.size ?? 0) > 0)
            context.recorder.touch(`access method ${method}`, 'write', 'alters', `access method ${method}`);
    }
    drop(context, entity, cascade);
}

;// CONCATENATED MODULE: ./build/sql/analysis/statements/object.js



const GLOBAL = {
    OBJECT_SCHEMA: 'schema',
    OBJECT_ROLE: 'role',
    OBJECT_EXTENSION: 'extension',
    OBJECT_LANGUAGE: 'language',
    OBJECT_FDW: 'foreign-data wrapper',
    OBJECT_FOREIGN_SERVER: 'server',
    OBJECT_PUBLICATION: 'publication',
    OBJECT_SUBSCRIPTION: 'subscription',
    OBJECT_EVENT_TRIGGER: 'event trigger',
    OBJECT_ACCESS_METHOD: 'access method',
    OBJECT_TABLESPACE: 'tablespace',
};
const IN_SCHEMAS = {
    OBJECT_COLLATION: 'collation',
    OBJECT_CONVERSION: 'conversion',
    OBJECT_STATISTIC_EXT: 'statistics',
    OBJECT_TSCONFIGURATION: 'text search',
    OBJECT_TSDICTIONARY: 'text search',
    OBJECT_TSPARSER: 'text search',
    OBJECT_TSTEMPLATE: 'text search',
};
const PARTS = {
    OBJECT_ATTRIBUTE: 'column',
    OBJECT_COLUMN: 'column',
    OBJECT_TABCONSTRAINT: 'constraint',
    OBJECT_TRIGGER: 'trigger',
    OBJECT_RULE: 'rule',
    OBJECT_POLICY: 'policy',
};
/**
 * All it may be, names read on the way. A part stands for its relation where it is not known itself, a cast for both of its types,
 * a transform for its type and its language. Databases and large objects have no entity.
 */
function findObject(context, kind, node) {
    const name = nameOf(node);
    const global = GLOBAL[kind];
    if (global !== undefined)
        return present(findGlobal(context, global, name.at(-1) ?? ''));
    const inSchema = IN_SCHEMAS[kind];
    if (inSchema !== undefined)
        return findOther(context, inSchema, name).entities;
    const part = PARTS[kind];
    if (part !== undefined) {
        return partsOr(findRelation(context, name.slice(0, -1)).entities, part, name.at(-1) ?? '');
    }
    const other = kind;
    switch (other) {
        case 'OBJECT_TYPE':
        case 'OBJECT_DOMAIN':
            return findType(context, name).entities;
        case 'OBJECT_DOMCONSTRAINT':
            return domainConstraint(context, object_itemsOf(node));
        case 'OBJECT_FUNCTION':
        case 'OBJECT_PROCEDURE':
        case 'OBJECT_ROUTINE':
        case 'OBJECT_AGGREGATE':
            return findRoutine(context, name).entities;
        case 'OBJECT_OPERATOR':
            return operator(context, name);
        case 'OBJECT_OPCLASS':
        case 'OBJECT_OPFAMILY':
            // The first is the access method.
            return findOther(context, kind === 'OBJECT_OPCLASS' ? 'operator class' : 'operator family', name.slice(1))
                .entities;
        case 'OBJECT_CAST':
        case 'OBJECT_TRANSFORM':
            return typesAndLanguages(context, object_itemsOf(node));
        case 'OBJECT_DATABASE':
        case 'OBJECT_LARGEOBJECT':
            return [];
        default:
            return findRelation(context, name).entities;
    }
}
function present(entity) {
    return entity === undefined ? [] : [entity];
}
function object_itemsOf(node) {
    return node !== undefined && 'List' in node ? (node.List.items ?? []) : [];
}
function partsOr(homes, kind, name) {
    return homes.map((home) => findPart(home, kind, name) ?? home);
}
/** The domain is a type name, or plain strings where its constraint is renamed. */
function domainConstraint(context, items) {
    const [first] = items;
    const domain = first !== undefined && 'TypeName' in first ? nameOf(first) : stringsOf(items.slice(0, -1));
    return partsOr(findType(context, domain).entities, 'constraint', stringsOf(items.slice(-1))[0] ?? '');
}
function typesAndLanguages(context, items) {
    return items.flatMap((item) => 'TypeName' in item
        ? findType(context, nameOf(item)).entities
        : present(findGlobal(context, 'language', nameOf(item)[0] ?? '')));
}
function operator(context, name) {
    const symbol = name.at(-1) ?? '';
    context.recorder.touch(`operator ${symbol}`, 'read', 'uses', `operator ${symbol}`);
    return present(context.catalog.find('operator', undefined, symbol));
}
/** Nothing of the name is known. @param guarded whether that is no error */
function missing(context, name, guarded) {
    context.recorder.touch(`any ${name.at(-1) ?? ''}`, 'add', 'drops', `the name ${name.join('.')}`);
    if (!guarded || context.catalog.uncertain !== undefined)
        unknownName(context, 'object', name);
}

;// CONCATENATED MODULE: ./build/sql/analysis/statements/routine.js










function createFunction(context, statement, sql) {
    definitionStatement(context);
    const parameters = (statement.parameters ?? []).flatMap((node) => 'FunctionParameter' in node ? [node.FunctionParameter] : []);
    const types = parameters.flatMap(({ argType }) => argType === undefined ? [] : typeConsequences(context, argType));
    if (statement.returnType !== undefined)
        types.push(...typeConsequences(context, statement.returnType));
    const defaults = consequencesOf(context, parameters.map(({ defexpr }) => defexpr));
    const language = languageOf(statement);
    if (!isBuiltinLanguage(language))
        findGlobal(context, 'language', language);
    const early = consequencesOf(context, statement.sql_body);
    const [schema, name] = placeOf(context, stringsOf(statement.funcname));
    const routine = create(context, 'routine', 'function', schema, name);
    const overload = {
        signature: routine_signatureOf(parameters),
        definition: sql,
        language: statement.sql_body === undefined ? language : 'sql',
        searchPath: searchPathOf(context, statement.options),
        consequences: [...defaults, ...early],
        arity: arityOf(parameters),
        parameters: parameters.filter(isInput).map(({ name: parameter }) => parameter),
        references: parameters
            .filter(isInput)
            .map(({ argType }) => (argType !== undefined && isReference(argType) ? typeNameOf(argType).at(-1) : undefined)),
        defaults: parameters.filter(isInput).map(({ defexpr }) => constantString(defexpr)),
        body: statement.sql_body === undefined && language === 'sql' ? routine_bodyOf(statement) : undefined,
    };
    // One more of its name, and all are shown with their schemas.
    if (routine.overloads.length > 0 && routine.overloads.every(({ signature }) => signature !== overload.signature))
        namesInUseChange(context, routine);
    routine.overloads = isConditional(context)
        ? [...routine.overloads, overload]
        : [...routine.overloads.filter(({ signature }) => signature !== overload.signature), overload];
    routine.useAll([...types, ...defaults, ...early]);
    perform(context, types);
    routine_lookUp(context, [...defaults, ...early]);
    context.catalog.changed();
    checkBody(context, overload);
    // Who calls it calls another one from now on.
    for (const user of routine.usedBy)
        context.recorder.read(user);
}
/** When it is made, PostgreSQL looks at a body's names in `sql`, and at its variables' types in PL/pgSQL. */
function checkBody(context, overload) {
    const { searchPath } = overload;
    const inside = searchPath === undefined ? context : { ...context, session: { ...context.session, searchPath } };
    if (overload.body !== undefined)
        lookUpBody(inside, overload.body);
    if (overload.language === 'plpgsql')
        readEvents(inside, declaredTypes(context.parser, overload.definition));
}
/** What a body names has to be there, but nothing of it happens. */
function lookUpBody(context, body) {
    const parsed = context.parse(body);
    if (typeof parsed === 'string')
        return;
    // Names that are not there yet are no reason to give up: the body is read again when it is called.
    context.recorder.conditions += 1;
    const opaque = context.recorder.opaque;
    const { uncertain } = context.catalog;
    routine_lookUp(context, consequencesOf(context, parsed));
    context.recorder.opaque = opaque;
    context.catalog.uncertain = uncertain;
    context.recorder.conditions -= 1;
}
/** Everything named is read, and locked as what happens to it later needs. */
function routine_lookUp(context, consequences, seen = new Set()) {
    for (const consequence of consequences) {
        if (!('entity' in consequence))
            continue;
        const { entity, op } = consequence;
        context.recorder.read(entity);
        if (op === 'insert' || op === 'update' || op === 'delete')
            context.recorder.locks.add(`${entity.schema ?? ''}.${entity.name}`);
        // A view's relations are locked with it.
        if (entity.kind === 'view' && !seen.has(entity))
            routine_lookUp(context, entity.consequences, new Set([...seen, entity]));
    }
}
function languageOf(statement) {
    const option = (statement.options ?? []).find((node) => 'DefElem' in node && node.DefElem.defname === 'language');
    if (option === undefined || !('DefElem' in option))
        return 'sql';
    return (nameOf(option.DefElem.arg)[0] ?? 'sql').toLowerCase();
}
function routine_bodyOf(statement) {
    const option = (statement.options ?? []).find((node) => 'DefElem' in node && node.DefElem.defname === 'as');
    return option !== undefined && 'DefElem' in option ? nameOf(option.DefElem.arg)[0] : undefined;
}
/** `SET search_path = …` of a function; FROM CURRENT is what is set when it is made. */
function searchPathOf(context, options) {
    for (const node of options ?? []) {
        if (!('DefElem' in node) || node.DefElem.defname !== 'set')
            continue;
        const { arg } = node.DefElem;
        if (arg !== undefined && 'VariableSetStmt' in arg && arg.VariableSetStmt.name === 'search_path') {
            if (arg.VariableSetStmt.kind === 'VAR_SET_CURRENT')
                return context.session.searchPath;
            return searchPathIn(arg.VariableSetStmt);
        }
    }
    return undefined;
}
/** The schemas of `SET search_path TO a, b`; undefined for DEFAULT or FROM CURRENT, which take what is set already. */
function searchPathIn(statement) {
    if (statement.kind !== 'VAR_SET_VALUE')
        return undefined;
    return (statement.args ?? []).flatMap((node) => 'A_Const' in node && node.A_Const.sval !== undefined ? [node.A_Const.sval.sval ?? ''] : []);
}
function arityOf(parameters) {
    const inputs = parameters.filter(isInput);
    // A variadic parameter takes any number; that of a procedure's OUT parameters is given too.
    if (parameters.some(({ mode }) => mode === 'FUNC_PARAM_VARIADIC' || mode === 'FUNC_PARAM_OUT'))
        return { least: 0, most: Infinity };
    return { least: inputs.filter(({ defexpr }) => defexpr === undefined).length, most: inputs.length };
}
function isInput({ mode }) {
    return mode !== 'FUNC_PARAM_OUT' && mode !== 'FUNC_PARAM_TABLE';
}
/** Argument types as written, input only: what tells overloads apart. One too many does no harm. */
function routine_signatureOf(parameters) {
    return parameters
        .filter(isInput)
        .map(({ argType }) => argType === undefined
        ? ''
        : `${typeNameOf(argType)
            .join('.')
            .replace(/^(public|pg_catalog)\./, '')}${'[]'.repeat(argType.arrayBounds?.length ?? 0)}`)
        .join(',');
}
function alterFunction(context, statement) {
    definitionStatement(context);
    const name = stringsOf(statement.func?.objname);
    for (const routine of findRoutine(context, name).entities) {
        context.recorder.write(routine, 'alters');
        const set = searchPathOf(context, statement.actions);
        const clears = (statement.actions ?? []).some((node) => 'DefElem' in node && node.DefElem.defname === 'set');
        if (!clears)
            continue;
        // Which overload it is for hardly matters: with or without the setting, both are possible from now on.
        routine.overloads = routine.overloads.flatMap((overload) => [overload, { ...overload, searchPath: set }]);
        context.catalog.changed();
    }
}
function runBlock(context, statement, sql) {
    const option = (statement.args ?? []).find((node) => 'DefElem' in node && node.DefElem.defname === 'language');
    const language = option !== undefined && 'DefElem' in option ? (nameOf(option.DefElem.arg)[0] ?? '') : 'plpgsql';
    if (language.toLowerCase() === 'plpgsql')
        readEvents(context, readBody(context.parser, sql));
    else
        giveUp(context, `runs a block in the language ${language}, which is not read`, true);
}
function call(context, statement) {
    if (statement.funccall === undefined)
        return;
    perform(context, consequencesOf(context, statement.funccall, 'FuncCall'));
}

;// CONCATENATED MODULE: ./build/sql/analysis/statements/operators.js








function operators_define(context, statement) {
    definitionStatement(context);
    const name = stringsOf(statement.defnames);
    const kind = String(statement.kind);
    switch (kind) {
        case 'OBJECT_OPERATOR':
            defineOperator(context, placeOf(context, name), statement.definition ?? []);
            return;
        case 'OBJECT_AGGREGATE':
            defineAggregate(context, name, statement);
            return;
        case 'OBJECT_COLLATION': {
            for (const node of statement.definition ?? []) {
                if ('DefElem' in node && node.DefElem.defname === 'from')
                    findOther(context, 'collation', nameOf(node.DefElem.arg));
            }
            const [schema, collation] = placeOf(context, name);
            const existing = context.catalog.find('collation', schema, collation);
            if (statement.if_not_exists === true && existing !== undefined && context.catalog.isSure(existing))
                context.recorder.read(existing, 'names');
            else
                create(context, 'collation', 'collation', schema, collation);
            return;
        }
        case 'OBJECT_TYPE': {
            const [schema, type] = placeOf(context, name);
            const entity = create(context, 'type', 'type', schema, type);
            setConsequences(context, entity, supportOf(context, statement.definition ?? []));
            return;
        }
        case 'OBJECT_TSCONFIGURATION':
        case 'OBJECT_TSDICTIONARY':
        case 'OBJECT_TSPARSER':
        case 'OBJECT_TSTEMPLATE': {
            // A configuration that is not named is the session's, and its dictionaries are found by name at run time.
            const [schema, object] = placeOf(context, name);
            create(context, 'text search', 'text search', schema, object);
            context.recorder.touch('text search', 'write', 'changes', 'text search');
            return;
        }
        default:
            giveUp(context, `defines an object of an unknown kind (${kind})`, true);
    }
}
/** What the options of a definition name: functions and types alike are written as type names. */
function supportOf(context, definition) {
    return definition.flatMap((node) => {
        if (!('DefElem' in node) || node.DefElem.arg === undefined)
            return [];
        const { defname = '', arg } = node.DefElem;
        if (/type|arg$/.test(defname) && 'TypeName' in arg)
            return [...typeConsequences(context, arg.TypeName)];
        const name = nameOf(arg);
        if (name.length === 0 ||
            !/func|function|procedure|input|output|send|receive|typmod|analyze|subscript|restrict|join/.test(defname))
            return [];
        return findRoutine(context, name).entities.map((entity) => ({ op: 'call', entity }));
    });
}
function defineOperator(context, [schema, symbol], definition) {
    const support = supportOf(context, definition);
    const operator = createGlobal(context, 'operator', 'operator', symbol);
    setConsequences(context, operator, [...operator.consequences, ...support]);
    // It goes with its schema, but its symbol stays for others.
    const home = context.catalog.find('schema', undefined, schema);
    if (home !== undefined)
        createPart(context, operator, 'operator', `of schema ${schema}`).use(home);
    touchSchema(context, schema);
    operator.overloads = [
        {
            signature: '',
            definition: '',
            language: 'aggregate',
            searchPath: undefined,
            body: undefined,
            consequences: operator.consequences,
        },
    ];
    for (const node of definition) {
        if ('DefElem' in node && /commutator|negator/.test(node.DefElem.defname ?? '')) {
            const other = nameOf(node.DefElem.arg).at(-1) ?? '';
            context.recorder.touch(`operator ${other}`, 'write', 'alters', `operator ${other}`);
        }
    }
    context.recorder.readAll(support);
}
function defineAggregate(context, name, statement) {
    const support = supportOf(context, statement.definition ?? []);
    const arguments_ = (statement.args ?? []).flatMap((node) => ('List' in node ? (node.List.items ?? []) : []));
    const parameters = arguments_.flatMap((node) => ('FunctionParameter' in node ? [node.FunctionParameter] : []));
    const types = parameters.flatMap(({ argType }) => (argType === undefined ? [] : typeConsequences(context, argType)));
    const [schema, aggregate] = placeOf(context, name);
    const entity = create(context, 'routine', 'function', schema, aggregate);
    const signature = routine_signatureOf(parameters);
    entity.overloads = [
        ...entity.overloads.filter((overload) => isConditional(context) || overload.signature !== signature),
        { signature, definition: '', language: 'aggregate', searchPath: undefined, body: undefined, consequences: support },
    ];
    for (const consequence of [...support, ...types]) {
        if (!('entity' in consequence))
            continue;
        entity.use(consequence.entity);
        context.recorder.read(consequence.entity);
    }
    context.catalog.changed();
}
function createCast(context, statement) {
    definitionStatement(context);
    const types = [statement.sourcetype, statement.targettype].flatMap((type) => type === undefined ? [] : ownTypes(context, type));
    if (types.length === 0)
        giveUp(context, "changes how PostgreSQL's own types are cast", true);
    const functions = findRoutine(context, stringsOf(statement.func?.objname)).entities;
    for (const type of types) {
        context.recorder.write(type, 'alters');
        const calls = functions.map((entity) => ({ op: 'call', entity }));
        // Wherever a value of the type is, it may be cast.
        type.kind = 'domain';
        setConsequences(context, type, [...type.consequences, ...calls]);
    }
}
function ownTypes(context, type) {
    return typeConsequences(context, type).flatMap((consequence) => 'entity' in consequence ? [consequence.entity] : []);
}
function createOperatorClass(context, statement) {
    definitionStatement(context);
    const [schema, name] = placeOf(context, stringsOf(statement.opclassname));
    const family = stringsOf(statement.opfamilyname);
    // Without a family it joins the one of its own name, or makes it.
    if (family.length > 0)
        findOther(context, 'operator family', family);
    else
        create(context, 'operator family', 'operator family', schema, name);
    const types = statement.datatype === undefined ? [] : ownTypes(context, statement.datatype);
    const entity = create(context, 'operator class', 'operator class', schema, name);
    const used = (statement.items ?? []).flatMap((node) => {
        if (!('CreateOpClassItem' in node))
            return [];
        const object = stringsOf(node.CreateOpClassItem.name?.objname);
        return node.CreateOpClassItem.itemtype === 2
            ? findRoutine(context, object).entities
            : findObject(context, 'OBJECT_OPERATOR', {
                List: { items: object.map((text) => ({ String: { sval: text } })) },
            });
    });
    for (const other of [...types, ...used]) {
        entity.use(other);
        context.recorder.read(other);
    }
    setConsequences(context, entity, used.filter(({ space }) => space === 'routine').map((routine) => ({ op: 'call', entity: routine })));
    // The default class of a type makes its indexes and sorting.
    for (const type of types) {
        context.recorder.write(type, 'alters');
        type.kind = 'domain';
        setConsequences(context, type, [...type.consequences, ...entity.consequences]);
    }
    if (types.length === 0 && statement.isDefault === true)
        giveUp(context, "changes how PostgreSQL's own types are indexed", true);
    const method = statement.amname ?? '';
    context.recorder.touch(`access method ${method}`, 'write', 'adds to', `access method ${method}`);
}
function createOperatorFamily(context, statement) {
    definitionStatement(context);
    const [schema, name] = placeOf(context, stringsOf(statement.opfamilyname));
    create(context, 'operator family', 'operator family', schema, name);
}
/** What something means is changed for whoever uses it, in ways that are not followed: rare, and soundly said. */
function opaqueDefinition(context, statement) {
    definitionStatement(context);
    context.recorder.readAll(consequencesOf(context, statement));
    giveUp(context, 'changes a kind of object whose users are not followed', true);
}
/** Columns, indexes, views and functions keep these, and are not known to. */
const KEPT_UNSEEN = new Set([
    'OBJECT_ACCESS_METHOD',
    'OBJECT_COLLATION',
    'OBJECT_CONVERSION',
    'OBJECT_FDW',
    'OBJECT_FOREIGN_SERVER',
    'OBJECT_LANGUAGE',
    'OBJECT_OPCLASS',
    'OBJECT_OPERATOR',
    'OBJECT_OPFAMILY',
    'OBJECT_TSCONFIGURATION',
    'OBJECT_TSDICTIONARY',
    'OBJECT_TSPARSER',
    'OBJECT_TSTEMPLATE',
]);
function dropOther(context, kind, node, guarded, cascade) {
    if (kind === 'OBJECT_CAST' || kind === 'OBJECT_TRANSFORM' || kind === 'OBJECT_USER_MAPPING') {
        giveUp(context, 'drops a cast or transform', true);
        return;
    }
    const symbol = nameOf(node).at(-1) ?? '';
    if (KEPT_UNSEEN.has(kind)) {
        context.recorder.readDefinitions();
        if (cascade)
            giveUp(context, `drops ${symbol} with all that depends on it`, true);
    }
    if (kind === 'OBJECT_OPERATOR') {
        context.recorder.touch(`operator ${symbol}`, 'write', 'drops', `operator ${symbol}`);
        // Of several with one symbol the others stay; what they do stays known with it.
        for (const entity of findObject(context, kind, node)) {
            for (const used of entity.uses)
                context.recorder.read(used);
            for (const user of entity.usedBy) {
                if (cascade)
                    drop(context, user, cascade);
                else
                    context.recorder.read(user);
            }
        }
        return;
    }
    if (kind.startsWith('OBJECT_TS'))
        context.recorder.touch('text search', 'write', 'changes', 'text search');
    const entities = findObject(context, kind, node);
    for (const entity of entities) {
        if (kind === 'OBJECT_PUBLICATION')
            context.recorder.touch('publications of all tables', 'write', 'changes', 'publications of all tables');
        drop(context, entity, cascade);
    }
    if (entities.length === 0 && !guarded)
        giveUp(context, `drops ${nameOf(node).join('.')}, which no migration makes`, false);
}

;// CONCATENATED MODULE: ./build/sql/analysis/statements/drop.js










function dropObjects(context, statement) {
    definitionStatement(context);
    const cascade = statement.behavior === 'DROP_CASCADE';
    const guarded = statement.missing_ok === true;
    // All are gone together, so they do not stand in one another's way.
    for (const node of statement.objects ?? [])
        dropObject(context, statement.removeType ?? 'OBJECT_TABLE', node, guarded, cascade);
}
function dropObject(context, kind, node, guarded, cascade) {
    const name = nameOf(node);
    switch (kind) {
        case 'OBJECT_TABLE':
        case 'OBJECT_VIEW':
        case 'OBJECT_MATVIEW':
        case 'OBJECT_INDEX':
        case 'OBJECT_SEQUENCE':
        case 'OBJECT_FOREIGN_TABLE':
            dropAll(context, findRelation(context, name).entities, name, guarded, cascade);
            return;
        case 'OBJECT_TYPE':
        case 'OBJECT_DOMAIN':
            dropAll(context, findType(context, name).entities, name, guarded, cascade);
            return;
        case 'OBJECT_FUNCTION':
        case 'OBJECT_PROCEDURE':
        case 'OBJECT_ROUTINE':
        case 'OBJECT_AGGREGATE':
            dropRoutine(context, node, name, guarded, cascade);
            return;
        case 'OBJECT_TRIGGER':
            dropPart(context, 'trigger', name, guarded, cascade);
            return;
        case 'OBJECT_RULE':
            dropPart(context, 'rule', name, guarded, cascade);
            return;
        case 'OBJECT_POLICY':
            dropPart(context, 'policy', name, guarded, cascade);
            return;
        case 'OBJECT_SCHEMA':
            dropSchema(context, name.at(-1) ?? '', cascade);
            return;
        case 'OBJECT_EXTENSION':
            dropExtension(context, name.at(-1) ?? '', guarded, cascade);
            return;
        default:
            dropOther(context, kind, node, guarded, cascade);
    }
}
function dropAll(context, entities, name, guarded, cascade) {
    if (entities.length === 0)
        missing(context, name, guarded);
    forOneOf(context, entities, (entity) => {
        warnOfUnknownDependents(context, entity, cascade);
        dropWithReferences(context, entity, cascade);
    });
}
/** With an index go the foreign keys that stand on it; which index of a table that is, is not known. */
function dropWithReferences(context, entity, cascade) {
    const tables = entity.kind === 'index' && cascade ? [...entity.uses] : [];
    drop(context, entity, cascade);
    for (const table of tables) {
        for (const user of [...table.usedBy]) {
            if (user.foreignKey?.to !== table)
                continue;
            conditionally(context, () => {
                drop(context, user, cascade);
            });
        }
    }
}
/** What nobody can see may have been built on it, and would go too. */
function warnOfUnknownDependents(context, entity, cascade) {
    const { uncertain } = context.catalog;
    if (cascade && uncertain !== undefined && entity.number <= uncertain.since) {
        context.recorder.giveUp(`line ${context.recorder.line} drops ${entity.label} with all that depends on it, and an earlier migration ${uncertain.because}`);
    }
}
/** One of several overloads, or the last. */
function dropRoutine(context, node, name, guarded, cascade) {
    const { entities } = findRoutine(context, name);
    if (entities.length === 0)
        missing(context, name, guarded);
    const signature = 'ObjectWithArgs' in node ? signatureOfArguments(node.ObjectWithArgs) : undefined;
    for (const routine of entities) {
        const rest = signature === undefined ? [] : routine.overloads.filter((overload) => overload.signature !== signature);
        const whole = rest.length === 0 && entities.length === 1;
        if (whole) {
            warnOfUnknownDependents(context, routine, cascade);
            drop(context, routine, cascade);
            continue;
        }
        context.recorder.write(routine, 'drops');
        context.recorder.nameChanges(routine);
        namesInUseChange(context, routine);
        for (const used of routine.uses)
            context.recorder.read(used);
        for (const user of routine.usedBy) {
            if (cascade)
                conditionally(context, () => {
                    drop(context, user, cascade);
                });
            else
                context.recorder.read(user);
        }
        // Whichever it was, what the others do stays known.
        if (!isConditional(context) && entities.length === 1)
            routine.overloads = rest;
        context.catalog.changed();
    }
}
function signatureOfArguments(object) {
    if (object.args_unspecified === true)
        return undefined;
    const parameters = (object.objfuncargs ?? []).flatMap((node) => 'FunctionParameter' in node ? [node.FunctionParameter] : []);
    return routine_signatureOf(parameters);
}
function dropPart(context, kind, name, guarded, cascade) {
    const part = name.at(-1) ?? '';
    const { entities } = findRelation(context, name.slice(0, -1));
    if (entities.length === 0)
        missing(context, name.slice(0, -1), guarded);
    forOneOf(context, entities, (relation) => {
        const found = isHole(part)
            ? [...relation.owned].filter((owned) => owned.kind === kind)
            : [findPart(relation, kind, part)];
        const [only] = found;
        if (only === undefined && guarded) {
            // It is not there, unless somebody made it unseen.
            context.recorder.read(relation);
            context.recorder.touch(`any ${part}`, 'read', 'names', `${kind} ${part}`);
            if (context.catalog.uncertain !== undefined)
                unknownName(context, kind, [part]);
            return;
        }
        context.recorder.write(relation, 'alters');
        for (const child of relation.descendants)
            context.recorder.write(child, 'alters');
        // It must be there, so somebody made it unseen.
        if (only === undefined && !isHole(part))
            unknownName(context, kind, [part]);
        for (const each of found) {
            if (each === undefined)
                continue;
            if (isHole(part))
                conditionally(context, () => {
                    drop(context, each, cascade);
                });
            else
                drop(context, each, cascade);
        }
    });
}
function dropSchema(context, name, cascade) {
    const { recorder, catalog } = context;
    const schema = findGlobal(context, 'schema', name);
    recorder.touch(`schema ${name}`, 'write', 'drops', `schema ${name}`);
    recorder.readMembers('relation', name);
    recorder.readMembers('type', name);
    recorder.readMembers('routine', name);
    if (cascade && catalog.uncertain !== undefined) {
        recorder.giveUp(`line ${recorder.line} drops schema ${name} with all that is in it, and an earlier migration ${catalog.uncertain.because}`);
    }
    // Operators are known by their symbols alone, but in a schema that is not there is none.
    const mayBeThere = schema !== undefined || !context.beganEmpty;
    if (cascade && mayBeThere && [...catalog.all('operator')].length > 0) {
        recorder.giveUp(`line ${recorder.line} drops schema ${name} with all that is in it, perhaps operators`);
    }
    if (cascade) {
        for (const space of SPACES_IN_SCHEMAS) {
            for (const entity of [...catalog.all(space, name)])
                drop(context, entity, true);
        }
    }
    if (schema !== undefined)
        drop(context, schema, cascade);
}

;// CONCATENATED MODULE: ./build/sql/analysis/statements/index-and-view.js














/** Characters. Names made of so much of column names and a table's name are not shortened in ways that matter. */
const SURELY_WHOLE = 24;
function createIndex(context, statement) {
    const range = statement.relation;
    if (range === undefined)
        return;
    definitionStatement(context);
    const { entities } = findRelation(context, nameOfRange(range));
    if (entities.length === 0)
        unknownName(context, 'table', nameOfRange(range));
    forOneOf(context, entities, (table) => {
        createIndexOn(context, table, statement);
    });
}
function createIndexOn(context, table, statement) {
    const { recorder, catalog } = context;
    const schema = table.schema ?? 'public';
    const elements = [...(statement.indexParams ?? []), ...(statement.indexIncludingParams ?? [])];
    const columns = indexColumns(elements);
    // Also of an index that is there already the operator classes are looked up.
    const consequences = [
        ...consequencesOn(context, table, [elements, statement.whereClause, statement.options]),
        ...operatorClasses(context, elements),
    ];
    if (statement.idxname !== undefined && statement.if_not_exists === true) {
        const existing = catalog.find('relation', schema, statement.idxname);
        if (existing !== undefined && catalog.isSure(existing)) {
            recorder.read(existing, 'names');
            recorder.readAll(consequences);
            return;
        }
    }
    const label = statement.primary === true ? 'pkey' : statement.unique === true ? 'key' : 'idx';
    const names = statement.idxname === undefined
        ? freeNames(context, schema, table.name, columnsPart(columns), label === 'pkey' ? label : 'idx')
        : [statement.idxname];
    const inExpressions = columnsIn([elements.map(expressionOf), statement.whereClause]);
    // What partitions have stands for what their parents have.
    if (table.descendants.size + table.ancestors.size === 0)
        recorder.newIndex(table, columns, columnsPart(columns).length > SURELY_WHOLE);
    else
        recorder.add(table);
    actAsOwner(context, table);
    forOneOf(context, names, (name) => {
        const guarded = statement.if_not_exists === true || isConditional(context);
        const index = create(context, 'relation', 'index', schema, name, guarded);
        index.columns =
            index.loose || inExpressions === undefined ? undefined : new Set([...plainColumns(elements), ...inExpressions]);
        index.use(table);
        table.own(index);
        index.naming = { columns, label: 'idx' };
        defining(context, index, () => {
            setConsequences(context, index, consequences);
        });
        if (statement.relation?.inh === false)
            return;
        for (const child of table.descendants) {
            copyToPartition(context, index, child);
            recorder.add(child);
        }
    });
    perform(context, consequences);
    // A class that a type has by default for another method than B-tree may be an extension's.
    if (statement.accessMethod !== undefined && statement.accessMethod !== 'btree') {
        recorder.touch(`access method ${statement.accessMethod}`, 'read', 'uses', `access method ${statement.accessMethod}`);
    }
}
function expressionOf(node) {
    return 'IndexElem' in node ? node.IndexElem.expr : undefined;
}
function plainColumns(elements) {
    return elements.flatMap((node) => 'IndexElem' in node && node.IndexElem.name !== undefined ? [node.IndexElem.name] : []);
}
function createView(context, statement) {
    const range = statement.view;
    if (range === undefined)
        return;
    definitionStatement(context);
    const consequences = consequencesOf(context, [statement.query, statement.options]);
    // One on temporary tables is temporary.
    const isTemporary = entitiesOf(consequences).some(({ temporary }) => temporary);
    const view = createRelation(context, isTemporary ? { ...range, relpersistence: 't' } : range, 'view');
    defineQuery(context, view, consequences);
    // Replacing it changes the rule that every view on it is made of.
    for (const user of view.usedBy)
        context.recorder.read(user);
}
/** What it reads by its definition cannot go before it. */
function defineQuery(context, view, consequences) {
    for (const used of [...view.uses]) {
        context.recorder.read(used);
        if (context.recorder.conditions === 0)
            view.disuse(used);
    }
    setConsequences(context, view, consequences);
    if (view.kind === 'materialized view' && mayRefer(consequences))
        view.refer(ANY_COLUMN, '');
    context.recorder.readAll(consequences, 'reads');
    // A lookup in the catalogs is part of the definition, and happens when the view is read.
}
/** CREATE TABLE AS, CREATE MATERIALIZED VIEW. */
function createTableAs(context, statement) {
    const range = statement.into?.rel;
    if (range === undefined)
        return;
    definitionStatement(context);
    const isView = statement.objtype === 'OBJECT_MATVIEW';
    // The query is looked at before the name is.
    const consequences = consequencesOf(context, statement.query);
    if (statement.if_not_exists === true && isThere(context, range)) {
        context.recorder.readAll(consequences);
        return;
    }
    if (statement.into?.skipData !== true)
        perform(context, consequences);
    const relation = createRelation(context, range, isView ? 'materialized view' : 'table', statement.if_not_exists);
    defining(context, relation, () => {
        if (isView)
            defineQuery(context, relation, consequences);
        else
            haveColumnsOf(relation, statement.query, consequences);
    });
    perform(context, consequencesOf(context, statement.into?.options));
}
/** `SELECT … INTO new_table`. */
function selectInto(context, statement, consequences) {
    const into = statement.intoClause;
    if (into?.rel === undefined)
        return;
    definitionStatement(context);
    const table = createRelation(context, into.rel, 'table');
    haveColumnsOf(table, statement, consequences);
}
/** Its columns may have any type that the query's sources have, and hold whole rows of them. */
function haveColumnsOf(table, query, consequences) {
    // Of a composite value it may be a field.
    for (const type of withFields(typesIn(consequences)))
        table.use(type);
    if (mayRefer(consequences))
        table.refer(ANY_COLUMN, '');
    if (takesRows(query))
        table.useAll(consequences.filter(({ op }) => op === 'read'));
}
/** Whether a query speaks of something by the name of one of its sources: of a row, or of a column called like it. */
function takesRows(query) {
    const sources = new Set();
    const columns = [];
    walk(query, (tag, fields) => {
        if (tag === 'RangeVar')
            sources.add(fields['relname']);
        sources.add(fields['alias']?.aliasname);
        const names = tag === 'ColumnRef' ? stringsOf(fields['fields']) : [];
        if (names.length === 1)
            columns.push(...names);
        return false;
    });
    return columns.some((name) => sources.has(name));
}
function refreshView(context, statement) {
    const range = statement.relation;
    if (range === undefined)
        return;
    definitionStatement(context);
    const { entities } = findRelation(context, nameOfRange(range));
    if (entities.length === 0)
        unknownName(context, 'materialized view', nameOfRange(range));
    for (const view of entities) {
        doubt(context, view, 'refreshes');
        // The catalogs tell whether it has been filled.
        context.recorder.add(view, 'alters');
        context.recorder.rows(view, 'write');
        actAsOwner(context, view);
        perform(context, view.consequences);
        for (const index of view.owned)
            if (index.kind === 'index')
                perform(context, index.consequences);
    }
}
function statisticsColumns(elements = []) {
    return elements.map((node) => ('StatsElem' in node ? node.StatsElem.name : undefined) ?? 'expr');
}
/** The columns that statistics go with, plain or in expressions; undefined when any may be. */
function standingOn(elements = []) {
    const plain = elements.flatMap((node) => ('StatsElem' in node ? (node.StatsElem.name ?? []) : []));
    const others = columnsIn(elements);
    return others && new Set([...plain, ...others]);
}
function createStatistics(context, statement) {
    definitionStatement(context);
    const ranges = (statement.relations ?? []).flatMap((node) => ('RangeVar' in node ? [node.RangeVar] : []));
    for (const range of ranges) {
        for (const table of findRelation(context, nameOfRange(range)).entities) {
            const given = stringsOf(statement.defnames);
            const columns = statisticsColumns(statement.exprs);
            const home = table.schema ?? 'public';
            const places = given.length > 0
                ? [placeOf(context, given)]
                : nameStatistics(context, home, table, columns).map((name) => [home, name]);
            forOneOf(context, places, ([schema, name]) => {
                const existing = context.catalog.find('statistics', schema, name);
                if (statement.if_not_exists === true && existing !== undefined && context.catalog.isSure(existing)) {
                    context.recorder.read(existing, 'names');
                    return;
                }
                const guarded = statement.if_not_exists === true || isConditional(context);
                const statistics = create(context, 'statistics', 'statistics', schema, name, guarded);
                statistics.use(table);
                table.own(statistics);
                statistics.columns = statistics.loose ? undefined : standingOn(statement.exprs);
                statistics.naming = { columns, label: 'stat' };
                context.recorder.add(table);
                const consequences = consequencesOn(context, table, statement.exprs);
                defining(context, statistics, () => {
                    setConsequences(context, statistics, consequences);
                });
                perform(context, consequences);
            });
        }
    }
}

;// CONCATENATED MODULE: ./build/sql/analysis/statements/privileges.js






/** `PUBLIC`, `CURRENT_USER` and the like name nobody. */
function role(context, spec) {
    return spec?.roletype === 'ROLESPEC_CSTRING' ? findGlobal(context, 'role', spec.rolename ?? '') : undefined;
}
function roles(context, nodes) {
    return (nodes ?? []).flatMap((node) => {
        if ('AccessPriv' in node)
            return findGlobal(context, 'role', node.AccessPriv.priv_name ?? '') ?? [];
        return 'RoleSpec' in node ? (role(context, node.RoleSpec) ?? []) : [];
    });
}
function grant(context, statement) {
    definitionStatement(context);
    const grantees = granteesOf(context, statement.grantees);
    touchNames(context, statement);
    context.recorder.definitionsChange();
    for (const entity of targets(context, statement)) {
        const told = entity.home ?? entity;
        context.recorder.read(told);
        context.recorder.touch(`privileges ${told.resource}`, 'write', 'changes', `the privileges on ${told.label}`);
        // A role that has been granted anything cannot be dropped.
        for (const grantee of grantees)
            told.use(grantee);
    }
    context.catalog.changed();
}
/** Whoever acts as one of them later may do more, or less. Grants on different things to one role need no order. */
function granteesOf(context, nodes) {
    return (nodes ?? []).flatMap((node) => {
        if ('RoleSpec' in node && node.RoleSpec.roletype === 'ROLESPEC_PUBLIC')
            grantToEverybody(context);
        if (!('RoleSpec' in node) || node.RoleSpec.roletype !== 'ROLESPEC_CSTRING')
            return [];
        const name = node.RoleSpec.rolename ?? '';
        context.recorder.touch(`role ${name}`, 'add', 'adds to', `role ${name}`);
        return context.catalog.find('role', undefined, name) ?? [];
    });
}
/** What no migration made is told apart by its kind and bare name: however it is written, it has the same privileges. */
function touchNames(context, statement) {
    if (statement.targtype === 'ACL_TARGET_ALL_IN_SCHEMA')
        return;
    for (const node of statement.objects ?? []) {
        const name = bareName(node);
        const resource = `privileges on ${privileges_kindOf(statement.objtype)} ${name}`;
        context.recorder.touch(resource, 'write', 'changes', `the privileges on ${name}`);
        // The catalogs show them to whoever asks for the name.
        context.recorder.touch(`any ${name}`, 'add', 'changes', `the name ${name}`);
    }
}
/** Functions and procedures may be granted as routines. */
function privileges_kindOf(kind) {
    return kind === 'OBJECT_PROCEDURE' || kind === 'OBJECT_ROUTINE' ? 'OBJECT_FUNCTION' : String(kind);
}
function bareName(node) {
    if ('RangeVar' in node)
        return node.RangeVar.relname ?? '';
    if ('Integer' in node)
        return String(node.Integer.ival ?? 0);
    if ('Float' in node)
        return node.Float.fval ?? '';
    return nameOf(node).at(-1) ?? '';
}
function targets(context, statement) {
    const kind = statement.objtype ?? 'OBJECT_TABLE';
    const objects = statement.objects ?? [];
    if (statement.targtype !== 'ACL_TARGET_ALL_IN_SCHEMA') {
        return objects.flatMap((node) => {
            if ('RangeVar' in node)
                return findObject(context, 'OBJECT_TABLE', { List: { items: nameOfRange(node.RangeVar).map(stringNode) } });
            return findObject(context, kind, node);
        });
    }
    const space = kind === 'OBJECT_TABLE' || kind === 'OBJECT_SEQUENCE' ? 'relation' : 'routine';
    return objects.flatMap((node) => {
        const schema = nameOf(node).at(-1) ?? '';
        context.recorder.touch(`schema ${schema}`, 'read', 'uses', `schema ${schema}`);
        context.recorder.readMembers(space, schema);
        return [...context.catalog.all(space, schema)].filter(({ kind: found }) => found !== 'index' && found !== 'type' && found !== 'domain');
    });
}
function stringNode(text) {
    return { String: { sval: text } };
}
function grantRole(context, statement) {
    definitionStatement(context);
    for (const node of [...(statement.granted_roles ?? []), ...(statement.grantee_roles ?? [])])
        alterNamed(context, node);
    const granted = roles(context, statement.granted_roles);
    for (const member of roles(context, statement.grantee_roles))
        for (const one of granted)
            member.use(one);
}
/** Changes a role whether a migration made it or not. */
function alterNamed(context, node) {
    for (const entity of roles(context, [node]))
        context.recorder.write(entity, 'alters');
    const name = 'AccessPriv' in node ? node.AccessPriv.priv_name : 'RoleSpec' in node ? node.RoleSpec.rolename : undefined;
    if (name !== undefined)
        context.recorder.touch(`role ${name}`, 'write', 'alters', `role ${name}`);
}
function alterDefaultPrivileges(context, statement) {
    definitionStatement(context);
    context.recorder.touch(DEFAULT_PRIVILEGES, 'write', 'changes', DEFAULT_PRIVILEGES);
    // That new schemas have privileges of their own is looked at nowhere else.
    if (statement.action?.objtype === 'OBJECT_SCHEMA')
        context.recorder.readDefinitions();
    const grantees = roles(context, statement.action?.grantees);
    const holder = createGlobal(context, 'role', 'role', DEFAULT_PRIVILEGES);
    for (const grantee of grantees)
        holder.use(grantee);
    for (const node of statement.options ?? []) {
        if (!('DefElem' in node) || node.DefElem.arg === undefined || !('List' in node.DefElem.arg))
            continue;
        const items = node.DefElem.arg.List.items ?? [];
        if (node.DefElem.defname === 'schemas')
            for (const item of items)
                findGlobal(context, 'schema', nameOf(item).at(-1) ?? '');
        else
            for (const entity of roles(context, items))
                holder.use(entity);
    }
}
function createRole(context, statement) {
    definitionStatement(context);
    const entity = createGlobal(context, 'role', 'role', statement.role ?? '');
    for (const node of optionRoles(statement.options)) {
        alterNamed(context, node);
        for (const other of roles(context, [node]))
            entity.use(other);
    }
}
/** The roles that it is made a member of, or that are made members of it. */
function optionRoles(options) {
    return (options ?? []).flatMap((node) => 'DefElem' in node && node.DefElem.arg !== undefined && 'List' in node.DefElem.arg
        ? (node.DefElem.arg.List.items ?? [])
        : []);
}
function alterRole(context, statement) {
    definitionStatement(context);
    const entity = role(context, statement.role);
    if (entity !== undefined)
        context.recorder.write(entity, 'alters');
    else
        context.recorder.touch(`role ${statement.role?.rolename ?? ''}`, 'write', 'alters', `role ${statement.role?.rolename ?? ''}`);
    for (const node of optionRoles(statement.options))
        alterNamed(context, node);
}
/** It holds for sessions that begin later: those of one run may have begun before or after. */
function alterRoleSettings(context, statement) {
    definitionStatement(context);
    const name = statement.role?.rolename;
    if (statement.role?.roletype !== 'ROLESPEC_CSTRING' || name === undefined || name === context.user) {
        giveUp(context, 'changes settings of the role that runs the migrations', false);
        return;
    }
    context.recorder.touch(`role ${name}`, 'write', 'alters', `role ${name}`);
}
function dropRole(context, statement) {
    definitionStatement(context);
    for (const node of statement.roles ?? []) {
        if (!('RoleSpec' in node))
            continue;
        const entity = role(context, node.RoleSpec);
        const name = node.RoleSpec.rolename ?? '';
        context.recorder.touch(`role ${name}`, 'write', 'drops', `role ${name}`);
        // Whatever it owns or was granted, by default privileges too, keeps it: not all of that is known.
        context.recorder.readDefinitions();
        if (entity === undefined)
            continue;
        context.recorder.write(entity, 'drops');
        context.recorder.nameChanges(entity);
        // What is thought to stand on it still is not gone with it: PostgreSQL would have refused.
        if (!isConditional(context))
            context.catalog.remove(entity);
        else
            entity.certain = false;
    }
    context.catalog.changed();
}
function changeOwner(context, statement) {
    definitionStatement(context);
    const owner = role(context, statement.newowner);
    const node = statement.relation === undefined
        ? statement.object
        : { List: { items: nameOfRange(statement.relation).map(stringNode) } };
    const kind = statement.objectType ?? 'OBJECT_TABLE';
    const name = node === undefined ? '' : bareName(node);
    context.recorder.touch(`owner of ${privileges_kindOf(kind)} ${name}`, 'write', 'alters', `the owner of ${name}`);
    forOneOf(context, findObject(context, kind, node), (entity) => {
        context.recorder.write(entity, 'alters');
        if (owner !== undefined)
            entity.use(owner);
        if (statement.newowner?.rolename !== undefined)
            own(context, entity, statement.newowner.rolename);
    });
    context.catalog.changed();
}

;// CONCATENATED MODULE: ./build/sql/analysis/statements/others.js











const others_NOTHING = { List: { items: [] } };
const OTHER_STATEMENTS = {
    CommentStmt: comment,
    SecLabelStmt: comment,
    GrantStmt: grant,
    GrantRoleStmt: grantRole,
    AlterDefaultPrivilegesStmt: alterDefaultPrivileges,
    CreateRoleStmt: createRole,
    AlterRoleStmt: alterRole,
    AlterRoleSetStmt: alterRoleSettings,
    DropRoleStmt: dropRole,
    AlterOwnerStmt: changeOwner,
    CreateExtensionStmt: createExtension,
    AlterExtensionStmt: alterExtension,
    AlterExtensionContentsStmt: alterExtensionContents,
    AlterObjectDependsStmt: dependOnExtension,
    DefineStmt: operators_define,
    CreateCastStmt: createCast,
    CreateOpClassStmt: createOperatorClass,
    CreateOpFamilyStmt: createOperatorFamily,
    CreatePublicationStmt: createPublication,
    AlterPublicationStmt: alterPublication,
    CreateFdwStmt: createWrapper,
    CreateForeignServerStmt: createServer,
    CreateForeignTableStmt: createForeignTable,
    CreateUserMappingStmt: mapUser,
    AlterUserMappingStmt: mapUser,
    DropUserMappingStmt: mapUser,
    ...others_all(opaqueDefinition, [
        'AlterOpFamilyStmt',
        'AlterOperatorStmt',
        'AlterTypeStmt',
        'AlterStatsStmt',
        'CreateTransformStmt',
        'CreateConversionStmt',
        'AlterCollationStmt',
        'AlterTSDictionaryStmt',
        'AlterTSConfigurationStmt',
        'CreatePLangStmt',
        'CreateAmStmt',
        'AlterFdwStmt',
        'AlterForeignServerStmt',
        'ImportForeignSchemaStmt',
        'CreateSubscriptionStmt',
        'AlterSubscriptionStmt',
        'DropSubscriptionStmt',
        'CreateTableSpaceStmt',
        'DropTableSpaceStmt',
        'AlterTableSpaceOptionsStmt',
        'DropOwnedStmt',
        'ReassignOwnedStmt',
    ]),
};
function others_all(handler, tags) {
    return Object.fromEntries(tags.map((tag) => [tag, handler]));
}
/** The last one stays, so comments on one object keep their order. */
function comment(context, statement) {
    definitionStatement(context);
    const kind = statement.objtype ?? 'OBJECT_TABLE';
    const name = nameOf(statement.object).join('.');
    context.recorder.definitionsChange();
    const shown = nameOf(statement.object).at(-1) ?? '';
    context.recorder.touch(`any ${shown}`, 'add', 'changes', `the comment on ${shown}`);
    for (const entity of findObject(context, kind, statement.object ?? others_NOTHING)) {
        context.recorder.read(entity);
        const told = entity.home ?? entity;
        context.recorder.touch(`comment on ${told.resource}`, 'write', 'changes', `the comment on ${told.label}`);
    }
    context.recorder.touch(`comment on ${kind} ${name}`, 'write', 'changes', `the comment on ${name}`);
}
function dependOnExtension(context, statement) {
    definitionStatement(context);
    const name = statement.extname?.sval ?? '';
    const extension = findGlobal(context, 'extension', name);
    const node = statement.relation === undefined
        ? statement.object
        : { List: { items: nameOfRange(statement.relation).map((text) => ({ String: { sval: text } })) } };
    for (const entity of findObject(context, statement.objectType ?? 'OBJECT_TABLE', node ?? others_NOTHING)) {
        context.recorder.write(entity, 'alters');
        if (extension !== undefined)
            extension.own(entity);
    }
}
/** A published table refuses changes of rows that nothing identifies. */
function createPublication(context, statement) {
    definitionStatement(context);
    const publication = createGlobal(context, 'publication', 'publication', statement.pubname ?? '');
    if (statement.for_all_tables === true)
        publishAny(context);
    publish(context, publication, statement.pubobjects);
}
/** Which tables it had before matters where it takes others instead, or publishes otherwise. */
function alterPublication(context, statement) {
    definitionStatement(context);
    const name = statement.pubname ?? '';
    const publication = findGlobal(context, 'publication', name);
    if (publication === undefined) {
        unknownName(context, 'publication', [name]);
        context.recorder.touch(`publication ${name}`, 'write', 'alters', `publication ${name}`);
    }
    else
        context.recorder.write(publication, 'alters');
    const isPart = statement.pubobjects !== undefined && statement.action !== 'AP_SetObjects';
    if (!isPart)
        publishAny(context);
    publish(context, publication, statement.pubobjects);
}
function publishAny({ recorder }) {
    recorder.touch(ALL_TABLES_PUBLISHED, 'write', 'changes', ALL_TABLES_PUBLISHED);
}
function publish(context, publication, objects = []) {
    for (const node of objects) {
        if (!('PublicationObjSpec' in node))
            continue;
        const range = node.PublicationObjSpec.pubtable?.relation;
        if (range === undefined) {
            publishAny(context);
            const { name } = node.PublicationObjSpec;
            const schema = name === undefined ? undefined : findGlobal(context, 'schema', name);
            if (schema !== undefined)
                publication?.use(schema);
            continue;
        }
        const { entities } = findRelation(context, nameOfRange(range));
        if (entities.length === 0)
            unknownName(context, 'table', nameOfRange(range));
        for (const table of entities) {
            publication?.use(table);
            for (const part of [table, ...table.descendants])
                context.recorder.add(part);
            useRow(context, table);
        }
        // A function that chooses rows cannot go before it.
        for (const consequence of consequencesOf(context, node.PublicationObjSpec.pubtable?.whereClause)) {
            if ('entity' in consequence)
                publication?.use(consequence.entity);
        }
    }
}
function createWrapper(context, statement) {
    definitionStatement(context);
    createGlobal(context, 'foreign-data wrapper', 'foreign-data wrapper', statement.fdwname ?? '');
    giveUp(context, 'makes a foreign-data wrapper, whose functions are not followed', false);
}
function createServer(context, statement) {
    definitionStatement(context);
    const wrapper = findGlobal(context, 'foreign-data wrapper', statement.fdwname ?? '');
    for (const extension of context.catalog.all('extension'))
        context.recorder.read(extension);
    const server = createGlobal(context, 'server', 'server', statement.servername ?? '');
    if (wrapper !== undefined)
        server.use(wrapper);
}
function createForeignTable(context, statement) {
    const { base } = statement;
    if (base?.relation === undefined)
        return;
    createTableOf(context, base, 'foreign table');
    const server = findGlobal(context, 'server', statement.servername ?? '');
    for (const table of findRelation(context, nameOfRange(base.relation)).entities)
        useServer(table, server);
}
function useServer(table, server) {
    if (server !== undefined)
        table.use(server);
}
function mapUser(context, statement) {
    definitionStatement(context);
    const server = findGlobal(context, 'server', statement.servername ?? '');
    if (server !== undefined)
        context.recorder.write(server, 'alters');
    const role = statement.user?.rolename;
    if (role !== undefined)
        findGlobal(context, 'role', role);
}

;// CONCATENATED MODULE: ./build/sql/analysis/statements/rename.js







function renameObject(context, statement) {
    definitionStatement(context);
    const to = statement.newname ?? '';
    const from = statement.subname ?? '';
    const kind = statement.renameType ?? 'OBJECT_TABLE';
    switch (kind) {
        case 'OBJECT_COLUMN':
        case 'OBJECT_ATTRIBUTE':
            renamePart(context, statement, 'column', from, to);
            return;
        case 'OBJECT_TABCONSTRAINT':
            renamePart(context, statement, 'constraint', from, to);
            return;
        case 'OBJECT_TRIGGER':
            renamePart(context, statement, 'trigger', from, to);
            return;
        case 'OBJECT_RULE':
            renamePart(context, statement, 'rule', from, to);
            return;
        case 'OBJECT_POLICY':
            renamePart(context, statement, 'policy', from, to);
            return;
        case 'OBJECT_DOMCONSTRAINT':
            for (const domain of findType(context, nameOf(statement.object)).entities)
                context.recorder.write(domain, 'alters');
            return;
        default:
            break;
    }
    const name = statement.relation === undefined ? nameOf(statement.object) : nameOfRange(statement.relation);
    const entities = objectsOf(context, kind, statement.relation === undefined ? statement.object : undefined, name, from);
    if (entities.length === 0)
        missing(context, name.length > 0 ? name : [from], statement.missing_ok === true);
    forOneOf(context, entities, (entity) => {
        touchUsers(context, entity);
        renameTo(context, entity, entity.schema, to);
        if (entity.space === 'schema')
            moveContents(context, from === '' ? (name.at(-1) ?? '') : from, to);
    });
}
/** What is in a schema is called otherwise when the schema is. */
function moveContents(context, from, to) {
    for (const space of SPACES_IN_SCHEMAS) {
        context.recorder.touch(`schema ${from}`, 'write', 'renames', `schema ${from}`);
        for (const entity of [...context.catalog.all(space, from)])
            rename(context, entity, to, entity.name);
    }
    context.recorder.readMembers('relation', from);
    context.recorder.readMembers('type', from);
    context.recorder.readMembers('routine', from);
}
/** Relations are named by a range; roles, schemas and the like by a plain string; all else by an object. */
function objectsOf(context, kind, object, name, subname) {
    if (object !== undefined)
        return findObject(context, kind, object);
    if (name.length > 0 && name[0] !== '') {
        return findRelation(context, name).entities;
    }
    return findObject(context, kind, { String: { sval: subname } });
}
function renameTo(context, entity, schema, name) {
    const before = entity.name;
    rename(context, entity, schema, name);
    if (entity.kind === 'index' || entity.owner?.kind === 'constraint')
        renameTwin(context, entity, before, name);
}
/** An index that a constraint made has the constraint's name, and keeps it. */
function renameTwin(context, index, before, name) {
    const table = index.uses.values().next().value;
    if (table === undefined)
        return;
    context.recorder.add(table, 'alters');
    const twin = findPart(table, 'constraint', before);
    if (twin === undefined)
        return;
    for (const each of [before, name])
        touchConstraintName(context, twin, each);
    if (!isConditional(context))
        context.catalog.rename(twin, twin.schema, name);
    context.recorder.nameChanges(twin);
}
/** Definitions that show its name show another one now. */
function touchUsers(context, entity) {
    for (const user of entity.usedBy)
        context.recorder.read(user);
    for (const parent of entity.parents)
        context.recorder.read(parent);
}
function renamePart(context, statement, kind, from, to) {
    const name = statement.relation === undefined ? nameOf(statement.object) : nameOfRange(statement.relation);
    const { entities } = findRelation(context, name);
    if (entities.length === 0)
        missing(context, name, statement.missing_ok === true);
    forOneOf(context, entities, (relation) => {
        context.recorder.write(relation, 'alters');
        touchUsers(context, relation);
        for (const child of [relation, ...relation.descendants])
            renamePartOf(context, child, kind, from, to);
    });
}
function renamePartOf(context, relation, kind, from, to) {
    context.recorder.write(relation, 'alters');
    const part = findPart(relation, kind, from);
    if (part === undefined) {
        context.recorder.touch(`any ${from}`, 'add', 'renames', `the name ${from}`);
        context.recorder.touch(`any ${to}`, 'add', 'renames', `the name ${to}`);
        // An index that it may have is renamed with it.
        if (kind !== 'constraint')
            return;
        for (const name of [from, to]) {
            const label = `the name ${displayName(relation.schema, name)}`;
            context.recorder.touch(resourceName('relation', relation.schema, name), 'write', 'renames', label);
        }
        return;
    }
    rename(context, part, part.schema, to);
    if (kind === 'column') {
        for (const owned of relation.owned) {
            if (owned.columns?.has(from) === true)
                owned.columns = new Set([...owned.columns, to]);
            if (owned.naming?.label === 'not_null' && owned.naming.columns[0] === from)
                owned.naming = { ...owned.naming, columns: [to] };
        }
        const type = relation.referring.get(from);
        if (type !== undefined)
            relation.refer(to, type);
    }
    for (const index of part.owned) {
        if (index.kind === 'index' && index.name === from)
            rename(context, index, index.schema, to);
    }
}
function setSchema(context, statement) {
    definitionStatement(context);
    const schema = statement.newschema ?? '';
    const kind = statement.objectType ?? 'OBJECT_TABLE';
    findGlobal(context, 'schema', schema);
    const name = statement.relation === undefined ? nameOf(statement.object) : nameOfRange(statement.relation);
    const entities = objectsOf(context, kind, statement.object, name, '');
    if (entities.length === 0)
        missing(context, name, statement.missing_ok === true);
    forOneOf(context, entities, (entity) => {
        touchUsers(context, entity);
        if (entity.space === 'extension')
            touchMembersMoved(context, entity, schema);
        move(context, entity, schema);
    });
}
/** Indexes and sequences go where their table goes, an extension's members where it goes. */
function move(context, entity, schema, seen = new Set()) {
    // Of what may be this or that, one may seem to be owned by the other.
    if (seen.has(entity))
        return;
    seen.add(entity);
    for (const owned of [...entity.owned]) {
        // Statistics have a schema of their own.
        if (owned.space === 'statistics')
            continue;
        if (owned.home === undefined)
            move(context, owned, schema, seen);
        else
            for (const below of [...owned.owned])
                if (below.home === undefined)
                    move(context, below, schema, seen);
    }
    // The name of its array type has to be free there.
    if (entity.schema !== undefined)
        context.recorder.absence('type', schema, `_${entity.name}`);
    if (entity.schema !== undefined)
        rename(context, entity, schema, entity.name);
    else
        context.recorder.write(entity, 'alters');
    if (entity.kind === 'table')
        context.recorder.rows(entity, 'write');
}

;// CONCATENATED MODULE: ./build/sql/analysis/statements/session.js





/** Settings after which names, triggers or privileges work otherwise in a way that is not followed. */
function setVariable(context, statement) {
    const name = (statement.name ?? '').toLowerCase();
    const before = context.session.searchPath;
    if (statement.kind === 'VAR_RESET_ALL')
        setSearchPath(context, DEFAULT_SEARCH_PATH);
    if (name === 'search_path') {
        setSearchPath(context, statement.kind === 'VAR_SET_VALUE' ? (searchPathIn(statement) ?? DEFAULT_SEARCH_PATH) : DEFAULT_SEARCH_PATH);
        context.session.afterwards = statement.is_local === true ? (context.session.afterwards ?? before) : undefined;
    }
    if (name === 'role' || name === 'session_authorization') {
        const roles = searchPathIn(statement) ?? [];
        for (const role of roles)
            findGlobal(context, 'role', role);
        context.session.actingAs = new Set(roles.filter((role) => role !== 'none'));
        // What it may do hangs on grants to every role that it belongs to.
        if (statement.kind === 'VAR_SET_VALUE')
            giveUp(context, 'acts as another role', false);
    }
}
function setSearchPath(context, path) {
    if (isConditional(context) && path.join() !== context.session.searchPath.join()) {
        giveUp(context, 'sets search_path under a condition', true);
        return;
    }
    context.session.searchPath = path;
    for (const schema of path)
        if (schema !== '$user' && schema !== 'pg_catalog')
            findGlobal(context, 'schema', schema);
}
/** What was set for the transaction ends with it; what is undone is read as what may be. */
function endTransaction(context, statement) {
    switch (statement.kind) {
        case 'TRANS_STMT_COMMIT':
        case 'TRANS_STMT_ROLLBACK':
            performPostponed(context);
            setSearchPath(context, context.session.afterwards ?? context.session.searchPath);
            context.session.afterwards = undefined;
            return;
        case 'TRANS_STMT_PREPARE':
        case 'TRANS_STMT_COMMIT_PREPARED':
        case 'TRANS_STMT_ROLLBACK_PREPARED':
            giveUp(context, 'leaves a transaction to be ended elsewhere', true);
            return;
        default:
    }
}
function discard(context, { target }) {
    if (target === 'DISCARD_ALL')
        setSearchPath(context, DEFAULT_SEARCH_PATH);
}
/** What it does is the same whenever it is executed. */
function prepare(context, statement) {
    perform(context, consequencesOf(context, [statement.query, statement.argtypes].flat()));
}
function execute(context, statement) {
    perform(context, consequencesOf(context, statement.params));
}

;// CONCATENATED MODULE: ./build/sql/analysis/statements/trigger.js







/** Bits of `pg_trigger.tgtype`. */
const INSERT = 4;
const DELETE = 8;
const UPDATE = 16;
const TRUNCATE = 32;
function createTrigger(context, statement) {
    definitionStatement(context);
    const { catalog } = context;
    for (const node of statement.transitionRels ?? []) {
        if ('TriggerTransition' in node)
            catalog.transitionTables.add(node.TriggerTransition.name ?? '');
    }
    const bits = statement.events ?? 0;
    const events = {
        insert: (bits & INSERT) !== 0,
        update: (bits & UPDATE) !== 0,
        delete: (bits & DELETE) !== 0,
        truncate: (bits & TRUNCATE) !== 0,
    };
    const functions = calls(context, stringsOf(statement.funcname));
    const others = consequencesOf(context, [statement.whenClause]);
    forOneOf(context, relationsOf(context, statement.relation), (table) => {
        context.recorder.write(table, 'alters');
        for (const child of table.descendants)
            context.recorder.write(child, 'alters');
        const trigger = createPart(context, table, 'trigger', statement.trigname ?? '');
        trigger.events = eventsOf(context, trigger, events);
        trigger.deferrable ||= statement.deferrable === true;
        useRow(context, table, columnsIn(statement.whenClause));
        setConsequences(context, trigger, [...functions, ...others]);
        if (statement.isconstraint === true)
            trigger.own(namePart(context, table, { conname: statement.trigname ?? '' }, undefined, 'trigger'));
        if (statement.constrrel !== undefined) {
            for (const entity of findRelation(context, nameOfRange(statement.constrrel)).entities)
                trigger.use(entity);
        }
    });
    context.recorder.readAll(functions);
}
/** Where it may be the one that was there before, it fires when either does. */
function eventsOf(context, { events: before }, events) {
    if (!isConditional(context) || before === undefined)
        return events;
    return {
        insert: before.insert || events.insert,
        update: before.update || events.update,
        delete: before.delete || events.delete,
        truncate: before.truncate || events.truncate,
    };
}
function calls(context, name) {
    const { entities, builtin } = findRoutine(context, name);
    if (entities.length === 0 && !builtin)
        unknownName(context, 'function', name);
    return entities.map((entity) => ({ op: 'call', entity }));
}
function relationsOf(context, range) {
    if (range === undefined)
        return [];
    const { entities, builtin } = findRelation(context, nameOfRange(range));
    if (entities.length === 0 && !builtin)
        unknownName(context, 'relation', nameOfRange(range));
    return entities;
}
function createRule(context, statement) {
    definitionStatement(context);
    const event = String(statement.event);
    const events = {
        insert: event === 'CMD_INSERT',
        update: event === 'CMD_UPDATE',
        delete: event === 'CMD_DELETE',
        truncate: false,
    };
    const actions = consequencesOf(context, [statement.whereClause, statement.actions].flat().filter(isPresent));
    forOneOf(context, relationsOf(context, statement.relation), (relation) => {
        context.recorder.write(relation, 'alters');
        useRow(context, relation, columnsIn([statement.whereClause, statement.actions]));
        const rule = createPart(context, relation, 'rule', statement.rulename ?? '');
        // Its actions may begin with OLD and NEW, which are the relation itself.
        const own = actions.filter((consequence) => !('entity' in consequence) || consequence.entity !== relation || consequence.op !== 'read');
        rule.events = eventsOf(context, rule, events);
        setConsequences(context, rule, own);
        context.recorder.readAll(own);
    });
}
function isPresent(node) {
    return node !== undefined;
}
function createPolicy(context, statement) {
    definePolicy(context, statement, statement.table, statement.policy_name ?? '', statement.roles);
}
function alterPolicy(context, statement) {
    definePolicy(context, statement, statement.table, statement.policy_name ?? '', statement.roles);
}
function definePolicy(context, { qual, with_check: check }, range, name, roles) {
    definitionStatement(context);
    const consequences = consequencesOf(context, [qual, check].filter(isPresent));
    forOneOf(context, relationsOf(context, range), (table) => {
        context.recorder.write(table, 'alters');
        useRow(context, table, columnsIn([qual, check]));
        const before = findPart(table, 'policy', name)?.consequences ?? [];
        const policy = createPart(context, table, 'policy', name);
        setConsequences(context, policy, [...before, ...consequences]);
        for (const node of roles ?? []) {
            if (!('RoleSpec' in node) || node.RoleSpec.roletype !== 'ROLESPEC_CSTRING')
                continue;
            const role = findGlobal(context, 'role', node.RoleSpec.rolename ?? '');
            if (role !== undefined)
                policy.use(role);
        }
        context.recorder.readAll(consequences);
    });
}
/** From now on every definition statement may call its function. */
function createEventTrigger(context, statement) {
    definitionStatement(context);
    const functions = calls(context, stringsOf(statement.funcname));
    context.recorder.touch(EVENT_TRIGGERS, 'write', 'changes', EVENT_TRIGGERS);
    const trigger = createGlobal(context, 'event trigger', 'event trigger', statement.trigname ?? '');
    setConsequences(context, trigger, functions);
}
function alterEventTrigger(context, statement) {
    definitionStatement(context);
    context.recorder.touch(EVENT_TRIGGERS, 'write', 'changes', EVENT_TRIGGERS);
    const trigger = findGlobal(context, 'event trigger', statement.trigname ?? '');
    if (trigger !== undefined)
        context.recorder.write(trigger, 'alters');
}

;// CONCATENATED MODULE: ./build/sql/analysis/statements/type.js








function createEnum(context, statement) {
    createType(context, stringsOf(statement.typeName));
}
function createType(context, name) {
    definitionStatement(context);
    const [schema, type] = placeOf(context, name);
    return create(context, 'type', 'type', schema, type);
}
/** A range type brings a multirange type and constructors of both names. */
function createRange(context, statement) {
    // Its functions are written like types.
    const functions = (statement.params ?? []).flatMap((node) => 'DefElem' in node ? findRoutine(context, nameOf(node.DefElem.arg)).entities : []);
    const consequences = [
        ...consequencesOf(context, statement.params),
        ...functions.map((entity) => ({ op: 'call', entity })),
    ];
    const name = stringsOf(statement.typeName);
    const range = createType(context, name);
    setConsequences(context, range, consequences);
    const schema = range.schema ?? 'public';
    const given = (statement.params ?? []).flatMap((node) => 'DefElem' in node && node.DefElem.defname === 'multirange_type_name' ? nameOf(node.DefElem.arg).slice(-1) : []);
    const multirange = given[0] ?? (range.name.includes('range') ? range.name.replace('range', 'multirange') : `${range.name}_multirange`);
    range.own(create(context, 'type', 'type', schema, multirange));
    for (const constructor of [range.name, multirange])
        range.own(create(context, 'routine', 'function', schema, constructor));
}
function createComposite(context, statement) {
    if (statement.typevar === undefined)
        return;
    definitionStatement(context);
    const type = createRelation(context, statement.typevar, 'type');
    context.session.making = type;
    for (const node of statement.coldeflist ?? [])
        if ('ColumnDef' in node)
            addColumn(context, type, node.ColumnDef);
    context.session.making = undefined;
}
function createDomain(context, statement) {
    definitionStatement(context);
    const [schema, name] = placeOf(context, stringsOf(statement.domainname));
    const domain = create(context, 'type', 'domain', schema, name);
    context.session.making = domain;
    if (statement.typeName !== undefined)
        useType(context, domain, statement.typeName);
    context.session.making = undefined;
    for (const node of statement.constraints ?? [])
        if ('Constraint' in node)
            type_addCheck(context, domain, node);
}
const type_NAMED = new Map([
    ['CONSTR_CHECK', 'check'],
    ['CONSTR_NOTNULL', 'not_null'],
]);
function type_addCheck(context, domain, node) {
    if (!('Constraint' in node))
        return;
    const consequences = consequencesOf(context, node.Constraint.raw_expr);
    setConsequences(context, domain, [...domain.consequences, ...consequences]);
    const label = type_NAMED.get(String(node.Constraint.contype));
    if (label !== undefined)
        namePart(context, domain, node.Constraint, undefined, label);
    perform(context, consequences);
}
/** A check is held against every value stored, wherever that is. */
function alterDomain(context, statement) {
    definitionStatement(context);
    const name = stringsOf(statement.typeName);
    const { entities } = findType(context, name);
    if (entities.length === 0)
        unknownName(context, 'domain', name);
    for (const domain of entities) {
        context.recorder.write(domain, 'alters');
        useTypesOf(context, domain);
        if (statement.def !== undefined) {
            if ('Constraint' in statement.def)
                type_addCheck(context, domain, statement.def);
            else
                setConsequences(context, domain, [...domain.consequences, ...consequencesOf(context, statement.def)]);
        }
        const part = statement.name === undefined ? undefined : findPart(domain, 'constraint', statement.name);
        if (statement.subtype === 'V')
            perform(context, domain.consequences);
        if (part !== undefined && statement.subtype === 'X')
            drop(context, part, statement.behavior === 'DROP_CASCADE');
        readValues(context, domain, new Set());
    }
}
function readValues(context, type, seen) {
    if (seen.has(type))
        return;
    seen.add(type);
    for (const user of type.usedBy) {
        const relation = user.home ?? user;
        context.recorder.read(relation);
        if (relation.kind === 'table' || relation.kind === 'materialized view')
            context.recorder.rows(relation, 'read');
        readValues(context, relation, seen);
    }
}
function alterEnum(context, statement) {
    definitionStatement(context);
    const name = stringsOf(statement.typeName);
    const { entities } = findType(context, name);
    if (entities.length === 0)
        unknownName(context, 'type', name);
    for (const type of entities)
        context.recorder.write(type, 'alters');
}

;// CONCATENATED MODULE: ./build/sql/analysis/statement.js


















const HANDLERS = {
    ...OTHER_STATEMENTS,
    SelectStmt: statement_select,
    InsertStmt: change('InsertStmt'),
    UpdateStmt: change('UpdateStmt'),
    DeleteStmt: change('DeleteStmt'),
    MergeStmt: change('MergeStmt'),
    CopyStmt: copy,
    TruncateStmt: truncateTables,
    CallStmt: call,
    DoStmt: runBlock,
    ExplainStmt: explain,
    DeclareCursorStmt: statement_queryOf,
    PrepareStmt: prepare,
    ExecuteStmt: execute,
    LockStmt: lock,
    VacuumStmt: vacuum,
    ReindexStmt: reindex,
    VariableSetStmt: setVariable,
    TransactionStmt: endTransaction,
    DiscardStmt: discard,
    // Those that are made immediate are checked at once.
    ConstraintsSetStmt: performPostponed,
    CreateStmt: createTable,
    CreateTableAsStmt: createTableAs,
    AlterTableStmt: alterTable,
    IndexStmt: createIndex,
    ViewStmt: createView,
    RefreshMatViewStmt: refreshView,
    CreateStatsStmt: createStatistics,
    CreateSeqStmt: createSequence,
    AlterSeqStmt: alterSequence,
    CreateFunctionStmt: createFunction,
    AlterFunctionStmt: alterFunction,
    CreateTrigStmt: createTrigger,
    RuleStmt: createRule,
    CreatePolicyStmt: createPolicy,
    AlterPolicyStmt: alterPolicy,
    CreateEventTrigStmt: createEventTrigger,
    AlterEventTrigStmt: alterEventTrigger,
    CreateEnumStmt: createEnum,
    AlterEnumStmt: alterEnum,
    CompositeTypeStmt: createComposite,
    CreateRangeStmt: createRange,
    CreateDomainStmt: createDomain,
    AlterDomainStmt: alterDomain,
    CreateSchemaStmt: createSchema,
    DropStmt: dropObjects,
    RenameStmt: renameObject,
    AlterObjectSchemaStmt: setSchema,
    // They change nothing that outlives the session or is of any concern to another migration.
    VariableShowStmt: nothing,
    DeallocateStmt: nothing,
    ClosePortalStmt: nothing,
    FetchStmt: nothing,
    NotifyStmt: nothing,
    ListenStmt: nothing,
    UnlistenStmt: nothing,
    CheckPointStmt: nothing,
    LoadStmt: nothing,
    ClusterStmt: cluster,
    // They concern the whole database or cluster, and what comes after in ways that are not followed.
    ...statement_opaque('works on whole databases', [
        'CreatedbStmt',
        'DropdbStmt',
        'AlterDatabaseStmt',
        'AlterDatabaseRefreshCollStmt',
    ]),
    ...statement_opaque('changes settings of the database or the server', ['AlterDatabaseSetStmt', 'AlterSystemStmt']),
    ...statement_opaque('moves everything in a tablespace', ['AlterTableMoveAllStmt']),
};
function statement_readStatement(context, node, sql) {
    const tag = tagOf(node);
    const handler = Object.hasOwn(HANDLERS, tag) ? HANDLERS[tag] : undefined;
    if (handler === undefined) {
        giveUp(context, `has a statement of an unknown kind (${tag})`, true);
        return;
    }
    const fields = node[tag];
    handler(context, fields, sql);
}
function nothing() {
    // On purpose.
}
function statement_opaque(because, tags) {
    const handler = (context) => {
        giveUp(context, because, false);
    };
    return Object.fromEntries(tags.map((tag) => [tag, handler]));
}
function statement_select(context, statement) {
    const consequences = consequencesOf(context, statement, 'SelectStmt');
    perform(context, consequences);
    if (statement.intoClause !== undefined)
        selectInto(context, statement, consequences);
}
function change(tag) {
    return (context, fields) => {
        perform(context, consequencesOf(context, fields, tag));
    };
}
function copy(context, statement) {
    perform(context, consequencesOf(context, [statement.query, statement.whereClause].filter((node) => node !== undefined)));
    const { filename, is_from: isFrom, is_program: isProgram, relation: range } = statement;
    if (isFrom === true && filename !== undefined)
        context.recorder.reachOutside(isProgram === true ? 'runs a program on the server' : 'reads a file of the server');
    if (range === undefined)
        return;
    const { entities, builtin } = findRelation(context, nameOfRange(range));
    if (entities.length === 0 && !builtin)
        unknownName(context, 'table', nameOfRange(range));
    perform(context, entities.map((entity) => ({ op: isFrom === true ? 'insert' : 'read', entity })));
    if (isFrom === true && entities.some(({ referring }) => referring.size > 0))
        context.recorder.readDefinitions();
}
function truncateTables(context, statement) {
    for (const node of statement.relations ?? []) {
        if (!('RangeVar' in node))
            continue;
        const { entities } = findRelation(context, nameOfRange(node.RangeVar));
        if (entities.length === 0)
            unknownName(context, 'table', nameOfRange(node.RangeVar));
        for (const entity of entities) {
            truncate(context, entity, statement.behavior === 'DROP_CASCADE', statement.restart_seqs === true);
        }
    }
}
/** It may run what it explains; where it does not, nothing is lost by thinking so. */
function explain(context, statement) {
    const { query } = statement;
    if (query === undefined)
        return;
    conditionally(context, () => {
        statement_readStatement(context, query, '');
    });
}
function statement_queryOf(context, statement) {
    perform(context, consequencesOf(context, statement.query));
}
function lock(context, statement) {
    for (const node of statement.relations ?? [])
        if ('RangeVar' in node)
            touchRelation(context, node.RangeVar, false);
}
function touchRelation(context, range, rewrite) {
    const { entities, builtin } = findRelation(context, nameOfRange(range));
    if (entities.length === 0 && !builtin)
        unknownName(context, 'relation', nameOfRange(range));
    for (const entity of entities) {
        if (rewrite)
            context.recorder.write(entity, 'alters');
        else
            context.recorder.read(entity);
        context.recorder.rows(entity, 'read');
        // Functions of indexes are called by the owner of their table.
        for (const table of [entity, ...entity.uses])
            actAsOwner(context, table);
        for (const owned of entity.owned)
            if (owned.kind === 'index' || owned.kind === 'statistics')
                perform(context, owned.consequences);
        if (entity.kind === 'view')
            perform(context, entity.consequences);
    }
}
/** Statistics and dead rows: no migration may depend on these, but functions in indexes and statistics are called. */
function vacuum(context, statement) {
    for (const node of statement.rels ?? []) {
        if ('VacuumRelation' in node && node.VacuumRelation.relation !== undefined)
            touchRelation(context, node.VacuumRelation.relation, false);
    }
}
function cluster(context, statement) {
    if (statement.relation === undefined)
        context.recorder.readDefinitions();
    else
        touchRelation(context, statement.relation, true);
}
function reindex(context, statement) {
    definitionStatement(context);
    if (statement.relation === undefined)
        context.recorder.readDefinitions();
    else
        touchRelation(context, statement.relation, true);
}
function createSchema(context, statement) {
    definitionStatement(context);
    const name = statement.schemaname ?? statement.authrole?.rolename;
    if (name === undefined || name === context.user || (context.user === undefined && name === 'postgres')) {
        giveUp(context, 'makes the schema in which unqualified names are looked up first', true);
        return;
    }
    if (statement.authrole?.rolename !== undefined)
        findGlobal(context, 'role', statement.authrole.rolename);
    const existing = context.catalog.find('schema', undefined, name);
    if (statement.if_not_exists === true && existing !== undefined && context.catalog.isSure(existing)) {
        context.recorder.read(existing, 'names');
    }
    else {
        createGlobal(context, 'schema', 'schema', name);
    }
    if ((statement.schemaElts ?? []).length === 0)
        return;
    if (isConditional(context))
        giveUp(context, 'makes a schema with contents under a condition', true);
    // Its elements are made in it, and look there first.
    const before = context.session.searchPath;
    context.session.searchPath = [name, ...before];
    const owner = statement.authrole?.rolename;
    actingAs(context, new Set(owner === undefined ? [] : [owner]), () => {
        for (const node of statement.schemaElts ?? [])
            statement_readStatement(context, node, '');
    });
    context.session.searchPath = before;
}

;// CONCATENATED MODULE: ./build/sql/analysis/unparsed.js
/**
 * Statements that cannot be parsed. Nothing sure can be said about them; but what they leave behind for others is bounded where
 * their first word says, in every version's grammar, that they define nothing: then it is what the objects they name do.
 */






/** @param because why it cannot be parsed, as a clause */
function readUnparsed(context, sql, because) {
    const names = namesInRows(sql);
    giveUp(context, because, names === undefined);
    if (names === undefined)
        return;
    conditionally(context, () => {
        for (const operator of context.catalog.all('operator'))
            perform(context, [{ op: 'call', entity: operator }]);
        for (const name of names)
            perform(context, [...builtinConsequences(context, name), ...anyUse(context, name)]);
    });
}
/** Only what begins with these reads or changes rows, if it makes no table by INTO. */
const ABOUT_ROWS = new Set(['select', 'insert', 'update', 'delete', 'merge', 'with', 'values']);
/** Every name in a statement that is about rows; undefined for any other. */
function namesInRows(sql) {
    const names = new Set();
    const scanner = new scan/* Scanner */.L(sql);
    let before = '';
    let ended = false;
    for (let kind = scanner.next(); kind !== 'end'; kind = scanner.next()) {
        if (ended || kind === 'template' || kind === 'backslash')
            return undefined;
        const token = sql.slice(scanner.start, scanner.end);
        const word = kind === 'word' ? token.toLowerCase() : '';
        if (names.size === 0 && !ABOUT_ROWS.has(word))
            return undefined;
        if (word === 'into' && before !== 'insert' && before !== 'merge')
            return undefined;
        if (kind === 'word' || kind === 'identifier') {
            const [name] = parseName(token) ?? [];
            // `U&"…"`, whose escapes are not resolved.
            if (name === undefined)
                return undefined;
            names.add(name);
        }
        ended = kind === 'semicolon';
        before = word;
    }
    return scanner.unterminated === undefined && names.size > 0 ? names : undefined;
}
/** With however many arguments it may be called. */
function builtinConsequences(context, name) {
    if (!isBuiltinFunction(name))
        return [];
    return COUNTS.flatMap((count) => builtinCall(context, name, Array.from({ length: count }, () => ANY_ARGUMENT)));
}
/** No function whose effect hangs on the number of its arguments takes more. */
const COUNTS = [0, 1, 2, 3, 4, 5];
const ANY_ARGUMENT = { ParamRef: {} };
/** All that a statement about rows may do with whatever has this name. */
function anyUse({ catalog }, name) {
    return [...catalog.named(name)].flatMap((entity) => {
        if (entity.space === 'routine')
            return [{ op: 'call', entity }];
        if (entity.space === 'type')
            return [{ op: 'use', entity }];
        return entity.space === 'relation' && entity.kind !== 'index' ? anyChange(entity) : [];
    });
}
function anyChange(entity) {
    return ['use', 'read', 'insert', 'update', 'delete'].map((op) => ({ op, entity }));
}

;// CONCATENATED MODULE: ./build/sql/analysis/analysis.js










/** So much is followed for one migration before nothing is said about it. */
const MOST_CONSEQUENCES = 200_000;
class Analysis {
    #catalog = new Catalog();
    #parser;
    /** For bodies of functions. Of a script's own statements hardly any comes twice. */
    #remembering;
    #options;
    /** The tool's own table. */
    #books;
    #booksAltered = false;
    constructor(parser, options = {}) {
        this.#parser = parser;
        this.#remembering = (0,parse/* remembering */.Mw)(parser);
        this.#options = options;
        const [schema, name] = options.booksTable?.split('.') ?? [];
        if (schema !== undefined && schema !== 'public')
            this.#catalog.add(new Entity('schema', 'schema', undefined, schema));
        if (name !== undefined)
            this.#books = this.#catalog.add(new Entity('relation', 'table', schema, name));
    }
    /** Trees of a script's statements, which know nothing of what came before. */
    parse(steps) {
        return steps.map((step) => {
            // What has a body is looked at again for it.
            const parser = mayHaveBody(step.statement) ? this.#remembering : this.#parser;
            return { step, ...(0,parse/* parseStatement */.By)(parser, step.statement) };
        });
    }
    /** Reads the next migration of the set. */
    read(steps, directives) {
        const recorder = new Recorder();
        const session = {
            searchPath: DEFAULT_SEARCH_PATH,
            actingAs: NOBODY_ELSE,
            postponed: new Set(),
        };
        const context = {
            parser: this.#remembering,
            catalog: this.#catalog,
            recorder,
            session,
            user: this.#options.user,
            beganEmpty: this.#options.mayHoldMore !== true,
            calling: [],
            done: { version: -1, keys: new Set(), active: new Set(), left: MOST_CONSEQUENCES },
            readText,
            callRoutine: callRoutine,
            parse: (sql) => (0,parse/* parseStatements */.YK)(this.#remembering, sql),
        };
        const readAll = () => {
            for (const step of steps)
                readStep(context, step);
            performPostponed(context);
        };
        if (steps.some(isUndoing))
            conditionally(context, readAll);
        else
            readAll();
        this.#dropTemporary();
        declare(recorder, directives);
        this.#record(context);
        const footprint = recorder.footprint();
        // The author knows what the SQL does not show.
        const vouched = directives.reads.length + directives.writes.length > 0 && !directives.opaque;
        if (directives.opaque)
            return { ...footprint, opaque: 'its author says so' };
        return vouched ? { ...footprint, opaque: undefined, locks: undefined } : footprint;
    }
    /**
     * That a migration is recorded in the tool's own table is no business of the graph's, unless an earlier one has put something on
     * that table: then the record sets it off.
     */
    #record(context) {
        const { recorder, catalog } = context;
        const books = this.#books;
        const { booksTable } = this.#options;
        if (books === undefined || booksTable === undefined)
            return;
        const used = recorder.touched(`relation ${booksTable}`);
        if (used !== undefined) {
            recorder.giveUp(`it uses ${booksTable}, in which the tool records what is applied`);
            this.#booksAltered ||= used !== 'read';
            return;
        }
        if (!this.#booksAltered)
            return;
        // Under another name it is another table.
        if (books.resource === `relation ${booksTable}` && catalog.find('relation', books.schema, books.name) === books) {
            // Tools write more than new rows.
            for (const op of ['insert', 'update', 'delete'])
                setOff(context, books, op);
            // What happens then may look at what is recorded already.
            if (recorder.touched(books.rows) === undefined)
                return;
        }
        recorder.giveUp(`its record goes to ${booksTable}, which an earlier migration altered`);
    }
    #dropTemporary() {
        for (const space of ['relation', 'type', 'routine']) {
            for (const entity of [...this.#catalog.all(space, 'pg_temp')])
                this.#catalog.remove(entity);
        }
    }
}
/** What came before it may not stay. */
function isUndoing({ step }) {
    return /^\s*(?:ROLLBACK|ABORT)\b/i.test(step.statement.text);
}
function readStep(context, { step, trees }) {
    const { statement } = step;
    context.recorder.line = statement.line;
    if (step.kind === 'gexec')
        giveUp(context, 'runs the result of a query as statements (\\gexec)', true);
    if (typeof trees === 'string')
        readUnparsed(context, statement.text, trees);
    else
        for (const node of trees)
            statement_readStatement(context, node, statement.text);
}
function mayHaveBody({ text }) {
    return text.includes('$') || /\bas\s+'/i.test(text);
}
/** Statements from their own text. What cannot be parsed cannot be read. */
function readText(context, sql) {
    const parsed = context.parse(sql);
    if (typeof parsed === 'string') {
        readUnparsed(context, sql, parsed);
        return;
    }
    for (const node of parsed)
        statement_readStatement(context, node, sql);
}
function declare(recorder, directives) {
    const resources = (text) => {
        const name = parseName(text) ?? [text];
        return name.length === 1 ? `public.${name.join('')}` : name.join('.');
    };
    for (const name of directives.reads) {
        recorder.touch(`relation ${resources(name)}`, 'read', 'declares', name);
        recorder.touch(`rows ${resources(name)}`, 'read', 'declares', `the rows of ${name}`);
    }
    for (const name of directives.writes) {
        recorder.touch(`relation ${resources(name)}`, 'write', 'declares', name);
        recorder.touch(`rows ${resources(name)}`, 'write', 'declares', `the rows of ${name}`);
    }
}


/***/ })

};
