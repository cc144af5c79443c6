//! Pages, JSON API and sign-in.

mod components;
mod frame;
