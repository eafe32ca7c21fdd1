"""Codes of bookings in words."""

from flask_babel import lazy_gettext as _l

from mal.bookings.states import DateState, Step

ACTIVITIES = {
    "meeting": _l("Neighbours' meeting"),
    "workshop": _l("Workshop"),
    "lecture": _l("Talk or lecture"),
    "training": _l("Training for organisations"),
    "movement": _l("Movement and fitness"),
    "music": _l("Music or singing rehearsal"),
    "art": _l("Art and crafts"),
    "games": _l("Board games and chess"),
    "language": _l("Language class"),
    "computer": _l("Computers and phones"),
    "film": _l("Film evening"),
    "cooking": _l("Cooking together"),
    "gardening": _l("Gardening"),
    "repair": _l("Repairing and woodwork"),
    "swap": _l("Clothes, books or plant swap"),
    "play": _l("Play for small children"),
    "discussion": _l("Discussion club"),
    "support_group": _l("Support group"),
    "duty_hour": _l("Advice and duty hours"),
    "exhibition": _l("Exhibition"),
    "picnic": _l("Picnic or festivity"),
    "team_meeting": _l("Team or board meeting"),
    "other": _l("Something else"),
}
AUDIENCES = {
    "everyone": _l("Everyone"),
    "children_with_parents": _l("Children up to 5 with parents"),
    "children": _l("Children 6–12"),
    "youth": _l("Young people 13–17"),
    "adults": _l("Adults"),
    "seniors": _l("People aged 60+"),
    "families": _l("Families"),
    "people_with_disabilities": _l("People with disabilities"),
    "carers": _l("Carers"),
    "organisations": _l("Organisations and leaders"),
}
VISIBILITIES = {
    "open": _l("Open to everyone"),
    "closed": _l("For the group only"),
    "confidential": _l("Confidential"),
}
# The word for a state, and the tone in which templates show it.
DATE_STATES = {
    DateState.ASKED: (_l("awaiting decision"), "waiting"),
    DateState.PLANNED: (_l("confirmed"), "good"),
    DateState.REFUSED: (_l("refused"), "bad"),
    DateState.WITHDRAWN: (_l("withdrawn"), "quiet"),
    DateState.CANCELLED: (_l("cancelled"), "quiet"),
    DateState.TOOK_PLACE: (_l("took place"), "good"),
    DateState.NO_SHOW: (_l("nobody came"), "warn"),
}
STEPS = {
    Step.SUBMIT: _l("application sent"),
    Step.APPROVE: _l("dates confirmed"),
    Step.REFUSE: _l("dates refused"),
    Step.WITHDRAW: _l("application withdrawn"),
    Step.CANCEL: _l("dates cancelled"),
    Step.CONFIRM_USE: _l("usage card: it took place"),
    Step.MISS: _l("usage card: nobody came"),
}
