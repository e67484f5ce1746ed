using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Keeps random raw rows while all rows are read: all of them, in their order, if they are few.</summary>
/// <param name="width">The number S of slots of a row.</param>
/// <param name="mostRows">The largest number of kept rows.</param>
internal sealed class RawSample(int width, int mostRows = 5000)
{
    private readonly List<float[]> rows = [];
    private readonly ReservoirPlaces places = new(mostRows);
    private long count;

    public IReadOnlyList<float[]> Rows => rows;

    /// <summary>Adds the next row, which may be changed afterwards.</summary>
    public void Add(float[] row)
    {
        var place = places.NextPlace(count++);
        if (place == rows.Count)
        {
            rows.Add([.. row]);
        }
        else if (place >= 0)
        {
            row.CopyTo(rows[place], 0);
        }
    }

    /// <summary>Returns the rows, float32 [n, S], in the caller's dispose scope.</summary>
    public Tensor ToTensor() => tensor(rows.SelectMany(row => row).ToArray(), [rows.Count, width]);
}
