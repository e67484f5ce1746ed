using CsvHelper;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tooling;

/// <summary>Writes a vector column as CSV cells, one per slot.</summary>
internal static class VectorCells
{
    /// <summary>Returns an action that writes the vector of the current row of a cursor.</summary>
    /// <param name="row">The cursor.</param>
    /// <param name="column">A column of vectors of <typeparamref name="T"/>.</param>
    /// <param name="write">Writes a cell.</param>
    public static Action<CsvWriter> Bind<T>(DataViewRow row, DataViewSchema.Column column, Action<CsvWriter, T> write)
    {
        var getter = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> values = default;
        return csv =>
        {
            getter(ref values);
            foreach (var value in values.DenseValues())
            {
                write(csv, value);
            }
        };
    }

    /// <summary>Returns an action that writes the numbers of the current row of a cursor.</summary>
    /// <param name="row">The cursor.</param>
    /// <param name="columnName">The name of a column of vectors of Single.</param>
    public static Action<CsvWriter> Bind(DataViewRow row, string columnName) =>
        Bind<float>(row, row.Schema[columnName], (csv, value) => csv.WriteField(value));
}
