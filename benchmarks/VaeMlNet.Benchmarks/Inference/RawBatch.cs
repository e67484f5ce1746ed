using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet.Benchmarks;

/// <summary>The tensors of one run of a chain: input float32 [rowCount, D], and every session's outputs.</summary>
/// <remarks>For one thread at a time.</remarks>
internal sealed class RawBatch : IDisposable
{
    private readonly RawChain chain;
    private readonly float[] input;
    private readonly int start;
    private readonly int rowCount;
    private readonly List<OrtValue[]> tensors;
    private ArraySegment<float> firstOutput;

    /// <param name="chain">The sessions.</param>
    /// <param name="input">Where the rows lie.</param>
    /// <param name="start">Where they start there.</param>
    /// <param name="rowCount">How many there are.</param>
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

    /// <summary>Runs the sessions; the checksum of the last one's first output.</summary>
    public double Run()
    {
        for (var i = 0; i < chain.Sessions.Count; i++)
        {
            // A session hands on its first output, which is its only one then.
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
