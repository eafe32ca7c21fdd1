"""Shares of age bands for different circles of people, in percent."""

from mal.demo.shapes import AgeMix

SENIORS = AgeMix(age_18_59=8, age_60_plus=92)
TODDLERS = AgeMix(age_0_5=52, age_18_59=44, age_60_plus=4)
CHILDREN = AgeMix(age_6_12=62, age_13_17=14, age_18_59=20, age_60_plus=4)
YOUTH = AgeMix(age_13_17=86, age_18_59=14)
ADULTS = AgeMix(age_18_59=68, age_60_plus=32)
OLDER_ADULTS = AgeMix(age_18_59=38, age_60_plus=62)
YOUNGER_ADULTS = AgeMix(age_13_17=12, age_18_59=78, age_60_plus=10)
FAMILIES = AgeMix(age_0_5=14, age_6_12=26, age_13_17=8, age_18_59=40, age_60_plus=12)
EVERYONE = AgeMix(age_0_5=4, age_6_12=10, age_13_17=8, age_18_59=46, age_60_plus=32)
