import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A sound card and a screen that are not there, for the browsers that stand still without. */
export interface Outputs {
  readonly env: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill();
  await exit;
}

async function answers(path: string, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`pulseaudio ended with ${child.exitCode}`);
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = createConnection(path, () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => resolve(false));
    });
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** @param needsScreen of 1600 by 1000, besides a sound server whose only output goes nowhere at the pace of a card */
export async function openOutputs(needsScreen: boolean): Promise<Outputs> {
  // Of its own, so that neither a user's sound server nor its settings come into it.
  const folder = mkdtempSync(join(tmpdir(), 'elsewhere-sound-'));
  const socket = join(folder, 'pulse.socket');
  const env: NodeJS.ProcessEnv = { ...process.env, XDG_RUNTIME_DIR: folder, PULSE_SERVER: `unix:${socket}` };
  const sound = spawn(
    'pulseaudio',
    [
      '-n',
      '--daemonize=no',
      '--exit-idle-time=-1',
      '--load=module-null-sink sink_name=n',
      `--load=module-native-protocol-unix auth-anonymous=1 socket=${socket}`,
    ],
    { env, stdio: 'ignore' },
  );
  await answers(socket, sound);
  let screen: ChildProcess | undefined;
  if (needsScreen) {
    screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    const [number] = (await once(screen.stdio[3]!, 'data')) as [Buffer];
    env['DISPLAY'] = `:${number.toString().trim()}`;
  }
  return {
    env,
    async close() {
      if (screen) await ended(screen);
      await ended(sound);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
