using Microsoft.ML;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>The requested columns of a step's output schema, and the input columns and graph outputs that they need.</summary>
internal sealed class ActiveColumns
{
    private readonly BatchedOnnxStep step;
    private readonly ColumnBindings bindings;
    private readonly bool[] active;

    /// <param name="step">The step.</param>
    /// <param name="bindings">The columns of the input and of the step.</param>
    /// <param name="asked">The requested columns of the step's output schema.</param>
    public ActiveColumns(BatchedOnnxStep step, ColumnBindings bindings, IEnumerable<DataViewSchema.Column> asked)
    {
        ArgumentNullException.ThrowIfNull(asked);
        this.step = step;
        this.bindings = bindings;
        active = new bool[bindings.Schema.Count];
        var isRead = new bool[bindings.Input.Count];
        var isGiven = new bool[step.Outputs.Count];
        foreach (var column in asked)
        {
            active[column.Index] = true;
            (bindings.IsOfInput(column, out var index) ? isRead : isGiven)[index] = true;
        }

        Tensors = [.. step.Outputs.Where((_, i) => isGiven[i]).Select(o => o.Tensor).Distinct()];
        PassedThrough = [.. bindings.Input.Where(c => isRead[c.Index])];
        InputsOfGraph = step.FindInputs(bindings.Input);
        foreach (var column in NeedsGraph ? InputsOfGraph.OfType<DataViewSchema.Column>() : [])
        {
            isRead[column.Index] = true;
        }

        InputColumns = [.. bindings.Input.Where(c => isRead[c.Index])];
    }

    /// <summary>Gets the outputs of the graph that the requested columns need.</summary>
    public GraphTensor[] Tensors { get; }

    public bool NeedsGraph => Tensors.Length > 0;

    /// <summary>
    /// Gets the input columns that feed the graph, in the order of the step's inputs; null for a missing column. Empty if no
    /// graph runs.
    /// </summary>
    public DataViewSchema.Column?[] InputsOfGraph { get; }

    /// <summary>Gets the input columns that are passed through or feed the graph.</summary>
    public DataViewSchema.Column[] InputColumns { get; }

    /// <summary>Gets the input columns that are passed through.</summary>
    public DataViewSchema.Column[] PassedThrough { get; }

    /// <summary>Gets a value indicating whether a column of the step's output schema was requested.</summary>
    public bool this[DataViewSchema.Column column] => active[column.Index];

    /// <summary>
    /// Returns the input column that an output column passes through. If the step adds the output column, returns null and that
    /// column.
    /// </summary>
    public DataViewSchema.Column? FindInput(DataViewSchema.Column column, out OutputColumn? added)
    {
        var isOfInput = bindings.IsOfInput(column, out var index);
        added = isOfInput ? null : step.Outputs[index];
        return isOfInput ? bindings.Input[index] : null;
    }

    /// <summary>Returns the index in <see cref="Tensors"/> of the output that an added column reads.</summary>
    public int TensorOf(OutputColumn output) => Array.IndexOf(Tensors, output.Tensor);

    public void ThrowUnlessActive(DataViewSchema.Column column)
    {
        if (!active[column.Index])
        {
            throw CursorErrors.NotActive(column.Name);
        }
    }
}
