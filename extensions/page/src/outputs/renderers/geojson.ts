import { CannotShow, type Rendering } from '../renderer.ts';
import { word } from '../../words/later-words.ts';

type Position = readonly [longitude: number, latitude: number];
/** What is drawn: lines that are open or closed, and points. */
interface Shape {
  readonly kind: 'area' | 'line' | 'point';
  readonly parts: readonly (readonly Position[])[];
  readonly name: string;
}
interface GeoObject {
  readonly type?: string;
  readonly coordinates?: unknown;
  readonly geometries?: readonly GeoObject[];
  readonly geometry?: GeoObject | null;
  readonly features?: readonly GeoObject[];
  readonly properties?: Readonly<Record<string, unknown>> | null;
}

const SVG = 'http://www.w3.org/2000/svg';
/** The drawing's longer side, in units of its own. */
const SIZE = 1000;
/** Beyond this latitude the projection has no end. */
const POLE = 85;

/** Places of GeoJSON as an outline map: with no tiles, which other hosts would have to send. */
export function renderGeoJson({ element, value, alternative }: Rendering): void {
  const shapes = shapesOf(value as GeoObject, '');
  const points = shapes.flatMap(({ parts }) => parts.flat()).map(projected);
  if (points.length === 0) throw new CannotShow('The GeoJSON has no places.');
  const [west, east] = extent(points.map(([x]) => x));
  const [north, south] = extent(points.map(([, y]) => y));
  const scale = SIZE / Math.max(east - west, south - north, 1e-9);
  const margin = SIZE / 25;
  const place = (position: Position): string => {
    const [x, y] = projected(position);
    return `${((x - west) * scale).toFixed(1)},${((y - north) * scale).toFixed(1)}`;
  };
  const map = document.createElementNS(SVG, 'svg');
  const [width, height] = [(east - west) * scale, (south - north) * scale];
  map.setAttribute('viewBox', `${-margin} ${-margin} ${width + 2 * margin} ${height + 2 * margin}`);
  map.setAttribute('role', 'img');
  map.setAttribute('aria-label', alternative || word('map-of', { count: shapes.length }));
  map.classList.add('lite-map');
  Object.assign(map.style, { display: 'block', width: '100%', maxWidth: '40rem', maxHeight: '22rem' });
  for (const shape of shapes) map.append(drawn(shape, place));
  element.append(map);
}

function shapesOf(object: GeoObject, name: string): Shape[] {
  const { type, coordinates } = object;
  if (type === 'FeatureCollection')
    return (object.features ?? []).flatMap((feature) => shapesOf(feature, ''));
  if (type === 'GeometryCollection') return (object.geometries ?? []).flatMap((part) => shapesOf(part, name));
  if (type === 'Feature') {
    const told = object.properties?.['name'] ?? object.properties?.['title'];
    return object.geometry ? shapesOf(object.geometry, typeof told === 'string' ? told : '') : [];
  }
  if (type === 'Point') return [{ kind: 'point', parts: [[coordinates as Position]], name }];
  if (type === 'MultiPoint') return [{ kind: 'point', parts: [coordinates as Position[]], name }];
  if (type === 'LineString') return [{ kind: 'line', parts: [coordinates as Position[]], name }];
  if (type === 'MultiLineString') return [{ kind: 'line', parts: coordinates as Position[][], name }];
  if (type === 'Polygon') return [{ kind: 'area', parts: coordinates as Position[][], name }];
  if (type === 'MultiPolygon') return [{ kind: 'area', parts: (coordinates as Position[][][]).flat(), name }];
  return [];
}

/** By Mercator's projection, in degrees of longitude, y downwards. */
function projected([longitude, latitude]: Position): [x: number, y: number] {
  const angle = (Math.min(Math.max(latitude, -POLE), POLE) * Math.PI) / 180;
  return [longitude, (-Math.log(Math.tan(Math.PI / 4 + angle / 2)) * 180) / Math.PI];
}

function extent(values: readonly number[]): [least: number, most: number] {
  return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
}

function drawn({ kind, parts, name }: Shape, place: (position: Position) => string): SVGElement {
  const path = document.createElementNS(SVG, 'path');
  const steps = parts.map((part) => {
    if (kind === 'point') return part.map((position) => `M${place(position)}h0`).join('');
    return `M${part.map(place).join('L')}${kind === 'area' ? 'Z' : ''}`;
  });
  path.setAttribute('d', steps.join(''));
  path.setAttribute('vector-effect', 'non-scaling-stroke');
  const colour = 'var(--_lite-ansi-blue)';
  Object.assign(path.style, {
    stroke: colour,
    strokeWidth: kind === 'point' ? '9px' : '2px',
    strokeLinecap: 'round',
    strokeLinejoin: 'round',
    fill: kind === 'area' ? colour : 'none',
    fillOpacity: '0.2',
    fillRule: 'evenodd',
  });
  if (name !== '') {
    const title = document.createElementNS(SVG, 'title');
    title.textContent = name;
    path.append(title);
  }
  return path;
}
