/**
 * The faults that tests attack, by the name that a test carries in its title: `[fault: storage-full]`. What is said of
 * each is what must not happen again. Whether it holds is read from the report of a run, never from here.
 */
export const FAULTS: Readonly<Record<string, string>> = {
  'chunk-missing': 'a part of the app does not load: a blank page',
  'storage-full': 'storage is full: answers are lost',
  memory: 'memory grows with mixed use',
  'impossible-date': 'a stored trial with an impossible date locks Progress',
  'deep-file': 'a progress file of brackets stops the tab',
  'large-device-file': 'a large device file freezes the page',
  'offline-drill': 'drills do not start without a network',
  'update-elsewhere': 'an update accepted in one tab reloads another',
  notices: 'licence notices are missing from the built page',
  'foreign-script': 'a script that is not of the app runs, or a request leaves it',
  'many-confusions': 'the time an import takes grows with its square',
  'two-tabs': 'settings of one tab undo those of another',
  'storage-cause': 'the wrong reason is given when nothing can be stored',
  backup: 'a backup does not bring everything back',
  'extreme-device': 'a device that cannot be rendered is kept',
  'odd-name': 'a name keeps marks that cannot be seen',
  folder: 'a dropped folder adds nothing',
  'engine-missing': 'the button shows playing, and nothing plays',
  'audio-lost': 'sound stops, and does not come back',
  'many-messages': 'a wall of messages',
  killed: 'the browser is killed: what was shown as done is lost',
  'old-data': 'data of an earlier version cannot be read',
  fuzz: 'odd input makes an error that nobody catches, or hangs',
};

const TAG = /\[fault: ([^\]]+)\]/g;

export interface FaultTest {
  readonly fault: string;
  readonly title: string;
  readonly outcome: 'passed' | 'failed' | 'not run';
}

interface VitestReport {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

interface PlaywrightSuite {
  readonly specs?: readonly {
    readonly title: string;
    readonly ok: boolean;
    readonly tests: readonly { readonly status: string }[];
  }[];
  readonly suites?: readonly PlaywrightSuite[];
}

const isPlaywright = (report: object): report is { readonly suites: readonly PlaywrightSuite[] } => 'suites' in report;

const specsOf = (suite: PlaywrightSuite): readonly NonNullable<PlaywrightSuite['specs']>[number][] => [
  ...(suite.specs ?? []),
  ...(suite.suites ?? []).flatMap(specsOf),
];

function ranTests(report: object): { title: string; outcome: FaultTest['outcome'] }[] {
  if (isPlaywright(report)) {
    return report.suites.flatMap(specsOf).map(({ title, ok, tests }) => {
      const isLeftOut = tests.every(({ status }) => status === 'skipped');
      return { title, outcome: isLeftOut ? 'not run' : ok ? 'passed' : 'failed' };
    });
  }
  return (report as VitestReport).testResults.flatMap(({ assertionResults }) =>
    assertionResults.map(({ fullName, status }) => ({
      title: fullName,
      outcome: status === 'passed' || status === 'failed' ? status : 'not run',
    })),
  );
}

/**
 * The tests of a run that attack a fault, by their titles.
 * @param reports JSON reports of Vitest and Playwright
 * @throws RangeError when a title names a fault that is not in {@link FAULTS}
 */
export function faultTests(reports: readonly object[]): FaultTest[] {
  return reports.flatMap(ranTests).flatMap(({ title, outcome }) =>
    [...title.matchAll(TAG)].map(([, fault = '']) => {
      if (!Object.hasOwn(FAULTS, fault)) throw new RangeError(`no fault is called "${fault}": ${title}`);
      return { fault, title: title.replaceAll(TAG, '').replaceAll(/\s+/g, ' ').trim(), outcome };
    }),
  );
}
