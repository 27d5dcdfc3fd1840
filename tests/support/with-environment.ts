/** Runs code with environment variables of this process, which are then as they were before. */
export async function withEnvironment(
  variables: Readonly<Record<string, string>>,
  code: () => Promise<void>,
): Promise<void> {
  const former = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  try {
    await code();
  } finally {
    for (const [name, value] of former)
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  }
}
