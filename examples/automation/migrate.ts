/** Stands for a change of the database that must not meet requests or jobs. */
export async function migrate(): Promise<void> {
  console.log("The database is migrated");
}
