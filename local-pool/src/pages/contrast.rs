//! A test of the stylesheet: every pair of text and ground keeps the contrast of WCAG 2.2 level AA, in both themes and in each
//! accent (1.4.3: 4.5 to 1 for text; 1.4.11: 3 to 1 for the edge of a field).

use std::collections::BTreeMap;

use super::asset;
use super::login::Accent;

type Colors = BTreeMap<String, [f64; 3]>;

#[test]
fn text_can_be_read_in_both_themes_and_in_every_accent() {
    let css = asset("/assets/pages.css").unwrap().body;
    let (light, after) = css.split_once("@media (prefers-color-scheme: dark) {").unwrap();
    let (dark, _) = after.split_once("\n}\n").unwrap();
    for (theme, text) in [("light", light.to_owned()), ("dark", format!("{light}{dark}"))] {
        for accent in Accent::ALL {
            let colors = colors(&text, accent);
            let ratio = |front: [f64; 3], back: &str| contrast(front, colors[back]);
            for (front, back) in TEXT {
                let ratio = ratio(colors[front], back);
                assert!(ratio >= 4.5, "--{front} on --{back}, {theme}, {accent:?}: {ratio:.2}");
            }
            let edge = ratio(colors["field-edge"], "card");
            assert!(edge >= 3.0, "--field-edge on --card, {theme}: {edge:.2}");
            // The numbers of steps, on the tint that the stylesheet mixes.
            let tint = mixed(colors["accent"], colors["card"], 0.12);
            let step = contrast(colors["accent"], tint);
            assert!(step >= 4.5, "--accent on its tint, {theme}, {accent:?}: {step:.2}");
        }
    }
}

const TEXT: [(&str, &str); 16] = [
    ("ink", "page"),
    ("ink", "card"),
    ("ink", "sunken"),
    ("soft", "page"),
    ("soft", "card"),
    ("soft", "sunken"),
    ("accent", "page"),
    ("accent", "card"),
    ("on-accent", "accent"),
    ("bad", "bad-back"),
    ("bad", "card"),
    ("bad", "page"),
    ("good", "good-back"),
    ("good", "card"),
    ("ink", "good-back"),
    ("ink", "bad-back"),
];

/// The custom properties of `:root` and of one accent; what comes later wins, as in the cascade.
fn colors(css: &str, accent: Accent) -> Colors {
    let mut colors = Colors::new();
    let own = format!("[data-accent=\"{}\"]", accent.name());
    for own_rules in [false, true] {
        for rule in css.split('}') {
            let Some((selector, body)) = rule.split_once('{') else { continue };
            let selector = selector.rsplit("*/").next().unwrap_or_default().trim();
            if selector != if own_rules { own.as_str() } else { ":root" } {
                continue;
            }
            for declaration in body.split(';') {
                let Some((name, value)) = declaration.split_once(':') else { continue };
                if let (Some(name), Some(hex)) = (name.trim().strip_prefix("--"), value.trim().strip_prefix('#')) {
                    let channel = |at: usize| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
                    colors.insert(name.to_owned(), [channel(0), channel(2), channel(4)]);
                }
            }
        }
    }
    colors
}

fn mixed(front: [f64; 3], back: [f64; 3], share: f64) -> [f64; 3] {
    [0, 1, 2].map(|i| front[i] * share + back[i] * (1.0 - share))
}

fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(color: [f64; 3]) -> f64 {
    let [red, green, blue] =
        color.map(|channel| if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}
