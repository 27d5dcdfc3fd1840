/** Wakes the one who waits for it. A wake that comes while nobody waits is kept for the next wait. */
export class Signal {
  #isSet = false;
  #listener: (() => void) | undefined;

  wake(): void {
    this.#isSet = true;
    this.#listener?.();
  }

  /** Resolves at the next wake, or after `milliseconds`. */
  wait(milliseconds?: number): Promise<void> {
    return new Promise((resolve) => {
      const finish = () => {
        clearTimeout(timer);
        this.#listener = undefined;
        this.#isSet = false;
        resolve();
      };
      const timer = milliseconds === undefined ? undefined : setTimeout(finish, milliseconds);
      this.#listener = finish;
      if (this.#isSet) finish();
    });
  }
}
