"""Names of the kinds of groups."""

from flask_babel import lazy_gettext as _l

GROUP_KINDS = {
    "informal": _l("Informal group"),
    "ngo": _l("Organisation"),
    "institution": _l("Public institution"),
    "resident": _l("Resident"),
}
