using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Cli;

/// <summary>Reads the current row of a cursor as raw slots, column after column: what the model takes, as numbers.</summary>
internal sealed class SlotReader
{
    private readonly Action<List<float>>[] parts;
    private readonly List<float> slots = [];

    private SlotReader(Action<List<float>>[] parts)
    {
        this.parts = parts;
    }

    /// <summary>Reads one column of features.</summary>
    public static SlotReader OfVector(DataViewRow row, string column) => new([Vector(row, row.Schema[column])]);

    /// <summary>Reads the columns of a table; of those that the row lacks, every cell is missing.</summary>
    public static SlotReader OfTable(DataViewRow row, IEnumerable<CsvColumn> columns) =>
        new([.. columns.Select(column => Part(row, column))]);

    /// <summary>The row's slots; NaN where a cell is missing.</summary>
    public float[] Read()
    {
        slots.Clear();
        foreach (var part in parts)
        {
            part(slots);
        }

        return [.. slots];
    }

    private static Action<List<float>> Part(DataViewRow row, CsvColumn column) =>
        row.Schema.GetColumnOrNull(column.Name) is not { } source
            ? into => into.AddRange(Enumerable.Repeat(float.NaN, column.CellNames.Count))
            : column.Kind switch
            {
                CsvColumnKind.Boolean => Scalar<bool>(row, source, value => value ? 1 : 0),
                CsvColumnKind.Category => Scalar<uint>(row, source, key => key == 0 ? float.NaN : key),
                _ when column.IsVector => Vector(row, source),
                _ => Scalar<float>(row, source, value => value),
            };

    private static Action<List<float>> Scalar<T>(DataViewRow row, DataViewSchema.Column source, Func<T, float> number)
        where T : struct
    {
        var getter = row.GetGetter<T>(source);
        T value = default;
        return into =>
        {
            getter(ref value);
            into.Add(number(value));
        };
    }

    private static Action<List<float>> Vector(DataViewRow row, DataViewSchema.Column source)
    {
        var getter = row.GetGetter<VBuffer<float>>(source);
        VBuffer<float> values = default;
        return into =>
        {
            getter(ref values);
            into.AddRange(values.DenseValues());
        };
    }
}
