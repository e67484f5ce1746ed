using System.Collections;
using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class DataViewSchema : IReadOnlyList<DataViewSchema.Column>
{
    private readonly Column[] _columns;
    private readonly Dictionary<string, int> _indexByName;

    private DataViewSchema(Column[] columns)
    {
        _columns = columns;
        _indexByName = new Dictionary<string, int>(columns.Length);
        foreach (var column in columns)
        {
            _indexByName[column.Name] = column.Index;
        }
    }

    public int Count => _columns.Length;

    public Column this[int columnIndex] =>
        columnIndex >= 0 && columnIndex < _columns.Length
            ? _columns[columnIndex]
            : throw new ArgumentOutOfRangeException(nameof(columnIndex));

    public Column this[string name] =>
        GetColumnOrNull(name) ?? throw new ArgumentOutOfRangeException(nameof(name), $"Column '{name}' not found");

    public Column? GetColumnOrNull(string name)
    {
        if (string.IsNullOrEmpty(name))
        {
            throw new ArgumentNullException(nameof(name));
        }

        return _indexByName.TryGetValue(name, out var index) ? _columns[index] : null;
    }

    public IEnumerator<Column> GetEnumerator() => ((IEnumerable<Column>)_columns).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"{Count} columns";

    /// <summary>
    /// Creates a schema of the given columns. If several columns have the same name, all except the last are hidden.
    /// </summary>
    internal static DataViewSchema FromColumns(IEnumerable<DetachedColumn> columns)
    {
        var items = columns.ToArray();
        var last = new Dictionary<string, int>(items.Length);
        for (var i = 0; i < items.Length; i++)
        {
            last[items[i].Name] = i;
        }

        return new DataViewSchema(
            items
                .Select(
                    (item, i) => new Column(item.Name, i, isHidden: last[item.Name] != i, item.Type, item.Annotations)
                )
                .ToArray()
        );
    }

    public struct Column
    {
        internal Column(string name, int index, bool isHidden, DataViewType type, Annotations annotations)
        {
            Name = name;
            Index = index;
            IsHidden = isHidden;
            Type = type;
            Annotations = annotations;
        }

        public string Name { get; }

        public int Index { get; }

        public bool IsHidden { get; }

        public DataViewType Type { get; }

        public Annotations Annotations { get; }

        public override string ToString() =>
            Annotations is null || Annotations.Schema.Count == 0
                ? $"{Name}: {Type}"
                : $"{Name}: {Type} {{{string.Join(", ", Annotations.Schema.Select(column => column.Name))}}}";
    }

    public struct DetachedColumn
    {
        public DetachedColumn(string name, DataViewType type, Annotations annotations = null)
        {
            if (string.IsNullOrEmpty(name))
            {
                throw new ArgumentNullException(nameof(name));
            }

            Name = name;
            Type = type ?? throw new ArgumentNullException(nameof(type));
            Annotations = annotations ?? Annotations.Empty;
        }

        public DetachedColumn(Column column)
        {
            Name = column.Name;
            Type = column.Type;
            Annotations = column.Annotations;
        }

        public string Name { get; }

        public DataViewType Type { get; }

        public Annotations Annotations { get; }
    }

    public sealed class Builder
    {
        private readonly List<DetachedColumn> _items = [];

        public Builder() { }

        public void AddColumn(string name, DataViewType type, Annotations annotations = null) =>
            _items.Add(new DetachedColumn(name, type, annotations));

        public void AddColumns(IEnumerable<Column> source) =>
            _items.AddRange(source.Select(column => new DetachedColumn(column)));

        public void AddColumns(IEnumerable<DetachedColumn> source) => _items.AddRange(source);

        public DataViewSchema ToSchema() => FromColumns(_items);
    }
}
