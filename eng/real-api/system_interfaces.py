"""The members of .NET's interfaces that listed types implement.

The listings do not tell explicit implementations, so the stubs add those that no public member provides.
"""

from __future__ import annotations

from csharp_types import parse_type
from declarations import Kind, Member, parse_member

_INTERFACES = """
System.IDisposable
    M void Dispose()
System.IComparable
    M int CompareTo(object obj)
System.IComparable<T>
    M int CompareTo(T other)
System.IEquatable<T>
    M bool Equals(T other)
System.IFormattable
    M string ToString(string format, System.IFormatProvider formatProvider)
System.Collections.IEnumerable
    M System.Collections.IEnumerator GetEnumerator()
System.Collections.IEnumerator
    M bool MoveNext()
    M void Reset()
    P object Current { get; }
System.Collections.ICollection
    M void CopyTo(System.Array array, int index)
    P int Count { get; }
    P object SyncRoot { get; }
    P bool IsSynchronized { get; }
System.Collections.IList
    P object this[int index] { get; set; }
    M int Add(object value)
    M bool Contains(object value)
    M void Clear()
    P bool IsReadOnly { get; }
    P bool IsFixedSize { get; }
    M int IndexOf(object value)
    M void Insert(int index, object value)
    M void Remove(object value)
    M void RemoveAt(int index)
System.Collections.IEqualityComparer
    M bool Equals(object x, object y)
    M int GetHashCode(object obj)
System.Collections.IStructuralEquatable
    M bool Equals(object other, System.Collections.IEqualityComparer comparer)
    M int GetHashCode(System.Collections.IEqualityComparer comparer)
System.Collections.IStructuralComparable
    M int CompareTo(object other, System.Collections.IComparer comparer)
System.Collections.Generic.IEqualityComparer<T>
    M bool Equals(T x, T y)
    M int GetHashCode(T obj)
System.Collections.Generic.IEnumerable<T>
    M System.Collections.Generic.IEnumerator<T> GetEnumerator()
System.Collections.Generic.IEnumerator<T>
    P T Current { get; }
System.Collections.Generic.IReadOnlyCollection<T>
    P int Count { get; }
System.Collections.Generic.IReadOnlyList<T>
    P T this[int index] { get; }
System.Collections.Generic.ICollection<T>
    P int Count { get; }
    P bool IsReadOnly { get; }
    M void Add(T item)
    M void Clear()
    M bool Contains(T item)
    M void CopyTo(T[] array, int arrayIndex)
    M bool Remove(T item)
System.Collections.Generic.IList<T>
    P T this[int index] { get; set; }
    M int IndexOf(T item)
    M void Insert(int index, T item)
    M void RemoveAt(int index)
System.Collections.Generic.IDictionary<K, V>
    P V this[K key] { get; set; }
    P System.Collections.Generic.ICollection<K> Keys { get; }
    P System.Collections.Generic.ICollection<V> Values { get; }
    M bool ContainsKey(K key)
    M void Add(K key, V value)
    M bool Remove(K key)
    M bool TryGetValue(K key, out V value)
System.Collections.Generic.IReadOnlyDictionary<K, V>
    P V this[K key] { get; }
    P System.Collections.Generic.IEnumerable<K> Keys { get; }
    P System.Collections.Generic.IEnumerable<V> Values { get; }
    M bool ContainsKey(K key)
    M bool TryGetValue(K key, out V value)
System.Runtime.Serialization.ISerializable
    M void GetObjectData(System.Runtime.Serialization.SerializationInfo info, \
System.Runtime.Serialization.StreamingContext context)
System.Runtime.CompilerServices.ITuple
    P object this[int index] { get; }
    P int Length { get; }
"""


def _parse_interfaces(text: str) -> dict[str, tuple[list[str], list[Member]]]:
    interfaces: dict[str, tuple[list[str], list[Member]]] = {}
    members: list[Member] = []
    for line in text.strip().split("\n"):
        if line.startswith(" "):
            kind, _, declaration = line.strip().partition(" ")
            members.append(parse_member(Kind(kind), "public " + declaration))
        else:
            name = parse_type(line)
            members = []
            interfaces[name.canonical] = [parameter.simple_name for parameter in name.segments[-1][1]], members
    return interfaces


# canonical name -> generic parameters, members
SYSTEM_INTERFACES = _parse_interfaces(_INTERFACES)
