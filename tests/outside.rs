//! Everything seen from outside: the built programs, driven as their users drive them.

#[cfg(test)]
mod outside {
    mod dev;
    mod events;
    mod new;
    mod program;
    mod road;
    mod verbs;
}
