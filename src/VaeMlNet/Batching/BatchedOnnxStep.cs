using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>Creates the buffers of a step for a batch of rows.</summary>
/// <param name="step">The step.</param>
/// <param name="sessions">The sessions of the step.</param>
/// <param name="outputs">The requested outputs.</param>
/// <param name="capacity">The number of rows of a full batch.</param>
internal delegate StepBatch NewStepBatch(
    BatchedOnnxStep step,
    StepSessions sessions,
    IReadOnlyList<GraphTensor> outputs,
    int capacity
);

/// <summary>
/// A step of a pipeline that runs graphs in batches: its graphs, input columns and output columns. The steps differ in this
/// data only.
/// </summary>
/// <remarks>Immutable. Contains no session, and is therefore shared by estimator, transformers, views and rows.</remarks>
internal sealed record BatchedOnnxStep
{
    /// <summary>Gets the name of the step in messages, such as <c>VaeEncode</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the model folder or ONNX file, as the user named it. Default: the path of <see cref="Folder"/>.</summary>
    public string ModelFolder
    {
        get => field ?? Folder!.Path;
        init;
    }

    /// <summary>Gets the graphs, at least one. Each graph reads an output of the graph before it.</summary>
    public required IReadOnlyList<StepGraph> Graphs { get; init; }

    /// <summary>
    /// Gets the inputs of the first graph, in its order. The conditions of the last graph follow if they differ from those of the first.
    /// </summary>
    public required IReadOnlyList<StepInput> Inputs { get; init; }

    /// <summary>Gets the schema that a transformer was fitted on; null before fitting.</summary>
    public DataViewSchema? FittedOn { get; init; }

    public required IReadOnlyList<OutputColumn> Outputs { get; init; }

    /// <summary>Gets the number of rows in one run of the session.</summary>
    public required int BatchSize { get; init; }

    public required SessionSettings Settings { get; init; }

    /// <summary>
    /// Gets the distribution of latents and cells that is sampled; null if the graphs alone compute the outputs.
    /// </summary>
    public PosteriorDraws? Posterior { get; init; }

    /// <summary>
    /// Gets whether the samples compute scores, and the values of a row decide its random numbers. Otherwise they fill missing cells, and the id
    /// of a row decides its random numbers.
    /// </summary>
    public bool ScoresBySamples { get; init; }

    /// <summary>Gets the part that tells the reasons of scores; null for a step without them.</summary>
    public RowReasons? Reasons { get; init; }

    /// <summary>Gets the function that creates buffers for a batch of rows. Default: the buffers of the only graph.</summary>
    public NewStepBatch NewBatch { get; init; } =
        static (step, sessions, outputs, capacity) =>
            new OnnxBatch(sessions.Leases[0], step.Graphs[0].Inputs, outputs, capacity);

    /// <summary>Gets the description of the batch axis: whether each row of a batch is computed from that row alone.</summary>
    public BatchAxis BatchAxis { get; init; } = BatchAxis.Certain;

    /// <summary>Gets the user of the sessions, as errors name it.</summary>
    public SessionOwner Owner
    {
        get => field ?? new ModelFolderOwner($"{Name} of model '{ModelFolder}'");
        init;
    }

    /// <summary>Returns this step after checking its names and batch size.</summary>
    public BatchedOnnxStep Checked()
    {
        // Check the outputs first: without an input name, the input has the name of an output.
        OutputColumn.CheckNames(Name, [.. Outputs.Select(output => output.Name)]);
        foreach (var input in Inputs)
        {
            ArgumentException.ThrowIfNullOrEmpty(input.ColumnName, "inputColumnName");
        }

        GraphTensor[] wanted = [.. Outputs.Select(o => o.Tensor).Distinct()];
        var largest = Graphs.Min(g => OnnxBatch.LargestCapacity(g.Inputs, g.Outputs(wanted)));
        return BatchSize >= 1 && BatchSize <= largest ? this : throw StepErrors.BatchSize(Name, BatchSize, largest);
    }

    /// <summary>Returns the model to run for a graph. That of an encoder computes the outputs of the step, and nothing else.</summary>
    public byte[] ModelOf(StepGraph graph) =>
        // Steps share the complete decoder and scorer, which have little else to compute. Samples read other outputs, too.
        graph.File == ModelFolderFiles.Encoder
        && Posterior is null
            ? OnnxGraphPruner.Keep(graph.Model, graph.Outputs(Outputs.Select(o => o.Tensor)).Select(t => t.Name))
            : graph.Model;

