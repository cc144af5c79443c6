//! Pages, JSON API and sign-in.
