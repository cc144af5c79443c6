//! Sightline's own plan template: every plan can be written in it and read back unchanged.
