import type { EarlyReflection, RoomModel } from '../../dsp/room/RoomModel';
import css from './LayersOfDevice.module.css';

const SIZE = 280;
const MIDDLE = SIZE / 2;
/** Where loudspeakers stand, and how far out the latest reflection is drawn, pixels from the head. */
const NEAR = 84;
const FAR = 128;
const HEAD = 14;
/** Later than this, a reflection is drawn at the edge, seconds. */
const LATEST_SEC = 0.04;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Seen from above, looking up the page; positive angles are to the right. */
function pointAt(azimuthDeg: number, radius: number): Point {
  const turn = (azimuthDeg * Math.PI) / 180;
  return { x: MIDDLE + radius * Math.sin(turn), y: MIDDLE - radius * Math.cos(turn) };
}

const later = (delaySec: number): number => Math.min(1, delaySec / LATEST_SEC);

/** The seat from above: where the loudspeakers are, and from where the first reflections come. */
export function RoomDrawing({ room }: { readonly room: RoomModel }) {
  // A loudspeaker that is heard later stands further away.
  const speakers = [
    { name: 'L', place: room.left },
    { name: 'R', place: room.right },
  ].map(({ name, place }) => ({
    name,
    azimuthDeg: place.azimuthDeg,
    at: pointAt(place.azimuthDeg, NEAR + Math.min(FAR - NEAR, (place.delaySec / 0.005) * (FAR - NEAR))),
  }));
  const echoes = room.reflections.flatMap((reflection) => [
    { reflection, azimuthDeg: reflection.azimuthDeg, key: `l${reflection.delaySec}${reflection.azimuthDeg}` },
    { reflection, azimuthDeg: -reflection.azimuthDeg, key: `r${reflection.delaySec}${reflection.azimuthDeg}` },
  ]);
  return (
    <figure className={css.drawing}>
      <svg viewBox={`0 0 ${SIZE} ${SIZE}`} aria-hidden="true">
        <circle className={css.ring} cx={MIDDLE} cy={MIDDLE} r={NEAR} />
        <circle className={css.ring} cx={MIDDLE} cy={MIDDLE} r={FAR} />
        {echoes.map(({ reflection, azimuthDeg, key }) => (
          <Echo key={key} reflection={reflection} azimuthDeg={azimuthDeg} />
        ))}
        {speakers.map(({ name, azimuthDeg, at }) => {
          const ear = pointAt(azimuthDeg, HEAD + 4);
          return (
            <g key={name}>
              <line className={css.direct} x1={at.x} y1={at.y} x2={ear.x} y2={ear.y} />
              <g transform={`translate(${at.x} ${at.y}) rotate(${azimuthDeg})`}>
                <path className={css.speaker} d="M-9 -8h18v10l-5 6h-8l-5-6z" />
              </g>
              <text
                className={css.name}
                x={at.x + (at.x < MIDDLE ? -16 : 16)}
                y={at.y - 8}
                textAnchor={at.x < MIDDLE ? 'end' : 'start'}
              >
                {name}
              </text>
            </g>
          );
        })}
        <path className={css.head} d={`M${MIDDLE - 4} ${MIDDLE - HEAD + 1}l4-6 4 6`} />
        <circle className={css.head} cx={MIDDLE} cy={MIDDLE} r={HEAD} />
      </svg>
      <figcaption>From above. Dots: first reflections, larger is louder, further out is later.</figcaption>
    </figure>
  );
}

function Echo({ reflection, azimuthDeg }: { readonly reflection: EarlyReflection; readonly azimuthDeg: number }) {
  const at = pointAt(azimuthDeg, HEAD + 22 + (FAR - HEAD - 22) * later(reflection.delaySec));
  const ear = pointAt(azimuthDeg, HEAD + 4);
  // From a dot that can just be seen at −24 dB to a large one at the level of the direct sound.
  const size = Math.max(1.5, 7 * 10 ** (reflection.gainDb / 30));
  return (
    <g>
      <line className={css.ray} x1={at.x} y1={at.y} x2={ear.x} y2={ear.y} />
      <circle className={css.echo} cx={at.x} cy={at.y} r={size} />
    </g>
  );
}
