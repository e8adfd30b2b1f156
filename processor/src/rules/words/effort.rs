//! Steps of work, counted in tests: time would depend on the machine, and on what else it does.

#[cfg(test)]
std::thread_local! {
    static STEPS: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// One step: a path followed, a piece of a word priced, a candidate compared.
#[inline]
pub(super) fn step() {
    #[cfg(test)]
    STEPS.with(|steps| steps.set(steps.get() + 1));
}

/// The steps of this thread since the last call.
#[cfg(test)]
pub(super) fn steps() -> u64 {
    STEPS.take()
}
