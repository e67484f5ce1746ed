namespace Microsoft.ML.Data;

/// <summary>
/// An input schema and the columns added to it: a column that hides another one of its name stands right after it, all others
/// stand at the end.
/// </summary>
internal sealed class ColumnBindings
{
    // For each column of the merged schema, the index of the input column, or the complement of the index of the added one.
    private readonly List<int> _map;

    public ColumnBindings(DataViewSchema input, IReadOnlyList<DataViewSchema.DetachedColumn> added)
    {
        InputSchema = input;
        _map = Enumerable.Range(0, input.Count).ToList();
        DataViewSchema.DetachedColumn At(int i) => _map[i] >= 0 ? new(input[_map[i]]) : added[~_map[i]];
        var names = input.Select(column => column.Name).ToHashSet();
        for (var i = 0; i < added.Count; i++)
        {
            var place = _map.Count;
            if (!names.Add(added[i].Name))
            {
                while (At(place - 1).Name != added[i].Name)
                {
                    place--;
                }
            }

            _map.Insert(place, ~i);
        }

        Schema = DataViewSchema.FromColumns(_map.Select((_, i) => At(i)));
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema Schema { get; }

    /// <summary>Returns the index of a merged column among the input's columns or among the added columns.</summary>
    public int MapColumnIndex(out bool isSrcColumn, int column)
    {
        isSrcColumn = _map[column] >= 0;
        return isSrcColumn ? _map[column] : ~_map[column];
    }
}
