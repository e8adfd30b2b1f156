//! Prepares what would cost a cold start too much: the table that text is folded by.

#[path = "build/fold.rs"]
mod fold;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    fold::bake()
}
