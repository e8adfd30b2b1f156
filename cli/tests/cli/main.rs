//! The command line from outside: exit codes, output, and how it ends.

// `cfg(test)` always holds here; it tells clippy that helpers are part of the tests, too.
#[cfg(test)]
mod check;
#[cfg(test)]
mod dev;
#[cfg(test)]
mod emulate;
#[cfg(test)]
mod evaluate;
#[cfg(test)]
mod explain;
#[cfg(test)]
mod function;
#[cfg(test)]
mod invoke;
#[cfg(test)]
mod new;
#[cfg(test)]
mod program;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod send;
#[cfg(test)]
mod test;
