/** Texts of the plugin's own catalogue. */
export type Texts = (key: string, values?: Record<string, unknown>) => string;
