import { memo, useDeferredValue, useMemo } from 'react';
import type { DrillKind } from '../../drills/DrillKind';
import type { SkillState } from '../../drills/records';
import { Icon } from '../icons/Icon';
import { usePreferences, useSession } from '../SessionContext';
import { GROUPS, intervalFigure, strengthFigure } from '../words/training';
import css from './KindList.module.css';
import { drillHref } from './places';
import { standingOf } from './standing';
import shared from './train.module.css';
import type { KindFilter } from './TrainHome';
import { useTrain, useTraining } from './TrainingContext';

const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase();

const LABELS = new Map(GROUPS.map(({ group, label }) => [group, label]));
const searchText = ({ name, summary, skill, group }: DrillKind): string =>
  folded(`${name} ${summary} ${skill} ${LABELS.get(group) ?? ''}`);

/** Kinds to show: of the group, with every word of the query somewhere in their texts. */
function matching(kinds: readonly DrillKind[], { group, query }: KindFilter): readonly DrillKind[] {
  const words = folded(query).split(/\s+/).filter(Boolean);
  return kinds.filter(
    (kind) => (group === null || kind.group === group) && words.every((word) => searchText(kind).includes(word)),
  );
}

const NO_SKILLS: readonly SkillState[] = [];

/** Every kind of drill by group, with what the listener hears of it so far. */
export function KindList({
  filter,
  onFilter,
}: {
  readonly filter: KindFilter;
  readonly onFilter: (filter: KindFilter) => void;
}) {
  const { kinds } = useTraining();
  const shown = useMemo(() => matching(kinds, filter), [kinds, filter]);
  const deviceId = usePreferences((state) => state.trainDeviceId);
  const { deviceById } = useSession();
  // A threshold costs milliseconds, and there may be forty: the first picture does without, and the page stays free.
  const skills = useDeferredValue(
    useTrain((facts) => facts.skills),
    NO_SKILLS,
  );
  const deviceName = deviceId === null ? 'flat' : (deviceById(deviceId)?.name ?? 'flat');
  return (
    <section className={css.kinds} aria-label="Drills">
      <div className={css.head}>
        <h2 className={shared.sectionHead}>Drills</h2>
        {skills.length > 0 && (
          <p className={shared.hint}>
            Beside a drill: the smallest difference you hear half the time, through {deviceName} where a device can be
            chosen.
          </p>
        )}
      </div>
      <div className={css.filters}>
        <fieldset className={css.chips} aria-label="Group">
          <button
            type="button"
            className={css.chip}
            aria-pressed={filter.group === null}
            onClick={() => onFilter({ ...filter, group: null })}
          >
            All
          </button>
          {GROUPS.map(({ group, label }) => (
            <button
              key={group}
              type="button"
              className={css.chip}
              aria-pressed={filter.group === group}
              onClick={() => onFilter({ ...filter, group: filter.group === group ? null : group })}
            >
              {label}
            </button>
          ))}
        </fieldset>
        <label className={css.search}>
          <Icon name="search" size={18} />
          <input
            type="search"
            aria-label="Search drills"
            placeholder="Search"
            value={filter.query}
            onChange={(event) => onFilter({ ...filter, query: event.currentTarget.value })}
          />
        </label>
      </div>
      {GROUPS.map(({ group, label }) => {
        const inGroup = shown.filter((kind) => kind.group === group);
        return (
          inGroup.length > 0 && (
            <section key={group} className={css.group} aria-label={label}>
              <h3 className={css.groupName}>{label}</h3>
              <ul className={css.rows}>
                {inGroup.map((kind) => (
                  <li key={kind.id}>
                    <KindRow kind={kind} skills={skills} deviceId={deviceId} />
                  </li>
                ))}
              </ul>
            </section>
          )
        );
      })}
      {shown.length === 0 && (
        <output className={css.none}>
          <p>
            No drill matches “{filter.query}”{filter.group === null ? '' : ` in ${LABELS.get(filter.group) ?? ''}`}.
          </p>
          <button type="button" className={css.chip} onClick={() => onFilter({ group: null, query: '' })}>
            Show all drills
          </button>
        </output>
      )}
    </section>
  );
}

const KindRow = memo(function KindRow({
  kind,
  skills,
  deviceId,
}: {
  readonly kind: DrillKind;
  readonly skills: readonly SkillState[];
  readonly deviceId: string | null;
}) {
  const standing = standingOf(kind, skills, deviceId);
  return (
    <a href={drillHref(kind.id)} data-kind={kind.id} className={css.row}>
      <span className={css.what}>
        <span className={css.name}>{kind.name}</span>
        <span className={css.summary}>{kind.summary}</span>
      </span>
      {standing && (
        <span className={css.standing}>
          {standing.threshold ? (
            <>
              <span className={css.value}>{strengthFigure(kind.strength, standing.threshold.value)}</span>
              <span className={css.interval}>{intervalFigure(kind.strength, standing.threshold)}</span>
            </>
          ) : (
            <>
              <span className={css.value}>
                {standing.correctCount} of {standing.trialCount}
              </span>
              <span className={css.interval}>right so far</span>
            </>
          )}
        </span>
      )}
    </a>
  );
});
