using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet.Benchmarks;

/// <summary>
/// The tensors of one run of a chain of sessions: the input, float32 [rowCount, D], and the outputs of every session.
/// </summary>
/// <remarks>Thread safety: one thread at a time.</remarks>
internal sealed class RawBatch : IDisposable
{
    private readonly RawChain chain;
    private readonly float[] input;
    private readonly int start;
    private readonly int rowCount;
    private readonly List<OrtValue[]> tensors;
    private ArraySegment<float> firstOutput;

    /// <param name="chain">The sessions.</param>
    /// <param name="input">The array with the rows.</param>
    /// <param name="start">The index at which the rows start.</param>
    /// <param name="rowCount">The number of rows.</param>
    public RawBatch(RawChain chain, float[] input, int start, int rowCount)
    {
        this.chain = chain;
        this.input = input;
        this.start = start;
        this.rowCount = rowCount;
        tensors =
        [
            [RawSession.Tensor(input, start, rowCount, chain.InputWidth)],
        ];
        foreach (var session in chain.Sessions)
        {
            tensors.Add([.. session.OutputWidths.Index().Select(output => Output(output.Index, output.Item))]);
        }
    }

    /// <summary>Copies rows into the input.</summary>
    public void Gather(ReadOnlySpan<float[]> rows)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i].CopyTo(input.AsSpan(start + (i * chain.InputWidth)));
        }
    }

    /// <summary>Runs the sessions and returns the checksum of the last session's first output.</summary>
    public double Run()
    {
        for (var i = 0; i < chain.Sessions.Count; i++)
        {
            // Each session except the last has one output, which is the input of the next session.
            chain.Sessions[i].Run(tensors[i], tensors[i + 1]);
        }

        double checksum = 0;
        for (var row = 0; row < rowCount; row++)
        {
            checksum += Math.Abs(firstOutput[row * (firstOutput.Count / rowCount)]);
        }

        return checksum;
    }

    public void Dispose()
    {
        foreach (var tensor in tensors.SelectMany(values => values))
        {
            tensor.Dispose();
        }
    }

    private OrtValue Output(int index, int width)
    {
        var values = AlignedArray.Allocate(rowCount * width, out var first);
        if (index == 0)
        {
            firstOutput = new(values, first, rowCount * width);
        }

        return RawSession.Tensor(values, first, rowCount, width);
    }
}
