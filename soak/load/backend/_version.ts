/** Another number is another package. */
export const version = 0;
