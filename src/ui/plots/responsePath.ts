import { clamp } from '../../core/units';
import type { DeviceProfile } from '../../devices/DeviceProfile';
import { responseCurveDb } from '../../devices/response';
import { axisFrequencies } from './frequencyAxis';

export interface PlotBox {
  readonly width: number;
  readonly height: number;
  /** Decibels at the top and the bottom edge. */
  readonly topDb: number;
  readonly bottomDb: number;
}

/** Enough for a smooth line at the width of the page, cheap enough for sixty cards. */
const POINTS = 97;
const FREQUENCIES = axisFrequencies(POINTS);
const curves = new WeakMap<DeviceProfile, Float64Array>();

function curveOf(device: DeviceProfile): Float64Array {
  let curve = curves.get(device);
  if (!curve) {
    curve = responseCurveDb(device, FREQUENCIES);
    curves.set(device, curve);
  }
  return curve;
}

/** The device's stated response as SVG path data; what leaves the box runs along its edge. */
export function responsePath(device: DeviceProfile, box: PlotBox): string {
  const curve = curveOf(device);
  const perDb = box.height / (box.topDb - box.bottomDb);
  let path = '';
  for (let i = 0; i < POINTS; i++) {
    const x = (i / (POINTS - 1)) * box.width;
    // A little beyond the box, so that a line at the floor does not lie on the edge.
    const y = clamp((box.topDb - curve[i]!) * perDb, -2, box.height + 2);
    path += `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
  }
  return path;
}
