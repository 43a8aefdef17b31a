//! Rewrites a wasm so that it fingerprints itself: before each instruction whose course or cost hangs on a value, that
//! value and the place go into a running hash, which is exported. What the wasm computes stays what it was.
//!
//! Seen are the conditions of `if`, `br_if` and `select` (an engine may make a branch of it), the indices of `br_table` and
//! indirect calls, the addresses of loads, stores and bulk copies with their lengths, and the operands of divisions.
//! An instruction that it does not know is refused, not passed over.

use std::mem::take;
use walrus::ir::{
    BinaryOp, Binop, Call, Const, Instr, InstrLocId, InstrSeq, LocalGet, LocalSet, Store, StoreKind, UnaryOp, Unop,
    Value, VisitorMut, dfs_pre_order_mut,
};
use walrus::{ConstExpr, FunctionBuilder, FunctionId, GlobalId, LocalId, Module, ModuleLocals, ValType};

/// The exported global that holds the hash.
pub const FINGERPRINT: &str = "fingerprint";

/// The same wasm with its trace.
///
/// # Panics
/// Where it is none, or has instructions that are not known here.
#[must_use]
pub fn instrument(wasm: &[u8]) -> Vec<u8> {
    let mut module = Module::from_buffer(wasm).expect("the probe is wasm");
    let functions: Vec<FunctionId> = module.funcs.iter_local().map(|(id, _)| id).collect();
    let zero = ConstExpr::Value(Value::I64(0));
    let fingerprint = module.globals.add_local(ValType::I64, true, false, zero);
    module.exports.add(FINGERPRINT, fingerprint);
    let mut watch = Watch { note: note(&mut module, fingerprint), scratch: Scratch::new(&mut module.locals), place: 0 };
    for id in functions {
        let function = module.funcs.get_mut(id).kind.unwrap_local_mut();
        let entry = function.entry_block();
        dfs_pre_order_mut(&mut watch, function, entry);
    }
    module.emit_wasm()
}

/// fingerprint = ((fingerprint ^ value) * odd + place) rotated
fn note(module: &mut Module, fingerprint: GlobalId) -> FunctionId {
    let mut builder = FunctionBuilder::new(&mut module.types, &[ValType::I64, ValType::I64], &[]);
    let (place, value) = (module.locals.add(ValType::I64), module.locals.add(ValType::I64));
    builder
        .func_body()
        .global_get(fingerprint)
        .local_get(value)
        .binop(BinaryOp::I64Xor)
        .i64_const(0x9e37_79b9_7f4a_7c15_u64.cast_signed())
        .binop(BinaryOp::I64Mul)
        .local_get(place)
        .binop(BinaryOp::I64Add)
        .i64_const(29)
        .binop(BinaryOp::I64Rotl)
        .global_set(fingerprint);
    builder.finish(vec![place, value], &mut module.funcs)
}

/// An operand of an instruction, and what of it is seen.
#[derive(Clone, Copy)]
enum Operand {
    /// All of it.
    Seen(ValType),
    /// Whether it is zero.
    Condition,
    /// Nothing.
    Unseen(ValType),
}

impl Operand {
    const fn kind(self) -> ValType {
        match self {
            Self::Seen(kind) | Self::Unseen(kind) => kind,
            Self::Condition => ValType::I32,
        }
    }
}

