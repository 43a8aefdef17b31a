//! A table: rows of one kind by key, which remembers the rows that changed so that a shell can write them down.
//! Keys of what belongs to a pool begin with the pool's id and `/`, so that a pool's rows are one range.
//! A table whose rows are found by more than their key keeps an index, which follows every change by itself.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// One row as it is now, or (without a value) that it is gone.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub table: String,
    pub key: String,
    pub value: Option<Value>,
}

/// Other ways to find a row than by its key. It is told of each row that comes and of each that goes; a row that changes
/// goes as it was and comes as it is.
pub trait Index<V>: Default {
    fn list(&mut self, key: &str, row: &V);
    fn unlist(&mut self, key: &str, row: &V);
    /// All rows are gone.
    fn clear(&mut self) {
        *self = Self::default();
    }
}

/// Of a table that is looked into by key alone.
impl<V> Index<V> for () {
    fn list(&mut self, _: &str, _: &V) {}
    fn unlist(&mut self, _: &str, _: &V) {}
}

pub struct Table<V, I = ()> {
    name: &'static str,
    rows: BTreeMap<String, Arc<V>>,
    index: I,
    changed: BTreeSet<String>,
    /// Whether anybody will ask what changed.
    recording: bool,
}

/// The key of something that a pool has.
pub fn key(pool_id: &str, name: &str) -> String {
    format!("{pool_id}/{name}")
}

impl<V, I: Index<V>> Table<V, I> {
    pub fn new(name: &'static str) -> Self {
        Self { name, rows: BTreeMap::new(), index: I::default(), changed: BTreeSet::new(), recording: false }
    }

    pub fn index(&self) -> &I {
        &self.index
    }

    pub fn get(&self, key: &str) -> Option<&Arc<V>> {
        self.rows.get(key)
    }

    pub fn put(&mut self, key: String, row: V) {
        self.put_shared(key, Arc::new(row));
    }

    /// For a row that is held elsewhere as well.
    pub fn put_shared(&mut self, key: String, row: Arc<V>) {
        self.mark(&key);
        self.lay(key, row);
    }

    pub fn remove(&mut self, key: &str) -> Option<Arc<V>> {
        let removed = self.lift(key)?;
        self.mark(key);
        Some(removed)
    }

    /// All rows, in the order of their keys.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, &Arc<V>)> {
        self.rows.iter().map(|(key, row)| (key.as_str(), row))
    }

    /// The rows whose keys begin so, in order.
    pub fn within(&self, prefix: &str) -> impl Iterator<Item = (&str, &Arc<V>)> {
        let after = self.rows.range(prefix.to_owned()..);
        after.take_while(move |(key, _)| key.starts_with(prefix)).map(|(key, row)| (key.as_str(), row))
    }

    /// The rows of a pool.
    pub fn of_pool(&self, pool_id: &str) -> impl Iterator<Item = &Arc<V>> {
        let prefix = key(pool_id, "");
        let after = self.rows.range(prefix.clone()..);
        after.take_while(move |(key, _)| key.starts_with(&prefix)).map(|(_, row)| row)
    }

    pub fn remove_within(&mut self, prefix: &str) {
        let keys: Vec<String> = self.within(prefix).map(|(key, _)| key.to_owned()).collect();
        for key in keys {
            self.remove(&key);
        }
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    fn lay(&mut self, key: String, row: Arc<V>) {
        self.lift(&key);
        self.index.list(&key, &row);
        self.rows.insert(key, row);
    }

    fn lift(&mut self, key: &str) -> Option<Arc<V>> {
        let row = self.rows.remove(key)?;
        self.index.unlist(key, &row);
        Some(row)
    }

    fn mark(&mut self, key: &str) {
        if self.recording {
            self.changed.insert(key.to_owned());
        }
    }
}

impl<V: Clone, I: Index<V>> Table<V, I> {
    /// Changes a row in place. None if there is no such row.
    pub fn update<T>(&mut self, key: &str, change: impl FnOnce(&mut V) -> T) -> Option<T> {
        let row = self.rows.get_mut(key)?;
        self.index.unlist(key, row);
        let told = change(Arc::make_mut(row));
        self.index.list(key, row);
        self.mark(key);
        Some(told)
    }
}

/// What the store does with each of its tables, whatever their rows are.
pub trait Recorded {
    fn name(&self) -> &'static str;
    /// Says what changed since it was asked last.
    fn take_changes(&mut self, changes: &mut Vec<Change>);
    /// Everything, as if all of it had just changed.
    fn all(&self, changes: &mut Vec<Change>);
    /// Lays back a row that was written down; false if it cannot be read.
    fn restore(&mut self, key: String, value: Option<Value>) -> bool;
    /// From now on changes are remembered until they are taken.
    fn record(&mut self);
    fn clear(&mut self);
}

