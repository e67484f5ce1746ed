using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Gathers rows into a tensor, some at a time, so that no array of all of them is needed.</summary>
/// <param name="width">D.</param>
internal sealed class RowCollector(int width)
{
    private const int RowsPerChunk = 1024;

    private readonly List<Tensor> chunks = [];
    private readonly List<float> chunk = [];

    /// <summary>The number of rows so far.</summary>
    public long RowCount { get; private set; }

    /// <summary>Copies a row.</summary>
    public void Add(ReadOnlySpan<float> row)
    {
        chunk.AddRange(row);
        RowCount++;
        if (chunk.Count == RowsPerChunk * width)
        {
            CloseChunk();
        }
    }

    /// <summary>Gives the rows, float32 [N, D]; in the caller's dispose scope, as all that led to it.</summary>
    public Tensor ToTensor()
    {
        CloseChunk();
        return chunks.Count > 0 ? cat(chunks, 0) : zeros(0, width);
    }

    private void CloseChunk()
    {
        if (chunk.Count > 0)
        {
            chunks.Add(tensor(chunk.ToArray(), [chunk.Count / width, width]));
            chunk.Clear();
        }
    }
}