    /// <summary>Gets the number of bytes of a row in the inputs and outputs of the graphs.</summary>
    public long BytesOfRow
    {
        get
        {
            GraphTensor[] wanted = [.. Outputs.Select(o => o.Tensor).Distinct()];
            return Graphs.Sum(g => g.Inputs.Concat(g.Outputs(wanted)).Sum(t => (long)NumberTensor.RowLength(t)));
        }
    }

    /// <summary>Gets the model folder of the graphs; null if they come from elsewhere.</summary>
    public ModelFolder? Folder { get; init; }

    /// <summary>
    /// Returns the input columns of a schema after checking them, in the order of <see cref="Inputs"/>; null for a missing
    /// column that may be missing.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or has another type or size.</exception>
    public DataViewSchema.Column?[] FindInputs(DataViewSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return [.. Inputs.Select(i => i.FindIn(schema))];
    }

    /// <summary>Creates readers of the input columns of a row, in the order of <see cref="Inputs"/>.</summary>
    /// <param name="row">The row or cursor.</param>
    /// <param name="active">The columns of the row.</param>
    /// <param name="findGetter">Returns an existing ValueGetter of a column, or null to create one from the row.</param>
    public InputReader[] MakeReaders(
        DataViewRow row,
        ActiveColumns active,
        Func<DataViewSchema.Column, Delegate?> findGetter
    ) =>
        [
            .. Inputs.Select(
                (input, i) =>
                    active.InputsOfGraph[i] is { } column
                        ? input.MakeReader(i, row, column, findGetter(column))
                        : input.MakeMissingReader(i)
            ),
            .. Posterior is null || ScoresBySamples ? [] : (InputReader[])[new RowIdReader(row.GetIdGetter())],
            .. Reasons is null ? [] : (InputReader[])[new InputTextsReader(TextsOf(active.InputsOfGraph))],
        ];

    private static InputTexts TextsOf(DataViewSchema.Column?[] inputs) =>
        new(
            [.. inputs.Select(input => input is { } column ? SlotNames.Read(column) : null)],
            [.. inputs.Select(input => input is { } column ? KeyTexts.Read(column)?.Values : null)]
        );

    /// <summary>Adds the output columns to an input schema.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing, or of another type or size.</exception>
    public ColumnBindings Bind(DataViewSchema inputSchema)
    {
        var inputs = FindInputs(inputSchema);
        return new(
            inputSchema,
            [
                .. Outputs.Select(output => new DataViewSchema.DetachedColumn(
                    output.Name,
                    output.Type,
                    output.Annotations(inputs[output.Input].GetValueOrDefault())
                )),
            ]
        );
    }

    /// <summary>
    /// Adds the output columns to the shape of a schema, before there is data. A shape contains no sizes, so widths are checked
    /// later.
    /// </summary>
    public SchemaShape OutputShape(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaShape.Column?[] inputs = [.. Inputs.Select(i => i.FindIn(inputSchema))];
        return OutputColumn.AddTo(inputSchema, Outputs, output => inputs[output.Input].GetValueOrDefault());
    }
}

/// <summary>One of the graphs that a step runs in sequence.</summary>
/// <param name="File">The file of the graph in the model folder.</param>
/// <param name="Model">The bytes of the graph.</param>
/// <param name="Inputs">The inputs of the graph: the step's input columns, or outputs of the graph before it.</param>
/// <param name="HandsOn">The output that the next graph reads; null for the last graph, whose outputs become columns.</param>
internal sealed record StepGraph(
    string File,
    byte[] Model,
    IReadOnlyList<GraphTensor> Inputs,
    GraphTensor? HandsOn = null
)
{
    /// <summary>Returns the outputs that a run must compute if the given outputs of the step are requested.</summary>
    public IEnumerable<GraphTensor> Outputs(IEnumerable<GraphTensor> wantedOfTheStep) =>
        HandsOn is { } next ? [next] : wantedOfTheStep;
}

/// <summary>Passes the ids of the rows to a batch that samples.</summary>
internal sealed class RowIdReader(ValueGetter<DataViewRowId> getter) : InputReader
{
    public override bool Read(StepBatch batch, int row)
    {
        DataViewRowId id = default;
        getter(ref id);
        batch.SetId(row, id);
        return true;
    }
}
