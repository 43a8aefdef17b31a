//! A table: rows of one kind by key, which remembers the rows that changed so that a shell can write them down.
//! Keys of what belongs to a pool begin with the pool's id and `/`, so that a pool's rows are one range.

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

pub struct Table<V> {
    name: &'static str,
    rows: BTreeMap<String, Arc<V>>,
    changed: BTreeSet<String>,
    /// Whether anybody will ask what changed.
    recording: bool,
}

/// The key of something that a pool has.
pub fn key(pool_id: &str, name: &str) -> String {
    format!("{pool_id}/{name}")
}

impl<V> Table<V> {
    pub fn new(name: &'static str) -> Self {
        Self { name, rows: BTreeMap::new(), changed: BTreeSet::new(), recording: false }
    }

    pub fn get(&self, key: &str) -> Option<&Arc<V>> {
        self.rows.get(key)
    }

    pub fn put(&mut self, key: String, row: V) {
        self.mark(&key);
        self.rows.insert(key, Arc::new(row));
    }

    /// For a row that is held elsewhere as well.
    pub fn put_shared(&mut self, key: String, row: Arc<V>) {
        self.mark(&key);
        self.rows.insert(key, row);
    }

    pub fn remove(&mut self, key: &str) -> Option<Arc<V>> {
        let removed = self.rows.remove(key);
        if removed.is_some() {
            self.mark(key);
        }
        removed
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

    fn mark(&mut self, key: &str) {
        if self.recording {
            self.changed.insert(key.to_owned());
        }
    }
}

impl<V: Clone> Table<V> {
    /// Changes a row in place. None if there is no such row.
    pub fn update<T>(&mut self, key: &str, change: impl FnOnce(&mut V) -> T) -> Option<T> {
        let told = change(Arc::make_mut(self.rows.get_mut(key)?));
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

impl<V: Serialize + DeserializeOwned> Recorded for Table<V> {
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
            self.rows.remove(&key);
            return true;
        };
        match serde_json::from_value(value) {
            Ok(row) => {
                self.rows.insert(key, Arc::new(row));
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
