"""Makes countries.json from a TopoJSON file of Natural Earth's countries.

    python threads/deposits/outlines/build.py countries-50m.json threads/deposits/outlines/countries.json

The input is countries-50m.json of world-atlas 2 (https://github.com/topojson/world-atlas), a redistribution of Natural
Earth 4.1, Admin 0 countries at 1:50 million, which is in the public domain
(https://www.naturalearthdata.com/about/terms-of-use/).

Arcs are simplified one by one (Visvalingam and Whyatt 1993: the point that spans the smallest triangle goes first), so
a border that two countries share stays shared. Islands too small to be seen on a map of a country are left out, but
for a country's largest.
"""

import argparse
import heapq
import json
import sys
from pathlib import Path
from typing import Any

Point = tuple[float, float]
# Units a degree: a hundredth of a degree is about 1 km, less than what the simplification takes away.
SCALE = 100
SMALLEST_TRIANGLE = 0.004  # square degrees
SMALLEST_ISLAND = 0.03  # square degrees

# ISO 3166-1: numeric code and alpha-2 of every country in the input.
ISO = """
    004AF 008AL 010AQ 012DZ 016AS 020AD 024AO 028AG 031AZ 032AR 036AU 040AT 044BS 048BH 050BD 051AM 052BB 056BE
    060BM 064BT 068BO 070BA 072BW 076BR 084BZ 086IO 090SB 092VG 096BN 100BG 104MM 108BI 112BY 116KH 120CM 124CA
    132CV 136KY 140CF 144LK 148TD 152CL 156CN 158TW 170CO 174KM 178CG 180CD 184CK 188CR 191HR 192CU 196CY 203CZ
    204BJ 208DK 212DM 214DO 218EC 222SV 226GQ 231ET 232ER 233EE 234FO 238FK 239GS 242FJ 246FI 248AX 250FR 258PF
    260TF 262DJ 266GA 268GE 270GM 275PS 276DE 288GH 296KI 300GR 304GL 308GD 316GU 320GT 324GN 328GY 332HT 334HM
    336VA 340HN 344HK 348HU 352IS 356IN 360ID 364IR 368IQ 372IE 376IL 380IT 384CI 388JM 392JP 398KZ 400JO 404KE
    408KP 410KR 414KW 417KG 418LA 422LB 426LS 428LV 430LR 434LY 438LI 440LT 442LU 446MO 450MG 454MW 458MY 462MV
    466ML 470MT 478MR 480MU 484MX 492MC 496MN 498MD 499ME 500MS 504MA 508MZ 512OM 516NA 520NR 524NP 528NL 531CW
    533AW 534SX 540NC 548VU 554NZ 558NI 562NE 566NG 570NU 574NF 578NO 580MP 583FM 584MH 585PW 586PK 591PA 598PG
    600PY 604PE 608PH 612PN 616PL 620PT 624GW 626TL 630PR 634QA 642RO 643RU 646RW 652BL 654SH 659KN 660AI 662LC
    663MF 666PM 670VC 674SM 678ST 682SA 686SN 688RS 690SC 694SL 702SG 703SK 704VN 705SI 706SO 710ZA 716ZW 724ES
    728SS 729SD 732EH 740SR 748SZ 752SE 756CH 760SY 762TJ 764TH 768TG 776TO 780TT 784AE 788TN 792TR 795TM 796TC
    800UG 804UA 807MK 818EG 826GB 831GG 832JE 833IM 834TZ 840US 850VI 854BF 858UY 860UZ 862VE 876WF 882WS 887YE
    894ZM
"""
# Drawn apart by Natural Earth, without a code of ISO 3166-1. XK is in common use for Kosovo.
UNCODED = {"Kosovo": "XK", "Somaliland": "SO", "N. Cyprus": "CY", "Indian Ocean Ter.": "AU"}


def decode_arcs(topology: dict[str, Any]) -> list[list[Point]]:
    """Arcs in degrees (longitude, latitude) from quantized deltas, running on past 180 where they cross the date
    line.
    """
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for deltas in topology["arcs"]:
        x = y = 0
        arc = []
        for dx, dy in deltas:
            x, y = x + dx, y + dy
            arc.append((x * sx + tx, y * sy + ty))
        arcs.append(unwrap(arc))
    return arcs


def unwrap(points: list[Point]) -> list[Point]:
    """The same points without jumps of 360 degrees."""
    turned: list[Point] = []
    for longitude, latitude in points:
        shift = round((turned[-1][0] - longitude) / 360) * 360 if turned else 0
        turned.append((longitude + shift, latitude))
    return turned


