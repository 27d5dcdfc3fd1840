/** Those who wait for the same moment. */
export class Waiters {
  #resolvers: (() => void)[] = [];

  /** Resolves at the next release. */
  wait(): Promise<void> {
    return new Promise((resolve) => this.#resolvers.push(resolve));
  }

  release(): void {
    for (const resolve of this.#resolvers.splice(0)) resolve();
  }
}
