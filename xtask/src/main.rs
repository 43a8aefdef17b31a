//! `cargo xtask wasm`: compiles `pkg-js/core`, makes the glue, shrinks the wasm.
//!
//! `--probe` builds the bare arithmetic for the leak test and the benchmark instead; `--trap` a core that crashes on
//! demand, for one test; `--names` keeps the names of functions. It says what it does and how long it took, and what to do where something is missing.

use anyhow::{Context, Result, bail, ensure};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use std::{env, fs};

const HELP: &str = "cargo xtask wasm [--probe | --trap | --names]
cargo xtask example leptos | yew
cargo xtask fuzz TARGET [--seconds N] [--seed N] [--keep]

  wasm          pkg-js/src/generated/: poolkey.wasm and the glue core.js
  wasm --trap   .cache/trap/: the same, with functions that crash on demand
  wasm --names  .cache/names/: the same, with the names of its functions, to see what weighs what
  wasm --probe  .cache/probe/probe.wasm: the SRP arithmetic alone, without glue
  example leptos | yew   examples/NAME/dist/: the example, for any web server
  fuzz          fuzz/: texts at one of the SDK's parsers, led by coverage; without a target it names them";

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask has a parent folder")?;
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["wasm"] => core(root, &[], &root.join("pkg-js/src/generated")),
        ["wasm", "--trap"] => core(root, &["--features", "trap"], &root.join(".cache/trap")),
        ["wasm", "--names"] => core(root, &[], &root.join(".cache/names")),
        ["wasm", "--probe"] => probe(root),
        ["example", name @ ("leptos" | "yew")] => example(root, name),
        ["fuzz", ref rest @ ..] => fuzz(root, rest),
        ["--help" | "help"] => {
            println!("{HELP}");
            Ok(())
        }
        _ => bail!("unknown arguments\n\n{HELP}"),
    }
}

/// A hunt of `fuzz/`, in a build that counts which code ran. A target triple keeps the counters out of build scripts.
fn fuzz(root: &Path, arguments: &[&str]) -> Result<()> {
    let counters = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=3 \
        -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Ccodegen-units=1";
    let rustc = Command::new("rustc").arg("-vV").output().context("rustc is on the path")?;
    let version = String::from_utf8(rustc.stdout)?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names its host")?;
    let mut cargo = Command::new("cargo");
    cargo.current_dir(root).env("RUSTFLAGS", counters);
    // Checks of arithmetic and assertions stay in: what they find is what is looked for.
    cargo.env("CARGO_PROFILE_RELEASE_DEBUG_ASSERTIONS", "true");
    cargo
        .args(["run", "--quiet", "--locked", "--release", "-p", "poolkey-fuzz", "--target", host, "--"])
        .args(arguments);
    ensure!(cargo.status()?.success(), "see above");
    Ok(())
}

/// The wasm of the npm package and its glue.
fn core(root: &Path, features: &[&str], out: &Path) -> Result<()> {
    let compiled = compile(root, "poolkey-core", features)?;
    fs::create_dir_all(out)?;
    step("glue", || {
        let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
        bindgen.input_path(&compiled).out_name("core").typescript(true).omit_default_module_path(true);
        bindgen.bundler(true)?;
        // Every browser with this wasm's features has TextEncoder.encodeInto.
        bindgen.encode_into(wasm_bindgen_cli_support::EncodeInto::Always);
        bindgen.generate(out)
    })?;
    let glue = fs::read_to_string(out.join("core_bg.js"))?;
    fs::write(out.join("core.js"), as_factory(&glue)?)?;
    fs::write(out.join("core.d.ts"), factory_types(&fs::read_to_string(out.join("core.d.ts"))?)?)?;
    shrink(root, &out.join("core_bg.wasm"), &out.join("poolkey.wasm"))?;
    for leftover in ["core_bg.js", "core_bg.wasm", "core_bg.wasm.d.ts"] {
        fs::remove_file(out.join(leftover))?;
    }
    report(&out.join("poolkey.wasm"))
}

/// The arithmetic alone.
fn probe(root: &Path) -> Result<()> {
    let compiled = compile(root, "poolkey-probe", &[])?;
    let out = root.join(".cache/probe");
    fs::create_dir_all(&out)?;
    shrink(root, &compiled, &out.join("probe.wasm"))?;
    report(&out.join("probe.wasm"))
}

/// An example in Rust, as a folder that any web server can serve.
fn example(root: &Path, name: &str) -> Result<()> {
    let compiled = compile(root, &format!("poolkey-example-{name}"), &[])?;
    let folder = root.join("examples").join(name);
    let out = folder.join("dist");
    fs::create_dir_all(&out)?;
    step("glue", || {
        let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
        bindgen.input_path(&compiled).out_name("app").typescript(false).omit_default_module_path(false);
        bindgen.web(true)?.generate(&out)
    })?;
    shrink(root, &out.join("app_bg.wasm"), &out.join("app_bg.wasm"))?;
    for file in ["index.html", "boot.js", "style.css"] {
        fs::copy(folder.join(file), out.join(file))?;
    }
    report(&out.join("app_bg.wasm"))
}

