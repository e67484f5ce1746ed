using Microsoft.ML;

namespace VaeMlNet;

/// <summary>
/// One step of a pipeline that runs graphs in batches: which graphs, which input columns, which output columns. Everything
/// that the steps differ in is data here.
/// </summary>
/// <remarks>Immutable and without a session, hence shared by estimator, transformers, views and rows.</remarks>
internal sealed record BatchedOnnxStep
{
    /// <summary>Name in messages, such as <c>VaeEncode</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The model folder, or the ONNX file, as the user named it.</summary>
    public required string ModelFolder { get; init; }

    /// <summary>At least one; each takes what the one before it hands on.</summary>
    public required IReadOnlyList<StepGraph> Graphs { get; init; }

    /// <summary>Gets the inputs of the first graph, in its order.</summary>
    public required IReadOnlyList<StepInput> Inputs { get; init; }

    /// <summary>The schema that a transformer was fitted on; null before that.</summary>
    public DataViewSchema? FittedOn { get; init; }

    public required IReadOnlyList<OutputColumn> Outputs { get; init; }

    /// <summary>Rows of one run of the session.</summary>
    public required int BatchSize { get; init; }

    public required SessionSettings Settings { get; init; }

    /// <summary>Draws of missing cells, which depend on the rows' ids; null where everything is computed.</summary>
    public PosteriorDraws? Draws { get; init; }

    /// <summary>Gets the knowledge about the batch axis: whether each row of a batch is computed from that row alone.</summary>
    public BatchAxis BatchAxis { get; init; } = BatchAxis.Certain;

    /// <summary>Who uses the sessions: how errors name it.</summary>
    public SessionOwner Owner
    {
        get => field ?? new ModelFolderOwner($"{Name}Transformer of model '{ModelFolder}'");
        init;
    }

    /// <summary>This step, its names and batch size checked.</summary>
    public BatchedOnnxStep Checked()
    {
        // The outputs first: the input's name is theirs when none was given.
        foreach (var output in Outputs)
        {
            ArgumentException.ThrowIfNullOrEmpty(output.Name, "outputColumnName");
        }

        foreach (var input in Inputs)
        {
            ArgumentException.ThrowIfNullOrEmpty(input.ColumnName, "inputColumnName");
        }

        if (Outputs.GroupBy(o => o.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw StepErrors.SameName(Name, twice.Key);
        }

        GraphTensor[] wanted = [.. Outputs.Select(o => o.Tensor).Distinct()];
        var largest = Graphs.Min(g => OnnxBatch.LargestCapacity(g.Inputs, g.Outputs(wanted)));
        return BatchSize >= 1 && BatchSize <= largest ? this : throw StepErrors.BatchSize(Name, BatchSize, largest);
    }

    /// <summary>The model folder that the graphs are of; null where they come from elsewhere.</summary>
    public ModelFolder? Folder { get; init; }

    /// <summary>
    /// The input columns of a schema, checked, in the order of <see cref="Inputs"/>; null where one may be missing and is.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">One is missing, or of another type or size.</exception>
    public DataViewSchema.Column?[] FindInputs(DataViewSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return [.. Inputs.Select(i => i.FindIn(schema))];
    }

    /// <summary>Readers of the input columns of a row, in the order of <see cref="Inputs"/>.</summary>
    /// <param name="row">The row or cursor.</param>
    /// <param name="active">Its columns.</param>
    /// <param name="findGetter">A ValueGetter of a column that is there already; null for the row's own.</param>
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
            .. Draws is null ? [] : (InputReader[])[new RowIdReader(row.GetIdGetter())],
        ];

    /// <summary>Creates buffers for a batch of rows.</summary>
    /// <param name="sessions">The sessions of the graphs.</param>
    /// <param name="outputs">The wanted outputs of the last graph.</param>
    /// <param name="capacity">The number of rows of a full batch.</param>
    public StepBatch MakeBatch(StepSessions sessions, IReadOnlyList<GraphTensor> outputs, int capacity)
    {
        if (Draws is { } draws)
        {
            return new DrawnBatch(this, draws, sessions, outputs, capacity);
        }

        if (sessions.Independence is not { } independence)
        {
            return new ChainedBatch(this, sessions, outputs, capacity);
        }

        var inputs = Graphs[0].Inputs;
        var lease = sessions.Leases[0];
        var single = new RowRun(lease, inputs, outputs);
        return capacity == 1
            ? new OneRowBatch(single)
            : new ConfirmedBatch(new(lease, inputs, outputs, capacity), single, independence, [.. outputs]);
    }

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
    /// Adds the output columns to the shape of a schema, before there is data. A shape has no sizes: widths are checked later.
    /// </summary>
    public SchemaShape OutputShape(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaShape.Column?[] inputs = [.. Inputs.Select(i => i.FindIn(inputSchema))];
        return OutputColumn.AddTo(inputSchema, Outputs, output => inputs[output.Input].GetValueOrDefault());
    }
}
