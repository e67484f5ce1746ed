namespace VaeMlNet;

/// <summary>
/// A batch of a step whose graphs run in sequence. Each graph reads an output of the graph before it, and the conditions: those of the first
/// graph, unless the step has other columns for the last graph.
/// </summary>
internal sealed class ChainedBatch : StepBatch
{
    private readonly OnnxBatch[] batches;
    private readonly int inputsOfFirst;
    private readonly bool hasOwnConditions;

    public ChainedBatch(BatchedOnnxStep step, StepSessions sessions, IReadOnlyList<GraphTensor> outputs, int capacity)
    {
        inputsOfFirst = step.Graphs[0].Inputs.Count;
        hasOwnConditions = step.Inputs.Count > inputsOfFirst;
        batches =
        [
            .. step.Graphs.Zip(
                sessions.Leases,
                (graph, lease) => new OnnxBatch(lease, graph.Inputs, graph.Outputs(outputs), capacity)
            ),
        ];
    }

    public override RowValues Input(int input, int row) =>
        input < inputsOfFirst ? batches[0].Input(input, row) : batches[^1].Input(1 + input - inputsOfFirst, row);

    public override RowValues Output(int output, int row) => batches[^1].Output(output, row);

    public override void Run(int rowCount)
    {
        batches[0].Run(rowCount);
        for (var i = 1; i < batches.Length; i++)
        {
            batches[i - 1].OutputRows<float>(0, rowCount).CopyTo(batches[i].InputRows<float>(0, rowCount));
            if (!hasOwnConditions)
            {
                batches[i].CopyLastInputs(batches[0], batches[i].Inputs.Names.Length - 1, rowCount);
            }

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
