//! Puts the built style sheet, script and images into the program.
//!
//! Writes `built_assets.rs` to the build's output folder: a table of name,
//! content type and bytes. Their common version is in the environment variable
//! `SIGHTLINE_ASSETS_VERSION`, for addresses that may be kept for ever.

#![expect(clippy::disallowed_methods, reason = "cargo says in the environment where things are")]

use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

const NEEDED: [&str; 3] = ["app.css", "app.js", "favicon.svg"];

fn main() -> io::Result<()> {
    let crate_folder = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out_folder = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let built = crate_folder.join("assets/built");
    println!("cargo::rerun-if-changed={}", built.display());
    if NEEDED.iter().any(|name| !built.join(name).is_file()) {
        println!("cargo::error=the style sheet and the script of the web pages are not built; run `make assets`");
        return Ok(());
    }

    let mut names = Vec::new();
    for entry in fs::read_dir(&built)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') {
            println!("cargo::rerun-if-changed={}", built.join(&name).display());
            names.push(name);
        }
    }
    names.sort();

    let mut hasher = DefaultHasher::new();
    let mut table = String::from("&[\n");
    for name in &names {
        let path = built.join(name).display().to_string();
        fs::read(&path)?.hash(&mut hasher);
        table += &format!("    ({name:?}, {:?}, include_bytes!({path:?})),\n", content_type(Path::new(name)));
    }
    table += "]\n";
    fs::write(out_folder.join("built_assets.rs"), table)?;
    println!("cargo::rustc-env=SIGHTLINE_ASSETS_VERSION={:016x}", hasher.finish());
    Ok(())
}

fn content_type(name: &Path) -> &'static str {
    match name.extension().and_then(|extension| extension.to_str()) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}
