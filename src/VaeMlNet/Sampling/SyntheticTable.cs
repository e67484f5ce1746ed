namespace VaeMlNet;

/// <summary>
/// Synthetic rows of a table, in blocks. The rows of a block are drawn from the model, those that do not meet conditions and constraints
/// are rejected, and of two or four times as many rows those are kept whose columns together have the shares of the training data, and that are as
/// frequent as real ones.
/// </summary>
/// <remarks>Thread-safe. The block that was computed last is kept, because ML.NET reads the rows several times.</remarks>
internal sealed class SyntheticTable : SampleSource
{
    private const string Operation = "VaeSample";
    private const int LargestBlock = 10_000;
    private const int SmallestBlock = 1_000;

    // The bytes of a block's candidates.
    private const int LargestCandidateBytes = 1 << 28;

    // One row is chosen from this number of candidates. By a density ratio, rows of some kinds are left out that shares of columns need.
    private const int CandidatesByShares = 2;
    private const int CandidatesByDensity = 4;

    // A rate is stated after this number of candidates.
    private const int LeastTries = 20_000;
    private const double LeastAcceptedShare = 0.001;

    private readonly Lock gate = new();
    private readonly VaeModel model;
    private readonly VaeSampleOptions options;
    private readonly int seed;
    private readonly RowFilter filter;
    private readonly ConditionRows? conditions;
    private readonly ShareRaking? raking;
    private readonly int candidatesPerRow;
    private readonly GraphTensor[] tensors;
    private (long Number, TypedRows Rows)? last;

    public SyntheticTable(VaeModel model, long count, VaeSampleOptions options, int seed)
    {
        this.model = model;
        this.options = options;
        this.seed = seed;
        Count = count;
        Columns = DecodedContent.OutputColumns(model, options);
        tensors = [.. model.Manifest.AllColumns.Select(GraphTensors.Input)];
        var largest = OnnxBatch.LargestCapacity(
            [GraphTensors.Latent(model.Manifest), .. tensors],
            GraphTensors.DecoderOutputs(model.Manifest)
        );
        if (options.BatchSize < 1 || options.BatchSize > largest)
        {
            throw StepErrors.BatchSize(Operation, options.BatchSize, largest);
        }

        filter = new RowFilter(model, options, givesCells: CellByCellCandidates.CanDraw(model));
        conditions = ConditionRows.Create(model, options, filter, count, seed);
        // Rows of a combination of the model's conditions have other shares than the training data, and no ratio.
        raking =
            options.MatchesTrainingShares && conditions is null
                ? ShareRaking.Create(
                    model.Manifest,
                    model.DensityRatio,
                    options.FillsMissingCells,
                    filter.HasConditions
                )
                : null;
        candidatesPerRow = raking is { UsesDensities: true } ? CandidatesByDensity : CandidatesByShares;
        BatchSize = BlockSize();
    }

    public override long Count { get; }

    public override IReadOnlyList<OutputColumn> Columns { get; }

    public override int BatchSize { get; }

    public override SampleBatch CreateBatch(int[] columns, int capacity) => new Block(this);

    public override void ThrowIfDisposed() => model.DecoderLease.ThrowIfDisposed();

    /// <summary>Returns the largest number of rows of a block. Blocks are of about equal size where rows are chosen from candidates.</summary>
    private int BlockSize()
    {
        if (filter.NeedsAllRows)
        {
            return checked((int)Math.Max(Count, 1));
        }

        var bytes = tensors.Sum(tensor => (long)NumberTensor.RowLength(tensor) + (sizeof(int) * tensor.Width));
        var largest = (int)Math.Clamp(LargestCandidateBytes / (bytes * candidatesPerRow), SmallestBlock, LargestBlock);
        if (raking is null)
        {
            return largest;
        }

        // Rounded up, without overflow.
        var blocks = ((Math.Max(Count, 1) - 1) / largest) + 1;
        return (int)((Math.Max(Count, 1) - 1) / blocks) + 1;
    }

    private TypedRows Rows(long number, int count)
    {
        lock (gate)
        {
            if (last is not { } known || known.Number != number)
            {
                last = (number, Draw(number, count));
            }

            return last.Value.Rows;
        }
    }

