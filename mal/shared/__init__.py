"""The ground floor: knows no capability. A closed list of files; nothing is added for want of a better place."""
