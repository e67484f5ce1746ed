using Microsoft.ML;

namespace VaeMlNet;

/// <summary>Which columns of a step's output schema somebody asked for, and what that needs of the input and the graph.</summary>
internal sealed class ActiveColumns
{
    private readonly BatchedOnnxStep step;
    private readonly bool[] active;
    private readonly int inputCount;

    /// <param name="step">The step.</param>
    /// <param name="inputSchema">The schema that the step's columns are added to.</param>
    /// <param name="asked">Columns of the step's output schema.</param>
    public ActiveColumns(BatchedOnnxStep step, DataViewSchema inputSchema, IEnumerable<DataViewSchema.Column> asked)
    {
        ArgumentNullException.ThrowIfNull(asked);
        this.step = step;
        inputCount = inputSchema.Count;
        active = new bool[inputSchema.Count + step.Outputs.Count];
        foreach (DataViewSchema.Column column in asked)
        {
            active[column.Index] = true;
        }
        Tensors = [.. step.Outputs.Where((_, i) => active[inputCount + i]).Select(o => o.Tensor).Distinct()];
        InputsOfGraph = step.FindInputs(inputSchema);
        HashSet<int> read = NeedsGraph ? [.. InputsOfGraph.OfType<DataViewSchema.Column>().Select(c => c.Index)] : [];
        InputColumns = [.. inputSchema.Where(c => active[c.Index] || read.Contains(c.Index))];
    }

    /// <summary>Outputs of the graph that active columns need.</summary>
    public GraphTensor[] Tensors { get; }

    public bool NeedsGraph => Tensors.Length > 0;

    /// <summary>
    /// Columns of the input that feed the graph when it is needed, in the order of the step's inputs; null where one is missing.
    /// </summary>
    public DataViewSchema.Column?[] InputsOfGraph { get; }

    /// <summary>Columns of the input that are passed through or feed the graph.</summary>
    public DataViewSchema.Column[] InputColumns { get; }

    public bool this[DataViewSchema.Column column] => active[column.Index];

    /// <summary>Whether a column is one of the input's; otherwise it is one that the step adds.</summary>
    public bool IsPassedThrough(DataViewSchema.Column column) => column.Index < inputCount;

    public OutputColumn Output(DataViewSchema.Column column) => step.Outputs[column.Index - inputCount];

    /// <summary>Which of <see cref="Tensors"/> the values of an added column come from.</summary>
    public int TensorOf(OutputColumn output) => Array.IndexOf(Tensors, output.Tensor);

    public void ThrowUnlessActive(DataViewSchema.Column column)
    {
        if (!active[column.Index])
        {
            throw StepErrors.NotActive(column.Name);
        }
    }
}
