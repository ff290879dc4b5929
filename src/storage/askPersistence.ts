/** Asks the browser not to clear this page's storage by itself when its disk fills up. @returns whether it agreed */
export async function askPersistence(): Promise<boolean> {
  try {
    const { storage } = navigator;
    return (await storage.persisted()) || (await storage.persist());
  } catch {
    // Not in this kind of window, or not known to this browser: what is kept is kept as long as the browser likes.
    return false;
  }
}
