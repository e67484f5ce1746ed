using System.Collections;

namespace TorchSharp.Utils
{
    /// <summary>A dictionary that enumerates in the order of insertion.</summary>
    public class OrderedDict<TKey, TValue>
        : IDictionary<TKey, TValue>,
            IEnumerable<(TKey, TValue)>,
            IList<(TKey, TValue)>
    {
        private readonly List<(TKey, TValue)> list = [];
        private readonly Dictionary<TKey, TValue> dictionary = [];

        public int Count => list.Count;

        public bool IsReadOnly => false;

        public ICollection<TKey> Keys => list.Select(pair => pair.Item1).ToList();

        public ICollection<TValue> Values => list.Select(pair => pair.Item2).ToList();

        public TValue this[TKey key]
        {
            get => dictionary[key];
            set
            {
                if (!dictionary.ContainsKey(key))
                {
                    Add(key, value);
                    return;
                }
                dictionary[key] = value;
                list[Position(key)] = (key, value);
            }
        }

        public (TKey, TValue) this[int index]
        {
            get => list[index];
            set
            {
                dictionary.Remove(list[index].Item1);
                dictionary.Add(value.Item1, value.Item2);
                list[index] = value;
            }
        }

        public void Add(TKey key, TValue value)
        {
            dictionary.Add(key, value);
            list.Add((key, value));
        }

        public void Add(KeyValuePair<TKey, TValue> item) => Add(item.Key, item.Value);

        public void Add((TKey, TValue) item) => Add(item.Item1, item.Item2);

        public void Clear()
        {
            dictionary.Clear();
            list.Clear();
        }

        public bool Contains(KeyValuePair<TKey, TValue> item) => dictionary.Contains(item);

        public bool Contains((TKey, TValue) item) => list.Contains(item);

        public bool ContainsKey(TKey key) => dictionary.ContainsKey(key);

        public void CopyTo(KeyValuePair<TKey, TValue>[] array, int arrayIndex) =>
            list.Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2)).ToArray().CopyTo(array, arrayIndex);

        public void CopyTo((TKey, TValue)[] array, int arrayIndex) => list.CopyTo(array, arrayIndex);

        public IEnumerator<(TKey, TValue)> GetEnumerator() => list.GetEnumerator();

        public int IndexOf((TKey, TValue) item) => list.IndexOf(item);

        public void Insert(int index, (TKey, TValue) item)
        {
            dictionary.Add(item.Item1, item.Item2);
            list.Insert(index, item);
        }

        public bool Remove(TKey key)
        {
            if (!dictionary.Remove(key))
                return false;
            list.RemoveAt(Position(key));
            return true;
        }

        public bool Remove(KeyValuePair<TKey, TValue> item) => Contains(item) && Remove(item.Key);

        public bool Remove((TKey, TValue) item) => Contains(item) && Remove(item.Item1);

        public void RemoveAt(int index) => Remove(list[index].Item1);

        public bool TryGetValue(TKey key, out TValue value) => dictionary.TryGetValue(key, out value);

        IEnumerator IEnumerable.GetEnumerator() => list.GetEnumerator();

        IEnumerator<KeyValuePair<TKey, TValue>> IEnumerable<KeyValuePair<TKey, TValue>>.GetEnumerator() =>
            list.Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2)).GetEnumerator();

        private int Position(TKey key) =>
            list.FindIndex(pair => EqualityComparer<TKey>.Default.Equals(pair.Item1, key));
    }
}
