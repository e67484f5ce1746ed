using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Encodes raw rows as the network's rows, with exactly the arithmetic of the exported graphs.</summary>
internal sealed class TableEncoder
{
    private readonly (TableColumn Column, int First)[] columns;
    private readonly int rawWidth;
    private readonly int width;
    private readonly float[] means;
    private readonly float[] scales;
    private readonly Dictionary<string, float[][]> edges;

    /// <param name="table">The columns.</param>
    public TableEncoder(Table table)
    {
        var first = table.FirstPlaces(column => column.EncodedWidth);
        columns = [.. table.Columns.Select(column => (column, first[column.Name]))];
        rawWidth = table.RawWidth;
        width = table.Width;
        means = table.Means;
        scales = table.Scales;
        edges = table
            .ColumnsOfKind(TableColumnKind.BinnedNumber)
            .ToDictionary(column => column.Name, column => column.Bins.Select(slot => slot.Edges()).ToArray());
    }

    /// <summary>Encodes a row.</summary>
    /// <param name="raw">The raw row, [S]: NaN for missing cells, keys as their numbers, Booleans as 0 or 1.</param>
    /// <param name="encoded">Receives the encoded row, [W].</param>
    public void Encode(ReadOnlySpan<float> raw, Span<float> encoded)
    {
        foreach (var (column, first) in columns)
        {
            var slots = encoded.Slice(first, column.EncodedWidth);
            switch (column.Kind)
            {
                case TableColumnKind.Number:
                    EncodeNumbers(raw[..column.Width], slots, first, column.Likelihood!.IsOfStandardizedNumbers);
                    break;
                case TableColumnKind.Boolean:
                    slots[0] = raw[0];
                    break;
                case TableColumnKind.BinnedNumber:
                    EncodeBins(raw[..column.Width], slots, edges[column.Name]);
                    break;
                default:
                    EncodeKey(raw[0], slots);
                    break;
            }

            raw = raw[column.Width..];
        }
    }

    /// <summary>Encodes rows [N, S] as a tensor in the caller's dispose scope, [N, W].</summary>
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

    private void EncodeNumbers(ReadOnlySpan<float> raw, Span<float> encoded, int first, bool standardizes)
    {
        if (!standardizes)
        {
            raw.CopyTo(encoded);
            return;
        }

        for (var i = 0; i < raw.Length; i++)
        {
            // Clamp keeps NaN.
            encoded[i] = Math.Clamp(
                (raw[i] - means[first + i]) / scales[first + i],
                -Table.LargestStandardized,
                Table.LargestStandardized
            );
        }
    }

    private static void EncodeBins(ReadOnlySpan<float> raw, Span<float> encoded, float[][] edges)
    {
        for (var i = 0; i < raw.Length; i++)
        {
            var bins = encoded[..edges[i].Length];
            bins.Fill(float.IsNaN(raw[i]) ? float.NaN : 0);
            if (!float.IsNaN(raw[i]))
            {
                var found = Array.BinarySearch(edges[i], raw[i]);
                bins[found >= 0 ? found : ~found - 1] = 1;
            }

            encoded = encoded[bins.Length..];
        }
    }

    private static void EncodeKey(float key, Span<float> encoded)
    {
        // A category that was not in the training data counts as missing.
        var isKnown = key >= 1 && key <= encoded.Length;
        encoded.Fill(isKnown ? 0 : float.NaN);
        if (isKnown)
        {
            encoded[(int)key - 1] = 1;
        }
    }
}
