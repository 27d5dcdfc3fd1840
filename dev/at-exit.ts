/** What must be done when the process ends, in whatever way it can notice. */
const steps = new Set<() => void>();

// One for all: Node warns of leaks beyond ten
process.on("exit", () => {
  for (const step of [...steps].reverse()) step();
});

/** Does the step when the process exits, the last one first, and returns what takes it back. */
export function atExit(step: () => void): () => void {
  steps.add(step);
  return () => void steps.delete(step);
}
