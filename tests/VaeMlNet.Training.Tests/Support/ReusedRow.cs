using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>A row of a view that creates one object, so that its rows take no memory. Their number is not known.</summary>
internal sealed class ReusedRow
{
    public const int Width = 50;

    [VectorType(Width)]
    public float[] Features { get; set; } = new float[Width];

    /// <summary>Returns a view of rows with values from 0 to 1.</summary>
    public static IDataView View(int rowCount) => new MLContext(1).Data.LoadFromEnumerable(Rows(rowCount));

    private static IEnumerable<ReusedRow> Rows(int rowCount)
    {
        var row = new ReusedRow();
        for (var i = 0; i < rowCount; i++)
        {
            for (var slot = 0; slot < Width; slot++)
            {
                row.Features[slot] = (i * (long)(1 + (slot % 7)) + (31 * slot)) % 997 / 997f;
            }

            yield return row;
        }
    }
}
