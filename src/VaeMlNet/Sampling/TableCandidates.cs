namespace VaeMlNet;

/// <summary>Draws rows of a table one after the other. Each depends on the seed and its own number only.</summary>
/// <remarks>Used by one thread at a time. Disposing it does not close the sessions of the model.</remarks>
internal abstract class TableCandidates : IDisposable
{
    private readonly double[] missingShares;
    private readonly bool[] isDate;

    /// <param name="model">A table model.</param>
    /// <param name="options">The options.</param>
    /// <param name="filter">The rows to accept.</param>
    /// <param name="seed">The seed.</param>
    protected TableCandidates(VaeModel model, VaeSampleOptions options, RowFilter filter, int seed)
    {
        Columns = [.. model.Manifest.Columns];
        var schema = model.Manifest.TableSchema;
        isDate = [.. Columns.Select(column => schema?.Find(column.Name)?.Kind == VaeColumnKind.Date)];
        Draws = TableDraws.ColumnsOf(model.Manifest, options.ClampsToTrainingRange);
        Filter = filter;
        Seed = seed;
        Capacity = options.BatchSize;
        Values = new TypedRows(Draws.Select(draw => draw.Value), Capacity);
        Numbers = new ulong[Capacity];
        Place();
        missingShares =
        [
            .. Columns.Select(
                (column, i) =>
                    options.FillsMissingCells || !column.CanBeMissing || filter.NeedsValue(i)
                        ? 0
                        : column.MissingShare ?? 0
            ),
        ];
    }

    /// <summary>Gets the outputs of the decoder that all columns together need.</summary>
    protected List<GraphTensor> Parameters { get; } = [];

    /// <summary>Gets the index of the first output of each column among <see cref="Parameters"/>.</summary>
    protected List<int> FirstParameters { get; } = [];

    protected VaeColumn[] Columns { get; }

    protected ColumnDraw[] Draws { get; }

    protected RowFilter Filter { get; }

    protected int Seed { get; }

    protected int Capacity { get; }

    /// <summary>Gets the rows of the batch, one tensor for each column.</summary>
    protected TypedRows Values { get; }

    /// <summary>Gets the number of each row of the batch.</summary>
    protected ulong[] Numbers { get; }

    /// <summary>Creates the candidates of a sampler.</summary>
    public static TableCandidates Create(
        VaeModel model,
        VaeSampler sampler,
        VaeSampleOptions options,
        RowFilter filter,
        int seed
    ) =>
        sampler == VaeSampler.CellByCell
            ? new CellByCellCandidates(model, options, filter, seed)
            : new LatentCandidates(model, sampler, options, filter, seed);

    /// <summary>Draws rows until the wanted number is accepted or a batch was drawn.</summary>
    /// <param name="next">The number of the next row. The method increases it by the number of drawn rows.</param>
    /// <param name="rows">The destination of the accepted rows.</param>
    /// <param name="first">The place of the first accepted row.</param>
    /// <param name="wanted">The number of rows that are wanted.</param>
    /// <returns>The number of accepted rows.</returns>
    public int Draw(ref ulong next, TypedRows rows, int first, int wanted)
    {
        var drawn = Filter.AcceptsAll ? Math.Min(Capacity, wanted) : Capacity;
        var count = Propose(next, drawn);
        var accepted = 0;
        for (var row = 0; row < count && accepted < wanted; row++)
        {
            if (Filter.Complete(Values, row))
            {
                Values.CopyRow(row, rows, first + accepted++);
            }
        }

        next += (ulong)drawn;
        return accepted;
    }

    public abstract void Dispose();

    /// <summary>Draws rows, and writes those that are not rejected early to the first places of <see cref="Values"/>.</summary>
    /// <param name="first">The number of the first row.</param>
    /// <param name="count">The number of rows to draw.</param>
    /// <returns>The number of rows.</returns>
    protected abstract int Propose(ulong first, int count);

    private void Place()
    {
        foreach (var draw in Draws)
        {
            FirstParameters.Add(Parameters.Count);
            Parameters.AddRange(draw.Parameters);
        }
    }

    /// <summary>Returns whether all slots of a column are missing together: the parts of a date, and columns without prediction.</summary>
    protected bool AreMissingTogether(int column) => isDate[column] || !Columns[column].PredictsMissing;

    /// <summary>Draws whether a cell is missing.</summary>
    /// <param name="gaps">The random numbers of the row.</param>
    /// <param name="column">The column.</param>
    /// <param name="slot">The slot. Slots that are missing together have the number of the first.</param>
    /// <param name="predicted">The probability that the model predicts; null for the share of the training data.</param>
    protected bool IsMissing(RowRandom gaps, int column, int slot, double? predicted) =>
        missingShares[column] > 0
        && gaps.Uniform(Draws[column].FirstSlot + slot) < (predicted ?? missingShares[column]);

    /// <summary>Returns the probability that the model predicts for a missing cell; null if it predicts none.</summary>
    /// <param name="decoded">The outputs of the decoder for the column.</param>
    /// <param name="column">The column.</param>
    /// <param name="slot">The slot.</param>
    protected double? MissingProbability(DecodedRow decoded, int column, int slot) =>
        Columns[column].PredictsMissing ? decoded[Draws[column].Parameters.Count - 1][slot] : null;

    /// <summary>Writes the mark of a missing cell.</summary>
    protected void WriteMissing(int column, int slot, int row)
    {
        if (Columns[column].Type == VaeColumn.KeyType)
        {
            Values.Row<uint>(column, row)[0] = 0;
        }
        else if (Columns[column].CanBeMissing)
        {
            Values.Row<float>(column, row)[slot] = float.NaN;
        }
    }
}
