namespace VaeMlNet;

/// <summary>A batch of a step whose graphs run in sequence. Each graph reads an output of the graph before it.</summary>
internal sealed class ChainedBatch : StepBatch
{
    private readonly OnnxBatch[] batches;

    public ChainedBatch(BatchedOnnxStep step, StepSessions sessions, IReadOnlyList<GraphTensor> outputs, int capacity)
    {
        batches =
        [
            .. step.Graphs.Zip(
                sessions.Leases,
                (graph, lease) => new OnnxBatch(lease, graph.Inputs, graph.Outputs(outputs), capacity)
            ),
        ];
    }

    public override Span<T> Input<T>(int input, int row) => batches[0].Input<T>(input, row);

    public override ReadOnlySpan<T> Output<T>(int output, int row) => batches[^1].Output<T>(output, row);

    public override void Run(int rowCount)
    {
        batches[0].Run(rowCount);
        for (var i = 1; i < batches.Length; i++)
        {
            batches[i - 1].OutputRows<float>(0, rowCount).CopyTo(batches[i].InputRows<float>(0, rowCount));
            batches[i].Run(rowCount);
        }
    }

    public override void Dispose()
    {
        foreach (var batch in batches)
        {
            batch.Dispose();
        }
    }
}