    private TypedRows DrawUnder(ConditionRows ofRows, long number, int count)
    {
        using var candidates = TableCandidates.Create(model, options, filter, seed);
        filter.Forget();
        var rows = new TypedRows(tensors, count);
        List<int> open = [.. Enumerable.Range(0, count)];
        var tries = new int[count];
        long drawn = 0;
        while (open.Count > 0)
        {
            drawn += candidates.DrawUnder(ofRows, number * BatchSize, rows, open, tries);
            CheckRate(drawn, count - open.Count, count);
        }

        options.Acceptance?.Add(drawn, count);
        return rows;
    }

    private TypedRows Draw(long number, int count)
    {
        if (conditions is not null)
        {
            return DrawUnder(conditions, number, count);
        }

        var wanted = raking is null ? count : checked(count * candidatesPerRow);
        var candidates = new TypedRows(tensors, wanted);
        // Rows that are not chosen from candidates are the same for any number of rows and blocks.
        var first = filter.AcceptsAll && raking is null ? (ulong)(number * BatchSize) : (ulong)number << 32;
        var (drawn, accepted) = filter.AcceptsAll
            ? DrawAll(first, candidates, wanted)
            : DrawAccepted(first, candidates, count, wanted);
        options.Acceptance?.Add(drawn, accepted);
        if (raking is null)
        {
            return candidates;
        }

        var rows = new TypedRows(tensors, count);
        foreach (var (place, row) in raking.Choose(candidates, accepted, count, seed, number).Index())
        {
            candidates.CopyRow(row, rows, place);
        }

        return rows;
    }

    /// <summary>Draws rows that are all accepted. Threads share the batches, which have the same rows for each number of threads.</summary>
    /// <returns>The numbers of rows that were drawn and accepted.</returns>
    private (long Drawn, int Accepted) DrawAll(ulong first, TypedRows rows, int wanted)
    {
        GraphRun.ShareBatches(
            model.DecoderLease,
            ((wanted - 1) / options.BatchSize) + 1,
            () => TableCandidates.Create(model, options, filter, seed),
            (candidates, number) =>
            {
                var start = number * options.BatchSize;
                var next = first + (ulong)start;
                candidates.Draw(ref next, rows, start, wanted - start);
            }
        );
        return (wanted, wanted);
    }

    /// <summary>Draws rows until enough are accepted. Unique values can run out when there are as many as needed, but fewer than wanted.</summary>
    /// <returns>The numbers of rows that were drawn and accepted.</returns>
    /// <exception cref="InvalidOperationException">Too few rows are accepted.</exception>
    private (long Drawn, int Accepted) DrawAccepted(ulong first, TypedRows rows, int needed, int wanted)
    {
        using var candidates = TableCandidates.Create(model, options, filter, seed);
        filter.Forget();
        var least = filter.NeedsAllRows ? needed : wanted;
        var next = first;
        var accepted = 0;
        var (lastDrawn, lastAccepted) = (0L, 0);
        while (accepted < wanted)
        {
            accepted += candidates.Draw(ref next, rows, accepted, wanted - accepted);
            var drawn = (long)(next - first);
            CheckRate(drawn, accepted, least);
            if (drawn - lastDrawn < LeastTries)
            {
                continue;
            }

            if (accepted >= least && IsRare(drawn - lastDrawn, accepted - lastAccepted))
            {
                break;
            }

            (lastDrawn, lastAccepted) = (drawn, accepted);
        }

        return ((long)(next - first), accepted);
    }

    private void CheckRate(long drawn, int accepted, int wanted)
    {
        if (accepted < wanted && IsRare(drawn, accepted))
        {
            throw SampleErrors.TooFewAccepted(
                model.Folder,
                filter.Describe(),
                drawn,
                accepted,
                filter.NeedsAllRows ? wanted : null
            );
        }
    }

    private static bool IsRare(long drawn, int accepted) =>
        drawn >= LeastTries && accepted < drawn * LeastAcceptedShare;

    private sealed class Block(SyntheticTable table) : SampleBatch
    {
        private TypedRows? rows;

        public override void Compute(long first, int count) => rows = table.Rows(first / table.BatchSize, count);

        public override void Dispose() => rows = null;

        public override RowValues Values(int column, int row) => rows!.Row(column, row);
    }
}
