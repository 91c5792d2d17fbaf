//! The default theme is built into the program, so a change of the theme is a change of the program.

fn main() {
    println!("cargo::rerun-if-changed=themes");
}
