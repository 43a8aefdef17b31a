//! The probe (`tests/probe`) in an interpreter: the same arithmetic at the same optimization as what people download.
//!
//! Every run has an instance of its own, so that nothing of one secret is left when the next comes. It builds nothing:
//! where the probe is missing, it says how to build it.

use crate::trace::{self, FINGERPRINT};
use std::path::Path;
use wasmi::{CompilationMode, Config, Engine, Error, ExternType, Func, Linker, Module, Store, Val};

/// The compiled probe, as it is and with its trace.
pub struct Probe {
    plain: Module,
    traced: Module,
}

/// A function of the probe, and what stands at the start of its buffer when it is called.
#[derive(Clone, Copy)]
pub struct Call<'a> {
    pub export: &'a str,
    pub arguments: &'a [i32],
    pub input: &'a [u8],
}

/// What one run gave.
pub struct Run {
    /// What the function returned.
    pub returned: i32,
    /// What stands at the start of the buffer afterwards, as long as a number of the group.
    pub output: Vec<u8>,
    /// The fuel that the run took, or the fingerprint of its trace.
    pub measure: u64,
}

impl Probe {
    /// Reads what `cargo xtask wasm --probe` has built.
    ///
    /// # Panics
    /// Where it has not.
    #[must_use]
    pub fn load() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.cache/probe/probe.wasm");
        let wasm = std::fs::read(path).unwrap_or_else(|error| {
            panic!("There is no probe to measure ({error}). Run `cargo xtask wasm --probe`, which builds .cache/probe/probe.wasm.")
        });
        Self { plain: compile(&wasm, true), traced: compile(&trace::instrument(&wasm), false) }
    }

    /// Runs it and counts the instructions.
    #[must_use]
    pub fn fuel(&self, call: Call<'_>) -> Run {
        run(&self.plain, call)
    }

    /// Runs it and takes the fingerprint of every decision, address and division.
    #[must_use]
    pub fn trace(&self, call: Call<'_>) -> Run {
        run(&self.traced, call)
    }
}

const OUTPUT_BYTES: usize = 384;

fn compile(wasm: &[u8], counts_fuel: bool) -> Module {
    let mut config = Config::default();
    // Eager: a function that is compiled at its first call would cost that call fuel.
    config.consume_fuel(counts_fuel).compilation_mode(CompilationMode::Eager);
    Module::new(&Engine::new(&config), wasm).expect("the probe is wasm that the interpreter knows")
}

fn run(module: &Module, call: Call<'_>) -> Run {
    let mut store = Store::new(module.engine(), ());
    let counts_fuel = store.set_fuel(u64::MAX).is_ok();
    let linker = traps(module, &mut store);
    let instance = linker.instantiate_and_start(&mut store, module).expect("the probe starts");
    let memory = instance.get_memory(&store, "memory").expect("the probe has a memory");
    let buffer = instance.get_typed_func::<(), i32>(&store, "buffer").expect("the probe says where its buffer is");
    let buffer_at = buffer.call(&mut store, ()).expect("the buffer is somewhere") as usize;
    memory.write(&mut store, buffer_at, call.input).expect("the buffer has room");

    let function = instance.get_func(&store, call.export).expect("the probe has the function that is to be measured");
    let arguments: Vec<Val> = call.arguments.iter().copied().map(Val::I32).collect();
    let mut results = [Val::I32(-1)];
    let measure = |store: &Store<()>| match instance.get_global(store, FINGERPRINT) {
        Some(fingerprint) => fingerprint.get(store).i64().expect("the fingerprint is a number").cast_unsigned(),
        None => store.get_fuel().expect("fuel is counted where there is no trace"),
    };
    let before = measure(&store);
    function.call(&mut store, &arguments, &mut results).expect("the probe does not trap");
    let after = measure(&store);

    let mut output = vec![0; OUTPUT_BYTES];
    memory.read(&store, buffer_at, &mut output).expect("the buffer is in the memory");
    let returned = results[0].i32().expect("the probe returns a number");
    Run { returned, output, measure: if counts_fuel { before - after } else { after } }
}

/// The arithmetic needs nothing from outside. What the module imports all the same ends the run when it is called.
fn traps(module: &Module, store: &mut Store<()>) -> Linker<()> {
    let mut linker = Linker::new(module.engine());
    for import in module.imports() {
        let name = format!("{}.{}", import.module(), import.name());
        let ExternType::Func(signature) = import.ty() else { panic!("the probe imports {name}, which is no function") };
        let message = format!("the probe called {name}, which is not there");
        let trap = Func::new(&mut *store, signature.clone(), move |_, _, _| Err(Error::new(message.clone())));
        linker.define(import.module(), import.name(), trap).expect("a name is imported once");
    }
    linker
}
