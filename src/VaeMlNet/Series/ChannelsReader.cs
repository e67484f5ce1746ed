using Microsoft.ML;

namespace VaeMlNet;

/// <summary>Reads the channels of a row: float32 [C], NaN for missing ones.</summary>
/// <param name="row">The row or cursor.</param>
/// <param name="columns">The columns of the channels, Single or Vector&lt;Single&gt;.</param>
internal sealed class ChannelsReader(DataViewRow row, IReadOnlyList<DataViewSchema.Column> columns)
{
    private readonly NumberColumnReader[] readers = [.. columns.Select(column => new NumberColumnReader(row, column))];
    private readonly float[] values = new float[columns.Sum(NumberColumnReader.WidthOf)];

    /// <summary>Gets the number C of channels.</summary>
    public int Width => values.Length;

    /// <summary>Reads the current row. The values are valid until the next call.</summary>
    /// <exception cref="InvalidOperationException">A vector has another length than its column.</exception>
    public ReadOnlySpan<float> Read()
    {
        var rest = values.AsSpan();
        foreach (var reader in readers)
        {
            reader.Read(rest[..reader.Width]);
            rest = rest[reader.Width..];
        }

        return values;
    }
}
