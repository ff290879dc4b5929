import { ElsewhereError } from '../../core/errors';
import type { DeviceDesk } from '../../store/devices/DeviceDesk';
import type { Session } from '../../store/session';

/**
 * Does something at the device desk, which is fetched by the first call.
 * @param subject what it is about, for the sentence that says it failed
 * @returns what `act` gives; undefined when the desk could not be reached or the work failed
 */
export async function withDesk<T>(
  session: Session,
  subject: string,
  act: (desk: DeviceDesk) => T | Promise<T>,
): Promise<T | undefined> {
  try {
    return await act(await session.deviceDesk());
  } catch (error) {
    // Whatever it was, the listener can only try again: the desk itself names what is wrong with a file.
    const isMissing = error instanceof ElsewhereError && error.code === 'part-missing';
    const problem = isMissing ? error : ({ code: 'device-failed', detail: {} } as const);
    session.library.getState().addProblem({ code: problem.code, detail: problem.detail, subject });
    return undefined;
  }
}

/** Files chosen or dropped become devices; problems name the file. */
export const importFiles = (session: Session, files: readonly File[]): void =>
  void withDesk(session, files.length === 1 ? files[0]!.name : `${files.length} files`, (desk) =>
    desk.importFiles(files),
  );
