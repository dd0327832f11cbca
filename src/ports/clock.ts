/** The only source of time. Dates in files come from here; durations never go into files. */
export interface Clock {
  now(): Date;
}