def _triangle(a: Point, b: Point, c: Point) -> float:
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def simplify(arc: list[Point]) -> list[Point]:
    """The arc without the points that span triangles below the smallest; both ends stay."""
    before = [index - 1 for index in range(len(arc))]
    after = [index + 1 for index in range(len(arc))]
    alive = [True] * len(arc)
    heap = [(_triangle(arc[i - 1], arc[i], arc[i + 1]), i) for i in range(1, len(arc) - 1)]
    heapq.heapify(heap)
    area_of = {i: area for area, i in heap}
    left = len(arc)
    while heap and left > 4:
        area, i = heapq.heappop(heap)
        if not alive[i] or area_of[i] != area:
            continue
        if area > SMALLEST_TRIANGLE:
            break
        alive[i] = False
        left -= 1
        after[before[i]], before[after[i]] = after[i], before[i]
        for j in (before[i], after[i]):
            if 0 < j < len(arc) - 1:
                area_of[j] = max(area, _triangle(arc[before[j]], arc[j], arc[after[j]]))
                heapq.heappush(heap, (area_of[j], j))
    return [point for point, keep in zip(arc, alive, strict=True) if keep]


def ring_area(ring: list[int], arcs: list[list[Point]]) -> float:
    """Area of a ring of arc numbers in square degrees, unsigned; ~n is arc n backwards."""
    points = unwrap([p for n in ring for p in (arcs[n] if n >= 0 else arcs[~n][::-1])])
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1], strict=True))) / 2


def polygons_of(geometry: dict[str, Any]) -> list[list[list[int]]]:
    """Polygons of a geometry as rings of arc numbers."""
    arcs = geometry.get("arcs", [])
    polygons: list[list[list[int]]] = [arcs] if geometry["type"] == "Polygon" else arcs
    return polygons


def build(topology: dict[str, Any]) -> dict[str, Any]:
    """The compact form: arcs as deltas of whole units, countries as polygons of rings of arc numbers."""
    codes = {entry[:3]: entry[3:] for entry in ISO.split()}
    arcs = decode_arcs(topology)
    countries: dict[str, list[list[list[int]]]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        code = codes.get(geometry.get("id", ""), UNCODED.get(geometry["properties"]["name"], ""))
        if code and code != "AQ":
            countries.setdefault(code, []).extend(polygons_of(geometry))
    for code, polygons in countries.items():
        polygons.sort(key=lambda polygon: -ring_area(polygon[0], arcs))
        kept = [p for p in polygons[1:] if ring_area(p[0], arcs) >= SMALLEST_ISLAND]
        countries[code] = polygons[:1] + [
            p[:1] + [h for h in p[1:] if ring_area(h, arcs) >= SMALLEST_ISLAND] for p in kept
        ]
    used = sorted({n if n >= 0 else ~n for ps in countries.values() for p in ps for ring in p for n in ring})
    place = {old: new for new, old in enumerate(used)}
    renumbered = {
        code: [[[place[n] if n >= 0 else ~place[~n] for n in ring] for ring in polygon] for polygon in countries[code]]
        for code in sorted(countries)
    }
    return {
        "source": "Natural Earth 4.1, Admin 0 countries, 1:50 million, simplified; public domain",
        "scale": SCALE,
        "arcs": [_deltas(simplify(arcs[old])) for old in used],
        "countries": renumbered,
    }


def _deltas(arc: list[Point]) -> list[int]:
    """x, y, dx, dy, dx, dy ... in whole units; points that fall together are written once."""
    flat: list[int] = []
    x = y = 0
    for longitude, latitude in arc:
        nx, ny = round(longitude * SCALE), round(latitude * SCALE)
        if not flat or (nx, ny) != (x, y):
            flat += [nx - x, ny - y]
        x, y = nx, ny
    return flat


def main() -> None:
    """Read, build, write."""
    parser = argparse.ArgumentParser(description="Make the country outlines from Natural Earth as TopoJSON.")
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    options = parser.parse_args()
    outlines = build(json.loads(options.source.read_text("utf-8")))
    options.target.write_text(json.dumps(outlines, separators=(",", ":")) + "\n", "utf-8")
    points = sum(len(arc) // 2 for arc in outlines["arcs"])
    sys.stdout.write(f"{len(outlines['countries'])} countries, {len(outlines['arcs'])} arcs, {points} points\n")


if __name__ == "__main__":
    main()
