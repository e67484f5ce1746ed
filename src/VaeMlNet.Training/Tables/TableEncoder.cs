using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Turns raw rows into the network's, number by number as the exported graphs do.</summary>
/// <param name="table">The columns.</param>
internal sealed class TableEncoder(Table table)
{
    private readonly TableColumn[] columns = [.. table.Columns];
    private readonly int rawWidth = table.RawWidth;
    private readonly int width = table.Width;
    private readonly int firstBoolean = table.NumberCount;
    private readonly int firstKey = table.NumberCount + table.BooleanCount;

    /// <summary>Encodes a row.</summary>
    /// <param name="raw">[S]: NaN where a cell is missing, keys as their numbers, Booleans 0 or 1.</param>
    /// <param name="encoded">[W]; all of it is written.</param>
    public void Encode(ReadOnlySpan<float> raw, Span<float> encoded)
    {
        var (number, boolean, key) = (0, firstBoolean, firstKey);
        foreach (var column in columns)
        {
            switch (column.Kind)
            {
                case TableColumnKind.Number:
                    EncodeNumbers(column, raw[..column.Width], encoded.Slice(number, column.Width));
                    number += column.Width;
                    break;
                case TableColumnKind.Boolean:
                    encoded[boolean++] = raw[0];
                    break;
                default:
                    EncodeKey(raw[0], encoded.Slice(key, column.KeyCount));
                    key += column.KeyCount;
                    break;
            }

            raw = raw[column.Width..];
        }
    }

    /// <summary>Encodes rows [N, S]; a tensor of the caller's dispose scope, [N, W].</summary>
    public Tensor Encode(Tensor rows)
    {
        var raw = TensorValues.Floats(rows);
        var encoded = new float[rows.shape[0] * width];
        for (var row = 0; row < rows.shape[0]; row++)
        {
            Encode(raw.AsSpan(row * rawWidth, rawWidth), encoded.AsSpan(row * width, width));
        }

        return tensor(encoded, [rows.shape[0], width]);
    }

    private static void EncodeNumbers(TableColumn column, ReadOnlySpan<float> raw, Span<float> encoded)
    {
        for (var i = 0; i < raw.Length; i++)
        {
            // Clamp keeps NaN.
            encoded[i] = Math.Clamp(
                (raw[i] - column.Means[i]) / column.Scales[i],
                -Table.LargestStandardised,
                Table.LargestStandardised
            );
        }
    }

    private static void EncodeKey(float key, Span<float> encoded)
    {
        // A category that training did not see is as good as none.
        var isKnown = key >= 1 && key <= encoded.Length;
        encoded.Fill(isKnown ? 0 : float.NaN);
        if (isKnown)
        {
            encoded[(int)key - 1] = 1;
        }
    }
}
