/**
 * What extensions bring, by their names. Lists are separated by white space. A name carries its schema if that is not the one the
 * extension itself is in: `cron.schedule`.
 */
export type ExtensionData = Readonly<Record<string, ExtensionNames>>;

export interface ExtensionNames {
  /** Fixed by the extension; undefined: wherever it is created. */
  readonly schema?: string;
  readonly relocatable?: boolean;
  readonly requires?: string;
  /** Those it makes, its own among them. */
  readonly schemas?: string;
  /** The immutable ones and the aggregates. */
  readonly functions?: string;
  /** Those that are stable or volatile, be it with some arguments only. */
  readonly impureFunctions?: string;
  /** Without those of its relations and without arrays. */
  readonly types?: string;
  readonly operators?: string;
  /** Tables, views and sequences. */
  readonly relations?: string;
  readonly operatorClasses?: string;
  readonly operatorFamilies?: string;
  /** For types that are not its own, as access method and type: `gist:int4`. */
  readonly defaultOperatorClasses?: string;
  /** By names of types: `citext>text`. */
  readonly casts?: string;
  readonly accessMethods?: string;
  readonly languages?: string;
  /** Configurations, dictionaries, parsers and templates. */
  readonly textSearch?: string;
  readonly foreignDataWrappers?: string;
  readonly eventTriggers?: string;
}