impl<V: Serialize + DeserializeOwned, I: Index<V>> Recorded for Table<V, I> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn take_changes(&mut self, changes: &mut Vec<Change>) {
        for key in std::mem::take(&mut self.changed) {
            let value = self.rows.get(&key).and_then(|row| serde_json::to_value(&**row).ok());
            changes.push(Change { table: self.name.to_owned(), key, value });
        }
    }

    fn all(&self, changes: &mut Vec<Change>) {
        for (key, row) in &self.rows {
            let value = serde_json::to_value(&**row).ok();
            changes.push(Change { table: self.name.to_owned(), key: key.clone(), value });
        }
    }

    fn restore(&mut self, key: String, value: Option<Value>) -> bool {
        let Some(value) = value else {
            self.lift(&key);
            return true;
        };
        match serde_json::from_value(value) {
            Ok(row) => {
                self.lay(key, Arc::new(row));
                true
            }
            Err(_) => false,
        }
    }

    fn record(&mut self) {
        self.changed.clear();
        self.recording = true;
    }

    fn clear(&mut self) {
        self.index.clear();
        let gone = std::mem::take(&mut self.rows).into_keys();
        if self.recording {
            self.changed.extend(gone);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn changes_are_told_once_and_lay_the_rows_back() {
        let mut table = Table::<u32>::new("numbers");
        table.put(key("p", "before"), 0);
        table.record();
        table.put(key("p", "one"), 1);
        table.put(key("p", "two"), 2);
        table.update("p/two", |two| *two = 22);
        table.remove("p/one");
        let mut changes = Vec::new();
        table.take_changes(&mut changes);
        let told: Vec<_> = changes.iter().map(|change| (change.key.as_str(), change.value.clone())).collect();
        assert_eq!(told, [("p/one", None), ("p/two", Some(json!(22)))]);
        let mut again = Vec::new();
        table.take_changes(&mut again);
        assert!(again.is_empty());

        let mut other = Table::<u32>::new("numbers");
        for change in changes {
            assert!(other.restore(change.key, change.value));
        }
        assert_eq!(other.iter().map(|(key, row)| (key, **row)).collect::<Vec<_>>(), [("p/two", 22)]);
        assert!(!other.restore("p/x".into(), Some(json!("no number"))));
    }

    /// The keys of each number.
    #[derive(Default)]
    struct ByNumber(BTreeMap<u32, BTreeSet<String>>);

    impl Index<u32> for ByNumber {
        fn list(&mut self, key: &str, row: &u32) {
            assert!(self.0.entry(*row).or_default().insert(key.to_owned()), "{key} is listed twice");
        }

        fn unlist(&mut self, key: &str, row: &u32) {
            assert!(self.0.get_mut(row).is_some_and(|keys| keys.remove(key)), "{key} was not listed");
        }
    }

    #[test]
    fn an_index_follows_every_change() {
        let mut table = Table::<u32, ByNumber>::new("numbers");
        let of = |table: &Table<u32, ByNumber>, number: u32| -> Vec<String> {
            table.index().0.get(&number).into_iter().flatten().cloned().collect()
        };
        table.put("a".into(), 1);
        table.put("b".into(), 1);
        assert_eq!(of(&table, 1), ["a", "b"]);
        table.put("a".into(), 2);
        table.update("b", |row| *row = 3);
        assert_eq!((of(&table, 1).len(), of(&table, 2), of(&table, 3)), (0, vec!["a".into()], vec!["b".into()]));
        table.remove("a");
        assert!(table.restore("b".into(), Some(json!(4))) && table.restore("c".into(), Some(json!(4))));
        assert!(table.restore("c".into(), None));
        assert_eq!((of(&table, 2).len(), of(&table, 3).len(), of(&table, 4)), (0, 0, vec!["b".into()]));
        table.clear();
        assert!(of(&table, 4).is_empty());
    }

    #[test]
    fn a_pools_rows_are_its_own() {
        let mut table = Table::<u32>::new("numbers");
        for (pool, number) in [("a", 1), ("a1", 2), ("b", 3)] {
            table.put(key(pool, "x"), number);
        }
        assert_eq!(table.of_pool("a").map(|row| **row).collect::<Vec<_>>(), [1]);
        table.remove_within("a/");
        assert_eq!(table.len(), 2);
    }
}
