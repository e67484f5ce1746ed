using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Keeps raw rows at equal distances while all rows are read.</summary>
/// <param name="width">The number S of slots of a row.</param>
/// <param name="mostRows">The largest number of kept rows.</param>
internal sealed class RawSample(int width, int mostRows = 5000)
{
    private readonly List<float[]> rows = [];
    private long distance = 1;
    private long count;

    public IReadOnlyList<float[]> Rows => rows;

    /// <summary>Adds the next row, which may be changed afterwards.</summary>
    public void Add(float[] row)
    {
        if (count++ % distance != 0)
        {
            return;
        }

        if (rows.Count == mostRows)
        {
            var every = 0;
            rows.RemoveAll(_ => every++ % 2 == 1);
            distance *= 2;
            if ((count - 1) % distance != 0)
            {
                return;
            }
        }

        rows.Add([.. row]);
    }

    /// <summary>Returns the rows, float32 [n, S], in the caller's dispose scope.</summary>
    public Tensor ToTensor() => tensor(rows.SelectMany(row => row).ToArray(), [rows.Count, width]);
}
