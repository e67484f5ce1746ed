using Microsoft.ML;

namespace VaeMlNet;

/// <summary>Reads a random sample of a view's rows in one pass (algorithm R; Vitter 1985).</summary>
internal static class RowReservoir
{
    /// <summary>
    /// Reads the sample. If the view has no more than <paramref name="capacity"/> rows, returns all of them in order.
    /// </summary>
    public static ComparedTable Read(IDataView view, IReadOnlyList<ComparedColumn> columns, int capacity, Random random)
    {
        DataViewSchema.Column[] active = [.. columns.Select(c => view.Schema[c.Name])];
        ComparedSlot[] slots = [.. columns.SelectMany(c => c.Slots)];
        var values = new List<float>[slots.Length];
        Array.ForEach([.. Enumerable.Range(0, slots.Length)], i => values[i] = []);
        using var cursor = view.GetRowCursor(active);
        ComparedColumn.CellReader[] readers = [.. columns.Select((c, i) => c.MakeReader(cursor, active[i]))];
        var row = new float[slots.Length];
        for (long seen = 0; cursor.MoveNext(); seen++)
        {
            var place = seen < capacity ? seen : random.NextInt64(seen + 1);
            if (place < capacity)
            {
                Fetch(columns, readers, row);
                Store(values, row, (int)place);
            }
        }

        return new(slots, [.. values.Select(v => v.ToArray())], values[0].Count);
    }

    private static void Fetch(
        IReadOnlyList<ComparedColumn> columns,
        ComparedColumn.CellReader[] readers,
        Span<float> row
    )
    {
        var start = 0;
        for (var i = 0; i < readers.Length; i++)
        {
            var width = columns[i].Slots.Count;
            readers[i](row.Slice(start, width));
            start += width;
        }
    }

    private static void Store(List<float>[] values, float[] row, int place)
    {
        for (var slot = 0; slot < row.Length; slot++)
        {
            if (place == values[slot].Count)
            {
                values[slot].Add(row[slot]);
            }
            else
            {
                values[slot][place] = row[slot];
            }
        }
    }
}
