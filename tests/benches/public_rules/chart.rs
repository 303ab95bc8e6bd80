//! Figures → a picture: what an event costs with so many rules, together and one by one, both axes logarithmic.

use serde_json::{Map, Value};
use std::fmt::Write;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 420.0;
const LEFT: f64 = 84.0;
const RIGHT: f64 = 190.0;
const TOP: f64 = 56.0;
const BOTTOM: f64 = 60.0;

/// A line of the picture: the kind of its figures, what it is called, its class.
const LINES: [(&str, &str, &str); 2] = [("typed", "compiled together", "together"), ("each_alone", "one by one", "alone")];

const COUNTS: [u32; 4] = [1, 10, 100, 1_000];

/// The picture as SVG, if the figures are there.
pub(crate) fn draw(figures: &Map<String, Value>) -> Option<String> {
    let value = |kind: &str, count: u32| figures.get(&format!("{kind}_ns_{count}"))?.as_f64();
    let lines: Vec<Vec<f64>> =
        LINES.iter().map(|(kind, ..)| COUNTS.iter().map(|count| value(kind, *count)).collect()).collect::<Option<_>>()?;
    let all = || lines.iter().flatten().copied();
    let (least, most) = (all().fold(f64::INFINITY, f64::min).log10().floor(), all().fold(0.0, f64::max).log10().ceil());
    let x = |count: u32| LEFT + f64::from(count).log10() / 3.0 * (WIDTH - LEFT - RIGHT);
    let y = |ns: f64| HEIGHT - BOTTOM - (ns.log10() - least) / (most - least).max(1.0) * (HEIGHT - TOP - BOTTOM);

    let mut svg = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="system-ui, sans-serif" font-size="13" role="img">
<title>What an event costs with so many rules</title>
<style>
  .grid {{ stroke: #8884; }} text {{ fill: #1f2328; }} .note {{ fill: #59636e; }}
  polyline {{ fill: none; stroke-width: 2.5; }} .together {{ stroke: #0969da; }} .alone {{ stroke: #bc4c00; }}
  circle.together {{ fill: #0969da; }} circle.alone {{ fill: #bc4c00; }} text.together {{ fill: #0969da; stroke: none; }} text.alone {{ fill: #bc4c00; stroke: none; }}
</style>
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="{LEFT}" y="24" font-size="16" font-weight="600">What an event costs with so many rules</text>
<text x="{LEFT}" y="43" class="note">nanoseconds of one core; events of mixed operating systems, typed values; both axes logarithmic</text>
"##
    );
    for power in least as i32..=most as i32 {
        let ns = 10_f64.powi(power);
        let at = y(ns);
        let _ = writeln!(svg, r#"<line class="grid" x1="{LEFT}" x2="{}" y1="{at:.1}" y2="{at:.1}"/>"#, WIDTH - RIGHT);
        let _ = writeln!(svg, r#"<text x="{}" y="{:.1}" text-anchor="end">{}</text>"#, LEFT - 8.0, at + 4.0, amount(ns));
    }
    for count in COUNTS {
        let at = x(count);
        let _ =
            writeln!(svg, r#"<text x="{at:.1}" y="{}" text-anchor="middle">{}</text>"#, HEIGHT - BOTTOM + 22.0, thousands(count));
    }
    let _ = writeln!(
        svg,
        r#"<text x="{:.1}" y="{}" text-anchor="middle" class="note">rules</text>"#,
        (LEFT + WIDTH - RIGHT) / 2.0,
        HEIGHT - BOTTOM + 44.0
    );
    for ((_, name, class), values) in LINES.iter().zip(&lines) {
        let points: Vec<(f64, f64, f64)> = COUNTS.iter().zip(values).map(|(count, ns)| (x(*count), y(*ns), *ns)).collect();
        let path: Vec<String> = points.iter().map(|(x, y, _)| format!("{x:.1},{y:.1}")).collect();
        let _ = writeln!(svg, r#"<polyline class="{class}" points="{}"/>"#, path.join(" "));
        for (x, y, ns) in &points {
            let _ =
                writeln!(svg, r#"<circle class="{class}" cx="{x:.1}" cy="{y:.1}" r="4"><title>{}</title></circle>"#, amount(*ns));
        }
        if let Some((x, y, ns)) = points.last() {
            let _ =
                writeln!(svg, r#"<text class="{class}" x="{:.1}" y="{:.1}">{name}: {}</text>"#, x + 12.0, y + 4.0, amount(*ns));
        }
    }
    Some(svg + "</svg>\n")
}

/// Nanoseconds as people say them.
fn amount(ns: f64) -> String {
    if ns < 1_000.0 { format!("{} ns", short(ns)) } else { format!("{} µs", short(ns / 1_000.0)) }
}

fn short(number: f64) -> String {
    if number < 10.0 && number.fract() != 0.0 { format!("{number:.1}") } else { format!("{number:.0}") }
}

fn thousands(count: u32) -> String {
    if count < 1_000 { count.to_string() } else { format!("{},{:03}", count / 1_000, count % 1_000) }
}
