using Microsoft.ML;

namespace VaeMlNet.Report;

/// <summary>Rows that a model draws at random.</summary>
internal static class SyntheticRows
{
    /// <summary>Draws rows.</summary>
    /// <returns>The input of the model for each row, [S].</returns>
    public static IEnumerable<float[]> Draw(VaeModel model, int count, int seed)
    {
        var rows = new MLContext(seed).Data.VaeSample(model, count, seed);
        using var cursor = rows.GetRowCursor(rows.Schema);
        var read = SlotReader.ReadColumns(cursor, model.Manifest.InputColumns);
        while (cursor.MoveNext())
        {
            yield return read();
        }
    }
}
