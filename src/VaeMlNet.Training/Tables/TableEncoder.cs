using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Encodes raw rows as the network's rows, with exactly the arithmetic of the exported graphs.</summary>
internal sealed class TableEncoder
{
    private const int WithoutMarks = -1;

    private readonly (TableColumn Column, int First, int FirstMark, int UnseenMark)[] columns;
    private readonly int rawWidth;
    private readonly int width;
    private readonly float[] means;
    private readonly float[] scales;
    private readonly Dictionary<string, float[][]> edges;

    /// <param name="table">The columns.</param>
    public TableEncoder(Table table)
    {
        var first = table.FirstPlaces(column => column.EncodedWidth);
        var firstMark = FirstMarks(table);
        var unseenMark = table
            .Sorted.Where(column => column.Kind == TableColumnKind.Key)
            .Index()
            .ToDictionary(key => key.Item.Name, key => table.ValueWidth + table.MissingMarkCount + key.Index);
        columns =
        [
            .. table.Columns.Select(column =>
                (
                    column,
                    first[column.Name],
                    firstMark.GetValueOrDefault(column.Name, WithoutMarks),
                    unseenMark.GetValueOrDefault(column.Name, WithoutMarks)
                )
            ),
        ];
        rawWidth = table.RawWidth;
        width = table.Width;
        means = table.Means;
        scales = table.Scales;
        edges = table
            .ColumnsOfKind(TableColumnKind.BinnedNumber)
            .ToDictionary(column => column.Name, column => column.Bins.Select(slot => slot.Edges()).ToArray());
    }

    /// <summary>Encodes a row.</summary>
    /// <param name="raw">
    /// The raw row, [S]: NaN or <see cref="Table.KnownMissing"/> for missing cells, keys as their numbers, Booleans as 0 or 1.
    /// </param>
    /// <param name="encoded">Receives the encoded row, [W].</param>
    public void Encode(ReadOnlySpan<float> raw, Span<float> encoded)
    {
        foreach (var (column, first, firstMark, unseenMark) in columns)
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
                    EncodeKey(raw[0], column, slots);
                    encoded[unseenMark] = raw[0] > column.KeyCount && raw[0] != Table.KnownMissing ? 1 : 0;
                    break;
            }

            if (firstMark != WithoutMarks)
            {
                EncodeMarks(raw[..column.Width], encoded.Slice(firstMark, column.Width));
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
            for (var i = 0; i < raw.Length; i++)
            {
                encoded[i] = Observed(raw[i]);
            }

            return;
        }

        for (var i = 0; i < raw.Length; i++)
        {
            // Clamp keeps NaN.
            encoded[i] = Math.Clamp(
                (Observed(raw[i]) - means[first + i]) / scales[first + i],
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
            var number = Observed(raw[i]);
            bins.Fill(float.IsNaN(number) ? float.NaN : 0);
            if (!float.IsNaN(number))
            {
                var found = Array.BinarySearch(edges[i], number);
                bins[found >= 0 ? found : ~found - 1] = 1;
            }

            encoded = encoded[bins.Length..];
        }
    }

    private static float Observed(float number) => number == Table.KnownMissing ? float.NaN : number;

    private static void EncodeMarks(ReadOnlySpan<float> raw, Span<float> marks)
    {
        for (var i = 0; i < raw.Length; i++)
        {
            marks[i] =
                raw[i] == Table.KnownMissing ? Table.KnownMissingMark
                : float.IsNaN(raw[i]) ? Table.MissingMark
                : 0;
        }
    }

    /// <summary>Returns the first mark of each column that has marks, by its name.</summary>
    private static Dictionary<string, int> FirstMarks(Table table)
    {
        Dictionary<string, int> first = [];
        var next = table.ValueWidth;
        foreach (var column in table.PredictedMarks.Concat(table.FixedMarks))
        {
            first.Add(column.Name, next);
            next += column.Width;
        }

        return first;
    }

    private static void EncodeKey(float key, TableColumn column, Span<float> encoded)
    {
        // A category that was not in the training data has no slot, like a missing one. Its mark tells them apart.
        var isKnown = key >= 1 && key <= column.KeyCount;
        encoded.Fill(isKnown ? 0 : float.NaN);
        if (!isKnown)
        {
            return;
        }

        if (column.IsEmbedded)
        {
            encoded[0] = key;
        }
        else
        {
            encoded[(int)key - 1] = 1;
        }
    }
}
