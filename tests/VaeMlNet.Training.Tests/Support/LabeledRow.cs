using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>A row with weight, and with its class in every type that a label may have.</summary>
internal sealed class LabeledRow
{
    [VectorType(Some.Width)]
    public float[] Features { get; set; } = [];

    public float Weight { get; set; } = 1;

    public float Single { get; set; }

    public int Int32 { get; set; }

    public uint UInt32 { get; set; }

    public bool Boolean { get; set; }

    public string Text { get; set; } = "";

    [KeyType(5)]
    public uint Key { get; set; }

    public double Double { get; set; }

    /// <summary>Creates rows. The class is true if the predicate is.</summary>
    public static LabeledRow[] Create(float[][] values, Func<int, bool> isOfClass) =>
        [
            .. values.Select(
                (row, i) =>
                    new LabeledRow
                    {
                        Features = row,
                        Single = isOfClass(i) ? 1 : 0,
                        Int32 = isOfClass(i) ? 7 : -7,
                        UInt32 = isOfClass(i) ? 1u : 0,
                        Boolean = isOfClass(i),
                        Text = isOfClass(i) ? "yes" : "",
                        Key = isOfClass(i) ? 1u : 2,
                    }
            ),
        ];

    public static IDataView View(IEnumerable<LabeledRow> rows) =>
        new MLContext(1).Data.LoadFromEnumerable(rows.ToList());
}