fn compile(root: &Path, package: &str, features: &[&str]) -> Result<PathBuf> {
    step("compile", || {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.current_dir(root).args(["build", "--quiet", "--locked", "--profile", "wasm"]);
        command.args(["--target", "wasm32-unknown-unknown", "--package", package]).args(features);
        run(&mut command, "If the target is missing: rustup target add wasm32-unknown-unknown")
    })?;
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let built = target.join("wasm32-unknown-unknown/wasm");
    // A library's file has underscores, a program's keeps its hyphens.
    let names = [package.replace('-', "_"), package.into()];
    let mut files = names.map(|name| built.join(name).with_extension("wasm")).into_iter();
    files.find(|file| file.exists()).context("cargo built no wasm")
}

/// wasm-opt, which also merges what wasm-bindgen's functions repeat.
fn shrink(root: &Path, from: &Path, to: &Path) -> Result<()> {
    step("shrink", || {
        let tool = root.join("node_modules/binaryen/bin/wasm-opt");
        ensure!(tool.exists(), "wasm-opt is missing. Run `npm ci` first.");
        let mut command = Command::new("node");
        command.arg(tool).arg(from).arg("-o").arg(to);
        // Control flow laid out anew from its flat form, then the usual passes, twice. Nothing lies in the first kilobyte of
        // memory: the stack ends there.
        command.args(["-Oz", "--flatten", "--rereloop", "-Oz", "-Oz", "--low-memory-unused"]);
        for feature in [
            "bulk-memory",
            "bulk-memory-opt",
            "nontrapping-float-to-int",
            "sign-ext",
            "mutable-globals",
            "reference-types",
            "multivalue",
        ] {
            command.arg(format!("--enable-{feature}"));
        }
        let keeps_names = to.parent().is_some_and(|folder| folder.ends_with("names"));
        command.args([
            "--strip-producers",
            "--strip-target-features",
            if keeps_names { "-g" } else { "--strip-debug" },
        ]);
        run(&mut command, "wasm-opt comes from the npm package binaryen; run `npm ci` again.")
    })
}

/// The glue as a function: each call gives a core of its own, so that a crashed one can be replaced. How the wasm is
/// loaded is none of its business.
fn as_factory(glue: &str) -> Result<String> {
    let names: Vec<&str> = glue
        .lines()
        .filter_map(|line| line.strip_prefix("export function ")?.split('(').next())
        .filter(|name| *name != "__wbg_set_wasm")
        .collect();
    ensure!(
        glue.contains("export class RawCore") && !names.is_empty(),
        "the glue of this wasm-bindgen has another form"
    );
    let body: String =
        glue.lines().map(|line| line.strip_prefix("export ").unwrap_or(line)).collect::<Vec<_>>().join("\n");
    // What begins with `__wb` is called by the wasm; the rest is for us, and only the build that crashes has some.
    let (imports, extras): (Vec<&str>, Vec<&str>) = names.iter().partition(|name| name.starts_with("__wb"));
    let imports = imports.join(", ");
    let extras = if extras.is_empty() {
        String::new()
    } else {
        format!("Object.assign(globalThis, {{ {} }});\n", extras.join(", "))
    };
    Ok(format!(
        "/* Generated by `cargo xtask wasm`. */\nexport function makeCore(host) {{\n{body}\n{extras}return {{\n    \
         imports: {{ './core_bg.js': {{ {imports} }} }},\n    \
         start(exports) {{ __wbg_set_wasm(exports); exports.__wbindgen_start(); return new RawCore(); }},\n}};\n}}\n"
    ))
}

/// The types of the factory around those of the class.
fn factory_types(types: &str) -> Result<String> {
    ensure!(types.contains("export class RawCore"), "the types of this wasm-bindgen have another form");
    // Apps whose TypeScript does not know explicit resource management yet compile against these types too.
    let types: String = types.lines().filter(|line| !line.contains("Symbol.dispose")).collect::<Vec<_>>().join("\n");
    Ok(format!(
        "/* Generated by `cargo xtask wasm`. */\n{types}\nexport interface Host {{\n    \
         send(number: number, url: string, target: string, body: string): void;\n    \
         abort(number: number): void;\n    sleep(number: number, millis: number): void;\n    \
         settle(call: number, isOk: boolean, text: string): void;\n    now(): number;\n    \
         random(bytes: Uint8Array): boolean;\n}}\nexport interface Core {{\n    imports: WebAssembly.Imports;\n    \
         start(exports: WebAssembly.Exports): RawCore;\n}}\nexport declare function makeCore(host: Host): Core;\n"
    ))
}

fn report(wasm: &Path) -> Result<()> {
    println!("  {} bytes: {}", fs::metadata(wasm)?.len(), wasm.file_name().unwrap_or_default().to_string_lossy());
    Ok(())
}

fn step(name: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
    let start = Instant::now();
    print!("  {name} ... ");
    std::io::Write::flush(&mut std::io::stdout())?;
    let result = work();
    println!("{} after {:.1} s", if result.is_ok() { "done" } else { "failed" }, start.elapsed().as_secs_f32());
    result
}

fn run(command: &mut Command, advice: &str) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let status = command.status().with_context(|| format!("{program} could not be started. {advice}"))?;
    ensure!(status.success(), "{program} failed. {advice}");
    Ok(())
}
