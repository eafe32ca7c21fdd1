"""Ask a page in Chromium what automatic checkers don't: touch, focus, motion, forced colours, colour, spacing."""

from pathlib import Path

from playwright.sync_api import Page

PROBES = Path(__file__).with_name("probes.js").read_text()
# What the reader's machine is set to while a probe is asked.
# Little motion, so that what is looked at is there at once, not after a smooth scroll or a fading colour.
SETTINGS: dict[str, dict[str, str]] = {
    "targets": {},
    "colour": {},
    "focus": {},
    "motion": {},
    "spacing": {},
    "forced": {"forced_colors": "active"},
    "focus in forced colours": {"forced_colors": "active"},
}
PLAIN = {"reduced_motion": "reduce", "forced_colors": "none"}


def faults_on(page: Page, *asked: str) -> list[str]:
    """Ask the probes, or all of them, on the page as it stands."""
    # The reader uses a keyboard: from now on focus shows itself.
    page.keyboard.press("Tab")
    faults: list[str] = []
    now: dict[str, str] = {}
    for name in asked or SETTINGS:
        wanted = PLAIN | SETTINGS[name]
        if wanted != now:
            page.emulate_media(**wanted)  # type: ignore[arg-type]  # the words stand above
            now = wanted
        faults += page.evaluate(
            f"(name) => {{ const probes = {PROBES}; probes.open(); return probes[name]() }}", name.split()[0]
        )
    page.emulate_media(**PLAIN)  # type: ignore[arg-type]
    return faults
