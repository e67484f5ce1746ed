namespace VaeMlNet;

/// <summary>Draws rows of a table one after the other. Each depends on the seed and its own number only.</summary>
/// <remarks>Used by one thread at a time. Disposing it does not close the sessions of the model.</remarks>
internal abstract class TableCandidates : IDisposable
{
    private readonly double[] missingShares;
    private readonly bool[] isDate;
    private readonly FrequentDates[] frequentDates;
    private readonly SharedCells[] shared;
    private readonly bool[] isSharedWhenDrawn; // of each of them
    private readonly DecidedGaps decidedGaps;
    private readonly bool[] isDecidedWhenDrawn; // of each column: whether the column that decides about it is drawn before
    private readonly int conditionCount;
    private readonly int[] places; // of each row of the batch: the place that it is drawn for, if the model has conditions

    protected TableCandidates(
        VaeModel model,
        VaeSampleOptions options,
        RowFilter filter,
        int seed,
        bool drawsCellByCell = false
    )
    {
        Columns = [.. model.Manifest.Columns];
        var schema = model.Manifest.TableSchema;
        isDate = [.. Columns.Select(column => schema?.Find(column.Name)?.Kind == VaeColumnKind.Date)];
        Draws = new(TableDraws.ColumnsOf(model.Manifest, options.ClampsToTrainingRange));
        Filter = filter;
        Seed = seed;
        Capacity = options.BatchSize;
        Values = new TypedRows(
            [.. Draws.Values, .. model.Manifest.ConditionColumns.Select(GraphTensors.Input)],
            Capacity
        );
        Numbers = new ulong[Capacity];
        places = new int[Capacity];
        Relations = RowRelations.Create(model.Manifest, Capacity);
        shared =
        [
            .. (model.Manifest.ColumnRelations?.SharedValues ?? []).Select(value => new SharedCells(
                model.Manifest,
                value
            )),
        ];
        isSharedWhenDrawn =
        [
            .. shared.Select(cells => drawsCellByCell && (Relations?.LevelOf(cells.Source) ?? 0) == 0),
        ];
        ShareOrders = new int[Columns.Length];
        foreach (var (i, cells) in shared.Index().Where(cells => isSharedWhenDrawn[cells.Index]))
        {
            ShareOrders[cells.Target] = i + 1;
        }

        decidedGaps = new(model.Manifest);
        Levels = [.. Columns.Select((_, i) => Relations?.LevelOf(i) ?? 0)];
        isDecidedWhenDrawn = new bool[Columns.Length];
        foreach (var column in InGapOrder)
        {
            if (decidedGaps.SourceOf(column) is { } source)
            {
                Levels[column] =
                    Relations?.IsSource(column) == true ? Levels[column] : Math.Max(Levels[column], Levels[source]);
                isDecidedWhenDrawn[column] =
                    (Levels[source], ShareOrders[source]).CompareTo((Levels[column], ShareOrders[column])) <= 0;
            }
        }

        frequentDates = FrequentDates.Find(model.Manifest);
        conditionCount = model.Manifest.ConditionColumns.Count;
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

    /// <summary>
    /// Gets for each column a number above those of the columns from which it is computed, and not below that of the one that decides whether its cells are missing.
    /// </summary>
    protected int[] Levels { get; }

    /// <summary>Gets for each column a number above that of the column that decides whether its cells are missing, and 0 for others.</summary>
    protected int[] GapOrders => decidedGaps.Orders;

    /// <summary>Gets all columns, those that decide whether others are missing before these.</summary>
    protected int[] InGapOrder => decidedGaps.Ordered;

    /// <summary>
    /// Gets for each column its place among those that share a value when they are drawn, from 1, and 0 for others. They are drawn behind others, where cells are drawn one by one and
    /// the source of the value is not computed.
    /// </summary>
    protected int[] ShareOrders { get; }

    protected VaeColumn[] Columns { get; }

    protected TableDraws Draws { get; }

    protected RowFilter Filter { get; }

    /// <summary>Gets the relations between the cells of the batch; null for none.</summary>
    protected RowRelations? Relations { get; }

    protected int Seed { get; }

    protected int Capacity { get; }

    /// <summary>Gets the rows of the batch, one tensor for each column and then for each condition.</summary>
    protected TypedRows Values { get; }

    /// <summary>Gets the number of each row of the batch.</summary>
    protected ulong[] Numbers { get; }

    /// <summary>Creates the candidates: cell by cell where the training hid cells, and otherwise from latents.</summary>
    public static TableCandidates Create(VaeModel model, VaeSampleOptions options, RowFilter filter, int seed) =>
        CellByCellCandidates.CanDraw(model)
            ? new CellByCellCandidates(model, options, filter, seed)
            : new LatentCandidates(model, options, filter, seed);

    /// <summary>Draws rows until the wanted number is accepted or a batch was drawn.</summary>
    /// <param name="next">The number of the next row. The method increases it by the number of rows that it looked at.</param>
    /// <param name="rows">The destination of the accepted rows.</param>
    /// <param name="first">The place of the first accepted row.</param>
    /// <param name="wanted">The number of rows that are wanted.</param>
    /// <returns>The number of accepted rows.</returns>
    public int Draw(ref ulong next, TypedRows rows, int first, int wanted)
    {
        var drawn = Filter.AcceptsAll ? Math.Min(Capacity, wanted) : Capacity;
        for (var row = 0; row < drawn; row++)
        {
            Numbers[row] = next + (ulong)row;
        }

        var count = Propose(drawn);
        var accepted = 0;
        var seen = 0;
        for (; seen < count && accepted < wanted; seen++)
        {
            if (IsAccepted(seen))
            {
                Values.CopyRow(seen, rows, first + accepted++);
            }
        }

        // Rows of the last batch that nothing looked at are no drawn rows: they were not rejected.
        next += (ulong)(seen == count ? drawn : (long)drawn * seen / count);
        return accepted;
    }

    /// <summary>
    /// Draws a batch of rows for places whose conditions are known. A place is filled by the first accepted row that is drawn for it, so that
    /// rows do not depend on the batch size.
    /// </summary>
    /// <param name="conditions">The conditions of all rows of the sample.</param>
    /// <param name="firstRow">The number of the row at place 0.</param>
    /// <param name="rows">The destination of the accepted rows, at their places.</param>
    /// <param name="open">The places without a row, in order. The method removes those that it fills.</param>
    /// <param name="tries">The number of rows that were drawn for each place.</param>
    /// <returns>The number of rows that were drawn.</returns>
    public int DrawUnder(ConditionRows conditions, long firstRow, TypedRows rows, List<int> open, int[] tries)
    {
        var drawn = Filter.AcceptsAll ? Math.Min(Capacity, open.Count) : Capacity;
        for (var row = 0; row < drawn; row++)
        {
            var place = open[row % open.Count];
            places[row] = place;
            Numbers[row] = (ulong)(firstRow + place) + ((ulong)tries[place]++ << 40);
            conditions.Write(firstRow + place, Values, Columns.Length, row);
        }

        var count = Propose(drawn);
        HashSet<int> filled = [];
        for (var row = 0; row < count; row++)
        {
            if (!filled.Contains(places[row]) && IsAccepted(row))
            {
                Values.CopyRow(row, rows, places[row]);
                filled.Add(places[row]);
            }
        }

        open.RemoveAll(filled.Contains);
        return drawn;
    }

    public abstract void Dispose();

    /// <summary>
    /// Draws rows of the given numbers and conditions, and writes those that are not rejected early to the first places of <see cref="Values"/>.
    /// </summary>
    /// <returns>The number of rows.</returns>
    protected abstract int Propose(int count);

    /// <summary>Copies the conditions of a row to the last inputs of a graph.</summary>
    protected void CopyConditions(int row, OnnxBatch graph)
    {
        var firstInput = graph.Inputs.Names.Length - conditionCount;
        for (var i = 0; i < conditionCount; i++)
        {
            Values.Row<byte>(Columns.Length + i, row).CopyTo(graph.Input<byte>(firstInput + i, row));
        }
    }

    /// <summary>Moves a row of the batch to another place.</summary>
    protected void Move(int row, int target)
    {
        Values.CopyRow(row, Values, target);
        (Numbers[target], places[target]) = (Numbers[row], places[row]);
        Relations?.Move(row, target);
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

    /// <summary>Returns whether another cell of the row can decide whether a cell is missing.</summary>
    protected bool IsDecided(int column) => isDecidedWhenDrawn[column];

    /// <summary>
    /// Returns the probability of a missing cell: 0 or 1 if another cell decides, or what the model predicts; null for the share of the training data.
    /// </summary>
    protected double? MissingProbability(DecodedRow decoded, int column, int slot) =>
        IsDecided(column) && IsMissingBesideOthers(column, decoded.Row) is { } isMissing ? (isMissing ? 1 : 0)
        : Columns[column].PredictsMissing ? decoded[Draws[column].Parameters.Count - 1][slot]
        : null;

    /// <summary>Returns whether a cell is missing because of another one; null if it can be either.</summary>
    private bool? IsMissingBesideOthers(int column, int row) =>
        decidedGaps.IsMissing(column, source => Values.ReadCell(Columns[source], source, row));

    /// <summary>Returns the number of a cell, its key, or 0 or 1.</summary>
    /// <remarks>A missing key is 0 and not NaN, which the trees of shared values would send to another leaf.</remarks>
    protected float ReadCell(int column, int row) =>
        Columns[column].Type == VaeColumn.KeyType
            ? Values.Row<uint>(column, row)[0]
            : Values.ReadCell(Columns[column], column, row);

    /// <summary>Writes the number of a cell, its key, or 0 or 1.</summary>
    protected void WriteCell(int column, int row, float value) => Values.WriteCell(Columns[column], column, row, value);

    /// <summary>Computes the cells of a row that follow from others at the end, shares values between columns, and keeps frequent dates as they are.</summary>
    protected void Settle(int row)
    {
        foreach (var dates in frequentDates)
        {
            dates.Keep(Values.Row<float>(dates.Column, row));
        }

        foreach (var (i, cells) in shared.Index())
        {
            if (!isSharedWhenDrawn[i])
            {
                ShareValue(row, i, cells);
            }
        }

        foreach (var (column, value) in Relations?.Settle(row) ?? [])
        {
            WriteCell(column, row, value);
        }

        // What a gap makes missing can decide about the next column.
        foreach (
            var column in InGapOrder.Where(column =>
                missingShares[column] > 0 && IsMissingBesideOthers(column, row) == true
            )
        )
        {
            for (var slot = 0; slot < Columns[column].Width; slot++)
            {
                WriteMissing(column, slot, row);
            }
        }
    }

    /// <summary>Draws the cells that lack a value which they have beside a cell that was computed afterwards.</summary>
    /// <returns>False if there are none.</returns>
    protected bool DrawDecided(int row, Action<int> draw)
    {
        var isChanged = false;
        foreach (
            var column in InGapOrder.Where(column =>
                IsMissingBesideOthers(column, row) == false
                && float.IsNaN(Values.ReadCell(Columns[column], column, row))
            )
        )
        {
            draw(column);
            isChanged = true;
        }

        return isChanged;
    }

    /// <summary>Returns whether a row meets the conditions and constraints, and keeps the relations and gaps of the cells that conditions give.</summary>
    private bool IsAccepted(int row) =>
        Relations?.FitGiven(row) != false && !HasValueOfAGap(row) && Filter.Complete(Values, row);

    /// <summary>Returns whether a cell that needs a value would be missing beside the others.</summary>
    private bool HasValueOfAGap(int row) =>
        InGapOrder.Any(column => Filter.NeedsValue(column) && IsMissingBesideOthers(column, row) == true);

    /// <summary>Gives a cell that was drawn the value of another one, if it shares it.</summary>
    protected void ShareDrawn(int row, int column)
    {
        if (ShareOrders[column] is > 0 and var order)
        {
            ShareValue(row, order - 1, shared[order - 1]);
        }
    }

    private void ShareValue(int row, int index, SharedCells cells)
    {
        var uniform = RowRandom.OfShared(Seed, Numbers[row]).Uniform(index);
        if (!Filter.NeedsValue(cells.Target) && cells.Take(column => ReadCell(column, row), uniform) is { } value)
        {
            WriteCell(cells.Target, row, value);
            Relations?.Add(row, cells.Target, value, isDrawn: true);
        }
    }

    /// <summary>Writes the mark of a missing cell, or false into a Boolean, which has none.</summary>
    protected void WriteMissing(int column, int slot, int row) =>
        Values.WriteCell(Columns[column], column, row, float.NaN, slot);
}
