/** A JSON value as a charger sends it. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
