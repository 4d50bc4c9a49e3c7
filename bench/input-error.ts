/** The arguments or the data are not what the bench can read. The message is for the person at the terminal. */
export class InputError extends Error {
  override readonly name = 'InputError';
}