/// The operands, bottom of the stack first, of an instruction that has something to see.
fn operands(instruction: &Instr) -> Vec<Operand> {
    use Operand::{Condition, Seen, Unseen};
    use ValType::{I32, I64};
    match instruction {
        Instr::Load(_) | Instr::BrTable(_) | Instr::CallIndirect(_) | Instr::MemoryGrow(_) => vec![Seen(I32)],
        Instr::Store(store) => vec![Seen(I32), Unseen(stored(store))],
        Instr::MemoryCopy(_) | Instr::MemoryInit(_) => vec![Seen(I32), Seen(I32), Seen(I32)],
        Instr::MemoryFill(_) => vec![Seen(I32), Unseen(I32), Seen(I32)],
        Instr::IfElse(_) | Instr::BrIf(_) | Instr::Select(_) => vec![Condition],
        Instr::Binop(Binop { op }) => match op {
            BinaryOp::I32DivS | BinaryOp::I32DivU | BinaryOp::I32RemS | BinaryOp::I32RemU => vec![Seen(I32); 2],
            BinaryOp::I64DivS | BinaryOp::I64DivU | BinaryOp::I64RemS | BinaryOp::I64RemU => vec![Seen(I64); 2],
            _ => vec![],
        },
        Instr::Block(_)
        | Instr::Loop(_)
        | Instr::Br(_)
        | Instr::Call(_)
        | Instr::Const(_)
        | Instr::Drop(_)
        | Instr::GlobalGet(_)
        | Instr::GlobalSet(_)
        | Instr::LocalGet(_)
        | Instr::LocalSet(_)
        | Instr::LocalTee(_)
        | Instr::MemorySize(_)
        | Instr::Return(_)
        | Instr::Unop(_)
        | Instr::Unreachable(_) => vec![],
        unknown => panic!("the trace does not know {unknown:?}; say in trace.rs what of it is to be seen"),
    }
}

fn stored(store: &Store) -> ValType {
    match store.kind {
        StoreKind::I32 { .. } | StoreKind::I32_8 { .. } | StoreKind::I32_16 { .. } => ValType::I32,
        StoreKind::I64 { .. } | StoreKind::I64_8 { .. } | StoreKind::I64_16 { .. } | StoreKind::I64_32 { .. } => {
            ValType::I64
        }
        other => panic!("the trace does not know stores of {other:?}"),
    }
}

/// Walks through the functions and puts the notes in.
struct Watch {
    note: FunctionId,
    scratch: Scratch,
    place: i64,
}

impl VisitorMut for Watch {
    fn start_instr_seq_mut(&mut self, sequence: &mut InstrSeq) {
        for (instruction, location) in take(&mut sequence.instrs) {
            let mut push = |instruction: Instr| sequence.instrs.push((instruction, InstrLocId::default()));
            // Off the stack, into locals; each that is seen into the note; back onto the stack.
            let held: Vec<(Operand, LocalId)> = self.scratch.hold(operands(&instruction));
            for (_, local) in held.iter().rev() {
                push(LocalSet { local: *local }.into());
            }
            for (operand, local) in &held {
                let as_number: &[UnaryOp] = match operand {
                    Operand::Unseen(_) => continue,
                    Operand::Condition => &[UnaryOp::I32Eqz, UnaryOp::I64ExtendUI32],
                    Operand::Seen(ValType::I32) => &[UnaryOp::I64ExtendUI32],
                    Operand::Seen(_) => &[],
                };
                push(Const { value: Value::I64(self.place) }.into());
                push(LocalGet { local: *local }.into());
                as_number.iter().for_each(|op| push(Unop { op: *op }.into()));
                push(Call { func: self.note }.into());
                self.place += 1;
            }
            for (_, local) in &held {
                push(LocalGet { local: *local }.into());
            }
            sequence.instrs.push((instruction, location));
        }
    }
}

/// Locals that hold operands for a moment. Each function that uses them gets its own.
struct Scratch {
    i32: [LocalId; 3],
    i64: [LocalId; 3],
}

impl Scratch {
    fn new(locals: &mut ModuleLocals) -> Self {
        Self {
            i32: [ValType::I32; 3].map(|kind| locals.add(kind)),
            i64: [ValType::I64; 3].map(|kind| locals.add(kind)),
        }
    }

    fn hold(&self, operands: Vec<Operand>) -> Vec<(Operand, LocalId)> {
        let local = |(at, operand): (usize, Operand)| match operand.kind() {
            ValType::I32 => (operand, self.i32[at]),
            ValType::I64 => (operand, self.i64[at]),
            other => panic!("the trace does not know operands of type {other}"),
        };
        operands.into_iter().enumerate().map(local).collect()
    }
}
