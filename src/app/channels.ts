/** Every channel that exists, one line each. `walk --channel` answers 3 for one that does not. */
export const built: readonly string[] = [
  'web',
  'api',
  // new: '__name__',
]
